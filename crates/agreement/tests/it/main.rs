//! Decisions over a place of three datasets and their agreements, each fault put in by changing one line.
//!
//! Not allowed in here: files on disk but the sample's declarations; the place is held in memory.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

mod calendar;
mod limits;
mod linked;
mod mutants;
mod place;
mod receive;
mod sample;
mod several;
mod states;
mod suspended;
mod used;

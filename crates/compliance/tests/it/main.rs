//! Compliance against a made-up ledger over a made-up place: every breach is found, and nothing else is.
//!
//! Not allowed in here: a real agency's data.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod breaches;
mod parties;
mod people;
mod place;
mod story;
mod uses;

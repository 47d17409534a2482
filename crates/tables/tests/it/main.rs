//! What publishers really send, read by declaration.
//!
//! Not allowed in here: files outside this repository.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod companion;
mod independent;
mod messiness;
mod sample;
mod support;
mod traps;
mod workbooks;

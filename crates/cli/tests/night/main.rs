//! Whole nights from outside: the program over a copy of the sample place, with good deliveries and bad ones.
//!
//! Not allowed in here: a call into the crate, and a write into the repository.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

mod bad_input;
mod place;
mod same;

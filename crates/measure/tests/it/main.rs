//! Measures from outside: the declarations of South Tees over small made-up landed records.
//!
//! Not allowed in here: a record of the sample, and a write outside a temporary folder.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod allowed;
mod breakdown;
mod counts;
mod kin;
mod landed;
mod noninterference;
mod place;
mod published;
mod written;

//! scratch
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]
mod bad_input;
mod place;

//! The night from the outside, on the sample of the repository.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod sample;

//! Differences between made-up releases: one for each cause, parts that add up, and nothing told that is not published.
//!
//! Not allowed in here: real data, and a machine's path.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod add_up;
mod causes;
mod hidden;
mod made_up;
mod names;
mod written;

//! New places, read back by the declarations' own rules.
//!
//! Not allowed in here: a folder on disk.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod answers;
mod areas;
mod asking;
mod place;
mod support;

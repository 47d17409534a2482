//! The brief of a mission in an area, from an excerpt of a sample release that says of itself that it is made up.
//!
//! Not allowed in here: figures that are not in the excerpt.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod answers;
mod every;
mod names;
mod page;
mod pictures;
mod sample;
mod workbook;

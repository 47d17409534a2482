//! Each format, read again by something that did not write it.
//!
//! Not allowed in here: a check against a copy of the writer's own code.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod descriptors;
mod fingertips;
mod release;
mod snippets;
mod workbook;

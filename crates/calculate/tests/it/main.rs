//! The calling form from text to text, against reference tables and its own promises.
//!
//! Not allowed here: expected numbers worked out by the code under test; they come from `methods/tests/oracle`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod accuracy;
mod form;
mod properties;
mod reference;

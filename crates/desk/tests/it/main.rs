//! The desk as an agency uses it: a template, filled in by all sorts of hands, and files of other systems.
//!
//! Not allowed in here: files outside this repository.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod book;
mod conforming;
mod filling;
mod mapping;
mod proposing;
mod support;
mod templates;

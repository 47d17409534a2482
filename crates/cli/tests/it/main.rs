//! The command line from outside: exit code, stdout and stderr of the program itself. No test here runs a night.
//!
//! Not allowed in here: a call into the crate.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod agreements;
mod calc;
mod check;
mod desk;
mod explain;
mod gate;
mod help;
mod init;
mod query;
mod schedule;
mod support;
mod template;

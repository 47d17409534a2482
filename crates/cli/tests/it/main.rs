//! The command line from outside: exit code, stdout and stderr of the program itself. No test here runs a night.
//!
//! Not allowed in here: a call into the crate.

mod check;
mod explain;
mod help;
mod query;
mod schedule;
mod support;

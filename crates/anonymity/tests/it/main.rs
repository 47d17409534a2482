//! The crate from outside: saved vectors of identifiers, pyCANON's numbers, look-alikes, and the attack on plain hashes.
//!
//! Not allowed in here: a value of a real person; everything is made up.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test may panic, and a measurement is for people")]

mod attacking;
mod columns;
mod cost;
mod grouping;
mod vectors;

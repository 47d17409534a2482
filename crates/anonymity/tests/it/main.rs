//! The crate from outside: saved vectors of identifiers, pyCANON's numbers, look-alikes, and the attack on plain hashes.
//!
//! Not allowed in here: a value of a real person; everything is made up.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod attacking;
mod columns;
mod grouping;
mod vectors;

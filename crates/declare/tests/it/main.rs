//! Declarations from the outside: the real place loads, and every kind of fault is told with its place.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

mod catalogue;
mod faults;
mod folder;
mod interfaces;
mod published;
mod refusals;
mod schema;
mod south_tees;
mod transport;

//! Protect and audit together, from outside: worked tables, random tables against brute force, one large table.
//!
//! Not allowed here: a timing assertion, and a look into private parts.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod attacker;
mod attacks;
mod auditing;
mod enumeration;
mod published;
mod random;
mod scale;
mod support;
mod worked;
mod year;

//! The engine seen from outside: what it answers, what it refuses, and that a refused query opens nothing.
//!
//! Not allowed in here: anything that needs the network or a file outside a temporary folder.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod answers;
mod approval;
mod bypass;
mod decided;
mod encrypted;
mod files;
mod oracle;
mod refusals;
mod slices;
mod support;

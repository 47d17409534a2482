//! Whole nights from outside: the program over a copy of the sample place, with good deliveries and bad ones.
//!
//! Not allowed in here: a call into the crate, and a write into the repository.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

mod again;
mod bad_input;
mod bytes;
mod compliance;
mod crash;
mod decide;
mod desk;
mod figures;
mod found;
mod keeping;
mod ledger;
mod place;
mod query;
mod revisions;
mod rules;
mod same;
#[path = "../../../ingest-fetch/tests/it/ssh.rs"]
mod ssh;
mod tls;
mod written;
#[cfg(unix)]
mod year;

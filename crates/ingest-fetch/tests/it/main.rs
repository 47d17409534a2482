//! Fetching from real folders, and from real TLS and SFTP servers on the loopback interface, some of which answer as publishers do.
//!
//! Not allowed in here: the network beyond this machine, and a measure of time.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

mod folder;
mod https;
mod interfaces;
mod notes;
mod pages;
mod proxy;
mod publishers;
mod resume;
mod sealed;
mod server;
mod sftp;
mod ssh;
mod support;

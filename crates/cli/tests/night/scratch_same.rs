//! Scratch.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]
mod again;
mod crash;
mod decide;
mod figures;
mod found;
mod place;
mod same;
mod tls;

//! The methods against independent reference results, row by row, and their general properties.
//!
//! Not allowed here: expected numbers worked out by the code under test. They come from `tests/oracle`.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod directly_standardised_rate;
mod edges;
mod gap;
mod oracle;
mod platform;
mod properties;
mod proportion_and_rate;
mod special_functions;
mod words;

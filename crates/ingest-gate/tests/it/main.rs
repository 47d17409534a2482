//! The gate from outside: one small delivery for each fault, landed layout, published figures and the sample.
//!
//! Not allowed in here: reaching into the crate.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod canary;
mod files;
mod keeping;
mod landing;
mod narrowing;
mod overhead;
mod parquet_deliveries;
mod people;
mod promises;
mod published;
mod published_parquet;
mod receipts;
mod records;
mod sample;
mod support;
mod workbooks;

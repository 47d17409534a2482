//! Made-up sample extracts: a seeded generator whose output is the same, byte for byte, on every machine.
//!
//! This room shapes synthetic records to published totals so that the program can be shown and tested without a single
//! real person. It writes plain files outside the home of the program and is a development tool: nothing in the program
//! itself may depend on it, it opens no socket, and it never reads an agency's data.

mod age_well;
mod cohort;
mod draw;
mod early_years;
mod error;
mod falls;
mod files;
mod ground;
mod large;
mod linkage;
mod live_well;
mod notes;
mod people;
mod quota;
mod readme;
mod sample;
mod services;
mod start_well;
mod survey;
mod text_parquet;
mod token;
mod truth;

pub use error::Error;
pub use large::{LargeFormat, LargeRequest, write_large};
pub use sample::{Inputs, SampleFile, sample_files, write_sample};

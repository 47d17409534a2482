//! Reading deliveries: bytes to records, with the checks that need no contract.
//!
//! Not allowed in here: what a column may hold.

pub(crate) mod csv;
pub(crate) mod header;
pub(crate) mod meter;
pub(crate) mod note;
pub(crate) mod parquet;
pub(crate) mod prelude;
mod quoted;
pub(crate) mod record;
pub(crate) mod workbook;

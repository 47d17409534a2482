//! Landed data: how it is written, named, found again and narrowed.
//!
//! Not allowed in here: reading deliveries.

mod builders;
pub(crate) mod folders;
mod fresh_key;
pub(crate) mod history;
pub(crate) mod manifest;
mod narrow;
mod open;
mod partition;
mod retain;
mod run;
mod schema;
mod watched;
mod writer;

pub(crate) use fresh_key::{FreshKey, KeyedBy};
pub use manifest::{LandedColumn, LandedManifest};
pub use narrow::{is_current, narrow, narrow_all};
pub use open::{LandedPartition, all_landed, destroy, open_landed, open_landed_at};
pub use retain::{HeldExtract, destroy_extract, expired_periods, forget_unopenable, held_extracts, sweep_keys};
pub use schema::{SLICE_COLUMN, file_key};
pub(crate) use writer::Landing;

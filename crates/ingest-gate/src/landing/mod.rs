//! Landed data: how it is written, named, found again and narrowed.
//!
//! Not allowed in here: reading deliveries.

mod builders;
pub(crate) mod folders;
pub(crate) mod history;
pub(crate) mod manifest;
mod narrow;
mod open;
mod partition;
mod schema;
mod watched;
mod writer;

pub use manifest::{LandedColumn, LandedManifest};
pub use narrow::{is_current, narrow, narrow_all};
pub use open::{LandedPartition, all_landed, destroy, open_landed, open_landed_at};
pub(crate) use writer::Landing;

//! Releases: writing what was cleared, checking what was written, and letting an audience see it.
//!
//! The order is always stage, register, ledger, pointer: a reader sees the old release or the new one, and whatever was
//! ever shown is in the register first. Not allowed in here: a row from anywhere but [`Cleared`] candidates, computing or
//! rounding a number, the clock (it is handed in), and writing other than through the store.
//!
//! What stands in a release can be made nowhere else:
//!
//! ```compile_fail,E0451
//! use concordat_publish::Release;
//! let forged = Release { version: todo!(), published: Vec::new(), waiting: Vec::new() };
//! ```
//!
//! [`Cleared`]: concordat_disclosure::Cleared

mod bases;
mod changes;
mod content;
mod csv_file;
mod disclosure;
mod error;
mod files;
mod formats;
mod identifiers;
mod indicators;
mod lineage;
mod manifest;
mod observations;
mod openlineage;
mod parquet_file;
mod payload;
mod pointer;
mod publish;
mod receipts;
mod recheck;
mod register;
pub mod releases;
mod settle;
mod stage;
mod standing;
mod table;
mod verify;
mod version;

#[cfg(test)]
mod tests;

pub use bases::{NewBasis, OpenedBasis, PublishedBasis, published_bases};
pub use error::PublishError;
pub use publish::{Release, publish};
pub use settle::{Settled, settle};
pub use stage::{StageRequest, Staged, When, stage};
pub use verify::{Fault, Verification};
pub use version::{Version, VersionError};

//! Declarations: what people write under `pipelines/` and `schemas/`, read, checked against each other, and handed over
//! as one [`Partnership`].
//!
//! Not allowed in here: opening files (the caller hands in text through [`Files`]), opening data, deciding what an
//! agreement permits on a date, and defaults that widen use.

pub mod agreement;
pub mod areas;
pub mod catalogue;
mod check;
pub mod code_list;
mod code_lists;
pub mod contract;
pub mod decision;
pub mod dialect;
mod faults;
pub mod files;
pub mod indicator;
pub mod layout;
pub mod located;
pub mod mapping;
pub mod mission;
mod partnership;
pub mod period_form;
pub mod place;
pub mod published;
pub mod schema;
pub mod source;
mod yaml;

pub use files::Files;
pub use located::Located;
pub use partnership::{Loaded, Partnership, hash_of, load};

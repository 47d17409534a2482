//! Compliance: what was done with each party's data, told from the ledger, from what releases say of their lineage, and
//! from the declarations. Everything here is a pure function from these to plain structs and pages.
//!
//! Not allowed in here: opening a file, today's date, a rating, a value of a record, and a permission: what may be done is
//! decided in `agreement`; here it is compared with what was done.

pub mod evidence;
mod lookup;
pub mod page;
pub mod trace;
mod words;

pub use evidence::{Evidence, Figure, IndicatorFacts, LineageLine, Release, Standing};
pub use page::{Block, Page, Section, Table};
pub use trace::{Trace, trace};

//! Compliance: what was done with each party's data, told from the ledger, from what releases say of their lineage, and
//! from the declarations. Everything here is a pure function from these to plain structs and pages.
//!
//! Not allowed in here: opening a file, today's date, a rating, a value of a record, and a permission: what may be done is
//! decided in `agreement`; here it is compared with what was done.

pub mod account;
pub mod answer;
pub mod breach;
pub mod check;
pub mod evidence;
mod law;
mod lookup;
pub mod lost;
pub mod page;
pub mod party;
mod readings;
pub mod review;
pub mod trace;
pub mod uses;
mod words;

pub use account::{Account, Days, account};
pub use answer::{Answer, answer};
pub use breach::{Breach, BreachKind, breaches};
pub use check::{Check, NothingChecked, check};
pub use evidence::{Evidence, Figure, IndicatorFacts, LineageLine, Release, Standing};
pub use lost::{Supposed, WhatIf, what_if};
pub use page::{Block, Page, Section, Table};
pub use party::{PartyReport, report};
pub use readings::Reading;
pub use review::{Review, review};
pub use trace::{Trace, trace};
pub use uses::{Use, uses};

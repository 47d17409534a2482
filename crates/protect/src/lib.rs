//! The disclosure tool: any analyst's table in; pattern, proof and report out. And the attack on tables that somebody
//! else protected.
//!
//! Files are read and written here; rules, protection and attack are `disclosure`'s. Not allowed here: a rule of
//! protection, printing, and any message that carries a count.

mod check;
mod error;
mod hierarchy;
mod input;
mod invert;
mod output;
mod policy;
mod published;
mod release;
mod report;
mod roundings;
mod run;
mod shown;
mod standardised;
mod table;
mod threshold;

pub use concordat_disclosure::Answer;

pub use check::{Against, Alteration, Asks, Checked, check_proof};
pub use error::ProtectError;
pub use input::{Loaded, load};
pub use invert::{Kind, Shape, possible_counts};
pub use policy::read_rules;
pub use published::{AuditRequest, Found, Verdict, audit_published};
pub use release::{Leak, ReleaseRequest, ReleaseVerdict, audit_release};
pub use report::Report;
pub use roundings::{RoundedTo, Roundings};
pub use run::{Request, protect_table};
pub use standardised::Standardised;
pub use threshold::{Small, Threshold, Thresholds};

//! What an agency without its own IT uses at its desk: a template to fill in, the filled-in workbook read back, a draft of a
//! mapping, and an extract without what was not agreed.
//!
//! Bytes come in, bytes and words go out. Not allowed in here: opening files, a clock, a judgement on records (that is the gate's),
//! and a cell in a message. Headers are told only of files whose first row is known to be a header.

mod cells;
mod conform;
mod error;
mod example;
mod filled;
mod headers;
mod propose;
mod template;
mod terms;
mod translation;

pub use conform::{Conform, Conformed, Dropped, conform_csv, conform_rows};
pub use error::DeskError;
pub use filled::{Filled, FilledRow, SheetPlace, filled};
pub use propose::{Confidence, Proposal, Sample, propose};
pub use template::{About, filled_template, template};
pub use terms::{Terms, Use};
pub use translation::CellTranslation;

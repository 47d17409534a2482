//! Measures: from landed records to cells, and from shown counts to figures.
//!
//! Counting ([`Tabulator`]) needs a grant and reads records; evaluation ([`evaluate()`]) sees protected counts alone. The
//! disclosure crate stands between them. Not allowed in here: opening a landed file other than through the engine, and
//! printing a count.
//!
//! Nobody else can make candidates, or what stands before them:
//!
//! ```compile_fail,E0451
//! use concordat_measure::Candidates;
//! let forged = Candidates { observations: Vec::new() };
//! ```
//!
//! ```compile_fail,E0451
//! use concordat_measure::Tabulated;
//! fn forge(indicator: concordat_base::Name) -> Tabulated {
//!     Tabulated { indicator, content: todo!(), periods: Default::default(), extracts: Default::default() }
//! }
//! ```

mod answers;
mod area_groups;
mod basis;
pub mod candidates;
mod cells;
mod dimension;
mod error;
mod evaluate;
mod inventory;
mod kin;
mod linked;
pub mod observation;
mod people;
mod permit;
mod population;
mod spans;
mod sql;
mod step;
mod tabulate;
mod ties;
mod written;

pub use basis::{Basis, BasisPart, Earlier, SpanShown};
pub use candidates::{Candidates, ExtractReference, IndicatorBlock, LineageEntry, MissionLine};
pub use cells::{Model, model, rules};
pub use error::MeasureError;
pub use evaluate::{Night, evaluate};
pub use inventory::{HeldDataset, HeldPartition, Inventory, Lateness, PublishedFigure};
pub use kin::are_kin;
pub use observation::{ComparatorFigure, Limits, Mark, Observation, RowMeasure};
pub use step::{Ingredients, StepIndex, StepRead, StepRecord, StepState, counting_epoch, forget_cells};
pub use tabulate::{Outline, Tabulated, Tabulator};

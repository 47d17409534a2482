//! The query engine: sessions over governed tables, and the reading of query plans before anything is read.
//!
//! This is the only crate that names the engine underneath. It knows tables, columns and SQL; it does not know what any of
//! them mean, who may use them or why: the caller says which tables and columns are approved, and the engine refuses
//! everything else. Not allowed in here: a word of the domain, a decision about who may see what, writing of any file but
//! the engine's own spill, and the text of an execution error (it may quote a cell).
//!
//! The way of a query: parse, plan, refuse what is not a plain query, derive the sources of every output column and the
//! positions that each column stands in, compare them with the approval, decide (the decision has a token), optimise,
//! compare the columns each scan asks for with the approval once more, execute. Until the last step no data file is
//! opened. The answer carries the token of its decision.

mod answer;
mod check;
mod decision;
mod engine;
mod error;
mod expression;
mod fault;
mod file;
mod function;
mod fused;
mod position;
mod query;
mod record;
mod rows;
mod sealed;
mod session;
mod shape;
mod size;
mod slice;
mod sources;
mod spill;
mod steering;
mod table;
mod value;

pub use answer::{Answer, QueryLimits, ScannedFile};
pub use decision::{Decision, Token};
pub use engine::{Engine, EngineOptions};
pub use error::EngineError;
pub use fused::Part;
pub use position::{Approved, ApprovedColumns, Position};
pub use sealed::FileKey;
pub use session::Session;
pub use shape::{CountShape, Figure};
pub use slice::Slice;
pub use sources::{OutputKind, OutputSources, PlanSources, SourceColumn};
pub use table::GovernedTable;

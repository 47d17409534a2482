//! The query engine: sessions over governed tables, and the reading of query plans before anything is read.
//!
//! This is the only crate that names the engine underneath. It knows tables, columns and SQL; it does not know what any of
//! them mean, who may use them or why: the caller says which tables and columns are approved, and the engine refuses
//! everything else. Not allowed in here: a word of the domain, a decision about who may see what, writing of any file but
//! the engine's own spill, and the text of an execution error (it may quote a cell).
//!
//! The way of a query: parse, plan, refuse what is not a plain query, derive the sources of every output column, compare
//! them with the approval, optimise, compare the columns each scan asks for with the approval once more, execute.
//! Until the last step no data file is opened.

mod answer;
mod check;
mod engine;
mod error;
mod expression;
mod fault;
mod file;
mod function;
mod query;
mod record;
mod rows;
mod session;
mod size;
mod slice;
mod sources;
mod table;

pub use answer::{Answer, QueryLimits, ScannedFile};
pub use check::Approved;
pub use engine::{Engine, EngineOptions};
pub use error::EngineError;
pub use session::Session;
pub use slice::Slice;
pub use sources::{PlanSources, SourceColumn};
pub use table::GovernedTable;

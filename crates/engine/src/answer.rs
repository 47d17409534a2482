//! What a query gives back, and the limits it may be given.
//!
//! Not allowed in here: running anything.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;

use crate::decision::Token;
use crate::sources::PlanSources;

/// Limits for a query that a person waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueryLimits {
    /// Most rows the answer may have.
    pub rows: usize,
    /// Longest time from start to end, in seconds.
    pub seconds: u64,
}

/// A data file that a query opened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScannedFile {
    /// The file, as its table names it.
    pub path: PathBuf,
    /// Its size, in bytes.
    pub bytes: u64,
}

/// The answer to a query, with what was read for it.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Names and types of the columns.
    pub schema: SchemaRef,
    /// The rows, in the order the query asked for; in no particular order when it asked for none.
    pub batches: Vec<RecordBatch>,
    /// Number of rows over all batches.
    pub rows: usize,
    /// What the answer rests on, as derived from the query before it ran.
    pub sources: PlanSources,
    /// Columns the scans asked for, by table; a table counted without reading a column stands here with none.
    pub reads: BTreeMap<String, BTreeSet<String>>,
    /// Files opened, by table.
    pub scanned: BTreeMap<String, Vec<ScannedFile>>,
    /// The decision it was given under.
    pub(crate) token: Token,
}

impl Answer {
    /// The token of the decision it was given under.
    #[must_use]
    pub fn token(&self) -> Token {
        self.token
    }
}

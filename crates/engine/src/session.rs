//! A session: the tables one caller may ask about, with nothing else that a query could find.
//!
//! Not allowed in here: the steps of a query (see `query`), and a default of the engine underneath that finds files.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use arrow::record_batch::RecordBatch;
use datafusion::common::TableReference;
use datafusion::execution::{SessionState, SessionStateBuilder};
use datafusion::prelude::{SessionConfig, SessionContext};

use crate::answer::{Answer, QueryLimits, ScannedFile};
use crate::decision::Decision;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::function;
use crate::fused::{self, Part};
use crate::position::Approved;
use crate::query::{self, Query};
use crate::record::{Opened, QueryRecord, listed};
use crate::sealed::FileKey;
use crate::shape::CountShape;
use crate::sources::PlanSources;
use crate::table::{GovernedTable, Provider};

/// A set of tables that queries can be asked of. It can open nothing but what is registered in it.
pub struct Session {
    engine: Engine,
    context: SessionContext,
    tables: BTreeSet<String>,
    opened: Arc<Mutex<Opened>>,
}

impl Session {
    pub(crate) fn new(engine: Engine) -> Result<Self, EngineError> {
        let mut config = SessionConfig::new()
            .with_target_partitions(engine.threads())
            .with_information_schema(false)
            .with_collect_statistics(false);
        let execution = &mut config.options_mut().execution;
        execution.parquet.pushdown_filters = true;
        // The default would ask a small pool for more than it has before the first row is spilled.
        let reserve = engine.memory_bytes() / (8 * engine.threads());
        execution.sort_spill_reservation_bytes = execution.sort_spill_reservation_bytes.min(reserve);
        let builder = SessionStateBuilder::new_with_default_features()
            .with_config(config)
            .with_runtime_env(engine.environment()?)
            .with_table_factories(HashMap::new())
            .with_file_formats(Vec::new());
        Ok(Self {
            context: SessionContext::new_with_state(function::keep_allowed(builder).build()),
            engine,
            tables: BTreeSet::new(),
            opened: Arc::default(),
        })
    }

    /// Adds a table kept in files. No file is opened or looked at.
    ///
    /// # Errors
    /// [`EngineError::DuplicateTable`], [`EngineError::ColumnNotInSchema`].
    pub fn register(&mut self, table: GovernedTable) -> Result<(), EngineError> {
        self.register_encrypted(table, BTreeMap::new())
    }

    /// As [`Session::register`], over files of which some are encrypted: those that have a key. No file that has one is
    /// read in the clear.
    ///
    /// # Errors
    /// As [`Session::register`].
    pub fn register_encrypted(
        &mut self,
        table: GovernedTable,
        keys: BTreeMap<PathBuf, FileKey>,
    ) -> Result<(), EngineError> {
        let name = table.name.clone();
        self.add(&name, Provider::over_files(table, keys)?)
    }

    /// Adds a small reference table from memory. Queries need approval for it like for any other.
    ///
    /// # Errors
    /// [`EngineError::DuplicateTable`], [`EngineError::Batch`].
    pub fn register_batch(&mut self, name: &str, batch: RecordBatch) -> Result<(), EngineError> {
        self.add(name, Provider::over_batch(name, batch)?)
    }

    fn add(&mut self, name: &str, table: Provider) -> Result<(), EngineError> {
        let duplicate = || EngineError::DuplicateTable { table: name.to_owned() };
        if !self.tables.insert(name.to_owned()) {
            return Err(duplicate());
        }
        self.context.register_table(TableReference::bare(name), Arc::new(table)).map_err(|_| duplicate())?;
        Ok(())
    }

    /// What the answer to `sql` would rest on. Nothing is opened.
    ///
    /// # Errors
    /// As [`Session::decide`], short of approval.
    pub fn sources(&self, sql: &str) -> Result<PlanSources, EngineError> {
        let query = self.prepare(sql);
        self.engine.wait_for(async move { Ok(query.plan().await?.1) }, None)
    }

    /// Decides on `sql`, one plain SELECT: all that it rests on is approved, in the positions it stands in, or it is refused.
    /// Nothing is opened. What `rests_on` names besides (what the approval follows from, which data is asked, for which
    /// date) enters the token of the decision.
    ///
    /// # Errors
    /// [`EngineError::Syntax`], [`EngineError::NotAQuery`], [`EngineError::UnknownTable`], [`EngineError::UnknownColumn`],
    /// [`EngineError::AmbiguousColumn`], [`EngineError::Planning`], [`EngineError::FunctionNotAllowed`],
    /// [`EngineError::NotUnderstood`], [`EngineError::NotAllowed`], [`EngineError::PositionNotAllowed`],
    /// [`EngineError::JoinNotAllowed`].
    pub fn decide(
        &self,
        sql: &str,
        approved: &Approved,
        rests_on: &[(String, String)],
    ) -> Result<Decision, EngineError> {
        let (query, approved, rests_on) = (self.prepare(sql), approved.clone(), rests_on.to_vec());
        self.engine.wait_for(async move { query.decide(&approved, &rests_on).await }, None)
    }

    /// As [`Session::decide`], for a query that must be one SELECT of counts.
    ///
    /// # Errors
    /// As there, and [`EngineError::OtherShape`].
    pub fn decide_counts(
        &self,
        sql: &str,
        approved: &Approved,
        rests_on: &[(String, String)],
        shape: &CountShape,
    ) -> Result<Decision, EngineError> {
        let decision = self.decide(sql, approved, rests_on)?;
        shape.fits(decision.plan(), decision.sources())?;
        Ok(decision)
    }

    /// As [`Session::decide`], for a query that answers several at once: each of its output columns must rest on exactly
    /// what the column rests on when it is asked for by itself, and each of those queries must be approved.
    ///
    /// # Errors
    /// As there, and [`EngineError::Borrowed`].
    pub fn decide_fused(
        &self,
        sql: &str,
        approved: &Approved,
        rests_on: &[(String, String)],
        parts: &[Part],
    ) -> Result<Decision, EngineError> {
        let decision = self.decide(sql, approved, rests_on)?;
        let mut own = Vec::new();
        for part in parts {
            own.push(self.decide(&part.sql, &part.approved, rests_on)?.sources().clone());
        }
        fused::check(decision.sources(), parts, &own)?;
        Ok(decision)
    }

    /// Runs what was decided on, in this session.
    ///
    /// # Errors
    /// Before anything is opened: [`EngineError::ReadBeyondApproval`], [`EngineError::MissingFile`]. Then
    /// [`EngineError::FileDiffers`], [`EngineError::Memory`], [`EngineError::Execution`], [`EngineError::Stopped`].
    pub fn run(&self, decision: &Decision) -> Result<Answer, EngineError> {
        let (state, record) = self.recorded(decision.approved());
        self.engine.wait_for(query::run(state, record, decision.clone(), None), None)
    }

    /// Decides on `sql` and runs it.
    ///
    /// # Errors
    /// As [`Session::decide`] and [`Session::run`].
    pub fn query(&self, sql: &str, approved: &Approved) -> Result<Answer, EngineError> {
        self.run(&self.decide(sql, approved, &[])?)
    }

    /// As [`Session::query`], but stops at a number of rows or seconds.
    ///
    /// # Errors
    /// As [`Session::query`], and [`EngineError::TooManyRows`], [`EngineError::TooLong`].
    pub fn query_within(&self, sql: &str, approved: &Approved, limits: QueryLimits) -> Result<Answer, EngineError> {
        let (query, (state, record)) = (self.prepare(sql), self.recorded(approved));
        let approved = approved.clone();
        let work = async move {
            let decision = query.decide(&approved, &[]).await?;
            query::run(state, record, decision, Some(limits.rows)).await
        };
        self.engine.wait_for(work, Some(limits.seconds))
    }

    /// Every file opened in this session, by table, also by queries that failed.
    #[must_use]
    pub fn opened(&self) -> BTreeMap<String, Vec<ScannedFile>> {
        listed(&self.opened)
    }

    fn prepare(&self, sql: &str) -> Query {
        Query { state: self.context.state(), tables: self.tables.clone(), sql: sql.to_owned() }
    }

    /// A state in which scans of approved columns are admitted.
    fn recorded(&self, approved: &Approved) -> (SessionState, Arc<QueryRecord>) {
        let record = Arc::new(QueryRecord::new(approved.clone(), Arc::clone(&self.opened)));
        let mut state = self.context.state();
        state.config_mut().set_extension(Arc::clone(&record));
        (state, record)
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Session").field("tables", &self.tables).finish_non_exhaustive()
    }
}

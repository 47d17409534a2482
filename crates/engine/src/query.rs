//! The way of one query, from text to answer.
//!
//! The order of the steps is the protection: sources are compared with the approval before anything is optimised, and
//! nothing is opened before the scans have been admitted. Not allowed in here: a second way round these steps.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::record_batch::RecordBatch;
use datafusion::common::TableReference;
use datafusion::error::DataFusionError;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::{ExecutionPlan, execute_stream};
use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast;
use futures::StreamExt;

use crate::answer::Answer;
use crate::check;
use crate::decision::Decision;
use crate::error::{EngineError, nearest};
use crate::fault::{while_planning, while_running};
use crate::position::Approved;
use crate::record::QueryRecord;
use crate::size;
use crate::sources::{PlanSources, plan_sources};

/// One query with all it needs to be decided on.
pub(crate) struct Query {
    pub(crate) state: SessionState,
    pub(crate) tables: BTreeSet<String>,
    pub(crate) sql: String,
}

impl Query {
    /// Parses, plans, refuses what is not a plain query, reads the sources. Opens nothing.
    pub(crate) async fn plan(&self) -> Result<(LogicalPlan, PlanSources), EngineError> {
        let statement = self.parse()?;
        size::check_tables(&statement)?;
        self.tables_exist(&statement)?;
        let plan = self.state.statement_to_plan(statement).await.map_err(|error| while_planning(&error))?;
        let scanned = check::plain_query(&plan)?;
        let sources = plan_sources(&plan)?;
        if scanned == sources.presence {
            Ok((plan, sources))
        } else {
            Err(EngineError::NotUnderstood { what: "a table in a place that is not followed".to_owned() })
        }
    }

    /// Decides on the query: all that it rests on is approved, or it is refused. `rests_on` is what the decision rests on
    /// besides, and enters its token.
    pub(crate) async fn decide(
        &self,
        approved: &Approved,
        rests_on: &[(String, String)],
    ) -> Result<Decision, EngineError> {
        let (plan, sources) = self.plan().await?;
        check::within(&sources, approved)?;
        Decision::new(&self.state, plan, sources, approved.clone(), rests_on)
    }

    fn parse(&self) -> Result<Statement, EngineError> {
        size::check_text(&self.sql)?;
        let dialect = self.state.config().options().sql_parser.dialect;
        let statement = self.state.sql_to_statement(&self.sql, &dialect).map_err(|error| syntax(&error))?;
        match &statement {
            Statement::Statement(inner) if matches!(**inner, ast::Statement::Query(_)) => Ok(statement),
            other => Err(EngineError::NotAQuery { found: first_word(&other.to_string()) }),
        }
    }

    /// Names every table first, so that an unknown one is told with its neighbours; a file name is an unknown table.
    fn tables_exist(&self, statement: &Statement) -> Result<(), EngineError> {
        let named = self.state.resolve_table_references(statement);
        for reference in named.map_err(|error| while_planning(&error))? {
            let known = matches!(&reference, TableReference::Bare { table } if self.tables.contains(table.as_ref()));
            if !known {
                return Err(EngineError::UnknownTable {
                    nearest: nearest(reference.table(), self.tables.iter().cloned()),
                    table: reference.to_string(),
                });
            }
        }
        Ok(())
    }
}

/// Runs what was decided on; stops above `row_limit` rows. The record must be in the state.
pub(crate) async fn run(
    state: SessionState,
    record: Arc<QueryRecord>,
    decision: Decision,
    row_limit: Option<usize>,
) -> Result<Answer, EngineError> {
    let plan = state.optimize(&decision.plan).map_err(|error| while_planning(&error))?;
    let physical = state.query_planner().create_physical_plan(&plan, &state).await;
    let physical = physical.map_err(|error| while_running(&error))?;
    let schema = physical.schema();
    let batches = collect(&state, physical, row_limit).await?;
    Ok(Answer {
        rows: batches.iter().map(RecordBatch::num_rows).sum(),
        reads: record.reads(),
        scanned: record.scanned(),
        token: decision.token(),
        sources: decision.sources().clone(),
        schema,
        batches,
    })
}

async fn collect(
    state: &SessionState,
    plan: Arc<dyn ExecutionPlan>,
    row_limit: Option<usize>,
) -> Result<Vec<RecordBatch>, EngineError> {
    let mut stream = execute_stream(plan, state.task_ctx()).map_err(|error| while_running(&error))?;
    let mut batches = Vec::new();
    let mut rows = 0_usize;
    while let Some(batch) = stream.next().await {
        let batch = batch.map_err(|error| while_running(&error))?;
        rows = rows.saturating_add(batch.num_rows());
        if let Some(limit) = row_limit.filter(|limit| rows > *limit) {
            return Err(EngineError::TooManyRows { limit });
        }
        if batch.num_rows() > 0 {
            batches.push(batch);
        }
    }
    Ok(batches)
}

/// What the parser refuses is about the text alone, whatever kind of error it comes as.
fn syntax(error: &DataFusionError) -> EngineError {
    match while_planning(error) {
        EngineError::Planning { text } => EngineError::Syntax { text },
        other => other,
    }
}

fn first_word(statement: &str) -> String {
    statement.split_whitespace().next().unwrap_or_default().to_uppercase()
}

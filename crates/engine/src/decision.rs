//! A decision: this query, under this approval, on this data, for this date, may be run.
//!
//! Its token stands for all of it. An answer carries the token of its decision, and whoever keeps an answer asks the
//! decision whether it is its own. Not allowed in here: a way to make a decision without a check, or a token from text.

use std::fmt;

use arrow::datatypes::{DataType, SchemaRef};
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::LogicalPlan;
use sha2::{Digest, Sha256};

use crate::answer::Answer;
use crate::error::EngineError;
use crate::fault::while_planning;
use crate::position::Approved;
use crate::rows::is_text;
use crate::sources::PlanSources;

/// Stands for one decision: a hash of the analysed plan, the approval, and what else it rests on. The same decision has
/// the same token on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token([u8; 32]);

impl fmt::Display for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

/// A query that was decided on.
#[derive(Clone)]
pub struct Decision {
    pub(crate) plan: LogicalPlan,
    schema: SchemaRef,
    sources: PlanSources,
    approved: Approved,
    token: Token,
}

impl Decision {
    /// For a plan that was found within the approval.
    pub(crate) fn new(
        state: &SessionState,
        plan: LogicalPlan,
        sources: PlanSources,
        approved: Approved,
        rests_on: &[(String, String)],
    ) -> Result<Self, EngineError> {
        let analysed = state.analyzer().execute_and_check(plan.clone(), state.config_options(), |_, _| {});
        let analysed = analysed.map_err(|error| while_planning(&error))?;
        let token = token(&analysed, &approved, rests_on);
        Ok(Self { schema: analysed.schema().inner().clone(), plan, sources, approved, token })
    }

    /// Its token.
    #[must_use]
    pub fn token(&self) -> Token {
        self.token
    }

    /// What the answer will rest on.
    #[must_use]
    pub fn sources(&self) -> &PlanSources {
        &self.sources
    }

    /// Names and types of the answer's columns.
    #[must_use]
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    pub(crate) fn approved(&self) -> &Approved {
        &self.approved
    }

    pub(crate) fn plan(&self) -> &LogicalPlan {
        &self.plan
    }

    /// Whether an answer was given under this decision, and has the columns that were decided on in every batch.
    ///
    /// # Errors
    /// [`EngineError::OtherDecision`], [`EngineError::OtherSchema`].
    pub fn admits(&self, answer: &Answer) -> Result<(), EngineError> {
        if answer.token() != self.token {
            return Err(EngineError::OtherDecision);
        }
        let batches = answer.batches.iter().map(|batch| batch.schema());
        batches.chain([answer.schema.clone()]).try_for_each(|found| same_columns(&self.schema, &found))
    }
}

impl fmt::Debug for Decision {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Decision({})", self.token)
    }
}

fn same_columns(decided: &SchemaRef, found: &SchemaRef) -> Result<(), EngineError> {
    if decided.fields().len() != found.fields().len() {
        return Err(EngineError::OtherSchema { column: None });
    }
    let mut pairs = decided.fields().iter().zip(found.fields());
    let same = |(one, other): &(&std::sync::Arc<_>, &std::sync::Arc<arrow::datatypes::Field>)| {
        let one: &arrow::datatypes::Field = one;
        one.name() == other.name() && same_kind(one.data_type(), other.data_type())
    };
    match pairs.find(|pair| !same(pair)) {
        Some((one, _)) => Err(EngineError::OtherSchema { column: Some(one.name().clone()) }),
        None => Ok(()),
    }
}

/// Text may come in another encoding than was decided on; nothing else may differ.
fn same_kind(one: &DataType, other: &DataType) -> bool {
    one == other || (is_text(one) && is_text(other))
}

fn token(plan: &LogicalPlan, approved: &Approved, rests_on: &[(String, String)]) -> Token {
    let mut hasher = Sha256::new();
    let mut field = |text: &str| {
        hasher.update((text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    field("decision");
    field(&plan.display_indent_schema().to_string());
    for (table, columns) in approved.columns() {
        field(table);
        for (column, positions) in columns {
            field(column);
            positions.iter().for_each(|position| field(position.words()));
        }
        field("end of the table");
    }
    for (one, other) in approved.joins() {
        field(one);
        field(other);
    }
    field("rests on");
    for (name, value) in rests_on {
        field(name);
        field(value);
    }
    Token(hasher.finalize().into())
}

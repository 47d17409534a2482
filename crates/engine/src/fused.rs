//! Queries that answer several at once: each output column must rest on what it rests on by itself.
//!
//! That the whole was approved is not enough: a column of one part must not be borrowed for another. Not allowed in here: a
//! comparison of unions.

use std::collections::BTreeSet;

use crate::error::EngineError;
use crate::position::Approved;
use crate::sources::{OutputSources, PlanSources, SourceColumn};

/// One of the queries that a fused query answers.
#[derive(Debug, Clone)]
pub struct Part {
    /// The query by itself.
    pub sql: String,
    /// What it may rest on by itself.
    pub approved: Approved,
    /// Output columns of the fused query, each with its name in the query by itself.
    pub outputs: Vec<(String, String)>,
}

/// Compares every output column of a fused query with the same column of its own query.
pub(crate) fn check(fused: &PlanSources, parts: &[Part], own: &[PlanSources]) -> Result<(), EngineError> {
    let mut asked_for: BTreeSet<&String> = BTreeSet::new();
    for (part, own) in parts.iter().zip(own) {
        for (name, own_name) in &part.outputs {
            let (Some(one), Some(other)) = (fused.outputs.get(name), own.outputs.get(own_name)) else {
                return Err(EngineError::OtherSchema { column: Some(name.clone()) });
            };
            same(name, one, other)?;
            asked_for.insert(name);
        }
    }
    match fused.outputs.keys().find(|name| !asked_for.contains(name)) {
        Some(nobody) => Err(EngineError::OtherSchema { column: Some(nobody.clone()) }),
        None => Ok(()),
    }
}

fn same(output: &str, fused: &OutputSources, own: &OutputSources) -> Result<(), EngineError> {
    let tables = fused.presence.symmetric_difference(&own.presence).next().map(|table| (table.clone(), None));
    let differs = |one: &BTreeSet<SourceColumn>, other: &BTreeSet<SourceColumn>| {
        one.symmetric_difference(other).next().map(|(table, column)| (table.clone(), Some(column.clone())))
    };
    let differing =
        tables.or_else(|| differs(&fused.direct, &own.direct)).or_else(|| differs(&fused.indirect, &own.indirect));
    match differing {
        Some((table, column)) => Err(EngineError::Borrowed { output: output.to_owned(), table, column }),
        None => Ok(()),
    }
}

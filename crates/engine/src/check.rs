//! The first line: a plan is refused before it is run when it is not a plain query, or rests on more than is approved.
//!
//! Not allowed in here: leniency. A node or expression that is not on the list of understood ones is refused, and a plan is
//! never changed to make it fit.

use std::collections::BTreeSet;

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::DataFusionError;
use datafusion::execution::context::SQLOptions;
use datafusion::logical_expr::LogicalPlan;

use crate::error::EngineError;
use crate::fault;
use crate::function;
use crate::position::Approved;
use crate::sources::{PlanSources, SourceColumn};

/// Refuses everything but a plain query made of understood nodes and allowed functions. Gives the tables that the plan
/// scans anywhere, found by a walk of its own, to be compared with what the reading of sources found.
pub(crate) fn plain_query(plan: &LogicalPlan) -> Result<BTreeSet<String>, EngineError> {
    SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false)
        .verify_plan(plan)
        .map_err(|_| not_a_query(plan))?;
    let mut tables = BTreeSet::new();
    // A plain walk would miss the plans inside IN, EXISTS and scalar subqueries.
    plan.apply_with_subqueries(|node| {
        understood(node)?;
        if let LogicalPlan::TableScan(scan) = node {
            tables.insert(scan.table_name.table().to_owned());
        }
        functions_allowed(node)
    })
    .map_err(|error| fault::while_planning(&error))?;
    Ok(tables)
}

/// Refuses a plan whose sources are not all approved: tables come before columns, columns before their positions,
/// positions before pairs of tables, each in order of name.
pub(crate) fn within(sources: &PlanSources, approved: &Approved) -> Result<(), EngineError> {
    let columns = approved.columns();
    if let Some(table) = sources.presence.iter().find(|table| !columns.contains_key(*table)) {
        return Err(EngineError::NotAllowed { table: table.clone(), column: None });
    }
    let positions = |(table, column): &SourceColumn| columns.get(table).and_then(|columns| columns.get(column));
    let named = sources.positions.iter().map(|(column, _)| column);
    let all: BTreeSet<_> = sources.direct.values().flatten().chain(&sources.indirect).chain(named).collect();
    if let Some((table, column)) = all.into_iter().find(|column| positions(column).is_none()) {
        return Err(EngineError::NotAllowed { table: table.clone(), column: Some(column.clone()) });
    }
    for (column, position) in &sources.positions {
        if !positions(column).is_some_and(|allowed| allowed.contains(position)) {
            let (table, column) = column.clone();
            return Err(EngineError::PositionNotAllowed { table, column, position: *position });
        }
    }
    match sources.joins.iter().find(|pair| !approved.joins().contains(*pair)) {
        Some((one, other)) => Err(EngineError::JoinNotAllowed { one: one.clone(), other: other.clone() }),
        None => Ok(()),
    }
}

/// The nodes a plain query is made of. Everything else is refused, also what the engine may learn in future.
fn understood(node: &LogicalPlan) -> Result<(), EngineError> {
    match node {
        LogicalPlan::Projection(_)
        | LogicalPlan::Filter(_)
        | LogicalPlan::Window(_)
        | LogicalPlan::Aggregate(_)
        | LogicalPlan::Sort(_)
        | LogicalPlan::Join(_)
        | LogicalPlan::Union(_)
        | LogicalPlan::TableScan(_)
        | LogicalPlan::EmptyRelation(_)
        | LogicalPlan::Subquery(_)
        | LogicalPlan::SubqueryAlias(_)
        | LogicalPlan::Limit(_)
        | LogicalPlan::Values(_)
        | LogicalPlan::Distinct(_) => Ok(()),
        LogicalPlan::Statement(_)
        | LogicalPlan::Explain(_)
        | LogicalPlan::Analyze(_)
        | LogicalPlan::Dml(_)
        | LogicalPlan::Ddl(_)
        | LogicalPlan::Copy(_)
        | LogicalPlan::DescribeTable(_) => Err(not_a_query(node)),
        other => Err(EngineError::NotUnderstood { what: node_name(other) }),
    }
}

fn functions_allowed(node: &LogicalPlan) -> Result<TreeNodeRecursion, DataFusionError> {
    node.apply_expressions(|expression| {
        expression.apply(|inner| {
            function::check(inner)?;
            Ok(TreeNodeRecursion::Continue)
        })
    })
}

fn not_a_query(node: &LogicalPlan) -> EngineError {
    EngineError::NotAQuery { found: node_name(node) }
}

/// The kind of a node without its content: literals of the query stay out of messages.
pub(crate) fn node_name(node: &LogicalPlan) -> String {
    let shown = node.display().to_string();
    let end = shown.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(shown.len());
    shown[..end].to_owned()
}

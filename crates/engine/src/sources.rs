//! What a query's answer rests on, read from its plan before it is optimised: per output column the columns its values
//! are made from, the columns that only steer (filters, joins, groups, order), and the tables whose rows count.
//!
//! Columns are followed by position, not by name, so that an alias or a shadowed name cannot mislead. Where a choice is
//! left, the larger set is taken. Not allowed in here: passing over a node or expression that is not understood.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::common::{DFSchemaRef, JoinType};
use datafusion::logical_expr::utils::grouping_set_to_exprlist;
use datafusion::logical_expr::{Aggregate, Distinct, Expr, Join, LogicalPlan, Subquery, TableScan, Union};

use crate::check::node_name;
use crate::error::EngineError;

/// A table and a column of it.
pub type SourceColumn = (String, String);

/// The columns one value rests on.
pub(crate) type Columns = BTreeSet<SourceColumn>;

/// What the answer to a query rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanSources {
    /// By output column, the columns its values are computed from. Conditions inside an expression (`CASE WHEN`, `IN`)
    /// count as direct: the value tells of them. Output columns of the same name are taken together.
    pub direct: BTreeMap<String, BTreeSet<SourceColumn>>,
    /// Columns that steer which rows are there, how they are grouped and how ordered, for the answer as a whole.
    pub indirect: BTreeSet<SourceColumn>,
    /// Tables whose rows the answer depends on, be it only by being there: `count(*)` reads no column.
    pub presence: BTreeSet<String>,
}

/// Reads the sources of a plan.
///
/// # Errors
/// [`EngineError::NotUnderstood`] for a node or expression whose sources cannot be told.
pub(crate) fn plan_sources(plan: &LogicalPlan) -> Result<PlanSources, EngineError> {
    let mut reader = Reader::default();
    let columns = reader.node(plan)?;
    let mut direct: BTreeMap<String, Columns> = BTreeMap::new();
    for (field, sources) in plan.schema().fields().iter().zip(columns) {
        direct.entry(field.name().clone()).or_default().extend(sources);
    }
    Ok(PlanSources { direct, indirect: reader.indirect, presence: reader.presence })
}

/// The columns an expression can name, each with its sources: of one input, or of both sides of a join.
pub(crate) type Scope = Vec<(DFSchemaRef, Vec<Columns>)>;

/// Walks a plan from its scans upwards.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    pub(crate) indirect: Columns,
    presence: BTreeSet<String>,
    /// What a subquery sees of the queries around it, outermost first.
    pub(crate) outer: Vec<Scope>,
}

impl Reader {
    /// The sources of each output column of `plan`, by position.
    fn node(&mut self, plan: &LogicalPlan) -> Result<Vec<Columns>, EngineError> {
        let columns = self.node_columns(plan)?;
        if columns.len() == plan.schema().fields().len() { Ok(columns) } else { Err(not_understood(plan)) }
    }

    fn node_columns(&mut self, plan: &LogicalPlan) -> Result<Vec<Columns>, EngineError> {
        match plan {
            LogicalPlan::Projection(node) => {
                let scope = self.scope(&node.input)?;
                self.each(&node.expr, &scope)
            }
            LogicalPlan::Filter(node) => self.steered(&node.input, [&node.predicate]),
            LogicalPlan::Sort(node) => self.steered(&node.input, node.expr.iter().map(|sort| &sort.expr)),
            LogicalPlan::Limit(node) => {
                let bounds = [node.skip.as_deref(), node.fetch.as_deref()];
                self.steered(&node.input, bounds.into_iter().flatten())
            }
            LogicalPlan::Window(node) => {
                let scope = self.scope(&node.input)?;
                let added = self.each(&node.window_expr, &scope)?;
                Ok(columns_of(scope).into_iter().chain(added).collect())
            }
            LogicalPlan::Aggregate(node) => self.aggregate(node),
            LogicalPlan::Join(node) => self.join(node),
            LogicalPlan::Union(node) => self.union(node),
            LogicalPlan::TableScan(node) => self.scan(node),
            LogicalPlan::Subquery(node) => self.node(&node.subquery),
            LogicalPlan::SubqueryAlias(node) => self.node(&node.input),
            LogicalPlan::Distinct(Distinct::All(input)) => self.distinct(input),
            LogicalPlan::EmptyRelation(node) => Ok(vec![Columns::new(); node.schema.fields().len()]),
            LogicalPlan::Values(node) => self.values(&node.values, node.schema.fields().len()),
            other => Err(not_understood(other)),
        }
    }

    fn scope(&mut self, input: &LogicalPlan) -> Result<Scope, EngineError> {
        let columns = self.node(input)?;
        Ok(vec![(input.schema().clone(), columns)])
    }

    fn each(&mut self, expressions: &[Expr], scope: &Scope) -> Result<Vec<Columns>, EngineError> {
        expressions.iter().map(|one| self.expression(one, scope)).collect()
    }

    /// The columns of `input` as they are; what `by` rests on steers which of its rows are there, or their order.
    fn steered<'a>(
        &mut self,
        input: &LogicalPlan,
        by: impl IntoIterator<Item = &'a Expr>,
    ) -> Result<Vec<Columns>, EngineError> {
        let scope = self.scope(input)?;
        for expression in by {
            self.steer(expression, &scope)?;
        }
        Ok(columns_of(scope))
    }

    /// Adds what `expression` rests on to the indirect sources, and gives it too.
    pub(crate) fn steer(&mut self, expression: &Expr, scope: &Scope) -> Result<Columns, EngineError> {
        let columns = self.expression(expression, scope)?;
        self.indirect.extend(columns.iter().cloned());
        Ok(columns)
    }

    fn aggregate(&mut self, node: &Aggregate) -> Result<Vec<Columns>, EngineError> {
        let scope = self.scope(&node.input)?;
        let groups = grouping_set_to_exprlist(&node.group_expr)
            .map_err(|_| EngineError::NotUnderstood { what: "GROUP BY".into() })?;
        let mut columns = Vec::with_capacity(groups.len() + node.aggr_expr.len());
        for group in groups {
            columns.push(self.steer(group, &scope)?);
        }
        if matches!(node.group_expr.as_slice(), [Expr::GroupingSet(_)]) {
            // The number of the grouping set that a row belongs to: the same for any data.
            columns.push(Columns::new());
        }
        columns.extend(self.each(&node.aggr_expr, &scope)?);
        Ok(columns)
    }

    fn join(&mut self, node: &Join) -> Result<Vec<Columns>, EngineError> {
        let left = self.scope(&node.left)?;
        // The right side of a lateral join may name columns of the left.
        self.outer.push(left.clone());
        let right = self.scope(&node.right);
        self.outer.pop();
        let right = right?;
        let both: Scope = left.iter().chain(&right).cloned().collect();
        let mut condition = Columns::new();
        let pairs = node.on.iter().flat_map(|(left, right)| [left, right]);
        for expression in pairs.chain(&node.filter) {
            condition.extend(self.steer(expression, &both)?);
        }
        let (left, right) = (columns_of(left), columns_of(right));
        Ok(match node.join_type {
            JoinType::Inner | JoinType::Left | JoinType::Right | JoinType::Full => {
                left.into_iter().chain(right).collect()
            }
            JoinType::LeftSemi | JoinType::LeftAnti => left,
            JoinType::RightSemi | JoinType::RightAnti => right,
            JoinType::LeftMark => left.into_iter().chain([condition]).collect(),
            JoinType::RightMark => right.into_iter().chain([condition]).collect(),
        })
    }

    fn union(&mut self, node: &Union) -> Result<Vec<Columns>, EngineError> {
        let mut together = vec![Columns::new(); node.schema.fields().len()];
        for input in &node.inputs {
            let columns = self.node(input)?;
            if columns.len() != together.len() {
                return Err(not_understood(input));
            }
            for (all, one) in together.iter_mut().zip(columns) {
                all.extend(one);
            }
        }
        Ok(together)
    }

    fn scan(&mut self, node: &TableScan) -> Result<Vec<Columns>, EngineError> {
        let table = node.table_name.table();
        self.presence.insert(table.to_owned());
        let fields = node.projected_schema.fields().iter();
        let columns: Vec<_> = fields.map(|field| Columns::from([(table.to_owned(), field.name().clone())])).collect();
        let scope = vec![(node.projected_schema.clone(), columns)];
        for filter in &node.filters {
            self.steer(filter, &scope)?;
        }
        Ok(columns_of(scope))
    }

    fn distinct(&mut self, input: &LogicalPlan) -> Result<Vec<Columns>, EngineError> {
        let columns = self.node(input)?;
        self.indirect.extend(columns.iter().flatten().cloned());
        Ok(columns)
    }

    fn values(&mut self, rows: &[Vec<Expr>], width: usize) -> Result<Vec<Columns>, EngineError> {
        let mut together = vec![Columns::new(); width];
        for row in rows {
            for (all, one) in together.iter_mut().zip(self.each(row, &Scope::new())?) {
                all.extend(one);
            }
        }
        Ok(together)
    }

    /// The output columns of a plan inside an expression, which may name columns of `scope`.
    pub(crate) fn subquery(&mut self, inner: &Subquery, scope: &Scope) -> Result<Vec<Columns>, EngineError> {
        self.outer.push(scope.clone());
        let columns = self.node(&inner.subquery);
        self.outer.pop();
        columns
    }
}

fn columns_of(scope: Scope) -> Vec<Columns> {
    scope.into_iter().flat_map(|(_, columns)| columns).collect()
}

fn not_understood(plan: &LogicalPlan) -> EngineError {
    EngineError::NotUnderstood { what: node_name(plan) }
}

//! The one shape of a query whose answer is a table of counts: one SELECT whose top groups by given columns, and gives each
//! of them and some counts.
//!
//! A count must be a count: of rows, of values, of different values, or of rows that meet a condition. What would let one row
//! count more than once, or choose rows by their place in an order, is refused. Not allowed in here: mending a query.

use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::{Aggregate, Expr, LogicalPlan, Projection};

use crate::check::node_name;
use crate::error::EngineError;
use crate::fault::while_planning;
use crate::sources::{OutputKind, PlanSources, SourceColumn};

/// A count that the query must give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Name of its output column.
    pub name: String,
    /// The column whose different values it must count; none where any count will do.
    pub distinct: Option<SourceColumn>,
}

/// What the query must give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountShape {
    /// Names of output columns, each with the column that it must be, as it is, and be grouped by.
    pub keys: Vec<(String, SourceColumn)>,
    /// Output columns that are counts.
    pub figures: Vec<Figure>,
}

impl CountShape {
    /// Refuses a plan of any other shape.
    pub(crate) fn fits(&self, plan: &LogicalPlan, sources: &PlanSources) -> Result<(), EngineError> {
        let (projection, aggregate) = self.top(plan)?;
        self.plain_below(&aggregate.input)?;
        self.outputs(plan)?;
        for (name, column) in &self.keys {
            let output = sources.outputs.get(name);
            if output.is_none_or(|output| output.kind != OutputKind::Key(column.clone())) {
                return Err(self.other(format!("{name} is not the column {} as it is", column.1)));
            }
        }
        let keys = self.keys.iter().map(|(_, column)| column.clone()).collect();
        let sets = aggregate.group_expr.iter().any(|key| matches!(key, Expr::GroupingSet(_)));
        if sets || sources.groups != keys || aggregate.group_expr.len() != self.keys.len() {
            return Err(self.other("it is grouped by something else".to_owned()));
        }
        self.figures.iter().try_for_each(|figure| self.figure(figure, projection, aggregate, sources))
    }

    fn other(&self, what: String) -> EngineError {
        EngineError::OtherShape { keys: self.keys.iter().map(|(name, _)| name.clone()).collect(), what }
    }

    fn top<'plan>(&self, plan: &'plan LogicalPlan) -> Result<(&'plan Projection, &'plan Aggregate), EngineError> {
        let not_at_the_top = |found: &LogicalPlan| self.other(format!("{} stands at its top", node_name(found)));
        let LogicalPlan::Projection(projection) = plan else { return Err(not_at_the_top(plan)) };
        match projection.input.as_ref() {
            LogicalPlan::Aggregate(aggregate) => Ok((projection, aggregate)),
            LogicalPlan::Filter(_) => Err(self.other("groups are chosen with HAVING".to_owned())),
            other => Err(not_at_the_top(other)),
        }
    }

    /// Below the top, rows may be chosen, renamed and grouped, and nothing else.
    fn plain_below(&self, plan: &LogicalPlan) -> Result<(), EngineError> {
        let plain = plan.apply_with_subqueries(|node| match node {
            LogicalPlan::Projection(_)
            | LogicalPlan::Filter(_)
            | LogicalPlan::Aggregate(_)
            | LogicalPlan::Distinct(_)
            | LogicalPlan::Subquery(_)
            | LogicalPlan::SubqueryAlias(_)
            | LogicalPlan::TableScan(_) => Ok(TreeNodeRecursion::Continue),
            other => Err(self.other(format!("{} stands in it", node_name(other))).into()),
        });
        plain.map(|_| ()).map_err(|error| while_planning(&error))
    }

    fn outputs(&self, plan: &LogicalPlan) -> Result<(), EngineError> {
        let wanted = self.keys.iter().map(|(name, _)| name).chain(self.figures.iter().map(|figure| &figure.name));
        let found: Vec<&String> = plan.schema().fields().iter().map(|field| field.name()).collect();
        for name in wanted.clone() {
            if !found.contains(&name) {
                return Err(self.other(format!("it gives no column {name}")));
            }
        }
        if found.len() == wanted.count() { Ok(()) } else { Err(self.other("it gives further columns".to_owned())) }
    }

    fn figure(
        &self,
        figure: &Figure,
        projection: &Projection,
        aggregate: &Aggregate,
        sources: &PlanSources,
    ) -> Result<(), EngineError> {
        let refused = |what: &str| Err(self.other(format!("{} is not {what}", figure.name)));
        let Some(call) = call_behind(&figure.name, projection, aggregate) else {
            return refused("a count as it is");
        };
        if !is_count(call) {
            return refused("a count: COUNT, or SUM over a CASE that gives 1 or 0");
        }
        if let Some(column) = &figure.distinct {
            let output = sources.outputs.get(&figure.name);
            let of_it_alone = output.is_some_and(|output| output.direct.iter().eq([column]));
            let counted = call.params.distinct && call.params.filter.is_none() && call.func.name() == "count";
            if !(counted && of_it_alone) {
                return refused(&format!("COUNT(DISTINCT {})", column.1));
            }
        }
        Ok(())
    }
}

/// The aggregate that an output column is, if it is one and nothing is done to it.
fn call_behind<'plan>(
    name: &str,
    projection: &'plan Projection,
    aggregate: &'plan Aggregate,
) -> Option<&'plan AggregateFunction> {
    let at = projection.schema.fields().iter().position(|field| field.name() == name)?;
    let Expr::Column(column) = bare(projection.expr.get(at)?) else { return None };
    let of_aggregate = aggregate.schema.maybe_index_of_column(column)?;
    match bare(aggregate.aggr_expr.get(of_aggregate.checked_sub(aggregate.group_expr.len())?)?) {
        Expr::AggregateFunction(call) => Some(call),
        _ => None,
    }
}

fn bare(expression: &Expr) -> &Expr {
    match expression {
        Expr::Alias(alias) => bare(&alias.expr),
        other => other,
    }
}

fn is_count(call: &AggregateFunction) -> bool {
    match (call.func.name(), call.params.args.as_slice()) {
        ("count", _) => true,
        ("sum", [argument]) if !call.params.distinct => gives_one_or_none(bare(argument)),
        _ => false,
    }
}

/// Whether an expression is a choice between 1, 0 and nothing.
fn gives_one_or_none(expression: &Expr) -> bool {
    let Expr::Case(case) = expression else { return false };
    let results = case.when_then_expr.iter().map(|(_, then)| then).chain(&case.else_expr);
    results.map(AsRef::as_ref).all(|result| match bare(result) {
        Expr::Literal(value, _) => value.is_null() || ["0", "1"].contains(&value.to_string().as_str()),
        _ => false,
    })
}

//! The sources of one expression.
//!
//! One match over every kind of expression understood. Not allowed in here: a default that lets a kind pass.

use datafusion::common::Column;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::expr::{AggregateFunctionParams, WindowFunctionParams};
use datafusion::logical_expr::{Expr, SortExpr};

use crate::error::EngineError;
use crate::fault;
use crate::sources::{Columns, Reader, Scope};

impl Reader {
    /// The columns the value of `expression` rests on. What only steers inside it (the order and partition of a window,
    /// the filter of an aggregate, the conditions inside a subquery) goes to the indirect sources.
    pub(crate) fn expression(&mut self, expression: &Expr, scope: &Scope) -> Result<Columns, EngineError> {
        match expression {
            Expr::Literal(..) => Ok(Columns::new()),
            Expr::Column(column) => found(std::slice::from_ref(scope), column),
            Expr::OuterReferenceColumn(_, column) => found(&self.outer, column),
            Expr::Alias(_)
            | Expr::BinaryExpr(_)
            | Expr::Like(_)
            | Expr::SimilarTo(_)
            | Expr::Not(_)
            | Expr::IsNotNull(_)
            | Expr::IsNull(_)
            | Expr::IsTrue(_)
            | Expr::IsFalse(_)
            | Expr::IsUnknown(_)
            | Expr::IsNotTrue(_)
            | Expr::IsNotFalse(_)
            | Expr::IsNotUnknown(_)
            | Expr::Negative(_)
            | Expr::Between(_)
            | Expr::Case(_)
            | Expr::Cast(_)
            | Expr::TryCast(_)
            | Expr::ScalarFunction(_)
            | Expr::InList(_)
            | Expr::GroupingSet(_) => self.parts(expression, scope),
            Expr::AggregateFunction(call) => self.aggregate_call(&call.params, scope),
            Expr::WindowFunction(call) => self.window_call(&call.params, scope),
            Expr::Exists(test) => {
                // Its columns are not looked at: only whether a row is there.
                self.subquery(&test.subquery, scope)?;
                Ok(Columns::new())
            }
            Expr::InSubquery(test) => {
                let inner = self.subquery(&test.subquery, scope)?;
                self.with(&test.expr, inner, scope)
            }
            Expr::SetComparison(test) => {
                let inner = self.subquery(&test.subquery, scope)?;
                self.with(&test.expr, inner, scope)
            }
            Expr::ScalarSubquery(inner) => Ok(self.subquery(inner, scope)?.into_iter().flatten().collect()),
            other => Err(EngineError::NotUnderstood { what: format!("the expression kind {}", other.variant_name()) }),
        }
    }

    /// All that the parts of an expression rest on.
    fn parts(&mut self, expression: &Expr, scope: &Scope) -> Result<Columns, EngineError> {
        let mut columns = Columns::new();
        expression
            .apply_children(|part| {
                columns.extend(self.expression(part, scope)?);
                Ok(TreeNodeRecursion::Continue)
            })
            .map_err(|error| fault::while_planning(&error))?;
        Ok(columns)
    }

    fn with(&mut self, compared: &Expr, inner: Vec<Columns>, scope: &Scope) -> Result<Columns, EngineError> {
        let mut columns = self.expression(compared, scope)?;
        columns.extend(inner.into_iter().flatten());
        Ok(columns)
    }

    fn aggregate_call(&mut self, call: &AggregateFunctionParams, scope: &Scope) -> Result<Columns, EngineError> {
        self.steer_all(call.filter.as_deref(), &[], &call.order_by, scope)?;
        self.all(&call.args, scope)
    }

    fn window_call(&mut self, call: &WindowFunctionParams, scope: &Scope) -> Result<Columns, EngineError> {
        self.steer_all(call.filter.as_deref(), &call.partition_by, &call.order_by, scope)?;
        self.all(&call.args, scope)
    }

    fn all(&mut self, expressions: &[Expr], scope: &Scope) -> Result<Columns, EngineError> {
        let mut columns = Columns::new();
        for expression in expressions {
            columns.extend(self.expression(expression, scope)?);
        }
        Ok(columns)
    }

    fn steer_all(
        &mut self,
        filter: Option<&Expr>,
        partition: &[Expr],
        order: &[SortExpr],
        scope: &Scope,
    ) -> Result<(), EngineError> {
        let order = order.iter().map(|sort| &sort.expr);
        for expression in filter.into_iter().chain(partition).chain(order) {
            self.steer(expression, scope)?;
        }
        Ok(())
    }
}

/// The sources of a named column. Where several scopes have the name, all of theirs: too much is refused, too little
/// would be let through.
fn found(scopes: &[Scope], column: &Column) -> Result<Columns, EngineError> {
    let hits: Vec<&Columns> = scopes
        .iter()
        .flatten()
        .filter_map(|(schema, columns)| columns.get(schema.maybe_index_of_column(column)?))
        .collect();
    if hits.is_empty() {
        return Err(EngineError::NotUnderstood { what: format!("the column {}", column.flat_name()) });
    }
    Ok(hits.into_iter().flatten().cloned().collect())
}

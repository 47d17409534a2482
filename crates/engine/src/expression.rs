//! What is known of the value of one expression.
//!
//! One match over every kind of expression understood. Not allowed in here: a default that lets a kind pass.

use datafusion::common::Column;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::expr::{Case, WindowFunctionParams};
use datafusion::logical_expr::{Expr, SortExpr};

use crate::error::EngineError;
use crate::fault;
use crate::position::Position;
use crate::sources::Reader;
use crate::value::{Relation, Scope, Value};

impl Reader {
    /// What is known of the value of `expression`. Positions in which columns end inside it (conditions, arguments of
    /// aggregates, the order of a window) are noted.
    pub(crate) fn expression(&mut self, expression: &Expr, scope: &Scope) -> Result<Value, EngineError> {
        match expression {
            Expr::Literal(..) => Ok(Value::constant()),
            Expr::Column(column) => found(std::slice::from_ref(scope), column),
            Expr::OuterReferenceColumn(_, column) => found(&self.outer, column),
            Expr::Alias(alias) => self.expression(&alias.expr, scope),
            Expr::BinaryExpr(_)
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
            | Expr::Cast(_)
            | Expr::TryCast(_)
            | Expr::ScalarFunction(_)
            | Expr::InList(_)
            | Expr::GroupingSet(_) => self.parts(expression, scope),
            Expr::Case(case) => self.case(case, scope),
            Expr::AggregateFunction(call) => self.aggregate_call(call.func.name(), &call.params, scope),
            Expr::WindowFunction(call) => self.window_call(&call.params, scope),
            Expr::Exists(test) => {
                // Its columns are not looked at: only whether a row is there.
                let inner = self.subquery(&test.subquery, scope)?;
                Ok(inside(Value::default(), &inner))
            }
            Expr::InSubquery(test) => {
                let inner = self.subquery(&test.subquery, scope)?;
                self.with(&test.expr, inner, scope)
            }
            Expr::SetComparison(test) => {
                let inner = self.subquery(&test.subquery, scope)?;
                self.with(&test.expr, inner, scope)
            }
            Expr::ScalarSubquery(inner) => {
                let inner = self.subquery(inner, scope)?;
                Ok(together(inner))
            }
            other => Err(EngineError::NotUnderstood { what: format!("the expression kind {}", other.variant_name()) }),
        }
    }

    /// All that is known of the parts of an expression, as something made of them.
    fn parts(&mut self, expression: &Expr, scope: &Scope) -> Result<Value, EngineError> {
        let mut value = Value::default();
        expression
            .apply_children(|part| {
                value.merge(self.expression(part, scope)?);
                Ok(TreeNodeRecursion::Continue)
            })
            .map_err(|error| fault::while_planning(&error))?;
        Ok(value.derived())
    }

    fn with(&mut self, compared: &Expr, inner: Relation, scope: &Scope) -> Result<Value, EngineError> {
        let mut value = self.expression(compared, scope)?;
        value.merge(together(inner));
        Ok(value.derived())
    }

    /// A choice: the chosen values as they are, and what the choice depends on.
    fn case(&mut self, case: &Case, scope: &Scope) -> Result<Value, EngineError> {
        let mut value = Value::default();
        if let Some(base) = &case.expr {
            let base = self.expression(base, scope)?;
            value.merge(self.decided(base).condition());
        }
        for (when, then) in &case.when_then_expr {
            let when = if case.expr.is_some() {
                let compared = self.expression(when, scope)?;
                self.decided(compared)
            } else {
                self.predicate(when, scope)?
            };
            value.merge(when.condition());
            value.merge(self.expression(then, scope)?);
        }
        if let Some(otherwise) = &case.else_expr {
            value.merge(self.expression(otherwise, scope)?);
        }
        Ok(value)
    }

    /// The value of a window is made of single values, whatever the function: its frame may be one row wide.
    fn window_call(&mut self, call: &WindowFunctionParams, scope: &Scope) -> Result<Value, EngineError> {
        let mut value = Value::default();
        if let Some(filter) = &call.filter {
            value.merge(self.predicate(filter, scope)?.condition());
        }
        let order = call.order_by.iter().map(|sort: &SortExpr| &sort.expr);
        for expression in call.partition_by.iter().chain(order) {
            let by = self.expression(expression, scope)?;
            by.telling().iter().for_each(|column| self.stands(column, Position::Ordered));
            value.merge(by.condition());
        }
        for argument in &call.args {
            value.merge(self.expression(argument, scope)?);
        }
        let one_row = |form| if form == crate::value::Form::Condition { form } else { crate::value::Form::Derived };
        Ok(value.map(one_row))
    }
}

/// What is known of all columns of a plan inside an expression, as one value.
pub(crate) fn together(inner: Relation) -> Value {
    let mut value = inside(Value::default(), &inner);
    inner.columns.into_iter().for_each(|column| value.merge(column));
    value
}

/// The value, resting besides on what the rows of a plan inside it rest on.
pub(crate) fn inside(mut value: Value, inner: &Relation) -> Value {
    value.indirect.extend(inner.indirect.iter().cloned());
    value.presence.extend(inner.presence.iter().cloned());
    value
}

/// What is known of a named column. Where several scopes have the name, all of theirs: too much is refused, too little
/// would be let through.
fn found(scopes: &[Scope], column: &Column) -> Result<Value, EngineError> {
    let parts = scopes.iter().flat_map(|scope| &scope.parts);
    let mut hits = parts.filter_map(|(schema, values)| values.get(schema.maybe_index_of_column(column)?));
    let Some(first) = hits.next() else {
        return Err(EngineError::NotUnderstood { what: format!("the column {}", column.flat_name()) });
    };
    let mut value = first.clone();
    hits.for_each(|other| value.merge(other.clone()));
    Ok(value)
}

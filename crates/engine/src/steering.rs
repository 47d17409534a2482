//! What ends in a condition, and what ends in an aggregate.
//!
//! Not allowed in here: an aggregate that hands on a column without a position noted for it.

use datafusion::logical_expr::expr::AggregateFunctionParams;
use datafusion::logical_expr::{BinaryExpr, Expr, Operator};

use crate::error::EngineError;
use crate::expression::{inside, together};
use crate::position::Position;
use crate::sources::{Reader, SourceColumn};
use crate::value::{Form, Scope, Value};

impl Reader {
    /// A condition that decides over rows. Two columns that must be equal are joined; a column that must be there is
    /// present; everything else is filtered by.
    pub(crate) fn predicate(&mut self, condition: &Expr, scope: &Scope) -> Result<Value, EngineError> {
        match condition {
            Expr::Alias(alias) => self.predicate(&alias.expr, scope),
            Expr::BinaryExpr(BinaryExpr { left, op: Operator::And, right }) => {
                let mut value = self.predicate(left, scope)?;
                value.merge(self.predicate(right, scope)?);
                Ok(value)
            }
            Expr::BinaryExpr(BinaryExpr { left, op: Operator::Eq, right }) => {
                let (left, right) = (self.expression(left, scope)?, self.expression(right, scope)?);
                Ok(self.compared(left, right))
            }
            Expr::IsNull(inner) | Expr::IsNotNull(inner) => {
                let value = self.expression(inner, scope)?;
                if !value.is_bare() {
                    return Ok(self.decided(value));
                }
                value.forms.keys().for_each(|column| self.stands(column, Position::Present));
                Ok(value)
            }
            Expr::Not(inner) if matches!(**inner, Expr::Exists(_)) => self.predicate(inner, scope),
            Expr::Exists(test) => {
                let inner = self.subquery(&test.subquery, scope)?;
                Ok(inside(Value::default(), &inner))
            }
            Expr::InSubquery(test) => {
                let inner = self.subquery(&test.subquery, scope)?;
                let one = self.expression(&test.expr, scope)?;
                Ok(self.compared(one, together(inner)))
            }
            other => {
                let value = self.expression(other, scope)?;
                Ok(self.decided(value))
            }
        }
    }

    /// Two values that must be equal.
    pub(crate) fn compared(&mut self, mut one: Value, other: Value) -> Value {
        let joined = one.is_bare() && other.is_bare();
        if joined {
            for column in one.forms.keys().chain(other.forms.keys()) {
                self.stands(column, Position::Joined);
            }
            self.beside(&tables(&one), &tables(&other));
        }
        one.merge(other);
        if joined { one } else { self.decided(one) }
    }

    /// A value that decides over rows by itself.
    pub(crate) fn decided(&mut self, value: Value) -> Value {
        value.telling().iter().for_each(|column| self.stands(column, Position::Filtered));
        value
    }

    /// The value of an aggregate, after noting where its arguments end.
    pub(crate) fn aggregate_call(
        &mut self,
        function: &str,
        call: &AggregateFunctionParams,
        scope: &Scope,
    ) -> Result<Value, EngineError> {
        let mut arguments = Value::default();
        for argument in &call.args {
            arguments.merge(self.expression(argument, scope)?);
        }
        for sort in &call.order_by {
            let by = self.expression(&sort.expr, scope)?;
            by.telling().iter().for_each(|column| self.stands(column, Position::Ordered));
            arguments.merge(by.condition());
        }
        let mut value = match function {
            "count" if call.distinct => self.counted_distinct(arguments),
            "count" => self.counted(arguments),
            "sum" | "avg" | "stddev" | "stddev_pop" | "var" | "var_pop" => self.added_up(arguments),
            // Which grouping set a row belongs to: nothing of the data.
            "grouping" => Value::constant(),
            // One of the values, or something from which one may follow.
            _ => picked(arguments),
        };
        if let Some(filter) = &call.filter {
            let chosen = self.predicate(filter, scope)?;
            value.merge(if picks(function) { chosen.condition() } else { counts(chosen) });
        }
        Ok(value)
    }

    fn counted(&mut self, arguments: Value) -> Value {
        for (column, form) in each(&arguments) {
            match form {
                Form::Plain => self.stands(column, Position::Present),
                Form::Key => self.stands(column, Position::CountedDistinct),
                Form::Derived | Form::DerivedKey | Form::Sum => self.stands(column, Position::Filtered),
                Form::Condition | Form::Count => {}
            }
        }
        counts(arguments)
    }

    fn counted_distinct(&mut self, arguments: Value) -> Value {
        for (column, form) in each(&arguments) {
            match form {
                Form::Plain | Form::Key => self.stands(column, Position::CountedDistinct),
                Form::Derived | Form::DerivedKey | Form::Sum => {
                    self.stands(column, Position::CountedDistinct);
                    self.stands(column, Position::Filtered);
                }
                Form::Condition | Form::Count => {}
            }
        }
        let own = [Form::Condition, Form::Count];
        let counted = arguments.forms.iter().filter(|(_, forms)| !forms.iter().all(|form| own.contains(form)));
        self.brought_together(&counted.map(|(column, _)| column.clone()).collect());
        counts(arguments)
    }

    fn added_up(&mut self, arguments: Value) -> Value {
        for (column, form) in each(&arguments) {
            if !matches!(form, Form::Condition | Form::Count) {
                self.stands(column, Position::Aggregated);
            }
        }
        let summed = arguments.map(|form| match form {
            Form::Condition | Form::Count => Form::Count,
            _ => Form::Sum,
        });
        Value { constant: false, ..summed }
    }
}

fn each(value: &Value) -> impl Iterator<Item = (&SourceColumn, Form)> {
    value.forms.iter().flat_map(|(column, forms)| forms.iter().map(move |form| (column, *form)))
}

fn counts(value: Value) -> Value {
    let counted = value.map(|_| Form::Count);
    Value { constant: false, ..counted }
}

/// A single value out of many: it tells of that one.
fn picked(value: Value) -> Value {
    value.map(|form| match form {
        Form::Condition | Form::Count => form,
        _ => Form::Derived,
    })
}

/// Whether an aggregate gives one of its values.
fn picks(function: &str) -> bool {
    !matches!(function, "count" | "sum" | "avg" | "stddev" | "stddev_pop" | "var" | "var_pop")
}

fn tables(value: &Value) -> std::collections::BTreeSet<String> {
    value.forms.keys().map(|(table, _)| table.clone()).collect()
}

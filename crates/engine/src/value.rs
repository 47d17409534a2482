//! What is known of a value and of the rows of a plan, without any data: which columns are in it, and in which form.
//!
//! Where a choice is left, more forms are kept than may be there: too much is refused, too little would be let through. Not
//! allowed in here: reading a plan.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::common::DFSchemaRef;

use crate::sources::{Columns, SourceColumn};

/// The form in which a column is in a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// The column's own values.
    Plain,
    /// Something made of single values.
    Derived,
    /// Which value is there depends on the column.
    Condition,
    /// The column's own values, one for each group.
    Key,
    /// Something made of single values, one for each group.
    DerivedKey,
    /// Added up over many rows.
    Sum,
    /// A number of rows or of different values.
    Count,
}

impl Form {
    /// Whether the form tells of single values, so that it matters where it ends.
    pub(crate) fn tells(self) -> bool {
        self != Self::Count
    }
}

/// What is known of one value.
#[derive(Debug, Clone, Default)]
pub(crate) struct Value {
    /// The columns it is made of, each in its forms.
    pub(crate) forms: BTreeMap<SourceColumn, BTreeSet<Form>>,
    /// Columns that steer inside it alone, through a subquery.
    pub(crate) indirect: Columns,
    /// Tables whose rows it depends on by itself, through a subquery.
    pub(crate) presence: BTreeSet<String>,
    /// Whether a constant of the query may stand in it.
    pub(crate) constant: bool,
}

impl Value {
    /// A constant of the query.
    pub(crate) fn constant() -> Self {
        Self { constant: true, ..Self::default() }
    }

    /// A column of a table.
    pub(crate) fn column(table: &str, column: &str) -> Self {
        let forms = BTreeMap::from([((table.to_owned(), column.to_owned()), BTreeSet::from([Form::Plain]))]);
        Self { forms, ..Self::default() }
    }

    /// Adds all that is known of another value.
    pub(crate) fn merge(&mut self, other: Self) {
        for (column, forms) in other.forms {
            self.forms.entry(column).or_default().extend(forms);
        }
        self.indirect.extend(other.indirect);
        self.presence.extend(other.presence);
        self.constant |= other.constant;
    }

    /// The same with every form changed.
    pub(crate) fn map(mut self, change: impl Fn(Form) -> Form) -> Self {
        for forms in self.forms.values_mut() {
            *forms = forms.iter().map(|form| change(*form)).collect();
        }
        self
    }

    /// What an operator makes of it.
    pub(crate) fn derived(self) -> Self {
        self.map(|form| match form {
            Form::Plain => Form::Derived,
            Form::Key => Form::DerivedKey,
            other => other,
        })
    }

    /// What is left of a condition in the value that it chooses.
    pub(crate) fn condition(self) -> Self {
        let constant = false;
        Self { constant, ..self }.map(|form| if form == Form::Count { Form::Count } else { Form::Condition })
    }

    /// What a group's key keeps of it.
    pub(crate) fn key(self) -> Self {
        self.map(|form| match form {
            Form::Plain | Form::Key => Form::Key,
            Form::Count => Form::Count,
            _ => Form::DerivedKey,
        })
    }

    /// The columns it is made of.
    pub(crate) fn sources(&self) -> Columns {
        self.forms.keys().cloned().collect()
    }

    /// The columns of which it tells single values.
    pub(crate) fn telling(&self) -> Columns {
        let tells = |forms: &BTreeSet<Form>| forms.iter().any(|form| form.tells());
        self.forms.iter().filter(|(_, forms)| tells(forms)).map(|(column, _)| column.clone()).collect()
    }

    /// Whether every form of every column is one of these.
    pub(crate) fn only(&self, allowed: &[Form]) -> bool {
        self.forms.values().flatten().all(|form| allowed.contains(form))
    }

    /// Whether it can stand on one side of a join: values of columns as they are, and no constant among them.
    pub(crate) fn is_bare(&self) -> bool {
        !self.constant && !self.forms.is_empty() && self.only(&[Form::Plain, Form::Key])
    }
}

/// A key that rows are grouped by.
#[derive(Debug, Clone)]
pub(crate) struct GroupKey {
    /// The columns of which it tells single values.
    pub(crate) columns: Columns,
    /// Whether it is a column as it is, so that groups stand for its values and for nothing that is made of them.
    pub(crate) bare: bool,
}

impl GroupKey {
    pub(crate) fn of(value: &Value) -> Self {
        Self { columns: value.telling(), bare: value.is_bare() }
    }
}

/// What is known of the rows of a plan.
#[derive(Debug, Clone, Default)]
pub(crate) struct Relation {
    /// Its columns, by position.
    pub(crate) columns: Vec<Value>,
    /// The keys of the groups that its rows stand for; empty where rows are records or one row is all.
    pub(crate) grain: Vec<GroupKey>,
    /// Columns that steer which rows are there.
    pub(crate) indirect: Columns,
    /// Tables whose rows they depend on.
    pub(crate) presence: BTreeSet<String>,
}

impl Relation {
    /// Notes that a value steers which rows are there.
    pub(crate) fn steered_by(&mut self, value: &Value) {
        self.indirect.extend(value.sources());
        self.indirect.extend(value.indirect.iter().cloned());
        self.presence.extend(value.presence.iter().cloned());
    }

    /// Adds what another relation's rows rest on.
    pub(crate) fn rests_on(&mut self, other: &Self) {
        self.indirect.extend(other.indirect.iter().cloned());
        self.presence.extend(other.presence.iter().cloned());
    }
}

/// The columns an expression can name, each with what is known of it: of one input, or of both sides of a join.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope {
    pub(crate) parts: Vec<(DFSchemaRef, Vec<Value>)>,
    /// Tables behind these rows.
    pub(crate) presence: BTreeSet<String>,
}

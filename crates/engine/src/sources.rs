//! What a query's answer rests on, read from its plan before it is optimised: per output column the columns its values
//! are made from, the columns that only steer (filters, joins, groups, order), the tables whose rows count, and the
//! positions in which each column stands.
//!
//! Columns are followed by position, not by name, so that an alias or a shadowed name cannot mislead. Where a choice is
//! left, the larger set is taken. Not allowed in here: passing over a node or expression that is not understood.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::common::JoinType;
use datafusion::logical_expr::utils::grouping_set_to_exprlist;
use datafusion::logical_expr::{Aggregate, Distinct, Expr, Join, LogicalPlan, Subquery, TableScan, Union};

use crate::check::node_name;
use crate::error::EngineError;
use crate::position::{Position, pair};
use crate::value::{Form, GroupKey, Relation, Scope, Value};

/// A table and a column of it.
pub type SourceColumn = (String, String);

/// The columns one value rests on.
pub(crate) type Columns = BTreeSet<SourceColumn>;

/// What the answer to a query rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanSources {
    /// By output column, the columns its values are computed from. Conditions inside an expression (`CASE WHEN`, `IN`,
    /// `FILTER`) count as direct: the value tells of them. Output columns of the same name are taken together.
    pub direct: BTreeMap<String, BTreeSet<SourceColumn>>,
    /// Columns that steer which rows are there, how they are grouped and how ordered, for the answer as a whole.
    pub indirect: BTreeSet<SourceColumn>,
    /// Tables whose rows the answer depends on, be it only by being there: `count(*)` reads no column.
    pub presence: BTreeSet<String>,
    /// The positions that each column stands in.
    pub positions: BTreeSet<(SourceColumn, Position)>,
    /// Pairs of tables whose rows stand beside each other, each in order of name.
    pub joins: BTreeSet<(String, String)>,
    /// The same by output column, with what steers that column alone.
    pub outputs: BTreeMap<String, OutputSources>,
    /// The columns in the keys of the answer's groups; none where its rows are records, or one row is all.
    pub groups: BTreeSet<SourceColumn>,
}

/// What one output column rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutputSources {
    /// Columns its values are computed from.
    pub direct: BTreeSet<SourceColumn>,
    /// Columns that steer it.
    pub indirect: BTreeSet<SourceColumn>,
    /// Tables whose rows it depends on.
    pub presence: BTreeSet<String>,
    /// What kind of value it is.
    pub kind: OutputKind,
}

/// What kind of value an output column has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum OutputKind {
    /// The key of the answer's groups, a column as it is.
    Key(SourceColumn),
    /// A count or a sum, and no constant of the query in it.
    Statistic,
    /// Anything else.
    #[default]
    Other,
}

/// Reads the sources of a plan.
///
/// # Errors
/// [`EngineError::NotUnderstood`] for a node or expression whose sources cannot be told.
pub(crate) fn plan_sources(plan: &LogicalPlan) -> Result<PlanSources, EngineError> {
    let mut reader = Reader::default();
    let answer = reader.node(plan)?;
    let names: Vec<&String> = plan.schema().fields().iter().map(|field| field.name()).collect();
    Ok(reader.finish(&names, &answer))
}

/// Walks a plan from its scans upwards.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    indirect: Columns,
    presence: BTreeSet<String>,
    positions: BTreeSet<(SourceColumn, Position)>,
    joins: BTreeSet<(String, String)>,
    /// What a subquery sees of the queries around it, outermost first.
    pub(crate) outer: Vec<Scope>,
}

impl Reader {
    /// Notes where the columns of the answer end.
    fn finish(mut self, names: &[&String], answer: &Relation) -> PlanSources {
        let mut outputs: BTreeMap<String, OutputSources> = BTreeMap::new();
        for (name, value) in names.iter().zip(&answer.columns) {
            for (column, forms) in &value.forms {
                for form in forms {
                    match form {
                        Form::Plain | Form::Derived | Form::Condition => self.stands(column, Position::Shown),
                        Form::Key | Form::DerivedKey => self.stands(column, Position::Grouped),
                        Form::Sum | Form::Count => {}
                    }
                }
            }
            let one = output(value, answer);
            outputs
                .entry((*name).clone())
                .and_modify(|known| {
                    known.direct.extend(one.direct.iter().cloned());
                    known.indirect.extend(one.indirect.iter().cloned());
                    known.presence.extend(one.presence.iter().cloned());
                    known.kind = OutputKind::Other;
                })
                .or_insert(one);
        }
        let groups: Columns = answer.grain.iter().flat_map(|key| &key.columns).cloned().collect();
        for column in &groups {
            self.stands(column, Position::Grouped);
        }
        PlanSources {
            direct: outputs.iter().map(|(name, output)| (name.clone(), output.direct.clone())).collect(),
            indirect: self.indirect,
            presence: self.presence,
            positions: self.positions,
            joins: self.joins,
            outputs,
            groups,
        }
    }

    /// Notes that a column stands in a position.
    pub(crate) fn stands(&mut self, column: &SourceColumn, position: Position) {
        self.positions.insert((column.clone(), position));
    }

    /// Notes that rows of two sets of tables stand beside each other.
    pub(crate) fn beside(&mut self, left: &BTreeSet<String>, right: &BTreeSet<String>) {
        for one in left {
            self.joins.extend(right.iter().map(|other| pair(one, other)));
        }
    }

    /// What is known of the rows of `plan`.
    fn node(&mut self, plan: &LogicalPlan) -> Result<Relation, EngineError> {
        let relation = self.relation(plan)?;
        self.indirect.extend(relation.indirect.iter().cloned());
        self.presence.extend(relation.presence.iter().cloned());
        if relation.columns.len() == plan.schema().fields().len() { Ok(relation) } else { Err(not_understood(plan)) }
    }

    fn relation(&mut self, plan: &LogicalPlan) -> Result<Relation, EngineError> {
        match plan {
            LogicalPlan::Projection(node) => {
                let (input, scope) = self.input(&node.input)?;
                Ok(Relation { columns: self.each(&node.expr, &scope)?, ..input })
            }
            LogicalPlan::Filter(node) => {
                let (mut input, scope) = self.input(&node.input)?;
                let value = self.predicate(&node.predicate, &scope)?;
                input.steered_by(&value);
                Ok(input)
            }
            LogicalPlan::Sort(node) => self.ordered(&node.input, node.expr.iter().map(|sort| &sort.expr)),
            LogicalPlan::Limit(node) => {
                let bounds = [node.skip.as_deref(), node.fetch.as_deref()];
                self.ordered(&node.input, bounds.into_iter().flatten())
            }
            LogicalPlan::Window(node) => {
                let (mut input, scope) = self.input(&node.input)?;
                // A window takes away no row and adds none: what divides and orders it is in its own column.
                let added = self.each(&node.window_expr, &scope)?;
                input.columns.extend(added);
                Ok(input)
            }
            LogicalPlan::Aggregate(node) => self.aggregate(node),
            LogicalPlan::Join(node) => self.join(node),
            LogicalPlan::Union(node) => self.union(node),
            LogicalPlan::TableScan(node) => self.scan(node),
            LogicalPlan::Subquery(node) => self.node(&node.subquery),
            LogicalPlan::SubqueryAlias(node) => self.node(&node.input),
            LogicalPlan::Distinct(Distinct::All(input)) => self.distinct(input),
            LogicalPlan::EmptyRelation(node) => {
                let columns = vec![Value::constant(); node.schema.fields().len()];
                Ok(Relation { columns, ..Relation::default() })
            }
            LogicalPlan::Values(node) => self.values(&node.values, node.schema.fields().len()),
            other => Err(not_understood(other)),
        }
    }

    fn input(&mut self, input: &LogicalPlan) -> Result<(Relation, Scope), EngineError> {
        let relation = self.node(input)?;
        let parts = vec![(input.schema().clone(), relation.columns.clone())];
        let scope = Scope { parts, presence: relation.presence.clone() };
        Ok((relation, scope))
    }

    fn each(&mut self, expressions: &[Expr], scope: &Scope) -> Result<Vec<Value>, EngineError> {
        expressions.iter().map(|one| self.expression(one, scope)).collect()
    }

    fn ordered<'a>(
        &mut self,
        input: &LogicalPlan,
        by: impl IntoIterator<Item = &'a Expr>,
    ) -> Result<Relation, EngineError> {
        let (mut input, scope) = self.input(input)?;
        for expression in by {
            let value = self.expression(expression, &scope)?;
            value.telling().iter().for_each(|column| self.stands(column, Position::Ordered));
            input.steered_by(&value);
        }
        Ok(input)
    }

    /// Notes that groups are not what the rows further out stand for: their keys are grouped away. Groups by something made
    /// of a column tell of its values all the same. Keys of several tables in one bring their records together, which is a
    /// join by another name.
    fn consume(&mut self, grain: &[GroupKey]) {
        for key in grain {
            for column in &key.columns {
                self.stands(column, Position::GroupedAway);
                if !key.bare {
                    self.stands(column, Position::Filtered);
                }
            }
            self.brought_together(&key.columns);
        }
    }

    /// Notes a join where the columns are of several tables.
    pub(crate) fn brought_together(&mut self, columns: &Columns) {
        let tables: BTreeSet<String> = columns.iter().map(|(table, _)| table.clone()).collect();
        if tables.len() > 1 {
            columns.iter().for_each(|column| self.stands(column, Position::Joined));
            for one in &tables {
                let others = tables.iter().filter(|other| *other != one);
                self.joins.extend(others.map(|other| pair(one, other)));
            }
        }
    }

    fn aggregate(&mut self, node: &Aggregate) -> Result<Relation, EngineError> {
        let (input, scope) = self.input(&node.input)?;
        self.consume(&input.grain);
        let groups = grouping_set_to_exprlist(&node.group_expr)
            .map_err(|_| EngineError::NotUnderstood { what: "GROUP BY".into() })?;
        let mut relation = Relation { columns: Vec::new(), grain: Vec::new(), ..input };
        for group in groups {
            let value = self.expression(group, &scope)?;
            relation.steered_by(&value);
            relation.grain.push(GroupKey::of(&value));
            relation.columns.push(value.key());
        }
        if matches!(node.group_expr.as_slice(), [Expr::GroupingSet(_)]) {
            // The number of the grouping set that a row belongs to: the same for any data.
            relation.columns.push(Value::constant());
        }
        relation.columns.extend(self.each(&node.aggr_expr, &scope)?);
        Ok(relation)
    }

    fn join(&mut self, node: &Join) -> Result<Relation, EngineError> {
        let (left, left_scope) = self.input(&node.left)?;
        // The right side of a lateral join may name columns of the left.
        self.outer.push(left_scope.clone());
        let right = self.input(&node.right);
        self.outer.pop();
        let (right, right_scope) = right?;
        self.beside(&left.presence, &right.presence);
        let mut both = left_scope;
        both.parts.extend(right_scope.parts);
        both.presence.extend(right_scope.presence);
        let mut condition = Value::default();
        for (one, other) in &node.on {
            let (one, other) = (self.expression(one, &both)?, self.expression(other, &both)?);
            condition.merge(self.compared(one, other));
        }
        if let Some(filter) = &node.filter {
            condition.merge(self.predicate(filter, &both)?);
        }
        let mut joined = Relation { grain: left.grain.clone(), ..Relation::default() };
        joined.grain.extend(right.grain.iter().cloned());
        joined.rests_on(&left);
        joined.rests_on(&right);
        joined.steered_by(&condition);
        let mark = condition.condition();
        joined.columns = match node.join_type {
            JoinType::Inner | JoinType::Left | JoinType::Right | JoinType::Full => {
                left.columns.into_iter().chain(right.columns).collect()
            }
            JoinType::LeftSemi | JoinType::LeftAnti => left.columns,
            JoinType::RightSemi | JoinType::RightAnti => right.columns,
            JoinType::LeftMark => left.columns.into_iter().chain([mark]).collect(),
            JoinType::RightMark => right.columns.into_iter().chain([mark]).collect(),
        };
        Ok(joined)
    }

    fn union(&mut self, node: &Union) -> Result<Relation, EngineError> {
        let width = node.schema.fields().len();
        let mut together = Relation { columns: vec![Value::default(); width], ..Relation::default() };
        for input in &node.inputs {
            let one = self.node(input)?;
            if one.columns.len() != width {
                return Err(not_understood(input));
            }
            together.rests_on(&one);
            together.grain.extend(one.grain);
            together.columns.iter_mut().zip(one.columns).for_each(|(all, one)| all.merge(one));
        }
        Ok(together)
    }

    fn scan(&mut self, node: &TableScan) -> Result<Relation, EngineError> {
        let table = node.table_name.table();
        let fields = node.projected_schema.fields().iter();
        let columns: Vec<Value> = fields.map(|field| Value::column(table, field.name())).collect();
        let mut relation = Relation { presence: BTreeSet::from([table.to_owned()]), ..Relation::default() };
        let parts = vec![(node.projected_schema.clone(), columns.clone())];
        let scope = Scope { parts, presence: relation.presence.clone() };
        for filter in &node.filters {
            let value = self.predicate(filter, &scope)?;
            relation.steered_by(&value);
        }
        relation.columns = columns;
        Ok(relation)
    }

    fn distinct(&mut self, input: &LogicalPlan) -> Result<Relation, EngineError> {
        let mut relation = self.node(input)?;
        self.consume(&relation.grain);
        relation.grain = relation.columns.iter().map(GroupKey::of).collect();
        for value in relation.columns.clone() {
            relation.steered_by(&value);
        }
        relation.columns = relation.columns.into_iter().map(Value::key).collect();
        Ok(relation)
    }

    fn values(&mut self, rows: &[Vec<Expr>], width: usize) -> Result<Relation, EngineError> {
        let mut relation = Relation { columns: vec![Value::constant(); width], ..Relation::default() };
        for row in rows {
            for (all, one) in relation.columns.iter_mut().zip(self.each(row, &Scope::default())?) {
                all.merge(one);
            }
        }
        Ok(relation)
    }

    /// A plan inside an expression, which may name columns of `scope`. Its groups end in the expression.
    pub(crate) fn subquery(&mut self, inner: &Subquery, scope: &Scope) -> Result<Relation, EngineError> {
        self.outer.push(scope.clone());
        let relation = self.node(&inner.subquery);
        self.outer.pop();
        let relation = relation?;
        self.consume(&relation.grain);
        self.beside(&scope.presence, &relation.presence);
        for around in self.outer.clone() {
            self.beside(&around.presence, &relation.presence);
        }
        Ok(relation)
    }
}

fn output(value: &Value, answer: &Relation) -> OutputSources {
    let mut indirect = answer.indirect.clone();
    indirect.extend(value.indirect.iter().cloned());
    let mut presence = answer.presence.clone();
    presence.extend(value.presence.iter().cloned());
    OutputSources { direct: value.sources(), indirect, presence, kind: kind(value) }
}

fn kind(value: &Value) -> OutputKind {
    if value.constant {
        return OutputKind::Other;
    }
    match value.forms.iter().next() {
        Some((column, _)) if value.forms.len() == 1 && value.only(&[Form::Key]) => OutputKind::Key(column.clone()),
        _ if value.only(&[Form::Sum, Form::Count]) => OutputKind::Statistic,
        _ => OutputKind::Other,
    }
}

fn not_understood(plan: &LogicalPlan) -> EngineError {
    EngineError::NotUnderstood { what: node_name(plan) }
}

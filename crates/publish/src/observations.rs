//! The columns of `observations`, in the order in which they are published.
//!
//! Not allowed in here: a column that is not in the list of outputs, or a value made from two fields.

use concordat_measure::{ComparatorFigure, Mark, Observation};

use crate::table::{Cell, Column, Table};

type C = Column<Observation>;

/// All columns but the last, `release`, which is the same in every row.
static COLUMNS: &[C] = &[
    C::text("indicator", |row| Cell::text(row.indicator.as_str())),
    C::count("indicator_version", |row| Cell::Count(Some(u64::from(row.indicator_version)))),
    C::text("mission", |row| Cell::text(row.mission.as_str())),
    C::text("measure", |row| Cell::text(row.measure.as_str())),
    C::text("group_definition", |row| Cell::text(&row.group_definition)),
    C::text("area_code", |row| Cell::text(row.area_code.as_str())),
    C::text("area_name", |row| Cell::text(&row.area_name)),
    C::text("area_level", |row| Cell::text(row.area_level.as_str())),
    C::text("area_vintage", |row| Cell::text(&row.area_vintage)),
    C::text("parent_code", |row| Cell::text(row.parent_code.as_ref().map_or("", |code| code.as_str()))),
    C::date("period_start", |row| Cell::Date(Some(row.period_start))),
    C::date("period_end", |row| Cell::Date(Some(row.period_end))),
    C::text("period_label", |row| Cell::text(&row.period_label)),
    C::text("sex", |row| Cell::text(row.sex)),
    C::text("age", |row| Cell::text(&row.age)),
    C::text("category_type", |row| Cell::text(&row.category_type)),
    C::text("category", |row| Cell::text(&row.category)),
    C::decimal("value", |row| Cell::Decimal(row.value)),
    C::decimal("lower_95", |row| Cell::Decimal(row.limits.map(|limits| limits.lower_95))),
    C::decimal("upper_95", |row| Cell::Decimal(row.limits.map(|limits| limits.upper_95))),
    C::decimal("lower_998", |row| Cell::Decimal(row.limits.and_then(|limits| limits.wide).map(|(lower, _)| lower))),
    C::decimal("upper_998", |row| Cell::Decimal(row.limits.and_then(|limits| limits.wide).map(|(_, upper)| upper))),
    C::count("count", |row| Cell::Count(row.count)),
    C::text("count_basis", |row| Cell::text(row.count_basis)),
    C::count("denominator", |row| Cell::Count(row.denominator)),
    C::text("denominator_source", |row| Cell::text(&row.denominator_source)),
    C::text("denominator_period", |row| Cell::text(&row.denominator_period)),
    C::text("unit", |row| Cell::text(&row.unit)),
    C::text("method", |row| Cell::text(&row.method)),
    C::text("comparator_code", |row| Cell::text(row.comparator.as_ref().map_or("", |other| &other.code))),
    C::decimal("comparator_value", |row| Cell::Decimal(row.comparator.as_ref().and_then(|other| other.value))),
    C::decimal("comparator_lower_95", |row| Cell::Decimal(comparator_limits(row.comparator.as_ref()).map(|it| it.0))),
    C::decimal("comparator_upper_95", |row| Cell::Decimal(comparator_limits(row.comparator.as_ref()).map(|it| it.1))),
    C::text("comparator_basis", |row| Cell::text(row.comparator.as_ref().map_or("", |other| other.basis))),
    C::text("significance", |row| Cell::text(row.significance)),
    C::text("recent_trend", |row| Cell::text(row.recent_trend)),
    C::text("reading", |row| Cell::text(&row.reading)),
    C::text("status", |row| Cell::text(row.status())),
    C::text("status_reason", |row| Cell::text(&row.status_reason)),
    C::date("input_as_of", |row| Cell::Date(row.input_as_of)),
    C::date("held_since", |row| Cell::Date(row.held_since)),
    C::flag("synthetic", |row| Cell::Flag(row.synthetic)),
    C::text("figure_id", |row| Cell::text(&row.figure_id)),
];

/// Columns whose numbers make a figure.
pub(crate) const NUMBER_COLUMNS: [&str; 10] = [
    "value",
    "lower_95",
    "upper_95",
    "lower_998",
    "upper_998",
    "count",
    "denominator",
    "comparator_value",
    "comparator_lower_95",
    "comparator_upper_95",
];

/// Columns that must be empty where a row is confidential.
pub(crate) const HIDDEN_WHERE_CONFIDENTIAL: [&str; 7] =
    ["value", "lower_95", "upper_95", "lower_998", "upper_998", "count", "denominator"];

fn comparator_limits(other: Option<&ComparatorFigure>) -> Option<(concordat_base::Decimal, concordat_base::Decimal)> {
    other.and_then(|other| other.limits_95)
}

/// The table of observations; `release` is the version.
pub(crate) fn table<'a>(rows: Vec<&'a Observation>, release: &'a str) -> Table<'a> {
    Table::of(COLUMNS, rows).with_constant("release", release)
}

/// Whether a row is marked confidential.
pub(crate) fn is_confidential(row: &Observation) -> bool {
    row.marks.contains(&Mark::Confidential)
}

/// The first column of a confidential row that carries a number, if one does.
pub(crate) fn number_in_confidential(row: &Observation) -> Option<&'static str> {
    if !is_confidential(row) {
        return None;
    }
    let filled = COLUMNS.iter().filter(|column| HIDDEN_WHERE_CONFIDENTIAL.contains(&column.name));
    filled.filter(|column| !(column.read)(row).print().is_empty()).map(|column| column.name).next()
}

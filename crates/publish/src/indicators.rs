//! The columns of `indicators.csv`: the metadata block of every indicator.
//!
//! Not allowed in here: figures.

use concordat_measure::IndicatorBlock;

use crate::table::{Cell, Column, Table};

type C = Column<IndicatorBlock>;

static COLUMNS: &[C] = &[
    C::text("indicator", |row| Cell::text(row.indicator.as_str())),
    C::count("indicator_version", |row| Cell::Count(Some(u64::from(row.indicator_version)))),
    C::text("mission", |row| Cell::text(row.mission.as_str())),
    C::flag("headline", |row| Cell::Flag(row.headline)),
    C::text("title", |row| Cell::text(&row.title)),
    C::text("definition", |row| Cell::text(&row.definition)),
    C::text("rationale", |row| Cell::text(&row.rationale)),
    C::text("numerator", |row| Cell::text(&row.numerator)),
    C::text("denominator", |row| Cell::text(&row.denominator)),
    C::text("denominator_source", |row| Cell::text(&row.denominator_source)),
    C::text("unit", |row| Cell::text(&row.unit)),
    C::text("method", |row| Cell::text(&row.method)),
    C::text("polarity", |row| Cell::text(row.polarity)),
    C::text("sources", |row| Cell::text(&row.sources)),
    C::text("attribution", |row| Cell::text(&row.attribution)),
    C::text("caveats", |row| Cell::text(&row.caveats)),
    C::text("disclosure_rule", |row| Cell::text(&row.disclosure_rule)),
    C::text("goal", |row| Cell::text(&row.goal)),
    C::text("agreements", |row| Cell::text(&row.agreements)),
    C::flag("synthetic", |row| Cell::Flag(row.synthetic)),
];

/// The table of indicators.
pub(crate) fn table(rows: Vec<&IndicatorBlock>) -> Table<'_> {
    Table::of(COLUMNS, rows)
}

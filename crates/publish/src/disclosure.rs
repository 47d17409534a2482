//! The columns of `disclosure.csv`: what a reader may know of the disclosure control of each table.
//!
//! Hidden in total, never by cause: of two that are hidden, of which none was hidden to cover, both would be known to be small.
//! Everything here follows from the rows that stand in the same release. Not allowed in here: anything else.

use std::collections::BTreeMap;

use concordat_measure::{IndicatorBlock, Observation, RowMeasure};

use crate::observations::is_confidential;
use crate::table::{Cell, Column, Table};

/// A table: an indicator at a level of areas in a period.
#[derive(Clone, Debug)]
pub(crate) struct TableFacts {
    indicator: String,
    area_level: String,
    period_label: String,
    cells: u64,
    hidden: u64,
    rounded: u64,
    rule: String,
}

type C = Column<TableFacts>;

static COLUMNS: &[C] = &[
    C::text("indicator", |row| Cell::text(&row.indicator)),
    C::text("area_level", |row| Cell::text(&row.area_level)),
    C::text("period_label", |row| Cell::text(&row.period_label)),
    C::count("cells", |row| Cell::Count(Some(row.cells))),
    C::count("hidden", |row| Cell::Count(Some(row.hidden))),
    C::count("rounded", |row| Cell::Count(Some(row.rounded))),
    C::text("disclosure_rule", |row| Cell::text(&row.rule)),
];

/// The facts of every table of a release, in order.
pub(crate) fn facts(observations: &[&Observation], indicators: &[&IndicatorBlock]) -> Vec<TableFacts> {
    let rule = |indicator: &Observation| {
        let block = indicators.iter().find(|block| block.indicator == indicator.indicator);
        block.map(|block| block.disclosure_rule.clone()).unwrap_or_default()
    };
    let mut tables: BTreeMap<(&str, &str, &str), TableFacts> = BTreeMap::new();
    for row in observations.iter().filter(|row| row.measure == RowMeasure::Value) {
        let key = (row.indicator.as_str(), row.area_level.as_str(), row.period_label.as_str());
        let facts = tables.entry(key).or_insert_with(|| TableFacts {
            indicator: row.indicator.to_string(),
            area_level: row.area_level.to_string(),
            period_label: row.period_label.clone(),
            cells: 0,
            hidden: 0,
            rounded: 0,
            rule: rule(row),
        });
        facts.cells += 1;
        facts.hidden += u64::from(is_confidential(row));
        facts.rounded += u64::from(row.count_basis == "rounded");
    }
    tables.into_values().collect()
}

/// The table of them.
pub(crate) fn table(facts: &[TableFacts]) -> Table<'_> {
    Table::of(COLUMNS, facts.iter().collect())
}

//! What was hidden of each table, for the restricted report: how many cells, and how many of them for their own size.
//!
//! Not allowed in here: a count of a cell, or which cell is small.

use std::collections::BTreeMap;

use concordat_disclosure::{Cell, CellTable, ProtectedCells, Shown};
use serde::{Deserialize, Serialize};

/// A table: an indicator, what it counts, and a span of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiddenReport {
    /// Indicator.
    pub indicator: String,
    /// What is counted.
    pub variable: String,
    /// The span of time.
    pub period: String,
    /// Cells that have a place in the release.
    pub cells: usize,
    /// Of these, hidden because they, or the people behind them, are few.
    pub hidden_for_size: usize,
    /// Of these, hidden because another count would follow from them.
    pub hidden_to_cover: usize,
    /// Of these, shown rounded.
    pub rounded: usize,
    /// The rules hide no count for its size: nothing proves how far rounding alone protects.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hides_none: bool,
}

/// A report for each table in which anything is hidden or rounded.
pub(super) fn reports(table: &CellTable, protected: &ProtectedCells) -> Vec<HiddenReport> {
    let mut reports: BTreeMap<(String, String, String), HiddenReport> = BTreeMap::new();
    for cell in table.cells() {
        let Some(shown) = protected.shown(&cell.key) else { continue };
        let mut parts = cell.key.as_str().split('|').map(str::to_owned);
        let (indicator, variable) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let period = parts.nth(1).unwrap_or_default();
        let key = (indicator.clone(), variable.clone(), period.clone());
        let report = reports.entry(key).or_insert(HiddenReport {
            indicator,
            variable,
            period,
            cells: 0,
            hidden_for_size: 0,
            hidden_to_cover: 0,
            rounded: 0,
            hides_none: hides_none(table, cell),
        });
        report.cells += 1;
        match shown {
            Shown::Hidden if is_small(table, cell) => report.hidden_for_size += 1,
            Shown::Hidden => report.hidden_to_cover += 1,
            Shown::Rounded(_) => report.rounded += 1,
            Shown::Exact(_) => {}
        }
    }
    let told = |one: &HiddenReport| one.hidden_for_size + one.hidden_to_cover + one.rounded > 0;
    reports.into_values().filter(told).collect()
}

fn hides_none(table: &CellTable, cell: &Cell) -> bool {
    table.policy_of(cell).is_some_and(|policy| policy.hide_to < policy.hide_from)
}

fn is_small(table: &CellTable, cell: &Cell) -> bool {
    table.policy_of(cell).is_some_and(|policy| {
        let range = policy.hide_from..=policy.hide_to;
        range.contains(&cell.count) || range.contains(&cell.contributors)
    })
}

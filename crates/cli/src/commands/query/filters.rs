//! Filters as SQL: every word typed is first found among those of the release.
//!
//! Not allowed in here: text in a query that was not found in the release.

use concordat_diagnostics::Diagnostic;

use super::tables::ReleaseTables;
use super::texts;
use crate::arguments::query::Filters;
use crate::commands::chosen::Chosen;
use crate::failure::{Failure, unknown};

/// What a person wants to see of a figure.
const COLUMNS: [&str; 14] = [
    "indicator",
    "area_name",
    "period_label",
    "sex",
    "group_definition",
    "measure",
    "category",
    "value",
    "lower_95",
    "upper_95",
    "count",
    "denominator",
    "unit",
    "status",
];

/// The last column of the answer, which is told and not shown.
pub(super) const SYNTHETIC: &str = "synthetic";

impl Filters {
    /// Whether nothing is filtered.
    pub(crate) fn is_empty(&self) -> bool {
        let all = [&self.mission, &self.area, &self.indicator, &self.measure, &self.period, &self.sex];
        all.into_iter().all(Option::is_none)
    }
}

/// The query for filters.
///
/// # Errors
/// A word that the release does not have, with the nearest one and all that it has.
pub(super) fn sql(filters: &Filters, chosen: &Chosen, tables: &ReleaseTables) -> Result<String, Failure> {
    let mut conditions = Vec::new();
    if let Some(typed) = &filters.mission {
        let mission = same(typed, &chosen.missions()).ok_or_else(|| unknown("mission", typed, &chosen.missions()))?;
        conditions.push(equals("mission", &mission));
    }
    let plain = [
        ("indicator", "indicator", &filters.indicator),
        ("measure", "measure", &filters.measure),
        ("period_label", "period", &filters.period),
        ("sex", "sex", &filters.sex),
    ];
    for (column, kind, typed) in plain {
        if let Some(typed) = typed {
            let known = texts(&tables.ask(&distinct(column))?, column)?;
            let found = same(typed, &known).ok_or_else(|| unknown(kind, typed, &known))?;
            conditions.push(equals(column, &found));
        }
    }
    if let Some(typed) = &filters.area {
        conditions.push(area(typed, tables)?);
    }
    let shown = COLUMNS.join(", ");
    Ok(format!(
        "SELECT {shown}, {SYNTHETIC} FROM observations WHERE {} \
         ORDER BY indicator, measure, area_level, area_name, area_code, period_start, period_end, sex, comparator_code, \
         figure_id",
        conditions.join(" AND ")
    ))
}

/// An area by its code, or by its name, which may have several codes.
fn area(typed: &str, tables: &ReleaseTables) -> Result<String, Failure> {
    let codes = texts(&tables.ask(&distinct("area_code"))?, "area_code")?;
    if let Some(code) = same(typed, &codes) {
        return Ok(equals("area_code", &code));
    }
    let names = texts(&tables.ask(&distinct("area_name"))?, "area_name")?;
    let found: Result<String, Diagnostic> = same(typed, &names).ok_or_else(|| {
        let nearer_a_code = concordat_base::nearest(typed, codes.iter().map(String::as_str)).is_some();
        unknown("area", typed, if nearer_a_code { &codes } else { &names })
    });
    Ok(equals("area_name", &found?))
}

fn distinct(column: &str) -> String {
    format!("SELECT DISTINCT {column} FROM observations WHERE {column} IS NOT NULL ORDER BY {column}")
}

/// The known word that was meant: the same, or the same but for capital letters.
fn same(typed: &str, known: &[String]) -> Option<String> {
    let exact = known.iter().find(|word| *word == typed);
    exact.or_else(|| known.iter().find(|word| word.to_lowercase() == typed.to_lowercase())).cloned()
}

fn equals(column: &str, word: &str) -> String {
    format!("{column} = '{}'", word.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capital_letters_do_not_matter_and_quotes_are_doubled() {
        let known = ["King's Lynn", "eston"].map(str::to_owned);
        assert_eq!(same("KING'S lynn", &known).as_deref(), Some("King's Lynn"));
        assert_eq!(same("x' OR '1'='1", &known), None);
        assert_eq!(equals("area_name", "King's Lynn"), "area_name = 'King''s Lynn'");
    }
}

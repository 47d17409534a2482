//! What published figures say in words: against others, over time, and on the way to a goal.
//!
//! Everything in here works on finished rows, as rounded for print, so that no word tells more than its figures do. Not
//! allowed in here: a rating, a colour, a word on whether a direction is good, and a count that no row shows.

mod against;
mod goal;
mod series;
#[cfg(test)]
pub(super) mod tests;

use concordat_declare::Partnership;
use concordat_declare::indicator::Indicator;
use concordat_methods::{Bounded, Counts, MethodError};

use crate::observation::Observation;

/// Adds words to the rows of an indicator, and the row of its goal.
pub(super) fn add(
    partnership: &Partnership,
    indicator: &Indicator,
    rows: &mut Vec<Observation>,
) -> Result<(), MethodError> {
    against::comparator(indicator, rows)?;
    against::funnels(indicator, rows)?;
    series::trends(indicator, rows)?;
    series::control_charts(partnership, indicator, rows)?;
    goal::add(partnership, indicator, rows)
}

/// The value of a row with its 95 % limits, as published.
fn bounded(row: &Observation) -> Option<Bounded> {
    let (value, limits) = (row.value?, row.limits?);
    Some(Bounded { value: value.to_f64(), lower: limits.lower_95.to_f64(), upper: limits.upper_95.to_f64() })
}

/// The counts of a row, where both are shown.
fn counts(row: &Observation) -> Option<Counts> {
    #[expect(clippy::cast_precision_loss, reason = "people of a place are far below 2^53")]
    row.count.zip(row.denominator).map(|(count, people)| Counts { numerator: count as f64, denominator: people as f64 })
}

/// Adds a sentence to what a row says.
fn say(row: &mut Observation, sentence: &str) {
    if !row.reading.is_empty() {
        row.reading.push(' ');
    }
    row.reading.push_str(sentence);
}

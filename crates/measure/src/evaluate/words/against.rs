//! Higher, lower or no clear difference: against a comparator, and against the average of areas of the same level.
//!
//! Not allowed in here: comparing figures of which one is not published.

use std::collections::BTreeMap;

use concordat_declare::areas::PLACE_LEVEL;
use concordat_declare::indicator::{Indicator, Measure, Unit};
use concordat_methods::{
    Counts, FunnelArea, FunnelPosition, FunnelScale, FunnelStatistic, MethodError, RateKind, Significance,
    funnel_positions,
};

use super::{bounded, counts};
use crate::observation::{Observation, RowMeasure};

/// Where rows of one area, time and breakdown meet.
fn spot(row: &Observation) -> (String, String, String, &'static str, String) {
    let period = format!("{} {}", row.period_start, row.period_end);
    (row.area_code.to_string(), period, row.age.clone(), row.sex, row.group_definition.clone())
}

/// Gives values the word of the comparator that the indicator names: that of the interval of the difference where both sides
/// have one, else whether the own interval leaves out the figure that is taken as exact.
pub(super) fn comparator(indicator: &Indicator, rows: &mut [Observation]) -> Result<(), MethodError> {
    let Some(wanted) = &indicator.analysis.significance else { return Ok(()) };
    let of_wanted = |row: &Observation| row.comparator.as_ref().is_some_and(|comparator| comparator.id == wanted.value);
    let gaps: BTreeMap<_, &'static str> = rows
        .iter()
        .filter(|row| row.measure == RowMeasure::GapAbsolute && of_wanted(row) && row.value.is_some())
        .map(|row| (spot(row), row.significance))
        .collect();
    for row in rows.iter_mut().filter(|row| row.measure == RowMeasure::Value && row.category.is_empty()) {
        let own = row.comparator.as_ref().filter(|comparator| comparator.id == wanted.value);
        let benchmark = own.and_then(|comparator| comparator.value);
        if let Some(word) = gaps.get(&spot(row)) {
            row.significance = word;
        } else if let Some((own, benchmark)) = bounded(row).zip(benchmark) {
            row.significance = Significance::against_exact(own, benchmark.to_f64())?.word();
        }
    }
    Ok(())
}

/// Gives values of the levels that the indicator names the word of their place in the funnel of their level: beyond the limits
/// of 99.8 %, chance alone does not explain how far an area of its size lies from the average.
///
/// The average is that of the place as a whole where that is published: an area that is hidden or withheld then changes no
/// word of another.
pub(super) fn funnels(indicator: &Indicator, rows: &mut [Observation]) -> Result<(), MethodError> {
    let levels: Vec<&str> = indicator.analysis.funnel.iter().map(|level| level.value.as_str()).collect();
    let (mut funnels, mut wholes): (BTreeMap<_, Vec<usize>>, BTreeMap<_, Counts>) = (BTreeMap::new(), BTreeMap::new());
    let values = rows.iter().enumerate().filter(|(_, row)| row.measure == RowMeasure::Value && row.value.is_some());
    for (at, row) in values {
        let Some(counted) = counts(row) else { continue };
        let (_, period, age, sex, group) = spot(row);
        let about = (period, age, sex, group, row.category_type.clone(), row.category.clone());
        if row.area_level.as_str() == PLACE_LEVEL {
            wholes.insert(about, counted);
        } else if levels.contains(&row.area_level.as_str()) {
            funnels.entry((about, row.area_level.clone())).or_default().push(at);
        }
    }
    for ((about, _), members) in funnels.iter().filter(|(_, members)| members.len() > 1) {
        let mut areas: Vec<FunnelArea> = members.iter().filter_map(|at| area(indicator, &rows[*at])).collect();
        areas.extend(wholes.get(about).and_then(|whole| remainder(indicator, *whole, &areas)));
        let placed = funnel_positions(&areas, scale(indicator))?;
        for (at, reading) in members.iter().zip(placed.areas) {
            word(&mut rows[*at], reading.position);
        }
    }
    Ok(())
}

/// What the areas leave of the whole, so that all together are it.
fn remainder(indicator: &Indicator, whole: Counts, areas: &[FunnelArea]) -> Option<FunnelArea> {
    if matches!(indicator.measure, Measure::DirectlyStandardisedRate(_)) {
        return None;
    }
    let numerator = whole.numerator - areas.iter().map(|area| area.numerator).sum::<f64>();
    let denominator = whole.denominator - areas.iter().filter_map(|area| area.denominator).sum::<f64>();
    let fits =
        numerator >= 0.0 && denominator > 0.0 && (numerator <= denominator || whole.numerator > whole.denominator);
    fits.then_some(FunnelArea { numerator, denominator: Some(denominator), rate: None })
}

fn area(indicator: &Indicator, row: &Observation) -> Option<FunnelArea> {
    let counts = counts(row)?;
    let rate = match indicator.measure {
        Measure::DirectlyStandardisedRate(_) => row.value.map(concordat_base::Decimal::to_f64),
        _ => None,
    };
    Some(FunnelArea { numerator: counts.numerator, denominator: Some(counts.denominator), rate })
}

fn scale(indicator: &Indicator) -> FunnelScale {
    let statistic = match indicator.measure {
        Measure::Published(_) if indicator.unit == Unit::Percent => FunnelStatistic::Proportion,
        Measure::CrudeRate(_) | Measure::Published(_) => FunnelStatistic::Rate(RateKind::Crude),
        Measure::DirectlyStandardisedRate(_) => FunnelStatistic::Rate(RateKind::DirectlyStandardised),
        Measure::Proportion(_) | Measure::Sql(_) | Measure::LinkedCount(_) => FunnelStatistic::Proportion,
    };
    FunnelScale { statistic, multiplier: indicator.unit.multiplier(), years: 1.0 }
}

fn word(row: &mut Observation, position: FunnelPosition) {
    row.significance = match position {
        FunnelPosition::FarBelow => Significance::Lower.word(),
        FunnelPosition::FarAbove => Significance::Higher.word(),
        FunnelPosition::Below | FunnelPosition::Inside | FunnelPosition::Above => {
            Significance::NoClearDifference.word()
        }
        _ => return,
    };
    row.method.push_str("; compared with the average of areas of its level by funnel limits of 99.8 %");
}

//! Figures over time in words: the recent trend, and what a control chart says of the last point.
//!
//! Not allowed in here: a series across a break, and a point that may still be added to.

use std::collections::BTreeMap;

use concordat_base::{Date, Name};
use concordat_declare::Partnership;
use concordat_declare::indicator::{Indicator, Measure};
use concordat_methods::{
    CannotSay, ChartOptions, ChartWord, Counts, MethodError, SeriesBasis, TrendWord, chart_word,
    recent_trend_of_proportion, recent_trend_of_values,
};

use super::{bounded, counts, say};
use crate::observation::{Mark, Observation, RowMeasure};

/// Whole months from the first day to the last.
pub(super) fn months(start: Date, end: Date) -> i32 {
    let month = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
    month(end) - month(start) + 1
}

/// Positions of the values of one area, breakdown and length of period, in order of time.
struct Series {
    /// From the last break on, without periods that may still be added to.
    points: Vec<usize>,
    /// Where words about the series stand: the last point, or the last value where there is no point.
    last: usize,
    /// Months of a period.
    months: i32,
}

fn series(rows: &[Observation]) -> Vec<Series> {
    let mut found: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.measure == RowMeasure::Value) {
        let breakdown = (row.sex, row.age.clone(), row.category_type.clone(), row.category.clone());
        let length = months(row.period_start, row.period_end);
        let key = (row.area_code.to_string(), row.group_definition.clone(), breakdown, length);
        found.entry(key).or_default().push(at);
    }
    found.into_iter().filter_map(|((.., months), all)| one(rows, all, months)).collect()
}

fn one(rows: &[Observation], mut all: Vec<usize>, months: i32) -> Option<Series> {
    all.sort_by_key(|at| rows[*at].period_start);
    let last = *all.last()?;
    let last_break = all.iter().rposition(|at| rows[*at].marks.contains(&Mark::Break));
    let since = all.into_iter().skip(last_break.unwrap_or(0));
    let points: Vec<usize> = since.filter(|at| !rows[*at].marks.contains(&Mark::Provisional)).collect();
    Some(Series { last: points.last().copied().unwrap_or(last), points, months })
}

/// Gives the last value of each series its recent trend. Periods of several years are not asked; shorter ones than a year make
/// no yearly points.
pub(super) fn trends(indicator: &Indicator, rows: &mut [Observation]) -> Result<(), MethodError> {
    if !indicator.analysis.recent_trend {
        return Ok(());
    }
    for one in series(rows).into_iter().filter(|one| one.months <= 12) {
        let yearly: &[usize] = if one.months == 12 { &one.points } else { &[] };
        let (word, last) = (trend(indicator, yearly, rows)?, one.last);
        rows[last].recent_trend = word.word();
        let (widest, reason) = (!rows[last].reading.is_empty(), word.reason());
        match reason.filter(|_| widest) {
            Some(reason) => say(&mut rows[last], &format!("Recent trend: cannot say, {reason}.")),
            None if widest => say(&mut rows[last], &format!("Recent trend: {}.", word.word())),
            None => {}
        }
    }
    Ok(())
}

fn trend(indicator: &Indicator, one: &[usize], rows: &[Observation]) -> Result<TrendWord, MethodError> {
    let consecutive = one.windows(2).all(|pair| rows[pair[0]].period_end < rows[pair[1]].period_start);
    if !consecutive {
        return Ok(TrendWord::CannotSay(CannotSay::RollingAverage));
    }
    let year = |at: &usize| i32::from(rows[*at].period_end.year());
    match indicator.measure {
        Measure::Proportion(_) | Measure::Sql(_) | Measure::LinkedCount(_) => {
            let points: Vec<(i32, Option<Counts>)> = one.iter().map(|at| (year(at), shown(&rows[*at]))).collect();
            recent_trend_of_proportion(&points).map(TrendWord::from)
        }
        Measure::CrudeRate(_) | Measure::DirectlyStandardisedRate(_) | Measure::Published(_) => {
            let points: Vec<_> = one.iter().map(|at| (year(at), bounded(&rows[*at]))).collect();
            recent_trend_of_values(&points).map(TrendWord::from)
        }
    }
}

/// Counts of a row that also has a value: a figure that is not given is no point.
fn shown(row: &Observation) -> Option<Counts> {
    counts(row).filter(|_| row.value.is_some())
}

/// Says of the last value of the widest areas what a control chart of its series shows.
pub(super) fn control_charts(
    partnership: &Partnership,
    indicator: &Indicator,
    rows: &mut [Observation],
) -> Result<(), MethodError> {
    let Some(declared) = &indicator.analysis.control_chart else { return Ok(()) };
    let widest: Vec<&Name> = partnership.areas().levels.iter().rev().take(2).map(|level| &level.id).collect();
    let fix_after = declared.fix_after.and_then(|points| usize::try_from(points).ok());
    let options = ChartOptions { screen_outliers: declared.screen_outliers, fix_after, ..ChartOptions::default() };
    let asked = |one: &Series| one.months <= declared.months;
    for one in series(rows).into_iter().filter(asked) {
        if !widest.contains(&&rows[one.last].area_level) {
            continue;
        }
        // A period of which months are missing is shorter, and no point.
        let points: &[usize] = if one.months == declared.months { &one.points } else { &[] };
        let word = chart(points, rows, &options)?;
        let why = word.why().map(|why| format!(", {why}")).unwrap_or_default();
        say(&mut rows[one.last], &format!("Control chart: {}{why}.", word.word()));
    }
    Ok(())
}

fn chart(one: &[usize], rows: &[Observation], options: &ChartOptions) -> Result<ChartWord, MethodError> {
    let values: Option<Vec<f64>> = one.iter().map(|at| rows[*at].value.map(concordat_base::Decimal::to_f64)).collect();
    let Some(values) = values else { return Ok(ChartWord::CannotSay(CannotSay::MissingPoint)) };
    let overlapping = one.windows(2).any(|pair| rows[pair[0]].period_end >= rows[pair[1]].period_start);
    let basis = if overlapping { SeriesBasis::RollingAverage } else { SeriesBasis::OwnData };
    chart_word(&values, &[], options, basis).map(|(word, _)| word)
}

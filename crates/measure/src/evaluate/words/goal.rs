//! The row of a goal: the yearly change of the gap that was seen, and one sentence on what is needed and what the data cannot
//! yet tell.
//!
//! Not allowed in here: a word on whether the goal will be met.

use concordat_base::{Decimal, Period, PeriodKind};
use concordat_declare::Partnership;
use concordat_declare::indicator::{Goal, GoalDirection, Indicator};
use concordat_methods::{Aim, GoalQuestion, GoalReading, MethodError, Reading, YearName, read_goal};

use super::bounded;
use super::series::months;
use crate::evaluate::row::{identify_as, mark, not_available};
use crate::observation::{Limits, Mark, Observation, RowMeasure};

/// Adds the row of an indicator's goal for the place as a whole, where the gap at the baseline and since is published.
pub(super) fn add(
    partnership: &Partnership,
    indicator: &Indicator,
    rows: &mut Vec<Observation>,
) -> Result<(), MethodError> {
    let Some(goal) = &indicator.goal else { return Ok(()) };
    let Some(place) = partnership.areas().levels.last().map(|level| &level.id) else { return Ok(()) };
    let gaps: Vec<&Observation> = rows
        .iter()
        .filter(|row| row.measure == RowMeasure::GapAbsolute && row.area_level == *place && row.sex == "Persons")
        .filter(|row| row.comparator.as_ref().is_some_and(|comparator| comparator.id == goal.comparator.value))
        .collect();
    let Some(row) = row_of(indicator, goal, &gaps)? else { return Ok(()) };
    rows.push(row);
    Ok(())
}

/// The kind of period of a goal: that of the rows of its gap.
fn kind_of(goal: &Goal, rows: &[&Observation]) -> Option<PeriodKind> {
    let kinds = [PeriodKind::AcademicYear, PeriodKind::FinancialYear, PeriodKind::CalendarYear];
    kinds.into_iter().find(|kind| {
        let baseline = Period::parse(&goal.baseline.value, *kind);
        baseline.is_ok_and(|baseline| {
            rows.iter().any(|row| row.period_start == baseline.start() && row.period_end == baseline.end())
        })
    })
}

fn row_of(indicator: &Indicator, goal: &Goal, gaps: &[&Observation]) -> Result<Option<Observation>, MethodError> {
    let Some(kind) = kind_of(goal, gaps) else { return Ok(None) };
    let parse = |text: &str| Period::parse(text, kind).ok();
    let Some((baseline, by)) = parse(&goal.baseline.value).zip(parse(&goal.by.value)) else { return Ok(None) };
    let yearly = |row: &&&Observation| {
        row.period_start >= baseline.start() && months(row.period_start, row.period_end) == kind.months()
    };
    let mut read: Vec<&&Observation> = gaps.iter().filter(yearly).filter(|row| row.value.is_some()).collect();
    read.sort_by_key(|row| row.period_start);
    let (Some(first), Some(last)) = (read.first(), read.last()) else { return Ok(None) };
    if first.period_start != baseline.start() {
        return Ok(None);
    }
    let reading = |row: &&&Observation| Some(Reading { year: i32::from(row.period_end.year()), figure: bounded(row)? });
    let readings: Vec<Reading> = read.iter().filter_map(reading).collect();
    let name = format!("the gap to {}", last.category);
    let question = GoalQuestion {
        aim: aim(goal.direction),
        by_year: i32::from(by.end().year()),
        readings: &readings,
        years_between_readings: 1,
        break_in_series: read.iter().skip(1).any(|row| row.marks.contains(&Mark::Break)),
        name: &name,
        unit: &last.unit,
        decimals: usize::from(indicator.decimals),
        year_name: if kind == PeriodKind::CalendarYear { YearName::Calendar } else { YearName::AcrossTwo },
    };
    let answer = read_goal(&question)?;
    Ok(Some(written(indicator, goal, (first, last), &answer)))
}

fn aim(direction: GoalDirection) -> Aim {
    match direction {
        GoalDirection::Narrow => Aim::Narrow,
        GoalDirection::Close => Aim::Close,
        GoalDirection::ToValue(value) => Aim::ToValue(value),
    }
}

fn written(
    indicator: &Indicator,
    goal: &Goal,
    (first, last): (&Observation, &Observation),
    read: &GoalReading,
) -> Observation {
    let mut row = Observation { measure: RowMeasure::Change, ..last.clone() };
    row.period_start = first.period_start;
    row.period_label = format!("{} to {}", first.period_label, last.period_label);
    "goal".clone_into(&mut row.category_type);
    row.category = goal.words(&last.category);
    row.unit = format!("{} a year", last.unit);
    read.method.clone_into(&mut row.method);
    (row.value, row.limits) = (None, None);
    (row.count, row.count_basis, row.denominator) = (None, "", None);
    (row.significance, row.recent_trend) = ("", "");
    row.denominator_period.clear();
    row.marks.retain(|mark| *mark != Mark::Break);
    row.status_reason.clear();
    row.reading.clone_from(&read.sentence);
    for broken in first.marks.iter().filter(|mark| **mark == Mark::Break) {
        mark(&mut row, *broken, &first.status_reason);
    }
    match read.seen_a_year {
        Ok(seen) => {
            let round = |value: f64| Decimal::round(value, indicator.decimals + 1);
            row.value = round(seen.value);
            let limits = round(seen.lower).zip(round(seen.upper));
            row.limits = limits.map(|(lower_95, upper_95)| Limits { lower_95, upper_95, wide: None });
        }
        Err(reason) => row = not_available(row, &reason.to_string()),
    }
    identify_as(row, indicator, &format!("{} to {}", goal.baseline.value, goal.by.value))
}

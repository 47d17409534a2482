//! Published figures as a measure: the value and the limits of the publisher, and the gap to a published comparator.
//!
//! A figure of the place as a whole is made where counts and denominators of all its parts are published, and else not
//! available. Not allowed in here: an average of figures, and a limit that nobody published or counts do not give.

use std::collections::BTreeSet;

use concordat_base::{AreaCode, Decimal, Name, Period};
use concordat_declare::as_published::AsPublished;
use concordat_declare::indicator::{Against, Comparator, PublishedComparator, TableDeclaration, TablePeriod, Unit};
use concordat_methods::{Bounded, Counts, Significance, difference_of_rates_at};

use super::Context;
use super::comparator::{self, Known};
use super::row::{Spot, fill, identify, mark, not_available};
use crate::error::MeasureError;
use crate::inventory::PublishedFigure;
use crate::observation::{Limits, Mark, Observation, RowMeasure};
use crate::spans::TimeSpan;

const VALUES_ALONE: &str = "published without counts, and values cannot be added up or averaged";

pub(super) fn rows(context: &Context<'_, '_>, measure: &AsPublished) -> Result<Vec<Observation>, MeasureError> {
    let areas = context.night.partnership.areas();
    let mut rows = Vec::new();
    for table in &context.indicator.tables {
        let Some((level, _)) = areas.level(table.areas.value.as_str()) else { continue };
        for (span, sex) in spans(context, measure, table) {
            for area in 0..areas.levels[level].areas.len() {
                let spot = Spot { level, area, span: &span, sex, category: None };
                rows.extend(at(context, measure, spot)?);
            }
        }
    }
    Ok(rows)
}

/// Spans and sexes of which any area of this place has a published figure.
fn spans(
    context: &Context<'_, '_>,
    measure: &AsPublished,
    table: &TableDeclaration,
) -> BTreeSet<(TimeSpan, &'static str)> {
    let own: BTreeSet<&AreaCode> =
        context.night.partnership.areas().levels.iter().flat_map(|level| &level.areas).map(|area| &area.code).collect();
    let of_series = |figure: &&PublishedFigure| measure.series.iter().any(|series| series.value == figure.series);
    let fits = |figure: &&PublishedFigure| match table.period {
        TablePeriod::Each(kind) => figure.together == 1 && figure.period.kind() == kind,
        TablePeriod::Pooled(count) => count > 1 && u32::from(figure.together) == count,
        TablePeriod::WholeHeld | TablePeriod::Window => false,
    };
    let by_sex = !table.by.is_empty();
    let figures = context.night.published.iter().filter(of_series).filter(fits).filter(|one| own.contains(&one.area));
    let figures = figures.filter(|figure| by_sex || figure.sex == "Persons");
    figures.map(|figure| (span(figure), figure.sex)).collect()
}

/// The periods that a figure is of.
fn span(figure: &PublishedFigure) -> TimeSpan {
    let parts: Vec<Period> = (0..i32::from(figure.together)).rev().map(|back| figure.period.later(-back)).collect();
    let label = match parts.as_slice() {
        [first, .., last] => format!("{first} to {last}"),
        _ => figure.period.to_string(),
    };
    TimeSpan { parts, name: label.clone(), label, incomplete: false }
}

/// What is given at a spot.
struct Given {
    value: Decimal,
    limits: Option<Limits>,
    counts: Option<(u64, u64)>,
}

fn at(context: &Context<'_, '_>, measure: &AsPublished, spot: Spot<'_>) -> Result<Vec<Observation>, MeasureError> {
    let area = &context.night.partnership.areas().levels[spot.level].areas[spot.area].code;
    let mut row = context.row(spot, RowMeasure::Value, "");
    measure.method.clone_into(&mut row.method);
    row.denominator_period.clone_from(&row.period_label);
    row.input_as_of = Some(row.period_end);
    let figure = of_area(context, &measure.series_names(), area, spot);
    let given = match figure {
        _ if context.withheld(area) => Err("withheld by decision"),
        Some(figure) => as_given(figure, &mut row),
        None => added_up(context, measure, spot, &mut row)?,
    };
    let row = match &given {
        Err(reason) => not_available(row, reason),
        Ok(given) => {
            (row.value, row.limits) = (Some(given.value), given.limits);
            (row.count, row.denominator) = given.counts.unzip();
            row.count_basis = if given.counts.is_some() { "exact" } else { "" };
            row
        }
    };
    let mut rows = vec![identify(row, context.indicator, spot.span)];
    if let Ok(given) = &given {
        for comparator in &context.indicator.comparators {
            rows.push(gap(context, (comparator, given), spot)?);
        }
    }
    Ok(rows)
}

/// The figure of an area: of the first series that has one.
fn of_area<'night>(
    context: &Context<'night, '_>,
    series: &[&Name],
    area: &AreaCode,
    spot: Spot<'_>,
) -> Option<&'night PublishedFigure> {
    series.iter().find_map(|series| context.figure_of(series, area, spot))
}

/// A figure as it was published, with the marks that the publisher gives it.
fn as_given(figure: &PublishedFigure, row: &mut Observation) -> Result<Given, &'static str> {
    let Some(value) = figure.value else { return Err("the publisher gives no figure") };
    if figure.provisional {
        mark(row, Mark::Provisional, "published as provisional");
    }
    if figure.comparable_since == Some(figure.period) {
        mark(row, Mark::Break, "the publisher says that earlier figures are not comparable");
    }
    let limits = figure.limits_95.map(|(lower_95, upper_95)| Limits { lower_95, upper_95, wide: None });
    Ok(Given { value, limits, counts: figure.count.zip(figure.denominator) })
}

/// The figure of an area of which none is published, from the counts of the areas that lie in it.
fn added_up(
    context: &Context<'_, '_>,
    measure: &AsPublished,
    spot: Spot<'_>,
    row: &mut Observation,
) -> Result<Result<Given, &'static str>, MeasureError> {
    let areas = context.night.partnership.areas();
    let below = spot.level.checked_sub(1).and_then(|below| areas.levels.get(below));
    let parts = below.into_iter().flat_map(|level| &level.areas).filter(|area| area.parent == Some(spot.area));
    let figures: Option<Vec<&PublishedFigure>> =
        parts.map(|part| of_area(context, &measure.series_names(), &part.code, spot)).collect();
    let Some(figures) = figures.filter(|figures| !figures.is_empty()) else {
        return Ok(Err("no figure is published of this area and period"));
    };
    let counts: Option<Vec<(u64, u64)>> = figures.iter().map(|figure| figure.count.zip(figure.denominator)).collect();
    let Some(counts) = counts else { return Ok(Err(VALUES_ALONE)) };
    let (count, denominator) = counts.iter().fold((0, 0), |sum: (u64, u64), one| (sum.0 + one.0, sum.1 + one.1));
    if denominator == 0 {
        return Ok(Err("nobody is in the published denominators"));
    }
    let multiplier = context.indicator.unit.multiplier();
    let both = precise(count, denominator);
    let (estimate, method) = match context.indicator.unit {
        Unit::Percent => (context.proportion(both, multiplier)?, "published counts added up; Wilson score"),
        _ => (context.rate(both, multiplier)?, "published counts added up; exact or Byar limits"),
    };
    method.clone_into(&mut row.method);
    fill(row, &estimate, context.indicator.decimals);
    let given = row.value.map(|value| Given { value, limits: row.limits, counts: Some((count, denominator)) });
    Ok(given.ok_or("a figure that cannot be written"))
}

#[expect(clippy::cast_precision_loss, reason = "people of a place are far below 2^53")]
fn precise(count: u64, denominator: u64) -> Counts {
    Counts { numerator: count as f64, denominator: denominator as f64 }
}

/// The gap to a comparator, with an interval where both sides, or this one beside an exact one, have limits.
fn gap(
    context: &Context<'_, '_>,
    (comparator, own): (&Comparator, &Given),
    spot: Spot<'_>,
) -> Result<Observation, MeasureError> {
    let mut row = context.row(spot, RowMeasure::GapAbsolute, "");
    "compared with".clone_into(&mut row.category_type);
    row.category.clone_from(&comparator.title);
    row.unit = super::slope::points(context.indicator).to_owned();
    row.input_as_of = Some(row.period_end);
    let against = match &comparator.against {
        Against::Published(published) => published_of(context, published, spot),
        Against::Rest | Against::Missing(_) => None,
    };
    let known = context.outside(comparator, spot);
    let code = match &comparator.against {
        Against::Published(published) => published.area.to_string(),
        Against::Rest | Against::Missing(_) => String::new(),
    };
    let mut beside = comparator::figure(comparator, code, &known, context.indicator);
    let Some((figure, value)) = against.and_then(|figure| Some((figure, figure.value?))) else {
        let reason = match known {
            Known::Missing(reason) => reason,
            _ => "the comparator has no published value".to_owned(),
        };
        row.comparator = Some(beside);
        return Ok(identify(not_available(row, &reason), context.indicator, spot.span));
    };
    (beside.value, beside.limits_95) = (Some(value), figure.limits_95);
    row.comparator = Some(beside);
    filled(context, &mut row, own, (figure, value))?;
    Ok(identify(row, context.indicator, spot.span))
}

/// The difference, with the limits that follow from those that are published.
fn filled(
    context: &Context<'_, '_>,
    row: &mut Observation,
    own: &Given,
    (figure, value): (&PublishedFigure, Decimal),
) -> Result<(), MeasureError> {
    let decimals = context.indicator.decimals;
    row.value = Decimal::round(own.value.to_f64() - value.to_f64(), decimals);
    let Some(own_limits) = own.limits.map(|limits| (limits.lower_95, limits.upper_95)) else {
        "difference of published figures, without an interval".clone_into(&mut row.method);
        return Ok(());
    };
    let other = figure.limits_95.unwrap_or((value, value));
    let seen = difference_of_rates_at(bounded(own.value, own_limits), bounded(value, other));
    let seen = seen.map_err(|source| context.method(source))?;
    row.method = match figure.limits_95 {
        Some(_) => "difference of published figures, limits by MOVER from the published limits".to_owned(),
        None => "difference from a published figure taken as exact, limits from the published limits".to_owned(),
    };
    let round = |number: f64| Decimal::round(number, decimals);
    row.limits =
        round(seen.lower).zip(round(seen.upper)).map(|(lower_95, upper_95)| Limits { lower_95, upper_95, wide: None });
    row.significance = Significance::of_difference(seen).map_err(|source| context.method(source))?.word();
    Ok(())
}

fn bounded(value: Decimal, (lower, upper): (Decimal, Decimal)) -> Bounded {
    Bounded { value: value.to_f64(), lower: lower.to_f64(), upper: upper.to_f64() }
}

fn published_of<'night>(
    context: &Context<'night, '_>,
    published: &PublishedComparator,
    spot: Spot<'_>,
) -> Option<&'night PublishedFigure> {
    published.series.iter().find_map(|series| context.figure_of(&series.value, &published.area, spot))
}

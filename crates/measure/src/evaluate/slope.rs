//! The slope index over ranked groups: how much a proportion changes from the one end of the ranked people to the other.
//!
//! It is worked out from the counts of the groups as they are shown; where one of them is hidden there is no index. Not
//! allowed in here: a word on whether a direction is good.

use concordat_declare::indicator::{Group, Indicator, SlopeIndex};
use concordat_methods::Counts;

use super::Context;
use super::aside::{Aside, Side};
use super::proportion::{pair, usable};
use super::row::{Spot, confidential, fill, identify, not_available};
use super::spoken::spoken;
use crate::dimension::{CodedGroup, groups};
use crate::error::MeasureError;
use crate::observation::{Observation, RowMeasure};

/// The row of the index at one spot, where the indicator asks for it.
pub(super) fn row(
    context: &Context<'_, '_>,
    group: &Group,
    spot: Spot<'_>,
) -> Result<Option<Observation>, MeasureError> {
    let Some(asked) = &context.indicator.analysis.slope_index else { return Ok(None) };
    let Some(ranked) = groups(context.night.partnership, context.indicator) else { return Ok(None) };
    let mut row = context.row(spot, RowMeasure::SlopeIndex, group.definition.as_str());
    "slope index over".clone_into(&mut row.category_type);
    row.category = over(asked, &ranked);
    row.unit = points(context.indicator).to_owned();
    "slope index of inequality of shown proportions, fitted on log odds, weighted by the denominators of the groups"
        .clone_into(&mut row.method);
    row.denominator_period.clone_from(&row.period_label);
    let row = match counts(context, spot, &ranked) {
        Err(None) => confidential(row),
        Err(Some(reason)) => not_available(row, reason),
        Ok(counts) => {
            let estimate = context.slope_index(&counts, context.indicator.unit.multiplier())?;
            fill(&mut row, &estimate, context.indicator.decimals);
            row.reading = sentence(context.indicator, asked, &row);
            row
        }
    };
    Ok(Some(identify(row, context.indicator, spot.span)))
}

/// Counts of every group, or why there is no index; no reason where a group is hidden.
fn counts(
    context: &Context<'_, '_>,
    spot: Spot<'_>,
    ranked: &[CodedGroup<'_>],
) -> Result<Vec<Counts>, Option<&'static str>> {
    if context.provisional(spot.span) {
        return Err(Some("the period is provisional"));
    }
    let pairs: Vec<_> = ranked
        .iter()
        .map(|group| pair(context, spot, group.member, ["group_numerator", "group_denominator"]))
        .collect();
    if pairs.iter().any(|pair| pair.counts().is_none()) {
        return Err(None);
    }
    let usable: Option<Vec<Counts>> = pairs.iter().map(|pair| usable(context, spot, pair)).collect();
    let counts = usable.ok_or(Some("a group has too few people for a figure, or figures are withheld"))?;
    // On the scale of odds nobody and everybody have no place.
    let inside = |counts: &Counts| counts.numerator > 0.0 && counts.numerator < counts.denominator;
    if counts.iter().all(inside) { Ok(counts) } else { Err(Some("nobody or everybody of a group is counted")) }
}

fn over(asked: &SlopeIndex, ranked: &[CodedGroup<'_>]) -> String {
    let title = ranked.first().map_or("", |group| group.title);
    format!("{title}, from {} to {}", asked.from.value, asked.to)
}

/// The unit of a difference.
pub(super) fn points(indicator: &Indicator) -> &'static str {
    use concordat_declare::indicator::Unit;
    match indicator.unit {
        Unit::Percent => "percentage points",
        other => other.words(),
    }
}

/// What was seen, how sure it is, and between what.
fn sentence(indicator: &Indicator, asked: &SlopeIndex, row: &Observation) -> String {
    let Some(aside) = Aside::of(row) else { return String::new() };
    let place = format!("{}, {}", row.area_name, spoken(&row.period_label));
    let (amount, interval, unit) = (aside.amount(), aside.interval(), &row.unit);
    let (from, to, title) = (&asked.from.value, &asked.to, &indicator.words.title);
    match aside.side {
        Side::Above => {
            format!("{place}: {amount} {unit}{interval} higher at the end of {to} than at that of {from}. {title}.")
        }
        Side::Below => {
            format!("{place}: {amount} {unit}{interval} lower at the end of {to} than at that of {from}. {title}.")
        }
        Side::Unclear => format!("{place}: no clear slope from {from} to {to}: {amount} {unit}{interval}. {title}."),
    }
}

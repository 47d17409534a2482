//! The gap of a crude rate to a published one, with the interval of their difference.
//!
//! Not allowed in here: a gap of a period that may still be added to, and one to a rate of another unit; a published rate is
//! worked out from its counts, or taken as it is in the unit of the indicator.

use concordat_declare::indicator::{Against, Comparator, PublishedComparator};
use concordat_methods::{Bounded, Counts, Estimate, Significance, difference_of_rates, difference_of_rates_at};

use super::Context;
use super::comparator::{self, Known};
use super::row::{Spot, confidential, fill, identify, not_available};
use crate::error::MeasureError;
use crate::observation::{Limits, Observation, RowMeasure};
use concordat_base::Decimal;

/// What is known of the rate itself.
#[derive(Clone, Copy)]
pub(super) enum Own {
    /// Its counts, as shown.
    Counts(Counts),
    /// Its count is hidden.
    Hidden,
    /// There is no rate.
    Missing,
}

/// A row for each comparator that is published.
pub(super) fn rows(context: &Context<'_, '_>, spot: Spot<'_>, own: Own) -> Result<Vec<Observation>, MeasureError> {
    let published = context.indicator.comparators.iter().filter_map(|comparator| match &comparator.against {
        Against::Published(published) => Some((comparator, published)),
        Against::Rest | Against::Missing(_) => None,
    });
    published.map(|(comparator, published)| row(context, spot, own, (comparator, published))).collect()
}

fn row(
    context: &Context<'_, '_>,
    spot: Spot<'_>,
    own: Own,
    (comparator, published): (&Comparator, &PublishedComparator),
) -> Result<Observation, MeasureError> {
    let known = match context.provisional(spot.span) {
        true => Known::Missing("the period is provisional".to_owned()),
        false => context.outside(comparator, spot),
    };
    let mut row = context.row(spot, RowMeasure::GapAbsolute, "");
    "compared with".clone_into(&mut row.category_type);
    row.category.clone_from(&comparator.title);
    row.comparator = Some(comparator::figure(comparator, published.area.to_string(), &known, context.indicator));
    let row = match (own, &known) {
        (Own::Hidden, _) | (_, Known::Hidden) => confidential(row),
        (_, Known::Missing(why)) => not_available(row, why),
        (Own::Missing, _) => not_available(row, "the area has no rate"),
        (Own::Counts(own), _) => filled(context, row, own, (&known, published, spot))?,
    };
    Ok(identify(row, context.indicator, spot.span))
}

fn filled(
    context: &Context<'_, '_>,
    mut row: Observation,
    own: Counts,
    (known, published, spot): (&Known, &PublishedComparator, Spot<'_>),
) -> Result<Observation, MeasureError> {
    let multiplier = context.indicator.unit.multiplier();
    let (decimals, refused) = (context.indicator.decimals, |source| context.method(source));
    let own = context.rate(own, multiplier)?;
    let limits = published.series.iter().find_map(|series| context.figure_of(&series.value, &published.area, spot));
    let limits = limits.and_then(|figure| figure.value.zip(figure.limits_95));
    let seen = match (known, limits) {
        (Known::Counts(counts), _) => {
            let gap = difference_of_rates(&own, &context.rate(*counts, multiplier)?).map_err(refused)?;
            "difference of rates, limits by MOVER from exact or Byar limits".clone_into(&mut row.method);
            fill(&mut row, &gap, decimals);
            gap.at_95()
        }
        (_, Some((value, (lower, upper)))) => {
            let other = Bounded { value: value.to_f64(), lower: lower.to_f64(), upper: upper.to_f64() };
            "difference from a published rate, limits by MOVER from the published limits".clone_into(&mut row.method);
            one_level(&mut row, difference_of_rates_at(own.at_95(), other).map_err(refused)?, decimals)
        }
        (Known::Percent(value), None) => {
            let other = Estimate::exact(value.to_f64());
            let gap = difference_of_rates(&own, &other).map_err(refused)?;
            "difference from a published rate taken as exact, exact or Byar limits of the own"
                .clone_into(&mut row.method);
            fill(&mut row, &gap, decimals);
            gap.at_95()
        }
        _ => return Ok(row),
    };
    row.significance = Significance::of_difference(seen).map_err(refused)?.word();
    Ok(row)
}

/// Fills a row whose limits are known at 95 % alone.
fn one_level(row: &mut Observation, gap: Bounded, decimals: u8) -> Bounded {
    let round = |number: f64| Decimal::round(number, decimals);
    row.value = round(gap.value);
    row.limits =
        round(gap.lower).zip(round(gap.upper)).map(|(lower_95, upper_95)| Limits { lower_95, upper_95, wide: None });
    gap
}

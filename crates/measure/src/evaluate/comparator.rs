//! Comparators: what a figure is measured against, and on what basis.
//!
//! Not allowed in here: averaging published figures, or guessing one that is missing.

use concordat_base::{AreaCode, Decimal, Name};
use concordat_declare::indicator::{Against, Comparator, Indicator, Measure, PublishedComparator};
use concordat_methods::{Counts, Estimate, proportion, rate};

use super::Context;
use super::row::Spot;
use crate::inventory::PublishedFigure;
use crate::observation::ComparatorFigure;

/// What is known of a comparator at one spot.
pub(super) enum Known {
    /// Counts on both sides.
    Counts(Counts),
    /// A percentage alone, taken as exact.
    Percent(Decimal),
    /// Nothing, and why.
    Missing(String),
    /// Counts of this place that are hidden.
    Hidden,
}

/// What the comparator's own columns say.
pub(super) fn figure(comparator: &Comparator, code: String, known: &Known, indicator: &Indicator) -> ComparatorFigure {
    let decimals = indicator.decimals;
    let estimate = match known {
        Known::Counts(counts) if matches!(indicator.measure, Measure::CrudeRate(_)) => {
            rate(*counts, indicator.unit.multiplier()).ok()
        }
        Known::Counts(counts) => proportion(*counts, indicator.unit.multiplier()).ok(),
        Known::Percent(_) | Known::Missing(_) | Known::Hidden => None,
    };
    let round = |pick: fn(&Estimate) -> f64| estimate.as_ref().and_then(|one| Decimal::round(pick(one), decimals));
    let value = match known {
        Known::Percent(percent) => Some(*percent),
        _ => round(|estimate| estimate.value),
    };
    ComparatorFigure {
        id: comparator.id.value.clone(),
        code,
        value,
        limits_95: round(|estimate| estimate.lower_95).zip(round(|estimate| estimate.upper_95)),
        basis: match known {
            Known::Counts(_) => "counts",
            Known::Percent(_) => "percent_only",
            Known::Missing(_) | Known::Hidden => "missing",
        },
    }
}

impl<'night> Context<'night, '_> {
    /// The published figure of a series for an area at a spot: of the very periods of its span, together.
    pub(super) fn figure_of(&self, series: &Name, area: &AreaCode, spot: Spot<'_>) -> Option<&'night PublishedFigure> {
        let together = u8::try_from(spot.span.parts.len()).ok()?;
        // A span with a hole in it is of other periods than the figure that ends with it.
        let last = spot.span.parts.last().filter(|_| together == 1 || !spot.span.incomplete)?;
        self.night.published.iter().find(|figure| {
            figure.series == *series
                && figure.area == *area
                && figure.period == *last
                && figure.together == together
                && figure.sex == spot.sex
        })
    }

    /// Whether any figure of a comparator's series is of several periods together.
    fn has_rolling(&self, published: &PublishedComparator) -> bool {
        let of_it = |figure: &&PublishedFigure| published.series.iter().any(|series| series.value == figure.series);
        self.night.published.iter().filter(of_it).any(|figure| figure.together > 1)
    }

    /// What is known of a comparator that is not of this place.
    pub(super) fn outside(&self, comparator: &Comparator, spot: Spot<'_>) -> Known {
        match &comparator.against {
            Against::Missing(missing) => Known::Missing(missing.because.clone()),
            Against::Rest => Known::Missing("the others here are counted, not published".to_owned()),
            Against::Published(published) => {
                if spot.span.parts.len() > 1 && !self.has_rolling(published) {
                    return Known::Missing("no published figure for several years together".to_owned());
                }
                let of_series = |series: &Name| self.figure_of(series, &published.area, spot);
                let first = published.series.iter().filter_map(|series| of_series(&series.value)).find_map(known);
                first
                    .unwrap_or_else(|| Known::Missing("no published figure for this period and sex is held".to_owned()))
            }
        }
    }
}

fn known(figure: &PublishedFigure) -> Option<Known> {
    match (figure.count, figure.denominator, figure.value) {
        #[expect(clippy::cast_precision_loss, reason = "people of a country are far below 2^53")]
        (Some(count), Some(denominator), _) if denominator > 0 => {
            Some(Known::Counts(Counts { numerator: count as f64, denominator: denominator as f64 }))
        }
        (_, _, Some(value)) => Some(Known::Percent(value)),
        _ => None,
    }
}

//! A rate as it would be if the population had the age structure of a standard one.
//!
//! Not allowed here: choosing the standard, or filling in a stratum that is missing. The caller decides that an absent
//! count is zero, and says so.

use crate::confidence::Confidence;
use crate::counts::{Counts, not_negative, usable_multiplier};
use crate::error::{InputFault, MethodError};
use crate::estimate::{Bounded, Estimate, Outcome, WithheldReason};
use crate::rate::byar_count_limits;
use crate::sums::ordered_sum;

/// Below this many events a directly standardised rate is withheld.
pub const FEWEST_EVENTS: f64 = 10.0;

/// One age band (or other stratum): what was counted, among whom, and how the standard weights it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    /// Events; zero or more, and they may exceed the population.
    pub events: f64,
    /// People, or person-years; above zero.
    pub population: f64,
    /// Standard people in the stratum; zero or more, in any scale.
    pub standard_weight: f64,
}

/// Which total of events decides on withholding and enters the width of the interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum EventTotal {
    /// The sum over the strata.
    OfStrata,
    /// The total as it is shown to the reader, who may not see the strata: it may be rounded. Whether the rate is
    /// withheld then follows from what is shown, and the limits do not betray the sum of the strata.
    Given(f64),
}

/// A directly standardised rate with its limits and variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StandardisedRate {
    /// The rate and its limits, per multiplier.
    pub estimate: Estimate,
    /// The variance of the rate, in the square of the rate's unit.
    pub variance: f64,
}

/// A directly standardised rate with 95 % and 99.8 % limits, withheld below ten events.
///
/// Formula, over strata with `x` events, `n` people, weight `w`; `W = Σw`, `O` the total events, `m` the multiplier:
/// * `value = m Σ(w x / n) / W`;
/// * `variance = m² Σ(x (w / n)²) / W²`;
/// * `limit = value + sqrt(variance / O) (O_limit - O)`, with Byar's limits of `O` (see
///   [`count_limits_at`](crate::count_limits_at)).
///
/// Source: Dobson, Kuulasmaa, Eberle and Scherer (1991); Byar's limits from Breslow and Day (1987).
///
/// Shape: one item per stratum, in any order; the result does not depend on the order, to the last bit. Unit: per
/// `multiplier`.
///
/// Withheld with [`WithheldReason::FewerThanTenEvents`] when `O` is below ten, and with
/// [`WithheldReason::NoWeightedEvents`] when all events lie in strata of zero weight (the interval would have no width).
///
/// # Errors
///
/// [`MethodError::DirectlyStandardisedRate`] when there are no strata, an input is not finite, events or a given total
/// are below zero, a population or the multiplier is not above zero, a weight is below zero, or all weights are zero.
///
/// ```
/// use concordat_methods::{EventTotal, Outcome, Stratum, WithheldReason, directly_standardised_rate};
///
/// let strata = [
///     Stratum { events: 12.0, population: 4_000.0, standard_weight: 5_500.0 },
///     Stratum { events: 30.0, population: 2_500.0, standard_weight: 5_000.0 },
/// ];
/// let rate = directly_standardised_rate(&strata, 100_000.0, EventTotal::OfStrata)?;
/// let per_100k = rate.computed().map(|rate| rate.estimate);
/// assert_eq!(per_100k.map(|rate| format!("{:.1}", rate.value)), Some("728.6".to_owned()));
///
/// let few = directly_standardised_rate(&strata, 100_000.0, EventTotal::Given(5.0))?;
/// assert_eq!(few.reason(), Some(WithheldReason::FewerThanTenEvents));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn directly_standardised_rate(
    strata: &[Stratum],
    multiplier: f64,
    total: EventTotal,
) -> Result<Outcome<StandardisedRate>, MethodError> {
    DirectStandardisation::of(strata, multiplier, total)?
        .outcome()
        .try_map(|sums| sums.both_levels())
        .map_err(|fault| MethodError::DirectlyStandardisedRate { fault })
}

/// A [`directly_standardised_rate`] with limits at one confidence level.
///
/// # Errors
///
/// As [`directly_standardised_rate`].
///
/// ```
/// use concordat_methods::{Confidence, EventTotal, Stratum, directly_standardised_rate_at};
///
/// let strata = [Stratum { events: 50.0, population: 1_000.0, standard_weight: 1.0 }];
/// let rate = directly_standardised_rate_at(&strata, 1_000.0, EventTotal::OfStrata, Confidence::new(0.99)?)?;
/// assert_eq!(rate.computed().map(|rate| rate.value), Some(50.0));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn directly_standardised_rate_at(
    strata: &[Stratum],
    multiplier: f64,
    total: EventTotal,
    confidence: Confidence,
) -> Result<Outcome<Bounded>, MethodError> {
    DirectStandardisation::of(strata, multiplier, total)?
        .outcome()
        .try_map(|sums| sums.limits(confidence).checked_result())
        .map_err(|fault| MethodError::DirectlyStandardisedRate { fault })
}

/// What strata come down to: sums from which a rate and its limits at any level follow without the strata.
///
/// For tables, which show the sums even where the rate is withheld.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DirectStandardisation {
    /// All events: of the strata, or as given.
    pub total_events: f64,
    /// All people; each stratum once.
    pub total_population: f64,
    /// The rate, per multiplier.
    pub value: f64,
    /// The variance of the rate, in the square of the rate's unit.
    pub variance: f64,
}

impl DirectStandardisation {
    /// Sums over strata; see [`directly_standardised_rate`] for the formula.
    ///
    /// # Errors
    ///
    /// As [`directly_standardised_rate`].
    ///
    /// ```
    /// use concordat_methods::{Confidence, DirectStandardisation, EventTotal, Stratum};
    ///
    /// let strata = [Stratum { events: 7.0, population: 700.0, standard_weight: 1.0 }];
    /// let sums = DirectStandardisation::of(&strata, 1_000.0, EventTotal::OfStrata)?;
    /// assert_eq!((sums.total_events, sums.value), (7.0, 10.0));
    /// // Fewer than ten events: the sums stand, the rate is withheld.
    /// assert!(sums.outcome().computed().is_none());
    /// # Ok::<(), concordat_methods::MethodError>(())
    /// ```
    pub fn of(strata: &[Stratum], multiplier: f64, total: EventTotal) -> Result<Self, MethodError> {
        Self::sum(strata, multiplier, total).map_err(|fault| MethodError::DirectlyStandardisedRate { fault })
    }

    fn sum(strata: &[Stratum], multiplier: f64, total: EventTotal) -> Result<Self, InputFault> {
        let multiplier = usable_multiplier(multiplier)?;
        let weight_sum = checked_weight_sum(strata)?;
        let total_events = total_events(strata, total)?;
        let weighted_rates = ordered_sum(strata, |stratum| stratum.events * stratum.weight_each());
        let weighted_variances =
            ordered_sum(strata, |stratum| stratum.events * stratum.weight_each() * stratum.weight_each());
        let scale = multiplier / weight_sum;
        let sums = Self {
            total_events,
            total_population: ordered_sum(strata, |stratum| stratum.population),
            value: multiplier * weighted_rates / weight_sum,
            variance: scale * scale * weighted_variances,
        };
        let finite =
            [sums.total_events, sums.total_population, sums.value, sums.variance].iter().all(|n| n.is_finite());
        finite.then_some(sums).ok_or(InputFault::ResultNotFinite)
    }

    /// The sums where a rate may be shown, or the reason why not: fewer than ten events, or none that is weighted.
    ///
    /// ```
    /// use concordat_methods::{DirectStandardisation, EventTotal, Stratum, WithheldReason};
    ///
    /// let strata = [Stratum { events: 3.0, population: 700.0, standard_weight: 1.0 }];
    /// let sums = DirectStandardisation::of(&strata, 1_000.0, EventTotal::OfStrata)?;
    /// assert_eq!(sums.outcome().reason(), Some(WithheldReason::FewerThanTenEvents));
    /// # Ok::<(), concordat_methods::MethodError>(())
    /// ```
    pub fn outcome(self) -> Outcome<Self> {
        let withheld = |reason| Outcome::Withheld { reason };
        if self.total_events < FEWEST_EVENTS {
            withheld(WithheldReason::FewerThanTenEvents)
        } else if self.value <= 0.0 {
            withheld(WithheldReason::NoWeightedEvents)
        } else {
            Outcome::Computed(self)
        }
    }

    /// The rate with its limits at a level.
    ///
    /// # Errors
    ///
    /// [`MethodError::DirectlyStandardisedRate`] when the limits are too large to be held.
    ///
    /// ```
    /// use concordat_methods::{Confidence, DirectStandardisation, EventTotal, Stratum};
    ///
    /// let strata = [Stratum { events: 50.0, population: 700.0, standard_weight: 1.0 }];
    /// let sums = DirectStandardisation::of(&strata, 1_000.0, EventTotal::OfStrata)?;
    /// let narrow = sums.limits_at(Confidence::PERCENT_95)?.computed();
    /// let wide = sums.limits_at(Confidence::PERCENT_99_8)?.computed();
    /// assert!(narrow.zip(wide).is_some_and(|(narrow, wide)| wide.lower < narrow.lower));
    /// # Ok::<(), concordat_methods::MethodError>(())
    /// ```
    pub fn limits_at(&self, confidence: Confidence) -> Result<Outcome<Bounded>, MethodError> {
        self.outcome()
            .try_map(|sums| sums.limits(confidence).checked_result())
            .map_err(|fault| MethodError::DirectlyStandardisedRate { fault })
    }

    fn limits(&self, confidence: Confidence) -> Bounded {
        let events = self.total_events;
        let per_event = (self.variance / events).sqrt();
        byar_count_limits(events, confidence).map_increasing(|limit| self.value + per_event * (limit - events))
    }

    fn both_levels(&self) -> Result<StandardisedRate, InputFault> {
        let estimate = Estimate::at_both_levels(|confidence| Ok(self.limits(confidence)))?;
        Ok(StandardisedRate { estimate, variance: self.variance })
    }
}

impl Stratum {
    /// Standard people for whom one counted person stands.
    fn weight_each(&self) -> f64 {
        self.standard_weight / self.population
    }

    fn check(&self) -> Result<(), InputFault> {
        Counts::new(self.events, self.population).checked_for_rate()?;
        not_negative(self.standard_weight, InputFault::WeightNegative)?;
        Ok(())
    }
}

/// The sum of the weights of strata that are all fit for use.
fn checked_weight_sum(strata: &[Stratum]) -> Result<f64, InputFault> {
    if strata.is_empty() {
        return Err(InputFault::NoStrata);
    }
    strata.iter().try_for_each(Stratum::check)?;
    let weight_sum = ordered_sum(strata, |stratum| stratum.standard_weight);
    if weight_sum > 0.0 { Ok(weight_sum) } else { Err(InputFault::WeightsSumToZero) }
}

fn total_events(strata: &[Stratum], total: EventTotal) -> Result<f64, InputFault> {
    match total {
        EventTotal::OfStrata => Ok(ordered_sum(strata, |stratum| stratum.events)),
        EventTotal::Given(events) => not_negative(events, InputFault::NumeratorNegative),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_where_the_standard_has_nobody_give_no_rate() {
        let stratum = |events, standard_weight| Stratum { events, population: 100.0, standard_weight };
        let outcome = directly_standardised_rate(&[stratum(40.0, 0.0), stratum(0.0, 5.0)], 100.0, EventTotal::OfStrata);
        let reason = outcome.map(|outcome| outcome.reason());
        assert_eq!(reason, Ok(Some(WithheldReason::NoWeightedEvents)));
    }

    #[test]
    fn a_given_total_changes_the_limits_and_not_the_value() {
        let strata = [Stratum { events: 23.0, population: 1000.0, standard_weight: 1.0 }];
        let with = |total| {
            directly_standardised_rate(&strata, 1000.0, total)
                .ok()
                .and_then(Outcome::computed)
                .map(|rate| rate.estimate)
        };
        let sealed = with(EventTotal::OfStrata);
        let shown = with(EventTotal::Given(25.0));
        assert_eq!(sealed, with(EventTotal::Given(23.0)));
        assert_eq!(sealed.map(|rate| rate.value), shown.map(|rate| rate.value));
        assert_ne!(sealed, shown);
    }
}

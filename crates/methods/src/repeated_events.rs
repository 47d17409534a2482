//! A directly standardised rate of events that come in bundles: one person may have several.
//!
//! Not allowed here: events that are independent of each other; those are `directly_standardised_rate`.

use std::collections::BTreeMap;

use crate::counts::{not_negative, positive, usable_multiplier};
use crate::directly_standardised_rate::DirectStandardisation;
use crate::error::{InputFault, MethodError};
use crate::sums::ordered_sum;

/// The people of one age band who had the same number of events each.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RepeatedEvents {
    /// The age band, by any number of the caller's; rows of one band carry the same number.
    pub band: usize,
    /// Events that each of these people had; above zero.
    pub events_each: f64,
    /// People with so many events; zero or more.
    pub people: f64,
    /// The population of the band; above zero, the same in all rows of the band.
    pub population: f64,
    /// The standard weight of the band; zero or more, the same in all rows of the band.
    pub standard_weight: f64,
}

/// A directly standardised rate of events of which one person may have several.
///
/// Formula, over bands with `n` people and weight `w`, `W = Σw`, and `x_f` people with `f` events each:
/// * total events `O = Σ f x_f`; `value = m Σ(w Σ_f f x_f / n) / W`;
/// * `variance = m² Σ_f f² Σ x_f (w / n)² / W²`: people are independent of each other, their events are not;
/// * limits as of [`directly_standardised_rate`](crate::directly_standardised_rate()), with Byar's limits of `O`.
///
/// Source: Dobson and others (1991) with the variance of a compound count, as in the method for non-independent events
/// of the public-health reference package (2025). Shape: a row for each band and number of events, in any order; the
/// population counts once for each band. Withheld below ten events.
///
/// # Errors
///
/// [`MethodError::DirectlyStandardisedRate`] as for independent events, and when events each are not above zero or
/// rows of a band disagree.
///
/// ```
/// use concordat_methods::{RepeatedEvents, repeated_events};
///
/// let row = |events_each, people| {
///     RepeatedEvents { band: 0, events_each, people, population: 1_000.0, standard_weight: 1.0 }
/// };
/// let sums = repeated_events(&[row(1.0, 20.0), row(2.0, 5.0)], 1_000.0)?;
/// assert_eq!((sums.total_events, sums.total_population, sums.value), (30.0, 1_000.0, 30.0));
/// // 20 + 4 x 5 instead of 30: bundles make the rate less certain.
/// assert_eq!(sums.variance.round(), 40.0);
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn repeated_events(rows: &[RepeatedEvents], multiplier: f64) -> Result<DirectStandardisation, MethodError> {
    checked(rows, multiplier).map_err(|fault| MethodError::DirectlyStandardisedRate { fault })
}

fn checked(rows: &[RepeatedEvents], multiplier: f64) -> Result<DirectStandardisation, InputFault> {
    let multiplier = usable_multiplier(multiplier)?;
    let bands = bands(rows)?;
    let weight_sum = ordered_sum(&bands, |(_, weight)| *weight);
    if weight_sum <= 0.0 {
        return Err(InputFault::WeightsSumToZero);
    }
    let weight_each = |row: &RepeatedEvents| row.standard_weight / row.population;
    let events = |row: &RepeatedEvents| row.events_each * row.people;
    let scale = multiplier / weight_sum;
    let sums = DirectStandardisation {
        total_events: ordered_sum(rows, events),
        total_population: ordered_sum(&bands, |(population, _)| *population),
        value: multiplier * ordered_sum(rows, |row| events(row) * weight_each(row)) / weight_sum,
        variance: scale
            * scale
            * ordered_sum(rows, |row| row.events_each * events(row) * weight_each(row) * weight_each(row)),
    };
    let finite = [sums.total_events, sums.total_population, sums.value, sums.variance].iter().all(|n| n.is_finite());
    finite.then_some(sums).ok_or(InputFault::ResultNotFinite)
}

/// Population and weight of each band, once.
fn bands(rows: &[RepeatedEvents]) -> Result<Vec<(f64, f64)>, InputFault> {
    let mut bands: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for row in rows {
        positive(row.events_each, InputFault::FrequencyNotPositive)?;
        not_negative(row.people, InputFault::NumeratorNegative)?;
        positive(row.population, InputFault::DenominatorNotPositive)?;
        not_negative(row.standard_weight, InputFault::WeightNegative)?;
        let own = (row.population, row.standard_weight);
        if *bands.entry(row.band).or_insert(own) != own {
            return Err(InputFault::BandDisagrees);
        }
    }
    if bands.is_empty() { Err(InputFault::NoStrata) } else { Ok(bands.into_values().collect()) }
}

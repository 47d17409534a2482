//! Rates out of a population, crude and directly standardised.
//!
//! Not allowed in here: strata of a total that is hidden; protection does not give them out.

use concordat_declare::indicator::{CrudeRate, DirectlyStandardisedRate, Measure, Population};
use concordat_disclosure::CellKey;
use concordat_methods::{Counts, Estimate, StandardBand, Stratum, european_standard_population_2013_from_age};

use super::rate_gap::{self, Own};
use super::row::{Spot, confidential, fill, identify, not_available};
use super::{Context, ShownCount};
use crate::cells::{self, age_count, grids};
use crate::dimension::Member;
use crate::error::MeasureError;
use crate::observation::{Observation, RowMeasure};
use crate::population::PopulationByArea;
use crate::tabulate::breaks;

const NO_POPULATION: &str = "the area has no population of its own: it was split from an older one";

pub(super) fn crude(context: &mut Context<'_, '_>, measure: &CrudeRate) -> Result<Vec<Observation>, MeasureError> {
    let (from_age, until_age) = (measure.population.from_age, measure.population.until_age.unwrap_or(u8::MAX));
    let mut gaps = Vec::new();
    let mut rows = each_spot(context, &measure.population, |context, spot, at| {
        let mut row = context.row(spot, RowMeasure::Value, "");
        let Ready { key, count, population } = match at {
            At::Ready(ready) => ready,
            At::Withheld => {
                gaps.extend(rate_gap::rows(context, spot, Own::Missing)?);
                return Ok(not_available(row, WITHHELD));
            }
            At::Hidden => {
                gaps.extend(rate_gap::rows(context, spot, Own::Hidden)?);
                return Ok(confidential(row));
            }
        };
        "crude rate, exact or Byar limits".clone_into(&mut row.method);
        let people = population.people(spot.level, spot.area, from_age, until_age).filter(|people| *people > 0);
        let Some(people) = people else {
            gaps.extend(rate_gap::rows(context, spot, Own::Missing)?);
            return Ok(without_population(context, row, key, count));
        };
        let own = counts(count, people);
        let estimate = context.rate(own, context.indicator.unit.multiplier())?;
        fill(&mut row, &estimate, context.decimals(people));
        context.print(key);
        carry(&mut row, count, Some(people));
        let mut beside = rate_gap::rows(context, spot, Own::Counts(own))?;
        beside.iter_mut().filter(|gap| gap.value.is_some()).for_each(|gap| carry(gap, count, Some(people)));
        gaps.extend(beside);
        Ok(row)
    })?;
    gaps.iter_mut().for_each(|gap| gap.denominator_period = of_year(&measure.population));
    rows.append(&mut gaps);
    Ok(rows)
}

/// A count can be shown where no rate can: it is published with the mark `x`.
fn without_population(
    context: &mut Context<'_, '_>,
    mut row: Observation,
    key: &CellKey,
    count: ShownCount,
) -> Observation {
    context.print(key);
    carry(&mut row, count, None);
    not_available(row, NO_POPULATION)
}

pub(super) fn standardised(
    context: &mut Context<'_, '_>,
    measure: &DirectlyStandardisedRate,
) -> Result<Vec<Observation>, MeasureError> {
    let from_age = measure.population.from_age;
    let bands = european_standard_population_2013_from_age(from_age).map_err(|source| context.method(source))?;
    let count_of_ages = age_count(context.night.partnership, context.indicator).unwrap_or(0);
    if bands.len() != count_of_ages {
        return Err(MeasureError::Unsupported {
            indicator: context.indicator.id.value.clone(),
            what: "the age bands of the records are not those of the standard population",
        });
    }
    each_spot(context, &measure.population, |context, spot, at| {
        let mut row = context.row(spot, RowMeasure::Value, "");
        let Ready { key, count, population } = match at {
            At::Ready(ready) => ready,
            At::Withheld => return Ok(not_available(row, WITHHELD)),
            At::Hidden => return Ok(confidential(row)),
        };
        "directly standardised to the European Standard Population 2013, Dobson and Byar".clone_into(&mut row.method);
        let Some(strata) = strata(context, spot, bands, population) else {
            return Ok(without_population(context, row, key, count));
        };
        // The choice rests on the shown total alone, so that the mark tells nothing of the ages.
        if count.count < measure.least_events {
            context.print(key);
            carry(&mut row, count, None);
            return Ok(not_available(row, "too few events for a standardised rate"));
        }
        let standardised = context.standardised(&strata, count.count, context.indicator.unit.multiplier())?;
        context.print(key);
        // Person-years: the population of one year, once for each year of the span.
        let people = population.people(spot.level, spot.area, from_age, u8::MAX);
        carry(&mut row, count, people.map(|people| people * spot.span.months() / 12));
        let Some(rate) = standardised else { return Ok(not_available(row, "fewer than 10 events")) };
        fill(&mut row, &coarser(&rate, measure.round_rate_to), context.indicator.decimals);
        Ok(row)
    })
}

/// The same, with every number rounded to a multiple.
fn coarser(estimate: &Estimate, multiple: u32) -> Estimate {
    let multiple = f64::from(multiple.max(1));
    let round = |value: f64| (value / multiple).round() * multiple;
    Estimate {
        value: round(estimate.value),
        lower_95: round(estimate.lower_95),
        upper_95: round(estimate.upper_95),
        lower_998: round(estimate.lower_998),
        upper_998: round(estimate.upper_998),
    }
}

/// Sealed strata of a shown total, with the population of each band; `None` where the area has no population.
fn strata(
    context: &Context<'_, '_>,
    spot: Spot<'_>,
    bands: &[StandardBand],
    population: &PopulationByArea,
) -> Option<Vec<Stratum>> {
    let months = spot.span.months();
    let code = &context.night.partnership.areas().levels[spot.level].areas[spot.area].code;
    let sealed = |age: usize| {
        let key = cells::key(
            &context.indicator.id.value,
            "numerator",
            code.as_str(),
            &spot.span.token(),
            Member::All,
            Some(age),
        );
        context.protected.sealed(&key)
    };
    bands
        .iter()
        .enumerate()
        .map(|(age, band)| {
            let upper = band.upper_age_years.unwrap_or(u8::MAX);
            let people = population.people(spot.level, spot.area, band.lower_age_years, upper)?;
            #[expect(clippy::cast_precision_loss, reason = "counts of a place are far below 2^53")]
            Some(Stratum {
                events: sealed(age)? as f64,
                population: (people * months) as f64 / 12.0,
                standard_weight: band.weight,
            })
        })
        .collect()
}

/// A shown count, and what it is divided by.
struct Ready<'spot> {
    key: &'spot CellKey,
    count: ShownCount,
    population: &'spot PopulationByArea,
}

/// What there is at a spot.
enum At<'spot> {
    Ready(Ready<'spot>),
    Hidden,
    Withheld,
}

const WITHHELD: &str = "withheld by decision";

/// Goes over every spot of every table.
fn each_spot(
    context: &mut Context<'_, '_>,
    declared: &Population,
    mut evaluate: impl FnMut(&mut Context<'_, '_>, Spot<'_>, At<'_>) -> Result<Observation, MeasureError>,
) -> Result<Vec<Observation>, MeasureError> {
    let Some(population) = &context.outline.population else { return Ok(Vec::new()) };
    let partnership = context.night.partnership;
    let breaks = breaks(context.indicator, &context.outline.periods);
    let mut rows = Vec::new();
    for grid in grids(partnership, context.indicator, &context.outline.periods, &breaks) {
        for span in &grid.spans {
            for (area, known) in partnership.areas().levels[grid.level].areas.iter().enumerate() {
                let spot = Spot { level: grid.level, area, span, sex: "Persons", category: None };
                let id = &context.indicator.id.value;
                let key = cells::key(id, "numerator", known.code.as_str(), &span.token(), Member::All, None);
                let at = match context.shown(&key) {
                    _ if context.withheld(&known.code) => At::Withheld,
                    None => {
                        context.print_hidden(&key);
                        At::Hidden
                    }
                    Some(count) => At::Ready(Ready { key: &key, count, population }),
                };
                let row = evaluate(context, spot, at)?;
                rows.push(finish(context, row, spot, declared));
            }
        }
    }
    Ok(rows)
}

fn of_year(declared: &Population) -> String {
    format!("mid-{}", declared.period.value)
}

/// Notes on the denominator and the comparator's own figure.
fn finish(context: &Context<'_, '_>, mut row: Observation, spot: Spot<'_>, declared: &Population) -> Observation {
    row.denominator_period = match (&context.indicator.measure, spot.span.months() / 12) {
        (Measure::DirectlyStandardisedRate(_), years) if years > 1 => {
            format!("mid-{}, once for each of {years} years", declared.period.value)
        }
        _ => of_year(declared),
    };
    let mut row = identify(row, context.indicator, spot.span);
    row.comparator = context.indicator.comparators.first().map(|comparator| {
        let known = context.outside(comparator, spot);
        super::comparator::figure(comparator, String::new(), &known, context.indicator)
    });
    row
}

#[expect(clippy::cast_precision_loss, reason = "counts of a place are far below 2^53")]
fn counts(count: ShownCount, people: u64) -> Counts {
    Counts { numerator: count.count as f64, denominator: people as f64 }
}

fn carry(row: &mut Observation, count: ShownCount, people: Option<u64>) {
    row.count = Some(count.count);
    row.count_basis = if count.rounded { "rounded" } else { "exact" };
    row.denominator = people;
}

//! Life expectancy at each age, from an abridged life table of twenty bands.
//!
//! Not allowed here: other bands (85 and over cannot be split), and a life table of a small population.

use crate::confidence::Confidence;
use crate::counts::finite;
use crate::error::{InputFault, MethodError};
use crate::estimate::{Bounded, Outcome, WithheldReason};

/// First ages of the twenty bands, in years; the last is open.
pub const LIFE_TABLE_AGES: [u8; 20] = [0, 1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90];

/// Widths of the first nineteen bands, in years.
const WIDTHS: [f64; 19] =
    [1.0, 4.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0];

/// A life table is refused at or below so many people.
pub const LARGEST_POPULATION_WITHOUT_LIFE_TABLE: f64 = 5_000.0;

/// A life expectancy is withheld when its 95 % limits lie further from it than so many years.
const WIDEST_HALF_INTERVAL_YEARS: f64 = 10.0;

/// People alive at the start of a life table, by custom.
const STARTING: f64 = 100_000.0;

/// Deaths and people of one band.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LifeBand {
    /// First age of the band, in years.
    pub first_age: u8,
    /// Deaths in the band.
    pub deaths: f64,
    /// People in the band, or person-years.
    pub population: f64,
}

/// A life table: life expectancy at the start of each band.
#[derive(Debug, Clone, PartialEq)]
pub struct LifeTable {
    /// Life expectancy in years, at each of the ages of [`LIFE_TABLE_AGES`].
    expectancy: [f64; 20],
    /// Its standard error in years; none where nobody survives or nobody died in the last band.
    standard_error: [Option<f64>; 20],
    /// Whether a number exists at all: nobody dying in the last band leaves none.
    finite: bool,
}

/// A life table from deaths and people of the twenty bands, in any order.
///
/// Formula, with `M = D / P`, `n` the width of the band (`2 / M` for the last), `a` the share of it lived by those who
/// die (0.1 in the first year, else 0.5):
/// * `q = M n / (1 + M n (1 - a))`, and 1 in the last band or where `D > P / (n a)`;
/// * survivors `l` from 100,000, deaths `d = l q`, years lived `L = n (l_next + a d)`, in the last band `l / M`;
/// * expectancy `e = ΣL / l` over the band and all later ones, 0 where `l = 0`;
/// * variance of `q`: `q² (1 - q) / D`, 0 without deaths, and `4 / (D M²)` in the last band; standard error
///   `sqrt(Σ l² ((1 - a) n + e_next)² var q) / l`, where the last band counts with `(l / 2)²`.
///
/// Source: Chiang (1968); Newell (1994); variance of the last band by Silcocks and others (2001); Eayres and Williams
/// (2004). Unit: years. Limits by [`LifeTable::at`].
///
/// Withheld as a whole, first reason first: [`WithheldReason::NegativeDeaths`],
/// [`WithheldReason::PopulationNotPositive`], [`WithheldReason::NotTwentyBands`],
/// [`WithheldReason::DeathsExceedPopulation`], [`WithheldReason::TotalPopulationTooSmall`] (5,000 people or fewer).
///
/// # Errors
///
/// [`MethodError::LifeExpectancy`] when an input is not finite.
///
/// ```
/// use concordat_methods::{Confidence, LIFE_TABLE_AGES, LifeBand, life_table};
///
/// let deaths = [4.0, 1.0, 1.0, 1.0, 2.0, 3.0, 4.0, 5.0, 8.0, 12.0, 18.0, 26.0, 38.0, 55.0, 80.0, 115.0, 150.0, 190.0, 210.0, 220.0];
/// let bands: Vec<LifeBand> = LIFE_TABLE_AGES
///     .iter()
///     .zip(deaths)
///     .map(|(age, deaths)| LifeBand { first_age: *age, deaths, population: if *age == 90 { 900.0 } else { 6_000.0 } })
///     .collect();
/// let table = life_table(&bands)?.computed().ok_or("withheld")?;
/// let at_birth = table.at(0, Confidence::PERCENT_95)?.computed().ok_or("withheld")?;
/// assert_eq!(format!("{:.1} ({:.1} to {:.1})", at_birth.value, at_birth.lower, at_birth.upper), "82.1 (81.2 to 83.0)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn life_table(bands: &[LifeBand]) -> Result<Outcome<LifeTable>, MethodError> {
    for band in bands {
        finite(band.deaths)
            .and_then(|_| finite(band.population))
            .map_err(|fault| MethodError::LifeExpectancy { fault })?;
    }
    if let Some(reason) = withheld(bands) {
        return Ok(Outcome::Withheld { reason });
    }
    let mut sorted = bands.to_vec();
    sorted.sort_unstable_by_key(|band| band.first_age);
    Ok(Outcome::Computed(LifeTable::of(&sorted)))
}

/// The first reason why there can be no life table.
fn withheld(bands: &[LifeBand]) -> Option<WithheldReason> {
    let any = |wrong: fn(&LifeBand) -> bool| bands.iter().any(wrong);
    let mut ages: Vec<u8> = bands.iter().map(|band| band.first_age).collect();
    ages.sort_unstable();
    let total: f64 = bands.iter().map(|band| band.population).sum();
    let reasons = [
        (any(|band| band.deaths < 0.0), WithheldReason::NegativeDeaths),
        (any(|band| band.population <= 0.0), WithheldReason::PopulationNotPositive),
        (ages != LIFE_TABLE_AGES, WithheldReason::NotTwentyBands),
        (any(|band| band.deaths > band.population), WithheldReason::DeathsExceedPopulation),
        (total <= LARGEST_POPULATION_WITHOUT_LIFE_TABLE, WithheldReason::TotalPopulationTooSmall),
    ];
    reasons.into_iter().find_map(|(holds, reason)| holds.then_some(reason))
}

/// One band of the life table on its way down.
#[derive(Clone, Copy, Default)]
struct Step {
    survivors: f64,
    years_lived: f64,
    variance: f64,
    lived_by_dead: f64,
}

impl LifeTable {
    fn of(bands: &[LifeBand]) -> Self {
        let mut steps = [Step::default(); 20];
        let mut survivors = STARTING;
        for ((step, band), (position, width)) in steps.iter_mut().zip(bands).zip(WIDTHS.iter().enumerate()) {
            let lived_by_dead = if position == 0 { 0.1 } else { 0.5 };
            let mortality = band.deaths / band.population;
            let dying = if band.deaths <= band.population / width / lived_by_dead {
                mortality * width / (1.0 + mortality * width * (1.0 - lived_by_dead))
            } else {
                1.0
            };
            let next = survivors * (1.0 - dying);
            let variance = if band.deaths > 0.0 { dying * dying * (1.0 - dying) / band.deaths } else { 0.0 };
            let years_lived = width * (next + lived_by_dead * (survivors - next));
            *step = Step { survivors, years_lived, variance, lived_by_dead };
            survivors = next;
        }
        let last = &bands[19];
        let mortality = last.deaths / last.population;
        let finite = last.deaths > 0.0;
        if finite && survivors > 0.0 {
            let variance = 4.0 / (last.deaths * mortality * mortality);
            steps[19] = Step { survivors, years_lived: survivors / mortality, variance, lived_by_dead: 0.5 };
        }
        Self::from_steps(&steps, finite)
    }

    /// From the last band up: years still to be lived, and their variance.
    fn from_steps(steps: &[Step; 20], finite: bool) -> Self {
        let mut table = Self { expectancy: [0.0; 20], standard_error: [None; 20], finite };
        let (mut years, mut variance, mut expectancy_next) = (0.0, 0.0, 0.0);
        for position in (0..20).rev() {
            let step = steps[position];
            years += step.years_lived;
            let weight = if position == 19 {
                step.survivors / 2.0
            } else {
                step.survivors * ((1.0 - step.lived_by_dead) * WIDTHS[position] + expectancy_next)
            };
            variance += weight * weight * step.variance;
            if step.survivors > 0.0 {
                table.expectancy[position] = years / step.survivors;
                table.standard_error[position] = Some(variance.sqrt() / step.survivors);
            }
            expectancy_next = table.expectancy[position];
        }
        table
    }

    /// Life expectancy at the start of a band, with its limits at a level.
    ///
    /// Formula: `e ∓ z SE`. Withheld with [`WithheldReason::IntervalTooWide`] when the 95 % limits lie more than ten
    /// years from the value, or nobody died in the last band. Other programs show the limits of a value so withheld,
    /// which may be absurd; this one does not.
    ///
    /// # Errors
    ///
    /// [`MethodError::LifeExpectancy`] when no band starts at that age.
    ///
    /// ```
    /// use concordat_methods::{Confidence, LIFE_TABLE_AGES, LifeBand, WithheldReason, life_table};
    ///
    /// let band = |age: &u8| LifeBand { first_age: *age, deaths: if *age == 90 { 0.0 } else { 9.0 }, population: 999.0 };
    /// let bands: Vec<LifeBand> = LIFE_TABLE_AGES.iter().map(band).collect();
    /// let table = life_table(&bands)?.computed().ok_or("withheld")?;
    /// let reason = table.at(65, Confidence::PERCENT_95)?.reason();
    /// assert_eq!(reason, Some(WithheldReason::IntervalTooWide));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn at(&self, first_age: u8, confidence: Confidence) -> Result<Outcome<Bounded>, MethodError> {
        let value = match self.value_at(first_age)? {
            Outcome::Computed(value) => value,
            Outcome::Withheld { reason } => return Ok(Outcome::Withheld { reason }),
        };
        let position = position(first_age)?;
        let Some(error) = self.standard_error[position] else {
            let reason = WithheldReason::NobodySurvives;
            return Ok(Outcome::Withheld { reason });
        };
        let off = confidence.z() * error;
        Ok(Outcome::Computed(Bounded { value, lower: value - off, upper: value + off }))
    }

    /// Life expectancy at the start of a band without limits: it exists, as 0, even where nobody survives to the age.
    ///
    /// # Errors
    ///
    /// [`MethodError::LifeExpectancy`] when no band starts at that age.
    ///
    /// ```
    /// use concordat_methods::{LIFE_TABLE_AGES, LifeBand, life_table};
    ///
    /// let bands: Vec<LifeBand> =
    ///     LIFE_TABLE_AGES.iter().map(|age| LifeBand { first_age: *age, deaths: 90.0, population: 999.0 }).collect();
    /// let table = life_table(&bands)?.computed().ok_or("withheld")?;
    /// assert_eq!(table.value_at(90)?.computed().map(|years| format!("{years:.1}")), Some("11.1".to_owned()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn value_at(&self, first_age: u8) -> Result<Outcome<f64>, MethodError> {
        let position = position(first_age)?;
        let widest = WIDEST_HALF_INTERVAL_YEARS / Confidence::PERCENT_95.z();
        let too_wide = self.standard_error[position].is_some_and(|error| error > widest);
        Ok(if too_wide || !self.finite {
            Outcome::Withheld { reason: WithheldReason::IntervalTooWide }
        } else {
            Outcome::Computed(self.expectancy[position])
        })
    }
}

fn position(first_age: u8) -> Result<usize, MethodError> {
    let fault = InputFault::AgeStartsNoBand;
    LIFE_TABLE_AGES.iter().position(|age| *age == first_age).ok_or(MethodError::LifeExpectancy { fault })
}

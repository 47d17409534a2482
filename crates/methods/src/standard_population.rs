//! The European Standard Population 2013, as weights for directly standardised rates.
//!
//! Not allowed here: counted or estimated populations. This is a fixed table that everyone agrees to weight by.

use crate::error::{InputFault, MethodError};

/// One age band of a standard population.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StandardBand {
    /// First age in the band, in whole years.
    pub lower_age_years: u8,
    /// Last age in the band, in whole years; none for the open band at the top.
    pub upper_age_years: Option<u8>,
    /// Standard people in the band; only the proportions between bands matter.
    pub weight: f64,
}

const fn five_years_from(lower_age_years: u8, weight: f64) -> StandardBand {
    StandardBand { lower_age_years, upper_age_years: Some(lower_age_years + 4), weight }
}

/// The European Standard Population 2013: 19 bands from 0-4 to 90 and over, 100,000 standard people.
///
/// Source: Eurostat, Revision of the European Standard Population, 2013 edition (its bands 0 and 1-4 taken together,
/// and its bands 90-94 and 95 and over taken together, as usual for health indicators in England).
pub const EUROPEAN_STANDARD_POPULATION_2013: [StandardBand; 19] = [
    five_years_from(0, 5000.0),
    five_years_from(5, 5500.0),
    five_years_from(10, 5500.0),
    five_years_from(15, 5500.0),
    five_years_from(20, 6000.0),
    five_years_from(25, 6000.0),
    five_years_from(30, 6500.0),
    five_years_from(35, 7000.0),
    five_years_from(40, 7000.0),
    five_years_from(45, 7000.0),
    five_years_from(50, 7000.0),
    five_years_from(55, 6500.0),
    five_years_from(60, 6000.0),
    five_years_from(65, 5500.0),
    five_years_from(70, 5000.0),
    five_years_from(75, 4000.0),
    five_years_from(80, 2500.0),
    five_years_from(85, 1500.0),
    StandardBand { lower_age_years: 90, upper_age_years: None, weight: 1000.0 },
];

/// The bands of the [`EUROPEAN_STANDARD_POPULATION_2013`] from an age up, youngest first.
///
/// The weights stay as they are: a directly standardised rate divides by their sum.
///
/// # Errors
///
/// [`MethodError::StandardPopulation`] when no band starts at that age: part of a band has no agreed weight.
///
/// ```
/// use concordat_methods::european_standard_population_2013_from_age;
///
/// let from_65 = european_standard_population_2013_from_age(65)?;
/// assert_eq!(from_65.len(), 6);
/// assert_eq!(from_65[0].weight, 5500.0);
/// assert!(european_standard_population_2013_from_age(18).is_err());
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn european_standard_population_2013_from_age(lower_age_years: u8) -> Result<&'static [StandardBand], MethodError> {
    static BANDS: [StandardBand; 19] = EUROPEAN_STANDARD_POPULATION_2013;
    BANDS
        .iter()
        .position(|band| band.lower_age_years == lower_age_years)
        .map(|first| &BANDS[first..])
        .ok_or(MethodError::StandardPopulation { fault: InputFault::AgeStartsNoBand })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_join_and_sum_to_a_hundred_thousand() {
        let bands = EUROPEAN_STANDARD_POPULATION_2013;
        let total: f64 = bands.iter().map(|band| band.weight).sum();
        assert_eq!(total, 100_000.0);
        for pair in bands.windows(2) {
            assert_eq!(pair[0].upper_age_years.map(|age| age + 1), Some(pair[1].lower_age_years));
        }
    }
}

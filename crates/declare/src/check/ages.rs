//! Bounds of age: a population has them where it has a column of age, and a standardised rate has its own by its bands.
//!
//! Not allowed in here: which ages a measure ought to be of.

use concordat_diagnostics::{Text, codes};

use crate::faults::Faults;
use crate::indicator::{Indicator, Measure};
use crate::partnership::Declared;

pub(super) fn check(indicator: &Declared<Indicator>, faults: &mut Faults) {
    let (population, by_band) = match &indicator.item.measure {
        Measure::CrudeRate(rate) => (&rate.population, false),
        Measure::DirectlyStandardisedRate(rate) => (&rate.population, true),
        _ => return,
    };
    let fault = match (population.until_age, &population.age) {
        (Some(_), _) if by_band => {
            "until_age is for a crude rate: a standardised one goes by all bands from its youngest age"
        }
        (Some(until), _) if until < population.from_age => "until_age lies below from_age",
        (Some(_), None) => "until_age needs a column of age in the population",
        _ => return,
    };
    faults.at(&codes::CONTRADICTION, &indicator.file, &population.dataset, Text::new().say(fault));
}

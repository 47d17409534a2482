//! Quantiles and the standard population, against tables.

use concordat_methods::{Confidence, EUROPEAN_STANDARD_POPULATION_2013, count_limits_at};

use crate::oracle::table;

#[test]
fn normal_quantiles_match_the_reference() {
    let mut compared = 0;
    for row in table("special_functions.csv") {
        // The reference quantile belongs to a probability; a level has the same tail on both sides.
        let tail = row.number("arg1").min(1.0 - row.number("arg1"));
        let usable = row.text("function_name") == "normal_quantile" && tail > 0.0;
        if let (true, Ok(confidence)) = (usable, Confidence::new(1.0 - 2.0 * tail)) {
            let want = row.number("value").abs();
            // A probability near one is itself rounded: half a unit in its last place, over the density.
            let density = (-want * want / 2.0).exp() / 2.506_628_274_631;
            let rounding = 2.0 * f64::EPSILON / density;
            assert!((confidence.z() - want).abs() <= 1e-15 * want + rounding, "{}", row.text("case_id"));
            compared += 1;
        }
    }
    assert!(compared >= 10, "{compared}");
}

#[test]
fn chi_squared_quantiles_match_the_reference() {
    let mut compared = 0;
    for row in table("special_functions.csv") {
        let (probability, degrees) = (row.number("arg1"), row.number("arg2"));
        let tail = probability.min(1.0 - probability);
        let Ok(confidence) = Confidence::new(1.0 - 2.0 * tail) else {
            continue;
        };
        // Below ten events the limits of a count are half a quantile: 2x degrees below, 2x + 2 above.
        let is_lower = probability < 0.5;
        let events = if is_lower { degrees / 2.0 } else { degrees / 2.0 - 1.0 };
        if row.text("function_name") != "chisq_quantile" || !(0.0..10.0).contains(&events) {
            continue;
        }
        let limits = count_limits_at(events, confidence).unwrap();
        let got = 2.0 * if is_lower { limits.lower } else { limits.upper };
        let want = row.number("value");
        assert!((got - want).abs() <= 1e-12 * want, "{}: got {got:e}, want {want:e}", row.text("case_id"));
        compared += 1;
    }
    assert!(compared >= 20, "{compared}");
}

#[test]
fn the_standard_population_is_the_published_one() {
    let rows = table("european_standard_population_2013.csv");
    assert_eq!(rows.len(), EUROPEAN_STANDARD_POPULATION_2013.len());
    for (row, band) in rows.iter().zip(EUROPEAN_STANDARD_POPULATION_2013) {
        assert_eq!(row.number("start_age"), f64::from(band.lower_age_years));
        assert_eq!(row.number("standard_population"), band.weight);
        let name = match band.upper_age_years {
            Some(upper) => format!("{}-{upper}", band.lower_age_years),
            None => format!("{}+", band.lower_age_years),
        };
        assert_eq!(row.text("band"), name);
    }
}

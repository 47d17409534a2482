//! What must hold for every input, not only for those in the tables.

use concordat_methods::{
    Bounded, Confidence, Counts, DeprivationQuantile, Estimate, EventTotal, FirstQuantile, IndirectStandardisation,
    LIFE_TABLE_AGES, LifeBand, Outcome, Simulation, SlopeOptions, Stratum, ValueKind, count_limits_at,
    difference_from_whole, difference_of_proportions, directly_standardised_rate, life_table, mean_of, proportion,
    proportion_at, quantiles, rate, relative_gap_of_proportions, slope_index, special,
};
use proptest::prelude::*;

/// Counts of people, fractional, from a handful to a nation.
fn people() -> impl Strategy<Value = Counts> {
    (1e-3..1e8_f64, 0.0..=1.0_f64)
        .prop_map(|(denominator, share)| Counts::new((denominator * share).min(denominator), denominator))
}

fn strata() -> impl Strategy<Value = Vec<Stratum>> {
    let stratum = (0.0..500.0_f64, 1.0..1e6_f64, 1.0..7000.0_f64)
        .prop_map(|(events, population, standard_weight)| Stratum { events, population, standard_weight });
    prop::collection::vec(stratum, 1..25)
}

/// A level in the range accepted.
fn level() -> impl Strategy<Value = f64> {
    0.9..0.999_999_f64
}

fn in_order(estimate: &Estimate) -> bool {
    let numbers = [estimate.lower_998, estimate.lower_95, estimate.value, estimate.upper_95, estimate.upper_998];
    numbers.iter().all(|number| number.is_finite()) && numbers.is_sorted()
}

fn inside(narrow: Bounded, wide: Bounded) -> bool {
    wide.lower <= narrow.lower && narrow.upper <= wide.upper
}

proptest! {
    #[test]
    fn limits_bracket_a_proportion_within_its_range(counts in people()) {
        let share = proportion(counts, 1.0).unwrap();
        prop_assert!(in_order(&share));
        prop_assert!(share.lower_998 >= 0.0 && share.upper_998 <= 1.0);
    }

    #[test]
    fn limits_bracket_a_rate(events in 0.0..1e7_f64, population in 1e-3..1e8_f64) {
        let crude = rate(Counts::new(events, population), 100_000.0).unwrap();
        prop_assert!(in_order(&crude));
        prop_assert!(crude.lower_998 >= 0.0);
    }

    #[test]
    fn exact_limits_bracket_few_events(events in 0.0..10.0_f64, level in level()) {
        let limits = count_limits_at(events, Confidence::new(level).unwrap()).unwrap();
        prop_assert!(0.0 <= limits.lower && limits.lower <= events && events < limits.upper);
    }

    #[test]
    fn more_confidence_never_narrows(counts in people(), one in level(), other in level()) {
        let narrow = Confidence::new(one.min(other)).unwrap();
        let wide = Confidence::new(one.max(other)).unwrap();
        prop_assert!(narrow.z() <= wide.z());
        let share = |confidence| proportion_at(counts, 100.0, confidence).unwrap();
        prop_assert!(inside(share(narrow), share(wide)));
        let events = |confidence| count_limits_at(counts.numerator, confidence).unwrap();
        let (narrow, wide) = (events(narrow), events(wide));
        // Quantiles of levels that differ in the last digits may cross by a rounding.
        let slack = 1e-13 * counts.numerator.max(1.0);
        prop_assert!(wide.lower <= narrow.lower + slack && narrow.upper <= wide.upper + slack);
    }

    #[test]
    fn a_standardised_rate_does_not_depend_on_the_order(
        (given, shuffled) in strata().prop_flat_map(|strata| {
            (Just(strata.clone()), Just(strata).prop_shuffle())
        }),
    ) {
        let of = |strata: &[Stratum]| {
            directly_standardised_rate(strata, 100_000.0, EventTotal::OfStrata).unwrap()
        };
        prop_assert_eq!(of(&given), of(&shuffled));
    }

    #[test]
    fn a_standardised_rate_lies_among_those_of_its_strata(strata in strata()) {
        let outcome = directly_standardised_rate(&strata, 1.0, EventTotal::OfStrata).unwrap();
        let events: f64 = strata.iter().map(|stratum| stratum.events).sum();
        if let Outcome::Computed(rate) = outcome {
            let of_strata = || strata.iter().map(|stratum| stratum.events / stratum.population);
            let (lowest, highest) = (
                of_strata().fold(f64::INFINITY, f64::min),
                of_strata().fold(0.0, f64::max),
            );
            prop_assert!(in_order(&rate.estimate));
            prop_assert!(rate.estimate.value >= lowest * (1.0 - 1e-12));
            prop_assert!(rate.estimate.value <= highest * (1.0 + 1e-12));
        } else {
            prop_assert!(events < 10.0 + 1e-9);
        }
    }

    #[test]
    fn a_gap_is_in_order_and_changes_sign_with_its_sides(one in people(), other in people()) {
        let gap = difference_of_proportions(one, other, 100.0).unwrap();
        let back = difference_of_proportions(other, one, 100.0).unwrap();
        prop_assert!(in_order(&gap));
        prop_assert!(gap.lower_998 >= -100.0 && gap.upper_998 <= 100.0);
        prop_assert!((gap.value + back.value).abs() <= 1e-12);
        prop_assert!((gap.lower_95 + back.upper_95).abs() <= 1e-12);
    }

    #[test]
    fn a_group_is_nearer_to_its_whole_than_to_the_rest(group in people(), rest in people()) {
        let whole = Counts::new(
            group.numerator + rest.numerator,
            group.denominator + rest.denominator,
        );
        // The sums may round past what the group leaves over; that is refused, rightly.
        if let Ok(Outcome::Computed(gap)) = difference_from_whole(group, whole, 100.0) {
            let to_rest = group.numerator / group.denominator - rest.numerator / rest.denominator;
            prop_assert!(in_order(&gap));
            prop_assert!(gap.value.abs() <= 100.0 * to_rest.abs() + 1e-3);
        }
    }

    #[test]
    fn a_relative_gap_is_finite_or_withheld(one in people(), other in people()) {
        if let Ok(Outcome::Computed(gap)) = relative_gap_of_proportions(one, other) {
            prop_assert!(in_order(&gap));
            prop_assert!(gap.lower_998 >= -100.0);
        }
    }

    #[test]
    fn limits_of_a_mean_bracket_it_and_widen(observations in prop::collection::vec(-1e6..1e6_f64, 2..40), one in level(), other in level()) {
        let mean = mean_of(&observations).unwrap();
        let at = |level| mean.limits_at(Confidence::new(level).unwrap()).unwrap().computed().unwrap();
        let (narrow, wide) = (at(one.min(other)), at(one.max(other)));
        prop_assert!(narrow.lower <= mean.value && mean.value <= narrow.upper);
        // Quantiles of levels that differ in the last digits may cross by a rounding.
        let slack = 1e-9 * (1.0 + narrow.upper - narrow.lower);
        prop_assert!(wide.lower <= narrow.lower + slack && narrow.upper <= wide.upper + slack);
    }

    #[test]
    fn an_indirect_ratio_scales_with_its_reference_value(observed in 0.0..1e5_f64, expected in 1e-3..1e5_f64, scale in 1e-2..1e4_f64) {
        let sums = IndirectStandardisation::of_totals(observed, expected, 0.01).unwrap();
        let at = |value| sums.ratio_at(Confidence::PERCENT_95, value).unwrap().computed().unwrap();
        let (one, scaled) = (at(1.0), at(scale));
        for (small, large) in [(one.value, scaled.value), (one.lower, scaled.lower), (one.upper, scaled.upper)] {
            prop_assert!((small * scale - large).abs() <= 1e-12 * large.abs());
        }
        prop_assert!(one.lower <= one.value && one.value <= one.upper);
    }

    #[test]
    fn rates_and_proportions_scale_with_the_multiplier(counts in people(), multiplier in 1e-2..1e6_f64) {
        let pairs = [
            (proportion(counts, 1.0).unwrap(), proportion(counts, multiplier).unwrap()),
            (rate(counts, 1.0).unwrap(), rate(counts, multiplier).unwrap()),
        ];
        for (one, scaled) in pairs {
            prop_assert!((one.value * multiplier - scaled.value).abs() <= 1e-12 * scaled.value.abs());
            prop_assert!((one.upper_998 * multiplier - scaled.upper_998).abs() <= 1e-12 * scaled.upper_998.abs());
        }
    }

    #[test]
    fn a_life_table_is_finite_or_withheld(
        bands in prop::collection::vec((0.0..300.0_f64, 1.0..5_000.0_f64), 20),
        level in level(),
    ) {
        let bands: Vec<LifeBand> = LIFE_TABLE_AGES
            .iter()
            .zip(bands)
            .map(|(age, (deaths, population))| LifeBand { first_age: *age, deaths: deaths.min(population), population })
            .collect();
        if let Outcome::Computed(table) = life_table(&bands).unwrap() {
            for age in LIFE_TABLE_AGES {
                if let Outcome::Computed(years) = table.at(age, Confidence::new(level).unwrap()).unwrap() {
                    prop_assert!(years.value.is_finite() && years.lower <= years.value && years.value <= years.upper);
                }
            }
        }
    }

    #[test]
    fn quantile_functions_lead_back(probability in 1e-6..0.999_999_f64, degrees in 0.1..500.0_f64) {
        let x = special::chi_squared_quantile(probability, degrees).unwrap();
        prop_assert!((special::chi_squared_cumulative(x, degrees).unwrap() - probability).abs() < 1e-11);
        let t = special::student_quantile(probability, degrees.max(0.5)).unwrap();
        prop_assert!((special::student_cumulative(t, degrees.max(0.5)).unwrap() - probability).abs() < 1e-11);
        let z = special::normal_quantile(probability).unwrap();
        prop_assert!((special::normal_cumulative(z).unwrap() - probability).abs() < 1e-14);
    }

    #[test]
    fn every_quantile_is_used_and_order_is_kept(values in prop::collection::vec(-1e3..1e3_f64, 10..200)) {
        let given: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
        let deciles = quantiles(&given, 10, FirstQuantile::Lowest).unwrap().computed().unwrap();
        for (one, first) in values.iter().zip(&deciles) {
            for (other, second) in values.iter().zip(&deciles) {
                prop_assert!(one >= other || first <= second);
            }
        }
        prop_assert!(deciles.iter().flatten().all(|decile| (1..=10).contains(decile)));
    }
}

proptest! {
    // Inversions and simulations cost more than a formula.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn indices_of_inequality_bracket_their_value(
        values in prop::collection::vec((1.0..1e4_f64, 10.0..1e4_f64, 0.0..0.3_f64), 2..12),
        transform in any::<bool>(),
        turned in any::<bool>(),
    ) {
        let quantiles: Vec<DeprivationQuantile> = values
            .iter()
            .map(|(population, value, standard_error)| DeprivationQuantile {
                population: *population,
                value: *value,
                standard_error: *standard_error,
            })
            .collect();
        let simulation = Simulation { repetitions: 2_000, seed: 1 };
        let multiplier = if turned { -1.0 } else { 0.5 };
        let options = SlopeOptions { kind: ValueKind::Rate, transform, multiplier, simulation, prefer_simulation: false };
        let index = slope_index(&quantiles, options).unwrap();
        for level in [Confidence::PERCENT_95, Confidence::PERCENT_99_8] {
            let (slope, _) = index.slope_limits_at(level).unwrap();
            prop_assert!(slope.lower <= slope.upper && slope.lower.is_finite() && slope.upper.is_finite());
            if let (Outcome::Computed(ratio), _) = index.relative_limits_at(level).unwrap() {
                prop_assert!(0.0 < ratio.lower && ratio.lower <= ratio.upper && ratio.upper.is_finite());
            }
        }
    }
}

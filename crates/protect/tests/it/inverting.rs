//! Every rate of a grid turned round into its count, against brute force.
//!
//! Not allowed here: the product's own way of turning a rate round, but where it is tried.

use concordat_methods::{Confidence, Counts, EventTotal, Stratum, count_limits_at, directly_standardised_rate, rate};
use concordat_protect::{Kind, Shape, Standardised, possible_counts};

const PER: f64 = 100_000.0;

fn real(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

fn rounded(value: f64, decimals: u32) -> f64 {
    format!("{value:.*}", usize::try_from(decimals).unwrap()).parse().unwrap()
}

/// Made-up strata: events spread over four ages, most of them old.
fn strata(events: u64) -> Vec<Stratum> {
    let ages = [(2_300.0, 26_000.0), (1_900.0, 25_000.0), (900.0, 12_000.0), (400.0, 2_500.0)];
    let part = |age: u64| events / 4 + u64::from(age < events % 4);
    let stratum =
        |(age, (population, standard_weight))| Stratum { events: real(part(age)), population, standard_weight };
    (0..).zip(ages).map(stratum).collect()
}

/// Value and limits of a standardised rate at full length.
fn standardised(strata: &[Stratum], total: EventTotal) -> [f64; 3] {
    let made = directly_standardised_rate(strata, PER, total).unwrap().computed().unwrap().estimate;
    [made.value, made.lower_95, made.upper_95]
}

#[test]
fn every_crude_rate_of_a_grid_is_turned_round_as_printing_every_count_does() {
    for (population, decimals) in [(1_500, 1), (8_000, 1), (8_000, 2), (40_000, 1), (40_000, 2)] {
        let print = |count: u64| {
            let made = rate(Counts::new(real(count), real(population)), PER).unwrap();
            [made.value, made.lower_95, made.upper_95].map(|value| rounded(value, decimals))
        };
        let all: Vec<[f64; 3]> = (0..=400).map(print).collect();
        for count in 1..=200_u64 {
            let own = print(count);
            let shape = Shape {
                shown: own.map(Some),
                decimals,
                multiplier: PER,
                denominator: Some(population),
                largest_denominator: 50_000,
            };
            let same: Vec<u64> = (0..=400).filter(|other| all[usize::try_from(*other).unwrap()] == own).collect();
            assert_eq!(possible_counts(Kind::Rate, &shape, 400), same, "{count} of {population}");
        }
    }
}

/// Whether some rate and some spread print the same from a total, tried at many rates within the printed value. `more`
/// widens what is taken as printed alike.
fn found_by_trying([value, lower, upper]: [f64; 3], step: f64, total: u64, more: f64) -> bool {
    let limits = count_limits_at(real(total), Confidence::PERCENT_95).unwrap();
    let (below, above) = (real(total) - limits.lower, limits.upper - real(total));
    let half = step / 2.0 * more;
    (-200..=200).any(|part| {
        let rate = value + f64::from(part) / 200.0 * half;
        let least = [(rate - lower - half) / below, (upper - half - rate) / above, rate / real(total), 0.0];
        let most = [(rate - lower + half) / below, (upper + half - rate) / above];
        least.iter().all(|least| most.iter().all(|most| *least <= *most + 1e-12))
    })
}

#[test]
fn every_standardised_rate_of_a_grid_is_turned_round_as_trying_does() {
    for decimals in [1, 2] {
        let step = 10_f64.powi(-i32::try_from(decimals).unwrap());
        for count in 10..=200 {
            let own = standardised(&strata(count), EventTotal::OfStrata).map(|value| rounded(value, decimals));
            let possible = Standardised::printed(own[0], own[1], own[2], decimals).possible_totals(260);
            assert!(possible.contains(&count), "{count} at {decimals} decimals");
            for total in 10..=260 {
                let is_possible = possible.contains(&total);
                assert!(is_possible || !found_by_trying(own, step, total, 1.0), "{count} hides {total}");
                assert!(!is_possible || found_by_trying(own, step, total, 1.01), "{count} does not print as {total}");
            }
        }
    }
}

#[test]
fn one_stratum_printed_from_every_count_and_population_is_never_left_out() {
    for (count, population) in [(10, 5_000), (23, 8_000), (58, 8_000), (120, 30_000), (199, 9_000)] {
        let made = |events: u64, population: u64| {
            let stratum = Stratum { events: real(events), population: real(population), standard_weight: 1.0 };
            standardised(&[stratum], EventTotal::OfStrata).map(|value| rounded(value, 1))
        };
        let own = made(count, population);
        let possible = Standardised::printed(own[0], own[1], own[2], 1).possible_totals(260);
        for other in 10..=260 {
            let same = (1..=60_000).filter(|people| (PER * real(other) / real(*people) - own[0]).abs() < 0.06);
            let mut same = same.filter(|people| made(other, *people) == own);
            assert!(same.next().is_none() || possible.contains(&other), "{other} left out of {count}");
        }
    }
}

#[test]
fn one_decimal_gives_the_total_away_and_tens_do_not() {
    let mut alone = [0, 0];
    for count in 10..=200 {
        let made = standardised(&strata(count), EventTotal::OfStrata);
        let [one, two] = [1, 2].map(|decimals| {
            let own = made.map(|value| rounded(value, decimals));
            Standardised::printed(own[0], own[1], own[2], decimals).possible_totals(400).len()
        });
        alone[0] += u32::from(one == 1);
        alone[1] += u32::from(two == 1);
        if count >= 50 {
            let tens = made.map(|value| (value / 10.0).round() * 10.0);
            let printed = Standardised { step: 10.0, ..Standardised::printed(tens[0], tens[1], tens[2], 0) };
            assert!(printed.possible_totals(1_000).len() >= 4, "{count}");
        }
    }
    assert!(alone[0] > 20 && alone[1] > 150, "{alone:?}");
}

#[test]
fn a_rate_made_from_the_shown_total_leaves_the_whole_band() {
    for count in 53..=57 {
        let band = (53, 57);
        let strata = strata(count);
        let print = |total| {
            let own = standardised(&strata, total).map(|value| rounded(value, 1));
            Standardised::printed(own[0], own[1], own[2], 1)
        };
        assert_eq!(print(EventTotal::Given(55.0)).total_range(55, band), Some(band));
        let (low, high) = print(EventTotal::OfStrata).total_range(55, band).unwrap();
        assert!(low <= count && count <= high, "{count}: {low} to {high}");
        // From the exact total it tells, but where that total is the shown one.
        assert!(count == 55 || (low, high) == (count, count), "{count}: {low} to {high}");
    }
    // A rate that no total in the band explains was not made from it.
    assert_eq!(Standardised::printed(725.0, 550.5, 937.3, 1).total_range(20, (18, 22)), None);
}

#[test]
fn what_one_event_adds_narrows_further() {
    let strata = strata(60);
    let made = standardised(&strata, EventTotal::OfStrata);
    let weights: f64 = strata.iter().map(|stratum| stratum.standard_weight).sum();
    let each = strata.iter().map(|stratum| PER * stratum.standard_weight / (weights * stratum.population));
    let per_event = each.fold((f64::INFINITY, 0.0_f64), |(least, most), one| (least.min(one), most.max(one)));
    let tens = made.map(|value| (value / 10.0).round() * 10.0);
    let unknown = Standardised { step: 10.0, ..Standardised::printed(tens[0], tens[1], tens[2], 0) };
    let known = Standardised { per_event: Some(per_event), ..unknown.clone() };
    let [unknown, known] = [unknown, known].map(|rate| rate.possible_totals(1_000));
    assert!(known.contains(&60) && known.iter().all(|total| unknown.contains(total)));
    // The value alone bounds the total where the strata are known, and not where they are not.
    let value_alone = |per_event| Standardised { shown: [Some(tens[0]), None, None], step: 10.0, per_event };
    assert_eq!(value_alone(None).possible_totals(300).len(), 291);
    let bounded = value_alone(Some(per_event)).possible_totals(1_000);
    assert!(bounded.contains(&60) && bounded.len() < 500);
}

//! The attacks on figures: counts from rates, shares, limits and ratios. Their numbers are those of the list of attacks.
//!
//! Not allowed here: figures made in another way than the product makes them.

use concordat_methods::{Counts, proportion, rate};
use concordat_protect::{Kind, Shape, possible_counts};

/// A figure as it would be printed, and what of it.
fn printed(
    kind: Kind,
    (count, denominator): (u64, u64),
    decimals: u32,
    parts: [bool; 3],
    denominator_shown: bool,
) -> Shape {
    let multiplier = if kind == Kind::Rate { 100_000.0 } else { 100.0 };
    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    let counts = Counts::new(count as f64, denominator as f64);
    let made = if kind == Kind::Rate { rate(counts, multiplier) } else { proportion(counts, multiplier) }.unwrap();
    let scale = 10_f64.powi(i32::try_from(decimals).unwrap());
    let round = |value: f64| (value * scale).round() / scale;
    let values = [made.value, made.lower_95, made.upper_95];
    let mut shown = [None; 3];
    for (place, value) in values.into_iter().enumerate().filter(|(place, _)| parts[*place]) {
        shown[place] = Some(round(value));
    }
    let denominator = denominator_shown.then_some(denominator);
    Shape { shown, decimals, multiplier, denominator, largest_denominator: 20_000 }
}

#[test]
fn attack_04_a_share_and_its_denominator() {
    for count in 1..=4 {
        let shape = printed(Kind::Proportion, (count, 60), 1, [true, false, false], true);
        assert_eq!(possible_counts(Kind::Proportion, &shape, 60), [count]);
    }
}

#[test]
fn attack_06_a_rate_and_its_limits_without_the_denominator() {
    for (count, denominator, decimals) in [(1, 1_500, 0), (2, 1_500, 1), (3, 8_000, 2), (4, 8_000, 3)] {
        let shape = printed(Kind::Rate, (count, denominator), decimals, [true; 3], false);
        assert_eq!(possible_counts(Kind::Rate, &shape, 200), [count], "{count} at {decimals} decimals");
    }
    // Byar's limits give counts of ten and more away too.
    for count in [23, 58] {
        let shape = printed(Kind::Rate, (count, 8_000), 1, [true; 3], false);
        assert_eq!(possible_counts(Kind::Rate, &shape, 200), [count]);
    }
    let shape = printed(Kind::Proportion, (3, 60), 1, [true; 3], false);
    assert_eq!(possible_counts(Kind::Proportion, &shape, 60), [3]);
}

#[test]
fn attack_07_a_limit_alone() {
    let shape = printed(Kind::Rate, (3, 1_500), 1, [false, true, false], true);
    assert_eq!(possible_counts(Kind::Rate, &shape, 200), [3]);
    let shape = printed(Kind::Proportion, (3, 60), 1, [false, false, true], true);
    assert_eq!(possible_counts(Kind::Proportion, &shape, 60), [3]);
}

#[test]
fn attack_08_a_ratio_to_the_country() {
    // A ratio of 1.27 to a rate of 157.5 that everybody knows is a rate: 200.0 for each 100,000 of 1,500.
    let known = 157.5;
    let ratio: f64 = ((3.0 / 1_500.0 * 100_000.0 / known) * 100.0_f64).round() / 100.0;
    let low_high = [ratio - 0.005, ratio + 0.005].map(|ratio| ratio * known * 1_500.0 / 100_000.0);
    let counts: Vec<u32> = (0..60).filter(|count| (low_high[0]..=low_high[1]).contains(&f64::from(*count))).collect();
    assert_eq!(counts, [3]);
}

#[test]
fn attack_14_an_exact_share_beside_a_rounded_count() {
    // 10, rounded to fives, is 8 to 12; the share of the exact count tells which.
    let shape = printed(Kind::Proportion, (11, 60), 1, [true, false, false], true);
    let rounded = concordat_disclosure::rounding::Rounding::Nearest(5).of(10);
    let left: Vec<u64> = possible_counts(Kind::Proportion, &shape, 60)
        .into_iter()
        .filter(|count| (rounded.least..=rounded.most).contains(count))
        .collect();
    assert_eq!(left, [11]);
    // A share made from the rounded parts leaves all five.
    let from_shown = printed(Kind::Proportion, (10, 60), 1, [true, false, false], true);
    assert_eq!(possible_counts(Kind::Proportion, &from_shown, 60), [10]);
}

#[test]
fn what_is_hidden_altogether_leaves_every_count() {
    let shape = printed(Kind::Rate, (3, 1_500), 1, [false; 3], true);
    assert_eq!(possible_counts(Kind::Rate, &shape, 200).len(), 201);
}

//! Gaps between groups, against tables.

use concordat_methods::{
    Bounded, Confidence, Counts, Estimate, Outcome, RateAndVariance, WithheldReason, difference_from_exact,
    difference_from_whole, difference_from_whole_at, difference_of_proportions, difference_of_proportions_at,
    difference_of_rates, difference_of_rates_at, gap_people, proportion, relative_gap_from_exact,
    relative_gap_from_whole_at, relative_gap_of_proportions_at, relative_gap_of_rates_at,
};

use crate::oracle::{Row, level_of, table};

fn groups(row: &Row) -> (Counts, Counts) {
    (Counts::new(row.number("x1"), row.number("n1")), Counts::new(row.number("x2"), row.number("n2")))
}

fn together(one: Counts, other: Counts) -> Counts {
    Counts::new(one.numerator + other.numerator, one.denominator + other.denominator)
}

fn ratio_of(percent: Bounded) -> Bounded {
    let ratio = |percent: f64| percent / 100.0 + 1.0;
    Bounded { value: ratio(percent.value), lower: ratio(percent.lower), upper: ratio(percent.upper) }
}

#[test]
fn every_difference_of_proportions_matches() {
    let columns = ["difference", "newcombe_lower", "newcombe_upper"];
    let rows = table("gap_proportion.csv");
    assert_eq!(rows.len(), 392);
    for row in rows {
        let (local, comparator) = groups(&row);
        let confidence = row.confidence().unwrap();
        let gap = difference_of_proportions_at(local, comparator, 1.0, confidence).unwrap();
        row.assert_bounded(columns, gap, 1e-12);
        let both = difference_of_proportions(local, comparator, 1.0).unwrap();
        assert_eq!(level_of(&both, confidence), Some(gap));
    }
}

#[test]
fn every_difference_from_the_whole_matches() {
    let columns = ["part_vs_whole_difference", "part_vs_whole_lower", "part_vs_whole_upper"];
    for row in table("gap_proportion.csv") {
        let (group, rest) = groups(&row);
        let whole = together(group, rest);
        let confidence = row.confidence().unwrap();
        let gap = difference_from_whole_at(group, whole, 1.0, confidence).unwrap();
        let gap = gap.computed().unwrap();
        row.assert_bounded(columns, gap, 1e-12);
        let both = difference_from_whole(group, whole, 1.0).unwrap();
        assert_eq!(level_of(&both.computed().unwrap(), confidence), Some(gap));
    }
}

#[test]
fn every_ratio_of_proportions_matches_or_is_withheld() {
    let columns = ["ratio", "ratio_log_lower", "ratio_log_upper"];
    let (mut compared, mut withheld) = (0, 0);
    for row in table("gap_proportion.csv") {
        let (local, comparator) = groups(&row);
        let want = if comparator.numerator == 0.0 {
            Some(WithheldReason::ComparatorIsZero)
        } else if local.numerator == 0.0 {
            Some(WithheldReason::GroupIsZero)
        } else if row.number("p1") == 1.0 && row.number("p2") == 1.0 {
            Some(WithheldReason::NoVariation)
        } else {
            None
        };
        let confidence = row.confidence().unwrap();
        let gap = relative_gap_of_proportions_at(local, comparator, confidence).unwrap();
        assert_eq!(gap.reason(), want, "{}", row.text("case_id"));
        match gap {
            Outcome::Computed(percent) => {
                row.assert_bounded(columns, ratio_of(percent), 1e-12);
                compared += 1;
            }
            Outcome::Withheld { .. } => withheld += 1,
        }
    }
    assert_eq!((compared, withheld), (358, 34));
}

#[test]
fn the_relative_gap_to_the_whole_follows_the_ratio_to_the_rest() {
    for row in table("gap_proportion.csv") {
        let (group, rest) = groups(&row);
        let whole = together(group, rest);
        let confidence = row.confidence().unwrap();
        let gap = relative_gap_from_whole_at(group, whole, confidence).unwrap();
        let Outcome::Computed(gap) = gap else {
            continue;
        };
        let p_whole = whole.numerator / whole.denominator;
        let share = group.denominator / whole.denominator;
        let to_whole = |ratio: f64| ratio / (share * ratio + (1.0 - share));
        let got = ratio_of(gap);
        let close = |got: f64, want: f64| (got - want).abs() <= 1e-11 * want.abs().max(1.0);
        assert!(close(got.value, row.number("p1") / p_whole));
        assert!(close(got.lower, to_whole(row.number("ratio_log_lower"))));
        assert!(close(got.upper, to_whole(row.number("ratio_log_upper"))));
    }
}

#[test]
fn every_difference_of_rates_matches() {
    let columns = ["difference", "mover_lower", "mover_upper"];
    let rows = table("gap_rate.csv");
    assert_eq!(rows.len(), 96);
    for row in rows {
        let side = |number: &str| Bounded {
            value: row.number(&format!("value{number}")),
            lower: row.number(&format!("lower{number}")),
            upper: row.number(&format!("upper{number}")),
        };
        let (local, comparator) = (side("1"), side("2"));
        let gap = difference_of_rates_at(local, comparator).unwrap();
        row.assert_bounded(columns, gap, 1e-12);
        // The same limits at both levels must give the same gap at both.
        let twice = |side: Bounded| Estimate {
            value: side.value,
            lower_95: side.lower,
            upper_95: side.upper,
            lower_998: side.lower,
            upper_998: side.upper,
        };
        let both = difference_of_rates(&twice(local), &twice(comparator)).unwrap();
        assert_eq!((both.at_95(), both.at_998()), (gap, gap));
    }
}

#[test]
fn every_ratio_of_rates_matches() {
    for row in table("gap_rate.csv") {
        let side = |number: &str| RateAndVariance {
            value: row.number(&format!("value{number}")),
            variance: row.number(&format!("variance{number}")),
        };
        let gap = relative_gap_of_rates_at(side("1"), side("2"), Confidence::PERCENT_95).unwrap();
        let percent = gap.computed().unwrap();
        row.assert_close("relative_gap_percent", percent.value, 1e-12);
        let columns = ["ratio", "ratio_log_lower", "ratio_log_upper"];
        row.assert_bounded(columns, ratio_of(percent), 1e-12);
    }
}

#[test]
fn each_level_of_a_difference_of_rates_uses_the_limits_of_that_level() {
    let local = Estimate { value: 10.0, lower_95: 7.0, upper_95: 13.0, lower_998: 4.0, upper_998: 18.0 };
    let gap = difference_of_rates(&local, &Estimate::exact(4.0)).unwrap();
    assert_eq!((gap.lower_95, gap.upper_95), (3.0, 9.0));
    assert_eq!((gap.lower_998, gap.upper_998), (0.0, 14.0));
}

#[test]
fn an_exact_comparator_shifts_and_scales_the_local_limits() {
    let local = proportion(Counts::new(30.0, 120.0), 100.0).unwrap();
    let gap = difference_from_exact(&local, 40.0).unwrap();
    assert_eq!(gap.value, -15.0);
    assert_eq!(gap.lower_998, local.lower_998 - 40.0);
    let relative = relative_gap_from_exact(&local, 40.0).unwrap();
    let relative = relative.computed().unwrap();
    assert_eq!(relative.value, -37.5);
    let want = 100.0 * (local.upper_95 / 40.0 - 1.0);
    assert!((relative.upper_95 - want).abs() <= 1e-12);
    let nothing = relative_gap_from_exact(&local, 0.0).unwrap();
    assert_eq!(nothing.reason(), Some(WithheldReason::ComparatorIsZero));
}

#[test]
fn people_in_the_gap_are_the_denominator_times_the_gap() {
    for row in table("gap_proportion.csv") {
        let (local, comparator) = groups(&row);
        let gap = difference_of_proportions(local, comparator, 100.0).unwrap();
        let people = gap_people(&gap, local.denominator, 100.0).unwrap();
        let want = -local.denominator * row.number("difference");
        assert!((people.value - want).abs() <= 1e-9);
        let got = level_of(&people, row.confidence().unwrap()).unwrap();
        let lower = -local.denominator * row.number("newcombe_upper");
        let upper = -local.denominator * row.number("newcombe_lower");
        assert!((got.lower - lower).abs() <= 1e-9);
        assert!((got.upper - upper).abs() <= 1e-9);
    }
}

#[test]
fn unusable_gaps_are_refused_without_telling_their_values() {
    let wrong = Estimate { upper_95: 2.0, ..Estimate::exact(777.25) };
    let error = difference_from_exact(&wrong, 40.0).unwrap_err();
    assert_eq!(error.fault().code(), "limits_out_of_order");
    let source = std::error::Error::source(&error).unwrap().to_string();
    let text = format!("{error} {source} {error:?}");
    assert!(!text.contains("777"));
    assert!(!error.to_string().contains(&source));
    let missing = difference_from_exact(&Estimate::exact(1.0), f64::NAN).unwrap_err();
    assert_eq!(missing.fault().code(), "not_finite");
    let nobody = gap_people(&Estimate::exact(1.0), 0.0, 100.0).unwrap_err();
    assert_eq!(nobody.fault().code(), "denominator_not_positive");
}

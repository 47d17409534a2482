//! Proportions and crude rates, against tables.

use concordat_methods::{
    Bounded, Confidence, CountIntervalMethod, Counts, Estimate, MethodError, count_interval_method, proportion,
    proportion_at, rate, rate_at,
};

use crate::oracle::{Row, level_of, table};

type BothLevels = fn(Counts, f64) -> Result<Estimate, MethodError>;
type OneLevel = fn(Counts, f64, Confidence) -> Result<Bounded, MethodError>;

/// Levels so near one that the reference, which rounds `(1 + level) / 2`, is off in the eleventh digit.
const NEAR_ONE: f64 = 0.99999;

/// What became of the rows of a table.
#[derive(Debug, Default, PartialEq)]
struct Tally {
    compared: usize,
    refused_as_expected: usize,
    missing: usize,
    certain: usize,
}

fn counts(row: &Row) -> Counts {
    Counts::new(row.number("x"), row.number("n"))
}

fn tolerance(row: &Row) -> f64 {
    if row.level() >= NEAR_ONE { 1e-9 } else { 1e-12 }
}

/// Compares one row and says which kind it was.
fn compare(row: &Row, both_levels: BothLevels, one_level: OneLevel, tally: &mut Tally) {
    let multiplier = row.number("multiplier");
    let result = row.confidence().and_then(|confidence| one_level(counts(row), multiplier, confidence));
    let code = result.map_err(|error| error.fault().code());
    if !row.is_missing("error") {
        assert_eq!(code.err(), Some(row.text("error")));
        tally.refused_as_expected += 1;
    } else if row.is_missing("x") || row.is_missing("n") {
        assert_eq!(code, Err("not_finite"));
        tally.missing += 1;
    } else if row.level() == 1.0 {
        assert_eq!(code, Err("confidence_out_of_range"));
        tally.certain += 1;
    } else {
        let bounded = code.unwrap();
        row.assert_bounded(["value", "lower", "upper"], bounded, tolerance(row));
        let estimate = both_levels(counts(row), multiplier).unwrap();
        let same_level = level_of(&estimate, row.confidence().unwrap());
        assert!(same_level.is_none_or(|same| same == bounded));
        tally.compared += 1;
    }
}

#[test]
fn every_proportion_matches() {
    let mut tally = Tally::default();
    for row in table("proportion.csv") {
        compare(&row, proportion, proportion_at, &mut tally);
    }
    let expected = Tally { compared: 429, refused_as_expected: 16, missing: 6, certain: 4 };
    assert_eq!(tally, expected);
}

#[test]
fn every_rate_matches() {
    let mut tally = Tally::default();
    for row in table("rate.csv") {
        compare(&row, rate, rate_at, &mut tally);
        if row.is_missing("error") && !row.is_missing("x") {
            let method = match count_interval_method(row.number("x")) {
                CountIntervalMethod::Exact => "Exact",
                CountIntervalMethod::Byar => "Byars",
            };
            assert_eq!(method, row.text("method"));
        }
    }
    let expected = Tally { compared: 469, refused_as_expected: 13, missing: 6, certain: 4 };
    assert_eq!(tally, expected);
}

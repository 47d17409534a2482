//! Directly standardised rates, against tables.

use std::collections::BTreeMap;

use concordat_methods::{
    Confidence, EventTotal, Outcome, Stratum, WithheldReason, directly_standardised_rate, directly_standardised_rate_at,
};

use crate::oracle::{Row, table};

/// The strata of each case; a missing count of events is none.
fn strata_by_case(rows: &[Row]) -> BTreeMap<&str, Vec<Stratum>> {
    let mut cases: BTreeMap<&str, Vec<Stratum>> = BTreeMap::new();
    for row in rows {
        let events = if row.is_missing("x") { 0.0 } else { row.number("x") };
        cases.entry(row.text("case_id")).or_default().push(Stratum {
            events,
            population: row.number("n"),
            standard_weight: row.number("stdpop"),
        });
    }
    cases
}

#[test]
fn every_directly_standardised_rate_matches() {
    let input = table("dsr_input.csv");
    let cases = strata_by_case(&input);
    let expected = table("dsr_expected.csv");
    assert_eq!((cases.len(), expected.len()), (217, 217));
    let mut withheld = 0;
    for row in expected {
        let strata = &cases[row.text("case_id")];
        // The sum of the strata, given as the shown total, must change nothing.
        for total in [EventTotal::OfStrata, EventTotal::Given(row.number("total_count"))] {
            if !matches_row(&row, strata, total) {
                withheld += 1;
            }
        }
    }
    assert_eq!(withheld, 2 * 12);
}

/// Compares one case; false when it is rightly withheld.
fn matches_row(row: &Row, strata: &[Stratum], total: EventTotal) -> bool {
    let multiplier = row.number("multiplier");
    let rate = match directly_standardised_rate(strata, multiplier, total).unwrap() {
        Outcome::Computed(rate) => rate,
        Outcome::Withheld { reason } => {
            assert_eq!(reason, WithheldReason::FewerThanTenEvents);
            assert_eq!(row.text("suppressed"), "count_below_10");
            return false;
        }
    };
    assert!(row.is_missing("suppressed"));
    let estimate = rate.estimate;
    row.assert_bounded(["value", "lower95", "upper95"], estimate.at_95(), 1e-12);
    row.assert_bounded(["value", "lower998", "upper998"], estimate.at_998(), 1e-12);
    let variance_per_1 = rate.variance / (multiplier * multiplier);
    let relative = (variance_per_1 / row.number("variance") - 1.0).abs();
    assert!(relative <= 1e-12, "{} variance", row.text("case_id"));
    let confidence = Confidence::new(0.99).unwrap();
    let at_99 = directly_standardised_rate_at(strata, multiplier, total, confidence);
    let at_99 = at_99.unwrap().computed().unwrap();
    row.assert_bounded(["value", "lower99", "upper99"], at_99, 1e-12);
    true
}

#[test]
fn unusable_strata_are_refused_by_their_rule() {
    let rows = table("dsr_errors.csv");
    let cases = strata_by_case(&rows);
    assert_eq!(cases.len(), 8);
    for row in &rows {
        let strata = &cases[row.text("case_id")];
        let result = row.confidence().and_then(|confidence| {
            let multiplier = row.number("multiplier");
            directly_standardised_rate_at(strata, multiplier, EventTotal::OfStrata, confidence)
        });
        let code = result.map_err(|error| error.fault().code()).err();
        // What the reference calls missing is not a number here.
        let want = match row.text("error") {
            "denominator_missing" | "stdpop_missing" => "not_finite",
            named => named,
        };
        assert_eq!(code, Some(want), "{}", row.text("case_id"));
    }
}

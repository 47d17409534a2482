//! Tables that somebody protected, well or badly: verdict, kinds of leak and exact intervals are those expected.
//!
//! Not allowed here: a tolerance.

use std::collections::BTreeMap;

use concordat_protect::{AuditRequest, Verdict, audit_published};

use crate::{data, rows};

fn attack(case: &str, threshold: u64, with_truth: bool) -> Verdict {
    let folder = data().join("audit-cases").join(case);
    let [next, indicators, truth] = ["pub_next.csv", "indicators.csv", "truth.csv"].map(|name| folder.join(name));
    let request = AuditRequest {
        published: &folder.join("pub.csv"),
        next: next.exists().then_some(&next),
        hierarchy: &folder.join("hier.csv"),
        indicators: indicators.exists().then_some(&indicators),
        truth: with_truth.then_some(&truth),
        threshold,
    };
    audit_published(&request).unwrap()
}

#[test]
fn verdicts_and_intervals_are_those_expected() {
    let cases = rows(&data().join("audit-cases/cases.csv"));
    assert_eq!(cases.len(), 45);
    let mut compared = 0;
    for case in &cases {
        let (name, threshold) = (case[0].as_str(), case[1].parse().unwrap());
        let verdict = attack(name, threshold, true);
        assert_eq!(verdict.is_safe(), case[2] == "safe", "{name}: {:?}", kinds(&verdict));
        assert_eq!(verdict.unknown, 0, "{name}");
        match case[3].split_once('=') {
            Some(("FAIL:exact", number)) => assert_eq!(verdict.exact.to_string(), number, "{name}"),
            Some(("FAIL:revision", number)) => assert_eq!(verdict.revision.to_string(), number, "{name}"),
            _ => assert!(verdict.is_safe(), "{name}"),
        }
        compared += same_intervals(name, &verdict);
    }
    assert!(compared > 500, "{compared} intervals");
}

fn kinds(verdict: &Verdict) -> [usize; 4] {
    [verdict.exact, verdict.narrow, verdict.revision, verdict.unknown]
}

fn same_intervals(case: &str, verdict: &Verdict) -> usize {
    let found: BTreeMap<(&str, &str), _> =
        verdict.found.iter().map(|found| ((found.release, found.cell.as_str()), found.interval)).collect();
    let expected = rows(&data().join("audit-cases").join(case).join("expected_intervals.csv"));
    for row in &expected {
        let whole = |text: &str| text.trim_end_matches(".0").parse::<u64>().ok();
        let wanted = Some((whole(&row[3]).unwrap(), whole(&row[4])));
        let key = (row[0].as_str(), row[1].as_str());
        assert_eq!(found.get(&key).copied().flatten(), wanted, "{case} {key:?}");
    }
    expected.len()
}

#[test]
fn without_the_true_counts_every_leak_is_still_found() {
    for case in rows(&data().join("audit-cases/cases.csv")).iter().filter(|case| case[2] == "leak") {
        assert!(!attack(&case[0], case[1].parse().unwrap(), false).is_safe(), "{}", case[0]);
    }
}

//! Faults of single records.

use concordat_base::Name;

use crate::support::*;

/// Puts one bad record among good ones, and checks that it is set aside under the code, at its place, and told in full
/// nowhere but in quarantine.
fn assert_set_aside(bad: &str, code: u16, column: Option<(&str, u64)>) {
    let text = delivery(0..3) + bad + &good(4);
    let mut bench = Bench::new();
    let landed = bench.put(&text).unwrap();
    let counts = landed.counts();
    assert_eq!((counts.read(), counts.accepted(), counts.quarantined()), (5, 4, 1), "C{code}");
    let [notice] = landed.notices() else { return assert_eq!(landed.notices().len(), 1, "C{code}") };
    let place = notice.place.as_ref().unwrap();
    let at = (notice.code.number, place.line, place.column);
    assert_eq!(at, (code, 4, column.map_or(0, |(_, position)| position)));
    let [fault] = landed.receipt().faults() else { return assert_eq!(landed.receipt().faults().len(), 1, "C{code}") };
    assert_eq!(fault.code(), format!("C{code}"));
    assert_eq!(fault.column().map(Name::as_str), column.map(|(name, _)| name));
    assert_eq!((fault.count(), fault.first_records()), (1, [4].as_slice()));
    let quarantined = bench.quarantined(1).unwrap();
    assert_eq!(quarantined.lines().count(), 2, "{quarantined}");
    let name = column.map_or("", |(name, _)| name);
    assert!(quarantined.contains(&format!("4,C{code},{name},")), "{quarantined}");
    if bad.contains(CANARY) {
        assert!(quarantined.contains(CANARY));
    }
    assert_no_canary(&bench, &format!("{landed:?} {}", serde_json::to_string(landed.receipt()).unwrap()));
}

fn assert_no_canary(bench: &Bench, said: &str) {
    assert!(!said.contains(CANARY), "{said}");
    for (path, bytes) in bench.files_outside_quarantine() {
        assert!(!bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes()), "{}", path.display());
    }
}

/// A record with one cell changed.
fn with(column: usize, cell: &str) -> String {
    let good = good(3);
    let mut cells: Vec<&str> = good.trim_end().split(',').collect();
    cells[column] = cell;
    cells.join(",") + "\n"
}

#[test]
fn rows_of_the_wrong_length_are_set_aside() {
    assert_set_aside(&format!("{},2024-01,{CANARY}\n", token(3)), 401, None);
    assert_set_aside(&good(3).replace("word", &format!("word,{CANARY}")), 402, None);
}

#[test]
fn cells_that_break_their_rule_are_set_aside() {
    assert_set_aside(&with(3, CANARY), 403, Some(("sex", 4)));
    assert_set_aside(&with(3, "f"), 403, Some(("sex", 4)));
    assert_set_aside(&with(1, CANARY), 404, Some(("month", 2)));
    assert_set_aside(&with(1, "2024-13"), 404, Some(("month", 2)));
    assert_set_aside(&with(4, CANARY), 405, Some(("age", 5)));
    assert_set_aside(&with(4, "4.0"), 405, Some(("age", 5)));
    assert_set_aside(&with(4, "121"), 406, Some(("age", 5)));
    assert_set_aside(&with(4, "-1"), 406, Some(("age", 5)));
    assert_set_aside(&with(3, ""), 407, Some(("sex", 4)));
    assert_set_aside(&with(3, "  "), 407, Some(("sex", 4)));
    assert_set_aside(&with(2, CANARY), 409, Some(("area", 3)));
    assert_set_aside(&with(2, "W4"), 409, Some(("area", 3)));
    assert_set_aside(&with(0, CANARY), 410, Some(("visit", 1)));
    assert_set_aside(&with(0, &token(3).replace('0', "A")), 410, Some(("visit", 1)));
    assert_set_aside(&with(5, &format!("{CANARY} is too long")), 411, Some(("remark", 6)));
}

#[test]
fn every_fault_of_a_record_is_told_and_the_record_counted_once() {
    let mut bench = Bench::new();
    let landed = bench.put(delivery(0..3) + &with(3, CANARY).replace(",W1,", ",W9,")).unwrap();
    assert_eq!(landed.counts().quarantined(), 1);
    let codes: Vec<u16> = landed.notices().iter().map(|notice| notice.code.number).collect();
    assert_eq!(codes, [409, 403]);
    assert_eq!(bench.quarantined(1).unwrap().lines().count(), 3);
}

#[test]
fn both_records_of_a_repeated_key_are_set_aside() {
    for keys_in_memory in [1, 2, 1000] {
        let mut bench = Bench::new();
        bench.limits.keys_in_memory = keys_in_memory;
        let twin = good(1).replace(",F,", ",M,").replace("word", "twin");
        let landed = bench.put(delivery(0..4) + &twin + &good(5)).unwrap();
        let counts = landed.counts();
        assert_eq!((counts.read(), counts.accepted(), counts.quarantined()), (6, 4, 2));
        let [fault] = landed.receipt().faults() else { panic!("{:?}", landed.receipt()) };
        assert_eq!((fault.code(), fault.first_records()), ("C408", [2, 5].as_slice()));
        let without = Bench::new().put(delivery([0, 2, 3, 5])).unwrap();
        assert_eq!(content(&landed), content(&without));
        let quarantined = bench.quarantined(1).unwrap();
        assert!(quarantined.contains("twin") && quarantined.contains("2,C408,visit,"), "{quarantined}");
        let leftovers = bench.files_outside_quarantine().len();
        assert_eq!(leftovers, 3, "rows, manifest and history alone are left");
    }
}

#[test]
fn a_record_that_is_refused_still_claims_its_key() {
    let bad_twin = good(1).replace(",F,", ",X,");
    let landed = Bench::new().put(delivery(0..4) + &bad_twin).unwrap();
    assert_eq!((landed.counts().accepted(), landed.counts().quarantined()), (3, 2));
}

#[test]
fn without_a_key_equal_records_are_kept() {
    let landed = Bench::without_key().put(delivery([1, 1, 2])).unwrap();
    assert_eq!(landed.counts().accepted(), 3);
    let once = Bench::without_key().put(delivery([1, 2])).unwrap();
    assert_ne!(content(&landed), content(&once));
}

#[test]
fn too_many_refused_records_refuse_the_delivery() {
    let bad: String = (10..16).map(|number| good(number).replace(",F,", &format!(",{CANARY},"))).collect();
    let mut bench = Bench::new();
    let refused = assert_refused(bench.put(delivery(0..4) + &bad), &[403, 412]);
    assert_eq!(refused.totals()[&403], 6);
    assert_eq!(refused.receipt().counts().unwrap().quarantined(), 6);
    assert!(refused.quarantined().is_some() && bench.quarantined(1).unwrap().contains(CANARY));
    assert_no_canary(&bench, &format!("{refused:?}"));
    assert!(bench.files_outside_quarantine().is_empty(), "nothing of it is landed");
    bench.source.checks.refused_records_at_most = 6;
    assert!(bench.put(delivery(0..4) + &bad).is_ok());
    assert_refused(bench.put(HEADER.to_owned() + &bad), &[403, 412]);
}

#[test]
fn diagnostics_are_few_and_totals_whole() {
    let bad: String = (10..110).map(|number| good(number).replace(",F,", ",X,")).collect();
    let mut bench = Bench::new();
    bench.limits.quarantined_records = 30;
    let refused = assert_refused(bench.put(delivery(0..4) + &bad), &[403, 412]);
    assert_eq!(refused.diagnostics().len(), 11);
    assert_eq!(refused.totals()[&403], 100);
    assert_eq!(bench.quarantined(1).unwrap().lines().count(), 31);
}

#[test]
fn a_record_that_is_too_large_ends_the_reading() {
    let mut bench = Bench::new();
    bench.limits.record_bytes = 100;
    bench.limits.block_bytes = 64;
    let long = good(2).replace("note", &"n".repeat(100));
    let refused = assert_refused(bench.put(delivery(0..2) + &long), &[413]);
    assert_eq!(refused.diagnostics()[0].place.as_ref().unwrap().line, 3);
    let open = delivery(0..2) + &good(2).replace("word", "\"word") + &delivery(3..20);
    assert_refused(bench.put(open), &[413]);
}

#[test]
fn an_optional_blank_is_no_value() {
    let landed = Bench::new().put(delivery(0..2) + &with(2, "") + &good(4).replace(",word,", ",,")).unwrap();
    assert_eq!(landed.counts().accepted(), 4);
    assert!(landed.notices().is_empty());
}

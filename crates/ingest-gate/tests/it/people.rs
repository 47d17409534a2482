//! One small delivery for each way in which people can be found in it: refused with its code and place, and nothing of it told
//! or kept.
//!
//! Not allowed in here: identifiers of real people. NHS numbers are of the range for tests.

use concordat_anonymity::{AreaGrain, Granularity};
use concordat_declare::agreement::Identifiability;
use concordat_ingest_gate::{Cause, FieldClass, FieldPolicy, Refused};
use sha2::{Digest, Sha256};

use crate::support::*;

/// A record with a remark.
fn record(number: u32, remark: &str) -> String {
    format!("{},2024-01,E0200000{},F,{},{remark},\n", keyed(number), number % 3 + 1, number % 90)
}

/// A pseudonym made with a key.
fn keyed(number: u32) -> String {
    hexadecimal(&Sha256::digest(format!("a secret {number}")))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Numbers of the range for tests, with their check digits.
fn health_numbers(count: u32) -> impl Iterator<Item = String> {
    let with_check_digit = |stem: u32| {
        let sum: u32 = (0..9).map(|place| stem / 10u32.pow(place) % 10 * (place + 2)).sum();
        Some((11 - sum % 11) % 11).filter(|digit| *digit < 10).map(|digit| format!("{stem}{digit}"))
    };
    (0..count).map(|number| 999_000_000 + number * 7919 % 1_000_000).filter_map(with_check_digit)
}

fn file(records: impl IntoIterator<Item = String>) -> String {
    records.into_iter().fold(HEADER.to_owned(), |text, record| text + &record)
}

/// Refused as over-shared with these codes at a record and field; what must not be told is told nowhere and kept nowhere.
fn assert_over_shared(bench: &mut Bench, text: &str, codes: &[u16], at: (u64, u64), secret: &str) -> Box<Refused> {
    let refused = assert_refused(bench.put(text), codes);
    assert!(refused.over_shared(), "{codes:?}");
    let place = refused.diagnostics()[0].place.clone().unwrap();
    assert_eq!((place.line, place.column), at, "{:#?}", refused.diagnostics());
    assert!(refused.quarantined().is_none());
    assert_untold(bench, &refused, secret);
    assert!(!bench.home.quarantine_root().exists() || bench.quarantined(bench.sequence - 1).is_none());
    refused
}

fn assert_untold(bench: &Bench, refused: &Refused, secret: &str) {
    let receipt = serde_json::to_string(refused.receipt()).unwrap() + &refused.receipt().page();
    let said = format!("{refused:?} {receipt}");
    assert!(!said.contains(secret), "{said}");
    for (path, bytes) in bench.files_outside_quarantine() {
        assert!(!String::from_utf8_lossy(&bytes).contains(secret), "{}", path.display());
    }
}

#[test]
fn each_identifier_in_any_column_is_refused() {
    let cases: [(&str, &[u16]); 9] = [
        ("9999836909", &[415]),
        ("999 060 2670", &[415]),
        ("G808640719231", &[415]),
        ("AB123456C", &[415]),
        ("TS1 2AA", &[415]),
        ("a.smith@example.org", &[415]),
        ("07700 900123", &[415]),
        ("14/03/1987", &[415]),
        ("Mrs Example", &[415]),
    ];
    for (secret, codes) in cases {
        let mut bench = Bench::of_people(Identifiability::Pseudonymised);
        let text = file((0..40).map(|number| record(number, secret)));
        let refused = assert_over_shared(&mut bench, &text, codes, (1, 6), secret);
        assert!(refused.diagnostics()[0].message.as_str().contains("'remark'"), "{secret}");
        // The same text under an open licence is nobody's business.
        bench.anonymity = None;
        assert!(bench.put(&text).is_ok(), "{secret}");
    }
}

#[test]
fn one_identifier_in_one_comment_is_enough() {
    for secret in ["999 060 2670", "NHS 9999836909", "a.smith@example.org", "TS1 2AA"] {
        let mut bench = Bench::of_people(Identifiability::Pseudonymised);
        let remark = |number: u32| if number == 29 { format!("see {secret} again") } else { "none".to_owned() };
        let text = file((0..40).map(|number| record(number, &remark(number))));
        assert_over_shared(&mut bench, &text, &[415], (30, 6), secret);
    }
}

#[test]
fn identifiers_are_found_in_columns_of_every_type() {
    let replaced = |column: usize, value: &str| {
        let cells = |number: u32| {
            let record = record(number, "none");
            let mut cells: Vec<&str> = record.trim_end().split(',').collect();
            cells[column] = value;
            cells.join(",") + "\n"
        };
        file((0..20).map(cells))
    };
    let secret = "9999836909";
    for column in 0..7 {
        let mut bench = Bench::of_people(Identifiability::Pseudonymised);
        // A number is within the range of `age`; `note` is sent and never kept; what breaks a rule is not set aside.
        let field = u64::try_from(column).unwrap() + 1;
        let refused = bench.put(replaced(column, secret)).err().unwrap();
        assert!(codes(&refused).contains(&415), "column {column}: {:#?}", refused.diagnostics());
        let found = refused.diagnostics().iter().find(|fault| fault.code.number == 415).unwrap();
        assert_eq!(found.place.as_ref().unwrap().column, field);
        assert!(refused.over_shared() && refused.quarantined().is_none());
        assert_untold(&bench, &refused, secret);
    }
}

#[test]
fn an_identifier_in_a_record_of_another_shape_is_found() {
    let mut bench = Bench::of_people(Identifiability::Pseudonymised);
    let secret = "a.smith@example.org";
    let text = file((0..20).map(|number| record(number, "none"))) + &format!("x,{secret}\n");
    assert_over_shared(&mut bench, &text, &[401, 415], (21, 0), secret);
}

#[test]
fn free_text_is_refused() {
    let mut bench = Bench::of_people(Identifiability::Pseudonymised);
    let remark = |number: u32| format!("came on day {number} and was asked to come again later on {CANARY}");
    let text = file((0..40).map(|number| record(number, &remark(number))));
    assert_over_shared(&mut bench, &text, &[421], (1, 6), CANARY);
}

#[test]
fn plain_hashes_of_health_numbers_are_no_pseudonyms() {
    let mut bench = Bench::of_people(Identifiability::Pseudonymised);
    bench.limits.attack_stems = 60_000;
    let numbers: Vec<String> = health_numbers(2000).collect();
    let plain = file((0u32..).zip(&numbers).map(|(number, health_number)| {
        record(number, "none").replace(&keyed(number), &hexadecimal(&Sha256::digest(health_number)))
    }));
    let secret = hexadecimal(&Sha256::digest(&numbers[0]));
    assert_over_shared(&mut bench, &plain, &[416], (0, 1), &secret);
    assert!(bench.put(file((0..2000).map(|number| record(number, "none")))).is_ok());
}

#[test]
fn areas_and_times_may_not_be_finer_than_agreed() {
    let mut bench = Bench::of_people(Identifiability::DepersonalisedRow);
    let text = file((0..20).map(|number| record(number, "none"))).replace("E02000001", "E01012345");
    let refused = assert_over_shared(&mut bench, &text, &[409, 419], (1, 3), "E01012345");
    assert!(refused.diagnostics().iter().any(|fault| fault.message.as_str().contains("MSOA")));
    // The same area as text, in a column that was agreed for wards.
    bench.field("remark", FieldPolicy { finest_area: Some(AreaGrain::Ward), ..FieldPolicy::default() });
    let text = file((0..20).map(|number| record(number, "E01012345")));
    assert_over_shared(&mut bench, &text, &[419], (1, 6), "E01012345");
    let text = file((0..20).map(|number| record(number, "none"))).replace("2024-01", "2024-01-17");
    let refused = bench.put(&text).err().unwrap();
    assert!(refused.over_shared() && codes(&refused).contains(&420), "{:#?}", refused.diagnostics());
    assert_untold(&bench, &refused, "2024-01-17");
    // The agreement was narrowed to quarters, and the contract still says months.
    bench.field("month", FieldPolicy { finest_time: Some(Granularity::Quarter), ..FieldPolicy::default() });
    let text = file((0..20).map(|number| record(number, "none")));
    assert_over_shared(&mut bench, &text, &[420], (0, 2), CANARY);
}

#[test]
fn records_where_counts_were_agreed_are_refused() {
    let header = "month,area,sex,age,remark,note\n";
    let row = |number: u32, count: u32| format!("2024-01,E0200000{},F,{count},k{number},\n", number % 3 + 1);
    let table = |rows: &mut dyn Iterator<Item = String>| rows.fold(header.to_owned(), |text, row| text + &row);
    let mut bench = Bench::of_counts(Identifiability::AggregateUnsuppressed);
    assert!(bench.put(table(&mut (0..60).map(|number| row(number, number % 9 + 1)))).is_ok());
    let repeated = table(&mut (0..60).map(|number| row(number % 6, 2)));
    assert_over_shared(&mut bench, &repeated, &[423], (0, 0), CANARY);
    let single = table(&mut (0..60).map(|number| row(number, 1)));
    assert_over_shared(&mut bench, &single, &[423], (0, 0), CANARY);
    let mut bench = Bench::of_people(Identifiability::AggregateUnsuppressed);
    let pseudonyms = file((0..5).map(|number| record(number, "none")));
    assert_over_shared(&mut bench, &pseudonyms, &[423], (0, 0), &keyed(0));
}

#[test]
fn small_counts_that_should_be_hidden_are_refused() {
    let header = "month,area,sex,age,remark,note\n";
    let row = |number: u32, count: &str| format!("2024-01,E0200000{},F,{count},k{number},\n", number % 3 + 1);
    let table = |count: &str| {
        (0..30).fold(header.to_owned(), |text, number| text + &row(number, if number == 11 { count } else { "40" }))
    };
    let mut bench = Bench::of_counts(Identifiability::AggregateSuppressed);
    bench.policy().min_count = 8;
    for shown in ["8", "0", ""] {
        assert!(bench.put(table(shown)).is_ok(), "{shown}");
    }
    for small in ["1", "7"] {
        let refused = assert_over_shared(&mut bench, &table(small), &[424], (12, 4), CANARY);
        assert!(refused.diagnostics()[0].message.as_str().contains("in 1 of 30 records"));
    }
}

#[test]
fn people_who_stand_out_are_not_taken_in() {
    let mut bench = Bench::of_people(Identifiability::Pseudonymised);
    for field in ["month", "area", "sex"] {
        bench.field(field, FieldPolicy { class: FieldClass::QuasiIdentifier, ..FieldPolicy::default() });
    }
    bench.field("age", FieldPolicy { class: FieldClass::Sensitive, ..FieldPolicy::default() });
    let whole = file((0..60).map(|number| record(number, "none")));
    // Nothing was agreed: it is told, and accepted.
    let landed = bench.put(&whole).unwrap();
    let people = landed.receipt().people().unwrap();
    assert_eq!((people.k, people.unique_records, people.l[&name("age")]), (Some(20), Some(0), 20));
    bench.policy().k = Some(20);
    bench.policy().l = Some(2);
    assert!(bench.put(&whole).is_ok());
    let alone = whole.clone() + &record(61, "none").replace(",F,", ",M,");
    let refused = assert_refused(bench.put(&alone), &[417, 418]);
    assert_eq!(refused.cause(), Cause::Delivery);
    let message = refused.diagnostics()[0].message.as_str();
    assert!(message.contains("has 1 records, at least 20 were agreed; 1 of 61 records"), "{message}");
    assert_untold(&bench, &refused, &keyed(61));
    // The same age for all of one area.
    let alike = (0..60).fold(HEADER.to_owned(), |text, number| {
        let age = if number % 3 == 0 { 5 } else { number };
        text + &format!("{},2024-01,E0200000{},F,{age},none,\n", keyed(number), number % 3 + 1)
    });
    assert_refused(bench.put(&alike), &[418]);
    bench.limits.groups.groups = 2;
    assert_refused(bench.put(&whole), &[425]);
}

#[test]
fn a_category_with_a_value_for_each_record_is_refused() {
    let mut bench = Bench::of_people(Identifiability::DepersonalisedRow);
    bench.field("remark", FieldPolicy { class: FieldClass::Dimension, ..FieldPolicy::default() });
    let text = file((0..80).map(|number| record(number, &format!("{CANARY}-{number}"))));
    assert_over_shared(&mut bench, &text, &[422], (0, 6), CANARY);
}

#[test]
fn a_formula_is_set_aside() {
    let mut bench = Bench::of_people(Identifiability::Pseudonymised);
    let text = file((0..20).map(|number| record(number, if number == 3 { "=CANARY7()" } else { "none" })));
    let landed = bench.put(&text).unwrap();
    assert_eq!(landed.counts().quarantined(), 1);
    assert_eq!(landed.receipt().faults()[0].code(), "C426");
}

//! Every type of entry, and what no entry may hold.

use std::collections::BTreeSet;

use concordat_ledger::{Entry, LedgerError};
use serde_json::{Value, json};

use crate::{AS_OF, Place, append, at, samples};

#[test]
fn every_type_is_appended_and_read_back_alike() {
    let place = Place::new();
    let mut ledger = place.open();
    let samples = samples::all();
    for (sequence, entry) in samples.iter().enumerate() {
        let appended = append(&mut ledger, entry.clone());
        assert_eq!(appended.sequence, sequence as u64);
    }
    let again = place.open();
    assert!(!again.opened().recovered);
    assert_eq!(again.head(), ledger.head());
    let read: Vec<Entry> = again.entries().map(|record| record.entry.clone()).collect();
    assert_eq!(read, samples);
    assert!(again.entries().all(|record| record.at == at() && record.as_of == AS_OF));
}

#[test]
fn the_types_are_the_final_ones_and_named_alike_in_code_and_file() {
    let samples = samples::all();
    let kinds: BTreeSet<&str> = samples.iter().map(Entry::kind).collect();
    assert_eq!(kinds.len(), 23);
    for entry in &samples {
        let written = serde_json::to_value(entry).unwrap();
        assert_eq!(written["type"], entry.kind());
    }
}

#[test]
fn a_line_is_canonical_json_to_the_byte() {
    let place = Place::new();
    append(&mut place.open(), samples::one("release.approved"));
    let expected = concat!(
        r#"{"as_of":"2026-11-22","at":"2026-11-22T02:00:00.5Z","#,
        r#""body":{"audience":"public","role":"director","version":"2026-11-22.1"},"#,
        r#""sequence":0,"type":"release.approved"}"#,
        "\n"
    );
    assert_eq!(place.text(), expected);
}

/// Appends a sample with one field changed and returns the field and rule it was refused for.
fn refused(kind: &str, field: &str, value: Value) -> (String, &'static str) {
    let place = Place::new();
    let mut written = serde_json::to_value(samples::one(kind)).unwrap();
    written["body"][field] = value;
    let entry: Entry = serde_json::from_value(written).unwrap();
    let error = place.open().append(at(), AS_OF, entry).unwrap_err();
    assert!(!place.path().exists());
    assert!(!error.to_string().contains("canary"));
    match error {
        LedgerError::Unfit { field, rule, .. } => (field, rule),
        other => panic!("{other}"),
    }
}

#[test]
fn what_has_no_place_in_an_entry_is_refused_by_field_and_rule() {
    let long = "canary".repeat(100);
    let cases = [
        ("decision.applied", "reason", json!(long), "is longer than 500 bytes"),
        ("decision.applied", "reason", json!("canary\n2"), "holds a control character"),
        ("run.refused", "codes", json!(["canary\u{7f}"]), "holds a control character"),
        ("run.refused", "run", json!(""), "is empty"),
        ("extract.received", "commitment", json!("canary"), "is not 64 small hexadecimal digits"),
        ("agreement.amended", "previous_commitment", json!("0A".repeat(32)), "is not 64 small hexadecimal digits"),
        ("run.planned", "declarations_sha256", json!("0a"), "is not 64 small hexadecimal digits"),
    ];
    for (kind, field, value, rule) in cases {
        assert_eq!(refused(kind, field, value), (field.to_owned(), rule));
    }
    let audiences = json!([{"audience": "public", "content_sha256": "canary"}]);
    let (field, _) = refused("release.published", "audiences", audiences);
    assert_eq!(field, "content_sha256");
}

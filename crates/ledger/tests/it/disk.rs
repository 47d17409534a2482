//! Damage, cut-off appends, full disks and other processes.

use concordat_ledger::{Ledger, LedgerError};

use crate::{AS_OF, Place, append, at, samples};

/// A ledger of three entries and its text.
fn three() -> (Place, String) {
    let place = Place::new();
    let mut ledger = place.open();
    for number in 0..3 {
        append(&mut ledger, samples::numbered(number));
    }
    let text = place.text();
    (place, text)
}

#[test]
fn a_torn_line_does_not_count_and_is_kept_beside_by_the_next_append() {
    let (place, text) = three();
    let whole = place.open().head();
    let torn = r#"{"as_of":"2026-11-2"#;
    place.write(&format!("{text}{torn}"));

    let mut ledger = place.open();
    assert!(ledger.opened().recovered);
    assert_eq!(ledger.head(), whole);
    // Opening alone changes nothing: the writer may still be at it.
    assert_eq!(place.text(), format!("{text}{torn}"));

    assert_eq!(append(&mut ledger, samples::numbered(3)).sequence, 3);
    append(&mut ledger, samples::numbered(4));
    assert!(place.text().starts_with(&text));
    assert_eq!(std::fs::read_to_string(place.home.ledger().join("torn-1")).unwrap(), torn);
    let again = place.open();
    assert!(!again.opened().recovered);
    assert_eq!(again.head(), ledger.head());
    assert_eq!(again.head().size, 5);
}

#[test]
fn a_whole_entry_without_its_line_end_was_never_acknowledged() {
    let (place, text) = three();
    place.write(text.trim_end());
    let mut ledger = place.open();
    assert!(ledger.opened().recovered);
    assert_eq!(ledger.head().size, 2);
    append(&mut ledger, samples::numbered(2));
    assert_eq!(place.text(), text);
}

#[test]
fn every_other_damage_is_told_by_its_line() {
    let (place, text) = three();
    let lines: Vec<&str> = text.lines().collect();
    let join = |lines: &[&str]| format!("{}\n", lines.join("\n"));
    let spaced = lines[1].replace("\":", "\": ");
    let unknown = lines[1].replacen('{', "{\"a\":1,", 1);
    let twice = lines[1].replacen("\"sequence\":1", "\"sequence\":1,\"sequence\":1", 1);
    let zone = lines[1].replace("00.5Z", "00.500Z");
    let other_type = lines[1].replace("run.refused", "run.excused");
    let cases = [
        (join(&[lines[0], lines[2]]), 2, "it is out of sequence"),
        (join(&[lines[0], lines[2], lines[1]]), 2, "it is out of sequence"),
        (join(&[lines[1], lines[2]]), 1, "it is out of sequence"),
        (join(&[lines[0], lines[0], lines[1]]), 2, "it is out of sequence"),
        (join(&[lines[0], lines[1], ""]), 3, "it is not an entry"),
        (join(&[lines[0], "{", lines[2]]), 2, "it is not an entry"),
        (join(&[lines[0], &other_type, lines[2]]), 2, "it is not an entry"),
        (join(&[lines[0], &twice, lines[2]]), 2, "it is not an entry"),
        (join(&[lines[0], &spaced, lines[2]]), 2, "it is not in canonical form"),
        (join(&[lines[0], &unknown, lines[2]]), 2, "it is not in canonical form"),
        (join(&[lines[0], &zone, lines[2]]), 2, "it is not in canonical form"),
        (text.replace('\n', "\r\n"), 1, "it is not in canonical form"),
    ];
    for (damaged, expected_line, expected_fault) in cases {
        place.write(&damaged);
        match Ledger::open(&place.home).unwrap_err() {
            LedgerError::Damaged { line, fault, .. } => {
                assert_eq!((line, fault), (expected_line, expected_fault), "{damaged}");
            }
            other => panic!("{other}"),
        }
    }
}

#[test]
fn a_changed_word_changes_the_root() {
    let (place, text) = three();
    let before = place.open().head();
    place.write(&text.replace("\"r1\"", "\"r9\""));
    let after = place.open();
    assert_ne!(after.head().root, before.root);
    assert_ne!(after.head_at(2), None);
    assert_ne!(after.head_at(3), Some(before));
}

#[test]
#[cfg(debug_assertions)]
fn a_full_disk_fails_the_append_and_the_ledger_stays_as_it_was() {
    let (place, text) = three();
    let mut failures = 0;
    loop {
        let mut ledger = place.open();
        let full = concordat_store::fault::disk_full_from(failures + 1);
        let outcome = ledger.append(at(), AS_OF, samples::numbered(3));
        drop(full);
        let Err(error) = outcome else { break };
        failures += 1;
        assert!(error.is_disk_full(), "{error}");
        assert_eq!(place.text(), text);
        assert_eq!(ledger.head().size, 3);
        let refused = ledger.append(at(), AS_OF, samples::numbered(3)).unwrap_err();
        assert!(matches!(refused, LedgerError::Changed { .. }));
    }
    // open, half, sync
    assert_eq!(failures, 3);
    assert_eq!(place.open().head().size, 4);
}

#[test]
fn two_that_append_without_seeing_each_other_do_not_share_a_sequence() {
    let (place, _) = three();
    let mut first = place.open();
    let mut second = place.open();
    append(&mut first, samples::numbered(3));
    let error = second.append(at(), AS_OF, samples::numbered(4)).unwrap_err();
    assert!(matches!(error, LedgerError::Changed { .. }));
    append(&mut first, samples::numbered(4));
    assert_eq!(place.open().head().size, 5);
}

//! Looking through a whole ledger: what is found, and that nothing is found where all is well.

use concordat_ledger::{Finding, Ledger, LogKey, VerifierKey, examine};
use concordat_signing::SigningKey;

use crate::{Place, append, samples};

fn key() -> LogKey {
    LogKey::new("concordat/south-tees", SigningKey::from_seed(&[7; 32])).unwrap()
}

fn keys() -> [VerifierKey; 1] {
    [key().verifier().clone()]
}

/// A ledger of one read and one release of it, signed after each.
fn good() -> (Place, Ledger) {
    let place = Place::new();
    let mut ledger = place.open().signed_with(key());
    for kind in ["data.read", "release.published"] {
        append(&mut ledger, samples::one(kind));
        ledger.checkpoint().unwrap();
    }
    (place, ledger)
}

fn found(place: &Place) -> Vec<Finding> {
    examine(&place.open(), &keys()).unwrap().findings
}

#[test]
fn a_sound_ledger_is_counted_and_nothing_is_found() {
    let (_place, ledger) = good();
    let examined = examine(&ledger, &keys()).unwrap();
    assert_eq!(examined.findings, []);
    assert_eq!((examined.checkpoints, examined.entries_signed, examined.releases), (2, 2, 1));
}

#[test]
fn entries_behind_the_last_checkpoint_are_told() {
    let (place, mut ledger) = good();
    append(&mut ledger, samples::one("run.completed"));
    assert_eq!(found(&place), [Finding::NotSigned { entries: 1 }]);
    ledger.checkpoint().unwrap();
    assert_eq!(found(&place), []);
}

#[test]
fn a_changed_entry_and_a_missing_one_are_told_by_every_checkpoint_they_stand_under() {
    let (place, _) = good();
    let whole = place.text();
    place.write(&whole.replace("\"sessions\"", "\"presence\""));
    let differs = |size| Finding::RootDiffers { size };
    assert_eq!(found(&place), [differs(1), differs(2), Finding::NotSigned { entries: 2 }]);
    place.write(&whole.lines().take(1).map(|line| format!("{line}\n")).collect::<String>());
    assert_eq!(found(&place), [Finding::EntriesGone { signed: 2, found: 1 }]);
    place.write(&whole);
    assert_eq!(found(&place), []);
}

#[test]
fn a_changed_checkpoint_is_told() {
    let (place, _) = good();
    let path = |size: &str| place.home.ledger().join("checkpoints").join(size);
    let second = std::fs::read_to_string(path("2")).unwrap();
    std::fs::write(path("2"), second.replace("\n2\n", "\n3\n")).unwrap();
    assert!(matches!(found(&place)[..], [Finding::BadCheckpoint { size: 2, .. }, Finding::NotSigned { .. }]));
    std::fs::write(path("2"), std::fs::read(path("1")).unwrap()).unwrap();
    let fault = "its file is named for another size";
    assert_eq!(found(&place)[0], Finding::BadCheckpoint { size: 2, fault });
    // Signed by somebody else: sound in itself, and not this ledger's.
    let other = LogKey::new("concordat/south-tees", SigningKey::from_seed(&[8; 32])).unwrap();
    std::fs::write(path("2"), other.sign(place.open().head()).note().to_string()).unwrap();
    let fault = "it is not signed by the key of this ledger";
    assert_eq!(found(&place)[0], Finding::BadCheckpoint { size: 2, fault });
}

#[test]
fn a_release_of_what_was_not_read_before_it_is_told() {
    let not_read = Finding::NotRead {
        version: "2026-11-22.1".to_owned(),
        dataset: "absence".to_owned(),
        period: "2024/25".to_owned(),
    };
    for kinds in [&["release.published"][..], &["release.published", "data.read"]] {
        let place = Place::new();
        let mut ledger = place.open().signed_with(key());
        for kind in kinds {
            append(&mut ledger, samples::one(kind));
        }
        ledger.checkpoint().unwrap();
        assert_eq!(found(&place), std::slice::from_ref(&not_read));
        let words = not_read.to_string();
        assert!(words.contains("absence of 2024/25") && words.contains("2026-11-22.1"), "{words}");
    }
}

#[test]
fn a_key_that_was_replaced_is_entered_once_and_both_are_needed_to_verify() {
    let (place, _) = good();
    let new = LogKey::new("concordat/south-tees", SigningKey::from_seed(&[8; 32])).unwrap();
    let mut ledger = place.open().signed_with(new.clone());
    let rotated = ledger.key_rotated().unwrap().unwrap();
    assert_eq!(rotated.kind(), "key.rotated");
    append(&mut ledger, rotated);
    ledger.checkpoint().unwrap();
    assert_eq!(ledger.key_rotated().unwrap(), None);
    let both = [new.verifier().clone(), keys()[0].clone()];
    assert_eq!(examine(&ledger, &both).unwrap().findings, []);
    assert_eq!(examine(&ledger, &both[..1]).unwrap().findings.len(), 2);
}

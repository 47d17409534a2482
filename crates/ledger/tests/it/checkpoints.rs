//! Signed checkpoints: the form of the standard, what is refused, and what happens where they cannot be written.

use concordat_ledger::{
    Checkpoint, LedgerError, LogKey, Note, SignatureKind, SignedCheckpoint, VerifierKey, examine, is_sample, origin_of,
};
use concordat_signing::{SigningKey, sample_key};

use crate::{Place, append, samples};

/// The example of the standard: a key, and a note that it signed.
const KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const NOTE: &str = "This is an example message.\n\n\u{2014} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2\
                    ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

fn key() -> LogKey {
    LogKey::new("concordat/south-tees", SigningKey::from_seed(&[7; 32])).unwrap()
}

fn keys() -> [VerifierKey; 1] {
    [key().verifier().clone()]
}

/// A place whose ledger has as many entries and a checkpoint over them.
fn signed(entries: u64) -> (Place, SignedCheckpoint) {
    let place = Place::new();
    let mut ledger = place.open().signed_with(key());
    for number in 0..entries {
        append(&mut ledger, samples::numbered(number));
    }
    let checkpoint = ledger.checkpoint().unwrap();
    (place, checkpoint)
}

#[test]
fn the_note_of_the_standard_is_verified_and_written_back_to_the_byte() {
    let key = VerifierKey::parse(KEY).unwrap();
    assert_eq!(key.to_string(), KEY);
    let note = Note::parse(NOTE).unwrap();
    note.check_signed(std::slice::from_ref(&key)).unwrap();
    assert_eq!(note.to_string(), NOTE);
    let other = Note::parse(&NOTE.replace("example message", "exemple message")).unwrap();
    assert!(matches!(other.check_signed(&[key]), Err(LedgerError::BadCheckpoint { fault }) if fault.contains("false")));
    assert!(VerifierKey::parse(&KEY.replace("530d903a", "530d903b")).is_err());
}

#[test]
fn a_checkpoint_has_three_lines_and_a_signature_under_the_ledgers_name() {
    let (place, checkpoint) = signed(3);
    let text = std::fs::read_to_string(place.home.ledger().join("checkpoints/3")).unwrap();
    assert_eq!(text, checkpoint.note().to_string());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!((lines[0], lines[1], lines[3], lines.len()), ("concordat/south-tees", "3", "", 5));
    assert!(lines[4].starts_with("\u{2014} concordat/south-tees "), "{}", lines[4]);
    let opened = SignedCheckpoint::open(&text, &keys()).unwrap();
    assert_eq!(opened.head(), place.open().head());
    assert_eq!(Checkpoint::parse(opened.note().text()).unwrap(), *opened.checkpoint());
    assert_eq!(origin_of(Some("intelligence.example"), "south-tees"), "intelligence.example/concordat/south-tees");
}

#[test]
fn any_byte_of_a_checkpoint_that_is_changed_is_found() {
    let (_place, checkpoint) = signed(3);
    let text = checkpoint.note().to_string();
    let mut tried = 0;
    for position in 0..text.len() {
        for bit in 0..8 {
            let mut bytes = text.clone().into_bytes();
            bytes[position] ^= 1 << bit;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            tried += 1;
            assert!(SignedCheckpoint::open(&changed, &keys()).is_err(), "bit {bit} at {position}: {changed}");
        }
    }
    assert!(tried > 1000);
}

#[test]
fn notes_that_are_not_to_the_letter_are_refused() {
    let (_place, checkpoint) = signed(3);
    let text = checkpoint.note().to_string();
    let signature = text.lines().last().unwrap();
    let body = text.strip_suffix(&format!("{signature}\n")).unwrap();
    let cases = [
        text.trim_end().to_owned(),
        format!("{text}\n"),
        text.replace("\n3\n", "\n03\n"),
        text.replace("\n3\n", "\n+3\n"),
        text.replace('\n', "\r\n"),
        body.to_owned(),
        format!("{body}{}\n", signature.replace('\u{2014}', "-")),
        format!("{body}{}\n", &signature[..signature.len() - 1]),
        body.replace("\n\n", "\nextension\n\n") + signature + "\n",
    ];
    for case in cases {
        assert!(SignedCheckpoint::open(&case, &keys()).is_err(), "{case}");
    }
    // Signatures of keys that nobody here knows say nothing.
    let more = format!("{text}{}\n", NOTE.lines().last().unwrap());
    assert_eq!(SignedCheckpoint::open(&more, &keys()).unwrap().head(), checkpoint.head());
    let other = LogKey::new("concordat/elsewhere", SigningKey::from_seed(&[7; 32])).unwrap();
    assert!(SignedCheckpoint::open(&text, &[other.verifier().clone()]).is_err());
}

#[test]
fn witnesses_sign_with_a_time_and_are_verified_by_name_and_key() {
    let (_place, checkpoint) = signed(3);
    let secret = SigningKey::from_seed(&[9; 32]);
    let police = LogKey::new("cleveland-police", secret.clone()).unwrap();
    let witness = VerifierKey::new("cleveland-police", SignatureKind::Cosignature, secret.public()).unwrap();
    assert_eq!(VerifierKey::parse(&witness.to_string()).unwrap(), witness);
    let seen = checkpoint.clone().witnessed(&police, 1_679_315_147).unwrap();
    let read = SignedCheckpoint::open(&seen.note().to_string(), &keys()).unwrap();
    assert_eq!(read.witnessed_by(&witness).unwrap(), Some(1_679_315_147));
    assert_eq!(checkpoint.witnessed_by(&witness).unwrap(), None);
    // What is signed is the text of the standard, time and all.
    let message = format!("cosignature/v1\ntime 1679315147\n{}", read.note().text());
    let signed_by_hand = secret.sign(message.as_bytes());
    let line = read.note().signatures()[1].to_string();
    assert!(line.starts_with("\u{2014} cleveland-police ") && read.note().signatures().len() == 2, "{line}");
    let mut forged = checkpoint.witnessed(&police, 1_679_315_148).unwrap().note().to_string();
    forged = forged.replace(forged.lines().last().unwrap(), &line);
    let forged = SignedCheckpoint::open(&forged, &keys()).unwrap();
    assert_eq!(forged.witnessed_by(&witness).unwrap(), Some(1_679_315_147));
    assert!(witness.public().verifies(message.as_bytes(), &signed_by_hand));
    let elsewhere = VerifierKey::new("cleveland-police", SignatureKind::Cosignature, sample_key("x").public()).unwrap();
    assert_eq!(read.witnessed_by(&elsewhere).unwrap(), None);
}

#[test]
fn sample_keys_are_known_as_such() {
    let sample = LogKey::sample("concordat/south-tees").unwrap();
    assert!(is_sample(sample.verifier()));
    assert!(!is_sample(key().verifier()));
    assert!(matches!(LogKey::sample("south tees"), Err(LedgerError::BadCheckpoint { .. })));
    assert!(LogKey::from_text("concordat/south-tees", "not a key").is_err());
}

#[test]
fn without_a_key_or_after_a_change_nothing_is_signed() {
    let (place, _) = signed(3);
    assert!(matches!(place.open().checkpoint(), Err(LedgerError::NoKey)));
    let text = place.text();
    let shortened: String = text.lines().take(2).map(|line| format!("{line}\n")).collect();
    let changed = text.replace("\"r1\"", "\"r9\"");
    for altered in [shortened, changed] {
        place.write(&altered);
        let mut ledger = place.open().signed_with(key());
        assert!(matches!(ledger.checkpoint(), Err(LedgerError::Inconsistent { size: 3 })));
        append(&mut ledger, samples::one("release.published"));
        assert!(matches!(ledger.checkpoint_releases(), Err(LedgerError::Inconsistent { size: 3 })));
        assert!(!examine(&ledger, &keys()).unwrap().findings.is_empty());
    }
}

#[test]
fn releases_are_signed_once_and_other_entries_may_wait_for_the_end_of_the_run() {
    let (place, first) = signed(2);
    let mut ledger = place.open().signed_with(key());
    assert_eq!(ledger.checkpoint_releases().unwrap(), Some(first.note().to_string()));
    append(&mut ledger, samples::numbered(7));
    assert_eq!(ledger.checkpoint_releases().unwrap(), Some(first.note().to_string()));
    append(&mut ledger, samples::one("release.published"));
    let signed = ledger.checkpoint_releases().unwrap().unwrap();
    assert_eq!(SignedCheckpoint::open(&signed, &keys()).unwrap().head(), ledger.head());
    assert_eq!(ledger.checkpoint_releases().unwrap(), Some(signed));
    let sizes: Vec<u64> = ledger.checkpoints().unwrap().into_iter().map(|(size, _)| size).collect();
    assert_eq!(sizes, [2, 4]);
}

#[test]
#[cfg(debug_assertions)]
fn a_full_disk_leaves_no_checkpoint_and_says_so() {
    for point in 1.. {
        let place = Place::new();
        let mut ledger = place.open().signed_with(key());
        append(&mut ledger, samples::one("release.published"));
        let full = concordat_store::fault::disk_full_from(point);
        let outcome = ledger.checkpoint_releases();
        drop(full);
        let Err(error) = outcome else {
            assert!(point > 2);
            break;
        };
        assert!(matches!(error, LedgerError::Checkpoint { .. }) && error.is_disk_full(), "{error}");
        // Whatever stands there now, the next attempt ends well.
        ledger.checkpoint_releases().unwrap();
        assert_eq!(examine(&ledger, &keys()).unwrap().entries_signed, 1);
    }
}

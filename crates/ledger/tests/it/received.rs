//! A bundle as a partner's own copy of the program reads it, before it signs what it saw.

use std::collections::BTreeSet;

use concordat_ledger::{Bundle, Ledger, LogKey, ReceivedBundle};
use concordat_signing::SigningKey;

use crate::{Place, append, samples};

fn key() -> LogKey {
    LogKey::new("concordat/south-tees", SigningKey::from_seed(&[7; 32])).unwrap()
}

/// The bundle of a ledger in a folder.
fn taken(ledger: &Ledger) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let checkpoint = ledger.checkpoint().unwrap();
    let bundle = Bundle::new(ledger, ("council", BTreeSet::new()), &checkpoint, key().verifier()).unwrap();
    bundle.write(folder.path()).unwrap();
    folder
}

#[test]
fn a_bundle_is_believed_when_its_leaves_give_the_root_that_was_signed() {
    let place = Place::new();
    let mut ledger = place.open().signed_with(key());
    append(&mut ledger, samples::one("data.read"));
    let kept = ledger.checkpoint().unwrap();
    append(&mut ledger, samples::one("release.published"));
    let folder = taken(&ledger);
    let bundle = ReceivedBundle::read(folder.path(), None).unwrap();
    assert_eq!(bundle.checkpoint().head(), ledger.head());
    bundle.check_begins_with(&kept).unwrap();
    assert!(ReceivedBundle::read(folder.path(), Some(&SigningKey::from_seed(&[8; 32]).public().to_pem())).is_err());

    let elsewhere = Place::new();
    let mut other = elsewhere.open().signed_with(key());
    append(&mut other, samples::numbered(1));
    assert!(bundle.check_begins_with(&other.checkpoint().unwrap()).is_err());
    let leaves = folder.path().join("leaves");
    let good = std::fs::read_to_string(&leaves).unwrap();
    let lines: Vec<&str> = good.lines().collect();
    for bad in [format!("{}\n{}\n", lines[1], lines[0]), format!("{}\n", lines[0]), good.to_uppercase(), good + "é0\n"]
    {
        std::fs::write(&leaves, bad).unwrap();
        assert!(ReceivedBundle::read(folder.path(), None).is_err());
    }
}

#[test]
fn a_ledger_that_is_not_what_the_checkpoint_says_gives_no_bundle() {
    let place = Place::new();
    let mut ledger = place.open().signed_with(key());
    append(&mut ledger, samples::one("data.read"));
    let checkpoint = ledger.checkpoint().unwrap();
    // Entries behind the checkpoint are left out, since nobody signed them.
    append(&mut ledger, samples::one("data.read"));
    let bundle = Bundle::new(&ledger, ("council", BTreeSet::new()), &checkpoint, key().verifier()).unwrap();
    assert_eq!(bundle.entries(), 1);
    place.write(&place.text().replace("\"sessions\"", "\"presence\""));
    let bundle = Bundle::new(&place.open(), ("council", BTreeSet::new()), &checkpoint, key().verifier());
    assert!(bundle.is_err());
}

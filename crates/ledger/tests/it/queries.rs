//! Finding releases.

use concordat_ledger::Entry;

use crate::{Place, append, samples};

fn published(version: &str) -> Entry {
    let Entry::ReleasePublished(mut release) = samples::one("release.published") else {
        panic!("the sample is of another type");
    };
    version.clone_into(&mut release.version);
    Entry::ReleasePublished(release)
}

#[test]
fn releases_are_found_by_version_and_the_last_one_by_order() {
    let place = Place::new();
    let mut ledger = place.open();
    assert_eq!(ledger.last_published(), None);
    append(&mut ledger, published("2026-11-22.1"));
    append(&mut ledger, published("2026-11-22.2"));
    append(&mut ledger, samples::one("release.withdrawn"));
    assert_eq!(ledger.last_published().unwrap().version, "2026-11-22.2");
    let first = ledger.published("2026-11-22.1").unwrap();
    assert_eq!((first.version.as_str(), first.register_entries), ("2026-11-22.1", 12));
    assert_eq!(ledger.published("2026-11-22.3"), None);
    let kinds: Vec<&str> = ledger.entries().rev().map(|record| record.entry.kind()).collect();
    assert_eq!(kinds, ["release.withdrawn", "release.published", "release.published"]);
}

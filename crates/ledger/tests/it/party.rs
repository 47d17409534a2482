//! What a party is shown of the ledger.

use std::collections::BTreeSet;

use concordat_ledger::{Concern, Entry, Record};
use serde_json::json;

use crate::{Place, append, samples};

/// An entry of a type with fields of its body changed.
pub(crate) fn with(kind: &str, fields: &[(&str, serde_json::Value)]) -> Entry {
    let mut written = serde_json::to_value(samples::one(kind)).unwrap();
    for (field, value) in fields {
        written["body"][*field] = value.clone();
    }
    serde_json::from_value(written).unwrap()
}

#[test]
fn of_other_parties_nothing_is_shown_and_of_ones_own_everything() {
    let place = Place::new();
    let mut ledger = place.open();
    for entry in samples::all() {
        append(&mut ledger, entry);
    }
    let shown = |party: &str, declared: &[&str]| -> Vec<&'static str> {
        let declared: BTreeSet<String> = declared.iter().map(|one| (*one).to_owned()).collect();
        let concern = Concern::of(&ledger, party, declared);
        let concerns = |record: &&Record| concern.includes(&record.entry);
        ledger.entries().filter(concerns).map(|record| record.entry.kind()).collect()
    };
    // The council supplies the dataset of the samples; the trust is a party to the agreement and supplies nothing.
    let never = ["run.planned", "run.refused", "run.completed"];
    let all: Vec<&str> = samples::all().iter().map(Entry::kind).filter(|kind| !never.contains(kind)).collect();
    assert_eq!(shown("council", &[]), all);
    let of_agreement = ["agreement.registered", "agreement.signed", "agreement.amended", "agreement.suspended"];
    let of_agreement: Vec<&str> =
        of_agreement.into_iter().chain(["agreement.expired", "key.rotated", "review.done"]).collect();
    assert_eq!(shown("trust", &[]), of_agreement);
    assert_eq!(shown("stranger", &["attendance"]), ["key.rotated"]);
}

#[test]
fn a_read_of_anothers_dataset_is_not_shown_though_the_run_is_the_same() {
    let place = Place::new();
    let mut ledger = place.open();
    append(&mut ledger, samples::one("data.read"));
    append(&mut ledger, with("data.read", &[("dataset", json!("falls")), ("party", json!("trust"))]));
    let concern = Concern::of(&ledger, "trust", BTreeSet::new());
    let shown: Vec<u64> =
        ledger.entries().filter(|record| concern.includes(&record.entry)).map(|record| record.sequence).collect();
    assert_eq!(shown, [1]);
    assert_eq!(concern.datasets().iter().collect::<Vec<_>>(), ["falls"]);
}

//! What a delivery note promises of people: keys, opt-outs, reasons. One small delivery for each promise that is not kept.
//!
//! Not allowed in here: cells.

use concordat_declare::agreement::Identifiability;
use concordat_ingest_gate::{Cause, Earlier, KeyPolicy, Note, NoteKey, OptOuts};
use sha2::{Digest, Sha256};

use crate::support::*;

const PROOF: &str = "5b5a2b7e9a1c4d6f8091a2b3c4d5e6f7089a1b2c3d4e5f60718293a4b5c6d7e8";

fn key(id: &str, proof: &str) -> Option<NoteKey> {
    Some(NoteKey { id: id.to_owned(), proof: proof.to_owned() })
}

fn bench(note: Note) -> Bench {
    let mut bench = Bench::of_people(Identifiability::Pseudonymised);
    bench.policy().key = Some(KeyPolicy { ids: vec!["kid-1".to_owned()], required: true, ..KeyPolicy::default() });
    bench.note = Some(note);
    bench
}

fn delivery() -> String {
    (0..20).fold(HEADER.to_owned(), |text, number| {
        let token = Sha256::digest(format!("a secret {number}"));
        let token: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
        text + &format!("{token},2024-01,E02000001,F,{number},none,\n")
    })
}

fn assert_sent_back(mut bench: Bench, codes: &[u16]) {
    let refused = assert_refused(bench.put(delivery()), codes);
    assert_eq!(refused.cause(), Cause::Delivery);
}

#[test]
fn the_agreed_key_must_be_proved() {
    let note = |key| Note { key, ..Note::default() };
    assert!(bench(note(key("kid-1", PROOF))).put(delivery()).is_ok());
    assert_sent_back(bench(note(None)), &[330]);
    assert_sent_back(bench(note(key("kid-2", PROOF))), &[331]);
    assert_sent_back(bench(note(key("kid-1", "not a proof"))), &[331]);
    let public: String =
        Sha256::digest("concordat key proof v1\nkid-1").iter().map(|byte| format!("{byte:02x}")).collect();
    assert_sent_back(bench(note(key("kid-1", &public))), &[331]);
    let mut optional = bench(note(None));
    optional.policy().key.as_mut().unwrap().required = false;
    assert!(optional.put(delivery()).is_ok());
}

#[test]
fn one_key_has_one_proof_across_deliveries_and_datasets() {
    let other = PROOF.replace('5', "6");
    let note = || Note { key: key("kid-1", PROOF), ..Note::default() };
    let mut before = bench(note());
    let earlier = Earlier { key: key("kid-1", &other), ..Earlier::default() };
    before.policy().earlier.insert(month("2023-12"), earlier);
    assert_sent_back(before, &[332]);
    let mut linked = bench(note());
    linked.policy().key.as_mut().unwrap().proofs_of_others.insert("kid-1".to_owned(), other);
    assert_sent_back(linked, &[332]);
    // Another id may well have another proof: the key was rotated.
    let mut rotated = bench(note());
    let earlier = Earlier { key: key("kid-0", &PROOF.replace('5', "7")), ..Earlier::default() };
    rotated.policy().earlier.insert(month("2023-12"), earlier);
    assert!(rotated.put(delivery()).is_ok());
}

#[test]
fn opt_outs_are_stated_and_the_same_for_a_period() {
    let with = |opt_outs| {
        let mut bench = bench(Note { opt_outs, key: key("kid-1", PROOF), ..Note::default() });
        bench.policy().opt_outs_required = true;
        bench
    };
    assert!(with(Some(OptOuts::Applied)).put(delivery()).is_ok());
    assert_sent_back(with(None), &[329]);
    let earlier = |opt_outs| Earlier { opt_outs, ..Earlier::default() };
    let mut other = with(Some(OptOuts::Exempt));
    other.policy().earlier.insert(month("2024-01"), earlier(Some(OptOuts::Applied)));
    assert_sent_back(other, &[328]);
    // Of another period, or not stated then: no difference can be taken.
    let mut harmless = with(Some(OptOuts::Exempt));
    harmless.policy().earlier.insert(month("2023-12"), earlier(Some(OptOuts::Applied)));
    harmless.policy().earlier.insert(month("2024-01"), earlier(None));
    assert!(harmless.put(delivery()).is_ok());
}

#[test]
fn a_correction_gives_its_reason() {
    let with = |reason: Option<&str>, commitment: &str| {
        let reason = reason.map(str::to_owned);
        let mut bench = bench(Note { reason, key: key("kid-1", PROOF), ..Note::default() });
        bench.policy().reason_required = true;
        let earlier = Earlier { commitment: commitment.to_owned(), ..Earlier::default() };
        bench.policy().earlier.insert(month("2024-01"), earlier);
        bench
    };
    assert_sent_back(with(None, "another"), &[333]);
    assert_sent_back(with(Some(" "), "another"), &[333]);
    assert!(with(Some("late discharges"), "another").put(delivery()).is_ok());
    assert!(with(None, "commitment-of-this").put(delivery()).is_ok());
}

//! The ledger from outside: runs end with a checkpoint, nothing is released without one, partners check with openssl and
//! coreutils, and whatever is changed is found.
//!
//! Not allowed in here: the crate's own way of checking, where a partner would use another.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::found::{GAP, POLICE};
use crate::place::{HOME, PIPELINE, Place};

const COUNCIL: &str = "middlesbrough-council";
pub(crate) const ENTRIES: &str = "home/south-tees/ledger/entries.ndjson";

fn verify(place: &Place) -> crate::place::Outcome {
    place.call(&["ledger", "verify", PIPELINE])
}

/// Runs the script of a bundle.
#[cfg(unix)]
pub(crate) fn check(folder: &Path, options: &[&str]) -> (Option<i32>, String) {
    let mut command = std::process::Command::new("sh");
    let output = command.arg(folder.join("check.sh")).args(options).output().unwrap();
    (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

#[test]
fn a_night_ends_signed_and_what_it_read_stands_before_what_it_made() {
    let place = Place::new(&[POLICE[0], GAP]);
    place.run(&[]).ended(0);
    let entries = place.ledger();
    let checkpoint = place.call(&["ledger", "checkpoint", PIPELINE]).ended(0).stdout;
    let lines: Vec<&str> = checkpoint.lines().collect();
    assert_eq!((lines[0], lines[1]), ("concordat/south-tees", entries.len().to_string().as_str()));
    assert_eq!(place.read(&format!("{HOME}/ledger/checkpoints/{}", entries.len())), checkpoint);
    let told = verify(&place).ended(0).stderr;
    assert!(told.contains("the ledger is what was signed") && told.contains("1 releases"), "{told}");

    let at = |kind: &str| entries.iter().position(|entry| entry["type"] == kind).unwrap();
    assert!(at("data.read") < at("release.published"));
    let reads = place.ledger_of("data.read");
    let read = reads.iter().find(|read| read["dataset"] == "middlesbrough-early-years").unwrap();
    assert_eq!((&read["party"], &read["indicators"]), (&json!(COUNCIL), &json!([GAP])));
    let columns = json!(["free_school_meals", "good_level_of_development", "lsoa21_code", "sex"]);
    assert_eq!(read["columns"], columns);
    assert!(read["extracts"].as_array().unwrap().iter().all(|extract| extract["kept"] == false), "{read}");
    // What was landed, what was read and what was released are named alike.
    let commitments = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|one| one["commitment"].as_str().unwrap().to_owned()).collect()
    };
    let received = place.ledger_of("extract.received");
    let landed: Vec<String> = received.iter().flat_map(|entry| commitments(&entry["landed"])).collect();
    let read: Vec<String> = reads.iter().flat_map(|entry| commitments(&entry["extracts"])).collect();
    let released = commitments(&place.ledger_of("release.published")[0]["inputs"]);
    assert!(!released.is_empty() && released.iter().all(|one| read.contains(one)));
    assert!(read.iter().all(|one| landed.contains(one)));
    for audience in ["public", "team"] {
        let receipt = place.read(&format!("{HOME}/releases/2026-06-30.1/{audience}/receipt.json"));
        let receipt: Value = serde_json::from_str(&receipt).unwrap();
        assert!(receipt["checkpoint"].as_str().unwrap().starts_with("concordat/south-tees\n"), "{receipt}");
    }
}

#[test]
fn cells_that_are_opened_again_are_entered_as_kept() {
    let place = Place::new(&[POLICE[0], GAP]);
    place.run(&[]).ended(0);
    let first = place.ledger_of("data.read").len();
    // A night that asks the same opens nothing.
    place.run(&[]).ended(0);
    assert_eq!(place.ledger_of("data.read").len(), first);
    // Another question, answered from the same cells.
    let indicator = format!("pipelines/south-tees/indicators/{GAP}.yaml");
    place.replace(&indicator, "caveats:\n", "caveats:\n    - A further caveat.\n");
    place.run(&[]).ended(0);
    let reads = place.ledger_of("data.read");
    assert!(reads.len() > first, "{reads:?}");
    for read in &reads[first..] {
        assert_eq!(read["columns"], json!([]));
        assert!(read["extracts"].as_array().unwrap().iter().all(|extract| extract["kept"] == true), "{read}");
    }
    verify(&place).ended(0);
}

#[test]
#[cfg(unix)]
fn a_partner_checks_offline_and_finds_what_was_taken_out_and_what_others_were_shown() {
    let place = Place::new(&[POLICE[0], GAP]);
    place.run(&[]).ended(0);
    let bundle = |name: &str| {
        let out = place.path(name);
        let words = ["ledger", "export", PIPELINE, "--party", COUNCIL, "--out", out.to_str().unwrap()];
        place.call(&words).ended(0);
        out
    };
    let first = bundle("first");
    let kept = place.path("kept");
    fs::copy(first.join("checkpoint"), &kept).unwrap();
    let kept = kept.to_str().unwrap();
    let release = place.path(HOME).join("releases/2026-06-30.1/partners");
    let (code, said) = check(&first, &["--release", release.to_str().unwrap()]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("This bundle is of a sample") && said.contains("RESULT: nothing was found"), "{said}");

    place.run(&["--as-of", "2026-07-01"]).ended(0);
    let second = bundle("second");
    assert_eq!(check(&second, &["--kept", kept]).0, Some(0));
    let words = ["ledger", "checkpoint", PIPELINE, "--consistent-with", kept];
    assert!(place.call(&words).ended(0).stderr.contains("begins with"));
    let witness = ["ledger", "witness", second.to_str().unwrap(), "--name", COUNCIL, "--kept", kept];
    let witnessed = place.call(&witness).ended(0).stdout;
    let own = fs::read_to_string(second.join("checkpoint")).unwrap();
    assert!(witnessed.starts_with(&own) && witnessed.lines().last().unwrap().contains(COUNCIL), "{witnessed}");
    fs::write(place.path("witnessed"), &witnessed).unwrap();
    assert_eq!(check(&second, &["--kept", place.path("witnessed").to_str().unwrap()]).0, Some(0));

    // The host takes out the read of the council's data, signs anew, and hands out the result.
    let forged = without(&place, "data.read");
    place.write(ENTRIES, forged);
    fs::remove_dir_all(place.path(HOME).join("ledger/checkpoints")).unwrap();
    let night = place.run(&["--as-of", "2026-07-02"]).ended(0);
    assert_eq!(night.report["release"]["unchanged"]["version"], "2026-06-30.1");
    let third = bundle("third");
    let (code, said) = check(&third, &["--kept", kept]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("FOUND: the ledger of this bundle does not begin with the checkpoint that you kept"),
        "{said}"
    );
    assert!(said.contains("FOUND: release 2026-06-30.1 names middlesbrough-early-years of"), "{said}");
    let (code, said) = check(&third, &["--compare", first.join("checkpoint").to_str().unwrap()]);
    assert!(code == Some(1) && said.contains("does not begin with the other partner's checkpoint"), "{said}");
    let refuted = place.call(&words).ended(1).stderr;
    assert!(refuted.contains("C942"), "{refuted}");
    let witness = ["ledger", "witness", third.to_str().unwrap(), "--name", COUNCIL, "--kept", kept];
    assert_eq!(place.call(&witness).ended(1).stdout, "");
    assert!(verify(&place).ended(1).stderr.contains("no entry before it says that it was read"));
}

/// The ledger's entries without those of a type, numbered anew.
#[cfg(unix)]
pub(crate) fn without(place: &Place, kind: &str) -> String {
    let (text, end) = (place.read(ENTRIES), format!("\"type\":\"{kind}\"}}"));
    let kept = text.lines().enumerate().filter(|(_, line)| !line.ends_with(&end)).enumerate();
    let renumbered = kept.map(|(new, (old, line))| {
        line.replace(&format!("\"sequence\":{old},\"type\""), &format!("\"sequence\":{new},\"type\"")) + "\n"
    });
    renumbered.collect()
}

#[test]
fn any_byte_that_is_changed_in_ledger_checkpoint_or_release_is_found() {
    let place = Place::new(&POLICE[..1]);
    place.run(&[]).ended(0);
    verify(&place).ended(0);
    let size = place.ledger().len();
    let checkpoint = format!("{HOME}/ledger/checkpoints/{size}");
    let receipt = format!("{HOME}/releases/2026-06-30.1/public/receipt.json");
    let mut tried = 0;
    for (file, step) in [(ENTRIES, 1499), (checkpoint.as_str(), 23)] {
        let good = fs::read(place.path(file)).unwrap();
        for position in (0..good.len()).step_by(step).chain([good.len() - 1]) {
            let mut bytes = good.clone();
            bytes[position] ^= 1;
            place.write(file, &bytes);
            let told = verify(&place).ended(1).stderr;
            assert!(told.contains("C942"), "{file}, byte {position}: {told}");
            tried += 1;
        }
        place.write(file, good);
    }
    assert!(tried > 10, "{tried}");
    let good = place.read(&receipt);
    place.write(&receipt, good.replace("concordat/south-tees\\n", "concordat/south-teas\\n"));
    assert!(verify(&place).ended(1).stderr.contains("the receipt of release 2026-06-30.1 for public"));
    place.write(&receipt, good);
    let figures = format!("{HOME}/releases/2026-06-30.1/public/observations.csv");
    place.write(&figures, place.read(&figures) + "\n");
    assert!(verify(&place).ended(1).stderr.contains("C7"));
}

#[test]
fn where_no_checkpoint_can_be_written_nothing_is_released() {
    let place = Place::new(&POLICE[..1]);
    fs::create_dir_all(place.path(HOME).join("ledger")).unwrap();
    place.write(&format!("{HOME}/ledger/checkpoints"), "a file where the folder should be");
    let night = place.run(&[]).ended(3);
    assert!(night.stderr.contains("C90"), "{}", night.stderr);
    assert!(place.release_bytes().is_empty() && !place.path(HOME).join("releases/2026-06-30.1").exists());
    // With the place free again, the release that the ledger knows already comes out signed.
    place.remove(&format!("{HOME}/ledger/checkpoints"));
    place.run(&[]).ended(0);
    assert!(place.path(HOME).join("releases/2026-06-30.1/public/receipt.json").exists());
    verify(&place).ended(0);
}

#[test]
fn a_place_signs_with_the_key_that_it_declares_or_not_at_all() {
    let place = Place::new(&POLICE[..1]);
    let partnership = "pipelines/south-tees/partnership.yaml";
    let told = place.run_with(&[], &[("CONCORDAT_LEDGER_KEY", "no-such-file")]).ended(2);
    assert!(told.stderr.contains("C941") && told.stderr.contains("CONCORDAT_LEDGER_KEY"), "{}", told.stderr);
    assert!(!place.path(ENTRIES).exists() && place.release_bytes().is_empty());
    let key = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    let text = place.read(partnership);
    place.write(partnership, format!("{text}\nledger: {{origin: south-tees.example, public_keys: [\"{key}\"]}}\n"));
    let told = place.run(&[]).ended(2);
    assert!(told.stderr.contains("declares another key"), "{}", told.stderr);
    // The secret of RFC 8032, section 7.1, test 1, whose public half that is.
    let secret = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
    let environment = [("CONCORDAT_LEDGER_KEY", secret)];
    place.run_with(&[], &environment).ended(0);
    let checkpoint = place.call(&["ledger", "checkpoint", PIPELINE]).ended(0).stdout;
    assert!(checkpoint.starts_with("south-tees.example/concordat/south-tees\n"), "{checkpoint}");
    verify(&place).ended(0);
    // A decision about a release is signed with the same key, or not at all.
    let words = ["release", "withdraw", "2026-06-30.1", "--reason", "wrong-data"];
    assert!(place.call(&words).ended(2).stderr.contains("C941"));
    verify(&place).ended(0);
}

#[test]
fn where_there_is_nothing_to_check_that_is_no_pass() {
    let place = Place::new(&POLICE[..1]);
    let out = place.path("out");
    let export = ["ledger", "export", PIPELINE, "--party", COUNCIL, "--out", out.to_str().unwrap()];
    for words in [&["ledger", "verify", PIPELINE][..], &["ledger", "checkpoint", PIPELINE], &export] {
        let told = place.call(words).ended(1);
        assert!(told.stderr.contains("C943") && told.stdout.is_empty(), "{words:?}: {}", told.stderr);
    }
    let unknown = ["ledger", "export", PIPELINE, "--party", "middlesborough-council", "--out", "out"];
    let told = place.call(&unknown).ended(2);
    assert!(told.stderr.contains("did you mean 'middlesbrough-council'?"), "{}", told.stderr);
    assert!(!Path::new(&out).exists());
}

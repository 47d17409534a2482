//! A night that is killed, or whose disk fills up, at every write in turn: readers see the old release or the new one,
//! and the next night ends with the same bytes as if nothing had happened.

use std::collections::BTreeMap;
use std::env;
use std::path::Path;
use std::process::Command;

use concordat_declare::place::PublishMode;
use concordat_ledger::{Entry, LogKey, Record, SignedCheckpoint};
use concordat_store::Home;
use concordat_store::fault::disk_full_from;

use super::samples::{Desk, Rows, audience, night, place, shown, unlocked, version};
use crate::releases;

const ROOT: &str = "CONCORDAT_PUBLISH_TEST_ROOT";
const OLD: &str = "2026-06-30.1";
const NEW: &str = "2026-07-01.1";

fn one_audience() -> concordat_declare::place::PlaceFile {
    place(vec![audience("public", PublishMode::Automatic, &[])])
}

fn second_night(home: &Home) -> Result<(), crate::PublishError> {
    let rows = Rows::of(vec![shown("a0000000000000a1", 61.0, 30)]);
    night(home, &one_audience(), &[], &rows, "2026-07-01").map(|_| ())
}

fn after_the_first_night() -> Desk {
    let desk = Desk::new(one_audience());
    desk.night(&Rows::usual(), "2026-06-30").unwrap();
    desk
}

/// Every file that tells what was released, with its bytes; receipts tell of the run.
fn kept(home: &Home) -> BTreeMap<String, Vec<u8>> {
    let mut kept = BTreeMap::new();
    for part in ["releases", "register", "ledger"] {
        let folder = home.root().join(part);
        for file in crate::files::list(&folder).unwrap() {
            if !file.ends_with("receipt.json") && !file.contains("torn-") {
                let path = folder.join(&file);
                // The same lines are sealed to other bytes every time.
                let bytes = match part {
                    "register" => home.vault().unwrap().read_sealed(&path).unwrap(),
                    _ => std::fs::read(path).unwrap(),
                };
                kept.insert(format!("{part}/{file}"), bytes);
            }
        }
    }
    kept
}

fn expected() -> BTreeMap<String, Vec<u8>> {
    let desk = after_the_first_night();
    second_night(&desk.home).unwrap();
    kept(&desk.home)
}

/// What a reader may rely on, whenever the writer stopped. Returns the version that is seen.
fn check_reader(desk: &Desk) -> String {
    let seen = desk.current("public").unwrap();
    let path = releases::observations_path(&desk.home, "public", None).unwrap();
    assert!(path.is_file());
    assert_eq!(releases::verify(&desk.home, version(&seen)).unwrap().faults(), []);
    check_signed(desk, &seen);
    seen
}

/// Nobody sees a release that is not under a signed checkpoint.
fn check_signed(desk: &Desk, seen: &str) {
    let receipts = releases::receipts(&desk.home, version(seen)).unwrap();
    assert_eq!(receipts.len(), 1);
    let key = LogKey::sample("concordat/south-tees").unwrap();
    let ledger = desk.ledger();
    let released = |record: &&Record| matches!(&record.entry, Entry::ReleasePublished(it) if it.version == seen);
    let place = ledger.entries().find(released).unwrap().sequence;
    for text in receipts.into_iter().map(|(_, checkpoint)| checkpoint.unwrap()) {
        let signed = SignedCheckpoint::open(&text, &[key.verifier().clone()]).unwrap();
        ledger.check_begins_with(signed.note()).unwrap();
        assert!(signed.head().size > place, "{text}");
    }
    assert!(ledger.checkpoints().unwrap().iter().any(|(size, _)| *size > place));
}

/// The next night ends well.
fn check_recovery(desk: &Desk, expected: &BTreeMap<String, Vec<u8>>) {
    second_night(&desk.home).unwrap();
    assert_eq!(desk.current("public").as_deref(), Some(NEW));
    let kept = kept(&desk.home);
    assert_eq!(kept.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (file, bytes) in &kept {
        assert!(expected[file] == *bytes, "{file}");
    }
    assert_eq!(concordat_store::list_folders(&desk.home.staged()).unwrap(), [""; 0]);
}

#[test]
fn a_full_disk_at_any_write_leaves_the_old_release_or_the_new() {
    let expected = expected();
    let mut seen = Vec::new();
    for point in 1.. {
        let desk = after_the_first_night();
        let full = disk_full_from(point);
        let outcome = second_night(&desk.home);
        let passed = full.points_passed();
        drop(full);
        seen.push(check_reader(&desk));
        check_recovery(&desk, &expected);
        match outcome {
            Ok(()) if passed < point => break,
            Ok(()) => {}
            Err(error) => assert_eq!(error.diagnostic().code.number, 902, "{error}"),
        }
    }
    assert!(seen.len() > 30 && seen.is_sorted() && seen.contains(&OLD.to_owned()), "{seen:?}");
}

#[test]
#[ignore = "the child process of the test below"]
fn child() {
    let root = env::var(ROOT).unwrap();
    second_night(&unlocked(Path::new(&root))).unwrap();
}

#[test]
fn killed_at_any_write_the_next_night_ends_with_the_same_bytes() {
    let expected = expected();
    let mut seen = Vec::new();
    loop {
        let desk = after_the_first_night();
        let status = Command::new(env::current_exe().unwrap())
            .args(["--exact", "tests::crash::child", "--ignored", "--quiet"])
            .env(ROOT, desk.root())
            .env("CONCORDAT_CRASH_AT_WRITE", (seen.len() + 1).to_string())
            .output()
            .unwrap()
            .status;
        seen.push(check_reader(&desk));
        check_recovery(&desk, &expected);
        if status.success() {
            break;
        }
    }
    assert!(seen.len() > 30 && seen.is_sorted() && seen.contains(&OLD.to_owned()), "{seen:?}");
}

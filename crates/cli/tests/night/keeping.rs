//! Encryption at rest, destruction on the day, backup and restore.
//!
//! Not allowed in here: opening anything by a way that the product does not have, but to show that it cannot be opened.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use concordat_store::vault::key_ids_of;
use concordat_store::{Home, StorageKey};

use crate::found::{GAP, MIDDLESBROUGH, POLICE, few_records};
use crate::place::{AS_OF, HOME, PIPELINE, Place, below, files_below};

const DATASET: &str = "middlesbrough-early-years";
const AGREEMENT: &str = "pipelines/south-tees/agreements/dsa-middlesbrough-early-years.yaml";

/// Another storage key than the sample's: 32 bytes of 1.
const OTHER_KEY: (&str, &str) = ("CONCORDAT_STORAGE_KEY", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=");
/// A date on which data received in the night of the sample is over, where an agreement keeps it for a year.
const A_YEAR_ON: &str = "2027-06-30";

/// A place of one indicator from pupils' records, which its agreement keeps for a year.
fn kept_for_a_year() -> Place {
    let place = Place::new(&[GAP, POLICE[0]]);
    few_records(&place);
    place.replace(AGREEMENT, "raw: P10Y", "raw: P1Y");
    place
}

fn unlocked(place: &Place) -> Home {
    Home::open(&place.path("home"), "south-tees").unwrap().unlock(StorageKey::sample()).unwrap()
}

/// Copies of all files below a folder of the home.
fn copies(place: &Place, folder: &str) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let files = files_below(&place.path(HOME).join(folder));
    files.into_iter().map(|path| (path.clone(), fs::read(&path).unwrap())).collect()
}

/// The first eight bytes of every pseudonym of the extracts, as they stand in the files and as they are landed.
fn pseudonyms(place: &Place) -> HashSet<[u8; 8]> {
    let mut found = HashSet::new();
    for file in csv_files(place) {
        let text = fs::read_to_string(file).unwrap();
        let column = text.lines().next().unwrap().split(',').position(|name| name.contains("pseudonym")).unwrap();
        for line in text.lines().skip(1) {
            let token = line.split(',').nth(column).unwrap();
            found.insert(token.as_bytes()[..8].try_into().unwrap());
            let raw: Vec<u8> = (0..8).map(|at| u8::from_str_radix(&token[2 * at..2 * at + 2], 16).unwrap()).collect();
            found.insert(raw.try_into().unwrap());
        }
    }
    found
}

fn holds_any(bytes: &[u8], words: &HashSet<[u8; 8]>) -> bool {
    bytes.windows(8).any(|window| words.contains(window))
}

#[test]
fn no_pseudonym_of_any_delivery_stands_in_any_file_of_the_home() {
    let place = kept_for_a_year();
    place.run(&[]).ended(0);
    let words = pseudonyms(&place);
    assert!(words.len() > 1_000);
    let delivered = files_below(&place.path(MIDDLESBROUGH));
    assert!(delivered.iter().any(|file| holds_any(&fs::read(file).unwrap(), &words)), "the search finds nothing");
    let home = place.path(HOME);
    let mut parquet = 0;
    for file in files_below(&home) {
        let (name, bytes) = (below(&home, &file), fs::read(&file).unwrap());
        assert!(!holds_any(&bytes, &words), "a pseudonym stands in {name}");
        let clear = ["releases/", "ledger/", "runs/", "receipts/", "keys/", "staged/"]
            .iter()
            .any(|folder| name.starts_with(folder));
        let clear = clear || ["lock", "house-key.json"].contains(&name.as_str());
        let sealed = bytes.starts_with(b"CCSEAL1\n") || bytes.starts_with(b"PARE") && bytes.ends_with(b"PARE");
        // A manifest of kept work says nothing but that it is whole.
        let empty = name.starts_with("cells/") && bytes == b"{}";
        assert!(clear || sealed || empty, "{name} is in the clear");
        parquet += usize::from(bytes.starts_with(b"PARE"));
    }
    assert!(parquet >= 6, "{parquet}");
}

#[test]
fn on_its_day_an_extract_is_destroyed_its_copies_cannot_be_opened_and_the_certificate_holds() {
    let place = kept_for_a_year();
    place.run(&[]).ended(0);
    let before = place.release_bytes();
    let (landed, cells) = (copies(&place, &format!("landed/{DATASET}")), copies(&place, "cells"));
    let keys = fs::read_dir(place.path(HOME).join("keys")).unwrap().count();
    let due = place.call(&["retention", "due", PIPELINE, "--as-of", AS_OF]).stdout;
    assert!(due.contains("2027-06-30") && due.contains("no end"), "{due}");

    // The day before, everything is there; a rehearsal of the day destroys nothing.
    place.run(&["--as-of", "2027-06-29"]);
    place.run(&["--as-of", A_YEAR_ON, "--rehearse"]);
    assert_eq!(place.ledger_of("retention.due").len(), 0);
    let night = place.run(&["--as-of", A_YEAR_ON]).ended(5);
    assert_eq!(night.said("C965").len(), 6, "{}", night.stderr);
    assert_eq!(night.said("C966").len(), 1, "what is gone is told: {}", night.stderr);
    assert_eq!((night.indicator(GAP), night.indicator(POLICE[0])), ("left_out", "computed"));
    let destroyed = place.ledger_of("retention.destroyed");
    assert_eq!((place.ledger_of("retention.due").len(), destroyed.len()), (6, 6));
    assert_eq!(fs::read_dir(place.path(HOME).join("keys")).unwrap().count(), keys - 6);
    // The certificates hold, and each speaks of a delivery that the ledger says was received.
    let received = place.ledger_of("extract.received");
    for one in &destroyed {
        let known = |entry: &serde_json::Value| entry.to_string().contains(one["commitment"].as_str().unwrap());
        assert!(received.iter().any(|entry| entry["dataset"] == one["dataset"] && known(entry)), "{one}");
    }
    let verified = place.call(&["retention", "verify", PIPELINE]).ended(0);
    assert_eq!(verified.stdout.lines().count(), 6, "{}", verified.stdout);

    // What was published stays, and what was copied aside cannot be opened any more.
    for (path, bytes) in &before {
        assert!(fs::read(place.path(HOME).join("releases").join(path)).unwrap() == *bytes, "{path}");
    }
    assert_copies_are_closed(&place, &landed, &cells, &destroyed);

    // Nothing is destroyed twice, and what lies in the watched folder is not taken in again.
    let again = place.run(&["--as-of", "2027-07-01"]);
    assert_eq!(again.source(DATASET)["deliveries_read"], 0);
    assert_eq!(place.ledger_of("retention.destroyed").len(), 6);
    let file = below(&place.path(""), &csv_files(&place)[0]);
    let (name, again) = (file.rsplit('/').next().unwrap(), "sent-again.synthetic.csv");
    place.write(&format!("{MIDDLESBROUGH}/{again}"), place.read(&file));
    let note = place.read(&format!("{file}.delivery.json")).replace(name, again);
    place.write(&format!("{MIDDLESBROUGH}/{again}.delivery.json"), note);
    let back = place.run(&["--as-of", "2027-07-02"]).ended(5);
    assert_eq!(back.said("C968").len(), 1, "{}", back.stderr);
    assert_eq!(back.source(DATASET)["periods_held"].as_array().unwrap().len(), 0);
}

fn assert_copies_are_closed(
    place: &Place,
    landed: &[(std::path::PathBuf, Vec<u8>)],
    cells: &[(std::path::PathBuf, Vec<u8>)],
    destroyed: &[serde_json::Value],
) {
    let home = unlocked(place);
    let vault = home.vault().unwrap();
    let gone: Vec<&str> = destroyed.iter().map(|one| one["key"].as_str().unwrap()).collect();
    let mut closed = 0;
    for (path, bytes) in landed.iter().chain(cells) {
        let name = path.file_name().unwrap();
        if !bytes.starts_with(b"CCSEAL1\n") || name == "index.sealed" || name == "last-answer.sealed" {
            continue;
        }
        let needed = key_ids_of(bytes).unwrap();
        if !needed.iter().any(|key| gone.contains(&key.as_str())) {
            continue;
        }
        assert!(!path.exists(), "{} was left", path.display());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        assert!(vault.open_extract(path).is_err() && vault.read_sealed(path).is_err());
        assert!(needed.iter().any(|key| vault.key(key).unwrap_err().is_key_missing()));
        fs::remove_file(path).unwrap();
        closed += 1;
    }
    // Six manifests of landed rows, and the cells of six years.
    assert!(closed >= 12, "{closed}");
}

#[test]
fn a_night_of_destruction_that_is_cut_off_anywhere_is_completed_by_the_next() {
    let place = kept_for_a_year();
    place.run(&[]).ended(0);
    let (home, template) = (place.path("home"), place.path("template"));
    copy(&home, &template);
    let mut cut_off = 0;
    for at in (8..4_000).step_by(13) {
        fs::remove_dir_all(&home).unwrap();
        copy(&template, &home);
        let night = place.run_with(&["--as-of", A_YEAR_ON], &[("CONCORDAT_CRASH_AT_WRITE", &at.to_string())]);
        // The last line may be torn.
        let ledger = place.read(&format!("{HOME}/ledger/entries.ndjson"));
        let destroyed = ledger.lines().filter(|line| line.contains("\"retention.destroyed\"")).count();
        if night.code.is_some() || destroyed == 6 && cut_off > 3 {
            break;
        }
        cut_off += 1;
        place.run(&["--as-of", A_YEAR_ON]).ended(5);
        assert_eq!(place.ledger_of("retention.destroyed").len(), 6, "point {at}");
        place.call(&["retention", "verify", PIPELINE]).ended(0);
        let landed = files_below(&place.path(HOME).join("landed").join(DATASET));
        assert_eq!(landed.len(), 1, "the history alone is left: {landed:?}");
    }
    assert!(cut_off > 3, "{cut_off}");
}

#[test]
fn a_certificate_that_was_changed_does_not_hold() {
    let place = kept_for_a_year();
    place.run(&[]).ended(0);
    place.call(&["retention", "verify", PIPELINE]).ended(1);
    place.run(&["--as-of", A_YEAR_ON]).ended(5);
    let certificate = files_below(&place.path(HOME).join("ledger/certificates")).remove(0);
    let text = fs::read_to_string(&certificate).unwrap();
    assert!(text.contains("THIS IS A SAMPLE") && text.contains(DATASET), "{text}");
    fs::write(&certificate, text.replace("2027", "2026")).unwrap();
    let verified = place.call(&["retention", "verify", PIPELINE]).ended(1);
    assert!(verified.stderr.contains("C970"), "{}", verified.stderr);
}

#[test]
fn another_storage_key_is_told_and_loses_nothing() {
    let place = Place::new(&POLICE[..1]);
    few_records(&place);
    let first = place.run(&[]).ended(0);
    assert_eq!(first.said("C964").len(), 1, "the sample's key is told once");
    let content = place.content();
    let wrong = place.run_with(&[], &[OTHER_KEY]).ended(3);
    assert!(wrong.stderr.contains("C961") && wrong.stderr.contains("whoever runs this machine"), "{}", wrong.stderr);
    let nonsense = place.run_with(&[], &[("CONCORDAT_STORAGE_KEY", "secret")]).ended(3);
    assert!(nonsense.stderr.contains("C961") && !nonsense.stderr.contains("secret"), "{}", nonsense.stderr);
    let again = place.run(&[]).ended(0);
    assert!(again.said("C964").is_empty());
    assert_eq!(place.content(), content);
    // A house key that is lost is not made anew.
    fs::rename(place.path(HOME).join("house-key.json"), place.path("house-key.json")).unwrap();
    let lost = place.run(&[]).ended(3);
    assert!(lost.stderr.contains("C961"), "{}", lost.stderr);
    fs::rename(place.path("house-key.json"), place.path(HOME).join("house-key.json")).unwrap();
    // A landed file that was changed stops the night, and says so.
    let landed = files_below(&place.path(HOME).join("landed"));
    let manifest = landed.into_iter().find(|path| path.ends_with("manifest.json")).unwrap();
    let mut bytes = fs::read(&manifest).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&manifest, bytes).unwrap();
    let changed = place.run(&[]).ended(3);
    assert!(changed.stderr.contains("C963"), "{}", changed.stderr);
}

#[test]
fn the_same_place_under_another_key_publishes_the_same() {
    let (one, two) = (Place::new(&POLICE[..1]), Place::new(&POLICE[..1]));
    few_records(&one);
    few_records(&two);
    one.run(&[]).ended(0);
    fs::write(two.path("key"), format!("{}\n", OTHER_KEY.1)).unwrap();
    let file = two.path("key");
    let night = two.run_with(&[], &[("CONCORDAT_STORAGE_KEY_FILE", file.to_str().unwrap())]).ended(0);
    assert!(night.said("C964").is_empty());
    assert_eq!(one.content(), two.content());
}

#[test]
fn a_restored_place_makes_the_same_release_with_its_keys_and_without() {
    let place = kept_for_a_year();
    place.run(&[]).ended(0);
    let content = place.content();
    let (backup, keys) = (text(&place.path("backup")), text(&place.path("keys")));
    place.call(&["backup", PIPELINE, "--out", &backup, "--with-keys", &keys]).ended(0);
    assert!(files_below(Path::new(&backup)).iter().all(|path| !below(Path::new(&backup), path).contains("/keys/")));
    let home = place.path("home");
    for with_keys in [true, false] {
        fs::remove_dir_all(&home).unwrap();
        let mut words = vec!["restore", &backup];
        if with_keys {
            words.extend(["--keys", &keys]);
        }
        place.call(&words).ended(0);
        // There is a home now, and it is not restored over.
        place.call(&words).ended(3);
        let night = place.run(&[]).ended(0);
        assert_eq!(place.content(), content, "{with_keys}");
        assert!(!night.report["release"].to_string().contains("2026-06-30.2"), "nothing new was to be published");
        place.assert_whole("2026-06-30.1");
    }
    // A backup in which a byte was changed is not restored.
    fs::remove_dir_all(&home).unwrap();
    let ledger = Path::new(&backup).join("home/south-tees/ledger/entries.ndjson");
    let changed = fs::read_to_string(&ledger).unwrap().replacen("2026", "2027", 1);
    fs::write(&ledger, changed).unwrap();
    let refused = place.call(&["restore", &backup]).ended(3);
    assert!(refused.stderr.contains("C969"), "{}", refused.stderr);
}

#[test]
fn what_was_destroyed_after_a_backup_stays_destroyed() {
    let place = kept_for_a_year();
    place.run(&[]).ended(0);
    let (backup, keys) = (text(&place.path("backup")), text(&place.path("keys")));
    place.call(&["backup", PIPELINE, "--out", &backup, "--with-keys", &keys]).ended(0);
    place.run(&["--as-of", A_YEAR_ON]).ended(5);
    let home = place.path(HOME);
    let ledger = text(&place.path("newer.ndjson"));
    fs::copy(home.join("ledger/entries.ndjson"), &ledger).unwrap();
    let survived = place.path("survived");
    copy(&home.join("keys"), &survived);
    // Old keys and a newer ledger; the folder of keys that survived; old keys alone.
    for case in ["ledger", "folder", "keys"] {
        fs::remove_dir_all(place.path("home")).unwrap();
        let words = match case {
            "ledger" => vec!["restore", &backup, "--keys", &keys, "--ledger", &ledger],
            "folder" => {
                copy(&survived, &home.join("keys"));
                vec!["restore", &backup]
            }
            _ => vec!["restore", &backup, "--keys", &keys],
        };
        place.call(&words).ended(0);
        let held = place.call(&["retention", "due", PIPELINE, "--as-of", A_YEAR_ON]).ended(0).stdout;
        assert_eq!(held.contains(DATASET), case == "keys", "{case}: {held}");
        // Whatever came back with old keys alone goes before anything is opened.
        let night = place.run(&["--as-of", A_YEAR_ON]).ended(5);
        assert_eq!(night.source(DATASET)["periods_held"].as_array().unwrap().len(), 0, "{case}");
        assert_eq!(night.indicator(GAP), "left_out", "{case}");
    }
}

fn csv_files(place: &Place) -> Vec<std::path::PathBuf> {
    let mut files = files_below(&place.path(MIDDLESBROUGH));
    files.retain(|file| file.extension().is_some_and(|extension| extension == "csv"));
    files
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

fn copy(from: &Path, to: &Path) {
    for path in files_below(from) {
        let target = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(&path, target).unwrap();
    }
}

//! Nights that are cut off, nights on a full disk, two nights at once, and a register that went missing.
//!
//! Not allowed in here: a home that a reader finds between two releases.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use concordat_store::{Home, Lock};

use crate::found::{POLICE, STREET, few_records};
use crate::place::{HOME, Outcome, PIPELINE, Place, below, files_below};

const CRASH: &str = "CONCORDAT_CRASH_AT_WRITE";
const DISK_FULL: &str = "CONCORDAT_DISK_FULL_AT_WRITE";
const FEBRUARY: &str = "2024-02-cleveland-street.csv";
/// Nights are cut off at every so many points of writing: prime, so that no regular pattern of writes is always met alike.
const STEP: usize = 61;
/// Far more points of writing than a night over the small place has.
const NEVER: usize = 2_000;

/// One indicator over few records, so that a night is quick.
fn small() -> Place {
    let place = Place::new(&POLICE[..1]);
    few_records(&place);
    place
}

/// A small place of which the second month has not come yet, after a night over the first.
fn after_january() -> Place {
    let place = small();
    fs::rename(place.path(STREET).join(FEBRUARY), place.path("february")).unwrap();
    place.run(&[]).ended(0);
    place
}

fn february_comes(place: &Place) {
    fs::rename(place.path("february"), place.path(STREET).join(FEBRUARY)).unwrap();
}

/// Puts a folder in the place of another, which goes.
fn restore(from: &Path, to: &Path) {
    if to.exists() {
        fs::remove_dir_all(to).unwrap();
    }
    for path in files_below(from) {
        let target = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(&path, target).unwrap();
    }
}

fn night_with(place: &Place, variable: &str, at: usize) -> Outcome {
    place.run_with(&[], &[(variable, &at.to_string())])
}

/// What is in the releases, whole, and in the pointer.
fn seen(place: &Place) -> BTreeMap<String, Vec<u8>> {
    let Some(version) = place.seen_by("public") else { return BTreeMap::new() };
    let folder = place.path(HOME).join("releases").join(version);
    files_below(&folder).into_iter().map(|path| (below(&folder, &path), fs::read(&path).unwrap())).collect()
}

/// Cuts nights off at every so many points of writing until one gets to its end; readers see the old release or the new
/// one, and the next night ends as if nothing had been.
fn cut_off_everywhere(place: &Place, version: &str) {
    let (home, template) = (place.path("home"), place.path("template"));
    restore(&home, &template);
    let before = (place.seen_by("public"), seen(place));
    place.run(&[]).ended(0);
    let (whole, files) = (place.content(), seen(place).len());
    let mut nights = 0;
    for at in (1..NEVER).step_by(STEP) {
        restore(&template, &home);
        if night_with(place, CRASH, at).code == Some(0) {
            break;
        }
        nights += 1;
        match place.seen_by("public") {
            Some(now) if now == version => assert_eq!(seen(place).len(), files, "point {at}"),
            other => assert!((other, seen(place)) == before, "point {at}"),
        }
        place.run(&[]).ended(0);
        assert_eq!(place.content(), whole, "after point {at}");
        assert_eq!(place.seen_by("public").as_deref(), Some(version), "after point {at}");
        place.assert_whole(version);
        assert_eq!(fs::read_dir(place.path(HOME).join("staged")).map_or(0, Iterator::count), 0, "after point {at}");
    }
    assert!((6..26).contains(&nights), "{nights} nights were cut off");
}

#[test]
fn a_first_night_cut_off_at_any_point_is_completed_by_the_next() {
    cut_off_everywhere(&small(), "2026-06-30.1");
}

#[test]
fn a_later_night_cut_off_at_any_point_leaves_the_standing_release_and_is_completed() {
    let place = after_january();
    february_comes(&place);
    cut_off_everywhere(&place, "2026-06-30.2");
    place.assert_whole("2026-06-30.1");
}

#[test]
fn on_a_full_disk_nothing_is_half_published_what_stands_stands_and_the_next_night_makes_up() {
    let undisturbed = after_january();
    february_comes(&undisturbed);
    undisturbed.run(&[]).ended(0);
    let place = after_january();
    let (before, pointer) = (seen(&place), place.read("home/south-tees/releases/current"));
    february_comes(&place);
    let mut nights = 0;
    for at in (1..NEVER).step_by(STEP) {
        let night = night_with(&place, DISK_FULL, at);
        if night.code == Some(0) {
            break;
        }
        nights += 1;
        assert_eq!(night.code, Some(3), "point {at}: {}", night.stderr);
        assert!(night.stderr.contains("C902"), "point {at}: {}", night.stderr);
        if place.read("home/south-tees/releases/current") == pointer {
            assert!(seen(&place) == before, "point {at}");
        }
        place.assert_whole("2026-06-30.1");
    }
    assert!((6..26).contains(&nights), "{nights} nights had a full disk");
    place.run(&[]).ended(0);
    assert_eq!(place.content(), undisturbed.content());
    place.assert_whole("2026-06-30.2");
}

#[test]
fn a_second_run_beside_the_first_ends_with_75_and_touches_nothing() {
    let place = small();
    place.run(&[]).ended(0);
    let home = Home::open(&place.path("home"), "south-tees").unwrap();
    let lock = Lock::acquire(&home, "2026-06-30T02:00:00Z".parse().unwrap(), "run").unwrap();
    let held = place.bytes_below("");
    let second = place.run(&[]).ended(75);
    assert!(second.report.is_null());
    assert!(second.stderr.contains("C901"), "{}", second.stderr);
    for words in [["release", "withdraw", "2026-06-30.1"], ["release", "rollback", "2026-06-30.1"]] {
        place.call(&[&words[..], &["--reason", "wrong"]].concat()).ended(75);
    }
    // Looking needs no lock.
    place.call(&["release", "verify", "2026-06-30.1"]).ended(0);
    place.call(&["plan", PIPELINE]).ended(0);
    assert!(place.bytes_below("") == held);
    drop(lock);
    place.run(&[]).ended(0);
}

#[test]
fn a_register_that_is_missing_or_short_stops_publishing_and_the_release_stands() {
    let place = after_january();
    let register = place.path(HOME).join("register");
    let kept = place.path("kept");
    restore(&register, &kept);
    let (before, releases) = (seen(&place), place.bytes_below("releases"));
    // Once with nothing new, once with something to publish.
    for comes in [false, true] {
        if comes {
            february_comes(&place);
        }
        for cut in [None, Some(100)] {
            restore(&kept, &register);
            match cut {
                None => fs::remove_dir_all(&register).unwrap(),
                Some(bytes) => fs::File::options()
                    .write(true)
                    .open(register.join("entries.sealed"))
                    .and_then(|file| file.set_len(bytes))
                    .unwrap(),
            }
            let night = place.run(&[]).ended(1);
            assert!(!night.said("C602").is_empty(), "{}", night.stderr);
            assert_eq!(night.report["release"], "none");
            assert!(seen(&place) == before);
            assert!(place.bytes_below("releases") == releases);
        }
    }
    restore(&kept, &register);
    place.run(&[]).ended(0);
    assert_eq!(place.seen_by("public").as_deref(), Some("2026-06-30.2"));
}

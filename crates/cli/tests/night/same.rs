//! The same inputs give the same payload, whatever machine, order, locale or folder; and each audience its own part of it.
//!
//! Not allowed in here: a night that is meant to fail.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::found::{AUDIENCES, GAP, POLICE, REDCAR, few_records};
use crate::place::{Place, below, files_below};

const LINKED: &str = "multiple-disadvantage-linked";

/// Puts the records of an extract into another order: the last first, and then every other one.
fn shuffle(place: &Place, file: &str) {
    let whole = place.read(file);
    let (head, rest) = whole.split_once('\n').unwrap();
    let lines: Vec<&str> = rest.lines().rev().collect();
    let (even, odd) = (lines.iter().step_by(2), lines.iter().skip(1).step_by(2));
    let shuffled: Vec<&str> = odd.chain(even).copied().collect();
    assert_ne!(shuffled, rest.lines().collect::<Vec<_>>());
    place.write(file, format!("{head}\n{}\n", shuffled.join("\n")));
}

/// Files that an audience reads but for what tells of the run.
fn payload(place: &Place, audience: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = place.release_of(audience);
    let files = files_below(&folder).into_iter().map(|path| (below(&folder, &path), fs::read(&path).unwrap()));
    files.filter(|(name, _)| !["manifest.json", "receipt.json", "SHA256SUMS"].contains(&name.as_str())).collect()
}

fn assert_same(one: &Place, other: &Place) {
    assert_eq!(one.content().len(), AUDIENCES.len());
    assert_eq!(one.content(), other.content());
    for audience in AUDIENCES {
        let (one, other) = (payload(one, audience), payload(other, audience));
        assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        for (name, bytes) in &one {
            assert!(Some(bytes) == other.get(name), "{audience} {name} differs");
        }
    }
}

#[test]
fn threads_locale_time_zone_folder_and_order_of_records_leave_no_trace_and_linked_figures_are_not_public() {
    let all = [POLICE[0], POLICE[1], GAP, LINKED, "emergency-admissions-falls-65"];
    let one = Place::new(&all);
    one.run_with(&["--threads", "1"], &[("LC_ALL", "C"), ("TZ", "UTC")]).ended(0);
    let other = Place::new(&all);
    shuffle(&other, REDCAR);
    let treatment = "sample-data/tees-recovery-partnership/tees-recovery-treatment/substance-treatment.synthetic.csv";
    shuffle(&other, treatment);
    let far = [("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("TZ", "Pacific/Auckland")];
    other.run_with(&["--threads", "2", "--memory-mib", "512"], &far).ended(0);
    assert_same(&one, &other);
    linked_figures_are_for_those_who_agreed(&one);
}

/// The agreements of the linked extracts name every audience but the public.
fn linked_figures_are_for_those_who_agreed(place: &Place) {
    for audience in ["board", "partners", "team"] {
        let rows = place.figures(audience);
        let linked = rows.iter().filter(|row| row["indicator"] == LINKED).count();
        assert!(linked > 0, "{audience}");
        assert!(rows.iter().any(|row| row["indicator"] == GAP), "{audience}");
    }
    let agreements =
        ["dsa-middlesbrough-homelessness", "dsa-tees-recovery-treatment", "dsa-cleveland-police-offending"];
    let secret = [LINKED, "homelessness-duties", "person_key", "kid-south-tees"].into_iter().chain(agreements);
    let secret: Vec<&str> = secret.collect();
    for (name, bytes) in payload(place, "public") {
        for word in &secret {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "{name} tells the public of {word}");
        }
    }
    let manifest = fs::read_to_string(place.release_of("public").join("manifest.json")).unwrap();
    assert!(!manifest.contains(LINKED));
}

#[test]
fn a_small_place_says_the_same_too_and_again_on_another_night() {
    let one = Place::new(&POLICE);
    one.run(&["--threads", "2"]).ended(0);
    let other = Place::new(&POLICE);
    shuffle(&other, "sample-data/open/police-uk-street-crime/2024-02-cleveland-street.csv");
    other.run_with(&["--threads", "1"], &[("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Pacific/Auckland")]).ended(0);
    assert_same(&one, &other);
    // A home that was lost and made again on a later day says the same under another version.
    fs::remove_dir_all(other.path("home")).unwrap();
    other.run(&["--as-of", "2026-08-01"]).ended(0);
    assert_eq!(other.seen_by("public").as_deref(), Some("2026-08-01.1"));
    assert_eq!(one.content(), other.content());
}

#[test]
fn one_record_more_is_another_payload() {
    let place = Place::new(&POLICE[..1]);
    few_records(&place);
    place.run(&[]).ended(0);
    let before = place.content();
    let file = "sample-data/open/police-uk-street-crime/2024-02-cleveland-street.csv";
    let whole = place.read(file);
    let record = whole.lines().find(|line| line.contains("Middlesbrough") && line.contains("Anti-social")).unwrap();
    place.write(file, format!("{whole}{record}\n"));
    place.run(&[]).ended(0);
    let after = place.content();
    let same: BTreeSet<&String> = before.keys().filter(|audience| before[*audience] == after[*audience]).collect();
    assert_eq!(same, BTreeSet::new());
}

#[test]
fn a_linkage_that_one_side_did_not_agree_takes_out_the_linked_indicator_alone() {
    let place = Place::new(&[LINKED, POLICE[0]]);
    let agreement = "pipelines/south-tees/agreements/dsa-tees-recovery-treatment.yaml";
    let text = place.read(agreement);
    let entry = text.lines().find(|line| line.contains("with: cleveland-police-offending")).unwrap();
    place.replace(agreement, &format!("{entry}\n"), "");
    let night = place.run(&[]).ended(5);
    // The declarations warn of it at the other side, and the indicator is refused at this one.
    let severities: Vec<&serde_json::Value> = night.said("C208").iter().map(|said| &said["severity"]).collect();
    assert_eq!(severities, ["error", "warning"], "{}", night.stderr);
    assert_eq!(night.indicator(LINKED), "refused");
    assert_eq!(night.indicator(POLICE[0]), "computed");
    for audience in AUDIENCES {
        let rows = place.figures(audience);
        assert!(!rows.is_empty());
        assert!(rows.iter().all(|row| row["indicator"] == POLICE[0]), "{audience}");
    }
    for dataset in ["tees-recovery-treatment", "cleveland-police-offending"] {
        assert_eq!(night.source(dataset)["state"], "not_needed");
        assert_eq!(night.source(dataset)["deliveries_read"], 0);
    }
}

//! Work follows change: what a second night does, and what it leaves alone.
//!
//! Not allowed in here: clocks; what was done is read from run.json and from the home.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::found::{AUDIENCES, GAP, MIDDLESBROUGH, POLICE, Row, text};
use crate::place::{HOME, PIPELINE, Place};

const NEXT_DAY: [&str; 2] = ["--as-of", "2026-07-01"];

#[test]
fn a_night_with_nothing_new_reads_nothing_counts_nothing_and_releases_nothing() {
    let place = Place::new(&[POLICE[0], GAP]);
    let first = place.run(&[]).ended(0);
    let (releases, register) = (place.bytes_below("releases"), place.bytes_below("register"));
    let cells: BTreeSet<String> = place.bytes_below("cells").into_keys().collect();
    let landed = place.bytes_below("landed");
    // Once on the same date and once on the next, to which nothing is due.
    for words in [&[][..], &NEXT_DAY] {
        let night = place.run(words).ended(0);
        assert_eq!(night.report["release"]["unchanged"]["version"], "2026-06-30.1");
        assert_eq!(night.deliveries_read(), 0);
        assert_eq!(night.computed(), BTreeMap::new());
        assert_eq!(night.kept(), first.steps().iter().map(|step| text(&step["id"])).collect());
        assert!(night.steps().iter().all(|step| step["scanned"].as_array().unwrap().is_empty()));
        assert_eq!(night.indicator(GAP), "computed");
        assert!(place.bytes_below("releases") == releases);
        assert!(place.bytes_below("register") == register);
        assert!(place.bytes_below("landed") == landed);
        assert_eq!(place.bytes_below("cells").into_keys().collect::<BTreeSet<_>>(), cells);
        assert_eq!(fs::read_dir(place.path(HOME).join("staged")).map_or(0, Iterator::count), 0);
    }
    let told = |kind: &str| place.ledger().iter().filter(|entry| entry["type"] == kind).count();
    assert_eq!(told("release.published"), 1);
    assert_eq!(told("run.completed"), 3);
}

#[test]
fn a_home_without_its_kept_work_and_last_answer_says_the_same() {
    let place = Place::new(&POLICE[..1]);
    place.run(&[]).ended(0);
    let releases = place.bytes_below("releases");
    fs::remove_dir_all(place.path(HOME).join("cells")).unwrap();
    let night = place.run(&[]).ended(0);
    assert_eq!(night.deliveries_read(), 0);
    assert_eq!(night.kept(), BTreeSet::new());
    assert_eq!(night.report["release"]["unchanged"]["version"], "2026-06-30.1");
    assert!(place.bytes_below("releases") == releases);
}

#[test]
fn one_year_that_changes_is_counted_again_alone_and_told_why() {
    let place = Place::new(&[POLICE[0], GAP]);
    let first = place.run(&[]).ended(0);
    let before = place.figures("public");
    let extract = format!("{MIDDLESBROUGH}/early-years-profile-2022-23.synthetic.csv");
    // Twelve eligible girls of one ward reached the level after all: enough of them to be seen.
    place.correct_girls_of_newport(&extract, 12);

    let step = "good-level-of-development-fsm/middlesbrough-early-years/2022/23";
    let column = "column good_level_of_development of middlesbrough-early-years 2022/23";
    let night = place.run(&[]).ended(0);
    assert_eq!(night.computed(), BTreeMap::from([(step.to_owned(), vec![column.to_owned()])]));
    assert_eq!(night.kept().len(), first.steps().len() - 1);
    assert_eq!(night.deliveries_read(), 1);
    let source = night.source("middlesbrough-early-years");
    assert_eq!([&source["deliveries_read"], &source["deliveries_unchanged"]], [1, 5]);
    for step in night.steps().iter().filter(|step| step["state"] == "computed") {
        let scanned: Vec<String> = step["scanned"].as_array().unwrap().iter().map(|one| text(&one[1])).collect();
        assert_eq!(scanned, ["2022/23"]);
    }
    let why = place.call(&["why", PIPELINE, step, "--as-of", "2026-06-30"]).ended(0);
    assert!(why.stdout.contains(&format!("because these had changed: {column}\n")), "{}", why.stdout);
    let other =
        place.call(&["why", PIPELINE, "good-level-of-development-fsm/middlesbrough-early-years/2021/22"]).ended(0);
    assert!(!other.stdout.contains("had changed"), "{}", other.stdout);
    twelve_more_in_that_year_alone(&before, &place.figures("public"));
}

/// Of figures that stand on counts, only those of the corrected year, and of windows with it, differ.
fn twelve_more_in_that_year_alone(before: &[Row], after: &[Row]) {
    let by_id = |rows: &[Row]| -> BTreeMap<String, Row> {
        rows.iter().map(|row| (row["figure_id"].clone(), row.clone())).collect()
    };
    let (before, after) = (by_id(before), by_id(after));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    let changed: Vec<(&Row, &Row)> =
        before.iter().map(|(id, row)| (row, &after[id])).filter(|(old, new)| old["count"] != new["count"]).collect();
    assert!(!changed.is_empty());
    for (old, new) in changed {
        assert_eq!(old["indicator"], GAP);
        assert!(old["period_start"].as_str() <= "2022-09-01" && "2023-08-31" <= old["period_end"].as_str(), "{old:?}");
        let count = |row: &Row| row["count"].parse::<i64>().unwrap();
        assert_eq!(count(new) - count(old), 12, "{old:?}");
        assert_eq!(old["denominator"], new["denominator"]);
        assert!(["Persons", "Female"].contains(&old["sex"].as_str()));
    }
}

#[test]
fn an_agreement_that_ends_overnight_takes_out_its_figures_and_nothing_of_it_is_opened() {
    let place = Place::new(&[POLICE[0], GAP]);
    let agreement = "pipelines/south-tees/agreements/dsa-middlesbrough-early-years.yaml";
    place.replace(
        agreement,
        "expiry: 2027-08-31\n  next_review: 2026-09-01",
        "expiry: 2026-06-30\n  next_review: 2026-06-01",
    );
    // On its last day it is in force.
    let first = place.run(&[]).ended(0);
    assert_eq!(first.indicator(GAP), "computed");
    let before = place.figures("public");
    // Whoever opens landed rows or kept cells of it now fails: the rows are gone, and the cells do not open.
    let landed = place.path(HOME).join("landed/middlesbrough-early-years");
    let hidden = place.path("hidden");
    fs::rename(&landed, hidden).unwrap();
    let steps = first.steps().into_iter().filter(|step| step["indicator"] == GAP);
    let keys: BTreeSet<String> = steps.map(|step| text(&step["key"])).collect();
    let cells = place.path(HOME).join("cells");
    let mut spoiled = 0;
    for folder in fs::read_dir(&cells).unwrap().map(|entry| entry.unwrap()) {
        let name = folder.file_name().into_string().unwrap();
        if keys.iter().any(|key| key.starts_with(&name)) {
            fs::write(folder.path().join("cells.sealed"), "spoiled").unwrap();
            spoiled += 1;
        }
    }
    assert_eq!(spoiled, keys.len());

    let night = place.run(&NEXT_DAY).ended(5);
    assert_eq!(night.indicator(GAP), "refused");
    assert!(!night.said("C203").is_empty(), "{}", night.stderr);
    assert!(night.steps().iter().all(|step| step["indicator"] != GAP));
    let source = night.source("middlesbrough-early-years");
    assert_eq!(source["deliveries_read"], 0);
    assert_eq!(source["periods_held"].as_array().unwrap().len(), 0);
    assert!(!landed.exists());
    let without_version = |row: &Row| -> Row {
        row.iter()
            .filter(|(column, _)| *column != "release")
            .map(|(column, cell)| (column.clone(), cell.clone()))
            .collect()
    };
    let stays: Vec<Row> = before.iter().filter(|row| row["indicator"] != GAP).map(without_version).collect();
    for audience in AUDIENCES {
        assert_eq!(place.seen_by(audience).as_deref(), Some("2026-07-01.1"));
        let after: Vec<Row> = place.figures(audience).iter().map(without_version).collect();
        assert!(after == stays, "{audience}");
    }
}

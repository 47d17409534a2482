//! The catalogue of data: what its rows say, and what is wrong with one.

use concordat_declare::catalogue::CatalogueRow;
use concordat_declare::load;
use concordat_diagnostics::Severity;
use concordat_diagnostics::render::concise;

use crate::folder::Folder;

const FILE: &str = "catalogue.yaml";

fn rows(folder: &Folder) -> Vec<CatalogueRow> {
    load(folder).partnership.unwrap().catalogue()
}

fn row(dataset: &str, mission: &str) -> CatalogueRow {
    let of = |row: &CatalogueRow| {
        row.mission.as_str() == mission && row.dataset.as_ref().is_some_and(|one| one.as_str() == dataset)
    };
    rows(&Folder::south_tees()).into_iter().find(of).unwrap()
}

/// The codes and texts of all faults.
fn faults(folder: &Folder) -> Vec<(u16, Severity, String)> {
    let told = |fault: &concordat_diagnostics::Diagnostic| (fault.code.number, fault.severity, concise(fault));
    load(folder).faults.iter().map(told).collect()
}

#[test]
fn a_row_names_agreements_and_the_measures_of_its_mission() {
    let row = row("south-tees-council-tax-support-list", "live-well-poverty");
    assert_eq!(row.agency_name, "Redcar and Cleveland Borough Council");
    assert_eq!(row.agreements, ["dsa-south-tees-council-tax-support-list@1"]);
    let used: Vec<&str> = row.used_by.iter().map(concordat_base::Name::as_str).collect();
    assert_eq!(used, ["families-in-difficulty-linked"], "and not that of the other mission");
    assert_eq!((row.shared, row.quality, row.delay.as_str()), (true, "usable", "P1M"));
}

#[test]
fn published_figures_stand_under_their_licence_and_beside_what_they_are_compared_with() {
    let row = row("dfe-lait-health", "live-well-health");
    assert_eq!(row.agreements, ["ogl-dfe-lait"]);
    let used: Vec<&str> = row.used_by.iter().map(concordat_base::Name::as_str).collect();
    assert_eq!(used, ["breastfeeding-6-to-8-weeks", "year-6-overweight"]);
}

#[test]
fn missions_stand_in_the_order_of_the_strategy_and_each_has_something_that_is_not_shared() {
    let rows = rows(&Folder::south_tees());
    let mut missions: Vec<&str> = rows.iter().map(|row| row.mission.as_str()).collect();
    missions.dedup();
    assert_eq!(missions.len(), 9);
    assert_eq!((missions[0], missions[8]), ("start-well-gap", "age-well-dignity"));
    for mission in missions {
        let kept = rows.iter().filter(|row| row.mission.as_str() == mission && !row.shared);
        let reasons: Vec<&str> = kept.map(|row| row.missing.as_str()).collect();
        assert!(!reasons.is_empty() && reasons.iter().all(|reason| !reason.is_empty()), "{mission}");
    }
}

#[test]
fn names_that_nothing_has_are_answered_with_the_nearest() {
    for (from, to) in [
        ("mission: start-well-gap", "mission: start-well-gab"),
        ("agency: middlesbrough-council", "agency: middlesborough-council"),
        ("dataset: middlesbrough-early-years", "dataset: middlesbrough-early-year"),
    ] {
        let found = faults(&Folder::south_tees().with(FILE, from, to));
        assert!(
            found.iter().any(|(code, _, text)| *code == 106 && text.starts_with("catalogue.yaml:")),
            "{to}: {found:?}"
        );
    }
}

#[test]
fn a_dataset_is_sent_by_the_agency_that_the_entry_names() {
    let wrong = "agency: redcar-and-cleveland-council\n    collects: \"Early years";
    let folder = Folder::south_tees().with(FILE, "agency: middlesbrough-council\n    collects: \"Early years", wrong);
    let found = faults(&folder);
    assert!(found.iter().any(|(code, _, text)| *code == 110 && text.contains("is sent by")), "{found:?}");
}

#[test]
fn an_entry_stands_once_and_says_why_where_nothing_is_shared() {
    let folder =
        Folder::south_tees().with(FILE, "dataset: redcar-cleveland-key-stage-2", "dataset: middlesbrough-key-stage-2");
    assert!(faults(&folder).iter().any(|(code, _, text)| *code == 107 && text.contains("stands twice")));
    let reason = "No agreement yet: the time from a concern to early help cannot be measured";
    let found = faults(&Folder::south_tees().with(FILE, reason, ""));
    assert!(found.iter().any(|(code, _, text)| *code == 104 && text.contains("not shared")), "{found:?}");
}

#[test]
fn a_dataset_in_use_that_the_catalogue_leaves_out_is_a_warning() {
    let folder = Folder::south_tees().with(FILE, "    dataset: middlesbrough-key-stage-2\n", "");
    let found = faults(&folder);
    let [(code, severity, text)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((*code, *severity), (114, Severity::Warning));
    assert!(text.contains("'key-stage-2-disadvantaged'") && text.contains("'middlesbrough-key-stage-2'"), "{text}");
}

#[test]
fn a_place_may_have_none() {
    let none = "version: 1\nentries: []\n";
    let found = faults(&Folder::south_tees().adding(FILE, none));
    assert!(found.iter().all(|(code, severity, _)| (*code, *severity) == (114, Severity::Warning)), "{found:?}");
}

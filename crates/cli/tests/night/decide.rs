//! What people decide: withholding, a note, a source known to be late; letting releases out and taking them back.
//!
//! Not allowed in here: a decision that widens anything; there is none.

use std::fs;

use serde_json::Value;

use crate::found::{AUDIENCES, GAP, MIDDLESBROUGH, POLICE, Row, STREET, few_records};
use crate::place::{PIPELINE, Place};

const WARD: &str = "E05009853";
const SOURCE: &str = "middlesbrough-early-years";

fn decide(place: &Place, id: &str, decision: &str) {
    let folder = place.path(PIPELINE).join("decisions");
    fs::create_dir_all(folder).unwrap();
    let text = format!(
        "version: 1\nid: {id}\ndecision:\n  {decision}\nrole: board-lead\nreason: A reason\n\
         date: 2026-01-01\nexpires: 2026-07-31\n"
    );
    place.write(&format!("{PIPELINE}/decisions/{id}.yaml"), text);
}

fn without_release(row: &Row) -> Row {
    row.iter().filter(|(column, _)| *column != "release").map(|(column, cell)| (column.clone(), cell.clone())).collect()
}

#[test]
fn a_withheld_figure_goes_a_note_stands_and_both_end_with_their_decision() {
    let place = Place::new(&POLICE);
    place.run(&[]).ended(0);
    let before = place.figures("public");
    decide(&place, "withhold-acklam", &format!("withhold: {{indicator: {}, area: {WARD}}}", POLICE[0]));
    decide(&place, "note", &format!("annotate: {{indicator: {}, note: The recording changed in May}}", POLICE[1]));
    place.run(&["--as-of", "2026-07-31"]).ended(0);
    let after = place.figures("public");
    assert_eq!(before.len(), after.len());
    let mut withheld = 0;
    for (old, new) in before.iter().zip(&after) {
        if old["indicator"] == POLICE[0] && old["area_code"] == WARD {
            withheld += 1;
            assert!(new["status"].contains("[x]"), "{new:?}");
            assert!(new["status_reason"].contains("withheld by decision"));
            for column in ["value", "lower_95", "upper_95", "lower_998", "upper_998", "count", "denominator", "reading"]
            {
                assert_eq!(new[column], "", "{column}");
            }
        } else {
            assert_eq!(without_release(old), without_release(new));
        }
    }
    assert_eq!(withheld, 1);
    let indicators = || fs::read_to_string(place.release_of("public").join("indicators.csv")).unwrap();
    assert!(indicators().contains("The recording changed in May"));
    assert_eq!(indicators().matches("The recording changed in May").count(), 1);
    // The day after the decisions ended.
    place.run(&["--as-of", "2026-08-01"]).ended(0);
    assert_eq!(place.seen_by("public").as_deref(), Some("2026-08-01.1"));
    assert!(place.figures("public").iter().map(without_release).eq(before.iter().map(without_release)));
    assert!(!indicators().contains("The recording changed in May"));
}

#[test]
fn a_source_known_to_be_late_degrades_no_night_and_its_figures_say_so() {
    let place = Place::new(&[GAP]);
    let latest = format!("{MIDDLESBROUGH}/early-years-profile-2024-25.synthetic.csv");
    place.remove(&latest);
    place.remove(&format!("{latest}.delivery.json"));
    // Due four months after the school year, with fourteen days of grace; held over for eighteen months at most.
    let (on_time, late, too_late) = ("2026-01-14", "2026-01-15", "2026-03-01");
    let night = place.run(&["--as-of", on_time]).ended(0);
    assert_eq!(night.source(SOURCE)["state"], "due");
    let night = place.run(&["--as-of", late]).ended(5);
    assert_eq!(night.source(SOURCE)["state"], "late");
    assert_eq!(night.said("C302").len(), 1, "{}", night.stderr);
    assert!(place.figures("public").iter().all(|row| row["status"].contains("[h]")));
    decide(&place, "late", &format!("known_late: {{source: {SOURCE}}}"));
    let night = place.run(&["--as-of", late]).ended(0);
    assert_eq!(night.source(SOURCE)["state"], "known_late");
    for row in place.figures("public") {
        assert!(row["status"].contains("[h]") && row["held_since"] == "2026-01-14", "{row:?}");
    }
    let night = place.run(&["--as-of", too_late]).ended(1);
    assert_eq!(night.source(SOURCE)["state"], "dropped");
}

/// A place whose board waits for approval, after a night over January, and with February to come.
fn waiting() -> Place {
    let place = Place::new(&POLICE[..1]);
    few_records(&place);
    let partnership = format!("{PIPELINE}/partnership.yaml");
    let board = "{id: board, title: Members of the board and their officers, publish: automatic}";
    place.replace(&partnership, board, &board.replace("automatic", "on_approval"));
    fs::rename(place.path(STREET).join("2024-02-cleveland-street.csv"), place.path("february")).unwrap();
    let night = place.run(&[]).ended(0);
    assert_eq!(night.report["release"]["published"]["waiting"], serde_json::json!(["board"]));
    place
}

/// Where every release stands with an audience, oldest first.
fn listed(place: &Place, audience: &str) -> Vec<(String, String)> {
    let list = place.call(&["release", "list", "--format", "json"]).ended(0);
    let rows: Vec<Value> = serde_json::from_str(&list.stdout).unwrap();
    let of = rows.iter().filter(|row| row["audience"] == audience);
    of.map(|row| (row["version"].as_str().unwrap().to_owned(), row["state"].as_str().unwrap().to_owned())).collect()
}

fn stands(version: u32, state: &str) -> (String, String) {
    (format!("2026-06-30.{version}"), state.to_owned())
}

#[test]
fn releases_wait_are_let_out_taken_back_and_gone_back_to() {
    let place = waiting();
    assert_eq!(place.seen_by("board"), None);
    assert_eq!(listed(&place, "board"), [stands(1, "waiting")]);
    assert_eq!(listed(&place, "public"), [stands(1, "current")]);
    place.call(&["release", "approve", "2026-06-30.1", "--audience", "board", "--role", "board-lead"]).ended(0);
    assert_eq!(place.seen_by("board").as_deref(), Some("2026-06-30.1"));
    assert_eq!(place.content().len(), AUDIENCES.len());
    place.assert_whole("2026-06-30.1");

    fs::rename(place.path("february"), place.path(STREET).join("2024-02-cleveland-street.csv")).unwrap();
    place.run(&[]).ended(0);
    assert_eq!(place.seen_by("public").as_deref(), Some("2026-06-30.2"));
    assert_eq!(place.seen_by("board").as_deref(), Some("2026-06-30.1"), "it waits for approval again");
    shown(&place);

    let why = ["--reason", "denominator-wrong"];
    place.call(&[&["release", "withdraw", "2026-06-30.2"][..], &why].concat()).ended(0);
    assert_eq!(place.seen_by("public").as_deref(), Some("2026-06-30.1"));
    assert_eq!(listed(&place, "public"), [stands(1, "current"), stands(2, "withdrawn")]);
    // Nothing new: the withdrawn release is not made again behind the back of whoever withdrew it.
    place.run(&[]).ended(0);
    assert_eq!(place.seen_by("public").as_deref(), Some("2026-06-30.1"));
    place.assert_whole("2026-06-30.2");
    let told = place.ledger();
    let of = |kind: &str| &told.iter().find(|entry| entry["type"] == kind).unwrap()["body"];
    assert_eq!(of("release.approved")["role"], "board-lead");
    assert_eq!(of("release.withdrawn")["code"], "denominator-wrong");
    place.call(&["release", "withdraw", "2026-06-30.9", "--reason", "wrong"]).ended(2);
}

/// What `release show` tells of the second release.
fn shown(place: &Place) {
    let show = place.call(&["release", "show", "2026-06-30.2", "--format", "json"]).ended(0);
    let shown: Vec<Value> = serde_json::from_str(&show.stdout).unwrap();
    let public = shown.iter().find(|one| one["audience"] == "public").unwrap();
    assert_eq!(public["changes"]["from"], "2026-06-30.1");
    assert_eq!(public["observations"], place.figures("public").len());
    assert!(public["changes"]["revised"].as_u64().unwrap() > 0);
    assert!(public["files"].as_array().unwrap().iter().any(|file| file["file"] == "observations.csv"));
}

#[test]
fn a_place_that_went_back_to_a_release_stays_there_until_somebody_approves() {
    let place = waiting();
    fs::rename(place.path("february"), place.path(STREET).join("2024-02-cleveland-street.csv")).unwrap();
    place.run(&[]).ended(0);
    place.call(&["release", "rollback", "2026-06-30.1", "--reason", "denominator-wrong"]).ended(0);
    assert_eq!(place.seen_by("public").as_deref(), Some("2026-06-30.1"));
    let file = format!("{STREET}/2024-02-cleveland-street.csv");
    let whole = place.read(&file);
    let record = whole.lines().find(|line| line.contains("Redcar") && line.contains("Anti-social")).unwrap();
    place.write(&file, format!("{whole}{record}\n"));
    place.run(&[]).ended(0);
    assert_eq!(place.seen_by("public").as_deref(), Some("2026-06-30.1"), "later ones wait");
    place.call(&["release", "approve", "2026-06-30.3"]).ended(0);
    for audience in AUDIENCES {
        assert_eq!(place.seen_by(audience).as_deref(), Some("2026-06-30.3"), "{audience}");
    }
}

#[test]
fn verify_finds_one_byte_in_any_file() {
    let place = Place::new(&POLICE[..1]);
    few_records(&place);
    place.run(&[]).ended(0);
    let folder = place.release_of("team");
    for file in
        ["observations.csv", "observations.parquet", "indicators.csv", "missions/live-well-places.csv", "manifest.json"]
    {
        let path = folder.join(file);
        let whole = fs::read(&path).unwrap();
        let mut other = whole.clone();
        let middle = other.len() / 2;
        other[middle] ^= 1;
        fs::write(&path, other).unwrap();
        let verified = place.call(&["release", "verify", "2026-06-30.1"]).ended(1);
        assert!(verified.stderr.contains("C702"), "{file}: {}", verified.stderr);
        fs::write(&path, whole).unwrap();
    }
    place.assert_whole("2026-06-30.1");
    fs::remove_file(folder.join("lineage.parquet")).unwrap();
    let verified = place.call(&["release", "verify", "2026-06-30.1"]).ended(1);
    assert!(verified.stderr.contains("C702"), "{}", verified.stderr);
}

#[test]
fn figures_that_an_agreement_has_wait_are_given_out_on_their_day_and_not_before() {
    let place = Place::new(&[GAP]);
    let agreement = format!("{PIPELINE}/agreements/dsa-middlesbrough-early-years.yaml");
    let text = place.read(&agreement);
    let whole = text.lines().find(|line| line.contains("kind: published_table")).unwrap();
    let waits =
        whole.replace("audiences: [public, board, partners, team]", "audiences: [public, board], embargo: P14D");
    let at_once = whole.replace("audiences: [public, board, partners, team]", "audiences: [partners, team]");
    place.replace(&agreement, whole, &format!("{waits}\n{at_once}"));

    place.run(&[]).ended(0);
    assert_eq!((place.seen_by("public"), place.seen_by("board")), (None, None));
    assert_eq!(place.seen_by("partners").as_deref(), Some("2026-06-30.1"));
    let early = place.call(&["release", "approve", "2026-06-30.1", "--audience", "public", "--as-of", "2026-07-13"]);
    assert!(early.code != Some(0) && early.stderr.contains("C708"), "{}", early.stderr);
    assert!(early.stderr.contains("2026-07-14"), "{}", early.stderr);
    place.run(&["--as-of", "2026-07-13"]);
    assert_eq!(place.seen_by("public"), None);
    place.run(&["--as-of", "2026-07-14"]);
    assert_eq!(place.seen_by("public").as_deref(), Some("2026-06-30.1"));
    assert_eq!(place.seen_by("board"), place.seen_by("public"));
    place.assert_whole("2026-06-30.1");
}

//! Nights one after another: what is released, to whom, and what it says has changed.

use concordat_declare::decision::Decided;
use concordat_declare::place::PublishMode;
use concordat_measure::Observation;
use serde_json::{Value, json};

use super::samples::{Desk, Rows, about, audience, decision, hidden, place, shown, two_audiences, version, when};
use crate::releases::{self, State};

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|figure| figure["figure_id"].as_str().unwrap()).collect()
}

#[test]
fn an_automatic_audience_sees_it_at_once_and_another_when_somebody_approves() {
    let desk = Desk::new(two_audiences());
    let release = desk.night(&Rows::usual(), "2026-06-30").unwrap().unwrap();
    assert_eq!((release.published(), release.waiting()), (&["public".to_owned()][..], &["board".to_owned()][..]));
    assert_eq!(desk.current("public").as_deref(), Some("2026-06-30.1"));
    assert_eq!(desk.current("board"), None);
    let pointer: Value = serde_json::from_slice(&std::fs::read(desk.home.current()).unwrap()).unwrap();
    assert_eq!(pointer, json!({"version": "2026-06-30.1", "audiences": {"public": "2026-06-30.1"}, "pinned": []}));
    let first = version("2026-06-30.1");
    let error = releases::observations_path(&desk.home, "board", Some(first)).unwrap_err();
    assert_eq!(error.diagnostic().code.number, 705);

    let mut ledger = desk.ledger();
    let approved = releases::approve(&desk.home, &mut ledger, first, None, "lead", when("2026-07-01")).unwrap();
    assert_eq!(approved, ["board"]);
    assert!(releases::observations_path(&desk.home, "board", None).unwrap().is_file());
    assert!(!desk.home.staged().join("2026-06-30.1").exists());
    let again = releases::approve(&desk.home, &mut ledger, first, None, "lead", when("2026-07-01")).unwrap_err();
    assert_eq!(again.diagnostic().code.number, 705);
    assert!(releases::verify(&desk.home, first).unwrap().faults().is_empty());
}

#[test]
fn a_night_that_changes_nothing_makes_no_release() {
    let desk = Desk::new(two_audiences());
    desk.night(&Rows::usual(), "2026-06-30").unwrap();
    // Another day, another decision token, and a release that waits for the board still.
    let mut rows = Rows::usual();
    rows.lineage[0].decision = concordat_base::ContentHash::of(b"another day");
    assert!(desk.night(&rows, "2026-07-01").unwrap().is_none());
    assert_eq!(releases::list(&desk.home).unwrap().len(), 1);
    assert_eq!(concordat_store::list_folders(&desk.home.staged()).unwrap(), ["2026-06-30.1"]);
}

#[test]
fn versions_count_up_within_a_day() {
    let desk = Desk::new(two_audiences());
    for number in 1_u32..=3 {
        let rows = Rows::of(vec![shown("a0000000000000a1", f64::from(number), 25)]);
        let release = desk.night(&rows, "2026-06-30").unwrap().unwrap();
        assert_eq!(release.version().to_string(), format!("2026-06-30.{number}"));
    }
}

#[test]
fn changes_are_told_by_figure_and_hidden_cells_are_never_revised() {
    let desk = Desk::new(two_audiences());
    let row = |id: &str, value| shown(id, value, 25);
    let before = vec![
        row("a-same", 1.0),
        row("b-revised", 2.0),
        row("c-gone", 3.0),
        row("d-hides", 4.0),
        hidden("e-shows"),
        hidden("f-stays"),
        row("g-words", 7.0),
    ];
    desk.night(&Rows::of(before), "2026-06-30").unwrap();
    let after = vec![
        row("a-same", 1.0),
        shown("b-revised", 2.5, 26),
        hidden("d-hides"),
        row("e-shows", 5.0),
        Observation { status_reason: "confidential figure".to_owned(), ..hidden("f-stays") },
        Observation { area_name: "Middlesbrough borough".to_owned(), ..row("g-words", 7.0) },
        row("h-new", 8.0),
    ];
    desk.night(&Rows::of(after), "2026-07-01").unwrap();
    let text = desk.read("2026-07-01.1", "public", "changes.json");
    let changes: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&changes["from"], &changes["to"]), (&json!("2026-06-30.1"), &json!("2026-07-01.1")));
    assert_eq!(changes["kind"], "major");
    assert_eq!(ids(&changes["removed"]), ["c-gone", "d-hides"]);
    assert_eq!(ids(&changes["added"]), ["e-shows", "h-new"]);
    assert_eq!(ids(&changes["revised"]), ["b-revised"]);
    assert_eq!(changes["edited"], json!(["g-words"]));
    let revised = &changes["revised"][0];
    assert_eq!(revised["old"], json!({"value": 2.0, "count": 25, "status": ""}));
    assert_eq!(revised["new"], json!({"value": 2.5, "count": 26, "status": ""}));
    assert_eq!(revised["why"], "data");
    // Of a figure that went into hiding the number is not told again.
    assert_eq!((&changes["removed"][1]["value"], &changes["removed"][1]["status"]), (&Value::Null, &json!("[c]")));
    assert!(!text.contains("f-stays") && !text.contains("confidential"));
}

#[test]
fn the_kind_of_a_change_follows_from_what_a_reader_loses() {
    let row = || shown("a0000000000000a1", 1.0, 25);
    let kind = |after: Vec<Observation>| {
        let desk = Desk::new(two_audiences());
        desk.night(&Rows::of(vec![row()]), "2026-06-30").unwrap();
        desk.night(&Rows::of(after), "2026-07-01").unwrap();
        let changes = desk.json("2026-07-01.1", "public", "changes.json");
        (changes["kind"].as_str().unwrap().to_owned(), changes["revised"][0]["why"].as_str().map(str::to_owned))
    };
    let why = |text: &str| Some(text.to_owned());
    assert_eq!(kind(vec![row(), shown("b0000000000000b2", 1.0, 25)]), ("minor".to_owned(), None));
    assert_eq!(kind(vec![shown("a0000000000000a1", 2.0, 25)]), ("minor".to_owned(), why("data")));
    assert_eq!(kind(vec![hidden("a0000000000000a1")]), ("major".to_owned(), None));
    assert_eq!(kind(vec![Observation { area_name: "M".to_owned(), ..row() }]), ("patch".to_owned(), None));
    let redefined = Observation { indicator_version: 2, ..shown("a0000000000000a1", 2.0, 30) };
    assert_eq!(kind(vec![redefined]), ("major".to_owned(), why("definition")));
    let denominator = Observation { denominator: Some(900), ..shown("a0000000000000a1", 2.0, 25) };
    assert_eq!(kind(vec![denominator]), ("minor".to_owned(), why("denominator")));
}

/// Three releases to the public.
fn three() -> Desk {
    let desk = Desk::new(place(vec![audience("public", PublishMode::Automatic, &[])]));
    for (value, date) in [(1.0, "2026-06-01"), (2.0, "2026-06-02"), (3.0, "2026-06-03")] {
        desk.night(&Rows::of(vec![shown("a0000000000000a1", value, 25)]), date).unwrap();
    }
    desk
}

#[test]
fn withdrawing_shows_the_one_before_and_the_same_is_not_released_again() {
    let desk = three();
    let mut ledger = desk.ledger();
    let mut withdraw = |text: &str| {
        releases::withdraw(&desk.home, &mut ledger, version(text), "wrong_data", "lead", when("2026-06-04"))
    };
    assert_eq!(withdraw("2026-06-03.1").unwrap(), ["public"]);
    assert_eq!(desk.current("public").as_deref(), Some("2026-06-02.1"));
    assert_eq!(withdraw("2026-06-03.1").unwrap_err().diagnostic().code.number, 705);
    assert_eq!(withdraw("2026-06-09.1").unwrap_err().diagnostic().code.number, 701);
    // Neither what was withdrawn nor what readers see already is news.
    for value in [3.0, 2.0] {
        let rows = Rows::of(vec![shown("a0000000000000a1", value, 25)]);
        assert!(desk.night(&rows, "2026-06-05").unwrap().is_none(), "{value}");
        assert_eq!(desk.current("public").as_deref(), Some("2026-06-02.1"));
    }
    assert!(desk.home.release("2026-06-03.1").join("public/manifest.json").is_file());
    let listed = releases::list(&desk.home).unwrap();
    let states: Vec<State> = listed.iter().map(|listed| listed.audiences[0].state).collect();
    assert_eq!(states, [State::Earlier, State::Current, State::Withdrawn]);
}

#[test]
fn rolling_back_pins_until_somebody_approves() {
    let desk = three();
    let mut ledger = desk.ledger();
    let first = version("2026-06-01.1");
    releases::rollback(&desk.home, &mut ledger, first, "wrong_data", "lead", when("2026-06-04")).unwrap();
    assert_eq!(desk.current("public").as_deref(), Some("2026-06-01.1"));
    let release = desk.night(&Rows::of(vec![shown("a0000000000000a1", 4.0, 25)]), "2026-06-05").unwrap().unwrap();
    assert_eq!(release.waiting(), ["public"]);
    assert_eq!(desk.current("public").as_deref(), Some("2026-06-01.1"));
    releases::approve(&desk.home, &mut desk.ledger(), release.version(), None, "lead", when("2026-06-05")).unwrap();
    assert_eq!(desk.current("public").as_deref(), Some("2026-06-05.1"));
    let next = desk.night(&Rows::of(vec![shown("a0000000000000a1", 5.0, 25)]), "2026-06-06").unwrap().unwrap();
    assert_eq!(next.published(), ["public"]);
}

#[test]
fn a_calendar_lets_out_on_the_first_run_on_or_after_its_dates() {
    let board = audience("board", PublishMode::OnCalendar, &["2026-07-01", "2026-08-01"]);
    let desk = Desk::new(place(vec![board]));
    let night = |value: f64, date: &str| {
        desk.night(&Rows::of(vec![shown("a0000000000000a1", value, 25)]), date).unwrap();
        desk.current("board")
    };
    assert_eq!(night(1.0, "2026-06-29"), None);
    // Nothing changed, and the date has come.
    assert_eq!(night(1.0, "2026-07-02").as_deref(), Some("2026-06-29.1"));
    // The date of July is used up.
    assert_eq!(night(2.0, "2026-07-03").as_deref(), Some("2026-06-29.1"));
    // The first run after the date of August lets out what it makes itself.
    assert_eq!(night(3.0, "2026-08-02").as_deref(), Some("2026-08-02.1"));
    assert_eq!(night(4.0, "2026-08-03").as_deref(), Some("2026-08-02.1"));
}

#[test]
fn decisions_approve_and_withdraw() {
    let mut desk = Desk::new(two_audiences());
    desk.night(&Rows::usual(), "2026-06-30").unwrap();
    desk.decisions.push(decision("let-out", Decided::ApproveRelease(about("2026-06-30.1")), "2026-07-01"));
    desk.night(&Rows::usual(), "2026-07-01").unwrap();
    assert_eq!(desk.current("board").as_deref(), Some("2026-06-30.1"));
    desk.decisions.push(decision("take-back", Decided::WithdrawRelease(about("2026-06-30.1")), "2026-07-02"));
    desk.night(&Rows::usual(), "2026-07-02").unwrap();
    assert_eq!((desk.current("board"), desk.current("public")), (None, None));
    // Followed once, though they hold on.
    let entries = desk.ledger().entries().len();
    desk.night(&Rows::usual(), "2026-07-03").unwrap();
    assert_eq!(desk.ledger().entries().len(), entries);
}

#[test]
fn show_tells_what_a_release_is() {
    let desk = three();
    let shown = releases::show(&desk.home, version("2026-06-02.1")).unwrap();
    assert_eq!((shown[0].observations, shown[0].synthetic, shown[0].files.len()), (1, true, 19));
    assert_eq!((shown[0].changes.kind.as_str(), shown[0].changes.counts.revised), ("minor", 1));
    assert_eq!(releases::show(&desk.home, version("2026-06-09.1")).unwrap_err().diagnostic().code.number, 701);
}

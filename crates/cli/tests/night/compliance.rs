//! What partners are told after a night, held against what the night did; and what-if held against the night that follows.
//!
//! Not allowed in here: a call into the crate.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::found::{GAP, MIDDLESBROUGH, POLICE, few_records, text};
use crate::place::{Outcome, PIPELINE, Place};

pub(crate) const FALLS: &str = "emergency-admissions-falls-65";
pub(crate) const EARLY_YEARS: &str = "pipelines/south-tees/agreements/dsa-middlesbrough-early-years.yaml";

impl Place {
    /// Calls a command of compliance on the date of the night.
    pub(crate) fn ask(&self, words: &[&str]) -> Outcome {
        let dated = if words.contains(&"--as-of") { vec![] } else { vec!["--as-of", crate::place::AS_OF] };
        self.call(&[words, &dated].concat())
    }

    /// The same, as JSON.
    pub(crate) fn ask_json(&self, words: &[&str]) -> Value {
        let asked = self.ask(&[words, &["--format", "json"]].concat());
        serde_json::from_str(&asked.stdout).unwrap_or_else(|_| panic!("{}", asked.stderr))
    }
}

#[test]
fn partners_are_told_what_was_done_and_it_checks_out() {
    let place = Place::new(&[GAP, POLICE[0]]);
    few_records(&place);
    place.run(&[]).ended(0);

    let checked = place.ask_json(&["agreements", "check", PIPELINE]);
    assert_eq!(checked["breaches"].as_array().unwrap().len(), 0, "{checked:#}");
    assert_eq!(checked["checked"]["agreements_used"], 2);
    let found = |agreement: &str| {
        let agreements = checked["agreements"].as_array().unwrap();
        agreements.iter().find(|one| one["agreement"] == agreement).unwrap().clone()
    };
    let fields = found("dsa-middlesbrough-early-years@1")["datasets"][0]["fields"].clone();
    let read: BTreeSet<String> =
        fields.as_array().unwrap().iter().filter(|one| one["readings"] == 1).map(|one| text(&one["field"])).collect();
    // What the ledger says that the plan scanned, and not what the indicator declares.
    let entries = place.ledger_of("data.read");
    let entry = entries.iter().find(|entry| entry["dataset"] == "middlesbrough-early-years").unwrap();
    let scanned = entry["columns"].as_array().unwrap().iter().map(text);
    // Records lie by year: whoever opens a year has read its column.
    assert_eq!(read, scanned.chain(["school_year".to_owned()]).collect());

    trace(&place);
    report(&place);
    register(&place);
    answer_and_review(&place);
    what_is_wrong_is_found(&place);
}

fn trace(place: &Place) {
    let figures = place.figures("public");
    let row = figures
        .iter()
        .find(|row| row["indicator"] == GAP && row["measure"] == "gap_absolute" && !row["value"].is_empty());
    let row = row.unwrap();
    let traced = place.ask_json(&["trace", &row["figure_id"], PIPELINE]);
    assert_eq!(
        (&traced["figure"]["value"], &traced["figure"]["lower_95"]),
        (&row["value"].clone().into(), &row["lower_95"].clone().into())
    );
    let datasets = traced["datasets"].as_array().unwrap();
    let own = datasets.iter().find(|one| one["dataset"] == "middlesbrough-early-years").unwrap();
    let ledger = place.ledger();
    for column in own["columns"].as_array().unwrap() {
        let entry = &ledger[usize::try_from(column["ledger_sequence"].as_u64().unwrap()).unwrap()];
        // Records lie by year: whoever opens a year has read its column, and no plan names it.
        let named = entry["body"]["columns"].as_array().unwrap().contains(&column["column"]);
        assert!(entry["type"] == "data.read" && (named || column["column"] == "school_year"), "{column}");
    }
    for extract in own["extracts"].as_array().unwrap() {
        let entry = &ledger[usize::try_from(extract["ledger_sequence"].as_u64().unwrap()).unwrap()];
        let landed = entry["body"]["landed"].as_array().unwrap();
        assert!(
            entry["type"] == "extract.received" && landed.iter().any(|one| one["commitment"] == extract["commitment"])
        );
    }
    assert!(own["agreements"][0]["clauses"].as_array().unwrap().iter().all(|clause| clause["text"].is_string()));
    let unknown = place.ask(&["trace", "0000000000000000", PIPELINE]);
    assert!(unknown.code == Some(2) && unknown.stderr.contains("C283"), "{}", unknown.stderr);
}

fn report(place: &Place) {
    let words = ["agreements", "report", PIPELINE, "--party", "middlesbrough-council", "--out"];
    let folder = place.path("report");
    let asked = place.ask(&[&words[..], &[folder.to_str().unwrap()]].concat());
    assert_eq!(asked.code, Some(0), "{}", asked.stderr);
    for end in ["html", "md", "csv", "json"] {
        let told = fs::read_to_string(folder.join(format!("middlesbrough-council.{end}"))).unwrap();
        assert!(told.contains("middlesbrough-early-years"), "{end}");
    }
    // The hospitals are no party to what the councils share of pupils.
    let folder = place.path("report-of-hospitals");
    let words =
        ["agreements", "report", PIPELINE, "--party", "south-tees-hospitals", "--out", folder.to_str().unwrap()];
    let asked = place.ask(&words);
    assert_eq!(asked.code, Some(0), "{}", asked.stderr);
    for end in ["html", "md", "csv", "json"] {
        let told = fs::read_to_string(folder.join(format!("south-tees-hospitals.{end}"))).unwrap();
        assert!(end == "csv" || told.contains("falls"), "{end} does not tell of its own agreement");
        assert!(!told.contains("early-years"), "{end} tells of another party's data");
    }
    let nobody = place.ask(&["agreements", "report", PIPELINE, "--party", "middlesborough-council"]);
    assert!(nobody.code == Some(2) && nobody.stderr.contains("middlesbrough-council"), "{}", nobody.stderr);
}

fn register(place: &Place) {
    let folder = place.path("register");
    let asked = place.ask(&["uses", PIPELINE, "--out", folder.to_str().unwrap()]);
    assert_eq!(asked.code, Some(0), "{}", asked.stderr);
    let uses = crate::found::csv_rows(&folder.join("uses.csv"));
    // Open data is public anyway; what is registered is what was shared.
    assert_eq!(uses.iter().map(|one| one["Project ID"].as_str()).collect::<Vec<_>>(), [GAP]);
    assert!(fs::read_to_string(folder.join("uses.html")).unwrap().contains("register of data uses"));
}

fn answer_and_review(place: &Place) {
    let words = ["agreements", "answer", PIPELINE, "--dataset", "middlesbrough-early-years", "--from", "2026-01-01"];
    let material = place.ask(&words);
    assert!(material.code == Some(0) && material.stdout.contains("nobody here can tell whom a token stands for"));
    let calendar = place.path("dates.ics");
    let words =
        ["agreements", "review", "dsa-middlesbrough-early-years", PIPELINE, "--ics", calendar.to_str().unwrap()];
    let review = place.ask(&words);
    assert!(review.code == Some(0) && review.stdout.contains("Fields that were not read"), "{}", review.stderr);
    assert_eq!(fs::read_to_string(calendar).unwrap().matches("BEGIN:VEVENT\r\n").count(), 3);

    // That it was done is entered, once and signed, and the next page of material tells it.
    let done = ["--done-by", "information-governance-lead", "--next", "2027-06-30", "--found", "field-never-read"];
    let words = ["agreements", "review", "dsa-middlesbrough-early-years", PIPELINE];
    let backwards = [&words[..], &["--done-by", "information-governance-lead", "--next", "2026-06-30"]].concat();
    assert!(place.ask(&backwards).code == Some(2) && place.ledger_of("review.done").is_empty());
    assert_eq!(place.ask(&[&words[..], &done].concat()).code, Some(0));
    let entered = place.ledger_of("review.done");
    assert_eq!((entered.len(), &entered[0]["agreement"]), (1, &"dsa-middlesbrough-early-years@1".into()));
    assert!(place.ask(&words).stdout.contains("next on 2027-06-30"));
    place.call(&["ledger", "verify", PIPELINE]).ended(0);
}

fn what_is_wrong_is_found(place: &Place) {
    let nothing = place.ask(&["agreements", "check", PIPELINE, "--as-of", "2025-10-01"]);
    assert!(nothing.code == Some(1) && nothing.stderr.contains("C281"), "{}", nothing.stderr);
    let unknown = place.ask(&["agreements", "check", PIPELINE, "--agreement", "dsa-middlesbrough"]);
    assert_eq!(unknown.code, Some(2), "{}", unknown.stderr);

    let file = place.release_of("public").join("indicators.csv");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("Children", "People", 1)).unwrap();
    let changed = place.ask(&["agreements", "check", PIPELINE]);
    assert!(changed.code == Some(1) && changed.stderr.contains("C280"), "{}", changed.stderr);
    assert!(changed.stdout.contains("is not as it was published"), "{}", changed.stdout);
    fs::write(&file, text).unwrap();

    // The partner says that it never shared the column: what was received and read of it is a breach from then on.
    without_sex(place);
    let breached = place.ask_json(&["agreements", "check", PIPELINE]);
    let kinds: BTreeSet<String> =
        breached["breaches"].as_array().unwrap().iter().map(|one| crate::found::text(&one["kind"])).collect();
    assert_eq!(kinds, ["read_not_permitted", "received_not_permitted", "used_not_permitted"].map(str::to_owned).into());
}

/// A partner withdraws a column from its agreement, and all sign the new text.
pub(crate) fn without_sex(place: &Place) {
    let shared = place.read(EARLY_YEARS);
    let without: Vec<&str> = shared.lines().filter(|line| !line.contains("{name: sex,")).collect();
    assert_eq!(shared.lines().count(), without.len() + 1);
    place.write(EARLY_YEARS, without.join("\n") + "\n");
    attested_anew(place, EARLY_YEARS);
}

#[test]
fn what_if_lists_exactly_what_the_next_nights_lose() {
    let place = Place::new(&[FALLS, GAP, POLICE[0]]);
    let falls = "pipelines/south-tees/agreements/dsa-south-tees-hospitals-falls.yaml";
    place.replace(falls, "expiry: 2027-08-31", "expiry: 2026-06-30");
    place.replace(falls, "next_review: 2026-09-01", "next_review: 2026-06-15");
    attested_anew(&place, falls);
    let told = place.run(&[]).ended(0);
    let before = rows(&place);
    let notice = told.said("C282");
    assert!(notice.len() == 1 && text(&notice[0]["text"]).contains(FALLS), "{notice:?}");
    assert!(!text(&notice[0]["text"]).contains(GAP));

    let next = "2026-07-01";
    let supposed = lost(&place.ask_json(&["agreements", "what-if", PIPELINE, "--on", next]));
    assert_eq!(
        supposed,
        lost(&place.ask_json(&["agreements", "what-if", PIPELINE, "--expire", "dsa-south-tees-hospitals-falls"]))
    );
    place.run(&["--as-of", next]).ended(5);
    let after = rows(&place);
    assert_eq!(supposed, gone(&before, &after));
    let checked = place.ask(&["agreements", "check", PIPELINE, "--as-of", next]);
    assert_eq!(checked.code, Some(0), "{}{}", checked.stdout, checked.stderr);

    let withdrawn = "middlesbrough-early-years.sex";
    let supposed =
        lost(&place.ask_json(&["agreements", "what-if", PIPELINE, "--as-of", next, "--withdraw", withdrawn]));
    without_sex(&place);
    // A delivery with a column that is not shared any more is refused; none comes tonight.
    fs::remove_dir_all(place.path(MIDDLESBROUGH)).unwrap();
    fs::create_dir_all(place.path(MIDDLESBROUGH)).unwrap();
    let night = place.run(&["--as-of", "2026-07-02"]).ended(5);
    assert_eq!((night.indicator(GAP), night.indicator(POLICE[0])), ("refused", "computed"));
    let refused = night.said("C206");
    assert!(refused.iter().any(|one| text(&one["text"]).contains("'sex'")), "{refused:?}");
    assert_eq!(supposed, gone(&after, &rows(&place)));
}

/// Every party signs the changed text on paper: a key's signature fits one text alone.
pub(crate) fn attested_anew(place: &Place, agreement: &str) {
    let text = place.read(agreement);
    let attested = text.lines().find(|line| line.trim_start().starts_with("attested:")).unwrap().to_owned();
    let by_key = |line: &str| line.trim_start().starts_with("ed25519:");
    let lines = text.lines().map(|line| if by_key(line) { attested.as_str() } else { line });
    place.write(agreement, lines.collect::<Vec<_>>().join("\n") + "\n");
}

/// Rows by audience and indicator.
pub(crate) type Rows = BTreeMap<(String, String), u64>;

/// Rows that audiences see.
pub(crate) fn rows(place: &Place) -> Rows {
    let mut rows = Rows::new();
    for audience in crate::found::AUDIENCES {
        for figure in place.figures(audience) {
            *rows.entry((audience.to_owned(), figure["indicator"].clone())).or_default() += 1;
        }
    }
    rows
}

/// Rows that went from one night to the next.
pub(crate) fn gone(before: &Rows, after: &Rows) -> Rows {
    assert!(after.iter().all(|(key, rows)| before.get(key) == Some(rows)), "what stays is as it was");
    before.iter().filter(|(key, _)| !after.contains_key(*key)).map(|(key, rows)| (key.clone(), *rows)).collect()
}

/// Rows that what-if says would go.
pub(crate) fn lost(found: &Value) -> Rows {
    let mut lost = Rows::new();
    for indicator in found["lost"].as_array().unwrap() {
        for rows in indicator["rows"].as_array().unwrap() {
            lost.insert((text(&rows["audience"]), text(&indicator["indicator"])), rows["rows"].as_u64().unwrap());
        }
    }
    assert!(!lost.is_empty());
    lost
}

//! Corrections of periods that were published: what is let through, what waits, and that no reader can tell that it does.
//!
//! Not allowed in here: a look into the register; what readers have is what counts.

use std::collections::BTreeSet;
use std::fs;

use crate::found::{AUDIENCES, GAP, MIDDLESBROUGH, Row};
use crate::place::{HOME, Outcome, PIPELINE, Place, files_below};

/// Between two declared days.
const SUMMER: [&str; 2] = ["--as-of", "2026-08-15"];
/// The first night after a declared day on which no night was run.
const AUTUMN: [&str; 2] = ["--as-of", "2026-10-02"];

fn extract() -> String {
    format!("{MIDDLESBROUGH}/early-years-profile-2022-23.synthetic.csv")
}

fn waits(night: &Outcome) -> Vec<String> {
    let deferred = night.report["deferred"].as_array().unwrap();
    deferred
        .iter()
        .map(|one| format!("{} {}", one["indicator"].as_str().unwrap(), one["period"].as_str().unwrap()))
        .collect()
}

fn of_year(rows: &[Row]) -> BTreeSet<String> {
    let of_year = rows.iter().filter(|row| row["period_start"] == "2022-09-01" && row["period_end"] == "2023-08-31");
    of_year
        .map(|row| format!("{} {} {} {}", row["figure_id"], row["value"], row["count"], row["denominator"]))
        .collect()
}

#[test]
fn one_child_waits_all_year_and_no_reader_can_tell() {
    let place = Place::new(&[GAP]);
    place.run(&[]).ended(0);
    let before = place.release_bytes();
    place.correct_girls_of_newport(&extract(), 1);
    // On a declared day, too: the change is too small to be seen on any.
    let night = place.run(&[]).ended(0);
    assert_eq!(night.deliveries_read(), 1, "it is read and counted");
    assert_eq!(waits(&night), [format!("{GAP} 2022/23")]);
    assert_eq!(night.said("C607")[0]["severity"], "notice");
    for dates in [SUMMER, AUTUMN] {
        assert_eq!(waits(&place.run(&dates).ended(0)).len(), 1);
    }
    assert!(place.release_bytes() == before, "every byte that anybody may read is what it was");
    // After the declared time the report says whom it concerns.
    let late = place.run(&["--as-of", "2027-01-02", "--degraded-ok"]);
    assert_eq!(late.said("C607")[0]["severity"], "warning", "{}", late.stderr);
    let mut pages = files_below(&place.path(&format!("{HOME}/runs")));
    pages.retain(|path| path.ends_with("report.md"));
    let page = fs::read_to_string(pages.last().unwrap()).unwrap();
    assert!(page.contains("Revisions that wait (no release tells of them)"), "{page}");
}

#[test]
fn a_large_correction_waits_for_its_day_and_comes_out_on_the_first_night_after_it() {
    let place = Place::new(&[GAP]);
    place.run(&[]).ended(0);
    let before = place.release_bytes();
    place.correct_girls_of_newport(&extract(), 12);
    let night = place.run(&SUMMER).ended(0);
    assert_eq!(waits(&night), [format!("{GAP} 2022/23")]);
    assert_eq!(night.report["deferred"][0]["until"], "2026-09-30");
    assert!(place.release_bytes() == before);
    let day = place.run(&AUTUMN).ended(0);
    assert_eq!(waits(&day), [""; 0]);
    assert_eq!(place.seen_by("public").as_deref(), Some("2026-10-02.1"));
    for audience in AUDIENCES {
        assert!(place.figures(audience).iter().all(|row| !row["status_reason"].contains("wait")));
    }
    tells_why(&place);
}

/// `release diff` over the two releases of the correction: parts that add up, and what it refuses.
fn tells_why(place: &Place) {
    let releases = ["release", "diff", "2026-06-30.1", "2026-10-02.1", "--indicator", GAP];
    let diff = |words: &[&str]| place.call(&[&releases[..], words].concat());
    let told = diff(&["--area", "Middlesbrough", "--period", "2022/23"]).ended(0).stdout;
    assert!(
        told.contains("12 more in the count after corrected records (middlesbrough-early-years 2022/23)"),
        "{told}"
    );
    let told = diff(&["--area", "Middlesbrough", "--period", "2022/23", "--format", "json"]).ended(0).stdout;
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["outcome"], "changed");
    assert_eq!(told["audience"], "public");
    assert_eq!(told["parts"][0]["cause"], "corrected_records");
    let told = diff(&["--area", "Redcar and Cleveland", "--audience", "board"]).ended(0).stdout;
    assert!(told.contains("nothing changed"), "{told}");
    let refused = diff(&["--area", "Midlesbrough"]).ended(2).stderr;
    assert!(refused.contains("C710") && refused.contains("did you mean 'Middlesbrough'?"), "{refused}");
    let backwards = ["release", "diff", "2026-10-02.1", "2026-06-30.1", "--indicator", GAP, "--area", "Middlesbrough"];
    assert!(place.call(&backwards).ended(2).stderr.contains("C709"));
    place.call(&["release", "withdraw", "2026-10-02.1", "--reason", "a-test"]).ended(0);
    let refused = diff(&["--area", "Middlesbrough"]).ended(2).stderr;
    assert!(refused.contains("C709") && refused.contains("was withdrawn"), "{refused}");
}

#[test]
fn what_is_new_comes_out_beside_a_correction_that_waits() {
    let place = Place::new(&[GAP]);
    let newest = format!("{MIDDLESBROUGH}/early-years-profile-2024-25.synthetic.csv");
    let (whole, note) = (place.read(&newest), place.read(&format!("{newest}.delivery.json")));
    place.remove(&newest);
    place.remove(&format!("{newest}.delivery.json"));
    // The year before is not due yet.
    place.run(&["--as-of", "2025-12-15"]).ended(0);
    let before = of_year(&place.figures("public"));
    let lineage = |place: &Place| fs::read_to_string(place.release_of("public").join("lineage.ndjson")).unwrap();
    let commitment = |text: &str| text.matches("2022/23").count();
    let told = commitment(&lineage(&place));
    // The year that was missing comes, and with it a correction of one child of an earlier one.
    place.write(&newest, whole);
    place.write(&format!("{newest}.delivery.json"), note);
    place.correct_girls_of_newport(&extract(), 1);
    let night = place.run(&[]).ended(0);
    assert_eq!(waits(&night), [format!("{GAP} 2022/23")]);
    assert_eq!(place.seen_by("public").as_deref(), Some("2026-06-30.1"));
    assert_eq!(of_year(&place.figures("public")), before);
    assert_eq!(commitment(&lineage(&place)), told);
    assert!(place.figures("public").iter().any(|row| row["period_end"] == "2025-08-31" && !row["value"].is_empty()));
}

#[test]
fn a_register_without_what_its_figures_rest_on_is_refused() {
    let place = Place::new(&[GAP]);
    place.run(&[]).ended(0);
    let before = place.release_bytes();
    let bases = files_below(&place.path(&format!("{HOME}/register/bases")));
    fs::remove_file(&bases[0]).unwrap();
    place.correct_girls_of_newport(&extract(), 12);
    let night = place.run(&[]);
    assert_eq!(night.code, Some(1), "{}", night.stderr);
    assert!(!night.said("C602").is_empty(), "{}", night.stderr);
    assert!(place.release_bytes() == before);
}

#[test]
fn a_day_that_not_every_year_has_and_a_final_revision_of_nothing_are_faults() {
    let place = Place::new(&[GAP]);
    place.replace("pipelines/south-tees/partnership.yaml", "\"03-31\"", "\"02-29\"");
    let decision = "version: 1\nid: final\ndecision:\n  final_revision: {indicator: nothing}\nrole: director of public health\n\
                    reason: a test\ndate: 2026-06-01\nexpires: 2026-07-31\n";
    fs::create_dir_all(place.path("pipelines/south-tees/decisions")).unwrap();
    place.write("pipelines/south-tees/decisions/final.yaml", decision);
    let check = place.call(&["check", PIPELINE]).ended(2);
    assert!(check.stderr.contains("C105") && check.stderr.contains("MM-DD"), "{}", check.stderr);
    assert!(check.stderr.contains("C106") && check.stderr.contains("nothing"), "{}", check.stderr);
}

/// A second indicator over the same records: all children, where the first has those eligible for free school meals alone.
const KIN: &str = "good-level-of-development-all";

/// A place in which both are measured for boroughs and the place, neither with the other children beside it.
fn with_kin() -> Place {
    let place = Place::new(&[GAP]);
    let path = format!("{PIPELINE}/indicators/{GAP}.yaml");
    let without = [
        "    rest:\n      definition: not_fsm_to_2025_26\n      title: The other children here\n      where:\n        \
         - {column: free_school_meals, is: [\"no\", not_known]}\n",
        "  - id: other-children-here\n    title: The other children here\n    against: rest\n",
        "  - {areas: ward24, period: {pooled: 3}}\n",
    ];
    without.iter().for_each(|text| place.replace(&path, text, ""));
    let own = place.read(&path);
    let kin =
        own.replace(GAP, KIN).replace("headline: true", "headline: false").replace("fsm_to_2025_26", "all_children");
    place.write(&format!("{PIPELINE}/indicators/{KIN}.yaml"), kin);
    let all = ("where:\n        - {column: free_school_meals, is: [\"yes\"]}\n", "where: []\n");
    place.replace(&format!("{PIPELINE}/indicators/{KIN}.yaml"), all.0, all.1);
    place
}

#[test]
fn two_indicators_do_not_tell_by_their_difference_of_one_child() {
    let place = with_kin();
    place.run(&[]).ended(0);
    let before = place.release_bytes();
    // Twelve more of those eligible, and one more of the others: each indicator moves by enough, their difference by one.
    let whole = place.read(&extract());
    place.write(&extract(), whole.replacen(",F,no,no", ",F,no,yes", 1));
    place.correct_girls_of_newport(&extract(), 12);
    let day = place.run(&AUTUMN).ended(0);
    assert_eq!(waits(&day), [format!("{KIN} 2022/23"), format!("{GAP} 2022/23")]);
    assert!(place.release_bytes() == before, "every byte that anybody may read is what it was");
}

#[test]
fn a_final_revision_of_one_waits_for_the_other() {
    let place = with_kin();
    place.run(&[]).ended(0);
    let before = place.release_bytes();
    place.correct_girls_of_newport(&extract(), 1);
    let finally = |indicator: &str| {
        let decision = format!(
            "version: 1\nid: final-{indicator}\ndecision:\n  final_revision: {{indicator: {indicator}}}\nrole: director of public health\n\
             reason: a test\ndate: 2026-06-01\nexpires: 2026-12-31\n"
        );
        fs::create_dir_all(place.path(&format!("{PIPELINE}/decisions"))).unwrap();
        place.write(&format!("{PIPELINE}/decisions/final-{indicator}.yaml"), decision);
    };
    finally(KIN);
    let day = place.run(&["--as-of", "2026-09-30"]).ended(0);
    assert_eq!(waits(&day).len(), 2, "{:?}", waits(&day));
    assert!(place.release_bytes() == before);
    finally(GAP);
    assert_eq!(waits(&place.run(&["--as-of", "2026-12-31"]).ended(0)), [""; 0]);
}

//! Rules beside the usual ones, in whole nights: what is printed, what is hidden, and what a stranger makes of the release.
//!
//! Not allowed in here: a look at a true count; the release and the extracts are what there is.

use crate::found::Row;
use crate::place::{Outcome, Place};

/// Fires and fly-tipping by ward and year: few in some places, and none in one.
const FIRES: &str = "deliberate-fires-and-fly-tipping";
const PARTNERSHIP: &str = "pipelines/south-tees/partnership.yaml";
/// The rules that every indicator of hospital records, and this one, stands under.
const HOSPITAL: &str = "rules: {preset: southtees-hospital, guard_complement: false}";

/// The attack of a stranger on what the public reads.
fn attacked(place: &Place, words: &[&str]) -> Outcome {
    let folder = place.release_of("public");
    place.call(&[&["protect", "--audit-only", folder.to_str().unwrap()], words].concat())
}

fn values(place: &Place) -> Vec<Row> {
    let mut rows = place.figures("public");
    rows.retain(|row| row["measure"] == "value");
    rows
}

/// The one row in which nobody is counted.
fn of_nobody(rows: &[Row]) -> String {
    let none: Vec<&Row> = rows.iter().filter(|row| row["count"] == "0").collect();
    assert_eq!(none.len(), 1, "the sample has one");
    none[0]["figure_id"].clone()
}

#[test]
fn where_nobody_is_hidden_too_nobody_follows_and_the_mark_stays_when_the_rules_are_loosened() {
    let (plain, place) = (Place::new(&[FIRES]), Place::new(&[FIRES]));
    plain.run(&[]).ended(0);
    let shown = values(&plain);
    let nobody = of_nobody(&shown);
    let found = attacked(&plain, &["--threshold", "0-7", "--rounded-to", "5"]);
    assert_eq!(found.code, Some(1), "{}{}", found.stdout, found.stderr);

    place.replace(PARTNERSHIP, HOSPITAL, &HOSPITAL.replace('}', ", hide_zero: true}"));
    place.run(&[]).ended(0);
    let hidden = values(&place);
    assert_eq!(hidden.len(), shown.len(), "every place has its row");
    let row = |rows: &[Row]| rows.iter().find(|row| row["figure_id"] == nobody).unwrap().clone();
    let told = row(&hidden);
    assert!(told["status"].contains("[c]"), "{}", told["status"]);
    for column in ["value", "lower_95", "upper_95", "lower_998", "upper_998", "count", "count_basis", "denominator"] {
        assert_eq!(told[column], "", "{column}");
    }
    assert!(hidden.iter().all(|row| row["count"] != "0"));
    assert!(hidden.iter().filter(|row| !row["count"].is_empty()).count() > 50, "the rest is shown");
    attacked(&place, &["--threshold", "0-7", "--rounded-to", "5"]).ended(0);

    // A mark that was put stays, and now and then it stands for nobody: the night goes on, and tells nobody so.
    place.replace(PARTNERSHIP, ", hide_zero: true}", "}");
    place.run(&[]).ended(0);
    assert!(row(&values(&place))["status"].contains("[c]"));
}

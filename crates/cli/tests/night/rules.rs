//! Rules beside the usual ones, in whole nights: what is printed, what is hidden, and what a stranger makes of the release.
//!
//! Not allowed in here: a look at a true count; the release and the extracts are what there is.

use std::fs;

use crate::found::{GAP, POLICE, Row};
use crate::place::{HOME, Outcome, Place, files_below};

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

/// The middle of the band of six that a count lies in, and 0 for nobody.
fn middle(count: u64) -> u64 {
    if count == 0 { 0 } else { count.div_ceil(6) * 6 - 3 }
}

fn number(row: &Row, column: &str) -> Option<u64> {
    row[column].parse().ok()
}

/// Both indicators under rules with midpoints, on top of what is hidden; the open one under rules that only round.
fn with_midpoints(place: &Place) {
    let midpoints = "round_base: 6, round_mode: midpoint}";
    place.replace(PARTNERSHIP, HOSPITAL, &format!("rules: {{hide_max: 7, {midpoints}"));
    let usual = format!("rules: {{hide_max: 4, guard_complement: true, zero_group_max: 19, {midpoints}");
    place.replace(PARTNERSHIP, "rules: {preset: southtees-default}", &usual);
    let only = "disclosure_policies:\n  - {id: midpoints, statement: Rounded to midpoints, rules: {preset: opensafely-mid6}}\n";
    place.replace(PARTNERSHIP, "disclosure_policies:\n", only);
    let open = format!("pipelines/south-tees/indicators/{}.yaml", POLICE[0]);
    place.replace(&open, "disclosure_policy: already_public", "disclosure_policy: midpoints");
}

#[test]
fn counts_are_printed_as_the_middle_of_their_band_and_figures_are_made_from_that() {
    let place = Place::new(&[FIRES, GAP, POLICE[0]]);
    place.run(&[]).ended(0);
    let exact = values(&place);
    with_midpoints(&place);
    // What was printed before, in another way, is read back and attacked together with this.
    place.run(&[]).ended(0);
    let rounded = values(&place);
    let mut seen = [0; 3];
    for row in &rounded {
        let before = exact.iter().find(|before| before["figure_id"] == row["figure_id"]).unwrap();
        let at = [FIRES, GAP, POLICE[0]].iter().position(|id| row["indicator"] == *id).unwrap();
        let Some(count) = number(row, "count") else { continue };
        assert_eq!(row["count_basis"], "rounded");
        seen[at] += 1;
        let was = number(before, "count").unwrap();
        match before["count_basis"].as_str() {
            "exact" => assert_eq!(count, middle(was)),
            // The nearest five of a count in that band.
            _ => assert!(count == 0 || count % 6 == 3 && was.abs_diff(count) <= 5, "{was}, {count}"),
        }
        if row["indicator"] == GAP {
            let denominator = number(row, "denominator").unwrap();
            assert_eq!(denominator, middle(number(before, "denominator").unwrap()));
            // A denominator of 21 may stand for 19, of whom nobody and everybody are not shown.
            assert!(denominator > 21, "{denominator}");
            #[expect(clippy::cast_precision_loss, reason = "counts of a ward")]
            let share = 100.0 * count as f64 / denominator as f64;
            assert!((share - row["value"].parse::<f64>().unwrap()).abs() < 0.0501, "{share}");
        }
    }
    assert!(seen.iter().all(|rows| *rows > 50), "{seen:?}");
    assert!(rounded.iter().any(|row| row["indicator"] == GAP && row["status"].contains("[c]")));
    let open = format!("{}=open", POLICE[0]);
    let fires = format!("{FIRES}=8");
    let words = ["--threshold", "5", "--threshold", &fires, "--threshold", &open, "--rounded-to", "midpoint"];
    // 9 stands for 7 to 12: whoever does not know that 7 is hidden must reckon with it.
    let found = attacked(&place, &words);
    assert_eq!(found.code, Some(1), "{}{}", found.stdout, found.stderr);
    assert!(found.stdout.lines().skip(6).all(|line| line.contains(FIRES)), "{}", found.stdout);
    let found = attacked(&place, &[&words[..], &["--small-are-hidden"]].concat());
    assert_eq!(found.code, Some(0), "{}{}", found.stdout, found.stderr);
    // Whoever does not say how counts are rounded is asked.
    assert!(attacked(&place, &words[..6]).ended(2).stderr.contains("midpoint"));

    let mut pages = files_below(&place.path(&format!("{HOME}/runs")));
    pages.retain(|path| path.ends_with("report.md"));
    let page = fs::read_to_string(pages.last().unwrap()).unwrap();
    let not_proven = "hide no count for its size; how far rounding alone protects is not proven";
    assert_eq!(page.matches(not_proven).count(), 1, "{page}");
    assert!(page.contains(&format!("The rules of {} {not_proven}", POLICE[0])), "{page}");
}

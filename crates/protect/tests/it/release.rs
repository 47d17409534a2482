//! Whole releases: an excerpt of the made-up sample's, the one that late records led to, and what was spoilt in them.
//!
//! Not allowed here: a spoilt release that no reader could meet.

use std::path::{Path, PathBuf};

use concordat_disclosure::Answer;
use concordat_disclosure::rounding::Rounding;
use concordat_protect::{ProtectError, ReleaseRequest, ReleaseVerdict, Roundings, Thresholds, audit_release};

use crate::data;

const FALLS: &str = "emergency-admissions-falls-65";
const ELIGIBLE: &str = "fsm_to_2025_26";
const FILE: &str = "observations.csv";
/// Number of the column, counted from nought.
const COUNT: usize = 18;
const BASIS: usize = 19;
const DENOMINATOR: usize = 20;

fn folder(name: &str) -> PathBuf {
    data().join("releases").join(name)
}

fn attack(folder: &Path, next: Option<&Path>, rounded_to: Option<u64>) -> Result<ReleaseVerdict, ProtectError> {
    let thresholds = Thresholds { usual: 5.into(), of: [(FALLS.to_owned(), Some(8.into()))].into() };
    let roundings = Roundings { usual: rounded_to.map(Rounding::Nearest), ..Roundings::default() };
    audit_release(&ReleaseRequest {
        folder,
        next,
        thresholds: &thresholds,
        roundings: &roundings,
        small_are_hidden: false,
    })
}

/// One row of a release.
type Row = Vec<String>;

/// A release in which some rows were changed, or taken out.
fn spoilt(name: &str, mut change: impl FnMut(&mut Row) -> bool) -> tempfile::TempDir {
    let made = tempfile::tempdir().unwrap();
    let mut reader = csv::Reader::from_path(folder(name).join(FILE)).unwrap();
    let mut writer = csv::Writer::from_path(made.path().join(FILE)).unwrap();
    writer.write_record(reader.headers().unwrap()).unwrap();
    for record in reader.records() {
        let mut row: Row = record.unwrap().iter().map(str::to_owned).collect();
        if change(&mut row) {
            writer.write_record(&row).unwrap();
        }
    }
    writer.flush().unwrap();
    made
}

fn is(row: &Row, measure: &str, group: &str, area: &str) -> bool {
    row[1] == measure && row[2] == group && row[3] == area
}

fn show(row: &mut Row, count: u64, denominator: u64) {
    (row[COUNT], row[BASIS], row[DENOMINATOR]) = (count.to_string(), "exact".to_owned(), denominator.to_string());
}

fn leaks(verdict: &ReleaseVerdict) -> Vec<(&str, &str, Answer)> {
    verdict.leaks.iter().map(|leak| (leak.release, leak.cell.as_str(), leak.answer)).collect()
}

#[test]
fn the_release_is_safe_alone_and_beside_the_one_from_late_records() {
    let (first, late) = (folder("first"), folder("late"));
    let alone = attack(&first, None, Some(5)).unwrap();
    assert!(alone.is_safe(), "{:?}", leaks(&alone));
    assert_eq!((alone.figures, alone.remarks.len()), (200, 0));
    let both = attack(&first, Some(&late), Some(5)).unwrap();
    assert!(both.is_safe(), "{:?}", leaks(&both));
    assert!(both.attacked > 2 * alone.attacked);
}

#[test]
fn the_last_hidden_area_follows_once_the_others_are_shown() {
    // What the made-up extracts hold for the hidden areas of one borough.
    let hidden = [("E05009860", 6, 17), ("E05009865", 5, 10), ("E05009872", 11, 18)];
    let shown = |number: usize| {
        let folder = spoilt("first", |row| {
            for (area, count, denominator) in &hidden[..number] {
                if is(row, "value", ELIGIBLE, area) {
                    show(row, *count, *denominator);
                }
            }
            true
        });
        attack(folder.path(), None, Some(5)).unwrap()
    };
    assert!(shown(1).is_safe(), "{:?}", leaks(&shown(1)));
    let last = shown(3);
    assert_eq!((last.number(Answer::Exact), last.leaks.len()), (1, 1), "{:?}", leaks(&last));
    assert!(last.leaks[0].cell.contains("E05015469") && last.leaks[0].cell.ends_with("count"));
}

#[test]
fn a_small_count_that_is_shown_and_one_in_a_band_are_found() {
    let folder = spoilt("first", |row| {
        if is(row, "value", ELIGIBLE, "E05015469") {
            show(row, 4, 9);
        }
        if row[0] == FALLS && row[3] == "E05009867" {
            row[COUNT] = "5".to_owned();
        }
        // So that the areas may still add up.
        row[0] != FALLS || row[4] == "ward24"
    });
    let found = attack(folder.path(), None, Some(5)).unwrap();
    assert_eq!((found.number(Answer::Printed), found.number(Answer::Narrow)), (1, 1), "{:?}", leaks(&found));
    assert!(found.leaks.iter().any(|leak| leak.cell.starts_with(FALLS)));
}

#[test]
fn a_value_beside_a_hidden_count_gives_it_away() {
    let with = |measure: &str, place: usize, value: &str, area: &str| {
        let folder = spoilt("first", |row| {
            if is(row, measure, ELIGIBLE, area) {
                row[place] = value.to_owned();
            }
            true
        });
        let found = attack(folder.path(), None, Some(5)).unwrap();
        assert!(leaks(&found).iter().any(|(_, cell, _)| cell.contains(area)), "{measure} {place}: {:?}", leaks(&found));
        found.leaks.iter().map(|leak| leak.answer).max()
    };
    // 3 of 8 and 4 of 9: the share, told by itself or by the gap to the others, and a limit that is not turned round.
    assert_eq!(with("value", 13, "44.4", "E05015469"), Some(Answer::Unknown));
    assert_eq!(with("value", 16, "9.1", "E05015469"), Some(Answer::Unknown));
    assert_eq!(with("gap_absolute", 14, "-40.1", "E05009865"), Some(Answer::Unknown));
    // A comparison that repeats the hidden count of its own side.
    let folder = spoilt("first", |row| {
        if is(row, "gap_absolute", ELIGIBLE, "E05012446") {
            show(row, 4, 10);
        }
        true
    });
    let found = attack(folder.path(), None, Some(5)).unwrap();
    assert!(leaks(&found).contains(&("t", &cell("E05012446"), Answer::Printed)), "{:?}", leaks(&found));
}

fn cell(area: &str) -> String {
    format!("good-level-of-development-fsm|{ELIGIBLE}||{area}|2022-09-01/2025-08-31|Persons|All ages|count")
}

#[test]
fn the_gap_to_the_others_is_turned_round() {
    // The others of E05012446 are hidden too; their share stands in the comparison.
    let folder = spoilt("first", |row| {
        if is(row, "value", "not_fsm_to_2025_26", "E05012446") {
            row[DENOMINATOR] = "17".to_owned();
        }
        if is(row, "gap_absolute", ELIGIBLE, "E05012446") {
            row[24] = "94.1".to_owned();
        }
        true
    });
    let found = attack(folder.path(), None, Some(5)).unwrap();
    let others = cell("E05012446").replace(ELIGIBLE, "not_fsm_to_2025_26").replace("|count", "|others");
    assert!(leaks(&found).contains(&("t", others.as_str(), Answer::Exact)), "{:?}", leaks(&found));
}

#[test]
fn one_person_between_two_releases_is_seen() {
    let more = |ward: &'static str, denominator: u64, count: u64| {
        spoilt("first", move |row| {
            let of_year =
                row[7] == "2022-09-01" && row[8] == "2023-08-31" && ["Persons", "Female"].contains(&row[9].as_str());
            let above = ["south-tees", "E06000002"].contains(&row[3].as_str()) && of_year;
            if row[1] == "value" && row[2] == ELIGIBLE && (above || row[3] == ward) {
                let add =
                    |text: &str, more: u64| text.parse::<u64>().map_or(text.to_owned(), |old| (old + more).to_string());
                row[COUNT] = add(&row[COUNT], count);
                row[DENOMINATOR] = add(&row[DENOMINATOR], denominator);
            }
            row[1] == "value"
        })
    };
    let (first, base) = (folder("first"), more("E05009866", 0, 0));
    assert!(attack(&first, Some(base.path()), Some(5)).unwrap().is_safe());
    // A child that came late, and one for whom another answer was right: then a count falls, that of the others.
    for later in [more("E05009866", 1, 1), more("E05009866", 0, 1)] {
        let found = attack(base.path(), Some(later.path()), Some(5)).unwrap();
        assert!(found.leaks.iter().all(|leak| leak.release == "delta" && leak.answer == Answer::Seen));
        assert!(found.number(Answer::Seen) >= 5, "{:?}", leaks(&found));
    }
    // Six are not few. In a hidden ward they are not seen, and no bound for its count follows from them.
    assert!(attack(base.path(), Some(more("E05009865", 12, 6).path()), Some(5)).unwrap().is_safe());
    // A figure that only one of the two has is no contradiction.
    let fewer = spoilt("first", |row| row[1] == "value" && row[3] != "E05009853" && row[9] != "Male");
    assert!(attack(base.path(), Some(fewer.path()), Some(5)).unwrap().is_safe());
    assert!(attack(fewer.path(), Some(base.path()), Some(5)).unwrap().is_safe());
}

#[test]
fn what_is_missing_or_does_not_add_up_is_told_with_its_place() {
    let fails = |folder: &Path, base| attack(folder, None, base).unwrap_err().to_string();
    assert!(fails(&folder("first"), None).contains("--rounded-to"));
    assert!(fails(&folder("nowhere"), None).contains(FILE));
    let no_number = spoilt("first", |row| {
        row[COUNT] = row[COUNT].replace("133", "many");
        true
    });
    assert!(fails(no_number.path(), Some(5)).contains("`count` is not a whole number"));
    let too_much = spoilt("first", |row| {
        if is(row, "value", "not_fsm_to_2025_26", "E06000002") && row[9] == "Female" {
            row[COUNT] = row[DENOMINATOR].clone();
        }
        true
    });
    assert!(fails(too_much.path(), Some(5)).contains("contradicts itself"));
    // A rest is no contradiction, and is told of.
    let rest = spoilt("first", |row| row[3] != "E05009853");
    let found = attack(rest.path(), None, Some(5)).unwrap();
    assert!(
        found.remarks.iter().any(|remark| remark.starts_with(FALLS) && remark.contains("areas")),
        "{:?}",
        found.remarks
    );
}

#[test]
fn a_band_that_is_small_in_part_is_small_unless_small_counts_are_known_to_be_hidden() {
    let rounded = |count: &'static str| {
        spoilt("first", move |row| {
            if is(row, "value", ELIGIBLE, "E05009853") {
                (row[COUNT], row[BASIS]) = (count.to_owned(), "rounded".to_owned());
            }
            row[0] != FALLS
        })
    };
    let by = |rounding: Rounding, folder: &Path, small_are_hidden| {
        let thresholds = Thresholds { usual: 8.into(), of: [].into() };
        let roundings = Roundings { usual: Some(rounding), ..Roundings::default() };
        let request =
            ReleaseRequest { folder, next: None, thresholds: &thresholds, roundings: &roundings, small_are_hidden };
        let found = audit_release(&request).unwrap();
        found
            .leaks
            .iter()
            .any(|leak| leak.cell.contains(ELIGIBLE) && leak.cell.contains("E05009853") && leak.cell.ends_with("count"))
    };
    let attack = |folder: &Path, small_are_hidden| by(Rounding::Midpoint, folder, small_are_hidden);
    let [nine, three, nought] = ["9", "3", "0"].map(rounded);
    assert!(by(Rounding::Nearest(5), nought.path(), false), "0 to 2 are few numbers");
    assert!(!by(Rounding::Nearest(5), nought.path(), true), "1 and 2 are hidden, so it is nobody");
    assert!(attack(nine.path(), false) && !attack(nine.path(), true), "7 to 12, or 8 to 12");
    assert!(attack(three.path(), true), "1 to 6 is small, whatever is said");
}

#[test]
fn where_nobody_is_small_too_a_printed_nought_is_one() {
    let nobody = spoilt("first", |row| {
        if is(row, "value", ELIGIBLE, "E05009853") {
            (row[COUNT], row[BASIS]) = ("0".to_owned(), "exact".to_owned());
        }
        true
    });
    let attack = |usual: &str| {
        let small = usual.parse().unwrap();
        let thresholds = Thresholds { usual: small, of: [(FALLS.to_owned(), None)].into() };
        audit_release(&ReleaseRequest {
            folder: nobody.path(),
            next: None,
            thresholds: &thresholds,
            roundings: &Roundings::default(),
            small_are_hidden: false,
        })
        .unwrap()
    };
    let printed = |verdict: &ReleaseVerdict| {
        leaks(verdict).iter().any(|(_, cell, answer)| *answer == Answer::Printed && cell.contains("E05009853"))
    };
    assert!(!printed(&attack("5")));
    assert!(printed(&attack("0-4")));
}

#[test]
fn open_data_is_not_attacked() {
    let none = Thresholds { usual: 5.into(), of: [(FALLS.to_owned(), None)].into() };
    let request = ReleaseRequest {
        folder: &folder("first"),
        next: None,
        thresholds: &none,
        roundings: &Roundings::default(),
        small_are_hidden: false,
    };
    let found = audit_release(&request).unwrap();
    assert!(found.is_safe() && found.attacked > 0);
    assert_eq!(none.of.len(), 1);
}

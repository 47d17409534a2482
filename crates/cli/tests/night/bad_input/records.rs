//! Records at fault: set aside in quarantine up to what is tolerated, and the delivery refused above it.
//!
//! Not allowed in here: faults of whole files.

use super::canary::{CANARY, files_in_quarantine, files_that_hold, set_aside, stays_in_quarantine};
use super::deliveries::{MIDDLESBROUGH, Table, deliver, middlesbrough_file};
use super::told::is_told;
use crate::place::Place;

const EARLY_YEARS: &str = "good-level-of-development-fsm";
const DATASET: &str = "middlesbrough-early-years";
const AGENCY: &str = "the agency that sent it";

/// Middlesbrough's file of a school year, made bad.
fn spoil(place: &Place, year: &str, spoil: impl Fn(&mut Table)) {
    let name = middlesbrough_file(year);
    let mut table = Table::read(place, &format!("{MIDDLESBROUGH}/{name}"), usize::MAX - 1);
    spoil(&mut table);
    deliver(place, &name, year, table.csv().as_bytes());
}

#[test]
fn records_at_fault_are_set_aside_and_the_rest_is_accepted() {
    let place = Place::new(&[EARLY_YEARS]);
    let year = |year: &str| middlesbrough_file(year);
    spoil(&place, "2017/18", |table| *table = table.canary(11, 5));
    spoil(&place, "2018/19", |table| *table = table.canary(12, 2));
    spoil(&place, "2021/22", |table| table.rows[13] = vec![CANARY.to_owned(), "2021/22".to_owned()]);
    spoil(&place, "2022/23", |table| table.rows[14].push(CANARY.to_owned()));
    spoil(&place, "2023/24", |table| table.rows[16] = table.rows[15].clone());
    spoil(&place, "2024/25", |table| *table = table.canary(17, 1));

    let night = place.run(&[]);
    assert_eq!(night.code, Some(0), "{}", night.stderr);
    stays_in_quarantine(&place, &night);
    let told = |code, at: &str, says| is_told(&night, "warning", code, at, says, AGENCY);
    told("C403", &year("2017/18"), "1 record set aside in quarantine, in the column 'free_school_meals', record 11");
    told("C404", &year("2018/19"), "1 record set aside in quarantine, in the column 'school_year', record 12");
    told("C401", &year("2021/22"), "1 record set aside in quarantine, record 13");
    told("C402", &year("2022/23"), "1 record set aside in quarantine, record 14");
    told("C408", &year("2023/24"), "2 records set aside in quarantine, the first of them record 15");
    told("C410", &year("2024/25"), "1 record set aside in quarantine, in the column 'pupil_pseudonym', record 17");
    assert_eq!(night.source(DATASET)["records_quarantined"], 7);
    assert_eq!(night.indicator(EARLY_YEARS), "computed");
    assert_eq!(files_in_quarantine(&place), 5);
    // An accepted record is found nowhere, since it is landed encrypted; the figures are, and so the search finds something.
    let file = Table::read(&place, &format!("{MIDDLESBROUGH}/{}", year("2024/25")), 1);
    assert_eq!(files_that_hold(&place, &file.rows[1][0]), 0, "a landed record is in the clear");
    assert!(files_that_hold(&place, "fsm_to_2025_26") > 4, "figures are not searched");
    let years = ["2017/18", "2018/19", "2021/22", "2022/23", "2023/24", "2024/25"];
    let lines = years.map(|one| place.read(&format!("{MIDDLESBROUGH}/{}", year(one))).lines().count() - 1);
    assert_eq!(night.source(DATASET)["records_accepted"], lines.iter().sum::<usize>() - 7);
    assert_eq!(place.ledger_of("extract.quarantined").len(), 6);
    duplicates_are_both_set_aside(&place);
}

fn duplicates_are_both_set_aside(place: &Place) {
    let texts = set_aside(place);
    let twice = texts.iter().find(|text| text.contains("C408")).unwrap();
    let numbers: Vec<&str> = twice.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(numbers, ["15", "16"], "{twice}");
}

#[test]
fn a_delivery_with_too_many_records_at_fault_is_refused_and_the_last_good_one_is_held() {
    let place = Place::new(&[EARLY_YEARS]);
    assert_eq!(place.run(&[]).code, Some(0));
    let before = place.release_bytes();
    spoil(&place, "2024/25", |table| {
        for record in 1..=21 {
            *table = table.canary(record, 4);
        }
    });
    let published = "sample-data/open/dfe-lait-foundation-stage/lait_foundation_stage_gld.csv";
    place.replace(published, "2016,England,69.3,", &format!("2016,England,{CANARY},"));
    let night = place.run(&[]);
    assert_eq!(night.code, Some(5), "{}", night.stderr);
    stays_in_quarantine(&place, &night);
    // A published figure that is no number: the table is refused, and the figures taken from it before stand.
    let says = "cell E4: series 'england-gld-all': the value is neither a number nor a declared symbol";
    is_told(&night, "error", "C503", "lait_foundation_stage_gld.csv:4:5", says, "the intelligence team");
    let file = middlesbrough_file("2024/25");
    is_told(&night, "error", "C412", &file, "21 of 1,", AGENCY);
    is_told(&night, "error", "C403", &format!("{file}:1:4"), "in the column 'sex'", AGENCY);
    assert_eq!(night.said("C403").len(), 10, "the first ten are told, each at its record");
    assert_eq!(night.source(DATASET)["records_accepted"], 0);
    assert_eq!(night.indicator(EARLY_YEARS), "computed");
    assert_eq!(files_in_quarantine(&place), 1);
    assert_eq!(place.release_bytes(), before);
}

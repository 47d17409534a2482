//! Every mission in every area that the excerpt has figures of: a page, and a workbook read with another library.
//!
//! Not allowed in here: what a page looks like.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use concordat_brief::Brief;
use concordat_formats::{Table, observation_columns};

use crate::sample::Sample;

/// Columns whose numbers a workbook may show.
const NUMBERS: [&str; 10] = [
    "value",
    "lower_95",
    "upper_95",
    "count",
    "denominator",
    "comparator_value",
    "comparator_lower_95",
    "comparator_upper_95",
    "lower_998",
    "upper_998",
];

#[test]
fn every_mission_and_area_with_figures_has_a_page_and_a_workbook_of_the_release_s_numbers() {
    let sample = Sample::new();
    let table = Table::read_csv("observations", sample.observations.as_bytes(), &observation_columns()).unwrap();
    let cell = |row: &'_ Vec<String>, column: &str| table.cell(row, column).to_owned();
    let figures = table.rows.iter().filter(|row| cell(row, "measure") == "value");
    let pairs: BTreeSet<(String, String)> = figures.map(|row| (cell(row, "mission"), cell(row, "area_code"))).collect();
    assert!(pairs.len() > 30, "{}", pairs.len());
    for (mission, area) in pairs {
        let of_mission = || table.rows.iter().filter(|row| cell(row, "mission") == mission);
        let numbers = of_mission().flat_map(|row| NUMBERS.map(|column| cell(row, column)));
        let numbers: BTreeSet<String> = numbers.filter_map(|number| Some(plain(number.parse().ok()?))).collect();
        let brief = sample.brief(&mission, &area).unwrap();
        page(&brief);
        let shown = workbook(&brief, &numbers);
        let has_number = |row: &&Vec<String>| {
            cell(row, "area_code") == area && cell(row, "measure") == "value" && !cell(row, "value").is_empty()
        };
        assert!(shown > 0 || of_mission().find(has_number).is_none(), "{mission} {area}: figures and no number");
    }
}

fn page(brief: &Brief) {
    let (html, title) = (brief.html(), brief.title());
    let questions =
        ["What is the gap?", "How sure are we?", "Is it narrowing?", "What changed since", "May I quote it?"];
    for question in questions {
        assert!(html.contains(question), "{title}: {question}");
    }
    assert_eq!(html.contains("Made-up sample data"), brief.synthetic, "{title}");
    for broken in ["NaN", "inf percent", "Some("] {
        assert!(!html.contains(broken), "{title}: {broken}");
    }
}

/// Reads the workbook; gives how many numbers its tables show, each of which the release has.
fn workbook(brief: &Brief, numbers: &BTreeSet<String>) -> usize {
    let mut book = Xlsx::new(Cursor::new(brief.workbook().unwrap())).unwrap();
    let mut shown = 0;
    for sheet in book.sheet_names() {
        let cells = book.worksheet_range(&sheet).unwrap();
        for cell in cells.rows().flatten() {
            assert!(!matches!(cell, Data::Error(_)), "{}, {sheet}", brief.title());
            if let (Data::Float(number), true) = (cell, sheet.starts_with(|letter: char| letter.is_ascii_digit())) {
                assert!(numbers.contains(&plain(*number)), "{}, {sheet}: {number}", brief.title());
                shown += 1;
            }
        }
    }
    shown
}

fn plain(number: f64) -> String {
    format!("{number:.4}")
}

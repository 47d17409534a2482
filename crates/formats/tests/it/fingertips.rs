//! The Fingertips layout, against the list of its columns.
//!
//! Not allowed in here: words of rating.

use std::collections::BTreeSet;

use concordat_formats::{FINGERTIPS_COLUMNS, FingertipsOptions, FormatsError, fingertips_csv, local_indicator_id};

use crate::release::{bytes, indicators, observations};

fn rows() -> Vec<csv::StringRecord> {
    let file = fingertips_csv(&observations(), &indicators(), &FingertipsOptions::default()).unwrap();
    csv::Reader::from_reader(&file[..]).records().map(Result::unwrap).collect()
}

fn at<'a>(row: &'a csv::StringRecord, column: &str) -> &'a str {
    &row[FINGERTIPS_COLUMNS.iter().position(|name| *name == column).unwrap()]
}

#[test]
fn columns_stand_in_the_order_of_the_list() {
    let list = bytes("fingertips_csv_columns.csv");
    let listed: Vec<String> =
        csv::Reader::from_reader(&list[..]).records().map(|line| line.unwrap()[1].to_owned()).collect();
    assert_eq!(listed.len(), FINGERTIPS_COLUMNS.len());
    for (listed, written) in listed.iter().zip(FINGERTIPS_COLUMNS) {
        // The header of one column varies with the kind of parent area.
        assert_eq!(listed.replace("{parent area type}", "parent area"), written);
    }
}

#[test]
fn only_values_go_out_and_each_has_a_key_of_its_own() {
    let (observations, rows) = (observations(), rows());
    let values = observations.rows.iter().filter(|row| observations.cell(row, "measure") == "value").count();
    assert_eq!(rows.len(), values);
    let key = |row: &csv::StringRecord| -> Vec<String> {
        [
            "Indicator ID",
            "Area Code",
            "Sex",
            "Age",
            "Category Type",
            "Category",
            "Time period Sortable",
            "Time period range",
        ]
        .map(|column| at(row, column).to_owned())
        .into()
    };
    assert_eq!(rows.iter().map(key).collect::<BTreeSet<_>>().len(), rows.len());
}

#[test]
fn a_row_reads_as_in_fingertips() {
    let rows = rows();
    let row = rows
        .iter()
        .find(|row| {
            at(row, "Area Code") == "E06000003"
                && at(row, "Time period") == "2024/25"
                && at(row, "Category") == "fsm_to_2025_26"
                && at(row, "Sex") == "Persons"
        })
        .unwrap();
    let expected = [
        ("Parent Name", "South Tees"),
        ("Area Type", "borough (boundaries of 2024)"),
        ("Value", "46.0"),
        ("Lower CI 95.0 limit", "41.2"),
        ("Count", "185"),
        ("Denominator", "402"),
        ("Recent Trend", "Cannot be calculated"),
        ("Compared to England value or percentiles", "Lower"),
        ("Time period Sortable", "20240000"),
        ("Time period range", "1y"),
    ];
    for (column, cell) in expected {
        assert_eq!(at(row, column), cell, "{column}");
    }
    assert_eq!(at(row, "Indicator ID"), local_indicator_id("good-level-of-development-fsm").to_string());
}

#[test]
fn a_hidden_figure_has_no_number_and_one_note() {
    let rows = rows();
    let hidden: Vec<_> = rows.iter().filter(|row| at(row, "Value note").contains("suppressed")).collect();
    assert!(!hidden.is_empty());
    for row in hidden {
        assert!(
            ["Value", "Count", "Denominator", "Lower CI 95.0 limit"].iter().all(|column| at(row, column).is_empty())
        );
        assert_eq!(at(row, "Value note"), "Value suppressed for disclosure control");
    }
}

#[test]
fn nothing_is_rated() {
    for row in rows() {
        for column in &FINGERTIPS_COLUMNS[20..23] {
            let word = at(&row, column);
            assert!(!["Better", "Worse", "Best", "Worst"].contains(&word), "{word}");
        }
    }
}

#[test]
fn numbers_that_two_indicators_share_are_refused() {
    let names = ["anti-social-behaviour", "violence-and-sexual-offences"];
    let options = FingertipsOptions { numbers: names.map(|name| (name.to_owned(), 7)).into(), ..Default::default() };
    let refused = fingertips_csv(&observations(), &indicators(), &options);
    assert!(matches!(refused, Err(FormatsError::SameNumber { .. })));
}

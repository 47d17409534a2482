//! What stands in the files, byte by byte where it matters.

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray};
use arrow::datatypes::{Float64Type, Int64Type};
use concordat_measure::{ComparatorFigure, Observation};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;

use super::samples::{Desk, Rows, hidden, name, shown, two_audiences};

const VERSION: &str = "2026-06-30.1";

/// The order in which the columns are published.
const HEADER: &str = "indicator,indicator_version,mission,measure,group_definition,area_code,area_name,area_level,\
area_vintage,parent_code,period_start,period_end,period_label,sex,age,category_type,category,value,lower_95,upper_95,\
lower_998,upper_998,count,count_basis,denominator,denominator_source,denominator_period,unit,method,comparator_code,\
comparator_value,comparator_lower_95,comparator_upper_95,comparator_basis,significance,recent_trend,reading,status,\
status_reason,input_as_of,held_since,synthetic,figure_id,release";

fn published(rows: &Rows) -> Desk {
    let desk = Desk::new(two_audiences());
    assert!(desk.night(rows, "2026-06-30").unwrap().is_some());
    desk
}

/// The rows of a CSV file, by column.
fn records(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn the_csv_file_has_the_columns_of_the_plan_and_line_feeds() {
    let text = published(&Rows::usual()).read(VERSION, "public", "observations.csv");
    assert_eq!(text.lines().next(), Some(HEADER));
    assert!(!text.contains('\r') && !text.starts_with('\u{feff}') && text.ends_with("2026-06-30.1\n"));
}

#[test]
fn a_negative_gap_reads_back_as_a_number() {
    let text = published(&Rows::usual()).read(VERSION, "public", "observations.csv");
    let gap = &records(&text)[1];
    assert_eq!(gap["value"], "-14.8");
    assert_eq!(gap["value"].parse(), Ok(-14.8));
    assert_eq!(gap["reading"], "A made-up sentence, with a comma and a \"word\".");
}

#[test]
fn words_that_look_like_formulas_are_made_safe_and_nothing_else_is() {
    let risky = Observation {
        area_name: "=cmd()".to_owned(),
        age: "+1".to_owned(),
        method: "@sum".to_owned(),
        unit: "\tx".to_owned(),
        category: "-".to_owned(),
        ..shown("a0000000000000a1", -3.0, 25)
    };
    let desk = published(&Rows::of(vec![risky]));
    let row = &records(&desk.read(VERSION, "public", "observations.csv"))[0];
    let cells = ["area_name", "age", "method", "unit", "category", "value"].map(|column| row[column].as_str());
    assert_eq!(cells, ["'=cmd()", "'+1", "'@sum", "'\tx", "'-", "-3.0"]);
    let rationale = &records(&desk.read(VERSION, "public", "indicators.csv"))[0]["rationale"];
    assert_eq!(rationale, "'=why");
}

#[test]
fn a_hidden_row_holds_nothing_in_either_file() {
    let desk = published(&Rows::usual());
    let row = &records(&desk.read(VERSION, "public", "observations.csv"))[2];
    let numbers = ["value", "lower_95", "upper_95", "lower_998", "upper_998", "count", "denominator"];
    assert!(numbers.iter().all(|column| row[*column].is_empty()));
    assert_eq!(row["status"], "[c]");

    let path = desk.home.release(VERSION).join("public/observations.parquet");
    let file = std::fs::File::open(path).unwrap();
    let batch = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap().next().unwrap().unwrap();
    for column in numbers {
        let array = batch.column_by_name(column).unwrap();
        assert!(array.is_null(2), "{column}");
        // Nothing stands behind the null either.
        let behind = match array.as_primitive_opt::<Float64Type>() {
            Some(doubles) => doubles.values()[2] == 0.0,
            None => array.as_primitive::<Int64Type>().values()[2] == 0,
        };
        assert!(behind, "{column}");
    }
}

#[test]
fn a_hidden_row_that_carries_a_number_stops_the_release() {
    let leaking = Observation { count: Some(3), ..hidden("a0000000000000a1") };
    let desk = Desk::new(two_audiences());
    let error = desk.stage(&Rows::of(vec![leaking]), "2026-06-30").unwrap_err();
    assert_eq!(error.diagnostic().code.number, 601);
    assert!(error.to_string().contains("count"), "{error}");
}

#[test]
fn a_hidden_number_is_in_no_byte_of_a_parquet_file() {
    // The same rows, one hidden: the statistics, the page index and the dictionary no longer know its numbers.
    let telling = 7654.3_f64;
    let bytes = |rows: Rows| {
        let desk = published(&rows);
        std::fs::read(desk.home.release(VERSION).join("public/observations.parquet")).unwrap()
    };
    let holds = |bytes: &[u8]| bytes.windows(8).any(|window| window == telling.to_le_bytes());
    let others = || vec![shown("a0000000000000a1", 60.0, 25), shown("b0000000000000b2", 61.0, 26)];
    let with = |row: Observation| Rows::of([others(), vec![row]].concat());
    assert!(holds(&bytes(with(shown("c0000000000000c3", telling, 9)))));
    assert!(!holds(&bytes(with(hidden("c0000000000000c3")))));
}

#[test]
fn identifiers_stop_the_release() {
    for (text, what) in [("see 999 000 0018", "NHS number"), (&*"0f".repeat(16), "pseudonym")] {
        let risky = Observation { reading: text.to_owned(), ..shown("a0000000000000a1", 1.0, 25) };
        let desk = Desk::new(two_audiences());
        let error = desk.stage(&Rows::of(vec![risky]), "2026-06-30").unwrap_err();
        assert!(error.to_string().contains(what), "{error}");
        assert!(!error.to_string().contains(text) && !error.diagnostic().message.as_str().contains(text));
    }
}

#[test]
fn two_rows_of_one_figure_stop_the_release() {
    let rows = Rows::of(vec![shown("a0000000000000a1", 1.0, 25), shown("a0000000000000a1", 2.0, 25)]);
    let error = Desk::new(two_audiences()).stage(&rows, "2026-06-30").unwrap_err();
    assert!(error.to_string().contains("same figure id"), "{error}");
}

#[test]
fn the_same_night_makes_the_same_bytes() {
    let (left, right) = (published(&Rows::usual()), published(&Rows::usual()));
    let folder = |desk: &Desk| desk.home.release(VERSION).join("public");
    let files = crate::files::list(&folder(&left)).unwrap();
    assert_eq!(
        files,
        [
            "SHA256SUMS",
            "catalogue.jsonld",
            "changes.json",
            "datapackage.json",
            "disclosure.csv",
            "fingertips.csv",
            "indicators.csv",
            "indicators.csv-metadata.json",
            "lineage.ndjson",
            "lineage.parquet",
            "manifest.json",
            "missions/age-well.csv",
            "missions/age-well.csv-metadata.json",
            "observations.csv",
            "observations.csv-metadata.json",
            "observations.parquet",
            "receipt.json",
            "snippets/release.R",
            "snippets/release.pq",
            "snippets/release.py",
            "snippets/release.sql",
            "workbook.xlsx",
        ]
    );
    for file in files {
        assert_eq!(
            std::fs::read(folder(&left).join(&file)).unwrap(),
            std::fs::read(folder(&right).join(&file)).unwrap()
        );
    }
}

#[test]
fn an_audience_gets_its_own_rows_and_a_mission_its_own_file() {
    let mut rows = Rows::usual();
    rows.observations[1].audiences.remove(&name("public"));
    rows.observations[2].mission = name("start-well");
    let desk = published(&rows);
    let ids = |file: &str| -> Vec<String> {
        records(&desk.read(VERSION, "public", file)).iter().map(|row| row["figure_id"].clone()).collect()
    };
    assert_eq!(ids("observations.csv"), ["a0000000000000a1", "c0000000000000c3"]);
    assert_eq!(ids("missions/age-well.csv"), ["a0000000000000a1"]);
    assert_eq!(ids("missions/start-well.csv"), ["c0000000000000c3"]);
    let rows = desk.home.staged().join(VERSION).join("board/observations.csv");
    assert_eq!(std::fs::read_to_string(rows).unwrap().lines().count(), 4);
}

#[test]
fn the_parquet_file_says_what_it_is() {
    let desk = published(&Rows::usual());
    let path = desk.home.release(VERSION).join("public/observations.parquet");
    let builder = ParquetRecordBatchReaderBuilder::try_new(std::fs::File::open(&path).unwrap()).unwrap();
    let group = builder.metadata().row_group(0);
    assert!(group.columns().iter().all(|column| column.offset_index_offset().is_some()));
    assert!(format!("{:?}", group.column(0).compression()).starts_with("ZSTD"));
    let (metadata, _) = crate::parquet_file::describe(&path, "observations.parquet").unwrap();
    let metadata: BTreeMap<String, String> = metadata.into_iter().collect();
    assert_eq!(metadata["concordat.version"], VERSION);
    assert_eq!(metadata["concordat.synthetic"], "true");
    assert_eq!(metadata["concordat.attribution"], "Contains public sector information.");
}

#[test]
fn dates_and_comparators_are_the_same_in_both_files() {
    let decimal = |value| concordat_base::Decimal::round(value, 1).unwrap();
    let comparator = ComparatorFigure {
        id: name("england"),
        code: "E92000001".to_owned(),
        value: Some(decimal(50.0)),
        limits_95: Some((decimal(49.5), decimal(50.5))),
        basis: "counts",
    };
    let row = Observation { comparator: Some(comparator), held_since: None, ..shown("a0000000000000a1", 1.0, 25) };
    // Staging compares the files cell by cell and would refuse a difference.
    let desk = published(&Rows::of(vec![row]));
    let mut seen = Vec::new();
    let path = desk.home.release(VERSION).join("public/observations.parquet");
    crate::parquet_file::visit_rows(&path, "observations.parquet", &mut |row| {
        seen.push([
            row[10].clone(),
            row[29].clone(),
            row[30].clone(),
            row[32].clone(),
            row[40].clone(),
            row[41].clone(),
        ]);
        Ok(())
    })
    .unwrap();
    assert_eq!(seen, [["2024-04-01", "E92000001", "50", "50.5", "", "true"].map(str::to_owned)]);
}

#[test]
fn the_manifest_lists_files_missions_and_inputs() {
    let desk = published(&Rows::usual());
    let manifest = desk.json(VERSION, "public", "manifest.json");
    assert_eq!(manifest["observations"], 3);
    assert_eq!(manifest["profile"], "sample");
    assert_eq!(manifest["missions"][0]["state"], "measured");
    assert_eq!(manifest["missions"][1]["state"], "declared, not yet measured");
    assert_eq!(manifest["inputs"][0]["commitment"], Value::from("5a".repeat(32)));
    assert_eq!(manifest["files"].as_array().map(Vec::len), Some(19));
    assert!(!desk.read(VERSION, "public", "manifest.json").contains("run-1"));
    assert_eq!(desk.json(VERSION, "public", "receipt.json")["run"], "run-1");
}

#[test]
fn lineage_has_a_row_for_each_figure_and_dataset() {
    let desk = published(&Rows::usual());
    let path = desk.home.release(VERSION).join("public/lineage.parquet");
    let mut rows = Vec::new();
    crate::parquet_file::visit_rows(&path, "lineage.parquet", &mut |row| {
        rows.push(row.to_vec());
        Ok(())
    })
    .unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0][4..6], ["admissions".to_owned(), "trust".to_owned()]);
    assert_eq!(rows[0][7], format!("2024/25={}", "5a".repeat(32)));
    assert_eq!(rows[0][12], "2027-03-31");
}

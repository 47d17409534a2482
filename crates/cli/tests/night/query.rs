//! Questions to the release of a night: what is answered where nothing fits, and answers as files.
//!
//! Not allowed in here: a reader that is the program's own.

use std::fs;

use calamine::{Data, Reader, Xlsx, open_workbook};
use parquet::file::reader::{FileReader, SerializedFileReader};

use crate::found::{GAP, POLICE, Row, csv_rows};
use crate::place::{Outcome, Place};

/// Counted for the board and narrower audiences alone.
const LINKED: &str = "families-on-several-lists-linked";
const REDCAR: [&str; 6] = ["query", "--indicator", GAP, "--area", "Redcar and Cleveland", "--out"];

#[test]
fn a_release_answers_what_there_is_and_writes_files_that_say_where_they_are_from() {
    let place = Place::new(&[GAP, POLICE[0], LINKED]);
    place.run(&[]).ended(0);
    nothing_at_this_level(&place);
    nothing_of_this_name(&place);
    words_for_errors(&place);
    as_csv(&place);
    as_parquet(&place);
    as_workbook(&place);
    worked_out(&place);
    bad_files(&place);
}

/// What the answer to filters says where no figure fits them.
fn refused(place: &Place, words: &[&str], code: &str) -> String {
    let called = place.call(&[&["query"], words].concat()).ended(2);
    assert_eq!(called.stdout, "", "{words:?}");
    assert!(called.stderr.contains(code), "{words:?}: {}", called.stderr);
    called.stderr
}

fn nothing_at_this_level(place: &Place) {
    let said = refused(
        place,
        &["--indicator", GAP, "--area", "Brotton", "--measure", "gap_people", "--period", "2022/23"],
        "C711",
    );
    assert!(said.contains("There is no data at the level 'ward24'; it exists at 'borough': 'Middlesbrough', 'Redcar and Cleveland', and at 'place': 'South Tees'."), "{said}");
    assert!(said.contains("it exists for --period '2022/23 to 2024/25'."), "{said}");
    let said = refused(place, &["--indicator", GAP, "--level", "lsoa21"], "C711");
    assert!(said.contains("no data at this level; it exists at --level 'borough', "), "{said}");
    assert!(!said.contains("anti-social-behaviour"), "another indicator is no help: {said}");
    let said = refused(place, &["--indicator", GAP, "--area", "Brotton", "--sex", "Female"], "C711");
    assert!(said.contains("it exists for --sex 'Persons'."), "{said}");
    let said = refused(place, &["--indicator", POLICE[0], "--measure", "gap_absolute", "--sex", "Female"], "C711");
    assert!(said.contains("With --indicator 'anti-social-behaviour' alone: "), "{said}");
    let said = refused(place, &["--mission", "live-well-poverty", "--sex", "Persons"], "C711");
    assert!(said.contains("The mission is 'declared, not yet measured'."), "{said}");
}

fn nothing_of_this_name(place: &Place) {
    let said = refused(place, &["--indicator", "free school meals"], "C905");
    assert!(said.contains(&format!("The nearest: '{GAP}' ('Good level of development at age 5, ")), "{said}");
    let by_title = ["query", "--indicator", "Recorded anti-social behaviour", "--area", "south tees"];
    assert!(place.call(&by_title).ended(0).stdout.contains("anti-social-behaviour"));
    assert!(refused(place, &["--level", "wards24"], "C905").contains("did you mean 'ward24'?"));
    let said = refused(place, &["--indicator", LINKED], "C711");
    assert!(said.contains("the release for 'public' has no such figure"), "{said}");
    assert!(said.contains("--audience 'board', 'partners', 'team'."), "{said}");
}

fn words_for_errors(place: &Place) {
    let tried = [
        ("selec 1", "not understood as SQL"),
        ("select 1; select 2", "more than one statement"),
        ("select indicator + 1 from observations", "text + whole number"),
        ("select count(*) from observations where sex = Persons", "put it in single quotes"),
        ("select 1 as one, 2 as one", "two of its columns have the same name"),
    ];
    for (sql, words) in tried {
        let said = refused(place, &[sql], "C707");
        assert!(said.contains(words) && !said.contains("Utf8") && !said.contains("sql parser"), "{sql}: {said}");
    }
}

fn written(place: &Place, question: &[&str], file: &str) -> Outcome {
    let path = place.path(file);
    let called = place.call(&[question, &[path.to_str().unwrap()]].concat()).ended(0);
    assert!(called.stdout.lines().any(|line| line == path.to_str().unwrap()), "{}", called.stdout);
    assert!(called.stderr.contains("made-up extracts"), "{}", called.stderr);
    called
}

/// The release's own rows of Redcar and Cleveland.
fn published(place: &Place) -> Vec<Row> {
    let rows = place.figures("public").into_iter();
    rows.filter(|row| row["indicator"] == GAP && row["area_name"] == "Redcar and Cleveland").collect()
}

fn as_csv(place: &Place) {
    written(place, &REDCAR, "answers/gap.csv");
    let sorted = |mut rows: Vec<Row>| {
        rows.sort_by(|one, other| one["figure_id"].cmp(&other["figure_id"]));
        rows
    };
    let rows = csv_rows(&place.path("answers/gap.csv"));
    assert!(rows.len() > 20 && rows.iter().any(|row| row["value"].starts_with('-')));
    // Every cell as published: decimals, marks, release.
    assert_eq!(sorted(rows), sorted(published(place)));
    let described: serde_json::Value = serde_json::from_str(&place.read("answers/gap.csv-metadata.json")).unwrap();
    assert_eq!(described["url"], "gap.csv");
    assert!(described["dc:description"].as_str().unwrap().contains(&content(place)));
}

fn content(place: &Place) -> String {
    let manifest: serde_json::Value =
        serde_json::from_str(&place.read("home/south-tees/releases/2026-06-30.1/public/manifest.json")).unwrap();
    manifest["content_sha256"].as_str().unwrap().to_owned()
}

fn as_parquet(place: &Place) {
    written(place, &REDCAR, "answers/gap.parquet");
    let file = SerializedFileReader::new(fs::File::open(place.path("answers/gap.parquet")).unwrap()).unwrap();
    let metadata = file.metadata().file_metadata();
    assert_eq!(usize::try_from(metadata.num_rows()).unwrap(), published(place).len());
    let says = |key: &str| {
        let pairs = metadata.key_value_metadata().unwrap().iter();
        pairs.filter(|pair| pair.key == key).find_map(|pair| pair.value.clone()).unwrap()
    };
    assert_eq!(says("concordat.version"), "2026-06-30.1");
    assert_eq!(says("concordat.audience"), "public");
    assert_eq!(says("concordat.content_sha256"), content(place));
    assert_eq!(says("concordat.synthetic"), "true");
    assert!(says("concordat.attribution").contains("Department for Education"));
    assert_eq!(says("concordat.question"), format!("indicator {GAP}, area Redcar and Cleveland"));
}

fn sheet(place: &Place, file: &str, sheet: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook(place.path(file)).unwrap();
    book.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
}

fn words(rows: &[Vec<Data>]) -> String {
    rows.iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn as_workbook(place: &Place) {
    written(place, &REDCAR, "answers/gap.xlsx");
    let rows = sheet(place, "answers/gap.xlsx", "start-well-gap");
    let header = rows.iter().position(|row| row[0] == Data::String("Area".to_owned())).unwrap();
    let column = |title: &str| rows[header].iter().position(|cell| *cell == Data::String(title.to_owned())).unwrap();
    let (value, status) = (column("Value"), column("Status"));
    let body = &rows[header + 1..];
    assert_eq!(body.len(), published(place).len());
    assert!(body.iter().any(|row| matches!(row[value], Data::Float(number) if number < 0.0)));
    // A missing number carries the mark that its status has, and no cell is empty.
    let mut missing = 0;
    for row in body {
        if let Data::String(mark) = &row[value] {
            missing += 1;
            assert!(row[status].to_string().contains(mark), "{mark}");
        }
        assert!(!row.contains(&Data::Empty));
    }
    assert!(missing > 0);
    let cover = words(&sheet(place, "answers/gap.xlsx", "Cover"));
    for told in ["Made-up sample data", "Release: 2026-06-30.1, for the audience `public`", &content(place)] {
        assert!(cover.contains(told), "{told}: {cover}");
    }
    assert!(words(&sheet(place, "answers/gap.xlsx", "Indicators")).contains("Department for Education"));
}

/// What SQL works out: text stays text, and a missing number says so.
fn worked_out(place: &Place) {
    let sql = "select area_name, '=1+1' as formula, '10-14' as ages, '2011/12' as period, value, \
               value is null as hidden from observations where indicator = 'good-level-of-development-fsm'";
    for file in ["answers/sql.xlsx", "answers/sql.csv", "answers/sql.parquet"] {
        written(place, &["query", sql, "--out"], file);
    }
    let rows = sheet(place, "answers/sql.xlsx", "Answer");
    let header = rows.iter().position(|row| row[0] == Data::String("area_name".to_owned())).unwrap();
    let texts = ["=1+1", "10-14", "2011/12"].map(|text| Data::String(text.to_owned()));
    for row in &rows[header + 1..] {
        assert_eq!(row[1..4], texts);
        assert_eq!(row[4] == Data::String("[x]".to_owned()), row[5] == Data::String("yes".to_owned()), "{row:?}");
    }
    assert!(words(&sheet(place, "answers/sql.xlsx", "Notes")).contains("Ask for the column status too"));
    for row in csv_rows(&place.path("answers/sql.csv")) {
        assert_eq!([&row["formula"], &row["ages"], &row["period"]], ["'=1+1", "10 to 14", "2011 to 2012"]);
    }
    let printed = place.call(&["query", sql, "--format", "csv"]).ended(0).stdout;
    assert!(printed.contains(",'=1+1,10 to 14,2011 to 2012,"), "{printed}");
}

fn bad_files(place: &Place) {
    let to = |file: &str| place.path(file).to_str().unwrap().to_owned();
    let said = refused(place, &["select 1", "--out", &to("answers/x.ods")], "C905");
    assert!(said.contains("End it with .xlsx"), "{said}");
    let said = refused(place, &["select value from observations where 1 = 2", "--out", &to("answers/x.csv")], "C711");
    assert!(said.contains("no file was written"), "{said}");
    assert!(!place.path("answers/x.csv").exists() && !place.path("answers/x.ods").exists());
}

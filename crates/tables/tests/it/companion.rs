//! Descriptions that publishers put beside their tables.
//!
//! Not allowed in here: a description that was made up where the publisher's own will do.

use std::path::Path;

use concordat_declare::published::Companion;
use concordat_tables::{DescribedTable, Limits, described};

use crate::support::{Reader, text_of};

/// Codes and messages, in order.
fn told(
    reader: &Reader,
    (name, data): (&str, &str),
    companion: &str,
    (text, shown): (&str, &str),
) -> Vec<(u16, String)> {
    let table = reader.table(data.as_bytes()).unwrap();
    let companion: Companion = serde_saphyr::from_str(companion).unwrap();
    let about = DescribedTable { table: &table, declared: &reader.resolved, name };
    let faults = described(about, &companion, (text.as_bytes(), shown), &Limits::default());
    faults.into_iter().map(|fault| (fault.code.number, fault.message.to_string())).collect()
}

fn sample(file: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sample-data/open/dfe-eyfsp");
    std::fs::read_to_string(folder.join(file)).unwrap()
}

const SCHOOLS: &str = "
published:
  dialect: explore-education-statistics
  series:
    - id: gld
      title: Good level of development
      area: E92000001
      period_kind: academic_year
      sex: {column: characteristic, persons: Total, female: Gender Female, male: Gender Male}
      value: gld_percent
      decimals: 1
      count: gld_number
      denominator: number_of_children
";

#[test]
fn a_description_of_schools_agrees_with_its_table_or_refuses_it() {
    let reader = Reader::new(SCHOOLS);
    let data = sample("EYFSP_APS_GLD_ELG_underlying_data_2013_2018.csv");
    let meta = sample("EYFSP_APS_GLD_ELG_underlying_data_2013_2018.meta.csv");
    let agreed = "{form: ees_meta, says: {gld_percent: {unit: '%', label: Percentage of children achieving a good level of development}}}";
    let compare = |companion: &str, meta: &str| told(&reader, ("data.csv", &data), companion, (meta, "data.meta.csv"));
    assert_eq!(compare(agreed, &meta), []);
    let row = 1 + meta.lines().position(|line| line.starts_with("gld_percent,")).unwrap();
    let other = |to: &str| {
        let line = meta.lines().find(|line| line.starts_with("gld_percent,")).unwrap();
        meta.replace(line, to)
    };
    for (text, says) in [
        // Per cent has become a proportion, and the publisher says so.
        (
            other("gld_percent,Indicator,Percentage of children achieving a good level of development,x,,,"),
            "the column 'gld_percent' has another unit than '%'",
        ),
        (other("gld_percent,Indicator,CANARY,x,%,,"), "the column 'gld_percent' has another label than"),
        (
            other("gld_percent,Filter,CANARY,x,%,,"),
            "the series 'gld' reads the column 'gld_percent', which is not described as numbers",
        ),
        // A description of another year.
        (other("gld_share,Indicator,CANARY,x,%,,"), "it describes a column that the table does not have"),
    ] {
        let told = compare(agreed, &text);
        let wanted = format!("row {row}: {says}");
        assert!(told.iter().all(|(code, text)| *code == 391 && !text.contains("CANARY")), "{told:?}");
        assert!(told.iter().any(|(_, text)| text.starts_with(&wanted)), "{wanted}: {told:?}");
    }
    let missing = compare("{form: ees_meta, says: {nothing: {unit: '%'}}}", &meta);
    assert_eq!(missing, [(391, "it does not describe the column 'nothing'".to_owned())]);
    let newer = meta.replacen("indicator_unit,filter_hint", "indicator_unit,indicator_dp,filter_hint", 1);
    let newer: String = newer
        .lines()
        .enumerate()
        .map(|(at, line)| if at == 0 { format!("{line}\n") } else { with_decimals(line) })
        .collect();
    let told = compare("{form: ees_meta}", &newer);
    assert_eq!(told, [(391, format!("row {row}: the series 'gld' has 1 decimals, and is published to 0"))]);
}

/// A row with a further field in front of its last two: no decimals.
fn with_decimals(line: &str) -> String {
    let mut cells: Vec<&str> = line.rsplitn(3, ',').collect();
    cells.insert(2, if line.contains(",Indicator,") { "0" } else { "" });
    cells.reverse();
    cells.join(",") + "\n"
}

#[test]
fn a_description_that_cannot_be_read_is_told_with_its_row() {
    let reader = Reader::new(SCHOOLS);
    let data = sample("EYFSP_APS_GLD_ELG_underlying_data_2013_2018.csv");
    for (form, text, says) in [
        ("ees_meta", "name,type\na,b\n", "row 1: the column 'col_name' is missing"),
        ("ees_meta", "col_name,col_type,label\na,b\n", "row 2: "),
        ("csvw", "{\n\"tables\": [}\n", "row 2: it is not JSON"),
        ("csvw", "{\"url\": \"data.csv\"}", "it has no columns in its tableSchema"),
    ] {
        let told = told(&reader, ("data.csv", &data), &format!("{{form: {form}}}"), (text, "description"));
        assert!(told.len() == 1 && told[0].0 == 390 && told[0].1.starts_with(says), "{text}: {told:?}");
    }
}

#[test]
fn csv_on_the_web_names_and_types_every_column() {
    for (fixture, name) in [("ons-csvw", "healthy-life-expectancy.csv"), ("ons-csvw-titles", "claimant-count.csv")] {
        let reader = Reader::new(&text_of(&format!("{fixture}/declared.yaml")));
        let data = text_of(&format!("{fixture}/data.csv"));
        let description = text_of(&format!("{fixture}/{name}-metadata.json"));
        let compare =
            |data: &str, name: &str, text: &str| told(&reader, (name, data), "{form: csvw}", (text, "description"));
        assert_eq!(compare(&data, name, &description), [], "{fixture}");
        // Another table's description.
        let other = compare(&data, "other.csv", &description);
        assert_eq!(other, [(391, "it describes no table 'other.csv'".to_owned())]);
        // What is read as numbers is described as words.
        let words = description.replace("\"number\"", "\"string\"");
        let series = &reader.resolved.series[0].id;
        let told = compare(&data, name, &words);
        let wanted = format!("the series '{series}' reads the column 'observation', which is not described as numbers");
        assert!(told.iter().any(|(code, text)| *code == 391 && text.ends_with(&wanted)), "{told:?}");
        // A column more than is described, and one under another name.
        let more: String = data.lines().map(|line| format!("{line},x\n")).collect();
        let told = compare(&more, name, &description);
        assert!(told.len() == 1 && told[0].1.ends_with("are described"), "{told:?}");
        let renamed = description.replace("\"areanm\"", "\"CANARY\"").replace("\"AREANM\"", "\"CANARY\"");
        let told = compare(&data, name, &renamed);
        let at =
            |row: u64| format!("row {row}: the column it describes has another name in the table, or stands elsewhere");
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].1 == at(2) || told[0].1 == at(3), "{told:?}");
    }
}

//! Published tables as sources declare them.

use concordat_declare::dialect::Dialect;
use concordat_declare::load;
use concordat_declare::published::Areas;
use concordat_declare::source::{Content, Format};
use concordat_diagnostics::render::concise;

use crate::folder::Folder;

const SOURCE: &str = "sources/dfe-lait.yaml";
const FORMAT: &str = "format: {csv: {delimiter: \",\"}}\n";

/// The source without a dialect: everything that a reader must know is said.
const IN_FULL: &str = r#"version: 1
id: dfe-lait
title: "Local Authority Interactive Tool, foundation stage"
supplier: department-for-education
content:
  published:
    no_figure: ["-", "NA"]
    series:
      - id: england-gld-all
        title: All children
        where: {Short Desc: FSP_NEW_GOODDEV, LA and Regions: England}
        area: E92000001
        period: {column: Years, kind: academic_year, form: end_year}
        value: Values
        decimals: 1
      - id: england-gld-fsm
        title: Children eligible for free school meals
        where: {Short Desc: FSP_Gooddev_FSM, LA and Regions: England}
        area: E92000001
        period: {column: Years, kind: academic_year, form: end_year}
        value: Values
        decimals: 1
transport: {folder: {path: somewhere, pattern: "*.csv", unchanged_minutes: 0}}
format: {csv: {delimiter: ","}}
coverage: full
delivery_note: optional
late: {action: drop}
checks: {refused_records_at_most: 0, mebibytes_at_most: 50}
"#;

const FROM: &str = "    no_figure: [\"-\", \"NA\"]\n";

fn in_full() -> Folder {
    Folder::south_tees().adding(SOURCE, IN_FULL)
}

fn faults(from: &str, to: &str) -> Vec<String> {
    load(&in_full().with(SOURCE, from, to)).faults.iter().map(concise).collect()
}

#[test]
fn a_dialect_gives_what_a_series_leaves_out() {
    let loaded = load(&Folder::south_tees());
    assert!(loaded.faults.is_empty(), "{:?}", loaded.faults);
    let partnership = loaded.partnership.unwrap();
    let source = partnership.sources().find(|source| source.id.value.as_str() == "dfe-lait").unwrap();
    assert_eq!(source.settled_format(), Dialect::Lait.preset().unwrap().format);
    let Content::Published(published) = &source.content else { panic!("published figures") };
    let series = published.resolve().unwrap().series.remove(0);
    assert_eq!(series.value, "Values");
    // One area of a column of areas: rows of others are passed over.
    let Areas::Column(column) = series.areas else { panic!("a column of areas") };
    assert_eq!((column.column.as_str(), column.only[0].as_str()), ("LA and Regions", "E92000001"));
}

#[test]
fn what_nobody_says_is_told_at_the_series() {
    let told = faults(
        "        area: E92000001\n        period: {column: Years, kind: academic_year, form: end_year}\n        value: Values\n        decimals: 1\n      - id: england-gld-fsm",
        "        decimals: 1\n      - id: england-gld-fsm",
    );
    assert_eq!(told.len(), 3, "{told:?}");
    for key in ["area", "period", "value"] {
        let wanted =
            format!("C104 the series 'england-gld-all' lacks '{key}', and neither every_series nor a dialect has it");
        assert!(told.iter().any(|fault| fault.contains(&wanted) && fault.contains("dfe-lait.yaml:9:13")), "{told:?}");
    }
    let told = faults(FROM, "    dialect: fingertip\n");
    assert!(told.iter().any(|fault| fault.contains("not one of the allowed values: 'fingertip'")), "{told:?}");
}

#[test]
fn formats_bands_and_periods_that_cannot_be_are_told() {
    for (from, to, wanted) in [
        (FORMAT, "", "expected a format, or a dialect that has one"),
        (
            "        decimals: 1\n",
            "        decimals: 1\n        plausible: {at_least: 2, at_most: 1}\n",
            "ends before it begins",
        ),
        ("        decimals: 1\n", "        decimals: 1\n        lower: L\n", "expected lower and upper or neither"),
        (
            "        decimals: 1\n",
            "        decimals: 1\n        expected_periods: {holds: '2024'}\n",
            "written like '2024/25'",
        ),
        (
            "        decimals: 1\n",
            "        decimals: 1\n        breaks: [{from: x, because: y}]\n",
            "written like '2024/25'",
        ),
    ] {
        let told = faults(from, to);
        assert!(told.iter().any(|fault| fault.contains(wanted)), "{to}: {told:?}");
    }
    let records = load(&in_full().with(SOURCE, FORMAT, "format: workbook\n"));
    assert!(records.faults.is_empty());
}

/// Faults of the source with each of these parts in place of its symbols, as Parquet: all in one place, each under its own id.
fn as_parquet(parts: &[String]) -> Vec<Vec<String>> {
    let file = |at: usize| format!("sources/parquet-{at}.yaml");
    let folder = parts.iter().enumerate().fold(Folder::south_tees(), |folder, (at, part)| {
        let text = IN_FULL.replace(FROM, part).replace(FORMAT, "format: parquet\n").replace("*.csv", "*.parquet");
        let text = text.replace("id: dfe-lait\n", &format!("id: parquet-{at}\n"));
        folder.adding(&file(at), &text.replace("id: england-", &format!("id: england-{at}-")))
    });
    let told: Vec<String> = load(&folder).faults.iter().map(concise).collect();
    let of = |at: usize| told.iter().filter(|fault| fault.contains(&format!("parquet-{at}.yaml:"))).cloned().collect();
    (0..parts.len()).map(of).collect()
}

#[test]
fn columns_with_names_take_what_is_said_of_columns_and_nothing_else() {
    let layout = |layout: &str| format!("{FROM}    layout: {{{layout}}}\n");
    let mut fitting: Vec<String> = [
        "columns: [Years, Values]",
        "rename: {Year: Years}",
        "ends: {texts: [Source]}",
        "carry_down: [Years]",
        "first_of: {Years: [year, Year]}",
        "day_numbers: [Updated]",
        "unpivot: {keep: [Area], into: {Values: \"{Years}\"}}",
    ]
    .map(layout)
    .to_vec();
    let dialect = |dialect: &str| format!("    dialect: {dialect}\n");
    let flat = ["lait", "fingertips", "explore-education-statistics", "ons-csvw", "nomis-api"].map(dialect);
    fitting.extend(flat);
    fitting.push(format!("    companion: {{form: ees_meta}}\n{FROM}"));
    for (part, told) in fitting.iter().zip(as_parquet(&fitting)) {
        assert_eq!(told, Vec::<String>::new(), "{part}");
    }
    let keys = [
        ("sheet", "A3"),
        ("records", "/results"),
        ("header", "first_full_row"),
        ("preamble", "[{text: Deaths}]"),
        ("from_preamble", "{year: \"*{}\"}"),
        ("labels", "{bracketed_notes: true}"),
        ("hidden_rows", "skip"),
        ("hidden_sheet", "accept"),
        ("links", "accept"),
        ("optional_columns", "[Goal]"),
        ("open_end", "accept"),
        ("rows_in_quotes", "accept"),
    ];
    let unfit = keys.map(|(key, value)| layout(&format!("{key}: {value}")));
    for ((key, _), told) in keys.iter().zip(as_parquet(&unfit)) {
        let wanted = format!("C110 a Parquet file is columns with names: it has no use for '{key}' in the layout");
        assert!(told.len() == 1 && told[0].contains(&wanted), "{key}: {told:?}");
    }
    let mut others = ["dwp", "nomis-web", "h-clic", "nhs-ods"].map(dialect).to_vec();
    others.push(format!("    companion: {{form: csvw}}\n{FROM}"));
    let told = as_parquet(&others);
    for told in &told[..4] {
        assert!(told.iter().any(|fault| fault.contains("which a Parquet file does not have")), "{told:?}");
    }
    assert!(told[4].len() == 1 && told[4][0].contains("the table it describes must be a .csv"), "{told:?}");
    assert!(!faults(FORMAT, "format: {parquet: {delimiter: \",\"}}\n").is_empty());
}

#[test]
fn every_dialect_can_be_declared_by_its_name() {
    for dialect in Dialect::ALL {
        let preset = dialect.preset().unwrap();
        assert!(matches!(preset.format, Format::Csv(_) | Format::Workbook), "{dialect:?}");
        assert!(dialect.text().starts_with("# ") && preset.title.len() > 3, "{dialect:?} says what it is");
    }
}

#[test]
fn a_description_beside_a_table_is_declared_where_it_can_be_found() {
    let with = |companion: &str| in_full().with(SOURCE, FROM, &format!("    companion: {{form: {companion}}}\n{FROM}"));
    let told = |folder: Folder| -> Vec<String> { load(&folder).faults.iter().map(concise).collect() };
    assert_eq!(told(with("csvw")), Vec::<String>::new());
    assert_eq!(told(with("ees_meta").with(SOURCE, "\"*.csv\"", "\"table_*_data.csv\"")), Vec::<String>::new());
    let folder = "{folder: {path: somewhere, pattern: \"*.csv\", unchanged_minutes: 0}}";
    let https = "{https: {url: \"https://example.org/a.csv\", timeout_seconds: 9, tries: 1}}";
    let described = https.replace("tries: 1", "tries: 1, described_by: csvw");
    assert_eq!(told(with("csvw").with(SOURCE, folder, &described)), Vec::<String>::new());
    for (folder, wanted) in [
        (with("ees_meta"), "the pattern takes the .meta.csv for a table too"),
        (with("csvw").with(SOURCE, "\"*.csv\"", "\"*.txt\""), "the table it describes must be a .csv"),
        (with("csvw").with(SOURCE, folder, https), "only a watched folder brings it along"),
        (
            with("ees_meta").with(SOURCE, folder, &described),
            "an address with described_by: csvw where the form is csvw",
        ),
    ] {
        let told = told(folder);
        assert!(told.len() == 1 && told[0].contains("C110") && told[0].contains(wanted), "{wanted}: {told:?}");
    }
}

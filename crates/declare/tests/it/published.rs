//! Published tables as sources declare them.

use concordat_declare::dialect::Dialect;
use concordat_declare::load;
use concordat_declare::published::Areas;
use concordat_declare::source::{Content, Format};
use concordat_diagnostics::render::concise;

use crate::folder::Folder;

const SOURCE: &str = "sources/dfe-lait.yaml";
const FROM: &str = "    no_figure: [\"-\", \"NA\"]\n";
const FORMAT: &str = "format: \n  csv: {delimiter: \",\"}\n";

fn faults(from: &str, to: &str) -> Vec<String> {
    load(&Folder::south_tees().with(SOURCE, from, to)).faults.iter().map(concise).collect()
}

#[test]
fn a_dialect_gives_what_a_series_leaves_out() {
    let folder = Folder::south_tees().with(SOURCE, FROM, "    dialect: lait\n").with(SOURCE, FORMAT, "");
    let folder = folder.with(
        SOURCE,
        "        value: Values\n        decimals: 1\n      - id: england-gld-fsm",
        "        decimals: 1\n      - id: england-gld-fsm",
    );
    let loaded = load(&folder);
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
        (FORMAT, "format: parquet\n", "published figures are read as csv, workbook or json"),
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
    let records = load(&Folder::south_tees().with("sources/dfe-eyfsp.yaml", FORMAT, "format: workbook\n"));
    assert!(records.faults.is_empty());
}

#[test]
fn every_dialect_can_be_declared_by_its_name() {
    for dialect in Dialect::ALL {
        let preset = dialect.preset().unwrap();
        assert!(matches!(preset.format, Format::Csv(_) | Format::Workbook), "{dialect:?}");
        assert!(dialect.text().starts_with("# ") && preset.title.len() > 3, "{dialect:?} says what it is");
    }
}

//! The excerpt of a sample release that all tests here work on.
//!
//! Not allowed in here: figures that are not in it.

use std::path::Path;

use concordat_formats::{
    Contact, FileFact, FingertipsOptions, FormatFile, Licence, MissionTable, ReleaseFacts, ReleaseTables, Resource,
    Table, UpdateFrequency, indicator_columns, observation_columns, release_files,
};
use sha2::{Digest, Sha256};

pub(crate) const PATHS: [&str; 3] = ["observations.csv", "missions/start-well-gap.csv", "indicators.csv"];

/// The bytes of a file of the excerpt, or of another file beside these tests.
pub(crate) fn bytes(path: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    std::fs::read(folder.join("release").join(path)).or_else(|_| std::fs::read(folder.join(path))).unwrap()
}

pub(crate) fn observations() -> Table {
    Table::read_csv("observations", &bytes("observations.csv"), &observation_columns()).unwrap()
}

pub(crate) fn indicators() -> Table {
    Table::read_csv("indicators", &bytes("indicators.csv"), &indicator_columns()).unwrap()
}

/// The rows of each mission.
pub(crate) fn missions() -> Vec<(String, Table)> {
    let all = observations();
    let of = |mission: &str| {
        let rows = all.rows.iter().filter(|row| all.cell(row, "mission") == mission).cloned().collect();
        (format!("What the board says of {mission}"), Table { name: mission.to_owned(), rows, ..all.clone() })
    };
    ["start-well-gap", "live-well-places", "age-well-independence"].map(of).into()
}

pub(crate) fn facts() -> ReleaseFacts {
    let file = |path: &&str| {
        let bytes = bytes(path);
        let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        FileFact { path: (*path).to_owned(), bytes: bytes.len() as u64, sha256 }
    };
    ReleaseFacts {
        place: "south-tees".to_owned(),
        place_name: "Live Well South Tees".to_owned(),
        audience: "public".to_owned(),
        is_public: true,
        version: "2026-06-30.1".to_owned(),
        as_of: "2026-06-30".parse().unwrap(),
        title: "Outcome measures of the missions".to_owned(),
        description: "Measures of the board's missions, with intervals and gaps.".to_owned(),
        synthetic: true,
        licence: Some(Licence::open_government()),
        attribution: "Source: Office for National Statistics; Contains information of the Department for Education"
            .to_owned(),
        publisher: "Live Well South Tees Board".to_owned(),
        contact: Some(Contact { name: "Intelligence team".to_owned(), email: "team@example.org".to_owned() }),
        base_address: Some("https://example.org/releases/2026-06-30.1/public/".to_owned()),
        update_frequency: UpdateFrequency::Irregular,
        security_classification: Some("OFFICIAL".to_owned()),
        files: PATHS.iter().map(file).collect(),
    }
}

pub(crate) fn resources() -> Vec<Resource> {
    let key = vec!["figure_id".to_owned()];
    let table = |path: &str, title: &str| Resource {
        path: path.to_owned(),
        title: title.to_owned(),
        columns: observation_columns(),
        key: key.clone(),
    };
    vec![
        table(PATHS[0], "All figures"),
        table(PATHS[1], "Figures of one mission"),
        Resource { columns: indicator_columns(), key: vec!["indicator".to_owned()], ..table(PATHS[2], "Definitions") },
    ]
}

/// All formats of the excerpt.
pub(crate) fn made() -> Vec<FormatFile> {
    let (observations, indicators) = (bytes("observations.csv"), bytes("indicators.csv"));
    let mission = bytes(PATHS[1]);
    let missions =
        vec![MissionTable { mission: "start-well-gap", statement: "We will narrow the outcome gap", bytes: &mission }];
    let tables = ReleaseTables { observations: &observations, indicators: &indicators, missions };
    release_files(&facts(), &tables, &FingertipsOptions::default()).unwrap()
}

#[test]
fn all_formats_are_made_and_the_catalogue_names_them() {
    let made = made();
    assert!(made == self::made(), "the same bytes again");
    let paths: Vec<&str> = made.iter().map(|file| file.path.as_str()).collect();
    let expected = [
        "workbook.xlsx",
        "fingertips.csv",
        "observations.csv-metadata.json",
        "missions/start-well-gap.csv-metadata.json",
        "indicators.csv-metadata.json",
        "snippets/release.pq",
        "snippets/release.R",
        "snippets/release.py",
        "snippets/release.sql",
        "datapackage.json",
        "catalogue.jsonld",
    ];
    assert_eq!(paths, expected);
    let catalogue = String::from_utf8(made.last().unwrap().bytes.clone()).unwrap();
    for file in &made[..made.len() - 1] {
        let sha256: String = Sha256::digest(&file.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(catalogue.contains(&file.path) && catalogue.contains(&sha256), "{}", file.path);
    }
}

#[test]
fn a_table_of_another_form_is_refused() {
    let (observations, indicators) = (bytes("indicators.csv"), bytes("indicators.csv"));
    let tables = ReleaseTables { observations: &observations, indicators: &indicators, missions: Vec::new() };
    let refused = release_files(&facts(), &tables, &FingertipsOptions::default()).unwrap_err().to_string();
    assert_eq!(refused, "the table `observations` has no column `value`");
    let tables = ReleaseTables { observations: b"value,unit\n\"1\n", indicators: &indicators, missions: Vec::new() };
    let refused = release_files(&facts(), &tables, &FingertipsOptions::default()).unwrap_err().to_string();
    assert!(refused.starts_with("`observations`, line 2:"), "{refused}");
}

#[test]
fn columns_are_those_of_a_release() {
    for (path, known) in
        [(PATHS[0], observation_columns()), (PATHS[1], observation_columns()), (PATHS[2], indicator_columns())]
    {
        let file = String::from_utf8(bytes(path)).unwrap();
        let names: Vec<&str> = known.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(file.lines().next().unwrap(), names.join(","), "{path}");
    }
}

#[test]
fn no_required_column_is_empty() {
    for table in [observations(), indicators()] {
        for column in table.columns.iter().filter(|column| column.required) {
            assert!(table.rows.iter().all(|row| !table.cell(row, &column.name).is_empty()), "{}", column.name);
        }
    }
}

//! A hidden count stands in no byte of a release: not in a page, a dictionary, a statistic or an index of Parquet, and in no
//! text file.
//!
//! Not allowed in here: reading Parquet into rows; the attacker looks at what is stored.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use parquet::file::reader::{FileReader, SerializedFileReader};

use crate::found::{GAP, POLICE, REDCAR, csv_rows};
use crate::place::{HOME, Place, files_below, repository};

/// Children assessed in Redcar and Cleveland each school year: counts that are told from chance by their size.
fn assessed() -> BTreeSet<i64> {
    let mut by_year: BTreeMap<String, i64> = BTreeMap::new();
    for row in csv_rows(&repository().join(REDCAR)) {
        if row["free_school_meals"] == "yes" && ["yes", "no"].contains(&row["good_level_of_development"].as_str()) {
            *by_year.entry(row["school_year"].clone()).or_default() += 1;
        }
    }
    // Two bytes of their own at least.
    by_year.into_values().filter(|count| *count > 256).collect()
}

/// Everything that is stored in a Parquet file, page by page and unpacked, with its metadata.
fn stored(path: &Path) -> Vec<u8> {
    let mut bytes = fs::read(path).unwrap();
    let reader = SerializedFileReader::new(fs::File::open(path).unwrap()).unwrap();
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group).unwrap();
        for column in 0..group.num_columns() {
            let mut pages = group.get_column_page_reader(column).unwrap();
            while let Some(page) = pages.get_next_page().unwrap() {
                bytes.extend_from_slice(page.buffer());
            }
        }
    }
    bytes
}

/// Which of the counts are stored in any Parquet file of any audience.
fn found(place: &Place, counts: &BTreeSet<i64>) -> BTreeSet<i64> {
    let files = files_below(&place.path(&format!("{HOME}/releases")));
    let parquet = files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "parquet"));
    let stored: Vec<Vec<u8>> = parquet.map(|path| stored(path)).collect();
    assert!(!stored.is_empty());
    let is_in = |count: &&i64| {
        let little_endian = count.to_le_bytes();
        stored.iter().any(|bytes| bytes.windows(8).any(|window| window == little_endian))
    };
    counts.iter().filter(is_in).copied().collect()
}

#[test]
fn a_hidden_count_is_in_no_byte_of_a_release() {
    let counts = assessed();
    assert!(counts.len() >= 3, "{counts:?}");
    let shown = Place::new(&[GAP, POLICE[0]]);
    shown.run(&[]).ended(0);
    // Not every year is published for itself.
    assert!(found(&shown, &counts).len() >= 3, "the search finds what is shown");

    let hidden = Place::new(&[GAP, POLICE[0]]);
    let rules = "rules: {preset: southtees-default}";
    hidden.replace("pipelines/south-tees/partnership.yaml", rules, "rules: {hide_max: 1000000, zero_group_max: 19}");
    hidden.run(&[]).ended(0);
    assert!(hidden.figures("public").iter().any(|row| row["status"] == "[c]"));
    assert_eq!(found(&hidden, &counts), BTreeSet::new());
    let texts = files_below(&hidden.path(&format!("{HOME}/releases")));
    for path in texts.iter().filter(|path| path.extension().is_some_and(|extension| extension == "csv")) {
        let cells: BTreeSet<String> = csv_rows(path)
            .iter()
            .flat_map(|row| [row.get("count"), row.get("denominator")])
            .flatten()
            .cloned()
            .collect();
        assert!(counts.iter().all(|count| !cells.contains(&count.to_string())), "{}", path.display());
    }
}

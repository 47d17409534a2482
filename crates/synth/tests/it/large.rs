//! Large deliveries, at a small size.

use std::collections::BTreeSet;
use std::path::Path;

use concordat_synth::{LargeFormat, LargeRequest, write_large};
use sha2::{Digest, Sha256};

use crate::root;

fn make(folder: &Path, name: &str, format: LargeFormat, seed: u64) -> Vec<u8> {
    let out = folder.join(name);
    let areas = root("pipelines/south-tees/areas/lsoa21_ward24_ltla24.csv");
    write_large(&LargeRequest { rows: 7000, out: out.clone(), format, seed, areas, delivery: true }).unwrap();
    std::fs::read(out).unwrap()
}

#[test]
fn spells_are_unique_and_people_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = make(folder.path(), "large.synthetic.csv", LargeFormat::Csv, 1);
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let distinct = |column: usize| rows.iter().map(|row| &row[column]).collect::<BTreeSet<_>>().len();
    assert_eq!(rows.len(), 7000);
    assert_eq!(distinct(0), 7000);
    assert_eq!(distinct(1), 5000);
    assert_eq!(distinct(2), 1);
    assert_eq!(distinct(4), 178);
    assert!(rows.iter().all(|row| row[0].len() == 32 && row[1].len() == 32));
}

#[test]
fn the_note_tells_the_hash_of_what_was_streamed() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = make(folder.path(), "large.synthetic.csv", LargeFormat::Csv, 1);
    let note = std::fs::read(folder.path().join("large.synthetic.csv.delivery.json")).unwrap();
    let told: serde_json::Value = serde_json::from_slice(&note).unwrap();
    let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(told["sha256"], hash);
    assert_eq!(told["bytes"], bytes.len());
}

#[test]
fn the_seed_decides_the_bytes_in_both_forms() {
    let folder = tempfile::tempdir().unwrap();
    for (name, format) in [("a.csv", LargeFormat::Csv), ("a.parquet", LargeFormat::Parquet)] {
        let first = make(folder.path(), name, format, 1);
        assert_eq!(first, make(folder.path(), name, format, 1));
        assert_ne!(first, make(folder.path(), name, format, 2));
    }
}

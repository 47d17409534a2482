//! The files in the repository against a fresh generation.

use std::collections::BTreeSet;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::{fresh, root};

fn collect(folder: &Path, prefix: &str, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = format!("{prefix}{name}");
        if entry.file_type().unwrap().is_dir() {
            if path != "open" {
                collect(&entry.path(), &format!("{path}/"), found);
            }
        } else if path != ".gitattributes" {
            found.insert(path);
        }
    }
}

#[test]
fn committed_files_equal_a_fresh_generation() {
    let folder = root("sample-data");
    for file in fresh() {
        let committed = std::fs::read(folder.join(&file.path)).unwrap();
        assert_eq!(Sha256::digest(&committed), Sha256::digest(&file.bytes), "{}", file.path);
    }
    let mut committed = BTreeSet::new();
    collect(&folder, "", &mut committed);
    let made: BTreeSet<String> = fresh().iter().map(|file| file.path.clone()).collect();
    assert_eq!(committed, made);
}

#[test]
fn every_synthetic_file_says_so() {
    for file in fresh() {
        let text = String::from_utf8_lossy(&file.bytes);
        let says_so = match file.path.rsplit('/').next().unwrap() {
            "README.md" => text.to_lowercase().contains("made up"),
            name if name.ends_with(".delivery.json") => text.contains("\"synthetic\": true"),
            name => name.ends_with(".synthetic.csv") || name.ends_with(".synthetic.parquet"),
        };
        assert!(says_so, "{}", file.path);
    }
}

#[test]
fn a_delivery_note_tells_the_length_rows_and_hash_of_its_file() {
    let files = fresh();
    let mut notes = 0;
    for note in files.iter().filter(|file| file.path.ends_with(".delivery.json")) {
        let told: serde_json::Value = serde_json::from_slice(&note.bytes).unwrap();
        let path = note.path.trim_end_matches(".delivery.json");
        let file = files.iter().find(|file| file.path == path).unwrap();
        assert_eq!(told["bytes"], file.bytes.len());
        let hash: String = Sha256::digest(&file.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(told["sha256"], hash);
        if path.ends_with(".csv") {
            let lines = file.bytes.iter().filter(|byte| **byte == b'\n').count();
            assert_eq!(told["rows"], lines - 1);
        }
        notes += 1;
    }
    assert!(notes > 60, "{notes}");
}

#[test]
fn the_sample_stays_small() {
    let bytes: usize = fresh().iter().map(|file| file.bytes.len()).sum();
    assert!(bytes < 20_000_000, "{bytes}");
}

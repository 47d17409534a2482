//! The JSON Schemas for editors: those in `schemas/` are the ones the types give, and every sample keeps them.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// The folder of a repository path.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Set to write the schemas again after a change of the types.
const WRITE: &str = "CONCORDAT_WRITE_SCHEMAS";

#[test]
fn schemas_in_the_repository_are_those_of_the_types() {
    for (file, schema) in [
        ("agreement.schema.json", concordat_declare::schema::agreement()),
        ("open-licence.schema.json", concordat_declare::schema::open_licence()),
    ] {
        let path = root().join("schemas").join(file);
        if std::env::var_os(WRITE).is_some() {
            std::fs::write(&path, serde_json::to_string_pretty(&schema).unwrap() + "\n").unwrap();
        }
        let kept: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(kept, schema, "{file} is old: run this test once with {WRITE}=1");
    }
}

#[test]
fn every_sample_keeps_its_schema_and_a_slip_does_not() {
    let agreement = jsonschema::validator_for(&concordat_declare::schema::agreement()).unwrap();
    let licence = jsonschema::validator_for(&concordat_declare::schema::open_licence()).unwrap();
    let folder = root().join("pipelines/south-tees/agreements");
    let mut checked = 0;
    for (folder, validator) in [(folder.clone(), &agreement), (folder.join("open"), &licence)] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "yaml") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(text.starts_with("# yaml-language-server: $schema="), "{} names no schema", path.display());
            let value: Value = serde_saphyr::from_str(&text).unwrap();
            let faults: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
            assert_eq!(faults, Vec::<String>::new(), "{}", path.display());
            for (from, to) in [("clauses:", "clausses:"), ("datasets:", "dataset:"), ("\nid: ", "\nid: A")] {
                if text.contains(from) {
                    let slip: Value = serde_saphyr::from_str(&text.replacen(from, to, 1)).unwrap();
                    assert!(!validator.is_valid(&slip), "{} with {to} keeps the schema", path.display());
                }
            }
            checked += 1;
        }
    }
    assert!(checked >= 13, "samples were not found");
}

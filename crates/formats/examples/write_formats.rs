//! Writes every format of a release folder into another folder, to be looked at and opened by other tools by hand:
//! `cargo run -p concordat-formats --example write_formats -- RELEASE/public OUT`.
//!
//! Not allowed in here: what the pipeline needs; it calls the library.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

use concordat_formats::{
    FileFact, FingertipsOptions, Licence, MissionTable, ReleaseFacts, ReleaseTables, UpdateFrequency, release_files,
};
use concordat_store::{create_folders, write_atomic};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).map(PathBuf::from);
    let (release, out) = (arguments.next().ok_or("RELEASE is missing")?, arguments.next().ok_or("OUT is missing")?);
    let manifest: Value = serde_json::from_slice(&std::fs::read(release.join("manifest.json"))?)?;
    let facts = facts(&manifest)?;
    let mut read = BTreeMap::new();
    for file in &facts.files {
        let bytes = std::fs::read(release.join(&file.path))?;
        write(&out, &file.path, &bytes)?;
        read.insert(file.path.clone(), bytes);
    }
    let bytes = |path: &str| read.get(path).map(Vec::as_slice).ok_or("a file of the release is missing");
    let mut missions = Vec::new();
    for mission in manifest["missions"].as_array().into_iter().flatten() {
        let (name, statement) =
            (mission["mission"].as_str().unwrap_or(""), mission["statement"].as_str().unwrap_or(""));
        missions.extend(read.get(&format!("missions/{name}.csv")).map(|bytes| MissionTable {
            mission: name,
            statement,
            bytes,
        }));
    }
    let (observations, indicators) = (bytes("observations.csv")?, bytes("indicators.csv")?);
    let tables = ReleaseTables { observations, indicators, missions };
    for file in release_files(&facts, &tables, &FingertipsOptions::default())? {
        write(&out, &file.path, &file.bytes)?;
    }
    Ok(())
}

fn write(out: &Path, path: &str, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    let path = out.join(path);
    create_folders(path.parent().unwrap_or(out))?;
    Ok(write_atomic(&path, bytes)?)
}

fn facts(manifest: &Value) -> Result<ReleaseFacts, Box<dyn Error>> {
    let text = |key: &str| manifest[key].as_str().unwrap_or("").to_owned();
    let file = |line: &Value| FileFact {
        path: line["file"].as_str().unwrap_or("").to_owned(),
        bytes: line["bytes"].as_u64().unwrap_or(0),
        sha256: line["sha256"].as_str().unwrap_or("").to_owned(),
    };
    Ok(ReleaseFacts {
        place: text("place"),
        place_name: text("place_name"),
        audience: text("audience"),
        is_public: text("audience") == "public",
        version: text("version"),
        as_of: text("as_of").parse()?,
        title: "Outcome measures of the missions".to_owned(),
        description: "Measures of the missions, with intervals, gaps and what is not shown.".to_owned(),
        synthetic: manifest["synthetic"].as_bool().unwrap_or(false),
        licence: Some(Licence::open_government()),
        attribution: text("attribution"),
        publisher: text("place_name"),
        contact: None,
        base_address: None,
        update_frequency: UpdateFrequency::Irregular,
        security_classification: None,
        files: manifest["files"].as_array().map(|files| files.iter().map(file).collect()).unwrap_or_default(),
    })
}

//! Writes every format of a release folder into another folder, to be looked at and opened by other tools by hand:
//! `cargo run -p concordat-formats --example write_formats -- RELEASE/public OUT`.
//!
//! Not allowed in here: what the pipeline needs; it calls the library.

use std::error::Error;
use std::path::{Path, PathBuf};

use concordat_formats::{
    Column, FileFact, FingertipsOptions, Licence, ReleaseFacts, Resource, Table, UpdateFrequency, catalogue, csvw,
    datapackage, fingertips_csv, indicator_columns, observation_columns, release_workbook, snippets,
};
use concordat_store::{create_folders, write_atomic};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).map(PathBuf::from);
    let (release, out) = (arguments.next().ok_or("RELEASE is missing")?, arguments.next().ok_or("OUT is missing")?);
    create_folders(&out.join("missions"))?;
    let manifest: Value = serde_json::from_slice(&std::fs::read(release.join("manifest.json"))?)?;
    let facts = facts(&manifest)?;
    let (mut missions, mut resources) = (Vec::new(), Vec::new());
    let tables = facts.files.iter().filter(|file| file.path.ends_with(".csv"));
    for file in tables {
        let bytes = std::fs::read(release.join(&file.path))?;
        write_atomic(&out.join(&file.path), &bytes)?;
        let name = file.path.trim_start_matches("missions/").trim_end_matches(".csv");
        let columns = if name == "indicators" { indicator_columns() } else { observation_columns() };
        let key = vec![if name == "indicators" { "indicator".to_owned() } else { "figure_id".to_owned() }];
        resources.push(Resource { path: file.path.clone(), title: name.to_owned(), columns: columns.clone(), key });
        if file.path.starts_with("missions/") {
            missions.push((name.to_owned(), Table::read_csv(name, &bytes, &columns)?));
        }
    }
    let indicators = read(&release, "indicators.csv", &indicator_columns())?;
    let observations = read(&release, "observations.csv", &observation_columns())?;
    write_atomic(&out.join("workbook.xlsx"), &release_workbook(&facts, &missions, &indicators)?.write()?)?;
    let fingertips = fingertips_csv(&observations, &indicators, &FingertipsOptions::default())?;
    write_atomic(&out.join("fingertips.csv"), &fingertips)?;
    let json = |path: String, value: &Value| write_atomic(&out.join(path), format!("{value:#}\n").as_bytes());
    json("datapackage.json".to_owned(), &datapackage(&facts, &resources))?;
    json("catalogue.jsonld".to_owned(), &catalogue(&facts))?;
    for resource in &resources {
        json(format!("{}-metadata.json", resource.path), &csvw(&facts, resource))?;
    }
    for snippet in snippets(&facts, "observations.csv") {
        write_atomic(&out.join(snippet.file), snippet.text.as_bytes())?;
    }
    Ok(())
}

fn read(release: &Path, path: &str, columns: &[Column]) -> Result<Table, Box<dyn Error>> {
    Ok(Table::read_csv(path, &std::fs::read(release.join(path))?, columns)?)
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

//! All formats of a release at once, for whoever stages it.
//!
//! Not allowed in here: a format's own rules.

use concordat_base::hexadecimal;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::error::FormatsError;
use crate::facts::{FileFact, ReleaseFacts};
use crate::fingertips::{FingertipsOptions, fingertips_csv};
use crate::observations::{indicator_columns, observation_columns};
use crate::table::Table;
use crate::workbook::release_workbook;
use crate::{Resource, catalogue, csvw, datapackage, snippets};

/// The CSV files of one audience's release.
#[derive(Clone, Debug)]
pub struct ReleaseTables<'a> {
    /// `observations.csv`
    pub observations: &'a [u8],
    /// `indicators.csv`
    pub indicators: &'a [u8],
    /// The missions with figures.
    pub missions: Vec<MissionTable<'a>>,
}

/// The file of one mission.
#[derive(Clone, Debug)]
pub struct MissionTable<'a> {
    /// Id.
    pub mission: &'a str,
    /// What the board says.
    pub statement: &'a str,
    /// `missions/<mission>.csv`
    pub bytes: &'a [u8],
}

/// A file that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatFile {
    /// Path below the folder of the audience.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Makes every format. `facts.files` names the files that are there already; descriptors and catalogue name those and what is
/// made here before them. Their order is the order in which they may be written.
///
/// # Errors
///
/// A table is not of the form in which releases are written, or breaks a rule of a format.
pub fn release_files(
    facts: &ReleaseFacts,
    tables: &ReleaseTables<'_>,
    options: &FingertipsOptions,
) -> Result<Vec<FormatFile>, FormatsError> {
    let observations = Table::read_csv("observations", tables.observations, &observation_columns())?;
    let indicators = Table::read_csv("indicators", tables.indicators, &indicator_columns())?;
    let mut missions = Vec::new();
    for one in &tables.missions {
        let table = Table::read_csv(one.mission, one.bytes, &observation_columns())?;
        missions.push((one.statement.to_owned(), table));
    }
    let mut files = vec![
        file("workbook.xlsx", release_workbook(facts, &missions, &indicators)?.write()?),
        file("fingertips.csv", fingertips_csv(&observations, &indicators, options)?),
    ];
    let resources = resources(tables);
    for resource in &resources {
        files.push(json(&format!("{}-metadata.json", resource.path), &csvw(facts, resource)));
    }
    for snippet in snippets(facts, "observations.csv") {
        files.push(file(&format!("snippets/{}", snippet.file), snippet.text.into_bytes()));
    }
    files.push(json("datapackage.json", &datapackage(facts, &resources)));
    let mut all = facts.clone();
    all.files.extend(files.iter().map(fact));
    files.push(json("catalogue.jsonld", &catalogue(&all)));
    Ok(files)
}

/// The files that have columns.
fn resources(tables: &ReleaseTables<'_>) -> Vec<Resource> {
    let figures = |path: String, title: String| Resource {
        path,
        title,
        columns: observation_columns(),
        key: vec!["figure_id".to_owned()],
    };
    let mut resources = vec![figures("observations.csv".to_owned(), "All figures".to_owned())];
    resources.extend(tables.missions.iter().map(|one| {
        figures(format!("missions/{}.csv", one.mission), format!("Figures of the mission: {}", one.statement))
    }));
    resources.push(Resource {
        path: "indicators.csv".to_owned(),
        title: "Definitions of the indicators".to_owned(),
        columns: indicator_columns(),
        key: vec!["indicator".to_owned()],
    });
    resources
}

fn file(path: &str, bytes: Vec<u8>) -> FormatFile {
    FormatFile { path: path.to_owned(), bytes }
}

fn json(path: &str, value: &Value) -> FormatFile {
    file(path, format!("{value:#}\n").into_bytes())
}

fn fact(file: &FormatFile) -> FileFact {
    let sha256 = hexadecimal(&Sha256::digest(&file.bytes));
    FileFact { path: file.path.clone(), bytes: file.bytes.len() as u64, sha256 }
}

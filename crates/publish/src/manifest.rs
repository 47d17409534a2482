//! `manifest.json`, `SHA256SUMS` and `receipt.json`: what a folder holds, and when and by which run it was made.
//!
//! Not allowed in here: the wall clock or a run in anything but the receipt.

use std::collections::BTreeMap;

use concordat_base::Date;
use concordat_declare::place::{PlaceFile, Profile};
use concordat_ledger::Head;
use concordat_ledger::entry::release::ReleaseInput;
use concordat_measure::MissionLine;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::PublishError;
use crate::files;
use crate::payload::View;
use crate::version::Version;

/// What a folder of one audience holds.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) format: u32,
    pub(crate) place: String,
    pub(crate) place_name: String,
    pub(crate) version: Version,
    pub(crate) audience: String,
    pub(crate) as_of: Date,
    pub(crate) profile: Profile,
    pub(crate) synthetic: bool,
    pub(crate) attribution: String,
    pub(crate) code_version: String,
    pub(crate) content_sha256: String,
    pub(crate) csv: String,
    pub(crate) observations: u64,
    pub(crate) files: Vec<FileLine>,
    pub(crate) missions: Vec<MissionState>,
    pub(crate) inputs: Vec<ReleaseInput>,
}

/// How the CSV files are written, for whoever reads them.
const CSV_DIALECT: &str = "RFC 4180, UTF-8 without byte order mark, lines end with LF, an empty cell is missing; words \
                           that a spreadsheet would take for a formula begin with an apostrophe";

/// One file.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FileLine {
    pub(crate) file: String,
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

/// A mission and what is measured of it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct MissionState {
    pub(crate) mission: String,
    pub(crate) life_course: String,
    pub(crate) statement: String,
    /// `measured`, or `declared, not yet measured`.
    pub(crate) state: String,
    /// Its indicators with figures here.
    pub(crate) indicators: Vec<String>,
}

/// When and by which run a folder was made.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Receipt {
    pub(crate) run: String,
    pub(crate) written_at: Timestamp,
    pub(crate) ledger_size: u64,
    pub(crate) ledger_root: String,
    /// The signed checkpoint that the release is under; it is there once the release is in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) checkpoint: Option<String>,
}

/// What a manifest is made from, besides the rows.
pub(crate) struct About<'a> {
    pub(crate) place: &'a PlaceFile,
    pub(crate) audience: &'a str,
    pub(crate) version: Version,
    pub(crate) as_of: Date,
}

impl Manifest {
    /// The manifest of a view; `files` are its payload.
    pub(crate) fn new(about: &About<'_>, view: &View<'_>, files: Vec<FileLine>, content_sha256: String) -> Self {
        Self {
            format: 1,
            place: about.place.id.to_string(),
            place_name: about.place.name.clone(),
            version: about.version,
            audience: about.audience.to_owned(),
            as_of: about.as_of,
            profile: about.place.profile,
            synthetic: view.is_synthetic(),
            attribution: view.attribution(),
            code_version: env!("CARGO_PKG_VERSION").to_owned(),
            content_sha256,
            csv: CSV_DIALECT.to_owned(),
            observations: view.observations.len() as u64,
            files,
            missions: view.missions.iter().map(|mission| state_of(mission, view)).collect(),
            inputs: view.inputs(),
        }
    }
}

fn state_of(mission: &MissionLine, view: &View<'_>) -> MissionState {
    let measured = view.measured();
    let indicators: Vec<String> =
        mission.measured.iter().filter(|name| measured.contains(name)).map(ToString::to_string).collect();
    let state = if indicators.is_empty() { "declared, not yet measured" } else { "measured" };
    MissionState {
        mission: mission.mission.to_string(),
        life_course: mission.life_course.to_string(),
        statement: mission.statement.clone(),
        state: state.to_owned(),
        indicators,
    }
}

impl Receipt {
    /// The receipt of a run; `head` is the ledger that the release builds on.
    pub(crate) fn new(run: &str, written_at: Timestamp, head: &Head) -> Self {
        let (ledger_size, ledger_root) = (head.size, head.root_hexadecimal());
        Self { run: run.to_owned(), written_at, ledger_size, ledger_root, checkpoint: None }
    }

    /// The bytes of a receipt, with the checkpoint that its release is under.
    pub(crate) fn stamped(bytes: &[u8], checkpoint: Option<&str>) -> Result<Vec<u8>, PublishError> {
        let read = serde_json::from_slice(bytes).map_err(|_| PublishError::Decode { file: files::RECEIPT.to_owned() });
        files::json(files::RECEIPT, &Self { checkpoint: checkpoint.map(str::to_owned), ..read? })
    }
}

/// Hashes of files in the format of `sha256sum`, sorted by name.
pub(crate) fn sums(hashes: &BTreeMap<String, String>) -> String {
    hashes.iter().map(|(file, sha256)| format!("{sha256}  {file}\n")).collect()
}

/// Reads what [`sums`] writes; `None` if a line is not of that format.
pub(crate) fn read_sums(text: &str) -> Option<BTreeMap<String, String>> {
    let read = |line: &str| line.split_once("  ").map(|(sha256, file)| (file.to_owned(), sha256.to_owned()));
    text.lines().map(read).collect()
}

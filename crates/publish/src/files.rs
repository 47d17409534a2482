//! The files of a release: their names, and their bytes for one audience.
//!
//! Not allowed in here: the disk, but for listing a folder and hashing what is in it.

use std::path::Path;

use concordat_base::hexadecimal;
use concordat_store::{list_files, list_folders, safe_component};
use sha2::{Digest, Sha256};

use crate::changes;
use crate::error::PublishError;
use crate::manifest::About;
use crate::openlineage::{self, Scene};
use crate::payload::View;
use crate::{csv_file, disclosure, formats, indicators, lineage, observations, parquet_file};

pub(crate) const OBSERVATIONS: &str = "observations.parquet";
pub(crate) const OBSERVATIONS_CSV: &str = "observations.csv";
pub(crate) const INDICATORS_CSV: &str = "indicators.csv";
pub(crate) const LINEAGE: &str = "lineage.parquet";
pub(crate) const EVENTS: &str = "lineage.ndjson";
pub(crate) const DISCLOSURE_CSV: &str = "disclosure.csv";
pub(crate) const CHANGES: &str = "changes.json";
pub(crate) const MANIFEST: &str = concordat_store::MANIFEST;
pub(crate) const SUMS: &str = "SHA256SUMS";
pub(crate) const RECEIPT: &str = "receipt.json";

/// The key of a Parquet file under which the version stands.
pub(crate) const VERSION_KEY: &str = "concordat.version";

/// Names and bytes of files.
pub(crate) type Files = Vec<(String, Vec<u8>)>;

/// What readers see now, which the changes are told from.
pub(crate) struct Previous {
    pub(crate) version: crate::version::Version,
    pub(crate) observations_csv: Vec<u8>,
}

/// All files of a view but the manifest, the sums and the receipt.
pub(crate) fn of_view(
    about: &About<'_>,
    audience: &concordat_base::Name,
    view: &View<'_>,
    previous: Option<&Previous>,
) -> Result<Files, PublishError> {
    let version = about.version.to_string();
    let metadata = metadata(about, view, &version);
    let scene = Scene { place: &about.place.id, audience, version: about.version, as_of: about.as_of };
    let table = observations::table(view.observations.clone(), &version);
    let rows_csv = csv_file::encode(&table, OBSERVATIONS_CSV)?;
    let changes = changes::between(previous, &rows_csv, about)?;
    let mut files = vec![
        (OBSERVATIONS.to_owned(), parquet_file::encode(&table, &metadata, OBSERVATIONS)?),
        (OBSERVATIONS_CSV.to_owned(), rows_csv),
        (INDICATORS_CSV.to_owned(), csv_file::encode(&indicators::table(view.indicators.clone()), INDICATORS_CSV)?),
        (CHANGES.to_owned(), json(CHANGES, &changes)?),
    ];
    let facts = disclosure::facts(&view.observations, &view.indicators);
    files.push((DISCLOSURE_CSV.to_owned(), csv_file::encode(&disclosure::table(&facts), DISCLOSURE_CSV)?));
    for (mission, rows) in view.by_mission() {
        let file = format!("missions/{}.csv", safe_component(mission.as_str()));
        files.push((file.clone(), csv_file::encode(&observations::table(rows, &version), &file)?));
    }
    let table = lineage::table(&view.observations, &view.lineage);
    files.push((LINEAGE.to_owned(), parquet_file::encode(&table, &metadata, LINEAGE)?));
    let events = openlineage::encode(&openlineage::events(&scene, view));
    files.push((EVENTS.to_owned(), events.map_err(|_| PublishError::Encode { file: EVENTS.to_owned() })?));
    files.extend(formats::of_files(about, view, &files)?);
    Ok(files)
}

/// What a Parquet file says of itself.
fn metadata(about: &About<'_>, view: &View<'_>, version: &str) -> parquet_file::Metadata {
    let pairs = [
        ("concordat.place", about.place.id.to_string()),
        ("concordat.place_name", about.place.name.clone()),
        (VERSION_KEY, version.to_owned()),
        ("concordat.audience", about.audience.to_owned()),
        ("concordat.attribution", view.attribution()),
        ("concordat.synthetic", view.is_synthetic().to_string()),
    ];
    pairs.map(|(key, value)| (key.to_owned(), value)).into()
}

/// JSON for people: two spaces, a line end at the end.
pub(crate) fn json(file: &str, value: &impl serde::Serialize) -> Result<Vec<u8>, PublishError> {
    let bytes = serde_json::to_vec_pretty(value).map_err(|_| PublishError::Encode { file: file.to_owned() });
    bytes.map(|mut bytes| {
        bytes.push(b'\n');
        bytes
    })
}

/// The files of a folder and of the folders in it, with `/` between, in byte order.
pub(crate) fn list(folder: &Path) -> Result<Vec<String>, PublishError> {
    let read = |source| PublishError::Read { source };
    let mut files = list_files(folder).map_err(read)?;
    for inner in list_folders(folder).map_err(read)? {
        files.extend(list(&folder.join(&inner))?.into_iter().map(|file| format!("{inner}/{file}")));
    }
    files.sort();
    Ok(files)
}

/// SHA-256 in small hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

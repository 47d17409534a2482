//! The files of a release in other people's formats, made from those it has already: workbook, descriptors, Fingertips layout,
//! snippets.
//!
//! They say what those say and nothing else, and are no part of what makes two releases differ. Not allowed in here: a figure.

use concordat_formats::{
    Contact, FileFact, FingertipsOptions, MissionTable, ReleaseFacts, ReleaseTables, UpdateFrequency, release_files,
};

use crate::error::PublishError;
use crate::files::{Files, INDICATORS_CSV, OBSERVATIONS_CSV, sha256};
use crate::manifest::About;
use crate::payload::View;

/// Whether a file is one of these.
pub(crate) fn is_made_here(file: &str) -> bool {
    ["workbook.xlsx", "fingertips.csv", "datapackage.json", "catalogue.jsonld"].contains(&file)
        || file.ends_with(".csv-metadata.json")
        || file.starts_with("snippets/")
}

/// The files, from those of a view.
pub(crate) fn of_files(about: &About<'_>, view: &View<'_>, files: &Files) -> Result<Files, PublishError> {
    let bytes = |name: &str| files.iter().find(|(file, _)| file == name).map_or(&[][..], |(_, bytes)| bytes.as_slice());
    let missions = view.missions.iter().filter_map(|line| {
        let file = format!("missions/{}.csv", concordat_store::safe_component(line.mission.as_str()));
        let (_, bytes) = files.iter().find(|(name, _)| *name == file)?;
        Some(MissionTable { mission: line.mission.as_str(), statement: &line.statement, bytes })
    });
    let tables = ReleaseTables {
        observations: bytes(OBSERVATIONS_CSV),
        indicators: bytes(INDICATORS_CSV),
        missions: missions.collect(),
    };
    let made = release_files(&facts(about, view, files), &tables, &FingertipsOptions::default());
    let made = made.map_err(|source| PublishError::Format { source: Box::new(source) })?;
    Ok(made.into_iter().map(|file| (file.path, file.bytes)).collect())
}

fn facts(about: &About<'_>, view: &View<'_>, files: &Files) -> ReleaseFacts {
    let place = about.place;
    let audience = place.audiences.iter().position(|one| one.id.as_str() == about.audience);
    let host = place.parties.iter().find(|party| party.id.value == place.host.value);
    // Only what can be written to is an address.
    let mailbox = host.filter(|host| host.contact.contains('@'));
    ReleaseFacts {
        place: place.id.to_string(),
        place_name: place.name.clone(),
        audience: about.audience.to_owned(),
        is_public: audience == Some(0),
        version: about.version.to_string(),
        as_of: about.as_of,
        title: format!("{}: outcome measures by mission", place.name),
        description: format!("Outcome measures of the missions of {}, with intervals, gaps and sources.", place.board),
        synthetic: view.is_synthetic(),
        licence: None,
        attribution: view.attribution(),
        publisher: place.board.clone(),
        contact: mailbox.map(|host| Contact { name: host.name.clone(), email: host.contact.clone() }),
        base_address: None,
        update_frequency: UpdateFrequency::Irregular,
        security_classification: None,
        files: files
            .iter()
            .map(|(path, bytes)| FileFact { path: path.clone(), bytes: bytes.len() as u64, sha256: sha256(bytes) })
            .collect(),
    }
}

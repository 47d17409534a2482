//! `brief`: a page and a workbook of one mission in one area.
//!
//! Not allowed in here: a figure, and how a page looks.

use std::path::Path;

use concordat_brief::{Brief, BriefError, Release, ReleaseFiles, Selection, Setting, Standing};
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_publish::releases::State;
use concordat_store::{create_folders, read_bytes, write_atomic};

use crate::arguments::{self, Global};
use crate::commands::chosen::Chosen;
use crate::failure::{Exit, Failure};
use crate::place;
use crate::printer::Printer;

/// Writes them.
pub(crate) fn brief(asked: &arguments::brief::Brief, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let home = place::home(global)?;
    let chosen = Chosen::find(&home, asked.release.as_deref(), asked.audience.as_deref())?;
    let release = read(&chosen.folder)?;
    let selection = Selection { mission: asked.mission.clone(), area: asked.area.clone(), ..Selection::default() };
    let brief = Brief::of(&release, &selection, &setting(&chosen)).map_err(|error| failure(&error))?;
    let files = brief.files().map_err(|error| failure(&error))?;
    create_folders(&asked.out)?;
    for file in &files {
        write_atomic(&asked.out.join(&file.name), &file.bytes)?;
    }
    printer.say(&chosen.banner());
    if brief.synthetic {
        printer.warn("synthetic: figures here rest on made-up extracts and must not be quoted");
    }
    for file in &files {
        printer.data(&format!("{}\n", asked.out.join(&file.name).display()));
    }
    Ok(Exit::FINE)
}

fn read(folder: &Path) -> Result<Release, Failure> {
    let bytes = |file: &str| read_bytes(&folder.join(file));
    let (manifest, observations) = (bytes("manifest.json")?, bytes("observations.csv")?);
    let (indicators, changes) = (bytes("indicators.csv")?, bytes("changes.json")?);
    let files =
        ReleaseFiles { manifest: &manifest, observations: &observations, indicators: &indicators, changes: &changes };
    Release::read(&files).map_err(|error| failure(&error))
}

fn setting(chosen: &Chosen) -> Setting {
    let standing = match (chosen.state, chosen.current) {
        (State::Current, _) => Standing::Current,
        (State::Withdrawn, _) => Standing::Withdrawn,
        (State::Earlier, Some(by)) => Standing::Superseded { by: by.to_string() },
        (State::Earlier | State::Waiting | State::Missing, _) => Standing::Waiting,
    };
    Setting {
        is_public: chosen.is_widest,
        standing,
        publisher: chosen.place_name().to_owned(),
        licence: None,
        contact: None,
    }
}

/// Names of missions, areas and levels are published; no cell stands in these errors.
fn failure(error: &BriefError) -> Failure {
    let code = match error {
        BriefError::Unknown { .. } | BriefError::NotMeasured { .. } | BriefError::NoFigures { .. } => &codes::USAGE,
        BriefError::File { .. } => &codes::READ_FAILED,
        _ => &codes::WRITE_FAILED,
    };
    let diagnostic = Diagnostic::error(code, Text::new().declared(&error.to_string()));
    match error {
        BriefError::Unknown { .. } => diagnostic.help("Type one of them; case does not matter.").into(),
        BriefError::NotMeasured { .. } => diagnostic.help("Take a mission that is measured.").into(),
        BriefError::NoFigures { .. } => {
            diagnostic.help("Name an area of one of these levels, or another --audience.").into()
        }
        _ => diagnostic.into(),
    }
}

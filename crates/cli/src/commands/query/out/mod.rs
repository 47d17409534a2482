//! An answer as a file: a workbook, CSV or Parquet, each with the release that it is from.
//!
//! Not allowed in here: changing a number, and a form that a screen reader cannot read where there is a choice.

mod csv_file;
mod parquet_file;
mod rows;
mod workbook;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_engine::Answer;
use concordat_formats::{FormatsError, ReleaseFacts, UpdateFrequency};
use concordat_store::{create_folders, write_atomic};

use crate::commands::chosen::Chosen;
use crate::failure::Failure;
use crate::printer::Printer;

/// Where an answer goes.
pub(super) struct Target {
    path: PathBuf,
    form: Form,
}

#[derive(Clone, Copy)]
enum Form {
    Workbook,
    Csv,
    Parquet,
}

impl Target {
    /// By the file's ending.
    ///
    /// # Errors
    /// Another ending, or none.
    pub(super) fn of(path: &Path) -> Result<Self, Diagnostic> {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
        let form = match ending.as_str() {
            "xlsx" => Form::Workbook,
            "csv" => Form::Csv,
            "parquet" => Form::Parquet,
            _ => {
                let message = Text::new().say("cannot tell what to write by the ending of ").file(path);
                let help = "End it with .xlsx (a workbook), .csv or .parquet.";
                return Err(Diagnostic::error(&codes::USAGE, message).help(help));
            }
        };
        Ok(Self { path: path.to_owned(), form })
    }
}

/// An answer, and what was asked.
pub(super) struct Given<'a> {
    /// The question in words, or in SQL.
    pub(super) question: &'a str,
    /// Whether its rows are whole rows of `observations`.
    pub(super) whole_rows: bool,
    /// The release.
    pub(super) chosen: &'a Chosen,
    /// The answer.
    pub(super) answer: &'a Answer,
    /// Whether any of it may rest on made-up extracts.
    pub(super) synthetic: bool,
}

/// Writes the file, and tells its name on stdout.
///
/// # Errors
/// No rows, two columns of one name, or a fault of writing.
pub(super) fn write(target: &Target, given: &Given<'_>, printer: &Printer) -> Result<(), Failure> {
    check(given)?;
    if let Some(folder) = target.path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        create_folders(folder)?;
    }
    let mut files = Vec::new();
    match target.form {
        Form::Workbook => files.push((target.path.clone(), workbook::bytes(given)?)),
        Form::Parquet => files.push((target.path.clone(), parquet_file::bytes(given)?)),
        Form::Csv => files.extend(csv_file::files(given, &target.path)?),
    }
    for (path, bytes) in &files {
        write_atomic(path, bytes)?;
    }
    for (path, _) in &files {
        printer.data(&format!("{}\n", path.display()));
    }
    Ok(())
}

fn check(given: &Given<'_>) -> Result<(), Diagnostic> {
    if given.answer.rows == 0 {
        return Err(Diagnostic::error(&codes::NOTHING_FITS, "the answer has no row, and no file was written"));
    }
    let mut names = BTreeSet::new();
    let twice = given.answer.schema.fields().iter().find(|field| !names.insert(field.name().to_lowercase()));
    twice.map_or(Ok(()), |field| {
        let message = Text::new().say("two columns of the answer have the name ").declared(field.name());
        Err(Diagnostic::error(&codes::QUERY_REFUSED, message)
            .help("Give one of them another: SELECT ... AS another_name."))
    })
}

/// What the file says of the release.
fn facts(given: &Given<'_>) -> ReleaseFacts {
    let summary = &given.chosen.summary;
    let what = if given.whole_rows { "Figures" } else { "An answer worked out from figures" };
    ReleaseFacts {
        place: summary.place.clone(),
        place_name: summary.place_name.clone(),
        audience: given.chosen.audience.clone(),
        is_public: given.chosen.is_widest,
        version: summary.version.to_string(),
        as_of: summary.as_of,
        title: format!("{what} of release {}", summary.version),
        description: format!(
            "{what} of release {} (content {}). Asked was: {}",
            summary.version, summary.content_sha256, given.question
        ),
        synthetic: given.synthetic,
        licence: None,
        attribution: summary.attribution.clone(),
        publisher: summary.place_name.clone(),
        contact: None,
        base_address: None,
        update_frequency: UpdateFrequency::Irregular,
        security_classification: None,
        files: Vec::new(),
    }
}

/// Names of columns and sheets stand in these errors, and no cell.
fn failure(error: &FormatsError) -> Failure {
    Diagnostic::error(&codes::WRITE_FAILED, Text::new().declared(&error.to_string())).into()
}

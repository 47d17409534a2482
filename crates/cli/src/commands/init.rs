//! `init`: a new place from flags, or from questions where somebody sits at a terminal.
//!
//! Not allowed in here: what a place is made of, and writing over anything.

use std::io::IsTerminal;
use std::path::Path;

use concordat_diagnostics::text::thousands;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_init::{Answers, AreasFile, FirstData, Made, ask, make, occupied};
use concordat_store::{SystemClock, create_folders, list_files, list_folders, write_atomic};

use crate::arguments::Global;
use crate::arguments::init::{FirstDataOption, Init};
use crate::commands::check;
use crate::failure::{Exit, Failure};
use crate::place;
use crate::printer::Printer;

/// Makes a new place, and says what to do next.
pub(crate) fn init(asked: &Init, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    free(&asked.folder)?;
    let mut answers = Answers {
        place_name: asked.place_name.clone(),
        codes: asked.codes.clone(),
        board: asked.board.clone(),
        parties: asked.parties.clone(),
        missions: asked.missions.clone(),
        first_data: asked.first_data.map(|kind| match kind {
            FirstDataOption::Records => FirstData::Records,
            FirstDataOption::Counts => FirstData::Counts,
        }),
        ..Answers::none(place::as_of(global, &SystemClock))
    };
    // Never where nobody can answer: a missing answer is then told with its flag.
    if std::io::stdin().is_terminal() {
        ask(&mut answers, &mut |question| line(question, printer));
    }
    let lookup = asked.areas.as_deref().map(read).transpose()?;
    let areas = lookup.as_ref().map(|(shown, text)| AreasFile { shown, text });
    let folder = asked.folder.to_string_lossy().replace('\\', "/");
    let made = make(&answers, areas, &folder).map_err(|error| error.diagnostic())?;
    write(&asked.folder, &made)?;
    made.files.iter().for_each(|file| printer.data(&format!("{folder}/{}\n", file.path)));
    told(&asked.folder, &made, printer)
}

/// Reads the place back, and says what there is to do.
fn told(folder: &Path, made: &Made, printer: &Printer) -> Result<Exit, Failure> {
    let loaded = concordat_pipeline::read_declarations(folder);
    if loaded.partnership.is_none() {
        check::tell(&loaded.faults, printer);
        return Ok(Exit::USAGE);
    }
    made.notes.iter().for_each(|note| printer.say(note));
    let left = thousands(loaded.faults.len() as u64);
    printer.say(&format!("The place is made; {left} lines are still to be filled in. What to do next:"));
    (1..).zip(&made.next).for_each(|(step, words)| printer.say(&format!("  {step}. {words}")));
    Ok(Exit::FINE)
}

/// Nothing may stand in the folder.
fn free(folder: &Path) -> Result<(), Failure> {
    if folder.is_file() {
        let text = Text::new().file(folder).say(" is a file");
        return Err(Diagnostic::error(&codes::FOLDER_NOT_EMPTY, text).help("name a new folder").into());
    }
    let mut names = list_folders(folder)?;
    names.extend(list_files(folder)?);
    occupied(&names).map_or(Ok(()), |taken| Err(taken.into()))
}

/// `partnership.yaml` comes last: a folder that was not finished is no place.
fn write(folder: &Path, made: &Made) -> Result<(), Failure> {
    for file in &made.files {
        let path = folder.join(&file.path);
        if let Some(above) = path.parent() {
            create_folders(above)?;
        }
        write_atomic(&path, file.text.as_bytes())?;
    }
    Ok(())
}

/// A lookup that was named: its name and its text.
fn read(path: &Path) -> Result<(String, String), Failure> {
    if !path.is_file() {
        let text = Text::new().say("there is no file ").declared(&path.to_string_lossy());
        return Err(Diagnostic::error(&codes::USAGE, text).into());
    }
    let text = concordat_store::read_to_string(path)?;
    let shown = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Ok((shown, text))
}

/// Shows a question and reads the line that was typed; nothing at the end of input.
fn line(question: &str, printer: &Printer) -> Option<String> {
    printer.warn(question);
    let mut typed = String::new();
    let read = std::io::stdin().read_line(&mut typed).ok()?;
    (read > 0).then_some(typed)
}

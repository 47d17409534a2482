//! Finding the place: the folder of its declarations, and its part of the home.
//!
//! Not allowed in here: reading a declaration, and making a folder.

use std::path::{Path, PathBuf};

use concordat_base::{Date, nearest};
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_store::{Clock, Home, list_folders, original_component};

use crate::arguments::Global;
use crate::failure::{Failure, unknown};

/// The file that makes a folder the declarations of a place.
const PARTNERSHIP: &str = "partnership.yaml";

/// The folder of a place's declarations; its `partnership.yaml` stands for it.
///
/// # Errors
/// When nothing of the kind is there: the nearest folder that is one, and all beside it.
pub(crate) fn pipeline_folder(typed: &Path) -> Result<PathBuf, Diagnostic> {
    if typed.join(PARTNERSHIP).is_file() {
        return Ok(typed.to_owned());
    }
    match typed.parent() {
        Some(folder) if typed.ends_with(PARTNERSHIP) && typed.is_file() => Ok(folder.to_owned()),
        _ => Err(no_pipeline(typed)),
    }
}

fn no_pipeline(typed: &Path) -> Diagnostic {
    let shown = typed.to_string_lossy().replace('\\', "/");
    let message = Text::new().declared(&shown).say(" holds no ").say(PARTNERSHIP);
    let known = pipelines_near(typed);
    let mut help = Text::new();
    if let Some(near) = nearest(&shown, known.iter().map(String::as_str)) {
        help = help.say("did you mean ").declared(near).say("? ");
    }
    help = match known.is_empty() {
        true => help.say("Name the folder that holds it, such as pipelines/south-tees."),
        false => help.say("Known: ").list(known.iter().map(String::as_str)),
    };
    Diagnostic::error(&codes::USAGE, message).help(help)
}

/// Folders of declarations beside or below what was typed, and in `pipelines`.
fn pipelines_near(typed: &Path) -> Vec<String> {
    let parent = typed.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut found = Vec::new();
    for folder in [parent, typed, Path::new("pipelines")] {
        let names = list_folders(folder).unwrap_or_default();
        let places = names.into_iter().map(|name| folder.join(name)).filter(|path| path.join(PARTNERSHIP).is_file());
        found.extend(places.map(|path| path.to_string_lossy().replace('\\', "/")));
    }
    found.sort();
    found.dedup();
    found
}

/// The part of the home that belongs to the place: the one that `--place` names, or the only one there is.
///
/// # Errors
/// When there is none yet, when there are several and none is named, or when the one named is not there.
pub(crate) fn home(global: &Global) -> Result<Home, Failure> {
    let folders = list_folders(&global.home)?;
    let places: Vec<String> = folders.iter().filter_map(|name| original_component(name)).collect();
    let shown = global.home.to_string_lossy().into_owned();
    match (&global.place, places.as_slice()) {
        (_, []) => {
            let message = Text::new().say("there is nothing yet in the home ").declared(&shown);
            Err(Diagnostic::error(&codes::NO_RELEASE, message).help("concordat run PIPELINE, or --home DIR").into())
        }
        (Some(asked), places) if !places.contains(asked) => Err(unknown("place", asked, places).into()),
        (Some(place), _) => unlocked(global, place),
        (None, [place]) => unlocked(global, place),
        (None, places) => {
            let message = Text::new().say("the home ").declared(&shown).say(" holds several places");
            let help = Text::new().say("Name one with --place: ").list(places.iter().map(String::as_str));
            Err(Diagnostic::error(&codes::USAGE, message).help(help).into())
        }
    }
}

/// With its keys where they can be had; releases, ledger and reports are read without.
pub(crate) fn unlocked(global: &Global, place: &str) -> Result<Home, Failure> {
    Ok(concordat_pipeline::unlock_if_possible(&Home::open(&global.home, place)?)?)
}

/// The date to work as of: the one that was asked for, or today where the places are, as a run takes it.
pub(crate) fn as_of(global: &Global, clock: &dyn Clock) -> Date {
    let now = clock.now();
    let today = || now.in_tz("Europe/London").unwrap_or_else(|_| now.to_zoned(jiff::tz::TimeZone::UTC)).date();
    global.as_of.unwrap_or_else(today)
}

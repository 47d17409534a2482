//! Why two releases are not compared, or a figure is not found in them.
//!
//! Not allowed in here: a number of a release.

use concordat_diagnostics::{Diagnostic, Text, codes};
use thiserror::Error;

use crate::release::Standing;

/// How many known names are listed before the rest is counted.
const MOST_NAMES: usize = 20;

/// Why a difference cannot be told.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DifferenceError {
    /// A file is not as the product writes it.
    #[error("{file} cannot be read in its format")]
    Unreadable {
        /// Its name.
        file: &'static str,
    },
    /// A release is not one that its audience has.
    #[error("release {version} cannot be compared: {standing:?}")]
    NotPublished {
        /// The version.
        version: String,
        /// How it stands.
        standing: Standing,
    },
    /// The releases are for different audiences.
    #[error("one release is for {first}, the other for {second}")]
    OtherAudience {
        /// Audience of the first.
        first: String,
        /// Audience of the second.
        second: String,
    },
    /// The releases are of different places.
    #[error("one release is of {first}, the other of {second}")]
    OtherPlace {
        /// Place of the first.
        first: String,
        /// Place of the second.
        second: String,
    },
    /// The first release is not earlier than the second.
    #[error("release {first} is not earlier than {second}")]
    NotEarlier {
        /// The first.
        first: String,
        /// The second.
        second: String,
    },
    /// A name that neither release has.
    #[error("neither release has the {kind} {asked}")]
    Unknown {
        /// What it was to be the name of.
        kind: &'static str,
        /// The name as typed.
        asked: String,
        /// The name that may have been meant.
        nearest: Option<String>,
        /// The names that there are.
        known: Vec<String>,
    },
    /// Several areas have the name.
    #[error("several areas are called {asked}")]
    SeveralAreas {
        /// The name as typed.
        asked: String,
        /// Their codes and levels.
        codes: Vec<String>,
    },
    /// The indicator has no figure at the level of the area.
    #[error("{indicator} has no figure for {area}")]
    NotAtThisLevel {
        /// The indicator.
        indicator: String,
        /// The area as typed.
        area: String,
        /// The levels at which there are figures.
        levels: Vec<String>,
    },
}

impl DifferenceError {
    /// As a diagnostic.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Unreadable { file } => {
                let message = Text::new().declared(file).say(" cannot be read in its format");
                Diagnostic::error(&codes::READ_FAILED, message).help("concordat release verify VERSION")
            }
            Self::Unknown { .. } | Self::SeveralAreas { .. } | Self::NotAtThisLevel { .. } => self.of_names(),
            _ => self.of_releases(),
        }
    }

    fn of_releases(&self) -> Diagnostic {
        let text = Text::new();
        let (message, help) = match self {
            Self::NotPublished { version, standing } => {
                let (found, help) = standing_words(*standing);
                (text.say("release ").declared(version).say(found), text_of(help))
            }
            Self::OtherAudience { first, second } => (
                text.say("one release is for ").declared(first).say(", the other for ").declared(second),
                text_of("Compare two releases of one audience; --audience names it."),
            ),
            Self::OtherPlace { first, second } => (
                text.say("one release is of ").declared(first).say(", the other of ").declared(second),
                text_of("Compare two releases of one place."),
            ),
            Self::NotEarlier { first, second } => (
                text.say("release ").declared(first).say(" is not earlier than ").declared(second),
                text_of("Name the earlier release first, and two different ones: ")
                    .say("concordat release list shows them."),
            ),
            _ => (text, Text::new()),
        };
        Diagnostic::error(&codes::RELEASES_NOT_COMPARABLE, message).help(help)
    }

    fn of_names(&self) -> Diagnostic {
        let text = Text::new();
        let (message, help) = match self {
            Self::Unknown { kind, asked, nearest, known } => (
                text.say("neither release has the ").say(kind).say(" ").declared(asked),
                offer(nearest.as_deref(), known),
            ),
            Self::SeveralAreas { asked, codes } => (
                text.say("several areas are called ").declared(asked),
                text_of("Name one by its code: ").list(codes.iter().map(String::as_str)),
            ),
            Self::NotAtThisLevel { indicator, area, levels } => (
                text.declared(indicator).say(" has no figure for the area ").declared(area).say(" in either release"),
                text_of("It has figures at: ").list(levels.iter().map(String::as_str)),
            ),
            _ => (text, Text::new()),
        };
        Diagnostic::error(&codes::FIGURE_NOT_FOUND, message).help(help)
    }
}

fn text_of(words: &'static str) -> Text {
    Text::new().say(words)
}

fn standing_words(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Withdrawn => (
            " was withdrawn: its figures are not to be used, nor compared",
            "Compare with a release that stands; concordat release list shows them.",
        ),
        Standing::Waiting => (
            " waits for approval or a date, and its audience does not have it yet",
            "Compare releases that are published; concordat release list shows them.",
        ),
        Standing::Missing => (" has no folder for this audience", "Restore it from the backup."),
        Standing::Published => ("", ""),
    }
}

fn offer(nearest: Option<&str>, known: &[String]) -> Text {
    let text = nearest.map_or_else(Text::new, |near| text_of("did you mean ").declared(near).say("? "));
    if known.is_empty() {
        return text.say("There are none.");
    }
    let text = text.say("Known: ").list(known.iter().map(String::as_str).take(MOST_NAMES));
    match known.len().checked_sub(MOST_NAMES) {
        None | Some(0) => text,
        Some(more) => text.say(" and ").number(more as u64).say(" more"),
    }
}

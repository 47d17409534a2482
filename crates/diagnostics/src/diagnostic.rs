//! A diagnostic: one thing that is wrong, where it is, and how to mend it.
//!
//! Not allowed in here: printing; that is [`crate::render`].

use serde::Serialize;

use crate::{Code, Text};

/// How much it weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Something could not be done.
    Error,
    /// It was done, and somebody should know.
    Warning,
    /// Said for the record.
    Notice,
}

/// Where in a declaration, or where in a delivery.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The file, as the reader would type it (relative to the folder the command was run in, where it can be).
    pub file: String,
    /// Line of a declaration or record number of a delivery, from 1; 0 where the whole file is meant.
    pub line: u64,
    /// Column of a declaration, in characters, from 1; 0 where the whole line is meant.
    pub column: u64,
}

impl Place {
    /// The whole of a file.
    #[must_use]
    pub fn whole(file: impl Into<String>) -> Self {
        Self { file: file.into(), line: 0, column: 0 }
    }
}

/// One fault.
#[derive(Clone, Debug, Serialize)]
pub struct Diagnostic {
    /// Its code.
    #[serde(serialize_with = "code_as_text")]
    pub code: &'static Code,
    /// Its weight.
    pub severity: Severity,
    /// What was found and what was expected.
    pub message: Text,
    /// Where.
    pub place: Option<Place>,
    /// The next thing to try; the code's own advice where there is none.
    pub help: Option<Text>,
}

fn code_as_text<S: serde::Serializer>(code: &&'static Code, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(code)
}

impl Diagnostic {
    /// An error.
    #[must_use]
    pub fn error(code: &'static Code, message: impl Into<Text>) -> Self {
        Self { code, severity: Severity::Error, message: message.into(), place: None, help: None }
    }

    /// A warning.
    #[must_use]
    pub fn warning(code: &'static Code, message: impl Into<Text>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// A notice.
    #[must_use]
    pub fn notice(code: &'static Code, message: impl Into<Text>) -> Self {
        Self { severity: Severity::Notice, ..Self::error(code, message) }
    }

    /// The same, at a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same, with the next thing to try.
    #[must_use]
    pub fn help(mut self, help: impl Into<Text>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Sorts diagnostics by file, line and column, then by code, so that a report reads from top to bottom.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|left, right| {
        (&left.place, left.code.number, &left.message).cmp(&(&right.place, right.code.number, &right.message))
    });
}

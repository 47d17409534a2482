//! Refusals: what is not permitted, by which agreement, what is missing, and the nearest way out.
//!
//! Not allowed in here: a refusal without a diagnostic.

use std::fmt;

use concordat_base::{Name, nearest};
use concordat_declare::Located;
use concordat_declare::agreement::Agreement;
use concordat_diagnostics::{Code, Diagnostic, Place, Text};

use crate::grant::AgreementVersion;

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// To receive a dataset.
    Dataset(Name),
    /// To compute an indicator.
    Indicator(Name),
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dataset(name) => write!(formatter, "dataset '{name}'"),
            Self::Indicator(name) => write!(formatter, "indicator '{name}'"),
        }
    }
}

/// What was asked for is not permitted.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{subject} is refused for {} reason(s)", diagnostics.len())]
pub struct Refusal {
    /// What was asked for.
    pub subject: Subject,
    /// Every reason, in order of file and line; at least one.
    pub diagnostics: Vec<Diagnostic>,
}

impl Refusal {
    pub(crate) fn new(subject: Subject, mut diagnostics: Vec<Diagnostic>) -> Self {
        concordat_diagnostics::diagnostic::sort(&mut diagnostics);
        diagnostics.dedup_by(|left, right| {
            left.code == right.code && left.place == right.place && left.message == right.message
        });
        Self { subject, diagnostics }
    }
}

/// `id@version` of an agreement.
pub(crate) fn version_of(agreement: &Agreement) -> AgreementVersion {
    AgreementVersion { id: agreement.id.value.clone(), version: agreement.version }
}

/// A message that begins with the agreement it is about.
pub(crate) fn about(agreement: &Agreement) -> Text {
    Text::new().say("agreement ").declared(&version_of(agreement).to_string())
}

/// The place of a located value, where its file is known.
pub(crate) fn place_of<T>(file: Option<&str>, located: &Located<T>) -> Option<Place> {
    file.map(|file| Place { file: file.to_owned(), line: located.line, column: located.column })
}

/// An error with a place, where there is one, and the nearest way out.
pub(crate) fn error(code: &'static Code, message: Text, help: Text, place: Option<Place>) -> Diagnostic {
    Diagnostic { place, ..Diagnostic::error(code, message).help(help) }
}

/// "did you mean", where a permitted name is near; else the list of what is permitted.
pub(crate) fn permitted<'name>(
    words: &'static str,
    wanted: &Name,
    names: impl IntoIterator<Item = &'name str>,
) -> Text {
    let names: std::collections::BTreeSet<&str> = names.into_iter().collect();
    if names.is_empty() {
        return Text::new().say(words).say("none");
    }
    match nearest(wanted.as_str(), names.iter().copied()) {
        Some(near) if near != wanted.as_str() => Text::new().say("did you mean ").declared(near).say("?"),
        _ => Text::new().say(words).list(names),
    }
}

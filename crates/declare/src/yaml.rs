//! YAML text into a declaration, with one set of options for all.
//!
//! Not allowed in here: anchors and tags, `yes` and `no` as truth values, and duplicate keys. In agreements a text that
//! others may read as a truth value, a number or nothing must stand in quotes too.

use concordat_diagnostics::{Diagnostic, Place, Text, codes};
use serde::de::DeserializeOwned;
use serde_saphyr::{Error, Options};

use concordat_base::nearest;

/// Reads one declaration.
///
/// # Errors
/// One diagnostic with line and column: a file is read up to its first fault in form.
pub(crate) fn parse<T: DeserializeOwned>(shown: &str, text: &str) -> Result<T, Diagnostic> {
    serde_saphyr::from_str_with_options(text, options()).map_err(|error| diagnose(shown, error.without_snippet()))
}

/// Reads one declaration, as [`parse`] does, in which texts like `yes`, `no`, `1.0` or `null` must stand in quotes: two
/// programs must never read two things in what people sign.
///
/// # Errors
/// As [`parse`].
pub(crate) fn parse_plainly<T: DeserializeOwned>(shown: &str, text: &str) -> Result<T, Diagnostic> {
    let read = parse(shown, text)?;
    let mut options = options();
    options.strict_booleans = false;
    options.no_schema = true;
    let again: Result<T, Error> = serde_saphyr::from_str_with_options(text, options);
    again.map(|_| read).map_err(|error| diagnose(shown, error.without_snippet()))
}

fn options() -> Options {
    let mut options = Options::default();
    options.strict_booleans = true;
    options.with_snippet = false;
    options.reject_unsupported_tags = true;
    options.alias_limits.max_total_replayed_events = 0;
    options
}

fn diagnose(shown: &str, error: &Error) -> Diagnostic {
    let place = error.location().map_or_else(
        || Place::whole(shown),
        |at| Place { file: shown.to_owned(), line: at.line(), column: at.column() },
    );
    explain(error).at(place)
}

fn explain(error: &Error) -> Diagnostic {
    match error {
        Error::SerdeUnknownField { field, expected, .. } => {
            unknown(&codes::UNKNOWN_KEY, "unknown key ", field, expected)
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            unknown(&codes::WRONG_VALUE, "not one of the allowed values: ", variant, expected)
        }
        Error::SerdeMissingField { field, .. } => {
            Diagnostic::error(&codes::MISSING_KEY, Text::new().say("the key ").declared(field).say(" is missing"))
        }
        Error::DuplicateMappingKey { key, .. } => Diagnostic::error(
            &codes::DECLARED_TWICE,
            Text::new().say("the key ").declared(key.as_deref().unwrap_or("?")).say(" stands twice"),
        ),
        Error::SerdeInvalidType { expected, .. } | Error::SerdeInvalidValue { expected, .. } => {
            Diagnostic::error(&codes::WRONG_VALUE, Text::new().say("expected ").declared(expected))
        }
        Error::QuotingRequired { value, .. } => {
            let message = Text::new().declared(value).say(" must stand in quotes");
            let help = "other programs read it as a truth value, a number or nothing";
            Diagnostic::error(&codes::WRONG_VALUE, message).help(help)
        }
        Error::Message { msg, .. } => Diagnostic::error(&codes::WRONG_VALUE, Text::new().declared(msg)),
        other => Diagnostic::error(&codes::NOT_YAML, Text::new().declared(&other.to_string())),
    }
}

fn unknown(
    code: &'static concordat_diagnostics::Code,
    words: &'static str,
    found: &str,
    expected: &[&'static str],
) -> Diagnostic {
    let help = match nearest(found, expected.iter().copied()) {
        Some(near) => Text::new().say("did you mean ").declared(near).say("?"),
        None => Text::new().say("allowed here: ").list(expected.iter().copied()),
    };
    Diagnostic::error(code, Text::new().say(words).declared(found)).help(help)
}

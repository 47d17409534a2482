//! Turning diagnostics into text for a person, one line, or JSON.
//!
//! Not allowed in here: writing to a terminal; the command line does that.

use std::fmt::Write as _;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report};

use crate::{Diagnostic, Severity};

/// Renders one diagnostic for a person; with the source line where `source` is the text of its file.
#[must_use]
pub fn full(diagnostic: &Diagnostic, source: Option<&str>, colour: bool) -> String {
    match (source, &diagnostic.place) {
        (Some(source), Some(place)) if place.line > 0 => with_source(diagnostic, source, colour),
        _ => plain(diagnostic),
    }
}

/// `file:line:column: CODE message`, on one line.
#[must_use]
pub fn concise(diagnostic: &Diagnostic) -> String {
    let mut text = String::new();
    if let Some(place) = &diagnostic.place {
        text.push_str(&place.file);
        for number in [place.line, place.column].into_iter().filter(|number| *number > 0) {
            // Writing to a String cannot fail.
            let _infallible = write!(text, ":{number}");
        }
        text.push_str(": ");
    }
    text + &format!("{} {}", diagnostic.code, diagnostic.message)
}

fn plain(diagnostic: &Diagnostic) -> String {
    let word = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "notice",
    };
    let mut text = format!("{word}: {}\n", concise(diagnostic));
    match &diagnostic.help {
        Some(help) => text += &format!("  help: {help}\n"),
        None => text += &format!("  help: {}\n", diagnostic.code.mend),
    }
    text + &format!("  who can mend it: {}; concordat explain {}\n", diagnostic.code.who, diagnostic.code)
}

fn with_source(diagnostic: &Diagnostic, source: &str, colour: bool) -> String {
    let Some(place) = &diagnostic.place else { return plain(diagnostic) };
    let (offset, length) = span_of(source, place.line, place.column);
    let help = diagnostic.help.as_ref().map_or_else(|| diagnostic.code.mend.to_owned(), ToString::to_string);
    let inner = MietteDiagnostic::new(diagnostic.message.to_string())
        .with_code(diagnostic.code.to_string())
        .with_help(format!("{help} (who can mend it: {})", diagnostic.code.who))
        .with_label(LabeledSpan::at(offset..offset + length, diagnostic.code.title));
    let report = Report::from(inner).with_source_code(NamedSource::new(&place.file, source.to_owned()));
    let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_links(false).with_width(110);
    let mut text = String::new();
    match handler.render_report(&mut text, report.as_ref()) {
        Ok(()) => text,
        Err(_) => plain(diagnostic),
    }
}

/// Byte offset and length of the word at a line and column, both from 1.
fn span_of(source: &str, line: u64, column: u64) -> (usize, usize) {
    let mut offset = 0;
    for (number, text) in (1u64..).zip(source.split_inclusive('\n')) {
        if number == line {
            let skip = usize::try_from(column.saturating_sub(1)).unwrap_or(0);
            let start: usize = text.chars().take(skip).map(char::len_utf8).sum();
            let word: usize = text.chars().skip(skip).take_while(|c| !c.is_whitespace()).map(char::len_utf8).sum();
            return (offset + start, word);
        }
        offset += text.len();
    }
    (source.len(), 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Place, codes};

    #[test]
    fn a_person_sees_the_line_and_the_next_step() {
        let place = Place { file: "agreements/a.yaml".into(), line: 2, column: 1 };
        let diagnostic = Diagnostic::error(&codes::UNKNOWN_KEY, "unknown key").at(place);
        let text = full(&diagnostic, Some("id: a\npurpoes: b\n"), false);
        assert!(text.contains("agreements/a.yaml:2:1"), "{text}");
        assert!(text.contains("purpoes"), "{text}");
        assert!(concise(&diagnostic).starts_with("agreements/a.yaml:2:1: C103 "));
    }
}

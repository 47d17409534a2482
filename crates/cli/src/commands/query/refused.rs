//! Why a query was not answered, for people who do not know the engine's types.
//!
//! Not allowed in here: a value. What stands in these errors is text of the query and names of the release.

use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_engine::EngineError;

use crate::failure::{Exit, Failure};

/// Names of types, as the engine says them and as people do.
const TYPES: [(&str, &str); 8] = [
    ("Utf8View", "text"),
    ("LargeUtf8", "text"),
    ("Utf8", "text"),
    ("Int64", "whole number"),
    ("UInt64", "whole number"),
    ("Float64", "number"),
    ("Date32", "date"),
    ("Boolean", "true or false"),
];

/// The engine's own word for its parser.
const PARSER: &str = "sql parser error: ";
const SAME_NAME: &str = "unique expression names";
const ONE_STATEMENT: &str = "only supports a single SQL statement";

/// An error of the engine.
pub(super) fn refused(error: &EngineError) -> Failure {
    let exit = match error {
        EngineError::Start { .. }
        | EngineError::Stopped
        | EngineError::Memory
        | EngineError::Execution
        | EngineError::MissingFile { .. }
        | EngineError::FileDiffers { .. } => Exit::OPERATIONAL,
        _ => Exit::USAGE,
    };
    let message = Text::new().say("the query cannot be answered: ").declared(&words(error));
    let diagnostic = Diagnostic::error(&codes::QUERY_REFUSED, message);
    let diagnostic = match help(error) {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    };
    Failure { diagnostics: vec![diagnostic], exit }
}

fn words(error: &EngineError) -> String {
    match error {
        EngineError::Syntax { text } if text.contains(ONE_STATEMENT) => "it is more than one statement".to_owned(),
        EngineError::Syntax { text } => format!("it is not understood as SQL: {}", text.replacen(PARSER, "", 1)),
        EngineError::Planning { text } if text.contains(SAME_NAME) => {
            "two of its columns have the same name".to_owned()
        }
        EngineError::Planning { text } => {
            let plain = |text: String, (theirs, ours): &(&str, &str)| text.replace(theirs, ours);
            format!("it does not fit together: {}", TYPES.iter().fold(text.clone(), plain))
        }
        other => other.to_string(),
    }
}

fn help(error: &EngineError) -> Option<&'static str> {
    match error {
        EngineError::UnknownColumn { .. } => Some(
            "If it is a word and no column, put it in single quotes: 'Middlesbrough'. All columns: concordat query \
             \"SELECT * FROM observations LIMIT 1\" --format json",
        ),
        EngineError::UnknownTable { .. } => Some("There are observations, indicators, lineage and changes."),
        EngineError::Syntax { text } if text.contains(ONE_STATEMENT) => {
            Some("Ask one SELECT at a time, with nothing after its semicolon.")
        }
        EngineError::Syntax { .. } => Some("Begin with SELECT; without SQL, filters do: concordat query --help"),
        EngineError::Planning { text } if text.contains(SAME_NAME) => {
            Some("Give one of them another name: SELECT value AS value_here, ...")
        }
        EngineError::Planning { .. } => Some(
            "Compare text with text in single quotes, and numbers with numbers. What numbers and what text is: \
             concordat query \"SELECT * FROM observations LIMIT 1\" --format json",
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_the_engine_are_told_as_people_say_them() {
        let text = "Cannot coerce arithmetic expression Utf8 + Int64 to valid types".to_owned();
        let said = words(&EngineError::Planning { text });
        assert_eq!(
            said,
            "it does not fit together: Cannot coerce arithmetic expression text + whole number to valid types"
        );
    }

    #[test]
    fn a_second_statement_is_told_without_the_engine_s_name_for_it() {
        let text = "The context currently only supports a single SQL statement".to_owned();
        assert_eq!(words(&EngineError::Syntax { text }), "it is more than one statement");
    }
}

//! Why a calculation does not start.
//!
//! Not allowed here: a single unfit row; rows are refused one by one in the answer.

use concordat_diagnostics::{Diagnostic, Text, codes};
use thiserror::Error;

/// The table or the settings as a whole cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CalculateError {
    /// The text is no table of comma-separated values.
    #[error("record {record} of the table cannot be read")]
    Unreadable {
        /// The record at fault, from 1 for the header.
        record: u64,
    },
    /// Two columns of the table have the same name.
    #[error("two columns are called {name}")]
    RepeatedColumn {
        /// The name, one of the method's own.
        name: &'static str,
    },
    /// Columns of different lengths were put together.
    #[error("the columns of the table have different lengths")]
    UnevenColumns,
    /// A column that the method needs is missing.
    #[error("the column {name} is missing")]
    MissingColumn {
        /// Its name.
        name: &'static str,
        /// The method that needs it.
        method: &'static str,
    },
    /// Groups were asked by a column that the table does not have.
    #[error("there is no column {name} to group by")]
    UnknownGroupColumn {
        /// The name asked for, as it was typed.
        name: String,
    },
    /// The method works row by row on rows that cannot be added up.
    #[error("the method {method} does not add rows up")]
    NotGroupable {
        /// The method.
        method: &'static str,
    },
    /// The method has no such option.
    #[error("the method {method} has no option {name}")]
    UnknownOption {
        /// The name asked for, as it was typed.
        name: String,
        /// The method.
        method: &'static str,
    },
    /// A table of options shares no column with the table by which they could be joined.
    #[error("the table of options shares no column with the table")]
    NothingToJoin {
        /// The method.
        method: &'static str,
    },
    /// A confidence level cannot be used.
    #[error("a confidence level is not from 0.9 to below 1, or from 90 to below 100")]
    Level,
}

impl CalculateError {
    /// As a diagnostic.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let unfit = |text: Text| Diagnostic::error(&codes::TABLE_UNFIT, text);
        let usage = |text: Text| Diagnostic::error(&codes::USAGE, text);
        match self {
            Self::Unreadable { record } => unfit(
                Text::new()
                    .say("record ")
                    .number(*record)
                    .say(" of the table cannot be read: it is not UTF-8, or has more or fewer cells than the header"),
            ),
            Self::RepeatedColumn { name } => unfit(Text::new().say("two columns are called ").say(name)),
            Self::UnevenColumns => unfit(Text::new().say("the columns of the table have different lengths")),
            Self::MissingColumn { name, method } => unfit(Text::new().say("the table has no column ").say(name))
                .help(Text::new().say("concordat calc ").say(method).say(" --help lists the columns that it needs")),
            Self::UnknownGroupColumn { name } => {
                usage(Text::new().say("the table has no column ").declared(name).say(" to group by"))
            }
            Self::NotGroupable { method } => {
                usage(Text::new().say("the method ").say(method).say(" does not add rows up, so it takes no --group"))
            }
            Self::UnknownOption { name, method } => {
                usage(Text::new().say("the method ").say(method).say(" has no option ").declared(name))
                    .help(Text::new().say("concordat calc ").say(method).say(" --help lists its options"))
            }
            Self::NothingToJoin { method } => unfit(
                Text::new().say("the table of options shares no column with the table by which groups could be found"),
            )
            .help(
                Text::new()
                    .say("both need the columns that name a group; see concordat calc ")
                    .say(method)
                    .say(" --help"),
            ),
            Self::Level => usage(
                Text::new().say("a confidence level is a share from 0.9 to below 1, or per cent from 90 to below 100"),
            ),
        }
    }
}

//! What can go wrong in counting and evaluating, without a value in it.
//!
//! Not allowed in here: text of a record.

use concordat_base::Name;
use concordat_diagnostics::{Diagnostic, Place, Text, codes};
use concordat_disclosure::TableError;
use concordat_engine::EngineError;
use concordat_methods::MethodError;
use concordat_store::StoreError;

/// Why an indicator could not be counted or evaluated.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// The engine refused or failed a query.
    #[error("counting {indicator} failed")]
    Count {
        /// The indicator.
        indicator: Name,
        /// Why; its text carries no value.
        #[source]
        source: EngineError,
    },
    /// A measure in SQL was refused, before anything was read.
    #[error("the SQL of {indicator} is refused: {source}")]
    Written {
        /// The indicator.
        indicator: Name,
        /// Where the text stands.
        place: Option<Box<Place>>,
        /// Why; it speaks of the text and of names, never of a value.
        source: Box<EngineError>,
        /// What its text may use, in names.
        permitted: Vec<String>,
    },
    /// The counts of a measure in SQL do not fit each other.
    #[error("the SQL of {indicator} gives {what}")]
    WrittenCounts {
        /// The indicator.
        indicator: Name,
        /// Where the text stands.
        place: Option<Box<Place>>,
        /// How.
        what: &'static str,
    },
    /// Kept cells could not be read or written.
    #[error("kept cells of {indicator} could not be read or written")]
    Keep {
        /// The indicator.
        indicator: Name,
        /// Why.
        #[source]
        source: StoreError,
    },
    /// A table adds over a dimension that its component may not be added over.
    #[error("{indicator} may not be added up over {dimension}")]
    NotAdditive {
        /// The indicator.
        indicator: Name,
        /// The dimension.
        dimension: &'static str,
    },
    /// The declaration asks for something that the grant or the data does not bear.
    #[error("{indicator}: {what}")]
    Unsupported {
        /// The indicator.
        indicator: Name,
        /// What is asked for.
        what: &'static str,
    },
    /// A table does not add up, or cannot be protected.
    #[error("the tables cannot be protected")]
    Table {
        /// Why.
        #[source]
        source: TableError,
    },
    /// A method refused its input.
    #[error("a method refused the counts of {indicator}")]
    Method {
        /// The indicator.
        indicator: Name,
        /// Why.
        #[source]
        source: MethodError,
    },
}

impl MeasureError {
    /// As a diagnostic.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let about = |indicator: &Name| Text::new().say("indicator ").name(indicator).say(": ");
        match self {
            Self::Count { indicator, source } => {
                let other = matches!(source, EngineError::OtherDecision | EngineError::OtherSchema { .. });
                let code = if other { &codes::OTHER_DECISION } else { &codes::COUNT_FAILED };
                Diagnostic::error(code, about(indicator).declared(&source.to_string()))
            }
            Self::Written { indicator, place, source, permitted } => {
                let fault = Diagnostic::error(&codes::SQL_REFUSED, about(indicator).declared(&source.to_string()));
                let help = Text::new().say("the text may use ").list(permitted.iter().map(String::as_str));
                at(fault, place).help(help)
            }
            Self::WrittenCounts { indicator, place, what } => {
                at(Diagnostic::error(&codes::SQL_REFUSED, about(indicator).say("its text gives ").say(what)), place)
            }
            Self::Keep { indicator, source } => source.of_keys().unwrap_or_else(|| {
                let full = source.is_disk_full();
                let code = if full { &codes::DISK_FULL } else { &codes::WRITE_FAILED };
                Diagnostic::error(code, about(indicator).say("kept cells could not be read or written"))
            }),
            Self::NotAdditive { indicator, dimension } => Diagnostic::error(
                &codes::NOT_ADDITIVE,
                about(indicator).say("its component may not be added over ").say(dimension),
            ),
            Self::Unsupported { indicator, what } => {
                Diagnostic::error(&codes::COUNT_FAILED, about(indicator).say(what))
            }
            Self::Table { source } => {
                Diagnostic::error(&codes::TABLES_INCONSISTENT, Text::new().declared(&source.to_string()))
            }
            Self::Method { indicator, source } => {
                Diagnostic::error(&codes::METHOD_REFUSED, about(indicator).declared(&source.to_string()))
            }
        }
    }
}

fn at(fault: Diagnostic, place: &Option<Box<Place>>) -> Diagnostic {
    match place {
        Some(place) => fault.at(place.as_ref().clone()),
        None => fault,
    }
}

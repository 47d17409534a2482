//! Turns what the engine underneath says into [`EngineError`].
//!
//! Two tables of one kind: a fault while planning keeps its text (it speaks of the query and the schema, and no data has
//! been read), a fault while running loses it. Not allowed in here: keeping any text made after planning.

use std::error::Error;
use std::sync::Arc;

use datafusion::common::SchemaError;
use datafusion::error::DataFusionError;

use crate::error::{EngineError, nearest};

impl From<EngineError> for DataFusionError {
    fn from(error: EngineError) -> Self {
        Self::External(Box::new(error))
    }
}

/// A fault met before any file was opened.
pub(crate) fn while_planning(error: &DataFusionError) -> EngineError {
    known(error)
        .or_else(|| chain(error).find_map(about_the_query))
        .unwrap_or_else(|| EngineError::Planning { text: text_of(error) })
}

/// A fault met while the physical plan was made or run: the engine's text is dropped.
pub(crate) fn while_running(error: &DataFusionError) -> EngineError {
    known(error).unwrap_or(EngineError::Execution)
}

/// Our own error travelling inside the engine's, or used-up memory.
fn known(error: &DataFusionError) -> Option<EngineError> {
    chain(error).find_map(|link| {
        if let Some(ours) = link.downcast_ref::<EngineError>() {
            return Some(ours.clone());
        }
        matches!(engine_error(link), Some(DataFusionError::ResourcesExhausted(_))).then_some(EngineError::Memory)
    })
}

fn about_the_query(link: &(dyn Error + 'static)) -> Option<EngineError> {
    if let Some(schema) = link.downcast_ref::<SchemaError>() {
        return about_the_schema(schema);
    }
    match engine_error(link) {
        Some(DataFusionError::SQL(parser, _)) => Some(EngineError::Syntax { text: parser.to_string() }),
        _ => None,
    }
}

fn about_the_schema(error: &SchemaError) -> Option<EngineError> {
    match error {
        SchemaError::FieldNotFound { field, valid_fields } => Some(EngineError::UnknownColumn {
            column: field.flat_name(),
            nearest: nearest(field.name(), valid_fields.iter().map(|valid| valid.name().to_owned())),
        }),
        SchemaError::AmbiguousReference { field } => Some(EngineError::AmbiguousColumn { column: field.flat_name() }),
        _ => None,
    }
}

/// The engine's error behind a link of the chain, also where it is shared.
fn engine_error<'link>(link: &'link (dyn Error + 'static)) -> Option<&'link DataFusionError> {
    link.downcast_ref::<DataFusionError>().or_else(|| link.downcast_ref::<Arc<DataFusionError>>().map(AsRef::as_ref))
}

fn chain(error: &DataFusionError) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let first: &(dyn Error + 'static) = error;
    std::iter::successors(Some(first), |&link| link.source())
}

fn text_of(error: &DataFusionError) -> String {
    let root = error.find_root();
    let text = match root {
        DataFusionError::Plan(text) | DataFusionError::NotImplemented(text) => text.clone(),
        other => other.strip_backtrace(),
    };
    text.split(DataFusionError::BACK_TRACE_SEP).next().unwrap_or_default().trim().to_owned()
}

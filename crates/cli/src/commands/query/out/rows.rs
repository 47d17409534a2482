//! An answer as a table of the formats: whole rows as the release printed them, and other answers as they were worked out.
//!
//! Not allowed in here: a number with other decimals than the release has.

use std::collections::BTreeMap;

use arrow::datatypes::DataType;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_formats::{Column, Kind, Table, observation_columns};
use concordat_store::read_bytes;
use serde_json::Value;

use super::{Given, failure};
use crate::commands::query::{answer, texts};
use crate::failure::Failure;

const OBSERVATIONS: &str = "observations.csv";
/// More decimals say nothing to a person; the number itself keeps all that it has.
const MOST_DECIMALS: usize = 6;

/// The table.
pub(super) fn table(given: &Given<'_>) -> Result<Table, Failure> {
    if given.whole_rows { whole(given) } else { worked_out(given) }
}

/// The rows of the release's own file, in the order of the answer.
fn whole(given: &Given<'_>) -> Result<Table, Failure> {
    let bytes = read_bytes(&given.chosen.folder.join(OBSERVATIONS))?;
    let mut table = Table::read_csv("figures", &bytes, &observation_columns()).map_err(|error| failure(&error))?;
    let position = table.position("figure_id").ok_or_else(unreadable)?;
    let mut by_id: BTreeMap<String, Vec<String>> =
        table.rows.drain(..).filter_map(|row| Some((row.get(position)?.clone(), row))).collect();
    let rows: Option<Vec<Vec<String>>> =
        texts(given.answer, "figure_id")?.iter().map(|figure| by_id.remove(figure)).collect();
    table.rows = rows.ok_or_else(unreadable)?;
    Ok(table)
}

fn unreadable() -> Failure {
    let message = Text::new().declared(OBSERVATIONS).say(" does not say what the Parquet file beside it says");
    Diagnostic::error(&codes::READ_FAILED, message).into()
}

/// What was worked out, column by column.
fn worked_out(given: &Given<'_>) -> Result<Table, Failure> {
    let answered = answer::table(given.answer, &[])?;
    let rows: Vec<Vec<String>> = answered.rows().iter().map(|row| row.iter().map(text).collect()).collect();
    let known = observation_columns();
    let fields = given.answer.schema.fields().iter().enumerate();
    let columns = fields.map(|(place, field)| {
        let kind = kind(field.data_type(), &rows, place);
        let known = known.iter().find(|column| column.name == *field.name() && is_like(column.kind, kind));
        let description = known.map_or("", |column| column.description.as_str());
        Column::new(field.name(), field.name(), kind).described(description)
    });
    Ok(Table { columns: columns.collect(), rows, name: "answer".to_owned() })
}

fn is_like(one: Kind, other: Kind) -> bool {
    one == other || matches!((one, other), (Kind::Decimal { .. }, Kind::Decimal { .. }))
}

fn kind(of: &DataType, rows: &[Vec<String>], place: usize) -> Kind {
    match of {
        kind if kind.is_floating() => {
            let decimals = |cell: &String| cell.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            let most = rows.iter().filter_map(|row| row.get(place)).map(decimals).max().unwrap_or(0);
            Kind::Decimal { decimals: u8::try_from(most.min(MOST_DECIMALS)).ok() }
        }
        kind if kind.is_integer() => Kind::Integer,
        DataType::Boolean => Kind::Flag,
        DataType::Date32 | DataType::Date64 => Kind::Date,
        _ => Kind::Text,
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_f64() => number.as_f64().map_or_else(String::new, |it| it.to_string()),
        other => other.to_string(),
    }
}

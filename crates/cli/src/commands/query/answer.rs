//! An answer of the engine as a table for printing.
//!
//! Not allowed in here: changing a number.

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Int64Type};
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_engine::Answer;
use serde_json::Value;

use crate::failure::{Exit, Failure};
use crate::table::Table;

/// All rows of an answer, without the columns that are not to be shown.
pub(super) fn table(answer: &Answer, hidden: &[&str]) -> Result<Table, Failure> {
    let fields = answer.schema.fields();
    let shown: Vec<usize> = (0..fields.len()).filter(|at| !hidden.contains(&fields[*at].name().as_str())).collect();
    let mut table = Table::new(shown.iter().map(|at| fields[*at].name().as_str()));
    for batch in &answer.batches {
        let columns: Option<Vec<Vec<Value>>> = shown.iter().map(|at| values(batch.column(*at))).collect();
        let mut columns: Vec<_> = columns.ok_or_else(unprintable)?.into_iter().map(Vec::into_iter).collect();
        for _ in 0..batch.num_rows() {
            table.push(columns.iter_mut().map(|column| column.next().unwrap_or(Value::Null)).collect());
        }
    }
    Ok(table)
}

/// Whether a column of flags is true anywhere.
pub(super) fn any_true(answer: &Answer, column: &str) -> bool {
    let arrays = answer.batches.iter().filter_map(|batch| batch.column_by_name(column)?.as_boolean_opt());
    arrays.flat_map(|array| array.iter()).any(|flag| flag == Some(true))
}

/// The cells of a column; `None` for a type that cannot be shown.
fn values(column: &ArrayRef) -> Option<Vec<Value>> {
    match column.data_type() {
        DataType::Null => Some(vec![Value::Null; column.len()]),
        DataType::Boolean => Some(column.as_boolean().iter().map(Value::from).collect()),
        DataType::Float16 | DataType::Float32 | DataType::Float64 => {
            let numbers = cast(column, &DataType::Float64).ok()?;
            Some(numbers.as_primitive::<Float64Type>().iter().map(Value::from).collect())
        }
        kind if kind.is_integer() && *kind != DataType::UInt64 => {
            let numbers = cast(column, &DataType::Int64).ok()?;
            Some(numbers.as_primitive::<Int64Type>().iter().map(Value::from).collect())
        }
        DataType::UInt64 => {
            let numbers = column.as_primitive::<arrow::datatypes::UInt64Type>();
            Some(numbers.iter().map(Value::from).collect())
        }
        _ => {
            let words = cast(column, &DataType::Utf8).ok()?;
            Some(words.as_string::<i32>().iter().map(Value::from).collect())
        }
    }
}

/// What an answer means that has no plain form.
pub(super) fn unprintable() -> Failure {
    let message = Text::new().say("the query cannot be answered: a column has a type that cannot be printed");
    let diagnostic = Diagnostic::error(&codes::QUERY_REFUSED, message).help("Cast it to text, a number or a date.");
    Failure { diagnostics: vec![diagnostic], exit: Exit::USAGE }
}

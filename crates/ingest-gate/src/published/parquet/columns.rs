//! Columns of a Parquet file: whether each has a kind that a table has, and as what it is read.
//!
//! Not allowed in here: a column that is left out in silence.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use concordat_diagnostics::{Text, codes};

use super::Wrong;

/// The columns as they are read: as they are stored, texts by reference, so that one long text that stands in a million rows is
/// held once.
///
/// # Errors
/// [`Wrong`] with the first column that no table has, or that stands twice.
pub(super) fn as_read(stored: &Schema) -> Result<SchemaRef, Wrong> {
    let mut names = BTreeSet::new();
    let mut fields = Vec::new();
    for (number, field) in (1u64..).zip(stored.fields()) {
        if let Some(words) = unfit(field.data_type()) {
            return Err(Wrong::new(&codes::PARQUET_COLUMN, column(number).say(words)));
        }
        if !names.insert(field.name()) {
            return Err(Wrong::new(&codes::DUPLICATE_HEADER, column(number).say(" has the name of an earlier one")));
        }
        let kind = if is_text(field.data_type()) { DataType::Utf8View } else { field.data_type().clone() };
        fields.push(Field::clone(field).with_data_type(kind));
    }
    if fields.is_empty() {
        return Err(Wrong::damaged());
    }
    Ok(Arc::new(Schema::new(fields)))
}

/// A column by its number: a name in a file is no declared one.
pub(super) fn column(number: u64) -> Text {
    Text::new().say("column ").number(number)
}

fn is_text(kind: &DataType) -> bool {
    matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

/// Why a column of this kind is no column of a table.
fn unfit(kind: &DataType) -> Option<&'static str> {
    match kind {
        DataType::List(_)
        | DataType::LargeList(_)
        | DataType::ListView(_)
        | DataType::LargeListView(_)
        | DataType::FixedSizeList(..)
        | DataType::Struct(_)
        | DataType::Map(..)
        | DataType::Union(..) => Some(" holds lists or records inside its cells, expected one value in each"),
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => {
            Some(" holds bytes that are not marked as text, expected text")
        }
        DataType::Null
        | DataType::Boolean
        | DataType::Float32
        | DataType::Float64
        | DataType::Date32
        | DataType::Date64
        | DataType::Timestamp(..)
        | DataType::Decimal32(..)
        | DataType::Decimal64(..)
        | DataType::Decimal128(..)
        | DataType::Decimal256(..) => None,
        kind if is_text(kind) || kind.is_integer() => None,
        _ => Some(" holds neither text, numbers, true or false, dates nor times"),
    }
}

//! Typed access to an answer, so that callers need no engine to read it.
//!
//! Not allowed in here: a conversion that can change a value without saying so.

use arrow::array::{ArrayRef, AsArray};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, Float64Type, Int64Type};

use crate::answer::Answer;
use crate::error::{EngineError, nearest};

impl Answer {
    /// A column of whole numbers (any integer type, or decimals without decimal places), row by row; `None` for null.
    ///
    /// # Errors
    /// [`EngineError::NoSuchColumn`]; [`EngineError::WrongType`] when the column is of another type or a number does not
    /// fit into 64 bits.
    pub fn integers(&self, column: &str) -> Result<Vec<Option<i64>>, EngineError> {
        let arrays = self.cast(column, &DataType::Int64, "whole numbers", is_whole)?;
        let rows = arrays.iter().flat_map(|array| array.as_primitive::<Int64Type>());
        Ok(rows.collect())
    }

    /// A column of floating-point numbers, row by row; `None` for null.
    ///
    /// # Errors
    /// [`EngineError::NoSuchColumn`]; [`EngineError::WrongType`] when the column is of another type.
    pub fn floats(&self, column: &str) -> Result<Vec<Option<f64>>, EngineError> {
        let arrays = self
            .cast(column, &DataType::Float64, "floating-point numbers", |kind| kind.is_floating() || kind.is_null())?;
        let rows = arrays.iter().flat_map(|array| array.as_primitive::<Float64Type>());
        Ok(rows.collect())
    }

    /// A column of text in any encoding, row by row; `None` for null.
    ///
    /// # Errors
    /// [`EngineError::NoSuchColumn`]; [`EngineError::WrongType`] when the column is of another type.
    pub fn texts(&self, column: &str) -> Result<Vec<Option<String>>, EngineError> {
        let arrays = self.cast(column, &DataType::Utf8, "text", is_text_or_null)?;
        let rows = arrays.iter().flat_map(|array| array.as_string::<i32>());
        Ok(rows.map(|text| text.map(str::to_owned)).collect())
    }

    fn cast(
        &self,
        column: &str,
        to: &DataType,
        wanted: &'static str,
        accepts: impl Fn(&DataType) -> bool,
    ) -> Result<Vec<ArrayRef>, EngineError> {
        let wrong = || EngineError::WrongType { column: column.to_owned(), wanted };
        let index = self.index(column)?;
        if !accepts(self.schema.field(index).data_type()) {
            return Err(wrong());
        }
        // Strict: a number that does not fit is an error, not a null. The text of that error would show the number.
        let options = CastOptions { safe: false, ..CastOptions::default() };
        let cast = |array: &ArrayRef| cast_with_options(array, to, &options).map_err(|_| wrong());
        self.batches.iter().map(|batch| cast(batch.column(index))).collect()
    }

    fn index(&self, column: &str) -> Result<usize, EngineError> {
        self.schema.index_of(column).map_err(|_| EngineError::NoSuchColumn {
            column: column.to_owned(),
            nearest: nearest(column, self.schema.fields().iter().map(|field| field.name().clone())),
        })
    }
}

fn is_whole(kind: &DataType) -> bool {
    let whole_decimal = matches!(
        kind,
        DataType::Decimal32(_, 0) | DataType::Decimal64(_, 0) | DataType::Decimal128(_, 0) | DataType::Decimal256(_, 0)
    );
    kind.is_integer() || kind.is_null() || whole_decimal
}

fn is_text_or_null(kind: &DataType) -> bool {
    is_text(kind) || kind.is_null()
}

/// Text in any of its encodings.
pub(crate) fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

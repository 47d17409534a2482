//! Columns in the making: values of accepted records, until there are enough to encode.
//!
//! Not allowed in here: values that were not checked.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BinaryBuilder, Int32Builder, Int64Builder, RecordBatch, StringBuilder, UInt8Builder, UInt16Builder,
};
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use concordat_base::slice_of;

use crate::conform::{Plan, RowCode, Rule, Value};

enum ColumnBuilder {
    Code(UInt16Builder),
    Small(Int32Builder),
    Integer(Int64Builder),
    Token(BinaryBuilder),
    Text(StringBuilder),
}

/// One builder for each landed column.
pub(super) struct RowBuilders {
    /// Position of the column in the plan, and its builder.
    columns: Vec<(usize, ColumnBuilder)>,
    /// Position in the plan of the column whose slice is kept, and its builder.
    slice: Option<(usize, UInt8Builder)>,
    rows: usize,
}

impl RowBuilders {
    pub(super) fn new(plan: &Plan) -> Self {
        let columns = plan.landed().map(|(position, column)| (position, ColumnBuilder::new(&column.rule))).collect();
        let slice = plan.sliced_by().map(|position| (position, UInt8Builder::new()));
        Self { columns, slice, rows: 0 }
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Adds a row whose values are in the order of the plan.
    pub(super) fn push(&mut self, row: &RowCode) {
        for (position, builder) in &mut self.columns {
            builder.push(row.value(*position), || row.bytes_of(*position));
        }
        if let Some((position, builder)) = &mut self.slice {
            let value = (row.value(*position) != Value::Null).then(|| row.bytes_of(*position));
            builder.append_value(slice_of(value));
        }
        self.rows += 1;
    }

    /// The rows gathered so far; the builders begin anew.
    pub(super) fn finish(&mut self, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
        let rows = std::mem::take(&mut self.rows);
        let slice = self.slice.as_mut().map(|(_, builder)| -> ArrayRef { Arc::new(builder.finish()) });
        let columns = self.columns.iter_mut().map(|(_, builder)| builder.finish());
        let arrays: Vec<ArrayRef> = columns.chain(slice).collect();
        // With no column left, the count of rows is all that a batch says.
        let options = arrow::array::RecordBatchOptions::new().with_row_count(Some(rows));
        RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options)
    }
}

impl ColumnBuilder {
    fn new(rule: &Rule) -> Self {
        match rule {
            Rule::Code(_) => Self::Code(UInt16Builder::new()),
            Rule::Area(_) | Rule::Period(_) => Self::Small(Int32Builder::new()),
            Rule::Integer { .. } => Self::Integer(Int64Builder::new()),
            Rule::Token => Self::Token(BinaryBuilder::new()),
            Rule::Text { .. } => Self::Text(StringBuilder::new()),
        }
    }

    /// A value that is not of the builder's kind does not come out of its rule; it would be blank.
    fn push<'row>(&mut self, value: Value, bytes: impl FnOnce() -> &'row [u8]) {
        match (self, value) {
            (Self::Code(builder), Value::Code(code)) => builder.append_value(code),
            (Self::Small(builder), Value::Small(number)) => builder.append_value(number),
            (Self::Integer(builder), Value::Integer(number)) => builder.append_value(number),
            (Self::Token(builder), Value::Bytes) => builder.append_value(bytes()),
            (Self::Text(builder), Value::Bytes) => builder.append_option(std::str::from_utf8(bytes()).ok()),
            (Self::Code(builder), _) => builder.append_null(),
            (Self::Small(builder), _) => builder.append_null(),
            (Self::Integer(builder), _) => builder.append_null(),
            (Self::Token(builder), _) => builder.append_null(),
            (Self::Text(builder), _) => builder.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Code(builder) => Arc::new(builder.finish()),
            Self::Small(builder) => Arc::new(builder.finish()),
            Self::Integer(builder) => Arc::new(builder.finish()),
            Self::Token(builder) => Arc::new(builder.finish()),
            Self::Text(builder) => Arc::new(builder.finish()),
        }
    }
}

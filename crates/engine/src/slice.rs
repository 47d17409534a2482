//! A part of a table's rows by the content of one column, so that a query over many different values can be asked in turns
//! and never holds more than a part of them.
//!
//! Rows of equal content are in the same slice, whatever file or table they stand in; missing values are in the first. Not
//! allowed in here: a choice that a caller could aim at a value.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use arrow::array::{AsArray, BooleanArray, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use concordat_base::{slice_of, slices_of_turn};
use datafusion::common::ScalarValue;
use datafusion::error::Result;
use datafusion::logical_expr::{ColumnarValue, Operator};
use datafusion::physical_expr::expressions::{BinaryExpr, Column, Literal};
use datafusion::physical_plan::filter::FilterExecBuilder;
use datafusion::physical_plan::{ExecutionPlan, PhysicalExpr};

use crate::error::EngineError;

/// One of several parts of a table's rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice {
    /// The column whose content decides; of bytes.
    pub column: String,
    /// Which part, from 0.
    pub index: u64,
    /// How many parts there are; with 1 or 0 the table is not cut.
    pub of: u64,
    /// The column of the files that has each row's slice, in whose order rows lie; with it only the pages of the slice are
    /// read. Without it all rows are, and the slice of each is worked out.
    pub kept_as: Option<String>,
}

impl Slice {
    /// What rows of the slice have in common, by the column that is kept in the files, and that column added to `schema`.
    pub(crate) fn predicate(&self, schema: &mut SchemaRef) -> Option<Arc<dyn PhysicalExpr>> {
        let kept_as = self.kept_as.as_ref()?;
        let column: Arc<dyn PhysicalExpr> = Arc::new(Column::new(kept_as, schema.fields().len()));
        let added = Arc::new(Field::new(kept_as, DataType::UInt8, false));
        *schema = Arc::new(Schema::new(schema.fields().iter().cloned().chain([added]).collect::<Vec<_>>()));
        let slices = slices_of_turn(self.index, self.of);
        let bound = |slice: u64, operator| -> Arc<dyn PhysicalExpr> {
            // One more than the last slice is no number of a byte; nothing is below the first.
            let slice = ScalarValue::UInt8(u8::try_from(slice).ok());
            Arc::new(BinaryExpr::new(Arc::clone(&column), operator, Arc::new(Literal::new(slice))))
        };
        let (from, to) = (bound(slices.start, Operator::GtEq), bound(slices.end.saturating_sub(1), Operator::LtEq));
        Some(Arc::new(BinaryExpr::new(from, Operator::And, to)))
    }

    /// Cuts the rows of `scan`, which gives the column last where the query did not ask for it. `asked` is how many columns
    /// the query asked for.
    pub(crate) fn cut(&self, scan: Arc<dyn ExecutionPlan>, asked: usize) -> Result<Arc<dyn ExecutionPlan>> {
        let column = Column::new_with_schema(&self.column, &scan.schema())?;
        let within = InSlice { column: Arc::new(column), index: self.index, of: self.of };
        let cut = FilterExecBuilder::new(Arc::new(within), scan).apply_projection(Some((0..asked).collect()))?;
        Ok(Arc::new(cut.build()?))
    }

    /// The columns to scan so that rows can be cut: those asked for, and the column that decides, if it is another.
    pub(crate) fn columns(&self, schema: &SchemaRef, projection: Option<&Vec<usize>>) -> Result<Vec<usize>> {
        let mut columns = projection.cloned().unwrap_or_else(|| (0..schema.fields().len()).collect());
        let deciding = schema.index_of(&self.column)?;
        if !columns.contains(&deciding) {
            columns.push(deciding);
        }
        Ok(columns)
    }
}

/// Whether a row is in the slice, worked out from the column that decides.
#[derive(Debug, Clone)]
struct InSlice {
    column: Arc<dyn PhysicalExpr>,
    index: u64,
    of: u64,
}

impl PhysicalExpr for InSlice {
    fn data_type(&self, _: &Schema) -> Result<DataType> {
        Ok(DataType::Boolean)
    }

    fn nullable(&self, _: &Schema) -> Result<bool> {
        Ok(false)
    }

    fn evaluate(&self, batch: &RecordBatch) -> Result<ColumnarValue> {
        let values = self.column.evaluate(batch)?.into_array(batch.num_rows())?;
        let values = values.as_binary_opt::<i32>().ok_or(EngineError::Execution)?;
        let slices = slices_of_turn(self.index, self.of);
        let within = values.iter().map(|value| Some(slices.contains(&u64::from(slice_of(value)))));
        Ok(ColumnarValue::Array(Arc::new(within.collect::<BooleanArray>())))
    }

    fn children(&self) -> Vec<&Arc<dyn PhysicalExpr>> {
        vec![&self.column]
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn PhysicalExpr>>) -> Result<Arc<dyn PhysicalExpr>> {
        let column = children.into_iter().next().unwrap_or_else(|| Arc::clone(&self.column));
        Ok(Arc::new(Self { column, index: self.index, of: self.of }))
    }

    fn fmt_sql(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")
    }
}

impl fmt::Display for InSlice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "slice {} of {} by {}", self.index, self.of, self.column)
    }
}

impl PartialEq for InSlice {
    fn eq(&self, other: &Self) -> bool {
        (self.index, self.of) == (other.index, other.of) && *self.column == *other.column
    }
}

impl Eq for InSlice {}

impl Hash for InSlice {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.index, self.of).hash(state);
        self.column.hash(state);
    }
}

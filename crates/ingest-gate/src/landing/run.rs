//! Rows of a row group before they are written, and the order that they are written in.
//!
//! Not allowed in here: an order that tells one pseudonym from another; within a slice rows stand as they came.

use std::vec::IntoIter;

use arrow::array::{AsArray, RecordBatch};
use arrow::compute::interleave_record_batch;
use arrow::datatypes::UInt8Type;
use arrow::error::ArrowError;

/// Rows that were put in order and are taken out at a time.
const ROWS_AT_A_TIME: usize = 16_384;

/// Rows that wait, as batches whose last column is the slice.
pub(super) struct Run {
    batches: Vec<RecordBatch>,
    rows: usize,
    most_rows: usize,
    bytes: usize,
}

impl Run {
    pub(super) fn of_at_most(most_rows: usize) -> Self {
        Self { batches: Vec::new(), rows: 0, most_rows, bytes: 0 }
    }

    /// Whether a batch fits beside those that wait; the first always does.
    pub(super) fn has_room_for(&self, batch: &RecordBatch) -> bool {
        self.rows == 0 || self.rows + batch.num_rows() <= self.most_rows
    }

    pub(super) fn push(&mut self, batch: RecordBatch) {
        self.rows += batch.num_rows();
        self.bytes += batch.get_array_memory_size();
        self.batches.push(batch);
    }

    /// Bytes that waiting rows hold.
    pub(super) fn memory(&self) -> usize {
        self.bytes
    }

    /// All rows in order of slice; none wait afterwards.
    pub(super) fn take_ordered(&mut self) -> Ordered {
        let taken = std::mem::replace(self, Self::of_at_most(self.most_rows));
        Ordered { order: order(&taken.batches, taken.rows).into_iter(), batches: taken.batches }
    }
}

/// Rows in order, some at a time.
pub(super) struct Ordered {
    batches: Vec<RecordBatch>,
    order: IntoIter<(usize, usize)>,
}

impl Iterator for Ordered {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next: Vec<(usize, usize)> = self.order.by_ref().take(ROWS_AT_A_TIME).collect();
        let batches: Vec<&RecordBatch> = self.batches.iter().collect();
        (!next.is_empty()).then(|| interleave_record_batch(&batches, &next))
    }
}

/// Positions of rows, as batch and row, by slice and then as they came.
fn order(batches: &[RecordBatch], rows: usize) -> Vec<(usize, usize)> {
    let slices = || {
        batches.iter().enumerate().flat_map(|(batch, rows)| {
            let slices = rows.columns().last().and_then(|column| column.as_primitive_opt::<UInt8Type>());
            let slices = slices.map(|slices| slices.values().as_ref()).unwrap_or_default();
            slices.iter().enumerate().map(move |(row, slice)| (usize::from(*slice), (batch, row)))
        })
    };
    let mut starts = [0_usize; 257];
    slices().for_each(|(slice, _)| starts[slice + 1] += 1);
    (1..starts.len()).for_each(|slice| starts[slice] += starts[slice - 1]);
    let mut order = vec![(0, 0); rows];
    for (slice, position) in slices() {
        order[starts[slice]] = position;
        starts[slice] += 1;
    }
    order
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Int64Array, UInt8Array};

    use super::*;

    fn batch(rows: &[(i64, u8)]) -> RecordBatch {
        let values: ArrayRef = Arc::new(Int64Array::from_iter_values(rows.iter().map(|row| row.0)));
        let slices: ArrayRef = Arc::new(UInt8Array::from_iter_values(rows.iter().map(|row| row.1)));
        RecordBatch::try_from_iter([("value", values), ("slice", slices)]).unwrap()
    }

    #[test]
    fn rows_of_a_slice_stand_together_and_as_they_came() {
        let mut run = Run::of_at_most(10);
        run.push(batch(&[(1, 255), (2, 0), (3, 7)]));
        run.push(batch(&[(4, 0), (5, 255), (6, 7)]));
        let ordered: Vec<RecordBatch> = run.take_ordered().map(Result::unwrap).collect();
        assert_eq!(ordered, [batch(&[(2, 0), (4, 0), (3, 7), (6, 7), (1, 255), (5, 255)])]);
        assert_eq!((run.take_ordered().count(), run.memory()), (0, 0));
    }

    #[test]
    fn a_run_ends_before_it_is_too_long_and_takes_one_batch_of_any_length() {
        let mut run = Run::of_at_most(3);
        let long = batch(&[(1, 1), (2, 2), (3, 3), (4, 4)]);
        assert!(run.has_room_for(&long));
        run.push(batch(&[(1, 1), (2, 2)]));
        assert!(run.has_room_for(&batch(&[(3, 3)])));
        assert!(!run.has_room_for(&batch(&[(3, 3), (4, 4)])));
    }
}

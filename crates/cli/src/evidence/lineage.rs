//! `lineage.parquet` of a release, one line for each indicator and dataset.
//!
//! Not allowed in here: the rest of a row: which figure of which area it is about.

use std::collections::BTreeMap;
use std::path::Path;

use arrow::array::AsArray;
use arrow::record_batch::RecordBatch;
use concordat_compliance::LineageLine;
use concordat_store::open_file;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::unreadable;
use crate::failure::Failure;

/// What is the same for every figure of an indicator and dataset, in the order of [`LineageLine`].
const COLUMNS: [&str; 9] = [
    "indicator",
    "dataset",
    "supplier",
    "columns",
    "extract_commitments",
    "agreements",
    "clauses",
    "purpose",
    "decision",
];

type Cells = [String; COLUMNS.len()];

/// The lines of a file, in order of indicator and dataset.
pub(super) fn lines(file: &Path) -> Result<Vec<LineageLine>, Failure> {
    let failed = || unreadable(file);
    let builder = ParquetRecordBatchReaderBuilder::try_new(open_file(file)?).map_err(|_| failed())?;
    let mask = ProjectionMask::columns(builder.parquet_schema(), COLUMNS);
    let reader = builder.with_projection(mask).build().map_err(|_| failed())?;
    let mut figures: BTreeMap<Cells, u64> = BTreeMap::new();
    for batch in reader {
        count(&batch.map_err(|_| failed())?, &mut figures).ok_or_else(failed)?;
    }
    Ok(figures.into_iter().map(line).collect())
}

/// Counts rows that say the same; rows beside each other mostly do.
fn count(batch: &RecordBatch, figures: &mut BTreeMap<Cells, u64>) -> Option<()> {
    let columns: Option<Vec<_>> =
        COLUMNS.iter().map(|name| batch.column_by_name(name)?.as_string_opt::<i32>()).collect();
    let columns = columns?;
    for row in 0..batch.num_rows() {
        let cells: Cells = std::array::from_fn(|at| columns[at].value(row).to_owned());
        *figures.entry(cells).or_default() += 1;
    }
    Some(())
}

fn line((cells, figures): (Cells, u64)) -> LineageLine {
    let [indicator, dataset, supplier, columns, extract_commitments, agreements, clauses, purpose, decision] = cells;
    LineageLine {
        indicator,
        dataset,
        supplier,
        columns,
        extract_commitments,
        agreements,
        clauses,
        purpose,
        decision,
        figures,
    }
}

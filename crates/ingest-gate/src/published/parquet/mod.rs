//! Published tables in Parquet: columns with names, each cell as the text that a file of separated values would hold.
//!
//! Not allowed in here: words of the libraries of arrow and parquet, which may print cells; names that stand in the file, which
//! may be cells of a table that was turned round; and unpacking before the declared sizes were added up.

mod cells;
mod chunks;
mod columns;
mod pages;

use std::panic::catch_unwind;
use std::sync::Arc;

use bytes::Bytes;
use concordat_declare::layout::Layout;
use concordat_diagnostics::{Code, Text, codes};
use concordat_tables::{Limits, Records, Table, TableError};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};

use crate::input::DeliveredFile;
use crate::stop::Stop;

/// Few, since a batch is unpacked before it can be counted.
const BATCH_ROWS: usize = 1024;

/// How a file ends that is whole, and one whose footer is encrypted.
const END: &[u8] = b"PAR1";
const ENCRYPTED_END: &[u8] = b"PARE";

/// What is wrong with a file, before it is put into words that name it.
struct Wrong {
    code: &'static Code,
    text: Text,
}

impl Wrong {
    fn new(code: &'static Code, text: impl Into<Text>) -> Self {
        Self { code, text: text.into() }
    }

    fn damaged() -> Self {
        Self::new(&codes::NOT_PARQUET, "the file is damaged, or written in a way that cannot be read")
    }
}

/// Reads a table that its publisher gives in Parquet.
///
/// # Errors
/// A [`Stop`] when it is damaged, encrypted, too large or holds what is no table, or is not as the layout has it.
pub(super) fn read(
    bytes: Vec<u8>,
    delivered: &DeliveredFile<'_>,
    layout: &Layout,
    limits: &Limits,
) -> Result<Table, Stop> {
    // The library panics at some damage that it could refuse; a file of somebody else's must not end the night.
    let read = catch_unwind(|| records(bytes.into(), limits)).unwrap_or_else(|_| Err(Wrong::damaged()));
    let records = read.map_err(|wrong| delivered.fault(wrong.code, wrong.text))?;
    let table = records.and_then(|records| records.table(layout));
    table.map_err(|error| error.diagnostic(delivered.shown, None).into())
}

/// The records, or the limit that they pass.
fn records(bytes: Bytes, limits: &Limits) -> Result<Result<Records, TableError>, Wrong> {
    whole(&bytes)?;
    // What the writing program says of its own types is left alone: the library breaks down where it is damaged.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let stored = ArrowReaderMetadata::load(&bytes, options).map_err(|_| Wrong::damaged())?;
    let file = Arc::clone(stored.metadata());
    // Columns first: only in plain ones are there as many values as rows.
    let schema = columns::as_read(stored.schema())?;
    if let Err(error) = chunks::check(&bytes, &file, limits)? {
        return Ok(Err(error));
    }
    let names = schema.fields().iter().map(|field| field.name().clone()).collect();
    let options = ArrowReaderOptions::new().with_schema(schema);
    let metadata = ArrowReaderMetadata::try_new(Arc::clone(&file), options).map_err(|_| Wrong::damaged())?;
    let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(bytes, metadata).with_batch_size(BATCH_ROWS);
    let mut records = Records::new(names, limits);
    let mut number = 0;
    for batch in reader.build().map_err(|_| Wrong::damaged())? {
        let batch = batch.map_err(|_| Wrong::damaged())?;
        let columns: Option<Vec<cells::Column<'_>>> = batch.columns().iter().map(cells::column).collect();
        let columns = columns.ok_or_else(Wrong::damaged)?;
        for row in 0..batch.num_rows() {
            number += 1;
            let cells: Option<Vec<String>> = columns.iter().map(|column| column.text(row)).collect();
            let cells = cells.ok_or_else(|| Wrong::new(&codes::PARQUET_COLUMN, no_date(number)))?;
            if let Err(error) = records.add(cells) {
                return Ok(Err(error));
            }
        }
    }
    let declared = u64::try_from(file.file_metadata().num_rows()).ok();
    if declared == Some(number) { Ok(Ok(records)) } else { Err(Wrong::damaged()) }
}

/// Looks whether the footer is there, which is written last.
fn whole(bytes: &[u8]) -> Result<(), Wrong> {
    if bytes.starts_with(ENCRYPTED_END) || bytes.ends_with(ENCRYPTED_END) {
        return Err(Wrong::new(&codes::PARQUET_ENCRYPTED, "the footer of the file is encrypted"));
    }
    if bytes.len() < END.len() * 3 || !bytes.ends_with(END) {
        return Err(Wrong::new(
            &codes::NOT_PARQUET,
            "the file ends before its footer: it was cut off, and must be fetched again",
        ));
    }
    Ok(())
}

fn no_date(row: u64) -> Text {
    Text::new().say("row ").number(row).say(": a date or time lies outside of all calendars")
}

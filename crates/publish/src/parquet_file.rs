//! Tables as Parquet: zstd, page index, key-value metadata, rows in the order given; and reading such a file back as text.
//!
//! A missing cell is a null; nothing stands behind it, in the values, the statistics or the page index. Not allowed in
//! here: the words of the library's errors, and file metadata whose order is not fixed.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Date32Array, Float64Array, Int64Array, StringArray};
use arrow::datatypes::{DataType, Date32Type, Field, Float64Type, Int64Type, Schema};
use arrow::record_batch::RecordBatch;
use concordat_base::Date;
use concordat_store::open_file;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use crate::error::PublishError;
use crate::table::{Cell, Kind, Table};

/// Rows in one row group.
const ROW_GROUP_ROWS: usize = 131_072;

/// What the file says of itself, in order.
pub(crate) type Metadata = Vec<(String, String)>;

/// A table as the bytes of a Parquet file.
pub(crate) fn encode(table: &Table<'_>, metadata: &Metadata, file: &str) -> Result<Vec<u8>, PublishError> {
    let failed = || PublishError::Encode { file: file.to_owned() };
    let fields = table.headings().iter().map(|(name, kind)| Field::new(*name, data_type(*kind), true));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let columns = table.headings().iter().enumerate().map(|(column, (_, kind))| array(table, column, *kind));
    let columns = columns.collect::<Option<Vec<_>>>().ok_or_else(failed)?;
    let batch = RecordBatch::try_new(Arc::clone(&schema), columns).map_err(|_| failed())?;
    // The types of the columns are plain, so the copy of the Arrow schema would add nothing.
    let options = ArrowWriterOptions::new()
        .with_properties(properties(metadata).map_err(|_| failed())?)
        .with_skip_arrow_metadata(true);
    let mut writer = ArrowWriter::try_new_with_options(Vec::new(), schema, options).map_err(|_| failed())?;
    writer.write(&batch).map_err(|_| failed())?;
    writer.into_inner().map_err(|_| failed())
}

fn properties(metadata: &Metadata) -> Result<WriterProperties, parquet::errors::ParquetError> {
    let pairs = metadata.iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect();
    Ok(WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
        .set_key_value_metadata(Some(pairs))
        .build())
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Decimal => DataType::Float64,
        Kind::Count => DataType::Int64,
        Kind::Date => DataType::Date32,
        Kind::Flag => DataType::Boolean,
    }
}

/// One column; `None` if a number does not fit its type.
fn array(table: &Table<'_>, column: usize, kind: Kind) -> Option<ArrayRef> {
    let cells = (0..table.rows()).map(|row| table.cell(row, column));
    Some(match kind {
        Kind::Text => Arc::new(cells.map(text).collect::<StringArray>()),
        Kind::Decimal => Arc::new(cells.map(|cell| decimal(&cell)).collect::<Float64Array>()),
        Kind::Count => {
            Arc::new(cells.map(|cell| count(&cell)).collect::<Option<Vec<_>>>()?.into_iter().collect::<Int64Array>())
        }
        Kind::Date => {
            Arc::new(cells.map(|cell| date(&cell)).collect::<Option<Vec<_>>>()?.into_iter().collect::<Date32Array>())
        }
        Kind::Flag => Arc::new(cells.map(|cell| flag(&cell)).collect::<BooleanArray>()),
    })
}

fn text(cell: Cell<'_>) -> Option<String> {
    Some(cell.print().into_owned()).filter(|text| !text.is_empty())
}

fn decimal(cell: &Cell<'_>) -> Option<f64> {
    if let Cell::Decimal(decimal) = cell { decimal.map(concordat_base::Decimal::to_f64) } else { None }
}

fn flag(cell: &Cell<'_>) -> Option<bool> {
    if let Cell::Flag(flag) = cell { Some(*flag) } else { None }
}

/// A count; `None` if it does not fit, `Some(None)` if it is missing.
fn count(cell: &Cell<'_>) -> Option<Option<i64>> {
    match cell {
        Cell::Count(Some(count)) => i64::try_from(*count).ok().map(Some),
        _ => Some(None),
    }
}

/// Days since 1970-01-01; `None` if they do not fit, `Some(None)` if they are missing.
fn date(cell: &Cell<'_>) -> Option<Option<i32>> {
    match cell {
        Cell::Date(Some(date)) => i32::try_from(EPOCH.duration_until(*date).as_hours() / 24).ok().map(Some),
        _ => Some(None),
    }
}

const EPOCH: Date = Date::constant(1970, 1, 1);

/// The key-value metadata of a file, and its columns' names.
pub(crate) fn describe(path: &Path, file: &str) -> Result<(Metadata, Vec<String>), PublishError> {
    let builder = open(path, file)?;
    let pairs = builder.metadata().file_metadata().key_value_metadata().cloned().unwrap_or_default();
    let metadata = pairs.into_iter().map(|pair| (pair.key, pair.value.unwrap_or_default())).collect();
    let names = builder.schema().fields().iter().map(|field| field.name().clone()).collect();
    Ok((metadata, names))
}

/// Shows every row of a file to `visit`, as text: empty for a null, a double in its shortest form.
pub(crate) fn visit_rows(
    path: &Path,
    file: &str,
    visit: &mut dyn FnMut(&[String]) -> Result<(), PublishError>,
) -> Result<(), PublishError> {
    let failed = || PublishError::Decode { file: file.to_owned() };
    let mut cells: Vec<String> = Vec::new();
    for batch in open(path, file)?.build().map_err(|_| failed())? {
        let batch = batch.map_err(|_| failed())?;
        cells.resize_with(batch.num_columns(), String::new);
        for row in 0..batch.num_rows() {
            for (column, cell) in batch.columns().iter().zip(&mut cells) {
                cell.clear();
                print(column, row, cell).ok_or_else(failed)?;
            }
            visit(&cells)?;
        }
    }
    Ok(())
}

fn open(path: &Path, file: &str) -> Result<ParquetRecordBatchReaderBuilder<std::fs::File>, PublishError> {
    let opened = open_file(path).map_err(|source| PublishError::Read { source })?;
    ParquetRecordBatchReaderBuilder::try_new(opened).map_err(|_| PublishError::Decode { file: file.to_owned() })
}

/// Adds one cell to `into`; `None` for a type that is not written here.
fn print(column: &ArrayRef, row: usize, into: &mut String) -> Option<()> {
    if column.is_null(row) {
        return Some(());
    }
    match column.data_type() {
        DataType::Utf8 => into.push_str(column.as_string::<i32>().value(row)),
        DataType::Float64 => write!(into, "{}", column.as_primitive::<Float64Type>().value(row)).ok()?,
        DataType::Int64 => write!(into, "{}", column.as_primitive::<Int64Type>().value(row)).ok()?,
        DataType::Date32 => {
            let days = i64::from(column.as_primitive::<Date32Type>().value(row));
            let date = EPOCH.checked_add(jiff::SignedDuration::from_hours(days * 24)).ok()?;
            write!(into, "{date}").ok()?;
        }
        DataType::Boolean => into.push_str(if column.as_boolean().value(row) { "true" } else { "false" }),
        _ => return None,
    }
    Some(())
}

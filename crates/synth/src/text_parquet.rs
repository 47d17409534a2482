//! Parquet in which every column is plain text, as a warehouse export would be. The writer's settings are fixed here so
//! that the bytes do not tell which version of this tool made them; no types are inferred or added.

use std::io::Write;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringBuilder};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use crate::error::Error;

/// A Parquet file of text columns in the making; an empty cell becomes a null.
pub(crate) struct TextParquet<W: Write + Send> {
    schema: SchemaRef,
    columns: Vec<StringBuilder>,
    waiting_rows: usize,
    writer: ArrowWriter<W>,
}

/// Rows collected before they are handed to the encoder.
const BATCH_ROWS: usize = 65_536;

impl<W: Write + Send> TextParquet<W> {
    /// Starts a file with the named columns.
    ///
    /// # Errors
    /// When the encoder refuses the schema or its settings.
    pub(crate) fn new(sink: W, names: &[&str]) -> Result<Self, Error> {
        let fields: Vec<Field> = names.iter().map(|name| Field::new(*name, DataType::Utf8, true)).collect();
        let schema = Arc::new(Schema::new(fields));
        let level = ZstdLevel::try_new(3).map_err(|source| Error::EncodeParquet { source })?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_created_by("concordat-synth".to_owned())
            .build();
        let options = ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
        let writer = ArrowWriter::try_new_with_options(sink, Arc::clone(&schema), options)
            .map_err(|source| Error::EncodeParquet { source })?;
        let columns = names.iter().map(|_| StringBuilder::new()).collect();
        Ok(Self { schema, columns, waiting_rows: 0, writer })
    }

    /// Adds one row, as many cells as there are columns.
    ///
    /// # Errors
    /// When the encoder fails.
    pub(crate) fn push(&mut self, cells: &[&str]) -> Result<(), Error> {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.append_option(Some(cell).filter(|cell| !cell.is_empty()));
        }
        self.waiting_rows += 1;
        if self.waiting_rows == BATCH_ROWS { self.flush() } else { Ok(()) }
    }

    /// Writes what waits and the footer, and hands the sink back.
    ///
    /// # Errors
    /// When the encoder fails.
    pub(crate) fn finish(mut self) -> Result<W, Error> {
        self.flush()?;
        self.writer.into_inner().map_err(|source| Error::EncodeParquet { source })
    }

    fn flush(&mut self) -> Result<(), Error> {
        self.waiting_rows = 0;
        let arrays: Vec<ArrayRef> =
            self.columns.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef).collect();
        let batch =
            RecordBatch::try_new(Arc::clone(&self.schema), arrays).map_err(|source| Error::Columns { source })?;
        self.writer.write(&batch).map_err(|source| Error::EncodeParquet { source })
    }
}

//! Writes the rows of one period.
//!
//! Not allowed in here: rows of other periods.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use concordat_base::Period;
use concordat_store::vault::seal;
use concordat_store::{AtomicFolder, Home, MANIFEST, StoreError, file_length};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;

use super::builders::RowBuilders;
use super::folders;
use super::fresh_key::FreshKey;
use super::manifest::{LandedManifest, Origin};
use super::run::Run;
use super::schema;
use super::watched::{Failure, Watched};
use crate::conform::{ColumnSums, Plan, RowCode};
use crate::error::GateError;
use crate::limits::Limits;

/// Rows of a period, being written. Gone when dropped before [`PartitionWriter::finish`].
pub(super) struct PartitionWriter {
    pub(super) period: Period,
    // Before the folder: a file that is open cannot be removed everywhere.
    writer: ArrowWriter<Watched>,
    folder: AtomicFolder,
    // After the folder: what is sealed goes before its key does.
    key: FreshKey,
    failure: Failure,
    schema: SchemaRef,
    builders: RowBuilders,
    /// Rows that wait to be put in order; `None` where there is nothing to order them by.
    run: Option<Run>,
    sums: ColumnSums,
}

/// A period that is written whole and not yet in its place.
pub(crate) struct Written {
    pub(crate) folder: AtomicFolder,
    pub(crate) key: FreshKey,
    pub(crate) manifest: LandedManifest,
    pub(crate) period: Period,
}

impl PartitionWriter {
    pub(super) fn begin(
        folder: AtomicFolder,
        key: FreshKey,
        period: Period,
        plan: &Plan,
        limits: &Limits,
    ) -> Result<Self, GateError> {
        let (file, failure) = Watched::new(folder.file("data.parquet")?);
        let schema = schema::schema(plan);
        let properties = schema::properties(plan, limits, key.key());
        let properties = properties.map_err(|_| failure.error(&folders::data(folder.path())))?;
        let options = ArrowWriterOptions::new().with_properties(properties);
        let writer = ArrowWriter::try_new_with_options(file, Arc::clone(&schema), options)
            .map_err(|_| failure.error(&folders::data(folder.path())))?;
        let sums = ColumnSums::new(plan.columns.len());
        let run = plan.sliced_by().map(|_| Run::of_at_most(limits.row_group_rows));
        Ok(Self { period, schema, writer, folder, key, failure, builders: RowBuilders::new(plan), run, sums })
    }

    /// Adds a row; `true` when enough are gathered to be encoded.
    pub(super) fn push(&mut self, row: &mut RowCode, key_hash: u128, batch_rows: usize) -> bool {
        self.builders.push(row);
        self.sums.add(row, key_hash);
        self.builders.rows() >= batch_rows
    }

    /// Encodes the rows gathered so far.
    pub(super) fn encode(&mut self) -> Result<(), GateError> {
        let batch = self.builders.finish(&self.schema).map_err(|_| self.encode_error())?;
        if self.run.as_ref().is_some_and(|run| !run.has_room_for(&batch)) {
            self.flush()?;
        }
        match &mut self.run {
            Some(run) => run.push(batch),
            None => self.writer.write(&batch).map_err(|_| self.encode_error())?,
        }
        Ok(())
    }

    /// Bytes that rows hold in memory.
    pub(super) fn memory(&self) -> usize {
        self.writer.memory_size() + self.run.as_ref().map_or(0, Run::memory)
    }

    /// Writes the row group out, and frees its memory.
    pub(super) fn flush(&mut self) -> Result<(), GateError> {
        for batch in self.run.as_mut().map(Run::take_ordered).into_iter().flatten() {
            let batch = batch.map_err(|_| self.encode_error())?;
            self.writer.write(&batch).map_err(|_| self.encode_error())?;
        }
        self.writer.flush().map_err(|_| self.encode_error())
    }

    /// Ends the file and writes the manifest.
    pub(super) fn finish(mut self, home: &Home, origin: &Origin, plan: &Plan) -> Result<Written, GateError> {
        if self.builders.rows() > 0 {
            self.encode()?;
        }
        self.flush()?;
        let Self { period, writer, folder, key, failure, sums, .. } = self;
        let file = writer.into_inner().map_err(|_| failure.error(&folders::data(folder.path())))?;
        file.finish()?;
        let parquet_bytes = file_length(&folders::data(folder.path()))?;
        let manifest = LandedManifest::new(origin, plan, period, &sums, parquet_bytes);
        // Bound to the place that it will have, which its own content names.
        let path = folders::landed(home, &manifest.dataset, &manifest.period, &manifest.content_id)?.join(MANIFEST);
        let sealed = seal(key.key(), &home.vault()?.context(&path), &manifest.json());
        folder.write(MANIFEST, &sealed.map_err(|source| StoreError::Write { path, source })?)?;
        Ok(Written { folder, key, manifest, period })
    }

    fn encode_error(&self) -> GateError {
        self.failure.error(&folders::data(self.folder.path()))
    }
}

//! The opening of data files: every file is noted before it is opened, and must hold what its table says it holds.
//!
//! The one place where files are opened for a query. Not allowed in here: opening one without the record of a query, and
//! reading a missing column as empty.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::datatypes::{DataType, SchemaRef};
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::ParquetFileReaderFactory;
use datafusion::datasource::physical_plan::parquet::DefaultParquetFileReaderFactory;
use datafusion::error::{DataFusionError, Result};
use datafusion::object_store::{self, ObjectMeta};
use datafusion::parquet::arrow::async_reader::AsyncFileReader;
use datafusion::physical_expr::utils::collect_columns;
use datafusion::physical_expr_adapter::{
    DefaultPhysicalExprAdapterFactory, PhysicalExprAdapter, PhysicalExprAdapterFactory,
};
use datafusion::physical_plan::PhysicalExpr;
use datafusion::physical_plan::metrics::ExecutionPlanMetricsSet;

use crate::error::EngineError;
use crate::record::QueryRecord;
use crate::rows::is_text;
use crate::sealed::{FileKey, SealedFile};

/// The name a file was given by its table, carried along with it.
struct GivenPath(PathBuf);

/// Looks at a file's size and time without opening it.
pub(crate) fn located(table: &str, file: &Path) -> Result<PartitionedFile, EngineError> {
    let missing = || EngineError::MissingFile { table: table.to_owned(), file: file.to_owned() };
    let metadata = std::fs::metadata(file).map_err(|_| missing())?;
    let absolute = std::path::absolute(file).map_err(|_| missing())?;
    let location = object_store::path::Path::from_absolute_path(absolute).map_err(|_| missing())?;
    let meta = ObjectMeta {
        location,
        last_modified: metadata.modified().map_err(|_| missing())?.into(),
        size: metadata.len(),
        e_tag: None,
        version: None,
    };
    Ok(PartitionedFile::new_from_meta(meta).with_extension(GivenPath(file.to_owned())))
}

/// Opens files for one scan of one query.
pub(crate) struct RecordingReader {
    pub(crate) table: String,
    pub(crate) record: Arc<QueryRecord>,
    /// Keys of the files that are encrypted.
    pub(crate) keys: Arc<BTreeMap<PathBuf, FileKey>>,
    pub(crate) opener: DefaultParquetFileReaderFactory,
}

impl fmt::Debug for RecordingReader {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RecordingReader({})", self.table)
    }
}

impl ParquetFileReaderFactory for RecordingReader {
    fn create_reader(
        &self,
        partition_index: usize,
        file: PartitionedFile,
        metadata_size_hint: Option<usize>,
        metrics: &ExecutionPlanMetricsSet,
    ) -> Result<Box<dyn AsyncFileReader + Send>> {
        let Some(GivenPath(path)) = file.extension::<GivenPath>() else {
            // A file that no governed table named.
            return Err(EngineError::Execution.into());
        };
        let (key, size) = (self.keys.get(path), file.object_meta.size);
        self.record.note_opened(&self.table, path, size);
        let reader = self.opener.create_reader(partition_index, file, metadata_size_hint, metrics)?;
        match key {
            Some(key) => Ok(Box::new(SealedFile::new(reader, key, size)?)),
            None => Ok(reader),
        }
    }
}

/// Checks, for each file, the columns about to be read against the table's schema.
#[derive(Debug)]
pub(crate) struct StrictFiles {
    pub(crate) table: String,
}

#[derive(Debug)]
struct StrictFile {
    table: String,
    declared: SchemaRef,
    found: SchemaRef,
    lenient: Arc<dyn PhysicalExprAdapter>,
}

impl PhysicalExprAdapterFactory for StrictFiles {
    fn create(&self, declared: SchemaRef, found: SchemaRef) -> Result<Arc<dyn PhysicalExprAdapter>> {
        let lenient = DefaultPhysicalExprAdapterFactory.create(declared.clone(), found.clone())?;
        Ok(Arc::new(StrictFile { table: self.table.clone(), declared, found, lenient }))
    }
}

impl PhysicalExprAdapter for StrictFile {
    fn rewrite(&self, expression: Arc<dyn PhysicalExpr>) -> Result<Arc<dyn PhysicalExpr>> {
        let columns: BTreeSet<String> =
            collect_columns(&expression).into_iter().map(|column| column.name().to_owned()).collect();
        match columns.into_iter().find(|column| !self.fits(column)) {
            Some(column) => Err(DataFusionError::from(EngineError::FileDiffers { table: self.table.clone(), column })),
            None => self.lenient.rewrite(expression),
        }
    }
}

impl StrictFile {
    fn fits(&self, column: &str) -> bool {
        match (self.declared.field_with_name(column), self.found.field_with_name(column)) {
            (Ok(declared), Ok(found)) => same_values(declared.data_type(), found.data_type()),
            _ => false,
        }
    }
}

/// Whether reading `found` as `declared` keeps every value or fails: never a rounding, a cut or a null.
fn same_values(declared: &DataType, found: &DataType) -> bool {
    declared == found || (is_text(declared) && is_text(found)) || (declared.is_integer() && found.is_integer())
}

//! Tables a session can have: Parquet files of which only some columns exist, and small tables in memory.
//!
//! A scan is given out only to a query that carries its record, and only for columns approved in it. Not allowed in here:
//! opening a file to learn its schema, and a table without a list of columns.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use datafusion::catalog::{Session, TableProvider};
use datafusion::datasource::physical_plan::parquet::DefaultParquetFileReaderFactory;
use datafusion::datasource::physical_plan::{FileGroup, FileScanConfigBuilder, ParquetSource};
use datafusion::datasource::source::DataSourceExec;
use datafusion::datasource::{MemTable, TableType};
use datafusion::error::Result;
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::logical_expr::Expr;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::empty::EmptyExec;
use futures::FutureExt;
use futures::future::BoxFuture;

use crate::error::EngineError;
use crate::file::{RecordingReader, StrictFiles, located};
use crate::record::QueryRecord;
use crate::sealed::FileKey;
use crate::slice::Slice;

/// A table kept in Parquet files, of which a query sees `columns` and nothing else.
#[derive(Debug, Clone)]
pub struct GovernedTable {
    /// The name queries use. Names with other than small letters, digits and `_` must be quoted there.
    pub name: String,
    /// The files, each holding every column of `columns` that is read; none means a table without rows.
    pub files: Vec<PathBuf>,
    /// Names and types of the columns; may hold more than `columns`.
    pub schema: SchemaRef,
    /// The columns that exist for a query. May be empty: then rows can be counted, if that is approved.
    pub columns: BTreeSet<String>,
    /// The part of the rows that exists for a query; all of them without one. Its column has to be one of `columns`, and
    /// approved like one that the query names.
    pub slice: Option<Slice>,
}

/// A table as the engine underneath sees it.
pub(crate) struct Provider {
    name: String,
    schema: SchemaRef,
    rows: Rows,
}

/// Files of a table, and the keys of those that are encrypted.
struct Files {
    paths: Vec<PathBuf>,
    keys: Arc<BTreeMap<PathBuf, FileKey>>,
}

enum Rows {
    Files(Files, Option<Slice>),
    Memory(MemTable),
}

impl Provider {
    pub(crate) fn over_files(table: GovernedTable, keys: BTreeMap<PathBuf, FileKey>) -> Result<Self, EngineError> {
        let slice = table.slice.clone().filter(|slice| slice.of > 1);
        if let Some(slice) = slice.as_ref().filter(|slice| !table.columns.contains(&slice.column)) {
            return Err(EngineError::ColumnNotInSchema { table: table.name.clone(), column: slice.column.clone() });
        }
        let index = |column: &String| {
            table
                .schema
                .index_of(column)
                .map_err(|_| EngineError::ColumnNotInSchema { table: table.name.clone(), column: column.clone() })
        };
        let mut kept = table.columns.iter().map(index).collect::<Result<Vec<_>, _>>()?;
        kept.sort_unstable();
        let fields: Vec<_> = kept.into_iter().map(|at| table.schema.fields()[at].clone()).collect();
        Ok(Self {
            name: table.name,
            schema: Arc::new(arrow::datatypes::Schema::new(fields)),
            rows: Rows::Files(Files { paths: table.files, keys: Arc::new(keys) }, slice),
        })
    }

    pub(crate) fn over_batch(name: &str, batch: RecordBatch) -> Result<Self, EngineError> {
        let schema = batch.schema();
        let rows = MemTable::try_new(schema.clone(), vec![vec![batch]])
            .map_err(|_| EngineError::Batch { table: name.to_owned() })?;
        Ok(Self { name: name.to_owned(), schema, rows: Rows::Memory(rows) })
    }

    /// The query's record, if it has one and the record admits the columns of this scan.
    fn admitted(&self, state: &dyn Session, projection: Option<&Vec<usize>>) -> Result<Arc<QueryRecord>, EngineError> {
        let fields = self.schema.fields();
        let columns: Vec<String> = match projection {
            Some(indices) => indices.iter().map(|&at| fields[at].name().clone()).collect(),
            None => fields.iter().map(|field| field.name().clone()).collect(),
        };
        let record = state.config().get_extension::<QueryRecord>();
        let record =
            record.ok_or_else(|| EngineError::ReadBeyondApproval { table: self.name.clone(), column: None })?;
        record.admit(&self.name, &columns)?;
        Ok(record)
    }

    fn scan_files(
        &self,
        files: &Files,
        record: Arc<QueryRecord>,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        limit: Option<usize>,
        slice: Option<&Slice>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        if files.paths.is_empty() {
            let schema = match projection {
                Some(indices) => Arc::new(self.schema.project(indices)?),
                None => self.schema.clone(),
            };
            return Ok(Arc::new(EmptyExec::new(schema)));
        }
        let located: Vec<_> = files.paths.iter().map(|file| located(&self.name, file)).collect::<Result<_, _>>()?;
        let url = ObjectStoreUrl::local_filesystem();
        let reader = RecordingReader {
            table: self.name.clone(),
            record,
            keys: Arc::clone(&files.keys),
            opener: DefaultParquetFileReaderFactory::new(state.runtime_env().object_store(&url)?),
        };
        let mut schema = self.schema.clone();
        let within = slice.and_then(|slice| slice.predicate(&mut schema));
        // Where every query asks for all columns, those that only lay rows in order are not among them.
        let projection = projection.cloned().unwrap_or_else(|| (0..self.schema.fields().len()).collect());
        let source =
            ParquetSource::new(schema).with_parquet_file_reader_factory(Arc::new(reader)).with_pushdown_filters(true);
        let source = within.into_iter().fold(source, |source, within| source.with_predicate(within));
        let groups = FileGroup::new(located).split_files(state.config().target_partitions());
        let strict = StrictFiles { table: self.name.clone() };
        let scan = FileScanConfigBuilder::new(url, Arc::new(source))
            .with_file_groups(groups)
            .with_projection_indices(Some(projection))?
            .with_limit(limit)
            .with_expr_adapter(Some(Arc::new(strict)))
            .build();
        Ok(DataSourceExec::from_data_source(scan))
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The rows of a table in memory stay out of any message.
        write!(formatter, "Provider({})", self.name)
    }
}

impl TableProvider for Provider {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    // The trait is declared with a macro; this is what the macro makes of its `async fn scan`.
    fn scan<'table, 'state, 'projection, 'filters, 'scan>(
        &'table self,
        state: &'state dyn Session,
        projection: Option<&'projection Vec<usize>>,
        filters: &'filters [Expr],
        limit: Option<usize>,
    ) -> BoxFuture<'scan, Result<Arc<dyn ExecutionPlan>>>
    where
        'table: 'scan,
        'state: 'scan,
        'projection: 'scan,
        'filters: 'scan,
        Self: 'scan,
    {
        async move {
            match &self.rows {
                Rows::Files(files, None) => {
                    let record = self.admitted(state, projection)?;
                    self.scan_files(files, record, state, projection, limit, None)
                }
                Rows::Files(files, Some(slice)) if slice.kept_as.is_some() => {
                    // The column that decides is not read, and yet a slice of it is a part of what it says.
                    self.admitted(state, Some(&slice.columns(&self.schema, projection)?))?;
                    let record = self.admitted(state, projection)?;
                    self.scan_files(files, record, state, projection, limit, Some(slice))
                }
                Rows::Files(files, Some(slice)) => {
                    let columns = slice.columns(&self.schema, projection)?;
                    let record = self.admitted(state, Some(&columns))?;
                    let asked = projection.map_or(columns.len(), Vec::len);
                    // A limit counts rows of the slice, not of the files.
                    slice.cut(self.scan_files(files, record, state, Some(&columns), None, None)?, asked)
                }
                Rows::Memory(rows) => {
                    self.admitted(state, projection)?;
                    rows.scan(state, projection, filters, limit).await
                }
            }
        }
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use arrow::array::Int64Array;
    use datafusion::prelude::SessionContext;
    use futures::executor::block_on;

    use super::*;
    use crate::fault::while_running;
    use crate::position::{Approved, Position};

    fn batch() -> RecordBatch {
        let values: arrow::array::ArrayRef = Arc::new(Int64Array::from(vec![1]));
        RecordBatch::try_from_iter([("open", values.clone()), ("closed", values)]).unwrap()
    }

    fn scan(provider: &Provider, approved: Option<&str>, projection: &[usize]) -> Option<EngineError> {
        let mut state = SessionContext::new().state();
        if let Some(column) = approved {
            let mut approved = Approved::nothing();
            approved.column("t", column, [Position::Filtered]);
            let record = QueryRecord::new(approved, Arc::default());
            state.config_mut().set_extension(Arc::new(record));
        }
        let scanned = block_on(provider.scan(&state, Some(&projection.to_vec()), &[], None));
        scanned.err().map(|error| while_running(&error))
    }

    #[test]
    fn a_scan_is_given_out_only_for_approved_columns_of_a_recorded_query() {
        let files = GovernedTable {
            name: "t".to_owned(),
            files: Vec::new(),
            schema: batch().schema(),
            columns: ["open", "closed"].map(str::to_owned).into(),
            slice: None,
        };
        for provider in
            [Provider::over_files(files, BTreeMap::new()).unwrap(), Provider::over_batch("t", batch()).unwrap()]
        {
            let beyond = |column: Option<&str>| EngineError::ReadBeyondApproval {
                table: "t".to_owned(),
                column: column.map(str::to_owned),
            };
            assert_eq!(scan(&provider, None, &[0]), Some(beyond(None)));
            assert_eq!(scan(&provider, Some("open"), &[0, 1]), Some(beyond(Some("closed"))));
            assert_eq!(scan(&provider, Some("open"), &[0]), None);
            assert_eq!(scan(&provider, Some("open"), &[]), None);
        }
    }
}

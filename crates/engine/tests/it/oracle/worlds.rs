//! Small tables that can be changed under a plan, and an engine without any of our reading, to run it again and again.
//!
//! Not allowed in here: a look at the sources that are to be judged.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use arrow::array::{ArrayRef, Int64Array, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::record_batch::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::catalog::streaming::StreamingTable;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::DataFusionError;
use datafusion::execution::TaskContext;
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::execution_plan::reset_plan_states;
use datafusion::physical_plan::memory::MemoryStream;
use datafusion::physical_plan::streaming::PartitionStream;
use datafusion::physical_plan::{ExecutionPlan, SendableRecordBatchStream, collect};
use datafusion::prelude::{SessionConfig, SessionContext};
use tokio::runtime::Runtime;

use super::chance::Chance;

/// A cell: a small whole number, which a text column shows as a letter.
pub(crate) type Cell = Option<i64>;

/// The tables: name, and columns with whether they are text.
pub(crate) const TABLES: [(&str, &[(&str, bool)]); 2] = [
    ("t", &[("a", false), ("b", false), ("c", true), ("k", false)]),
    ("u", &[("k", false), ("d", false), ("e", true)]),
];

/// Rows of each table.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct World {
    pub(crate) rows: [Vec<Vec<Cell>>; 2],
}

impl World {
    pub(crate) fn random(chance: &mut Chance) -> Self {
        let rows = |width: usize, count: usize, chance: &mut Chance| {
            (0..count).map(|_| (0..width).map(|_| cell(chance)).collect()).collect()
        };
        let counts = [6 + chance.below(3), 5 + chance.below(3)];
        Self { rows: [0, 1].map(|at| rows(TABLES[at].1.len(), counts[at], chance)) }
    }

    fn batch(&self, table: usize) -> RecordBatch {
        let columns = TABLES[table].1.iter().enumerate().map(|(at, (name, text))| {
            let cells = self.rows[table].iter().map(|row| row[at]);
            let array: ArrayRef = if *text {
                Arc::new(cells.map(|cell| cell.map(letter)).collect::<StringArray>())
            } else {
                Arc::new(cells.collect::<Int64Array>())
            };
            (*name, array, true)
        });
        RecordBatch::try_from_iter_with_nullable(columns).unwrap()
    }
}

fn cell(chance: &mut Chance) -> Cell {
    (chance.below(9) > 0).then(|| i64::try_from(chance.below(4)).unwrap())
}

fn letter(number: i64) -> String {
    ["p", "q", "r", "s"]
        .get(usize::try_from(number).unwrap_or(9))
        .map_or_else(|| format!("z{number}"), |one| (*one).to_owned())
}

pub(crate) fn schema(table: usize) -> SchemaRef {
    let kind = |text: bool| if text { DataType::Utf8 } else { DataType::Int64 };
    let fields = TABLES[table].1.iter().map(|(name, text)| Field::new(*name, kind(*text), true));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// A table whose rows are looked up when it is read, not when the plan is made.
struct Changing {
    schema: SchemaRef,
    rows: Arc<Mutex<RecordBatch>>,
}

impl std::fmt::Debug for Changing {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Changing")
    }
}

impl PartitionStream for Changing {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _context: Arc<TaskContext>) -> SendableRecordBatchStream {
        let batch = self.rows.lock().unwrap().clone();
        Box::pin(MemoryStream::try_new(vec![batch], self.schema.clone(), None).unwrap())
    }
}

/// A plan that can be run again and again.
pub(crate) struct Planned {
    pub(crate) physical: Arc<dyn ExecutionPlan>,
    /// Tables that are still scanned after the engine underneath has taken out what it finds unneeded, and the columns that
    /// are still read of them.
    pub(crate) read: BTreeMap<String, BTreeSet<String>>,
}

fn read(plan: &LogicalPlan) -> Result<BTreeMap<String, BTreeSet<String>>, DataFusionError> {
    let mut read: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    plan.apply_with_subqueries(|node| {
        if let LogicalPlan::TableScan(scan) = node {
            let columns = read.entry(scan.table_name.table().to_owned()).or_default();
            columns.extend(scan.projected_schema.fields().iter().map(|field| field.name().clone()));
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(read)
}

/// The engine underneath, with nothing of ours in it.
pub(crate) struct Raw {
    context: SessionContext,
    runtime: Runtime,
    rows: [Arc<Mutex<RecordBatch>>; 2],
}

/// An answer: its rows as text, in the order they came.
pub(crate) type Rows = Vec<Vec<String>>;

impl Raw {
    pub(crate) fn new() -> Self {
        let mut config = SessionConfig::new().with_target_partitions(1);
        config.options_mut().optimizer.enable_dynamic_filter_pushdown = false;
        // One pass is enough for a plan that runs.
        config.options_mut().optimizer.max_passes = 1;
        let context = SessionContext::new_with_config(config);
        let rows = [0, 1].map(|at| Arc::new(Mutex::new(RecordBatch::new_empty(schema(at)))));
        for (at, (name, _)) in TABLES.iter().enumerate() {
            let changing = Changing { schema: schema(at), rows: Arc::clone(&rows[at]) };
            let table = StreamingTable::try_new(schema(at), vec![Arc::new(changing)]).unwrap();
            context.register_table(*name, Arc::new(table)).unwrap();
        }
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        Self { context, runtime, rows }
    }

    /// A plan, or what the planner has against it.
    pub(crate) fn plan(&self, sql: &str) -> Result<Planned, String> {
        let plan = async {
            let state = self.context.state();
            let logical = state.optimize(&state.create_logical_plan(sql).await?)?;
            let physical = state.query_planner().create_physical_plan(&logical, &state).await?;
            Ok::<_, DataFusionError>(Planned { physical, read: read(&logical)? })
        };
        self.runtime.block_on(plan).map_err(|error| error.to_string())
    }

    /// The answer in a world; none where running fails, as a scalar subquery of several rows does.
    pub(crate) fn ask(&self, plan: &Arc<dyn ExecutionPlan>, world: &World) -> Option<Rows> {
        for (at, rows) in self.rows.iter().enumerate() {
            *rows.lock().unwrap() = world.batch(at);
        }
        let fresh = reset_plan_states(Arc::clone(plan)).ok()?;
        let context = Arc::new(TaskContext::default());
        let batches = self.runtime.block_on(collect(fresh, context)).ok()?;
        Some(batches.iter().flat_map(texts).collect())
    }
}

fn texts(batch: &RecordBatch) -> Rows {
    let options = FormatOptions::new().with_null("~");
    let columns = batch.columns().iter().map(|column| ArrayFormatter::try_new(column, &options).unwrap());
    let columns: Vec<_> = columns.collect();
    (0..batch.num_rows()).map(|row| columns.iter().map(|column| column.value(row).to_string()).collect()).collect()
}

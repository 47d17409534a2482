//! Small landed records: every column of a contract, made by chance that is the same on every machine.
//!
//! Not allowed in here: a value of the sample.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, BinaryArray, Int32Array, Int64Array, StringArray, UInt16Array};
use arrow::datatypes::Schema;
use arrow::record_batch::RecordBatch;
use concordat_base::{ContentHash, Name, Period};
use concordat_declare::Partnership;
use concordat_declare::contract::ColumnKind;
use concordat_ingest_gate::file_key;
use concordat_measure::{HeldDataset, HeldPartition, Inventory, Lateness};
use concordat_store::DataKey;
use parquet::arrow::ArrowWriter;
use parquet::encryption::encrypt::FileEncryptionProperties;
use parquet::file::properties::WriterProperties;

/// `SplitMix64` (Steele, Lea and Flood 2014).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(limit).unwrap()).unwrap()
    }

    pub(crate) fn coin(&mut self) -> bool {
        self.below(2) == 0
    }
}

/// Records of one partition: for each landed column its cells as numbers, which stand for codes, areas, people.
#[derive(Clone)]
pub(crate) struct Records {
    pub(crate) dataset: Name,
    pub(crate) period: Period,
    pub(crate) columns: BTreeMap<String, Vec<Option<i64>>>,
}

/// How many different cells a column may have.
fn variety(partnership: &Partnership, kind: &ColumnKind) -> usize {
    match kind {
        ColumnKind::Code { list } => partnership.code_list(list).map_or(3, |list| list.len()),
        ColumnKind::Area { level } => {
            partnership.areas().level(level.as_str()).map_or(5, |(_, level)| level.areas.len().min(40))
        }
        _ => 1_000,
    }
}

impl Records {
    pub(crate) fn made(
        partnership: &Partnership,
        dataset: &str,
        period: Period,
        rows: usize,
        chance: &mut Chance,
    ) -> Self {
        let dataset = Name::new(dataset).unwrap();
        let contract = partnership.contract_of(&dataset).unwrap();
        let columns = contract.columns.iter().map(|column| {
            let variety = variety(partnership, &column.kind);
            let cells = (0..rows).map(|_| match column.kind {
                ColumnKind::Period { .. } => Some(i64::from(period.first_month_number())),
                _ => (chance.below(12) > 0).then(|| i64::try_from(chance.below(variety)).unwrap()),
            });
            (column.name.to_string(), cells.collect())
        });
        Self { columns: columns.collect(), dataset, period }
    }

    /// The same with every cell of a column drawn anew.
    pub(crate) fn with_other(mut self, partnership: &Partnership, column: &str, chance: &mut Chance) -> Self {
        let contract = partnership.contract_of(&self.dataset).unwrap();
        let variety = variety(partnership, &contract.column(column).unwrap().kind);
        for cell in self.columns.get_mut(column).unwrap() {
            *cell = (chance.below(5) > 0).then(|| i64::try_from(chance.below(variety)).unwrap());
        }
        self
    }

    /// Lands them as a file in a folder.
    pub(crate) fn land(&self, partnership: &Partnership, folder: &Path) -> HeldPartition {
        let contract = partnership.contract_of(&self.dataset).unwrap();
        let columns = contract.columns.iter().map(|column| {
            let cells = &self.columns[column.name.as_str()];
            (column.name.as_str(), array(&column.kind, cells), true)
        });
        let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
        let content = ContentHash::of(format!("{:?}", self.columns).as_bytes());
        let file = folder.join(format!("{}-{}.parquet", self.dataset, content.short()));
        let key = DataKey::for_once().unwrap();
        let sealed = FileEncryptionProperties::builder(file_key(&key).to_vec()).build().unwrap();
        let properties = Some(WriterProperties::builder().with_file_encryption_properties(sealed).build());
        let target = std::fs::File::create(&file).unwrap();
        let mut writer = ArrowWriter::try_new(target, batch.schema(), properties).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        let hash = |column: &String| ContentHash::of(format!("{:?}", self.columns[column]).as_bytes());
        HeldPartition {
            period: self.period,
            file,
            key,
            schema: Arc::new(Schema::new(batch.schema().fields().clone())),
            sliced_by: None,
            rows: batch.num_rows() as u64,
            column_hashes: self.columns.keys().map(|column| (Name::new(column).unwrap(), hash(column))).collect(),
            commitment: content.to_string(),
            synthetic: true,
            provisional: false,
        }
    }
}

fn array(kind: &ColumnKind, cells: &[Option<i64>]) -> ArrayRef {
    let cells = cells.iter().copied();
    match kind {
        ColumnKind::Token => {
            let tokens: Vec<Option<Vec<u8>>> = cells.map(|cell| cell.map(|cell| cell.to_le_bytes().to_vec())).collect();
            Arc::new(tokens.iter().map(|token| token.as_deref()).collect::<BinaryArray>())
        }
        ColumnKind::Code { .. } => {
            Arc::new(cells.map(|cell| cell.map(|cell| u16::try_from(cell).unwrap())).collect::<UInt16Array>())
        }
        ColumnKind::Area { .. } | ColumnKind::Period { .. } => {
            Arc::new(cells.map(|cell| cell.map(|cell| i32::try_from(cell).unwrap())).collect::<Int32Array>())
        }
        ColumnKind::Integer { .. } => Arc::new(cells.collect::<Int64Array>()),
        _ => Arc::new(cells.map(|cell| cell.map(|cell| cell.to_string())).collect::<StringArray>()),
    }
}

/// What is held, from landed partitions.
pub(crate) fn inventory(partitions: Vec<(Name, HeldPartition)>) -> Inventory {
    let mut inventory = Inventory::default();
    for (dataset, partition) in partitions {
        let held = inventory.datasets.entry(dataset);
        let held = held.or_insert_with(|| HeldDataset { partitions: Vec::new(), lateness: Lateness::Fresh });
        held.partitions.push(partition);
        held.partitions.sort_by_key(|partition| partition.period);
    }
    inventory
}

//! Rewrites landed rows without columns that may no longer be kept.
//!
//! Not allowed in here: widening. What was not received cannot come back.

use std::collections::BTreeSet;
use std::fs::File;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Int32Type, Int64Type, UInt16Type};
use concordat_base::Name;
use concordat_declare::Partnership;
use concordat_declare::contract::Contract;
use concordat_store::Home;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::folders;
use super::fresh_key::KeyedBy;
use super::history::{Event, History};
use super::manifest::Origin;
use super::open::{LandedPartition, all_landed, destroy};
use super::schema;
use super::writer::Landing;
use crate::conform::{Cell, Plan, RowCode, Rule};
use crate::error::GateError;
use crate::limits::Limits;

/// Narrows every landed content of a dataset, also what later deliveries have replaced. What cannot be narrowed, since
/// contract, code lists or areas have changed since it was landed, is destroyed, and must be delivered again. Returns how
/// many contents were rewritten and how many destroyed.
///
/// # Errors
/// What could not be read or written; done again, it goes on where it stopped.
pub fn narrow_all(
    home: &Home,
    dataset: &Name,
    contract: &Contract,
    partnership: &Partnership,
    allow_list: &BTreeSet<Name>,
) -> Result<(u64, u64), GateError> {
    let (mut rewritten, mut destroyed) = (0, 0);
    folders::remove_unmentioned(home, dataset)?;
    for partition in all_landed(home, dataset)? {
        if holds_only(&partition, allow_list) {
            continue;
        }
        match narrow(home, &partition, contract, partnership, allow_list) {
            Ok(_) => rewritten += 1,
            Err(GateError::ContractUnfit) => {
                destroy(home, &partition)?;
                destroyed += 1;
            }
            Err(error) => return Err(error),
        }
    }
    Ok((rewritten, destroyed))
}

/// Whether the rows were landed under the contract, code lists and areas of tonight. Positions in others mean something else.
#[must_use]
pub fn is_current(partition: &LandedPartition, contract: &Contract, partnership: &Partnership) -> bool {
    let columns: BTreeSet<Name> = partition.manifest().columns.keys().cloned().collect();
    Plan::of_landed(contract, partnership, &columns)
        .is_ok_and(|plan| plan.conform_hash() == partition.manifest().conform)
}

fn holds_only(partition: &LandedPartition, allow_list: &BTreeSet<Name>) -> bool {
    partition.manifest().columns.keys().all(|column| allow_list.contains(column))
}

/// Rewrites one landed content so that it holds columns of `allow_list` alone, and removes the folder that held others. The
/// same comes back when there is nothing to take out.
///
/// `contract` is the dataset's, and `allow_list` must have the column that divides periods: where that is no longer agreed,
/// nothing of the dataset may be kept, and the caller removes it.
///
/// # Errors
/// `ContractUnfit` when contract, code lists or areas are not those of the landing (the rows must then be removed, and
/// delivered again), else what could not be read or written.
pub fn narrow(
    home: &Home,
    partition: &LandedPartition,
    contract: &Contract,
    partnership: &Partnership,
    allow_list: &BTreeSet<Name>,
) -> Result<LandedPartition, GateError> {
    let manifest = partition.manifest();
    if holds_only(partition, allow_list) {
        folders::remove_unmentioned(home, &manifest.dataset)?;
        return Ok(partition.clone());
    }
    let plan = plan_of(partition, contract, partnership, allow_list)?;
    let limits = Limits::default();
    // A key of its own: what is taken out is unreadable in old copies too, once the old key is gone.
    let keyed_by = KeyedBy { delivery: manifest.delivery.clone(), received: partition.received() };
    let mut landing = Landing::begin(home, &manifest.dataset, keyed_by, &limits)?;
    copy_rows(partition, &plan, &mut landing)?;
    let origin = Origin {
        dataset: manifest.dataset.clone(),
        sequence: manifest.sequence,
        received: manifest.received,
        coverage: manifest.coverage,
        delivery: manifest.delivery.clone(),
        synthetic: manifest.synthetic,
    };
    let written = landing.finish(&origin, &plan)?.into_written().pop().ok_or(GateError::ContractUnfit)?;
    let (period, from, to) = (manifest.period.clone(), manifest.content_id.clone(), written.manifest.content_id);
    let target = folders::landed(home, &manifest.dataset, &period, &to)?;
    let folder = folders::place(written.folder, written.key, target)?;
    History::append(home, &manifest.dataset, &Event::Narrowed { period, from, to })?;
    folders::remove_unmentioned(home, &manifest.dataset)?;
    LandedPartition::read(home, folder, partition.sequence(), partition.received())
}

/// The plan of the columns that stay: allowed, and landed before.
fn plan_of(
    partition: &LandedPartition,
    contract: &Contract,
    partnership: &Partnership,
    allow_list: &BTreeSet<Name>,
) -> Result<Plan, GateError> {
    let manifest = partition.manifest();
    let dividing =
        contract.columns.get(contract.partition).map(|column| &column.name).ok_or(GateError::ContractUnfit)?;
    let before: BTreeSet<Name> = manifest.columns.keys().chain([dividing]).cloned().collect();
    // Positions in code lists and areas mean nothing under others than those of the landing.
    if Plan::of_landed(contract, partnership, &before)?.conform_hash() != manifest.conform {
        return Err(GateError::ContractUnfit);
    }
    Plan::of_landed(contract, partnership, &before.intersection(allow_list).cloned().collect())
}

fn copy_rows(partition: &LandedPartition, plan: &Plan, landing: &mut Landing) -> Result<(), GateError> {
    let path = partition.data();
    let damaged = || GateError::ReadLanded { path: path.clone() };
    let mut row = RowCode::default();
    for batch in reader(partition, plan)? {
        let batch = batch.map_err(|_| damaged())?;
        for position in 0..batch.num_rows() {
            encode(&batch, position, plan, partition, &mut row).ok_or_else(damaged)?;
            let key_hash = row.key_hash(&plan.key);
            landing.push(partition.period(), plan, &mut row, key_hash)?;
        }
    }
    Ok(())
}

fn reader(partition: &LandedPartition, plan: &Plan) -> Result<ParquetRecordBatchReader, GateError> {
    let path = partition.data();
    let damaged = || GateError::ReadLanded { path: path.clone() };
    let file = File::open(&path).map_err(|_| damaged())?;
    let key = schema::decryption(partition.key()).map_err(|_| damaged())?;
    let options = ArrowReaderOptions::new().with_file_decryption_properties(key);
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options).map_err(|_| damaged())?;
    let names = plan.landed().map(|(_, column)| column.name.as_str());
    let mask = ProjectionMask::columns(builder.parquet_schema(), names);
    builder.with_projection(mask).build().map_err(|_| damaged())
}

/// Fills `code` with a landed row, in the order of the plan.
fn encode(batch: &RecordBatch, row: usize, plan: &Plan, partition: &LandedPartition, code: &mut RowCode) -> Option<()> {
    code.clear();
    for (position, column) in plan.columns.iter().enumerate() {
        code.push(if position == plan.partition {
            Cell::Period(partition.period().first_month_number())
        } else {
            cell(batch.column_by_name(column.name.as_str())?.as_ref(), row, &column.rule)?
        });
    }
    Some(())
}

fn cell<'array>(array: &'array dyn Array, row: usize, rule: &Rule) -> Option<Cell<'array>> {
    if array.is_null(row) {
        return Some(Cell::Null);
    }
    Some(match rule {
        Rule::Code(_) => Cell::Code(array.as_primitive_opt::<UInt16Type>()?.value(row)),
        Rule::Area(_) => Cell::Area(array.as_primitive_opt::<Int32Type>()?.value(row)),
        Rule::Period(_) => Cell::Period(array.as_primitive_opt::<Int32Type>()?.value(row)),
        Rule::Integer { .. } => Cell::Integer(array.as_primitive_opt::<Int64Type>()?.value(row)),
        Rule::Token => Cell::TokenBytes(array.as_binary_opt::<i32>()?.value(row)),
        Rule::Text { .. } => Cell::Text(array.as_string_opt::<i32>()?.value(row)),
    })
}

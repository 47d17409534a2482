//! Fields of an agreement: permitted, received, read.
//!
//! Not allowed in here: taking a declaration of an indicator for a reading.

use std::collections::BTreeSet;

use concordat_base::Date;
use concordat_declare::agreement::{DatasetPermission, FieldPermission};
use concordat_ledger::Entry;
use serde::Serialize;

use super::Scope;
use super::outputs::lines;
use crate::readings::Reading;
use crate::{lookup, words};

/// A dataset of an agreement.
#[derive(Clone, Debug, Serialize)]
pub struct DatasetAccount {
    /// The dataset.
    pub dataset: String,
    /// What it is.
    pub title: String,
    /// Who sends it.
    pub supplier: String,
    /// How near its records are to a person, in words.
    pub identifiability: String,
    /// First day of the data that is shared.
    pub history_from: Date,
    /// The clause.
    pub clause: String,
    /// Its fields, as the agreement lists them.
    pub fields: Vec<FieldAccount>,
    /// How many readings the ledger holds.
    pub readings: u64,
}

/// A field of an agreement.
#[derive(Clone, Debug, Serialize)]
pub struct FieldAccount {
    /// The field.
    pub field: String,
    /// Why it is needed, as the agreement says.
    pub why: String,
    /// What it may be used as.
    pub roles: Vec<String>,
    /// The clause.
    pub clause: String,
    /// Whether any delivery brought it.
    pub received: bool,
    /// How often it was read.
    pub readings: u64,
    /// The last night on which it was read.
    pub last_read: Option<Date>,
    /// The entry of the ledger that says so.
    pub last_read_sequence: Option<u64>,
    /// Indicators whose published lineage names it.
    pub used_by: Vec<String>,
}

/// The datasets of an agreement.
pub(super) fn datasets(scope: &Scope<'_>) -> Vec<DatasetAccount> {
    let looked_at = scope.agreement.datasets.iter().filter(|one| scope.names(one.id.value.as_str()));
    looked_at.map(|permission| dataset(scope, permission)).collect()
}

fn dataset(scope: &Scope<'_>, permission: &DatasetPermission) -> DatasetAccount {
    let id = permission.id.value.as_str();
    let readings: Vec<&Reading> = readings(scope, id).collect();
    let received = received(scope, id);
    let source = scope.evidence.partnership.source(&permission.id.value);
    DatasetAccount {
        dataset: id.to_owned(),
        title: lookup::dataset_title(scope.evidence.partnership, id),
        supplier: source.map(|source| source.supplier.value.to_string()).unwrap_or_default(),
        identifiability: words::identifiability(permission.identifiability).to_owned(),
        history_from: permission.history_from,
        clause: permission.clause.value.to_string(),
        fields: permission.fields.iter().map(|one| field(scope, id, one, &readings, &received)).collect(),
        readings: readings.len() as u64,
    }
}

/// Readings of a dataset that the agreement answers for: those for an indicator whose purpose it permits.
fn readings<'a>(scope: &'a Scope<'a>, dataset: &'a str) -> impl Iterator<Item = &'a Reading> {
    let readings = scope.evidence.readings.iter().filter(move |reading| reading.dataset == dataset);
    let covered = readings.filter(move |reading| scope.covers(dataset, reading.as_of));
    covered.filter(|reading| reading.indicators.iter().any(|indicator| permits(scope, indicator)))
}

/// Whether the agreement permits the purpose of an indicator; of one that is no longer declared nobody can say, and then it
/// counts.
fn permits(scope: &Scope<'_>, indicator: &str) -> bool {
    let declared = scope.evidence.partnership.indicators().find(|one| one.id.value.as_str() == indicator);
    declared.is_none_or(|one| {
        lookup::permits(scope.agreement, one.purpose.value.as_str(), Some(one.mission.value.as_str()))
    })
}

/// Columns that deliveries brought, up to the last day: what came earlier is still held.
fn received(scope: &Scope<'_>, dataset: &str) -> BTreeSet<String> {
    let records = scope.evidence.records.iter().filter(|record| record.as_of <= scope.days.until);
    let received = records.filter_map(|record| match &record.entry {
        Entry::ExtractReceived(received) if received.dataset == dataset => Some(received),
        _ => None,
    });
    received.flat_map(|received| received.columns.iter().cloned()).collect()
}

fn field(
    scope: &Scope<'_>,
    dataset: &str,
    permission: &FieldPermission,
    readings: &[&Reading],
    received: &BTreeSet<String>,
) -> FieldAccount {
    let name = permission.name.value.as_str();
    let own: Vec<&&Reading> = readings.iter().filter(|reading| reading.columns.contains(name)).collect();
    FieldAccount {
        field: name.to_owned(),
        why: permission.why.clone(),
        roles: permission.roles.iter().map(|role| role.as_str().to_owned()).collect(),
        clause: permission.clause.value.to_string(),
        received: received.contains(name),
        readings: own.len() as u64,
        last_read: own.last().map(|reading| reading.as_of),
        last_read_sequence: own.last().map(|reading| reading.sequence),
        used_by: used_by(scope, dataset, name),
    }
}

/// Indicators of releases whose lineage names a column.
fn used_by(scope: &Scope<'_>, dataset: &str, column: &str) -> Vec<String> {
    let lines = lines(scope).map(|(_, line)| line).filter(|line| line.dataset == dataset);
    let naming = lines.filter(|line| line.columns().any(|(name, _)| name == column));
    naming.map(|line| line.indicator.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

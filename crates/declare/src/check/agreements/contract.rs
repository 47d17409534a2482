//! The extract contract: the one that was signed, with no column that the agreement leaves out.
//!
//! These are warnings: an agreement whose contract changed permits nothing on a night, and says so there; others go on. Not
//! allowed in here: earlier versions of an agreement, which signed earlier contracts.

use concordat_diagnostics::{Text, codes};

use super::{fields, is_last_version};
use crate::agreement::{Agreement, DatasetPermission};
use crate::contract::{ColumnKind, Contract};
use crate::faults::Faults;
use crate::partnership::{Declared, Draft};

pub(super) fn check(draft: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    if !is_last_version(draft, &agreement.item) {
        return;
    }
    for dataset in &agreement.item.datasets {
        let Some(contract) = fields::contract_of(draft, &dataset.id.value) else { continue };
        signed(&agreement.file, dataset, contract, faults);
        if !shared_elsewhere(draft, agreement, dataset) {
            left_out(&agreement.file, dataset, contract, faults);
        }
    }
}

fn signed(file: &str, dataset: &DatasetPermission, contract: &Contract, faults: &mut Faults) {
    let Some(schema) = &dataset.schema else {
        let message = Text::new().say("schema is missing: the contract of ").name(&dataset.id.value);
        faults.at(&codes::MISSING_KEY, file, &dataset.id, message);
        return;
    };
    if schema.contract.value != contract.id {
        let message = Text::new().name(&dataset.id.value).say(" comes by contract ").name(&contract.id);
        faults.warn_at(&codes::CONTRACT_CHANGED, file, &schema.contract, message);
    } else if !schema.sha256.value.eq_ignore_ascii_case(&contract.file_sha256) {
        let message =
            Text::new().say("contract ").name(&contract.id).say(" has SHA-256 ").declared(&contract.file_sha256);
        faults.warn_at(&codes::CONTRACT_CHANGED, file, &schema.sha256, message);
    }
}

/// Columns of the contract that the agreement does not share: a delivery that holds one is sent back.
fn left_out(file: &str, dataset: &DatasetPermission, contract: &Contract, faults: &mut Faults) {
    let shared = |name: &str| dataset.fields.iter().any(|field| field.name.value.as_str() == name);
    // The column that divides deliveries has a rule of its own.
    let dividing = contract.columns.get(contract.partition);
    let kept = contract.columns.iter().filter(|column| column.kind != ColumnKind::Ignored && Some(*column) != dividing);
    let missing: Vec<&str> = kept.map(|column| column.name.as_str()).filter(|name| !shared(name)).collect();
    if !missing.is_empty() {
        let message = Text::new().say("contract ").name(&contract.id).say(" names what is not shared: ").list(missing);
        faults.warn_at(&codes::COLUMN_NOT_SHARED, file, &dataset.id, message.say("; a delivery with it is sent back"));
    }
}

/// Where several agreements share a dataset, a delivery may hold what any of them shares.
fn shared_elsewhere(draft: &Draft, agreement: &Declared<Agreement>, dataset: &DatasetPermission) -> bool {
    let others = draft.agreements.iter().filter(|other| other.item.id.value != agreement.item.id.value);
    others.flat_map(|other| &other.item.datasets).any(|other| other.id.value == dataset.id.value)
}

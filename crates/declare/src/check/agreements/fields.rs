//! Fields: columns of the contract, none that names a person, each token with its key, each floor a level or a period.
//!
//! Not allowed in here: what law a field needs.

use concordat_base::Name;
use concordat_diagnostics::{Text, codes};

use crate::agreement::{Agreement, DatasetPermission, FieldClass, FieldPermission, OUTWARD_POSTCODE};
use crate::check::place;
use crate::contract::{ColumnKind, Contract};
use crate::faults::Faults;
use crate::partnership::{Declared, Draft};
use crate::source::Content;

/// Kinds of period, as floors are written.
const PERIODS: [&str; 5] = ["month", "quarter", "calendar_year", "financial_year", "academic_year"];

pub(super) fn check(draft: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let file = &agreement.file;
    place::once("dataset", file, agreement.item.datasets.iter().map(|dataset| &dataset.id), faults);
    for dataset in &agreement.item.datasets {
        if !faults.must_be_known("source", file, &dataset.id, place::datasets(draft)) {
            continue;
        }
        let columns = columns_of(draft, &dataset.id.value);
        for field in &dataset.fields {
            faults.must_be_known("column of the contract", file, &field.name, columns.iter().copied());
            names_nobody(file, field, faults);
            floor(draft, file, field, faults);
            key(draft, agreement, dataset, field, faults);
        }
        dividing_column(draft, file, dataset, faults);
    }
}

fn names_nobody(file: &str, field: &FieldPermission, faults: &mut Faults) {
    if field.class.value == FieldClass::DirectIdentifier {
        let message =
            Text::new().say("column ").name(&field.name.value).say(" names a person: the sender takes it out");
        faults.at(&codes::WRONG_VALUE, file, &field.class, message);
    }
}

fn floor(draft: &Draft, file: &str, field: &FieldPermission, faults: &mut Faults) {
    let Some(floor) = &field.floor else { return };
    let known = levels(draft).into_iter().chain(PERIODS);
    faults.must_be_known("area level or kind of period", file, floor, known);
}

/// Area levels, finest first, then the place; boundary years that are carried stand with the finest.
pub(super) fn levels(draft: &Draft) -> Vec<&str> {
    let carried = draft.place.areas.carried.iter().map(|level| level.id.value.as_str());
    let levels = draft.place.areas.levels.iter().map(|level| level.id.value.as_str());
    carried.chain(levels).chain([OUTWARD_POSTCODE, "place"]).collect()
}

/// A token says which key it was made with, and that key is one of this agreement.
fn key(
    draft: &Draft,
    agreement: &Declared<Agreement>,
    dataset: &DatasetPermission,
    field: &FieldPermission,
    faults: &mut Faults,
) {
    let file = &agreement.file;
    if let Some(key) = &field.key {
        let known = agreement.item.pseudonymisation.iter().map(|one| one.key.value.as_str());
        faults.must_be_known("key in pseudonymisation", file, key, known);
        return;
    }
    let column = contract_of(draft, &dataset.id.value).and_then(|contract| contract.column(field.name.value.as_str()));
    if column.is_some_and(|column| column.kind == ColumnKind::Token) {
        let message = Text::new().say("column ").name(&field.name.value).say(" holds tokens: key is missing");
        faults.at(&codes::MISSING_KEY, file, &field.name, message);
    }
}

/// Deliveries are landed by period, and a count over several must tell them apart: without the column that says so, nothing
/// of the dataset could be received or kept.
fn dividing_column(draft: &Draft, file: &str, dataset: &DatasetPermission, faults: &mut Faults) {
    let contract = contract_of(draft, &dataset.id.value);
    let Some(dividing) = contract.and_then(|contract| contract.columns.get(contract.partition)) else { return };
    if !dataset.fields.iter().any(|field| field.name.value == dividing.name) {
        let message = Text::new().say("the column that divides deliveries must be shared: ").name(&dividing.name);
        faults.at(&codes::CONTRADICTION, file, &dataset.id, message);
    }
}

/// A dataset's contract; published figures have none.
pub(super) fn contract_of<'draft>(draft: &'draft Draft, dataset: &Name) -> Option<&'draft Contract> {
    let source = draft.sources.iter().find(|source| source.item.id.value == *dataset)?;
    match &source.item.content {
        Content::Extract(extract) => draft.contracts.get(&extract.contract.value),
        Content::Published(_) => None,
    }
}

/// Columns of a dataset's contract.
pub(crate) fn columns_of<'draft>(draft: &'draft Draft, dataset: &Name) -> Vec<&'draft str> {
    let contract = contract_of(draft, dataset);
    contract.iter().flat_map(|contract| &contract.columns).map(|column| column.name.as_str()).collect()
}

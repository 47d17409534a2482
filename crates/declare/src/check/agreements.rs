//! Agreements and licences: parties, fields and clauses that exist, and dates in order.
//!
//! Not allowed in here: whether an agreement is in force; that depends on the night.

use concordat_base::Name;
use concordat_diagnostics::{Text, codes};

use super::place;
use crate::agreement::{Agreement, DatasetPermission, OUTPUT_KINDS, PURPOSES, Tier};
use crate::contract::Contract;
use crate::faults::Faults;
use crate::located::Located;
use crate::partnership::{Declared, Draft};
use crate::place::Profile;
use crate::source::Content;

pub(crate) fn check(draft: &Draft, faults: &mut Faults) {
    for agreement in &draft.agreements {
        parties(draft, agreement, faults);
        permissions(draft, agreement, faults);
        fields(draft, agreement, faults);
        linkage(draft, agreement, faults);
        clauses(agreement, faults);
        term(draft, agreement, faults);
    }
    same_version_once(draft, faults);
    for licence in &draft.licences {
        for dataset in &licence.item.datasets {
            faults.must_be_known("source", &licence.file, dataset, place::datasets(draft));
        }
    }
}

fn parties(draft: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let (file, item) = (&agreement.file, &agreement.item);
    place::once("party", file, item.parties.iter().map(|party| &party.id), faults);
    for party in &item.parties {
        faults.must_be_known("party", file, &party.id, place::parties(draft));
    }
    let own: Vec<&str> = item.parties.iter().map(|party| party.id.value.as_str()).collect();
    for signature in &item.signatures {
        faults.must_be_known("party of this agreement", file, &signature.party, own.iter().copied());
    }
    if !own.contains(&draft.place.host.value.as_str()) {
        let message = Text::new().say("the host ").name(&draft.place.host.value).say(" is not a party");
        faults.at(&codes::CONTRADICTION, file, &item.id, message);
    }
    if item.tier == Tier::Schedule && !item.parties.iter().any(|party| party.supplies) {
        faults.at(&codes::CONTRADICTION, file, &item.id, Text::new().say("no party supplies anything"));
    }
}

fn permissions(draft: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let (file, item) = (&agreement.file, &agreement.item);
    for purpose in &item.purposes {
        faults.must_be_known("purpose", file, &purpose.id, PURPOSES.iter().copied());
        for mission in &purpose.missions {
            faults.must_be_known("mission", file, mission, place::missions(draft));
        }
    }
    for output in &item.outputs {
        faults.must_be_known("kind of output", file, &output.kind, OUTPUT_KINDS.iter().copied());
        for audience in &output.audiences {
            faults.must_be_known("audience", file, audience, place::audiences(draft));
        }
    }
}

fn fields(draft: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    for dataset in &agreement.item.datasets {
        if !faults.must_be_known("source", &agreement.file, &dataset.id, place::datasets(draft)) {
            continue;
        }
        let columns = columns_of(draft, &dataset.id.value);
        for field in &dataset.fields {
            faults.must_be_known("column of the contract", &agreement.file, &field.name, columns.iter().copied());
        }
        dividing_column(draft, &agreement.file, dataset, faults);
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
fn contract_of<'draft>(draft: &'draft Draft, dataset: &Name) -> Option<&'draft Contract> {
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

fn linkage(draft: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let own: Vec<&str> = agreement.item.datasets.iter().map(|dataset| dataset.id.value.as_str()).collect();
    for link in &agreement.item.linkage {
        faults.must_be_known("dataset of this agreement", &agreement.file, &link.dataset, own.iter().copied());
        faults.must_be_known("source", &agreement.file, &link.with, place::datasets(draft));
        for mission in &link.missions {
            faults.must_be_known("mission", &agreement.file, mission, place::missions(draft));
        }
        for column in &link.on {
            let columns = columns_of(draft, &link.dataset.value);
            faults.must_be_known("column of the contract", &agreement.file, column, columns);
        }
    }
}

fn clauses(agreement: &Declared<Agreement>, faults: &mut Faults) {
    let item = &agreement.item;
    place::once("clause", &agreement.file, item.clauses.iter().map(|clause| &clause.id), faults);
    let known: Vec<&str> = item.clauses.iter().map(|clause| clause.id.value.as_str()).collect();
    for clause in cited(item) {
        faults.must_be_known("clause", &agreement.file, clause, known.iter().copied());
    }
}

/// Every clause that a permission names.
fn cited(agreement: &Agreement) -> Vec<&Located<Name>> {
    let mut cited = vec![&agreement.disclosure.clause, &agreement.retention.clause];
    cited.extend(agreement.purposes.iter().map(|purpose| &purpose.clause));
    cited.extend(agreement.outputs.iter().map(|output| &output.clause));
    cited.extend(agreement.linkage.iter().map(|link| &link.clause));
    for dataset in &agreement.datasets {
        cited.push(&dataset.clause);
        cited.extend(dataset.fields.iter().map(|field| &field.clause));
    }
    cited
}

fn term(draft: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let item = &agreement.item;
    if item.term.expiry.value < item.term.start {
        let message = Text::new().say("expires before it starts on ").date(item.term.start);
        faults.at(&codes::DATES_OUT_OF_ORDER, &agreement.file, &item.term.expiry, message);
    }
    if item.sample && draft.place.profile == Profile::Live {
        let message = Text::new().say("profile live refuses a sample agreement");
        faults.at(&codes::SAMPLE_REFUSED, &agreement.file, &item.id, message);
    }
    if item.disclosure.min_count.value < 2 {
        let message = Text::new().say("min_count must be at least 2");
        faults.at(&codes::WRONG_VALUE, &agreement.file, &item.disclosure.clause, message);
    }
}

fn same_version_once(draft: &Draft, faults: &mut Faults) {
    let mut seen = std::collections::BTreeSet::new();
    for agreement in &draft.agreements {
        if !seen.insert((&agreement.item.id.value, agreement.item.version)) {
            let message = Text::new().say("this version of the agreement stands in another file too");
            faults.at(&codes::DECLARED_TWICE, &agreement.file, &agreement.item.id, message);
        }
    }
}

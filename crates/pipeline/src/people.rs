//! What agreements say of the people in a dataset, put together for the gate: the strictest of all that permit it.
//!
//! Not allowed in here: deciding whether a dataset may be received, and looking at a delivery.

use std::collections::{BTreeMap, BTreeSet};

use concordat_agreement::AgreementVersion;
use concordat_base::{Name, Period, PeriodKind};
use concordat_declare::Partnership;
use concordat_declare::agreement::{self as agreed, Agreement, DatasetPermission, Identifiability, OptOutHandling};
use concordat_declare::place::Profile;
use concordat_declare::source::{Coverage, DeliveryNote, Source};
use concordat_ingest_gate::{AnonymityPolicy, Earlier, FieldClass, FieldPolicy, KeyPolicy, grain_of, granularity};

/// What was accepted of a dataset before, by the written form of its period.
pub(crate) type EarlierByPeriod = BTreeMap<String, Earlier>;

/// The policy of a dataset under the agreements that permit it tonight. In profile `live` a proof of the key and a word on
/// opt-outs are required where an agreement speaks of them; made-up deliveries may lack both.
pub(crate) fn policy(
    partnership: &Partnership,
    source: &Source,
    agreements: &[AgreementVersion],
    identifiability: Identifiability,
) -> AnonymityPolicy {
    let dataset = &source.id.value;
    let live = partnership.place().profile == Profile::Live;
    let in_force: Vec<&Agreement> = partnership
        .agreements()
        .filter(|one| agreements.iter().any(|other| other.id == one.id.value && other.version == one.version))
        .collect();
    let permissions = || in_force.iter().filter_map(|one| one.dataset(dataset));
    let limits = || in_force.iter().map(|one| &one.disclosure);
    let ids = key_ids(&in_force, dataset);
    let noted = live && source.delivery_note == DeliveryNote::Required;
    AnonymityPolicy {
        k: limits().filter_map(|limits| limits.k).max(),
        l: limits().filter_map(|limits| limits.l).max(),
        min_count: limits().map(|limits| limits.min_count.value).max().unwrap_or(0),
        fields: fields(permissions(), partnership),
        key: (!ids.is_empty()).then(|| KeyPolicy { ids, required: noted, proofs_of_others: BTreeMap::new() }),
        opt_outs_required: noted && in_force.iter().any(|one| applies_opt_outs(one)),
        reason_required: source.coverage == Coverage::OnePeriod,
        contact: contact(partnership),
        ..AnonymityPolicy::of(identifiability)
    }
}

fn applies_opt_outs(agreement: &Agreement) -> bool {
    let handling = agreement.lawful.as_ref().map(|lawful| lawful.opt_out.handling.value);
    matches!(handling, Some(OptOutHandling::AppliedAtSource | OptOutHandling::Type1Applied))
}

/// Keys that pseudonyms of the dataset may be made with: those of its fields, and those it is linked by.
fn key_ids(agreements: &[&Agreement], dataset: &Name) -> Vec<String> {
    let permissions = agreements.iter().filter_map(|one| one.dataset(dataset));
    let of_fields = permissions.flat_map(|permission| &permission.fields).filter_map(|field| field.key.as_ref());
    let linkages = agreements.iter().flat_map(|one| &one.linkage);
    let of_links = linkages.filter(|link| link.dataset.value == *dataset).map(|link| &link.key);
    let ids: BTreeSet<String> = of_fields.chain(of_links).map(|key| key.value.to_string()).collect();
    ids.into_iter().collect()
}

fn fields<'a>(
    permissions: impl Iterator<Item = &'a DatasetPermission>,
    partnership: &Partnership,
) -> BTreeMap<Name, FieldPolicy> {
    let mut fields: BTreeMap<Name, FieldPolicy> = BTreeMap::new();
    for field in permissions.flat_map(|permission| &permission.fields) {
        let floor = field.floor.as_ref().map(|floor| &floor.value);
        let kind = floor.and_then(|floor| serde_json::from_value::<PeriodKind>(floor.as_str().into()).ok());
        let policy = fields.entry(field.name.value.clone()).or_default();
        if policy.class == FieldClass::Other {
            policy.class = class(field.class.value);
        }
        // The coarsest floor is the strictest.
        policy.finest_area = policy.finest_area.max(floor.and_then(|floor| grain_of(floor, partnership)));
        policy.finest_time = policy.finest_time.max(kind.map(granularity));
    }
    fields
}

fn class(class: agreed::FieldClass) -> FieldClass {
    match class {
        agreed::FieldClass::QuasiIdentifier => FieldClass::QuasiIdentifier,
        agreed::FieldClass::Sensitive => FieldClass::Sensitive,
        agreed::FieldClass::Measure => FieldClass::Measure,
        agreed::FieldClass::Dimension => FieldClass::Dimension,
        agreed::FieldClass::DirectIdentifier | agreed::FieldClass::LinkageKey | agreed::FieldClass::Technical => {
            FieldClass::Other
        }
    }
}

/// The mailbox of the party that runs the nights.
pub(crate) fn contact(partnership: &Partnership) -> Option<String> {
    let place = partnership.place();
    let host = place.parties.iter().find(|party| party.id.value == place.host.value)?;
    Some(format!("{} ({})", host.name, host.contact))
}

/// Datasets that one may be linked with, by an agreement of either side.
pub(crate) fn linked_with(partnership: &Partnership, dataset: &Name) -> BTreeSet<Name> {
    let links = partnership.agreements().flat_map(|agreement| &agreement.linkage);
    let other = |link: &agreed::LinkagePermission| {
        let (one, with) = (&link.dataset.value, &link.with.value);
        if one == dataset { Some(with.clone()) } else { (with == dataset).then(|| one.clone()) }
    };
    links.filter_map(other).filter(|other| other != dataset).collect()
}

/// What is remembered, by period; of periods that are still held, since nothing can be taken from what is gone.
pub(crate) fn of_held(earlier: &EarlierByPeriod, held: &BTreeSet<Period>) -> BTreeMap<Period, Earlier> {
    held.iter().filter_map(|period| Some((*period, earlier.get(&period.to_string())?.clone()))).collect()
}

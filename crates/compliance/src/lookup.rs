//! Looking things up: agreements and clauses by the names that lineage and ledger give them, entries by what they are about.
//!
//! Not allowed in here: judging what is found.

use concordat_declare::Partnership;
use concordat_declare::agreement::{Agreement, OpenLicence};
use concordat_ledger::entry::extract::ExtractReceived;
use concordat_ledger::{Entry, Record};

/// `id@version`.
pub(crate) fn version_of(agreement: &Agreement) -> String {
    format!("{}@{}", agreement.id.value, agreement.version)
}

/// The agreement named `id@version`.
pub(crate) fn agreement<'a>(partnership: &'a Partnership, version: &str) -> Option<&'a Agreement> {
    partnership.agreements().find(|agreement| version_of(agreement) == version)
}

/// Whether an agreement permits a purpose for a mission; for any mission where it is not known.
pub(crate) fn permits(agreement: &Agreement, purpose: &str, mission: Option<&str>) -> bool {
    let mut own = agreement.purposes.iter().filter(|one| one.id.value.as_str() == purpose);
    own.any(|one| mission.is_none_or(|mission| one.missions.iter().any(|it| it.value.as_str() == mission)))
}

/// The text of a clause, as declared now.
pub(crate) fn clause<'a>(agreement: &'a Agreement, id: &str) -> Option<&'a str> {
    agreement.clauses.iter().find(|clause| clause.id.value.as_str() == id).map(|clause| clause.text.as_str())
}

/// The open licence that lineage names `id (licence)`.
pub(crate) fn licence<'a>(partnership: &'a Partnership, named: &str) -> Option<&'a OpenLicence> {
    let id = named.split_once(" (").map_or(named, |(id, _)| id);
    partnership.licences().find(|licence| licence.id.value.as_str() == id)
}

/// The name of a party, or its id where nothing declares it.
pub(crate) fn party_name(partnership: &Partnership, id: &str) -> String {
    let party = partnership.place().parties.iter().find(|party| party.id.value.as_str() == id);
    party.map_or_else(|| id.to_owned(), |party| party.name.clone())
}

/// What a dataset is, or its id where nothing declares it.
pub(crate) fn dataset_title(partnership: &Partnership, id: &str) -> String {
    let source = partnership.sources().find(|source| source.id.value.as_str() == id);
    source.map_or_else(|| id.to_owned(), |source| source.title.clone())
}

/// Deliveries that brought a content, oldest first.
pub(crate) fn deliveries_of<'a>(
    records: &'a [&'a Record],
    dataset: &'a str,
    commitment: &'a str,
) -> impl Iterator<Item = (&'a Record, &'a ExtractReceived)> {
    let received = records.iter().filter_map(|record| match &record.entry {
        Entry::ExtractReceived(received) => Some((*record, received)),
        _ => None,
    });
    received.filter(move |(_, received)| {
        received.dataset == dataset && received.landed.iter().any(|landed| landed.commitment == commitment)
    })
}

//! `agreements answer`: the material for answering a complaint or a question about a dataset.
//!
//! Not allowed in here: looking for a person. Nobody here can, and what cannot be answered is said.

mod page;

use std::collections::BTreeSet;

use concordat_base::{Date, Name};
use concordat_declare::agreement::{Agreement, Identifiability};
use concordat_ledger::{Entry, Record};
use serde::Serialize;

use crate::account::{Account, Days, account_of_datasets};
use crate::evidence::Evidence;
use crate::{lookup, words};

/// The material for an answer.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// The place.
    pub place: String,
    /// The dataset.
    pub dataset: String,
    /// What it is.
    pub title: String,
    /// Who sends it, by name.
    pub supplier: String,
    /// That party's role mailbox.
    pub supplier_contact: String,
    /// Where people turn about their data, as the agreements say.
    pub rights_contacts: Vec<String>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Whether any agreement was made up for the sample.
    pub sample: bool,
    /// Agreements that cover it, as far as it is concerned.
    pub agreements: Vec<Account>,
    /// The lawful basis, as the agreements state it.
    pub lawful_basis: Vec<String>,
    /// Who was shown figures that rest on it, and who handled it.
    pub recipients: Vec<String>,
    /// Entries of the ledger that prove it.
    pub proofs: Vec<Proof>,
    /// What cannot be answered, and who could.
    pub cannot: Vec<String>,
}

/// An entry of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// Its place in the ledger.
    pub sequence: u64,
    /// The date of its night.
    pub as_of: Date,
    /// Its type.
    pub kind: String,
    /// What it says.
    pub says: String,
}

/// The material about a dataset over some days.
#[must_use]
pub fn answer(evidence: &Evidence<'_>, dataset: &Name, days: Days) -> Answer {
    let only = BTreeSet::from([dataset.to_string()]);
    let covering: Vec<&Agreement> = covering(evidence, dataset, days);
    let agreements: Vec<Account> = covering.iter().map(|one| account_of_datasets(evidence, one, days, &only)).collect();
    let place = evidence.partnership.place();
    let source = evidence.partnership.source(dataset);
    let supplier = source.and_then(|source| place.parties.iter().find(|party| party.id.value == source.supplier.value));
    Answer {
        place: place.name.clone(),
        dataset: dataset.to_string(),
        title: lookup::dataset_title(evidence.partnership, dataset.as_str()),
        supplier: supplier.map(|party| party.name.clone()).unwrap_or_default(),
        supplier_contact: supplier.map(|party| party.contact.clone()).unwrap_or_default(),
        rights_contacts: contacts(&covering),
        from: days.from,
        until: days.until,
        sample: agreements.iter().any(|one| one.sample),
        lawful_basis: covering.iter().map(|one| crate::law::basis(one)).collect(),
        recipients: recipients(&agreements),
        proofs: proofs(evidence, dataset, days, &agreements),
        cannot: cannot(&covering, dataset, supplier.map_or("the sender", |party| party.name.as_str())),
        agreements,
    }
}

/// Agreements that name the dataset and had begun by the last day.
fn covering<'a>(evidence: &Evidence<'a>, dataset: &Name, days: Days) -> Vec<&'a Agreement> {
    let names = |one: &&Agreement| one.datasets.iter().any(|it| it.id.value == *dataset);
    evidence.partnership.agreements().filter(names).filter(|one| one.term.start <= days.until).collect()
}

/// Where people turn about their data, each once.
fn contacts(covering: &[&Agreement]) -> Vec<String> {
    let contacts = covering.iter().map(|agreement| agreement.rights.single_contact.value.clone());
    contacts.collect::<BTreeSet<_>>().into_iter().collect()
}

fn recipients(agreements: &[Account]) -> Vec<String> {
    let audiences = agreements
        .iter()
        .flat_map(|one| &one.outputs)
        .map(|output| format!("{}: figures only ({})", output.audience_title, output.audience));
    let handlers = agreements.iter().flat_map(|one| &one.parties).filter(|party| !party.supplies);
    let handlers = handlers.map(|party| format!("{}: {}", party.name, party.role));
    let mut found: Vec<String> = Vec::new();
    for one in handlers.chain(audiences) {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

/// Entries about the dataset on these days, and those of its agreements.
fn proofs(evidence: &Evidence<'_>, dataset: &Name, days: Days, agreements: &[Account]) -> Vec<Proof> {
    let versions: BTreeSet<&str> = agreements.iter().map(|one| one.agreement.as_str()).collect();
    let told = evidence.records.iter().filter_map(|record| {
        let says = says(record, dataset.as_str(), &versions)?;
        let timeless = matches!(record.entry, Entry::AgreementRegistered(_) | Entry::AgreementSigned(_));
        (timeless || days.has(record.as_of)).then(|| Proof {
            sequence: record.sequence,
            as_of: record.as_of,
            kind: record.entry.kind().to_owned(),
            says,
        })
    });
    told.collect()
}

fn says(record: &Record, dataset: &str, versions: &BTreeSet<&str>) -> Option<String> {
    let periods = |periods: &[String]| periods.join(", ");
    match &record.entry {
        Entry::AgreementRegistered(one) if versions.contains(one.agreement.as_str()) => {
            Some(format!("agreement {} was registered", one.agreement))
        }
        Entry::AgreementSigned(one) if versions.contains(one.agreement.as_str()) => {
            Some(format!("{} signed agreement {}", one.party, one.agreement))
        }
        Entry::AgreementExpired(one) if versions.contains(one.agreement.as_str()) => {
            Some(format!("agreement {} expired", one.agreement))
        }
        Entry::AgreementSuspended(one) if versions.contains(one.agreement.as_str()) => {
            Some(format!("agreement {} was suspended ({})", one.agreement, one.code))
        }
        Entry::ExtractReceived(one) if one.dataset == dataset => {
            Some(format!("received from {}: {}", one.party, periods(&one.periods)))
        }
        Entry::ExtractRefused(one) if one.dataset == dataset => {
            Some(format!("a delivery was refused ({})", periods(&one.codes)))
        }
        Entry::ExtractQuarantined(one) if one.dataset == dataset => {
            Some(format!("records of a delivery were set aside ({})", periods(&one.codes)))
        }
        Entry::DataRead(one) if one.dataset == dataset => Some(match one.columns.as_slice() {
            [] => "counts made from it before were opened, and no record".to_owned(),
            columns => format!("columns were read: {}", columns.join(", ")),
        }),
        Entry::IncidentOpened(one) if one.dataset.as_deref() == Some(dataset) => {
            Some(format!("an incident was opened ({})", one.code))
        }
        Entry::RetentionDestroyed(one) if one.dataset == dataset => {
            Some(format!("the extract of {} was destroyed ({})", one.period, one.method))
        }
        Entry::ReleasePublished(one) if one.inputs.iter().any(|input| input.dataset == dataset) => {
            Some(format!("release {} was published, which rests on it", one.version))
        }
        _ => None,
    }
}

/// What nobody here can answer.
fn cannot(covering: &[&Agreement], dataset: &Name, supplier: &str) -> Vec<String> {
    let datasets = covering.iter().flat_map(|one| &one.datasets).filter(|one| one.id.value == *dataset);
    let classes: BTreeSet<&str> = datasets.clone().map(|one| words::identifiability(one.identifiability)).collect();
    let mut found = Vec::new();
    for class in datasets.map(|one| one.identifiability) {
        let words = match class {
            Identifiability::Pseudonymised => format!(
                "Whether a given person is in this data, and what it says of them: records carry keyed tokens, the key is \
                 not here, and nobody here can tell whom a token stands for. {supplier} holds the key and the records it \
                 was made from, and can answer."
            ),
            Identifiability::DepersonalisedRow => format!(
                "Whether a given person is in this data: nothing in it stands for a person. {supplier} holds the records it \
                 was made from."
            ),
            Identifiability::AggregateUnsuppressed | Identifiability::AggregateSuppressed => {
                format!("Anything about a given person: these are counts. {supplier} holds the records behind them.")
            }
        };
        if !found.contains(&words) {
            found.push(words);
        }
    }
    if !classes.is_empty() {
        found.push(format!(
            "Access, correction, erasure or objection for one person: {supplier} acts on its own records, and its next \
             delivery takes the place of what is held here; figures follow on the next night."
        ));
    }
    found.push("Who looked at published figures, and what they did with them: that is not recorded.".to_owned());
    found
}

//! The account of one agreement: what it permits beside what was received, read, linked, shown and kept under it.
//!
//! Not allowed in here: another agreement's data, and saying whether any of it is a breach.

mod deliveries;
mod fields;
pub(crate) mod outputs;
pub(crate) mod sections;

use std::collections::BTreeSet;

use concordat_agreement::{AgreementState, state_of};
use concordat_base::{Date, Name};
use concordat_declare::agreement::Agreement;
use concordat_ledger::Entry;
use serde::Serialize;

use crate::evidence::Evidence;
use crate::{lookup, words};

pub use deliveries::{Delivery, Kept};
pub use fields::{DatasetAccount, FieldAccount};
pub use outputs::{LinkageAccount, OutputAccount};

/// The days that are looked at, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Days {
    /// The first.
    pub from: Date,
    /// The last.
    pub until: Date,
}

impl Days {
    /// Everything up to a day.
    #[must_use]
    pub fn up_to(until: Date) -> Self {
        Self { from: Date::MIN, until }
    }

    /// Whether a day is among them.
    #[must_use]
    pub fn has(self, day: Date) -> bool {
        (self.from..=self.until).contains(&day)
    }
}

/// The account of one version of an agreement.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    /// `id@version`.
    pub agreement: String,
    /// What it is about.
    pub title: String,
    /// Whether it was made up for the sample.
    pub sample: bool,
    /// Its state, in words.
    pub state: String,
    /// Whether it permits anything on the day.
    pub in_force: bool,
    /// Its first day.
    pub start: Date,
    /// Its last day.
    pub expiry: Date,
    /// When it is to be reviewed.
    pub next_review: Date,
    /// Who is bound by it.
    pub parties: Vec<PartyLine>,
    /// What the data may be used for.
    pub purposes: Vec<PurposeLine>,
    /// Its datasets: fields permitted, received and read.
    pub datasets: Vec<DatasetAccount>,
    /// Linkage permitted, and used.
    pub linkage: Vec<LinkageAccount>,
    /// Outputs permitted: kind and audiences.
    pub outputs_permitted: Vec<String>,
    /// Outputs made.
    pub outputs: Vec<OutputAccount>,
    /// Deliveries under it.
    pub deliveries: Vec<Delivery>,
    /// What is kept, until when, and what was destroyed.
    pub kept: Vec<Kept>,
    /// Incidents about it.
    pub incidents: Vec<Incident>,
    /// Decisions against it: on which nights which indicators were refused.
    pub refusals: Vec<RefusedIndicator>,
}

/// A party.
#[derive(Clone, Debug, Serialize)]
pub struct PartyLine {
    /// The party.
    pub party: String,
    /// Its name.
    pub name: String,
    /// Its role in law, in words.
    pub role: String,
    /// Whether it sends data.
    pub supplies: bool,
    /// When it signed this version, and in what role.
    pub signed: Option<(Date, String)>,
}

/// A permitted purpose.
#[derive(Clone, Debug, Serialize)]
pub struct PurposeLine {
    /// The purpose.
    pub purpose: String,
    /// Missions it is for, by title.
    pub missions: Vec<String>,
    /// The clause.
    pub clause: String,
}

/// An incident in the ledger.
#[derive(Clone, Debug, Serialize)]
pub struct Incident {
    /// The entry of the ledger.
    pub sequence: u64,
    /// The date of its night.
    pub opened: Date,
    /// Its id.
    pub incident: String,
    /// The dataset, where it is about one.
    pub dataset: Option<String>,
    /// The code of what happened.
    pub code: String,
    /// By when it must have been acted upon.
    pub due_on: Date,
}

/// An indicator that was refused on account of an agreement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RefusedIndicator {
    /// The indicator.
    pub indicator: String,
    /// The first night.
    pub first: Date,
    /// The last night.
    pub last: Date,
    /// How many nights.
    pub nights: u64,
    /// The codes of the reasons.
    pub codes: Vec<String>,
}

/// The account of a version of an agreement over some days, as of the last of them.
#[must_use]
pub fn account(evidence: &Evidence<'_>, agreement: &Agreement, days: Days) -> Account {
    account_of(&Scope { evidence, agreement, days, only: None })
}

/// The same of some of its datasets alone: nothing is told of the others.
#[must_use]
pub fn account_of_datasets(
    evidence: &Evidence<'_>,
    agreement: &Agreement,
    days: Days,
    datasets: &BTreeSet<String>,
) -> Account {
    account_of(&Scope { evidence, agreement, days, only: Some(datasets) })
}

fn account_of(scope: &Scope<'_>) -> Account {
    let agreement = scope.agreement;
    let state = state_of(scope.evidence.partnership, agreement, scope.days.until);
    Account {
        agreement: lookup::version_of(agreement),
        title: agreement.title.clone(),
        sample: agreement.sample,
        in_force: state == AgreementState::InForce,
        state: state.words(),
        start: agreement.term.start,
        expiry: agreement.term.expiry.value,
        next_review: agreement.term.next_review.value,
        parties: parties(scope),
        purposes: purposes(scope),
        datasets: fields::datasets(scope),
        linkage: outputs::linkage(scope),
        outputs_permitted: outputs::permitted(scope),
        outputs: outputs::made(scope),
        deliveries: deliveries::deliveries(scope),
        kept: deliveries::kept(scope),
        incidents: incidents(scope),
        refusals: refusals(scope),
    }
}

/// What an account is about.
pub(crate) struct Scope<'a> {
    pub(crate) evidence: &'a Evidence<'a>,
    pub(crate) agreement: &'a Agreement,
    pub(crate) days: Days,
    /// The datasets that are looked at; all of the agreement where it is `None`.
    pub(crate) only: Option<&'a BTreeSet<String>>,
}

impl Scope<'_> {
    /// Whether the agreement names a dataset.
    pub(crate) fn names(&self, dataset: &str) -> bool {
        self.only.is_none_or(|only| only.contains(dataset))
            && self.agreement.datasets.iter().any(|one| one.id.value.as_str() == dataset)
    }

    /// Whether what was done with a dataset on a day was done under this version: it names the dataset and was in force; or
    /// it names the dataset and none was, and then all that name it answer.
    pub(crate) fn covers(&self, dataset: &str, day: Date) -> bool {
        let partnership = self.evidence.partnership;
        let in_force = |one: &Agreement| state_of(partnership, one, day) == AgreementState::InForce;
        let names = |one: &&Agreement| one.datasets.iter().any(|it| it.id.value.as_str() == dataset);
        let nobody = || !partnership.agreements().filter(names).any(in_force);
        self.names(dataset) && self.days.has(day) && (in_force(self.agreement) || nobody())
    }

    /// Whether it names a dataset and was in force on a day.
    pub(crate) fn covers_in_force(&self, dataset: &str, day: Date) -> bool {
        let state = state_of(self.evidence.partnership, self.agreement, day);
        self.names(dataset) && self.days.has(day) && state == AgreementState::InForce
    }
}

fn parties(scope: &Scope<'_>) -> Vec<PartyLine> {
    let agreement = scope.agreement;
    let line = |party: &concordat_declare::agreement::AgreementParty| {
        let signature = agreement.signatures.iter().find(|one| one.party.value == party.id.value);
        PartyLine {
            party: party.id.value.to_string(),
            name: lookup::party_name(scope.evidence.partnership, party.id.value.as_str()),
            role: words::party_role(party.role).to_owned(),
            supplies: party.supplies,
            signed: signature.map(|one| (one.date, one.role.value.words().to_owned())),
        }
    };
    agreement.parties.iter().map(line).collect()
}

fn purposes(scope: &Scope<'_>) -> Vec<PurposeLine> {
    let title = |mission: &Name| {
        let declared = scope.evidence.partnership.missions().find(|one| one.id.value == *mission);
        declared.map_or_else(|| mission.to_string(), |one| one.title.clone())
    };
    let purposes = scope.agreement.purposes.iter().map(|purpose| PurposeLine {
        purpose: words::purpose(purpose.id.value.as_str()),
        missions: purpose.missions.iter().map(|mission| title(&mission.value)).collect(),
        clause: purpose.clause.value.to_string(),
    });
    purposes.collect()
}

fn incidents(scope: &Scope<'_>) -> Vec<Incident> {
    let version = lookup::version_of(scope.agreement);
    let records = scope.evidence.records.iter().filter(|record| scope.days.has(record.as_of));
    let found = records.filter_map(|record| {
        let Entry::IncidentOpened(incident) = &record.entry else { return None };
        let named = incident.agreement.as_deref().map(|named| named.split(", ").any(|one| one == version));
        let of_dataset = || incident.dataset.as_deref().is_some_and(|dataset| scope.covers(dataset, record.as_of));
        let looked_at = incident.dataset.as_deref().is_none_or(|dataset| scope.names(dataset));
        (looked_at && named.unwrap_or_else(of_dataset)).then(|| Incident {
            sequence: record.sequence,
            opened: record.as_of,
            incident: incident.incident.clone(),
            dataset: incident.dataset.clone(),
            code: incident.code.clone(),
            due_on: incident.due_on,
        })
    });
    found.collect()
}

/// Indicators that use a dataset of the agreement and were refused while it answers for the day.
fn refusals(scope: &Scope<'_>) -> Vec<RefusedIndicator> {
    let mut found: Vec<RefusedIndicator> = Vec::new();
    for record in &scope.evidence.records {
        let Entry::RunPlanned(planned) = &record.entry else { continue };
        for decision in planned.decisions.iter().filter(|decision| !decision.permitted) {
            if !uses(scope, &decision.indicator, record.as_of) {
                continue;
            }
            match found.iter_mut().find(|one| one.indicator == decision.indicator && one.codes == decision.codes) {
                Some(known) => (known.last, known.nights) = (record.as_of, known.nights + 1),
                None => found.push(RefusedIndicator {
                    indicator: decision.indicator.clone(),
                    first: record.as_of,
                    last: record.as_of,
                    nights: 1,
                    codes: decision.codes.clone(),
                }),
            }
        }
    }
    found
}

/// Whether an indicator, as declared, uses a dataset of the agreement. A refused indicator reads nothing, so that its
/// declaration alone tells what it asked for.
fn uses(scope: &Scope<'_>, indicator: &str, day: Date) -> bool {
    let declared = scope.evidence.partnership.indicators().find(|one| one.id.value.as_str() == indicator);
    declared.is_some_and(|one| one.uses().iter().any(|(dataset, _)| scope.covers(dataset.value.as_str(), day)))
}

//! `agreements report`: what was done with one party's data.
//!
//! Not allowed in here: anything of another party's data. Another party is named only where an agreement of this one's
//! names it.

mod page;

use std::collections::BTreeSet;

use concordat_base::{Date, Name};
use serde::Serialize;

use crate::account::{Account, Days, account_of_datasets};
use crate::breach::{Breach, breaches};
use crate::evidence::Evidence;
use crate::lookup;
use crate::uses::{Use, uses};

/// What was done with a party's data.
#[derive(Clone, Debug, Serialize)]
pub struct PartyReport {
    /// The place.
    pub place: String,
    /// The party.
    pub party: String,
    /// Its name.
    pub party_name: String,
    /// The first day that is told about; `None` where all are.
    pub since: Option<Date>,
    /// The last day.
    pub until: Date,
    /// Whether any agreement was made up for the sample.
    pub sample: bool,
    /// Its datasets.
    pub datasets: Vec<String>,
    /// Agreements that bind it, as far as its data is concerned.
    pub agreements: Vec<Account>,
    /// Breaches that concern its data.
    pub breaches: Vec<Breach>,
    /// What its data is used for.
    pub uses: Vec<Use>,
    /// How many entries the ledger has, and the place of the last one that is told about here.
    pub ledger_entries: u64,
}

/// What was done with a party's data since a day, or ever.
#[must_use]
pub fn report(evidence: &Evidence<'_>, party: &Name, since: Option<Date>) -> PartyReport {
    let days = Days { from: since.unwrap_or(Date::MIN), until: evidence.as_of };
    let datasets = datasets(evidence, party);
    let binding = || {
        let bound = |one: &&concordat_declare::agreement::Agreement| one.parties.iter().any(|it| it.id.value == *party);
        evidence.partnership.agreements().filter(bound)
    };
    let accounts = binding().map(|one| account_of_datasets(evidence, one, days, &datasets));
    let agreements: Vec<Account> = accounts.filter(|one| one.in_force || !one.datasets.is_empty()).collect();
    let found = breaches(evidence).into_iter().filter(|one| days.has(one.on) && concerns(evidence, one, &datasets));
    PartyReport {
        place: evidence.partnership.place().name.clone(),
        party: party.to_string(),
        party_name: lookup::party_name(evidence.partnership, party.as_str()),
        since,
        until: evidence.as_of,
        sample: agreements.iter().any(|one| one.sample),
        breaches: found.collect(),
        uses: uses(evidence, days, Some(&datasets)),
        datasets: datasets.into_iter().collect(),
        agreements,
        ledger_entries: evidence.records.len() as u64,
    }
}

/// The datasets that a party sends.
fn datasets(evidence: &Evidence<'_>, party: &Name) -> BTreeSet<String> {
    let own = evidence.partnership.sources().filter(|source| source.supplier.value == *party);
    own.map(|source| source.id.value.to_string()).collect()
}

/// Whether a breach is about one of the datasets and about no other: one that names another party's data is told to both
/// by the people who must, not here.
fn concerns(evidence: &Evidence<'_>, breach: &Breach, datasets: &BTreeSet<String>) -> bool {
    let others = evidence.partnership.sources().map(|source| source.id.value.as_str());
    let names = |id: &str| breach.says.split([' ', ',', ':']).any(|word| word == id);
    let own = datasets.iter().any(|id| names(id));
    own && !others.filter(|id| !datasets.contains(*id)).any(names)
}

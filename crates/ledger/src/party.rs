//! What of a ledger concerns a party: what it may see in clear, while of everything else it gets the leaf hash.
//!
//! Not allowed in here: an entry about another party's data. What a run planned and how it ended is about all parties at
//! once and concerns none; a release that was made of a party's data concerns it whole, since the release itself names the
//! same to its readers.

use std::collections::BTreeSet;

use crate::entry::Entry;
use crate::log::Ledger;

/// What belongs to a party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concern {
    party: String,
    datasets: BTreeSet<String>,
    agreements: BTreeSet<String>,
    releases: BTreeSet<String>,
}

impl Concern {
    /// What belongs to a party, as the ledger tells it; `declared` are the datasets that it is declared to supply.
    #[must_use]
    pub fn of(ledger: &Ledger, party: &str, declared: BTreeSet<String>) -> Self {
        let (agreements, releases) = (BTreeSet::new(), BTreeSet::new());
        let mut concern = Self { party: party.to_owned(), datasets: declared, agreements, releases };
        ledger.entries().for_each(|record| concern.learn(&record.entry));
        concern
    }

    /// The party's datasets.
    #[must_use]
    pub fn datasets(&self) -> &BTreeSet<String> {
        &self.datasets
    }

    fn learn(&mut self, entry: &Entry) {
        match entry {
            Entry::AgreementRegistered(it) if it.parties.contains(&self.party) => {
                self.agreements.insert(it.agreement.clone());
            }
            Entry::ExtractReceived(it) if it.party == self.party => {
                self.datasets.insert(it.dataset.clone());
            }
            Entry::DataRead(it) if it.party == self.party => {
                self.datasets.insert(it.dataset.clone());
            }
            Entry::ReleasePublished(it) if it.inputs.iter().any(|input| self.datasets.contains(&input.dataset)) => {
                self.releases.insert(it.version.clone());
            }
            _ => {}
        }
    }

    /// Whether an entry concerns the party.
    #[must_use]
    pub fn includes(&self, entry: &Entry) -> bool {
        let own = |party: &String| *party == self.party;
        match entry {
            Entry::AgreementRegistered(it) => self.agreements.contains(&it.agreement),
            Entry::AgreementSigned(it) => self.agreements.contains(&it.agreement),
            Entry::AgreementAmended(it) => self.agreements.contains(&it.agreement),
            Entry::AgreementSuspended(it) => self.agreements.contains(&it.agreement),
            Entry::AgreementExpired(it) => self.agreements.contains(&it.agreement),
            Entry::ReviewDone(it) => self.agreements.contains(&it.agreement),
            Entry::ExtractReceived(it) => own(&it.party),
            Entry::ExtractRefused(it) => own(&it.party),
            Entry::ExtractQuarantined(it) => own(&it.party),
            Entry::IncidentOpened(it) => own(&it.party),
            Entry::RetentionDue(it) => own(&it.party),
            Entry::RetentionDestroyed(it) => own(&it.party),
            Entry::DataRead(it) => own(&it.party),
            Entry::DecisionApplied(it) => self.datasets.contains(&it.subject),
            Entry::ReleasePublished(it) => self.releases.contains(&it.version),
            Entry::ReleaseApproved(it) => self.releases.contains(&it.version),
            Entry::ReleaseWithdrawn(it) => self.releases.contains(&it.version),
            Entry::ReleaseRolledBack(it) => {
                self.releases.contains(&it.from_version) || self.releases.contains(&it.to_version)
            }
            Entry::AccessRead(it) => self.releases.contains(&it.version),
            Entry::KeyRotated(_) => true,
            Entry::RunPlanned(_) | Entry::RunRefused(_) | Entry::RunCompleted(_) => false,
        }
    }
}

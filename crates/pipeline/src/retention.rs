//! Retention at work: what has been held for its whole time is destroyed, before anything else is opened.
//!
//! The ledger is the journal: `retention.due` is entered first and names the key; then history, key, files and work go; then
//! `retention.destroyed` is entered. A night that is killed in between goes on from the ledger. Not allowed in here: keeping
//! something longer than the strictest agreement says, and opening anything but histories of deliveries.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::{Date, Name};
use concordat_declare::Partnership;
use concordat_declare::agreement::Agreement;
use concordat_declare::place::Profile;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_ingest_gate::{GateError, HeldExtract, destroy_extract, held_extracts, sweep_keys};
use concordat_ledger::entry::extract::{RetentionDestroyed, RetentionDue};
use concordat_ledger::{Entry, Ledger, LedgerError};
use concordat_measure::forget_cells;
use concordat_store::Home;
use jiff::Timestamp;
use serde::Serialize;

use crate::answer::LastAnswer;
use crate::certificate;
use crate::inputs::store_fault;
use crate::night::today;

/// The label of what was set aside of a delivery, in the place of a period.
const SET_ASIDE: &str = "records set aside";
/// The code of the one method there is.
const METHOD: &str = "key shredded, files deleted";

/// What is held, and until when.
#[derive(Clone, Debug, Serialize)]
pub struct Held {
    /// The dataset.
    pub dataset: Name,
    /// The label of the period, or that it is what was set aside.
    pub period: String,
    /// The last delivery that brought it.
    pub delivery: String,
    /// The day on which that was received.
    pub received: Date,
    /// The agreement that says how long, with its version; none for open data, and where nothing says.
    pub agreement: Option<String>,
    /// The day on which it is destroyed.
    pub due_on: Option<Date>,
    #[serde(skip)]
    extract: HeldExtract,
}

/// Why retention could not do its work.
#[derive(Debug)]
pub(crate) enum RetentionError {
    /// The ledger could not be written: nothing more is done without it.
    Ledger(LedgerError),
    /// The home, or the key of certificates.
    Fault(Diagnostic),
}

impl From<GateError> for RetentionError {
    fn from(error: GateError) -> Self {
        Self::Fault(error.diagnostic())
    }
}

impl From<LedgerError> for RetentionError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

/// What retention needs to know of the night.
pub(crate) struct Retention<'night> {
    pub(crate) partnership: &'night Partnership,
    pub(crate) home: &'night Home,
    pub(crate) as_of: Date,
    pub(crate) now: Timestamp,
    /// A rehearsal tells what is due, and destroys nothing.
    pub(crate) rehearse: bool,
}

impl Retention<'_> {
    /// Destroys what is due, and says what it did.
    pub(crate) fn run(&self, ledger: &mut Ledger) -> Result<Vec<Diagnostic>, RetentionError> {
        let mut said = Vec::new();
        if !self.rehearse {
            self.finish_what_was_begun(ledger, &mut said)?;
            self.sweep()?;
        }
        let held = held(self.partnership, self.home)?;
        said.extend(self.unknown(&held));
        let due: Vec<&Held> = held.iter().filter(|one| one.due_on.is_some_and(|due| self.is_over(due))).collect();
        if due.is_empty() {
            return Ok(said);
        }
        if self.rehearse {
            let text = Text::new().say("a night would destroy what is due: ").number(due.len() as u64);
            said.push(Diagnostic::notice(&codes::RETENTION_DESTROYED, text.say(" extracts")));
            return Ok(said);
        }
        let entries: Vec<RetentionDue> = due.iter().filter_map(|one| self.entry(ledger, one)).collect();
        for entry in &entries {
            ledger.append(self.now, self.as_of, Entry::RetentionDue(entry.clone()))?;
        }
        self.destroy(ledger, &entries, &mut said)?;
        Ok(said)
    }

    /// In profile live a day is over when it is over; the sample plays days by `--as-of`.
    fn is_over(&self, due: Date) -> bool {
        let live = self.partnership.place().profile == Profile::Live;
        due <= self.as_of && (!live || due <= today(self.now))
    }

    fn finish_what_was_begun(&self, ledger: &mut Ledger, said: &mut Vec<Diagnostic>) -> Result<(), RetentionError> {
        let mut begun: BTreeMap<String, RetentionDue> = BTreeMap::new();
        for record in ledger.entries() {
            match &record.entry {
                Entry::RetentionDue(due) => {
                    begun.extend(due.key.clone().map(|key| (key, due.clone())));
                }
                Entry::RetentionDestroyed(destroyed) => {
                    destroyed.key.as_ref().map(|key| begun.remove(key));
                }
                _ => {}
            }
        }
        self.destroy(ledger, &begun.into_values().collect::<Vec<_>>(), said)?;
        certificate::write_missing(self.home, self.partnership, ledger).map_err(RetentionError::Fault)
    }

    /// Downloads and spilled work that a killed night left, and keys that nothing lies under.
    fn sweep(&self) -> Result<(), RetentionError> {
        for folder in ["incoming", "spill"] {
            let removed = concordat_store::remove_folder(&self.home.root().join(folder));
            removed.map_err(|error| RetentionError::Fault(store_fault(&error)))?;
        }
        sweep_keys(self.home)?;
        Ok(())
    }

    fn destroy(
        &self,
        ledger: &mut Ledger,
        due: &[RetentionDue],
        said: &mut Vec<Diagnostic>,
    ) -> Result<(), RetentionError> {
        if due.is_empty() {
            return Ok(());
        }
        let keys: BTreeSet<String> = due.iter().filter_map(|one| one.key.clone()).collect();
        for one in due {
            if let (Ok(dataset), Some(key)) = (Name::new(&one.dataset), &one.key) {
                destroy_extract(self.home, &dataset, key)?;
            }
        }
        let fault = |error| RetentionError::Fault(store_fault(&error));
        forget_cells(self.home, &keys).map_err(fault)?;
        LastAnswer::forget(self.home).map_err(fault)?;
        for one in due {
            ledger.append(self.now, self.as_of, Entry::RetentionDestroyed(destroyed(one)))?;
            let text = Text::new().declared(&one.dataset).say(", ").declared(&one.period).say(", was destroyed: ");
            let text = text.declared(&one.agreement).say(" kept it until ").date(one.due_on);
            said.push(Diagnostic::notice(&codes::RETENTION_DESTROYED, text));
        }
        certificate::write_missing(self.home, self.partnership, ledger).map_err(RetentionError::Fault)
    }

    fn entry(&self, ledger: &Ledger, held: &Held) -> Option<RetentionDue> {
        let source = self.partnership.source(&held.dataset);
        let (party, commitment) = received(ledger, &held.dataset, &held.delivery)
            .or_else(|| Some((source?.supplier.value.to_string(), "0".repeat(64))))?;
        Some(RetentionDue {
            dataset: held.dataset.to_string(),
            period: held.period.clone(),
            party,
            agreement: held.agreement.clone()?,
            commitment,
            due_on: held.due_on?,
            key: Some(held.extract.key.clone()),
            files: Some(held.extract.files),
        })
    }

    fn unknown(&self, held: &[Held]) -> Vec<Diagnostic> {
        let unknown: BTreeSet<&Name> = held
            .iter()
            .filter(|one| one.due_on.is_none() && !is_open(self.partnership, &one.dataset))
            .map(|one| &one.dataset)
            .collect();
        let warning = |dataset: &&Name| {
            let text = Text::new().say("no agreement says how long ").name(dataset).say(" may be kept");
            Diagnostic::warning(&codes::RETENTION_UNKNOWN, text)
        };
        unknown.iter().map(warning).collect()
    }
}

fn destroyed(due: &RetentionDue) -> RetentionDestroyed {
    RetentionDestroyed {
        dataset: due.dataset.clone(),
        period: due.period.clone(),
        party: due.party.clone(),
        agreement: due.agreement.clone(),
        commitment: due.commitment.clone(),
        key: due.key.clone(),
        method: METHOD.to_owned(),
        files: due.files.unwrap_or(0),
    }
}

/// Supplier and commitment of a delivery, from what the ledger says of it.
fn received(ledger: &Ledger, dataset: &Name, delivery: &str) -> Option<(String, String)> {
    ledger.entries().rev().find_map(|record| match &record.entry {
        Entry::ExtractReceived(one) if one.dataset == dataset.as_str() && one.delivery == delivery => {
            Some((one.party.clone(), one.commitment.clone()))
        }
        Entry::ExtractRefused(one) if one.dataset == dataset.as_str() && one.delivery == delivery => {
            Some((one.party.clone(), one.commitment.clone()?))
        }
        _ => None,
    })
}

/// What is held in a home, and until when.
///
/// # Errors
/// When histories of deliveries cannot be opened.
pub(crate) fn held(partnership: &Partnership, home: &Home) -> Result<Vec<Held>, GateError> {
    let held = held_extracts(home)?.into_iter().map(|extract| {
        let received = today(extract.received);
        let kept = kept_until(partnership, &extract.dataset, received);
        Held {
            dataset: extract.dataset.clone(),
            period: extract.period.clone().unwrap_or_else(|| SET_ASIDE.to_owned()),
            delivery: extract.delivery.clone(),
            received,
            agreement: kept.as_ref().map(|(agreement, _)| agreement.clone()),
            due_on: kept.map(|(_, due)| due),
            extract,
        }
    });
    Ok(held.collect())
}

/// The day on which data received on a day is destroyed, and the agreement that says so: the strictest of those that were in
/// force then, or of all that name the dataset where none was.
pub(crate) fn kept_until(partnership: &Partnership, dataset: &Name, received: Date) -> Option<(String, Date)> {
    let names = |one: &&Agreement| one.datasets.iter().any(|granted| granted.id.value == *dataset);
    let in_force = |one: &&Agreement| one.term.start <= received && received <= one.term.expiry.value;
    let all: Vec<&Agreement> = partnership.agreements().filter(names).collect();
    let then: Vec<&Agreement> = all.iter().copied().filter(in_force).collect();
    let asked = if then.is_empty() { all } else { then };
    let until = |one: &Agreement| (one.retention.raw.after(received), format!("{}@{}", one.id.value, one.version));
    asked.into_iter().map(until).min().map(|(due, agreement)| (agreement, due))
}

/// Whether the dataset is open data, which may be kept for ever.
fn is_open(partnership: &Partnership, dataset: &Name) -> bool {
    partnership.licences().any(|licence| licence.datasets.iter().any(|one| one.value == *dataset))
}

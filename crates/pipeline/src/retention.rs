//! Retention at work: what has been held for its whole time is destroyed, before anything else is opened.
//!
//! The ledger is the journal: `retention.due` is entered first and names the key; then history, key, files and work go; then
//! `retention.destroyed` is entered. A night that is killed in between goes on from the ledger. Not allowed in here: keeping
//! something longer than the strictest agreement says, and opening anything but histories of deliveries.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::{Date, DateSpan, Name, Period};
use concordat_declare::Partnership;
use concordat_declare::agreement::{Agreement, OnExit, RetentionFrom};
use concordat_declare::place::Profile;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_ingest_gate::{GateError, HeldExtract, destroy_extract, held_extracts, sweep_keys};
use concordat_ledger::entry::extract::{RetentionDestroyed, RetentionDue};
use concordat_ledger::{Entry, Ledger, LedgerError, Record};
use concordat_measure::forget_cells;
use concordat_store::{Clock, Home};
use jiff::Timestamp;
use serde::Serialize;

use crate::answer::LastAnswer;
use crate::certificate::{self, Checked, verify_certificates};
use crate::declarations::read_declarations;
use crate::inputs::store_fault;
use crate::keys::unlock_if_possible;
use crate::night::today;
use crate::options::RunOptions;

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
    /// The first delivery that brought it.
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
        let held = held(self.partnership, self.home, ledger, self.as_of)?;
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
        let receipts = Receipts::of(ledger);
        let entries: Vec<RetentionDue> = due.iter().filter_map(|one| self.entry(&receipts, one)).collect();
        for entry in &entries {
            ledger.append(self.now, self.as_of, Entry::RetentionDue(entry.clone()))?;
        }
        self.destroy(ledger, &entries, &mut said)?;
        Ok(said)
    }

    fn is_over(&self, due: Date) -> bool {
        Keeping { partnership: self.partnership, as_of: self.as_of }.is_over(due, self.now)
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

    fn entry(&self, receipts: &Receipts<'_>, held: &Held) -> Option<RetentionDue> {
        // A night that was killed may have landed what the ledger never heard of: it goes all the same.
        let unknown = || {
            let supplier = self.partnership.source(&held.dataset).map(|source| source.supplier.value.to_string());
            let (days, commitment) = ((held.received, held.received), "0".repeat(64));
            Receipt { party: supplier.unwrap_or_else(|| "unknown".to_owned()), commitment, days }
        };
        let receipt = receipts.find(&held.dataset, &held.delivery, &held.period).unwrap_or_else(unknown);
        Some(RetentionDue {
            dataset: held.dataset.to_string(),
            period: held.period.clone(),
            party: receipt.party,
            agreement: held.agreement.clone()?,
            commitment: receipt.commitment,
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

/// What is held of a place, and until when, for people to look at.
///
/// # Errors
/// The faults of the declarations, of the home or of its keys.
pub fn retention(options: &RunOptions, clock: &dyn Clock) -> Result<Vec<Held>, Vec<Diagnostic>> {
    let place = Place::open(options, clock)?;
    held(&place.partnership, &place.home, &place.ledger, place.as_of).map_err(|error| vec![error.diagnostic()])
}

/// Looks at every certificate of destruction of a place.
///
/// # Errors
/// The faults of the declarations, of the home or of the key of certificates.
pub fn certificates(options: &RunOptions, clock: &dyn Clock) -> Result<Vec<Checked>, Vec<Diagnostic>> {
    let place = Place::open(options, clock)?;
    verify_certificates(&place.home, &place.partnership, &place.ledger).map_err(|fault| vec![fault])
}

/// A place that is looked at and not changed.
struct Place {
    partnership: Partnership,
    home: Home,
    ledger: Ledger,
    as_of: Date,
}

impl Place {
    fn open(options: &RunOptions, clock: &dyn Clock) -> Result<Self, Vec<Diagnostic>> {
        let loaded = read_declarations(&options.pipeline);
        let Some(partnership) = loaded.partnership else { return Err(loaded.faults) };
        let home = Home::open(&options.home, partnership.place().id.value.as_str());
        let home = home.map_err(|error| vec![store_fault(&error)])?;
        let home = unlock_if_possible(&home).map_err(|fault| vec![fault])?;
        let ledger = Ledger::open(&home).map_err(|error| {
            vec![Diagnostic::error(&codes::LEDGER_DAMAGED, Text::new().declared(&error.to_string()))]
        })?;
        let as_of = options.as_of.unwrap_or_else(|| today(clock.now()));
        Ok(Self { partnership, home, ledger, as_of })
    }
}

/// What the ledger says of a delivery.
struct Receipt {
    party: String,
    commitment: String,
    /// The day of the night that received it, and the day by the clock.
    days: (Date, Date),
}

/// What the ledger says of deliveries, by dataset and id.
struct Receipts<'ledger>(BTreeMap<(&'ledger str, &'ledger str), &'ledger Record>);

impl<'ledger> Receipts<'ledger> {
    fn of(ledger: &'ledger Ledger) -> Self {
        let about = |record: &'ledger Record| match &record.entry {
            Entry::ExtractReceived(one) => Some(((one.dataset.as_str(), one.delivery.as_str()), record)),
            Entry::ExtractRefused(one) => Some(((one.dataset.as_str(), one.delivery.as_str()), record)),
            _ => None,
        };
        Self(ledger.entries().filter_map(about).collect())
    }

    /// Of a period that the delivery brought, the commitment is that to its landed content.
    fn find(&self, dataset: &Name, delivery: &str, period: &str) -> Option<Receipt> {
        let record = self.0.get(&(dataset.as_str(), delivery))?;
        let days = (record.as_of, today(record.at));
        match &record.entry {
            Entry::ExtractReceived(one) => {
                let landed = one.landed.iter().find(|landed| landed.period == period);
                let commitment = landed.map_or(&one.commitment, |landed| &landed.commitment).clone();
                Some(Receipt { party: one.party.clone(), commitment, days })
            }
            Entry::ExtractRefused(one) => {
                Some(Receipt { party: one.party.clone(), commitment: one.commitment.clone()?, days })
            }
            _ => None,
        }
    }
}

/// What is held in a home, and until when.
///
/// # Errors
/// When histories of deliveries cannot be opened.
pub(crate) fn held(
    partnership: &Partnership,
    home: &Home,
    ledger: &Ledger,
    as_of: Date,
) -> Result<Vec<Held>, GateError> {
    let receipts = Receipts::of(ledger);
    let held = held_extracts(home)?.into_iter().map(|extract| {
        let period = extract.period.clone().unwrap_or_else(|| SET_ASIDE.to_owned());
        let receipt = receipts.find(&extract.dataset, &extract.delivery, &period);
        let days = receipt.map_or_else(|| (today(extract.received), today(extract.received)), |receipt| receipt.days);
        let received = received_on(partnership, days);
        let about = period_of(partnership, &extract);
        let kept = Keeping { partnership, as_of }.until(&extract.dataset, received, about);
        Held {
            dataset: extract.dataset.clone(),
            period,
            delivery: extract.delivery.clone(),
            received,
            agreement: kept.as_ref().map(|(agreement, _)| agreement.clone()),
            due_on: kept.map(|(_, due)| due),
            extract,
        }
    });
    Ok(held.collect())
}

/// The day that counts as that of the receipt: of the night and by the clock, the earlier; the sample plays days by `--as-of`.
fn received_on(partnership: &Partnership, (as_of, clock): (Date, Date)) -> Date {
    if partnership.place().profile == Profile::Live { as_of.min(clock) } else { as_of }
}

fn period_of(partnership: &Partnership, extract: &HeldExtract) -> Option<Period> {
    let kind = partnership.contract_of(&extract.dataset)?.partition_kind();
    Period::parse(extract.period.as_ref()?, kind).ok()
}

/// How long agreements let data be kept.
#[derive(Clone, Copy)]
pub(crate) struct Keeping<'night> {
    pub(crate) partnership: &'night Partnership,
    pub(crate) as_of: Date,
}

impl Keeping<'_> {
    /// The day on which data of a period, received on a day, is destroyed, and the agreement that says so: the strictest of
    /// those that were in force then, or of all that name the dataset where none was.
    fn until(&self, dataset: &Name, received: Date, period: Option<Period>) -> Option<(String, Date)> {
        let names = |one: &&Agreement| one.datasets.iter().any(|granted| granted.id.value == *dataset);
        let in_force = |one: &Agreement, on: Date| one.term.start <= on && on <= one.term.expiry.value;
        let all: Vec<&Agreement> = self.partnership.agreements().filter(names).collect();
        let goes_on = all.iter().any(|one| in_force(one, self.as_of));
        let then: Vec<&Agreement> = all.iter().copied().filter(|one| in_force(one, received)).collect();
        let asked = if then.is_empty() { all } else { then };
        let until = |one: &Agreement| {
            let from = match one.retention.from {
                RetentionFrom::Event => period.map_or(received, |period| period.end()),
                RetentionFrom::Received => received,
            };
            let due = one.retention.raw.after(from);
            let exit = DateSpan::days(1).after(one.term.expiry.value);
            let leaves = one.retention.on_exit != OnExit::KeepToRetention && !goes_on;
            (if leaves { due.min(exit) } else { due }, format!("{}@{}", one.id.value, one.version))
        };
        asked.into_iter().map(until).min().map(|(due, agreement)| (agreement, due))
    }

    /// Files that came before and whose time is over: dataset, and the commitment to their bytes.
    pub(crate) fn over(&self, ledger: &Ledger, now: Timestamp) -> BTreeSet<(String, String)> {
        let mut first = BTreeMap::new();
        for record in ledger.entries() {
            if let Entry::ExtractReceived(one) = &record.entry {
                let days = (record.as_of, today(record.at));
                first.entry((one.dataset.clone(), one.commitment.clone())).or_insert(days);
            }
        }
        let is_over = |(dataset, _): &(String, String), days: &(Date, Date)| {
            let dataset = Name::new(dataset).ok()?;
            let (_, due) = self.until(&dataset, received_on(self.partnership, *days), None)?;
            Some(self.is_over(due, now))
        };
        first.into_iter().filter(|(file, days)| is_over(file, days) == Some(true)).map(|(file, _)| file).collect()
    }

    /// In profile live a day is over when it is over; the sample plays days by `--as-of`.
    fn is_over(&self, due: Date, now: Timestamp) -> bool {
        let live = self.partnership.place().profile == Profile::Live;
        due <= self.as_of && (!live || due <= today(now))
    }
}

/// Whether the dataset is open data, which may be kept for ever.
fn is_open(partnership: &Partnership, dataset: &Name) -> bool {
    partnership.licences().any(|licence| licence.datasets.iter().any(|one| one.value == *dataset))
}

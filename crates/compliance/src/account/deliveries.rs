//! Deliveries under an agreement, and how long what they brought is kept.
//!
//! Not allowed in here: a count of records.

use concordat_agreement::{AgreementState, state_of};
use concordat_base::{Date, Name, Period};
use concordat_declare::agreement::{OnExit, RetentionFrom};
use concordat_ledger::entry::extract::{ExtractReceived, ExtractRefused};
use concordat_ledger::{Entry, Record};
use serde::Serialize;

use super::Scope;
use crate::lookup;

/// A delivery.
#[derive(Clone, Debug, Serialize)]
pub struct Delivery {
    /// The entry of the ledger.
    pub sequence: u64,
    /// The date of its night.
    pub date: Date,
    /// The dataset.
    pub dataset: String,
    /// Its id.
    pub delivery: String,
    /// Periods it covers.
    pub periods: Vec<String>,
    /// What became of it: `received`, `received, some records set aside` or `refused`.
    pub outcome: String,
    /// The codes of the reasons for what was set aside or refused.
    pub codes: Vec<String>,
    /// The keyed commitment to its bytes.
    pub commitment: Option<String>,
}

/// What a delivery brought for a period, and how long it is kept.
#[derive(Clone, Debug, Serialize)]
pub struct Kept {
    /// The dataset.
    pub dataset: String,
    /// The period.
    pub period: String,
    /// The keyed commitment to its content.
    pub commitment: String,
    /// When it was received.
    pub received: Date,
    /// The entry of the ledger that says so.
    pub received_sequence: u64,
    /// The day by which it must be destroyed.
    pub due_on: Date,
    /// When it was destroyed.
    pub destroyed: Option<Date>,
    /// The entry of the ledger that says so.
    pub destroyed_sequence: Option<u64>,
}

/// Deliveries of the agreement's datasets that it answers for.
pub(super) fn deliveries(scope: &Scope<'_>) -> Vec<Delivery> {
    let records = || scope.evidence.records.iter();
    let found = records().filter_map(|record| match &record.entry {
        Entry::ExtractReceived(one) if scope.covers(&one.dataset, record.as_of) => Some(received(scope, record, one)),
        Entry::ExtractRefused(one) if scope.covers(&one.dataset, record.as_of) => Some(refused(record, one)),
        _ => None,
    });
    found.collect()
}

fn received(scope: &Scope<'_>, record: &Record, one: &ExtractReceived) -> Delivery {
    let set_aside = scope.evidence.records.iter().find_map(|other| match &other.entry {
        Entry::ExtractQuarantined(aside) if aside.dataset == one.dataset && aside.delivery == one.delivery => {
            Some(aside.codes.clone())
        }
        _ => None,
    });
    Delivery {
        sequence: record.sequence,
        date: record.as_of,
        dataset: one.dataset.clone(),
        delivery: one.delivery.clone(),
        periods: one.periods.clone(),
        outcome: if set_aside.is_some() { "received, some records set aside" } else { "received" }.to_owned(),
        codes: set_aside.unwrap_or_default(),
        commitment: Some(one.commitment.clone()),
    }
}

fn refused(record: &Record, one: &ExtractRefused) -> Delivery {
    Delivery {
        sequence: record.sequence,
        date: record.as_of,
        dataset: one.dataset.clone(),
        delivery: one.delivery.clone(),
        periods: Vec::new(),
        outcome: "refused".to_owned(),
        codes: one.codes.clone(),
        commitment: one.commitment.clone(),
    }
}

/// What was received under the agreement and is kept, or was. The time runs from the day it was received; what came
/// before the first of the days is still kept and so is told.
pub(super) fn kept(scope: &Scope<'_>) -> Vec<Kept> {
    let whole = Scope { days: super::Days::up_to(scope.days.until), ..*scope };
    let version = lookup::version_of(scope.agreement);
    let mut found = Vec::new();
    for record in &scope.evidence.records {
        let Entry::ExtractReceived(one) = &record.entry else { continue };
        if whole.names(&one.dataset)
            && (names(&one.agreement, &version) || whole.covers_in_force(&one.dataset, record.as_of))
        {
            found.extend(one.landed.iter().map(|landed| {
                let destroyed = destroyed(scope, record.sequence, one, &landed.commitment);
                Kept {
                    dataset: one.dataset.clone(),
                    period: landed.period.clone(),
                    commitment: landed.commitment.clone(),
                    received: record.as_of,
                    received_sequence: record.sequence,
                    due_on: due_on(scope, &one.dataset, &landed.period, record.as_of),
                    destroyed: destroyed.map(|record| record.as_of),
                    destroyed_sequence: destroyed.map(|record| record.sequence),
                }
            }));
        }
    }
    found
}

/// Whether a list of agreements in an entry names a version.
fn names(list: &str, version: &str) -> bool {
    list.split([',', ';', ' ']).any(|one| one == version)
}

/// The day by which an extract must be destroyed, counted from the day that the agreement says; sooner where the agreement
/// has ended and says so.
fn due_on(scope: &Scope<'_>, dataset: &str, period: &str, received: Date) -> Date {
    let retention = &scope.agreement.retention;
    let from = match retention.from {
        RetentionFrom::Received => received,
        RetentionFrom::Event => last_day(scope, dataset, period).unwrap_or(received),
    };
    let due = retention.raw.value.after(from);
    let ended = match state_of(scope.evidence.partnership, scope.agreement, scope.days.until) {
        AgreementState::Expired => Some(scope.agreement.term.expiry.value),
        AgreementState::Terminated { on, .. } => Some(on),
        _ => None,
    };
    match ended {
        Some(ended) if retention.on_exit != OnExit::KeepToRetention => due.min(ended),
        _ => due,
    }
}

/// The last day of a period of a dataset.
fn last_day(scope: &Scope<'_>, dataset: &str, period: &str) -> Option<Date> {
    let contract = scope.evidence.partnership.contract_of(&Name::new(dataset).ok()?)?;
    Period::parse(period, contract.partition_kind()).ok().map(|period| period.end())
}

/// The entry that says that an extract was destroyed, by what it brought or by the whole delivery.
fn destroyed<'a>(scope: &'a Scope<'_>, received: u64, one: &ExtractReceived, commitment: &str) -> Option<&'a Record> {
    let gone = |record: &&&Record| match &record.entry {
        Entry::RetentionDestroyed(gone) => {
            gone.dataset == one.dataset && (gone.commitment == commitment || gone.commitment == one.commitment)
        }
        _ => false,
    };
    scope.evidence.records.iter().filter(|record| record.sequence > received).find(gone).copied()
}

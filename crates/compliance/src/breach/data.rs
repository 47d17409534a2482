//! Receiving, reading and keeping, against the agreements of the day.
//!
//! Not allowed in here: releases.

use std::collections::BTreeSet;

use concordat_ledger::entry::extract::ExtractReceived;
use concordat_ledger::{Entry, Record};

use super::{Breach, BreachKind, Cover};
use crate::account::{Days, account};
use crate::evidence::Evidence;
use crate::readings::Reading;

/// Deliveries that were taken in.
pub(super) fn received(evidence: &Evidence<'_>, found: &mut BTreeSet<Breach>) {
    for record in &evidence.records {
        if let Entry::ExtractReceived(one) = &record.entry {
            let cover = Cover::of(evidence, &one.dataset, record.as_of);
            if !cover.open {
                delivery(record, one, &cover, found);
            }
        }
    }
}

fn delivery(record: &Record, one: &ExtractReceived, cover: &Cover<'_>, found: &mut BTreeSet<Breach>) {
    let dataset = &one.dataset;
    let mut breach = |kind, says| {
        let (on, agreements, sequence) = (record.as_of, cover.names(), Some(record.sequence));
        found.insert(Breach { on, kind, says, agreements, sequence, release: None });
    };
    if cover.in_force.is_empty() {
        let says = format!("{dataset} was received while no agreement that names it was in force");
        return breach(BreachKind::ReceivedOutsideTerm, says);
    }
    let excess = cover.excess(dataset, one.columns.iter());
    if !excess.is_empty() {
        let says = format!("columns of {dataset} were received that are not shared: {}", excess.join(", "));
        breach(BreachKind::ReceivedNotPermitted, says);
    }
    let mut parties = cover.in_force.iter().flat_map(|agreement| &agreement.parties);
    if !parties.any(|party| party.supplies && party.id.value.as_str() == one.party) {
        let says = format!("{dataset} was received from {}, which does not supply it", one.party);
        breach(BreachKind::ReceivedFromAnother, says);
    }
}

/// Readings.
pub(super) fn read(evidence: &Evidence<'_>, found: &mut BTreeSet<Breach>) {
    for reading in &evidence.readings {
        let cover = Cover::of(evidence, &reading.dataset, reading.as_of);
        if !cover.open {
            found.extend(reading_breach(reading, &cover));
        }
    }
}

fn reading_breach(reading: &Reading, cover: &Cover<'_>) -> Option<Breach> {
    let dataset = &reading.dataset;
    let excess = cover.excess(dataset, reading.columns.iter());
    let (kind, says) = if cover.in_force.is_empty() {
        let says = format!("{dataset} was read while no agreement that names it was in force");
        (BreachKind::ReadOutsideTerm, says)
    } else if !excess.is_empty() {
        let says = format!("columns of {dataset} were read that are not shared: {}", excess.join(", "));
        (BreachKind::ReadNotPermitted, says)
    } else {
        return None;
    };
    let (on, agreements, sequence) = (reading.as_of, cover.names(), Some(reading.sequence));
    Some(Breach { on, kind, says, agreements, sequence, release: None })
}

/// What is kept beyond its day.
pub(super) fn kept(evidence: &Evidence<'_>, found: &mut BTreeSet<Breach>) {
    for agreement in evidence.partnership.agreements() {
        let account = account(evidence, agreement, Days::up_to(evidence.as_of));
        let overdue = account.kept.iter().filter(|kept| kept.destroyed.is_none() && kept.due_on < evidence.as_of);
        found.extend(overdue.map(|kept| Breach {
            on: kept.due_on,
            kind: BreachKind::KeptTooLong,
            says: format!("{} of {} was to be destroyed by this day and was not", kept.dataset, kept.period),
            agreements: vec![account.agreement.clone()],
            sequence: Some(kept.received_sequence),
            release: None,
        }));
    }
}

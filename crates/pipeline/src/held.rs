//! What is held of every source tonight, and how each is reported.
//!
//! Not allowed in here: opening a partition.

use std::collections::BTreeSet;

use concordat_agreement::UseGrant;
use concordat_base::{Date, Name, Period};
use concordat_declare::source::Source;
use concordat_ingest_gate::PublishedValue;
use concordat_measure::Inventory;

use crate::freshness::{Freshness, SourceState};
use crate::inputs::Received;
use crate::report::SourceReport;

/// What was received tonight and may be used.
pub(crate) struct Inputs {
    pub(crate) as_of: Date,
    pub(crate) inventory: Inventory,
    pub(crate) published: Vec<PublishedValue>,
    /// Whether a late source is declared to block the night.
    pub(crate) blocked: bool,
    /// Whether something that is held could not be read.
    pub(crate) unreadable: bool,
}

impl Inputs {
    /// The first dataset of a grant of which nothing usable is held.
    pub(crate) fn missing(&self, grant: &UseGrant) -> Option<Name> {
        grant.datasets().keys().find(|dataset| !self.inventory.datasets.contains_key(*dataset)).cloned()
    }
}

/// The report of a source before anything is known of it.
pub(crate) fn blank(source: &Source) -> SourceReport {
    SourceReport {
        dataset: source.id.value.clone(),
        title: source.title.clone(),
        supplier: source.supplier.value.clone(),
        state: SourceState::NotNeeded,
        deliveries_read: 0,
        deliveries_unchanged: 0,
        bytes_read: 0,
        records_accepted: 0,
        records_quarantined: 0,
        periods_held: Vec::new(),
        stand_in: false,
        synthetic: false,
        held_since: None,
        next_due: None,
    }
}

/// Fills the report of a source with what it gave and how it stands.
pub(crate) fn fill(report: &mut SourceReport, received: &Received, held: &BTreeSet<Period>, fresh: &Freshness) {
    report.state = fresh.state;
    report.deliveries_read = received.deliveries_read;
    report.deliveries_unchanged = received.deliveries_unchanged;
    report.bytes_read = received.bytes_read;
    report.records_accepted = received.records_accepted;
    report.records_quarantined = received.records_quarantined;
    report.periods_held = held.iter().map(ToString::to_string).collect();
    report.stand_in = received.stand_in;
    report.synthetic = received.partitions.iter().any(|partition| partition.manifest().synthetic);
    report.held_since = fresh.late_since;
    report.next_due = fresh.next_due.map(|(period, due)| (period.to_string(), due));
}

//! Fetching and checking what tonight's grants need, and how each source stands.
//!
//! Not allowed in here: reading a record; the gate does.

use std::collections::BTreeSet;

use concordat_agreement::{UseGrant, receive_grant};
use concordat_base::{Name, Period};
use concordat_declare::Partnership;
use concordat_declare::source::{LateAction, Source};
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_ledger::Ledger;
use concordat_measure::{HeldDataset, HeldPartition, Inventory, Lateness};
use concordat_store::Home;

use super::{Ended, Night};
use crate::exit::ExitClass;
use crate::freshness::{Freshness, SourceState, freshness, known_late, provisional};
use crate::held::{Inputs, blank, fill};
use crate::inputs::{Received, Receiving};
use crate::progress::Stage;
use crate::report::SourceReport;
use crate::retention::Keeping;

impl Night<'_> {
    /// Fetches and checks every source that a grant of tonight needs, and says how each stands.
    pub(super) fn receive(
        &mut self,
        partnership: &Partnership,
        home: &Home,
        ledger: &mut Ledger,
        grants: &[UseGrant],
        key: &[u8],
    ) -> Result<Inputs, Ended> {
        let needed: BTreeSet<Name> =
            grants.iter().flat_map(|grant| grant.datasets().keys().chain(grant.published())).cloned().collect();
        let receiving = Receiving {
            partnership,
            pipeline: &self.options.pipeline,
            home,
            as_of: self.as_of,
            now: self.started,
            extra_roots_pem: self.options.extra_roots_pem.as_deref(),
            commitment_key: key,
            over: Keeping { partnership, as_of: self.as_of }.over(ledger, self.started),
        };
        let mut inputs = Inputs {
            as_of: self.as_of,
            inventory: Inventory::default(),
            published: Vec::new(),
            blocked: false,
            unreadable: false,
        };
        let count = partnership.sources().count();
        for (position, source) in partnership.sources().enumerate() {
            let dataset = &source.id.value;
            let mut report = blank(source);
            if needed.contains(dataset) {
                match receive_grant(partnership, dataset, self.as_of) {
                    Ok(grant) => {
                        let mut received = receiving.receive(grant, source);
                        for entry in &received.entries {
                            let appended = ledger.append(self.started, self.as_of, entry.clone());
                            appended.map_err(|error| self.ledger_fault(&error))?;
                        }
                        receiving.conclude(dataset, &mut received);
                        self.take(partnership, source, received, &receiving, &mut report, &mut inputs);
                    }
                    Err(refusal) => {
                        report.state = SourceState::NotPermitted;
                        self.said.extend(refusal.diagnostics);
                        self.classes.push(ExitClass::Degraded);
                    }
                }
            }
            self.tell(Stage::Receive, dataset.as_str(), (position + 1, count), report.state.words());
            self.sources.push(report);
        }
        if inputs.unreadable {
            return Err(Ended);
        }
        if inputs.blocked {
            let text = "a late source is declared to block the night";
            return Err(self.end(ExitClass::CheckFailed, Diagnostic::error(&codes::LATE, text)));
        }
        Ok(inputs)
    }

    /// Puts what a source gave into the inventory, or leaves it out.
    fn take(
        &mut self,
        partnership: &Partnership,
        source: &Source,
        received: Received,
        receiving: &Receiving<'_>,
        report: &mut SourceReport,
        inputs: &mut Inputs,
    ) {
        let dataset = &source.id.value;
        let held: BTreeSet<Period> = received.partitions.iter().map(|partition| partition.period()).collect();
        let known = known_late(partnership, dataset, self.as_of);
        let fresh = if received.published.is_empty() {
            // What was destroyed on its day is not late.
            let came: BTreeSet<Period> = match held.is_empty() {
                true => BTreeSet::new(),
                false => held.union(&received.destroyed).copied().collect(),
            };
            freshness(source, &came, self.as_of, known)
        } else {
            Freshness { state: SourceState::NotDue, late_since: None, next_due: None }
        };
        fill(report, &received, &held, &fresh);
        self.classes.extend(received.classes);
        self.said.extend(received.said);
        self.say_late(source, &fresh);
        inputs.unreadable |= received.unreadable;
        let usable = !matches!(fresh.state, SourceState::Dropped | SourceState::Missing);
        inputs.blocked |= fresh.state == SourceState::Dropped && source.late.action == LateAction::Block;
        if !usable {
            return;
        }
        inputs.published.extend(received.published);
        let lateness = match (fresh.state, fresh.late_since) {
            (SourceState::Late | SourceState::KnownLate, Some(since)) => Lateness::HeldSince(since),
            _ => Lateness::Fresh,
        };
        let partitions = received
            .partitions
            .iter()
            .map(|partition| {
                let commitment = receiving.content_commitment(dataset, partition);
                HeldPartition::of(partition, commitment, provisional(source, partition.period(), self.as_of))
            })
            .collect();
        inputs.inventory.datasets.insert(dataset.clone(), HeldDataset { partitions, lateness });
    }

    /// Only a source that is late and not known to be degrades a night.
    fn say_late(&mut self, source: &Source, fresh: &Freshness) {
        let dataset = &source.id.value;
        let since = fresh.late_since.unwrap_or(self.as_of);
        match fresh.state {
            SourceState::Late | SourceState::Dropped => {
                let text = Text::new().say("source ").name(dataset).say(" is late since ").date(since).say(": ");
                let text = text.say(fresh.state.words());
                let held_too_long = fresh.state == SourceState::Dropped && source.late.action == LateAction::Hold;
                let code = if held_too_long { &codes::HELD_TOO_LONG } else { &codes::LATE };
                self.fault(ExitClass::Degraded, Diagnostic::warning(code, text));
            }
            SourceState::KnownLate => {
                let text = Text::new().say("source ").name(dataset).say(" is known to be late since ").date(since);
                self.said.push(Diagnostic::notice(&codes::LATE, text));
            }
            SourceState::Missing => {
                let text = Text::new().say("source ").name(dataset).say(": nothing usable is held");
                self.fault(ExitClass::Degraded, Diagnostic::warning(&codes::NOTHING_DELIVERED, text));
            }
            _ => {}
        }
    }
}

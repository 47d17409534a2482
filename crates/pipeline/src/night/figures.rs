//! From what is held to cleared figures: count, gate on revisions, protect, evaluate, attack; then publish.
//!
//! Not allowed in here: work of a stage.

use concordat_agreement::UseGrant;
use concordat_base::{Date, Name};
use concordat_declare::Partnership;
use concordat_declare::decision::Decision;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_disclosure::{Cleared, audit};
use concordat_engine::{Engine, EngineOptions};
use concordat_ledger::{Entry, Ledger};
use concordat_measure::{
    Candidates, Mark, Night as Evaluation, PublishedFigure, StepIndex, Tabulated, Tabulator, evaluate,
};
use concordat_publish::{NewBasis, PublishError, StageRequest, When, stage};
use concordat_store::Home;

use super::{Ended, Night, unchanged};
use crate::exit::ExitClass;
use crate::held::Inputs;
use crate::inputs::store_fault;
use crate::progress::Stage;
use crate::report::{IndicatorState, ReleaseOutcome};
use crate::revisions::{DeferredSince, GateFault, Gated, Revisions};

impl Night<'_> {
    /// Counts every indicator whose inputs are all held.
    pub(super) fn tabulate(
        &mut self,
        partnership: &Partnership,
        home: &Home,
        grants: Vec<UseGrant>,
        inputs: &Inputs,
    ) -> Result<Vec<(UseGrant, Tabulated)>, Ended> {
        let options = EngineOptions {
            threads: self.options.threads,
            memory_bytes: self.options.memory_bytes,
            spill: Some(home.root().join("spill")),
        };
        let engine = Engine::new(options).map_err(|error| {
            let text = Text::new().declared(&error.to_string());
            self.end(ExitClass::Operational, Diagnostic::error(&codes::COUNT_FAILED, text))
        })?;
        let mut tabulator = Tabulator {
            engine: &engine,
            home,
            partnership,
            inventory: &inputs.inventory,
            index: StepIndex::read(home),
            records: Vec::new(),
            clock: self.clock,
            planning_micros: 0,
        };
        let count = grants.len();
        let mut counted = Vec::new();
        for (position, grant) in grants.into_iter().enumerate() {
            let id = grant.indicator().clone();
            if let Some(missing) = inputs.missing(&grant) {
                let text = Text::new().say("indicator ").name(&id).say(" is left out: nothing usable of ");
                self.fault(ExitClass::Degraded, Diagnostic::warning(&codes::INPUT_REFUSED, text.name(&missing)));
                continue;
            }
            match tabulator.tabulate(&grant) {
                Ok(tabulated) => counted.push((grant, tabulated)),
                Err(error) => self.fault(ExitClass::Degraded, error.diagnostic()),
            }
            self.tell(Stage::Tabulate, id.as_str(), (position + 1, count), "counted");
        }
        self.steps = std::mem::take(&mut tabulator.records);
        self.planning_micros = tabulator.planning_micros;
        let written = tabulator.index.write(home);
        written.map_err(|error| self.end(ExitClass::Operational, store_fault(&error)))?;
        Ok(counted)
    }

    /// Protects, evaluates and audits.
    pub(super) fn figures(
        &mut self,
        partnership: &Partnership,
        inputs: &Inputs,
        home: &Home,
        ledger: &Ledger,
        counted: Vec<(UseGrant, Tabulated)>,
    ) -> Result<(Cleared<Candidates>, Vec<NewBasis>), Ended> {
        let revisions = Revisions {
            partnership,
            home,
            inventory: &inputs.inventory,
            as_of: self.as_of,
            last_night: last_night(ledger),
            before: concordat_publish::published_bases(home, ledger).map_err(|error| self.publish_fault(&error))?,
        };
        let gated = revisions.pass(counted).map_err(|fault| self.gate_fault(&fault))?;
        self.tell(Stage::Protect, "", (1, 1), &format!("{} counts are hidden", gated.protected.hidden_count()));
        self.tell_waiting(partnership, home, &gated)?;
        let outlines: Vec<_> = gated.counted.iter().map(|(grant, tabulated)| (grant, tabulated.outline())).collect();
        let published: Vec<PublishedFigure> = inputs.published.iter().map(PublishedFigure::of).collect();
        let evaluation =
            Evaluation { partnership, inventory: &inputs.inventory, published: &published, as_of: self.as_of };
        let candidates = evaluate(&evaluation, &outlines, &gated.protected, gated.evidence)
            .map_err(|error| self.end(ExitClass::CheckFailed, error.diagnostic()))?;
        self.count_rows(&candidates);
        self.tell(Stage::Evaluate, "", (1, 1), &format!("{} figures", candidates.observations().len()));
        let cleared = audit(candidates).map_err(|refusal| {
            let keys: Vec<&str> = refusal.findings.iter().map(|finding| finding.key.as_str()).collect();
            let text = Text::new().say("the audit found ").number(keys.len() as u64).say(" cells, among them ");
            let text = text.list(keys.into_iter().take(5));
            self.end(ExitClass::CheckFailed, Diagnostic::error(&codes::AUDIT_REFUSED, text))
        })?;
        self.tell(Stage::Audit, "", (1, 1), "no hidden count follows from the figures");
        Ok((cleared, gated.bases))
    }

    fn gate_fault(&mut self, fault: &GateFault) -> Ended {
        match fault {
            GateFault::Measure(error) => self.end(ExitClass::CheckFailed, error.diagnostic()),
            GateFault::Register(error) => self.publish_fault(error),
            GateFault::Exposed => {
                let text = "a count that must be hidden follows from open data or earlier releases, whatever is hidden";
                self.end(ExitClass::CheckFailed, Diagnostic::error(&codes::AUDIT_REFUSED, text))
            }
        }
    }

    /// Says, in the restricted report alone, what waits and what was hidden.
    fn tell_waiting(&mut self, partnership: &Partnership, home: &Home, gated: &Gated) -> Result<(), Ended> {
        let declared = partnership.place().revisions.as_ref();
        let mut since = DeferredSince::read(home);
        self.deferred = since.follow(&gated.waiting, declared, self.as_of);
        self.hidden.clone_from(&gated.hidden);
        self.said.extend(gated.said.iter().cloned());
        self.said.extend(self.deferred.iter().map(|one| one.diagnostic(declared, self.as_of)));
        if self.options.rehearse {
            return Ok(());
        }
        since.write(home).map_err(|error| self.end(ExitClass::Operational, store_fault(&error)))
    }

    fn count_rows(&mut self, candidates: &Candidates) {
        for row in candidates.observations() {
            if let Some(report) = self.indicators.get_mut(&row.indicator) {
                report.state = IndicatorState::Computed;
                report.rows += 1;
                report.confidential_rows += usize::from(row.marks.contains(&Mark::Confidential));
            }
        }
    }

    pub(super) fn publish(
        &mut self,
        partnership: &Partnership,
        home: &Home,
        ledger: &mut Ledger,
        decisions: &[Decision],
        cleared: &Cleared<Candidates>,
        bases: &[NewBasis],
    ) -> Result<(), Ended> {
        let when = When { at: self.started, as_of: self.as_of };
        let request = StageRequest { place: partnership.place(), decisions, run: &self.run_id, when, bases };
        let staged = stage(home, ledger, cleared, &request).map_err(|error| self.publish_fault(&error))?;
        let version = staged.version().to_string();
        if !staged.changed() {
            staged.discard().map_err(|error| self.publish_fault(&error))?;
            let settled = concordat_publish::settle(home, ledger, &partnership.place().audiences, decisions, when);
            let settled = settled.map_err(|error| self.publish_fault(&error))?;
            let standing = ledger.last_published().map(|published| published.version.clone()).unwrap_or(version);
            self.tell(Stage::Publish, "", (1, 1), "nothing changed");
            self.release = unchanged(standing, &settled);
            return Ok(());
        }
        let release = concordat_publish::publish(staged, ledger).map_err(|error| self.publish_fault(&error))?;
        let names = |audiences: &[String]| audiences.iter().filter_map(|name| Name::new(name).ok()).collect();
        self.release = ReleaseOutcome::Published {
            version: release.version().to_string(),
            audiences: names(release.published()),
            waiting: names(release.waiting()),
        };
        for audience in release.waiting() {
            let text = Text::new().say("release ").declared(&release.version().to_string()).say(" waits for ");
            self.said.push(Diagnostic::notice(&codes::AWAITS_APPROVAL, text.declared(audience)));
        }
        self.tell(Stage::Publish, "", (1, 1), "published");
        Ok(())
    }

    pub(super) fn publish_fault(&mut self, error: &PublishError) -> Ended {
        let diagnostic = error.diagnostic();
        let number = diagnostic.code.number;
        let check = (600..800).contains(&number);
        self.end(if check { ExitClass::CheckFailed } else { ExitClass::Operational }, diagnostic)
    }
}

/// The date of the last night after which a release stood.
fn last_night(ledger: &Ledger) -> Option<Date> {
    ledger.entries().rev().find_map(|record| match &record.entry {
        Entry::RunCompleted(run) if run.outcome != "failed" => Some(record.as_of),
        _ => None,
    })
}

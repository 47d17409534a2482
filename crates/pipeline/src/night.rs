//! The night itself: every stage in its order, each taking what only the one before can make.
//!
//! Not allowed in here: work of a stage. A fault of one source or indicator takes out what needs it, and the night goes on;
//! a fault of the whole (declarations, lock, ledger, register, audit) ends it, and the release that stands goes on standing.

use std::collections::{BTreeMap, BTreeSet};

use concordat_agreement::{Refusal, UseGrant, receive_grant, use_grant};
use concordat_base::{ContentHash, Date, Name, Period};
use concordat_declare::Partnership;
use concordat_declare::decision::Decision;
use concordat_declare::place::Profile;
use concordat_declare::source::LateAction;
use concordat_diagnostics::{Diagnostic, Severity, Text, codes};
use concordat_disclosure::{Cleared, audit};
use concordat_engine::{Engine, EngineOptions};
use concordat_ledger::entry::run::{PlannedDecision, RunCompleted, RunPlanned, RunRefused};
use concordat_ledger::{Entry, Ledger, LedgerError};
use concordat_measure::{
    Candidates, HeldDataset, HeldPartition, Inventory, Lateness, Mark, Night as Evaluation, PublishedFigure, StepIndex,
    StepRecord, Tabulated, Tabulator, evaluate,
};
use concordat_publish::{NewBasis, PublishError, StageRequest, When, stage};
use concordat_store::{Clock, Home, Lock};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::answer::{LastAnswer, question};
use crate::chronicle;
use crate::declarations::read_declarations;
use crate::exit::{self, ExitClass};
use crate::freshness::{Freshness, SourceState, freshness, known_late, provisional};
use crate::held::{Inputs, blank, fill};
use crate::inputs::{Received, Receiving, store_fault};
use crate::keys::unlock_for_night;
use crate::ledger_key::ledger_key;
use crate::options::RunOptions;
use crate::progress::{Event, Progress, Stage};
use crate::reads;
use crate::report::{IndicatorReport, IndicatorState, MissionReport, ReleaseOutcome, RunReport, Said, SourceReport};
use crate::retention::{Keeping, Retention, RetentionError};
use crate::revisions::{Deferred, DeferredSince, GateFault, Gated, HiddenReport, Revisions};

/// The environment variable of the key that commitments are made with.
const COMMITMENT_KEY: &str = "CONCORDAT_COMMITMENT_KEY";
/// The key of the sample: published, and so worth nothing. Profile `live` refuses it.
const SAMPLE_COMMITMENT_KEY: &[u8] = b"concordat sample commitment key, published";

/// Runs a night.
#[must_use]
pub fn run(options: &RunOptions, clock: &dyn Clock, progress: &dyn Progress) -> RunReport {
    let started = clock.now();
    let loaded = read_declarations(&options.pipeline);
    let mut night = Night::new(options, clock, progress, started);
    night.tell(Stage::Declare, "", (1, 1), "declarations read");
    night.said.extend(loaded.faults);
    match loaded.partnership {
        None => night.classes.push(ExitClass::Declarations),
        Some(partnership) => night.with(&partnership),
    }
    night.finish()
}

/// Today in the place's time zone.
pub(crate) fn today(now: Timestamp) -> Date {
    now.in_tz("Europe/London").map_or_else(|_| now.to_zoned(jiff::tz::TimeZone::UTC).date(), |zoned| zoned.date())
}

/// The key of commitments: from the environment, or in profile `sample` the published one.
pub(crate) fn commitment_key(profile: Profile) -> Result<Vec<u8>, Diagnostic> {
    match std::env::var(COMMITMENT_KEY) {
        Ok(key) if key.len() >= 32 && key.as_bytes() != SAMPLE_COMMITMENT_KEY => Ok(key.into_bytes()),
        _ if profile == Profile::Sample => Ok(SAMPLE_COMMITMENT_KEY.to_vec()),
        _ => {
            let text =
                Text::new().say("profile live needs a key of at least 32 characters in ").declared(COMMITMENT_KEY);
            Err(Diagnostic::error(&codes::SAMPLE_REFUSED, text))
        }
    }
}

/// What a night has gathered so far.
struct Night<'run> {
    options: &'run RunOptions,
    clock: &'run dyn Clock,
    progress: &'run dyn Progress,
    started: Timestamp,
    as_of: Date,
    run_id: String,
    place: Option<(Name, String, Profile)>,
    home: Option<Home>,
    said: Vec<Diagnostic>,
    classes: Vec<ExitClass>,
    sources: Vec<SourceReport>,
    indicators: BTreeMap<Name, IndicatorReport>,
    missions: Vec<MissionReport>,
    steps: Vec<StepRecord>,
    planning_micros: u64,
    deferred: Vec<Deferred>,
    hidden: Vec<HiddenReport>,
    release: ReleaseOutcome,
}

/// Why a night ends before its end.
struct Ended;

impl<'run> Night<'run> {
    fn new(
        options: &'run RunOptions,
        clock: &'run dyn Clock,
        progress: &'run dyn Progress,
        started: Timestamp,
    ) -> Self {
        let as_of = options.as_of.unwrap_or_else(|| today(started));
        let stamp = started.strftime("%Y-%m-%d-%H%M%S-%3f").to_string();
        Self {
            options,
            clock,
            progress,
            started,
            as_of,
            run_id: format!("{stamp}-{}", std::process::id()),
            place: None,
            home: None,
            said: Vec::new(),
            classes: Vec::new(),
            sources: Vec::new(),
            indicators: BTreeMap::new(),
            missions: Vec::new(),
            steps: Vec::new(),
            planning_micros: 0,
            deferred: Vec::new(),
            hidden: Vec::new(),
            release: ReleaseOutcome::None,
        }
    }

    fn tell(&self, stage: Stage, subject: &str, done: (usize, usize), words: &str) {
        let event = Event { stage, subject: subject.to_owned(), done, words: words.to_owned() };
        self.progress.event(&event);
    }

    fn fault(&mut self, class: ExitClass, diagnostic: Diagnostic) {
        self.classes.push(class);
        self.said.push(diagnostic);
    }

    fn end(&mut self, class: ExitClass, diagnostic: Diagnostic) -> Ended {
        self.fault(class, diagnostic);
        Ended
    }

    /// Everything after the declarations are sound.
    fn with(&mut self, partnership: &Partnership) {
        let place = partnership.place();
        self.place = Some((place.id.value.clone(), place.name.clone(), place.profile));
        for indicator in partnership.indicators() {
            let (indicator, mission) = (indicator.id.value.clone(), indicator.mission.value.clone());
            let state = IndicatorState::LeftOut;
            let report =
                IndicatorReport { indicator: indicator.clone(), mission, state, rows: 0, confidential_rows: 0 };
            self.indicators.insert(indicator, report);
        }
        if place.sample_made_for.is_some_and(|made_for| self.as_of > made_for) {
            let text = Text::new().say("the sample was made for ").date(place.sample_made_for.unwrap_or(self.as_of));
            self.said.push(Diagnostic::warning(
                &codes::LATER_THAN_THE_SAMPLE,
                text.say(", this night is of ").date(self.as_of),
            ));
        }
        // The outcome is in the report either way; an early end has said why.
        let _ended = self.locked(partnership);
        self.missions = missions(partnership, &self.indicators);
    }

    /// Takes the lock and opens ledger and home.
    fn locked(&mut self, partnership: &Partnership) -> Result<(), Ended> {
        let home = Home::open(&self.options.home, partnership.place().id.value.as_str());
        let home = home.map_err(|error| self.end(ExitClass::Operational, store_fault(&error)))?;
        let lock = Lock::acquire(&home, self.started, "run").map_err(|error| {
            if error.is_locked() {
                self.end(ExitClass::Locked, Diagnostic::error(&codes::LOCKED, Text::new().declared(&error.to_string())))
            } else {
                self.end(ExitClass::Operational, store_fault(&error))
            }
        })?;
        self.home = Some(home.clone());
        let (home, notice) = unlock_for_night(&home, partnership.place().profile)
            .map_err(|fault| self.end(ExitClass::Operational, fault))?;
        self.said.extend(notice);
        home.sweep_leftovers(&lock).map_err(|error| self.end(ExitClass::Operational, store_fault(&error)))?;
        let mut ledger = self.open_ledger(partnership, &home)?;
        let decisions: Vec<Decision> = partnership.decisions().cloned().collect();
        let kept = self.destroy_what_is_due(partnership, &home, &mut ledger);
        let outcome = kept.and_then(|()| self.stages(partnership, &home, &mut ledger, &decisions));
        let completed = Entry::RunCompleted(RunCompleted {
            run: self.run_id.clone(),
            outcome: outcome_code(&self.release).to_owned(),
            release: match &self.release {
                ReleaseOutcome::Published { version, .. } => Some(version.clone()),
                _ => None,
            },
            codes: said_codes(&self.said),
        });
        if !self.options.rehearse {
            let ended = self.clock.now();
            ledger.append(ended, self.as_of, completed).map_err(|error| self.ledger_fault(&error))?;
        }
        if ledger.can_sign() {
            ledger.checkpoint().map_err(|error| self.ledger_fault(&error))?;
        }
        outcome
    }

    /// Opens the ledger with its key; a rehearsal does without one.
    fn open_ledger(&mut self, partnership: &Partnership, home: &Home) -> Result<Ledger, Ended> {
        let ledger = Ledger::open(home).map_err(|error| self.ledger_fault(&error))?;
        let mut ledger = match ledger_key(partnership.place()) {
            Ok(key) => ledger.signed_with(key),
            Err(_) if self.options.rehearse => return Ok(ledger),
            Err(fault) => return Err(self.end(ExitClass::Declarations, fault)),
        };
        if let Some(rotated) = ledger.key_rotated().map_err(|error| self.ledger_fault(&error))? {
            ledger.append(self.started, self.as_of, rotated).map_err(|error| self.ledger_fault(&error))?;
        }
        Ok(ledger)
    }

    fn ledger_fault(&mut self, error: &LedgerError) -> Ended {
        let code = match error {
            _ if error.is_disk_full() => &codes::DISK_FULL,
            LedgerError::NoKey => &codes::LEDGER_KEY,
            LedgerError::Inconsistent { .. } | LedgerError::BadCheckpoint { .. } => &codes::LEDGER_DIFFERS,
            LedgerError::Checkpoint { .. } => &codes::WRITE_FAILED,
            _ => &codes::LEDGER_DAMAGED,
        };
        let text = Text::new().declared(&error.to_string());
        self.end(ExitClass::Operational, Diagnostic::error(code, text))
    }

    /// Before anything is opened: what was held for its whole time goes.
    fn destroy_what_is_due(
        &mut self,
        partnership: &Partnership,
        home: &Home,
        ledger: &mut Ledger,
    ) -> Result<(), Ended> {
        let rehearse = self.options.rehearse;
        let retention = Retention { partnership, home, as_of: self.as_of, now: self.started, rehearse };
        match retention.run(ledger) {
            Ok(said) => {
                if said.iter().any(|one| one.severity == Severity::Warning) {
                    self.classes.push(ExitClass::Degraded);
                }
                self.said.extend(said);
                Ok(())
            }
            Err(RetentionError::Ledger(error)) => Err(self.ledger_fault(&error)),
            Err(RetentionError::Fault(fault)) => Err(self.end(ExitClass::Operational, fault)),
        }
    }

    /// All stages.
    fn stages(
        &mut self,
        partnership: &Partnership,
        home: &Home,
        ledger: &mut Ledger,
        decisions: &[Decision],
    ) -> Result<(), Ended> {
        self.said.extend(chronicle::notices(partnership, self.as_of));
        let grants = self.decide(partnership);
        if !self.options.rehearse {
            let mut entries = chronicle::due(partnership, ledger, self.as_of);
            entries.push(self.planned(partnership, &grants));
            if grants.is_empty() {
                let codes = said_codes(&self.said);
                entries.push(Entry::RunRefused(RunRefused { run: self.run_id.clone(), codes }));
            }
            for entry in entries {
                ledger.append(self.started, self.as_of, entry).map_err(|error| self.ledger_fault(&error))?;
            }
        }
        if grants.is_empty() {
            self.classes.push(ExitClass::Refused);
            return Err(Ended);
        }
        let key =
            commitment_key(partnership.place().profile).map_err(|fault| self.end(ExitClass::Declarations, fault))?;
        let inputs = self.receive(partnership, home, ledger, &grants, &key)?;
        let question = question(partnership, &grants, &inputs);
        if self.answered(partnership, home, ledger, decisions, question)? {
            return Ok(());
        }
        let counted = self.tabulate(partnership, home, grants, &inputs);
        for entry in reads::entries(&self.run_id, &self.steps, &inputs.inventory, partnership) {
            ledger.append(self.started, self.as_of, entry).map_err(|error| self.ledger_fault(&error))?;
        }
        let counted = counted?;
        if counted.is_empty() {
            let text = "no indicator could be computed tonight; what was published before stands";
            return Err(self.end(ExitClass::CheckFailed, Diagnostic::error(&codes::INPUT_REFUSED, text)));
        }
        let (cleared, bases) = self.figures(partnership, &inputs, home, ledger, counted)?;
        if self.options.rehearse {
            self.release = ReleaseOutcome::Rehearsed;
            return Ok(());
        }
        self.publish(partnership, home, ledger, decisions, &cleared, &bases)?;
        // A night that could not compute everything it was permitted to, or that holds something back, has not answered the
        // question.
        let answered = self.deferred.is_empty() && self.indicators.values().all(|report| report.state != IndicatorState::LeftOut);
        if answered { self.remember(home, ledger, question) } else { Ok(()) }
    }

    /// Whether the last release answered the very same question, so that nothing is to be done but what decisions and
    /// dates ask of releases that wait.
    fn answered(
        &mut self,
        partnership: &Partnership,
        home: &Home,
        ledger: &mut Ledger,
        decisions: &[Decision],
        question: ContentHash,
    ) -> Result<bool, Ended> {
        let Some(answer) = LastAnswer::read(home).filter(|answer| answer.question == question) else {
            return Ok(false);
        };
        let newest = ledger.last_published().map(|published| published.version.clone());
        if self.options.rehearse || newest.as_ref() != Some(&answer.release) {
            return Ok(false);
        }
        let when = When { at: self.started, as_of: self.as_of };
        let settled = concordat_publish::settle(home, ledger, &partnership.place().audiences, decisions, when)
            .map_err(|error| self.publish_fault(&error))?;
        self.steps = answer.steps.into_iter().map(StepRecord::kept).collect();
        for report in answer.indicators {
            self.indicators.insert(report.indicator.clone(), report);
        }
        self.tell(Stage::Publish, "", (1, 1), "nothing changed");
        self.release = unchanged(answer.release, &settled);
        Ok(true)
    }

    /// Writes down what question the standing release answers.
    fn remember(&mut self, home: &Home, ledger: &Ledger, question: ContentHash) -> Result<(), Ended> {
        let Some(release) = ledger.last_published().map(|published| published.version.clone()) else { return Ok(()) };
        let indicators = self.indicators.values().cloned().collect();
        let answer = LastAnswer { question, release, indicators, steps: self.steps.clone() };
        answer.write(home).map_err(|fault| self.end(ExitClass::Operational, fault))
    }

    /// What may be used tonight.
    fn decide(&mut self, partnership: &Partnership) -> Vec<UseGrant> {
        let mut grants = Vec::new();
        let mut refused = 0;
        for indicator in partnership.indicators() {
            let id = &indicator.id.value;
            match use_grant(partnership, id, self.as_of) {
                Ok(grant) => grants.push(grant),
                Err(refusal) => {
                    refused += 1;
                    self.refused(id, refusal);
                }
            }
        }
        let total = grants.len() + refused;
        self.tell(Stage::Decide, "", (grants.len(), total), "indicators permitted tonight");
        grants
    }

    fn refused(&mut self, indicator: &Name, refusal: Refusal) {
        self.classes.push(ExitClass::Degraded);
        self.said.extend(refusal.diagnostics);
        if let Some(report) = self.indicators.get_mut(indicator) {
            report.state = IndicatorState::Refused;
        }
    }

    fn planned(&self, partnership: &Partnership, grants: &[UseGrant]) -> Entry {
        let decisions = partnership.indicators().map(|indicator| {
            let id = &indicator.id.value;
            let grant = grants.iter().find(|grant| grant.indicator() == id);
            let codes: BTreeSet<String> = match (grant, use_grant(partnership, id, self.as_of)) {
                (None, Err(refusal)) => refusal.diagnostics.iter().map(|one| one.code.to_string()).collect(),
                _ => BTreeSet::new(),
            };
            PlannedDecision {
                indicator: id.to_string(),
                permitted: grant.is_some(),
                agreements: grant.iter().flat_map(|grant| grant.agreements()).map(ToString::to_string).collect(),
                codes: codes.into_iter().collect(),
            }
        });
        Entry::RunPlanned(RunPlanned {
            run: self.run_id.clone(),
            code_version: env!("CARGO_PKG_VERSION").to_owned(),
            declarations_sha256: hexadecimal(&Sha256::digest(partnership.hash().to_string().as_bytes())),
            decisions: decisions.collect(),
        })
    }

    /// Fetches and checks every source that a grant of tonight needs, and says how each stands.
    fn receive(
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
        source: &concordat_declare::source::Source,
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
    fn say_late(&mut self, source: &concordat_declare::source::Source, fresh: &Freshness) {
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

    /// Counts every indicator whose inputs are all held.
    fn tabulate(
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
    fn figures(
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

    fn publish(
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

    fn publish_fault(&mut self, error: &PublishError) -> Ended {
        let diagnostic = error.diagnostic();
        let number = diagnostic.code.number;
        let check = (600..800).contains(&number);
        self.end(if check { ExitClass::CheckFailed } else { ExitClass::Operational }, diagnostic)
    }

    /// Writes the report.
    fn finish(mut self) -> RunReport {
        if self.options.degraded_ok {
            self.classes.retain(|class| *class != ExitClass::Degraded);
        }
        self.said.sort_by_key(|said| match said.severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Notice => 2,
        });
        let (place, place_name, profile) = self.place.clone().unwrap_or_else(unknown_place);
        let mut exits: Vec<ExitClass> = self.classes.clone();
        exits.sort();
        exits.dedup();
        let mut report = RunReport {
            schema_version: 1,
            run_id: self.run_id.clone(),
            place,
            place_name,
            as_of: self.as_of,
            profile: if profile == Profile::Sample { "sample" } else { "live" }.to_owned(),
            code_version: env!("CARGO_PKG_VERSION").to_owned(),
            started: self.started.to_string(),
            ended: self.clock.now().to_string(),
            exit: exit::first(&exits),
            exits,
            release: self.release.clone(),
            sources: std::mem::take(&mut self.sources),
            indicators: std::mem::take(&mut self.indicators).into_values().collect(),
            missions: std::mem::take(&mut self.missions),
            steps: std::mem::take(&mut self.steps),
            planning_micros: self.planning_micros,
            deferred: std::mem::take(&mut self.deferred),
            hidden: std::mem::take(&mut self.hidden),
            said: self.said.iter().map(Said::of).collect(),
        };
        if let Some(home) = &self.home
            && let Err(fault) = write_report(home, &report)
        {
            report.said.push(Said::of(&fault));
            report.exits.push(ExitClass::Operational);
            report.exit = exit::first(&report.exits);
        }
        report
    }
}

fn missions(partnership: &Partnership, indicators: &BTreeMap<Name, IndicatorReport>) -> Vec<MissionReport> {
    partnership
        .missions()
        .map(|mission| {
            let of_mission = || indicators.values().filter(|one| one.mission == mission.id.value);
            MissionReport {
                mission: mission.id.value.clone(),
                statement: mission.statement.clone(),
                measured: of_mission()
                    .filter(|one| one.state == IndicatorState::Computed)
                    .map(|one| one.indicator.clone())
                    .collect(),
                declared: of_mission().count(),
            }
        })
        .collect()
}

/// A night without a new release: the standing one stays, unless a decision or a date let out one that waited.
fn unchanged(version: String, settled: &concordat_publish::Settled) -> ReleaseOutcome {
    match settled.approved.last() {
        None => ReleaseOutcome::Unchanged { version },
        Some((let_out, _)) => ReleaseOutcome::Published {
            version: let_out.to_string(),
            audiences: settled.approved.iter().filter_map(|(_, audience)| Name::new(audience).ok()).collect(),
            waiting: Vec::new(),
        },
    }
}

/// The date of the last night after which a release stood.
fn last_night(ledger: &Ledger) -> Option<Date> {
    ledger.entries().rev().find_map(|record| match &record.entry {
        Entry::RunCompleted(run) if run.outcome != "failed" => Some(record.as_of),
        _ => None,
    })
}

fn outcome_code(release: &ReleaseOutcome) -> &'static str {
    match release {
        ReleaseOutcome::Published { audiences, .. } if audiences.is_empty() => "staged",
        ReleaseOutcome::Published { .. } => "published",
        ReleaseOutcome::Unchanged { .. } => "unchanged",
        ReleaseOutcome::Rehearsed | ReleaseOutcome::None => "failed",
    }
}

fn said_codes(said: &[Diagnostic]) -> Vec<String> {
    let codes: BTreeSet<String> =
        said.iter().filter(|one| one.severity != Severity::Notice).map(|one| one.code.to_string()).collect();
    codes.into_iter().collect()
}

fn unknown_place() -> (Name, String, Profile) {
    #[expect(clippy::expect_used, reason = "a fixed text that keeps the rule of names")]
    let name = Name::new("unknown").expect("a name");
    (name, "the place".to_owned(), Profile::Sample)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn write_report(home: &Home, report: &RunReport) -> Result<(), Diagnostic> {
    let folder = home.runs(&report.run_id);
    let json = serde_json::to_string_pretty(report).unwrap_or_default();
    for (name, text) in [("report.md", report.page()), ("run.json", json)] {
        concordat_store::write_atomic(&folder.join(name), text.as_bytes()).map_err(|error| store_fault(&error))?;
    }
    Ok(())
}

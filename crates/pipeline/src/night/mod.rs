//! The night itself: every stage in its order, each taking what only the one before can make.
//!
//! Not allowed in here: work of a stage. A fault of one source or indicator takes out what needs it, and the night goes on;
//! a fault of the whole (declarations, lock, ledger, register, audit) ends it, and the release that stands goes on standing.

mod decide;
mod figures;
mod receive;

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::{ContentHash, Date, Name};
use concordat_declare::Partnership;
use concordat_declare::decision::Decision;
use concordat_declare::place::Profile;
use concordat_diagnostics::{Diagnostic, Severity, Text, codes};
use concordat_ledger::entry::run::{RunCompleted, RunRefused};
use concordat_ledger::{Entry, Ledger, LedgerError};
use concordat_measure::StepRecord;
use concordat_publish::When;
use concordat_store::{Clock, Home, Lock};
use jiff::Timestamp;

use crate::answer::{LastAnswer, question};
use crate::chronicle;
use crate::declarations::read_declarations;
use crate::exit::{self, ExitClass};
use crate::inputs::store_fault;
use crate::keys::unlock_for_night;
use crate::ledger_key::ledger_key;
use crate::options::RunOptions;
use crate::progress::{Event, Progress, Stage};
use crate::reads;
use crate::report::{IndicatorReport, IndicatorState, MissionReport, ReleaseOutcome, RunReport, Said, SourceReport};
use crate::retention::{Retention, RetentionError};
use crate::revisions::{Deferred, HiddenReport};

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
    refusal_codes: BTreeMap<Name, BTreeSet<String>>,
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
            refusal_codes: BTreeMap::new(),
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
        let answered =
            self.deferred.is_empty() && self.indicators.values().all(|report| report.state != IndicatorState::LeftOut);
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

fn write_report(home: &Home, report: &RunReport) -> Result<(), Diagnostic> {
    let folder = home.runs(&report.run_id);
    let json = serde_json::to_string_pretty(report).unwrap_or_default();
    for (name, text) in [("report.md", report.page()), ("run.json", json)] {
        concordat_store::write_atomic(&folder.join(name), text.as_bytes()).map_err(|error| store_fault(&error))?;
    }
    Ok(())
}

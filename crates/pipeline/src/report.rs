//! The report of a run: `run.json`, and a page for people. Restricted: it names causes that no release may name.
//!
//! Not allowed in here: a count below its threshold, and any value of a record.

use std::collections::BTreeSet;

use concordat_base::{Date, Name};
use concordat_diagnostics::{Diagnostic, Severity, render};
use concordat_measure::StepRecord;
use serde::{Deserialize, Serialize};

use crate::exit::ExitClass;
use crate::freshness::SourceState;
use crate::revisions::{Deferred, HiddenReport};

/// The whole report.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RunReport {
    /// Version of this form.
    pub schema_version: u32,
    /// The run.
    pub run_id: String,
    /// The place.
    pub place: Name,
    /// Its name.
    pub place_name: String,
    /// The date of the night.
    pub as_of: Date,
    /// `sample` or `live`.
    pub profile: String,
    /// Version of the program.
    pub code_version: String,
    /// Wall time of the start, RFC 3339.
    pub started: String,
    /// Wall time of the end, RFC 3339.
    pub ended: String,
    /// The class that counts.
    pub exit: ExitClass,
    /// All classes that apply.
    pub exits: Vec<ExitClass>,
    /// What became of the release.
    pub release: ReleaseOutcome,
    /// Sources, in order of dataset.
    pub sources: Vec<SourceReport>,
    /// Indicators, in order of id.
    pub indicators: Vec<IndicatorReport>,
    /// Missions, in the order of the strategy.
    pub missions: Vec<MissionReport>,
    /// Steps of counting.
    pub steps: Vec<StepRecord>,
    /// Time spent on deciding and on reading plans, in microseconds.
    #[serde(default)]
    pub planning_micros: u64,
    /// Revisions that wait; no release tells of them.
    #[serde(default)]
    pub deferred: Vec<Deferred>,
    /// What was hidden of each table, and why.
    #[serde(default)]
    pub hidden: Vec<HiddenReport>,
    /// Everything that was said, most serious first.
    pub said: Vec<Said>,
}

/// What became of the release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseOutcome {
    /// Published to these audiences.
    Published {
        /// The version.
        version: String,
        /// Audiences it reached.
        audiences: Vec<Name>,
        /// Audiences that wait for a person or a date.
        waiting: Vec<Name>,
    },
    /// Nothing that anybody can read would differ; this version stands.
    Unchanged {
        /// The version.
        version: String,
    },
    /// A rehearsal: everything but publishing was done.
    Rehearsed,
    /// Nothing was published.
    None,
}

/// A source in a run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SourceReport {
    /// The dataset.
    pub dataset: Name,
    /// What it is.
    pub title: String,
    /// Who sends it.
    pub supplier: Name,
    /// How it stands.
    pub state: SourceState,
    /// Deliveries that were opened and read tonight.
    pub deliveries_read: usize,
    /// Deliveries known from before and not read again.
    pub deliveries_unchanged: usize,
    /// Bytes read.
    pub bytes_read: u64,
    /// Records accepted.
    pub records_accepted: u64,
    /// Records set aside.
    pub records_quarantined: u64,
    /// Periods held.
    pub periods_held: Vec<String>,
    /// A folder stood in for the declared address.
    pub stand_in: bool,
    /// Made-up data is among it.
    pub synthetic: bool,
    /// Since when it is held over.
    pub held_since: Option<Date>,
    /// The next period that is expected, and the day it is due.
    pub next_due: Option<(String, Date)>,
}

/// How an indicator fared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndicatorState {
    /// Its figures are in the release.
    Computed,
    /// An agreement refuses it.
    Refused,
    /// An input is missing or something failed.
    LeftOut,
}

/// An indicator in a run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct IndicatorReport {
    /// The indicator.
    pub indicator: Name,
    /// Its mission.
    pub mission: Name,
    /// How it fared.
    pub state: IndicatorState,
    /// Rows about to be published.
    pub rows: usize,
    /// Rows that carry no number because something is confidential.
    pub confidential_rows: usize,
}

/// A mission in a run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MissionReport {
    /// The mission.
    pub mission: Name,
    /// The strategy's sentence.
    pub statement: String,
    /// Indicators with figures; none means declared, not yet measured.
    pub measured: Vec<Name>,
    /// Indicators declared for it.
    pub declared: usize,
}

/// Something that was said in a run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Said {
    /// `error`, `warning` or `notice`.
    pub severity: String,
    /// The code.
    pub code: String,
    /// What, and where.
    pub text: String,
    /// What to do.
    pub help: String,
    /// Who can do it.
    pub who: String,
}

impl Said {
    /// From a diagnostic.
    #[must_use]
    pub fn of(diagnostic: &Diagnostic) -> Self {
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Notice => "notice",
        };
        let help = diagnostic.help.as_ref().map_or_else(|| diagnostic.code.mend.to_owned(), ToString::to_string);
        Self {
            severity: severity.to_owned(),
            code: diagnostic.code.to_string(),
            text: render::concise(diagnostic),
            help,
            who: diagnostic.code.who.to_string(),
        }
    }
}

impl RunReport {
    /// The page for people, in Markdown.
    #[must_use]
    pub fn page(&self) -> String {
        let mut page = format!(
            "# {}: night of {}\n\nRestricted: for the intelligence team. It names causes that no release names.\n\n",
            self.place_name, self.as_of
        );
        page += &format!("Ended: {} (exit {}). {}\n\n", self.exit.words(), self.exit.code(), self.release_words());
        page += "## Sources\n\n| dataset | from | state | read | accepted | set aside | periods |\n|---|---|---|---|---|---|---|\n";
        for source in &self.sources {
            page += &format!(
                "| {} | {} | {} | {} | {} | {} | {} |\n",
                source.dataset,
                source.supplier,
                source.state.words(),
                source.deliveries_read,
                source.records_accepted,
                source.records_quarantined,
                source.periods_held.len()
            );
        }
        page += "\n## Missions\n\n";
        for mission in &self.missions {
            page += &format!("- {}: {}\n", mission.statement, mission.words());
        }
        page += &hidden_page(&self.hidden);
        page += &deferred_page(&self.deferred);
        page += "\n## What was said\n\n";
        for said in &self.said {
            page += &format!("- {} {} Next: {} ({})\n", said.severity, said.text, said.help, said.who);
        }
        page
    }

    /// What became of the release, in a sentence.
    #[must_use]
    pub fn release_words(&self) -> String {
        match &self.release {
            ReleaseOutcome::Published { version, audiences, waiting } => {
                let names: Vec<&str> = audiences.iter().map(Name::as_str).collect();
                let mut text = format!("Release {version} was published to {}.", names.join(", "));
                if !waiting.is_empty() {
                    let names: Vec<&str> = waiting.iter().map(Name::as_str).collect();
                    text += &format!(" It waits for {}.", names.join(", "));
                }
                text
            }
            ReleaseOutcome::Unchanged { version } => format!("Nothing changed; release {version} stands."),
            ReleaseOutcome::Rehearsed => "A rehearsal: nothing was published.".to_owned(),
            ReleaseOutcome::None => "Nothing was published.".to_owned(),
        }
    }
}

fn hidden_page(hidden: &[HiddenReport]) -> String {
    if hidden.is_empty() {
        return String::new();
    }
    let mut page = "\n## What was hidden\n\n| indicator | counts | period | cells | few people | to cover others | rounded |\n|---|---|---|---|---|---|---|\n".to_owned();
    for one in hidden {
        let HiddenReport { indicator, variable, period, cells, hidden_for_size, hidden_to_cover, rounded, .. } = one;
        page += &format!(
            "| {indicator} | {variable} | {period} | {cells} | {hidden_for_size} | {hidden_to_cover} | {rounded} |\n"
        );
    }
    let none: BTreeSet<&str> = hidden.iter().filter(|one| one.hides_none).map(|one| one.indicator.as_str()).collect();
    for indicator in none {
        page += &format!(
            "\nThe rules of {indicator} hide no count for its size; how far rounding alone protects is not proven.\n"
        );
    }
    page
}

fn deferred_page(deferred: &[Deferred]) -> String {
    if deferred.is_empty() {
        return String::new();
    }
    let mut page = "\n## Revisions that wait (no release tells of them)\n\n".to_owned();
    for one in deferred {
        let until = one.until.map_or_else(|| "looked at every night".to_owned(), |day| format!("next on {day}"));
        page += &format!("- {}, {}: since {}, because {}; {until}\n", one.indicator, one.period, one.since, one.why);
    }
    page
}

impl MissionReport {
    /// What is measured of it, in words.
    #[must_use]
    pub fn words(&self) -> String {
        if self.measured.is_empty() {
            let words = if self.declared == 0 { "declared, not yet measured" } else { "not measured tonight" };
            words.to_owned()
        } else {
            let names: Vec<&str> = self.measured.iter().map(Name::as_str).collect();
            names.join(", ")
        }
    }
}

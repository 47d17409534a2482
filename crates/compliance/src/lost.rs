//! `agreements what-if`: the figures that would go, before the day.
//!
//! Not allowed in here: deciding; `agreement` says what would be refused, and releases say how many rows that is.

use concordat_agreement::{Lost, what_if_expired, what_if_on, what_if_withdrawn};
use concordat_base::{Date, Name};
use serde::Serialize;

use crate::evidence::Evidence;
use crate::page::{Page, Section, Table};
use crate::words;

/// What is supposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Supposed {
    /// That an agreement had expired, in all its versions.
    Expired(Name),
    /// That a day had come.
    On(Date),
    /// That a field of a dataset were shared no more.
    Withdrawn {
        /// The dataset.
        dataset: Name,
        /// The field.
        field: Name,
    },
}

/// What would go.
#[derive(Clone, Debug, Serialize)]
pub struct WhatIf {
    /// The place.
    pub place: String,
    /// The date.
    pub as_of: Date,
    /// What is supposed.
    pub supposed: Supposed,
    /// Indicators that would go.
    pub lost: Vec<LostIndicator>,
    /// Indicators that would stay.
    pub stay: u64,
}

/// An indicator that would go.
#[derive(Clone, Debug, Serialize)]
pub struct LostIndicator {
    /// The indicator.
    pub indicator: String,
    /// What it is.
    pub title: String,
    /// Its mission.
    pub mission: String,
    /// Why it would be refused: code and reason.
    pub because: Vec<String>,
    /// Rows that audiences see now and would lose, from the widest audience to the narrowest.
    pub rows: Vec<LostRows>,
}

/// Rows that an audience would lose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LostRows {
    /// The audience.
    pub audience: String,
    /// The release that it sees now.
    pub release: String,
    /// How many rows.
    pub rows: u64,
}

/// What would go if something were so.
#[must_use]
pub fn what_if(evidence: &Evidence<'_>, supposed: Supposed) -> WhatIf {
    let (partnership, as_of) = (evidence.partnership, evidence.as_of);
    let lost = match &supposed {
        Supposed::Expired(agreement) => what_if_expired(partnership, agreement, as_of),
        Supposed::On(then) => what_if_on(partnership, as_of, *then),
        Supposed::Withdrawn { dataset, field } => what_if_withdrawn(partnership, dataset, field, as_of),
    };
    let permitted = partnership
        .indicators()
        .filter(|one| concordat_agreement::use_grant(partnership, &one.id.value, as_of).is_ok());
    WhatIf {
        place: partnership.place().name.clone(),
        as_of,
        supposed,
        stay: permitted.count().saturating_sub(lost.len()) as u64,
        lost: lost.iter().map(|one| indicator(evidence, one)).collect(),
    }
}

fn indicator(evidence: &Evidence<'_>, lost: &Lost) -> LostIndicator {
    let declared = evidence.partnership.indicator(&lost.indicator);
    let because = lost.refusal.diagnostics.iter().map(|one| format!("{} {}", one.code, one.message));
    LostIndicator {
        indicator: lost.indicator.to_string(),
        title: declared.map(|one| one.words.title.clone()).unwrap_or_default(),
        mission: declared.map(|one| one.mission.value.to_string()).unwrap_or_default(),
        because: because.collect(),
        rows: rows(evidence, lost.indicator.as_str()),
    }
}

/// Rows of an indicator that audiences see now.
fn rows(evidence: &Evidence<'_>, indicator: &str) -> Vec<LostRows> {
    let seen = evidence.current().filter_map(|release| {
        let rows = release.lineage_of(indicator).map(|line| line.figures).max()?;
        let (audience, version) = (release.audience.clone(), release.version.clone());
        Some(LostRows { audience, release: version, rows })
    });
    let mut rows: Vec<LostRows> = seen.collect();
    let audiences = &evidence.partnership.place().audiences;
    rows.sort_by_key(|one| audiences.iter().position(|audience| audience.id.value.as_str() == one.audience));
    rows
}

impl Supposed {
    /// In words, after "if".
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Expired(agreement) => format!("agreement {agreement} had expired"),
            Self::On(date) => format!("it were {date}"),
            Self::Withdrawn { dataset, field } => format!("the field {field} of {dataset} were shared no more"),
        }
    }
}

impl WhatIf {
    /// The table: one row for each indicator and audience.
    #[must_use]
    pub fn table(&self) -> Table {
        let mut table = Table::new(["indicator", "audience", "rows seen now", "release"]);
        for one in &self.lost {
            if one.rows.is_empty() {
                table.push([one.indicator.clone(), "nobody yet".to_owned(), "0".to_owned(), String::new()]);
            }
            for rows in &one.rows {
                let cells = [rows.audience.clone(), rows.rows.to_string(), rows.release.clone()];
                let [audience, count, release] = cells;
                table.push([one.indicator.clone(), audience, count, release]);
            }
        }
        table
    }

    /// The page.
    #[must_use]
    pub fn page(&self) -> Page {
        let title = format!("{}: what would go if {}, as of {}", self.place, self.supposed.words(), self.as_of);
        let stay = words::count(self.stay, "indicator", "indicators");
        let none = "No indicator would go.";
        let mut page =
            Page::new(title).with(Section::new("").table(self.table(), none).say(format!("{stay} would stay.")));
        for one in &self.lost {
            let section = Section::new(format!("{} ({})", one.title, one.indicator));
            page = page.with(section.list(one.because.clone(), ""));
        }
        page
    }
}

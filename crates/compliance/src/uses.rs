//! The register of uses: one entry for each indicator that rests on shared data, in the columns of the data use register
//! standard of Health Data Research UK and the UK Health Data Research Alliance (version 2, CC0).
//!
//! Not allowed in here: a number of a figure, and a use that nobody has seen anything of.

use std::collections::{BTreeMap, BTreeSet};

use concordat_declare::agreement::{Agreement, Identifiability};
use concordat_declare::source::Source;
use serde::{Serialize, Serializer};

use crate::account::Days;
use crate::evidence::{Evidence, IndicatorFacts, LineageLine, Release};
use crate::law::Law;
use crate::page::{Page, Section, Table};
use crate::{lookup, words};

/// The columns, in the order of the standard, with the safe of the Five Safes that each belongs to.
pub const COLUMNS: [(&str, &str); 32] = [
    ("Safe People", "Lead applicant organisation name"),
    ("Safe People", "Organisation ID"),
    ("Safe People", "Organisation sector"),
    ("Safe People", "Applicant names"),
    ("Safe People", "Applicant ID"),
    ("Safe People", "Funders/Sponsors"),
    ("Safe People", "DEA accredited researcher?"),
    ("Safe People", "Sub-licence arrangements (if any)?"),
    ("Safe Projects", "Project ID"),
    ("Safe Projects", "Project title"),
    ("Safe Projects", "Lay summary"),
    ("Safe Projects", "Public benefit statement"),
    ("Safe Projects", "Request category type"),
    ("Safe Projects", "Technical summary"),
    ("Safe Projects", "Other approval committees"),
    ("Safe Projects", "Project start date"),
    ("Safe Projects", "Project end date"),
    ("Safe Projects", "Latest approval date"),
    ("Safe Data", "Dataset(s) name"),
    ("Safe Data", "Data sensitivity level"),
    ("Safe Data", "Legal basis for provision of data under Article 6"),
    ("Safe Data", "Lawful conditions for provision of data under Article 9"),
    ("Safe Data", "Common Law Duty of Confidentiality"),
    ("Safe Data", "National data opt-out applied?"),
    ("Safe Data", "Request frequency"),
    ("Safe Data", "For linked datasets, specify how the linkage will take place"),
    ("Safe Data", "For linked datasets, specify how any new assets created will be managed and archived"),
    ("Safe Data", "Description of the confidential data being used"),
    ("Safe Data", "Release/Access date"),
    ("Safe Setting", "Access type"),
    ("Safe Setting", "How has data been processed to enhance privacy?"),
    ("Safe Outputs", "Link to research outputs"),
];

/// One use: a cell for each column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    cells: [String; COLUMNS.len()],
}

/// For programs: the columns by name.
impl Serialize for Use {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(COLUMNS.iter().map(|(_, name)| name).zip(&self.cells))
    }
}

impl Use {
    /// The cell of a column; empty for one that the standard does not have.
    #[must_use]
    pub fn cell(&self, column: &str) -> &str {
        COLUMNS.iter().position(|(_, name)| *name == column).map_or("", |at| &self.cells[at])
    }
}

/// Uses as a table in the columns of the standard.
#[must_use]
pub fn table(uses: &[Use]) -> Table {
    let columns = COLUMNS.map(|(_, name)| name.to_owned()).to_vec();
    Table { columns, rows: uses.iter().map(|one| one.cells.to_vec()).collect() }
}

/// Uses of shared data on some days. Where datasets are named, each use is told as far as it concerns these, and uses that
/// do not are left out.
#[must_use]
pub fn uses(evidence: &Evidence<'_>, days: Days, only: Option<&BTreeSet<String>>) -> Vec<Use> {
    let mut gathered: BTreeMap<String, Gathered<'_>> = BTreeMap::new();
    for release in evidence.releases.iter().filter(|one| one.standing.was_seen() && days.has(one.as_of)) {
        for line in &release.lineage {
            let looked_at = only.is_none_or(|only| only.contains(&line.dataset));
            if looked_at && line.agreements().next().is_some() {
                gathered.entry(line.indicator.clone()).or_default().add(release, line);
            }
        }
    }
    gathered.iter().map(|(indicator, one)| one.cells(evidence, indicator)).collect()
}

/// What is known of one use.
#[derive(Default)]
struct Gathered<'a> {
    facts: Option<&'a IndicatorFacts>,
    datasets: BTreeSet<&'a str>,
    agreements: BTreeSet<&'a str>,
    purposes: BTreeSet<&'a str>,
    columns: BTreeSet<String>,
    linked: bool,
    audiences: BTreeMap<&'a str, &'a str>,
    first: Option<concordat_base::Date>,
}

impl<'a> Gathered<'a> {
    fn add(&mut self, release: &'a Release, line: &'a LineageLine) {
        self.facts = release.facts(&line.indicator).or(self.facts);
        self.datasets.insert(&line.dataset);
        self.agreements.extend(line.agreements());
        self.purposes.insert(&line.purpose);
        for (column, roles) in line.columns() {
            self.columns.insert(format!("{}: {column}", line.dataset));
            self.linked |= roles.contains(&"join");
        }
        self.audiences.insert(&release.audience, &release.version);
        self.first = Some(self.first.map_or(release.as_of, |first| first.min(release.as_of)));
    }

    fn cells(&self, evidence: &Evidence<'_>, indicator: &str) -> Use {
        let partnership = evidence.partnership;
        let agreements: Vec<&Agreement> =
            self.agreements.iter().filter_map(|version| lookup::agreement(partnership, version)).collect();
        let place = partnership.place();
        let host = place.parties.iter().find(|party| party.id.value == place.host.value);
        let facts = self.facts.cloned().unwrap_or_default();
        let date = |date: Option<concordat_base::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let terms = || agreements.iter().map(|agreement| &agreement.term);
        let signed = agreements.iter().flat_map(|agreement| &agreement.signatures).map(|one| one.date);
        let purposes: Vec<String> = self.purposes.iter().map(|one| words::purpose(one)).collect();
        let law = Law::of(&agreements);
        let cells = [
            host.map(|party| party.name.clone()).unwrap_or_default(),
            place.host.value.to_string(),
            host.map(|party| words::party_kind(party.kind).to_owned()).unwrap_or_default(),
            "Named by role in the agreements; no person is named".to_owned(),
            String::new(),
            place.board.clone(),
            "Not applicable".to_owned(),
            law.onward,
            indicator.to_owned(),
            facts.title,
            facts.definition,
            facts.rationale,
            format!("Public health and planning: {}", purposes.join(", ")),
            facts.method,
            format!("{}; agreements {}", place.board, join(self.agreements.iter())),
            date(terms().map(|term| term.start).min()),
            date(terms().map(|term| term.expiry.value).min()),
            date(signed.max()),
            join(self.datasets.iter().map(|id| lookup::dataset_title(partnership, id))),
            self.sensitivity(&agreements),
            law.article_6,
            law.article_9,
            law.confidence,
            law.opt_out,
            self.frequency(evidence),
            self.linkage(&agreements),
            if self.linked { "No linked records are kept: linkage gives counts alone".to_owned() } else { na() },
            join(self.columns.iter()),
            date(self.first),
            "Release".to_owned(),
            self.privacy(&agreements, &facts.disclosure_rule),
            self.shown(),
        ];
        Use { cells }
    }

    /// The level of the dataset nearest to a person.
    fn sensitivity(&self, agreements: &[&Agreement]) -> String {
        let aggregated = self.classes(agreements).all(|class| {
            matches!(class, Identifiability::AggregateUnsuppressed | Identifiability::AggregateSuppressed)
        });
        if aggregated { "Anonymous" } else { "De-Personalised" }.to_owned()
    }

    fn classes(&self, agreements: &[&Agreement]) -> impl Iterator<Item = Identifiability> {
        let datasets = agreements.iter().flat_map(|agreement| &agreement.datasets);
        let own = datasets.filter(|dataset| self.datasets.contains(dataset.id.value.as_str()));
        own.map(|dataset| dataset.identifiability).collect::<Vec<_>>().into_iter()
    }

    fn frequency(&self, evidence: &Evidence<'_>) -> String {
        let expected = |source: &Source| source.expected.is_some();
        let mut own = evidence.partnership.sources().filter(|one| self.datasets.contains(one.id.value.as_str()));
        if own.any(expected) { "Recurring" } else { "One-off" }.to_owned()
    }

    fn linkage(&self, agreements: &[&Agreement]) -> String {
        if !self.linked {
            return na();
        }
        let linkage = agreements.iter().flat_map(|agreement| &agreement.linkage);
        let own = linkage.filter(|one| self.datasets.contains(one.dataset.value.as_str()));
        let words: BTreeSet<String> = own.map(|one| format!("{} with {}", one.dataset.value, one.with.value)).collect();
        format!("On keyed tokens made at each agency: {}", join(words.iter()))
    }

    /// The last release with each audience, those with the same release together.
    fn shown(&self) -> String {
        let mut by_release: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (audience, version) in &self.audiences {
            by_release.entry(version).or_default().push(audience);
        }
        let shown =
            by_release.iter().map(|(version, audiences)| format!("release {version} for {}", audiences.join(", ")));
        shown.collect::<Vec<_>>().join("; ")
    }

    fn privacy(&self, agreements: &[&Agreement], rule: &str) -> String {
        let classes: BTreeSet<&str> = self.classes(agreements).map(words::identifiability).collect();
        format!("{}; only agreed fields are accepted. {rule}", join(classes.iter()))
    }
}

fn na() -> String {
    "Not applicable".to_owned()
}

fn join(items: impl Iterator<Item = impl ToString>) -> String {
    items.map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}

/// The register as a page, each use under the Five Safes.
#[must_use]
pub fn page(evidence: &Evidence<'_>, uses: &[Use]) -> Page {
    let sample = evidence.partnership.agreements().any(|agreement| agreement.sample);
    let notice = sample.then(|| "These agreements and records were made up for a sample.".to_owned());
    let place = &evidence.partnership.place().name;
    let about = format!(
        "What shared data is used for, as of {}: every indicator of which anything was shown and that rests on data shared \
         under an agreement. The columns are those of the data use register standard of Health Data Research UK. No person \
         can be recognised in any of it.",
        evidence.as_of
    );
    let page = Page::new(format!("{place}: register of data uses")).with_notice(notice);
    let page = page.with(Section::new("").say(about).say(words::count(uses.len() as u64, "use.", "uses.")));
    uses.iter().fold(page, |page, one| page.with(section(one)))
}

/// One use under the Five Safes; cells that say nothing are left out.
pub(crate) fn section(one: &Use) -> Section {
    let mut section = Section::new(one.cell("Project title"));
    for safe in ["Safe People", "Safe Projects", "Safe Data", "Safe Setting", "Safe Outputs"] {
        let own = COLUMNS.iter().zip(&one.cells).filter(|((of, _), _)| *of == safe);
        section = section.subheading(safe).facts(own.map(|((_, name), cell)| (*name, cell.clone())));
    }
    section
}

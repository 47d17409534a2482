//! From one published row back to everything it rests on.
//!
//! Not allowed in here: a number that is not in the row as published, and a guess: what is not known is said to be unknown.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::Date;
use concordat_ledger::{Entry, Record};
use serde::Serialize;

use crate::evidence::{Evidence, Figure, IndicatorFacts, LineageLine, Release, items};
use crate::{lookup, words};

mod page;

/// A published row and everything it rests on.
#[derive(Clone, Debug, Serialize)]
pub struct Trace {
    /// The row's id, the same in every release.
    pub figure_id: String,
    /// The release.
    pub release: String,
    /// Whose release.
    pub audience: String,
    /// The date of the night that made the release.
    pub as_of: Date,
    /// Whether made-up records are behind it.
    pub synthetic: bool,
    /// What the row says.
    pub figure: TracedFigure,
    /// The datasets that it rests on.
    pub datasets: Vec<TracedDataset>,
    /// How it was computed, with the source of the method.
    pub method: String,
    /// What was decided about showing it.
    pub disclosure: TracedDisclosure,
    /// The version of the program.
    pub code_version: String,
    /// The run that made the release.
    pub run: Option<String>,
    /// Entries of the ledger that speak of it.
    pub ledger: Vec<TracedEntry>,
}

/// What the row says, as published.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the names are those of the published columns")]
pub struct TracedFigure {
    pub indicator: String,
    pub title: String,
    pub definition: String,
    pub mission: String,
    pub measure: String,
    pub group: String,
    pub area_code: String,
    pub area_name: String,
    pub period: String,
    pub sex: String,
    pub age: String,
    pub category: String,
    pub value: String,
    pub lower_95: String,
    pub upper_95: String,
    pub unit: String,
    pub count: String,
    pub denominator: String,
    pub comparator: String,
}

/// One dataset behind it.
#[derive(Clone, Debug, Serialize)]
pub struct TracedDataset {
    /// The dataset.
    pub dataset: String,
    /// What it is.
    pub title: String,
    /// Who sent it.
    pub supplier: String,
    /// That party's name.
    pub supplier_name: String,
    /// What it was read for.
    pub purpose: String,
    /// How near its records are to a person; empty under an open licence.
    pub identifiability: String,
    /// Columns that were read.
    pub columns: Vec<TracedColumn>,
    /// Extracts that were read.
    pub extracts: Vec<TracedExtract>,
    /// Agreements that permit it.
    pub agreements: Vec<TracedAgreement>,
    /// The statement of the open licence, where it stands under one.
    pub licence: String,
    /// The token of the decision that permitted it.
    pub decision: String,
}

/// A column that was read.
#[derive(Clone, Debug, Serialize)]
pub struct TracedColumn {
    /// The column.
    pub column: String,
    /// What it was used as.
    pub roles: Vec<String>,
    /// The last entry of the ledger before the release that says that it was read.
    pub ledger_sequence: Option<u64>,
}

/// An extract that was read: one period of one dataset.
#[derive(Clone, Debug, Serialize)]
pub struct TracedExtract {
    /// The period.
    pub period: String,
    /// The keyed commitment to its content.
    pub commitment: String,
    /// The date of the night that took it in.
    pub received: Option<Date>,
    /// The delivery that brought it.
    pub delivery: Option<String>,
    /// The entry of the ledger that says so.
    pub ledger_sequence: Option<u64>,
}

/// An agreement that permits it.
#[derive(Clone, Debug, Serialize)]
pub struct TracedAgreement {
    /// `id@version`.
    pub agreement: String,
    /// What it is about; empty where it is no longer declared.
    pub title: String,
    /// Its last day.
    pub expiry: Option<Date>,
    /// Clauses that the decision rests on, with their text.
    pub clauses: Vec<TracedClause>,
}

/// A clause that the decision rests on.
#[derive(Clone, Debug, Serialize)]
pub struct TracedClause {
    /// The clause.
    pub clause: String,
    /// What it says; `None` where that version is no longer declared.
    pub text: Option<String>,
}

/// What was decided about showing the row.
#[derive(Clone, Debug, Serialize)]
pub struct TracedDisclosure {
    /// Whether it carries a number.
    pub shown: bool,
    /// The rule.
    pub rule: String,
    /// Its marks, in words.
    pub marks: String,
    /// Why the marks stand, as published.
    pub reason: String,
}

/// An entry of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct TracedEntry {
    /// Its place in the ledger.
    pub sequence: u64,
    /// The date of its night.
    pub as_of: Date,
    /// Its type.
    pub kind: String,
    /// What it says, in words.
    pub says: String,
}

/// Traces a published row of a release.
#[must_use]
pub fn trace(evidence: &Evidence<'_>, release: &Release, figure: &Figure) -> Trace {
    let mut datasets: Vec<TracedDataset> =
        release.lineage_of(&figure.indicator).map(|line| dataset(evidence, release, line)).collect();
    // Records first, then the published figures that they are compared with.
    datasets.sort_by_key(|one| one.columns.is_empty());
    let facts = release.facts(&figure.indicator).cloned().unwrap_or_default();
    let made = made_by(evidence, &release.version);
    Trace {
        figure_id: figure.figure_id.clone(),
        release: release.version.clone(),
        audience: release.audience.clone(),
        as_of: release.as_of,
        synthetic: figure.synthetic == "true",
        figure: figure_of(evidence, figure, &facts),
        method: if facts.method.is_empty() { figure.method.clone() } else { facts.method },
        disclosure: TracedDisclosure {
            shown: !figure.status.contains("[c]"),
            rule: facts.disclosure_rule,
            marks: words::marks(&figure.status),
            reason: figure.status_reason.clone(),
        },
        code_version: release.code_version.clone(),
        ledger: entries(evidence, release, made.as_deref(), &datasets),
        run: made,
        datasets,
    }
}

fn figure_of(evidence: &Evidence<'_>, figure: &Figure, facts: &IndicatorFacts) -> TracedFigure {
    TracedFigure {
        indicator: figure.indicator.clone(),
        title: facts.title.clone(),
        definition: facts.definition.clone(),
        mission: facts.mission.clone(),
        measure: figure.measure.clone(),
        group: figure.group_definition.clone(),
        area_code: figure.area_code.clone(),
        area_name: figure.area_name.clone(),
        period: figure.period_label.clone(),
        sex: figure.sex.clone(),
        age: figure.age.clone(),
        category: figure.category.clone(),
        value: figure.value.clone(),
        lower_95: figure.lower_95.clone(),
        upper_95: figure.upper_95.clone(),
        unit: figure.unit.clone(),
        count: figure.count.clone(),
        denominator: figure.denominator.clone(),
        comparator: area_name(evidence, &figure.comparator_code),
    }
}

/// The name of a comparator's area with its code; the code alone where it is not declared.
fn area_name(evidence: &Evidence<'_>, code: &str) -> String {
    let outside = &evidence.partnership.place().areas.outside;
    let found = outside.iter().find(|area| area.code.as_str() == code);
    found.map_or_else(|| code.to_owned(), |area| format!("{} ({code})", area.name))
}

fn dataset(evidence: &Evidence<'_>, release: &Release, line: &LineageLine) -> TracedDataset {
    let partnership = evidence.partnership;
    let columns = line.columns().map(|(column, roles)| TracedColumn {
        column: column.to_owned(),
        roles: roles.into_iter().map(str::to_owned).collect(),
        ledger_sequence: read(evidence, release, line, column),
    });
    let permission = line.agreements().filter_map(|version| lookup::agreement(partnership, version));
    let class = permission
        .flat_map(|agreement| agreement.datasets.iter().filter(|one| one.id.value.as_str() == line.dataset))
        .map(|one| words::identifiability(one.identifiability));
    let licences = items(&line.agreements).filter_map(|named| lookup::licence(partnership, named));
    TracedDataset {
        dataset: line.dataset.clone(),
        title: lookup::dataset_title(partnership, &line.dataset),
        supplier: line.supplier.clone(),
        supplier_name: lookup::party_name(partnership, &line.supplier),
        purpose: line.purpose.clone(),
        identifiability: class.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("; "),
        columns: columns.collect(),
        extracts: line.extracts().map(|extract| received(evidence, release, &line.dataset, extract)).collect(),
        agreements: agreements(evidence, line),
        licence: licences.map(|one| format!("{} ({})", one.statement, one.licence)).collect::<Vec<_>>().join("; "),
        decision: line.decision.clone(),
    }
}

/// The last entry before the release that says that a column was read for the indicator.
fn read(evidence: &Evidence<'_>, release: &Release, line: &LineageLine, column: &str) -> Option<u64> {
    let before = sequence_of(evidence, &release.version).unwrap_or(u64::MAX);
    let own = evidence.readings.iter().filter(|reading| reading.sequence < before && reading.dataset == line.dataset);
    let own = own.filter(|reading| reading.indicators.contains(&line.indicator) && reading.columns.contains(column));
    own.map(|reading| reading.sequence).max()
}

/// The first delivery that brought a content, before the release that rests on it.
fn received(
    evidence: &Evidence<'_>,
    release: &Release,
    dataset: &str,
    (period, commitment): (&str, &str),
) -> TracedExtract {
    let before = sequence_of(evidence, &release.version).unwrap_or(u64::MAX);
    let mut deliveries = lookup::deliveries_of(&evidence.records, dataset, commitment);
    let first = deliveries.find(|(record, _)| record.sequence < before);
    TracedExtract {
        period: period.to_owned(),
        commitment: commitment.to_owned(),
        received: first.map(|(record, _)| record.as_of),
        delivery: first.map(|(_, received)| received.delivery.clone()),
        ledger_sequence: first.map(|(record, _)| record.sequence),
    }
}

fn agreements(evidence: &Evidence<'_>, line: &LineageLine) -> Vec<TracedAgreement> {
    let mut clauses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (version, clause) in items(&line.clauses).filter_map(|item| item.split_once(' ')) {
        clauses.entry(version).or_default().insert(clause);
    }
    let traced = line.agreements().map(|version| {
        let declared = lookup::agreement(evidence.partnership, version);
        let cited = clauses.get(version).into_iter().flatten().map(|clause| TracedClause {
            clause: (*clause).to_owned(),
            text: declared.and_then(|agreement| lookup::clause(agreement, clause)).map(str::to_owned),
        });
        TracedAgreement {
            agreement: version.to_owned(),
            title: declared.map(|agreement| agreement.title.clone()).unwrap_or_default(),
            expiry: declared.map(|agreement| agreement.term.expiry.value),
            clauses: cited.collect(),
        }
    });
    traced.collect()
}

/// The place in the ledger of a release's publication.
fn sequence_of(evidence: &Evidence<'_>, version: &str) -> Option<u64> {
    evidence.records.iter().find(|record| publishes(record, version)).map(|record| record.sequence)
}

fn publishes(record: &Record, version: &str) -> bool {
    matches!(&record.entry, Entry::ReleasePublished(release) if release.version == version)
}

/// The run that made a release.
fn made_by(evidence: &Evidence<'_>, version: &str) -> Option<String> {
    evidence.records.iter().find_map(|record| match &record.entry {
        Entry::ReleasePublished(release) if release.version == version => Some(release.run.clone()),
        _ => None,
    })
}

/// Entries that speak of the release, of its agreements and of its extracts, in their order.
fn entries(
    evidence: &Evidence<'_>,
    release: &Release,
    run: Option<&str>,
    datasets: &[TracedDataset],
) -> Vec<TracedEntry> {
    let agreements: BTreeSet<&str> =
        datasets.iter().flat_map(|one| &one.agreements).map(|one| one.agreement.as_str()).collect();
    let extracts = datasets.iter().flat_map(|one| &one.extracts).filter_map(|one| one.ledger_sequence);
    let columns = datasets.iter().flat_map(|one| &one.columns).filter_map(|one| one.ledger_sequence);
    let about: BTreeSet<u64> = extracts.chain(columns).collect();
    let traced = evidence.records.iter().filter_map(|record| {
        let says = says(record, release, run, &agreements, &about)?;
        let kind = record.entry.kind().to_owned();
        Some(TracedEntry { sequence: record.sequence, as_of: record.as_of, kind, says })
    });
    traced.collect()
}

fn says(
    record: &Record,
    release: &Release,
    run: Option<&str>,
    agreements: &BTreeSet<&str>,
    about: &BTreeSet<u64>,
) -> Option<String> {
    match &record.entry {
        Entry::AgreementRegistered(one) if agreements.contains(one.agreement.as_str()) => {
            Some(format!("agreement {} was registered", one.agreement))
        }
        Entry::AgreementSigned(one) if agreements.contains(one.agreement.as_str()) => {
            Some(format!("{} signed agreement {} as {} on {}", one.party, one.agreement, one.role, one.signed_on))
        }
        Entry::AgreementAmended(one) if agreements.contains(one.agreement.as_str()) => {
            Some(format!("the text of agreement {} changed", one.agreement))
        }
        Entry::ExtractReceived(one) if about.contains(&record.sequence) => {
            Some(format!("an extract of {} was received from {}: {}", one.dataset, one.party, one.periods.join(", ")))
        }
        Entry::DataRead(one) if about.contains(&record.sequence) => {
            Some(format!("columns of {} were read: {}", one.dataset, one.columns.join(", ")))
        }
        Entry::RunPlanned(one) if Some(one.run.as_str()) == run => Some("the run decided what it may use".to_owned()),
        Entry::ReleasePublished(one) if one.version == release.version => {
            Some(format!("release {} was published", one.version))
        }
        Entry::ReleaseApproved(one) if one.version == release.version && one.audience == release.audience => {
            Some(format!("release {} was approved for {} by {}", one.version, one.audience, one.role))
        }
        Entry::ReleaseWithdrawn(one) if one.version == release.version => {
            Some(format!("release {} was withdrawn by {}", one.version, one.role))
        }
        _ => None,
    }
}

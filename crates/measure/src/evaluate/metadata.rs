//! What stands beside the figures: definitions, lineage, and the list of missions.
//!
//! Not allowed in here: counts.

use std::collections::BTreeSet;

use concordat_agreement::UseGrant;
use concordat_base::Name;
use concordat_declare::Partnership;
use concordat_declare::decision::Decided;
use concordat_declare::indicator::{Against, Goal, Indicator, Measure, Polarity};

use super::Night;
use crate::candidates::{ExtractReference, IndicatorBlock, LineageEntry, MissionLine};
use crate::observation::Observation;
use crate::tabulate::Outline;

/// The metadata block of every indicator, in order of id.
pub(super) fn blocks(night: &Night<'_>, outlines: &[(&UseGrant, Outline)]) -> Vec<IndicatorBlock> {
    let mut blocks: Vec<IndicatorBlock> = outlines
        .iter()
        .filter_map(|(grant, _)| Some(block(night, night.partnership.indicator(grant.indicator())?, grant)))
        .collect();
    blocks.sort_by(|left, right| left.indicator.cmp(&right.indicator));
    blocks
}

fn block(night: &Night<'_>, indicator: &Indicator, grant: &UseGrant) -> IndicatorBlock {
    let partnership = night.partnership;
    let datasets: BTreeSet<&Name> = grant.datasets().keys().chain(grant.published()).collect();
    let sources = datasets.iter().filter_map(|dataset| partnership.source(dataset));
    let named: Vec<String> =
        sources.clone().map(|source| format!("{} ({})", source.title, source.supplier.value)).collect();
    let mut caveats = indicator.words.caveats.clone();
    caveats.extend(sources.flat_map(|source| source.caveats.clone()));
    caveats.extend(indicator.comparators.iter().filter_map(|comparator| match &comparator.against {
        Against::Missing(missing) => Some(format!("Not compared with {}: {}", comparator.title, missing.because)),
        Against::Published(_) | Against::Rest => None,
    }));
    caveats.extend(notes(night, indicator));
    let mut seen = BTreeSet::new();
    caveats.retain(|caveat| seen.insert(caveat.clone()));
    let statements: BTreeSet<String> = grant.attributions().iter().map(|one| one.statement.clone()).collect();
    let words = &indicator.words;
    IndicatorBlock {
        indicator: indicator.id.value.clone(),
        indicator_version: indicator.indicator_version,
        mission: indicator.mission.value.clone(),
        headline: indicator.headline,
        title: words.title.clone(),
        definition: words.definition.clone(),
        rationale: words.rationale.clone(),
        numerator: words.numerator.clone(),
        denominator: words.denominator.clone(),
        denominator_source: words.denominator_source.clone(),
        unit: indicator.unit.words().to_owned(),
        method: method(&indicator.measure).to_owned(),
        polarity: match indicator.polarity {
            Polarity::HigherIsBetter => "higher is better",
            Polarity::LowerIsBetter => "lower is better",
            Polarity::Neither => "neither",
        },
        sources: named.join("; "),
        attribution: statements.into_iter().collect::<Vec<_>>().join("; "),
        caveats: caveats.join("; "),
        disclosure_rule: rule(partnership, indicator, grant),
        goal: indicator.goal.as_ref().map(|goal| goal_words(indicator, goal)).unwrap_or_default(),
        agreements: grant.agreements().iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        synthetic: synthetic(night, grant),
        audiences: grant.audiences().iter().cloned().collect(),
        not_before: grant.not_before().clone(),
    }
}

fn notes(night: &Night<'_>, indicator: &Indicator) -> Vec<String> {
    let holds = night.partnership.decisions().filter(|decision| decision.holds_on(night.as_of));
    holds
        .filter_map(|decision| match &decision.decision {
            Decided::Annotate(about) if about.indicator.value == indicator.id.value => Some(about.note.clone()),
            _ => None,
        })
        .collect()
}

fn method(measure: &Measure) -> &str {
    match measure {
        Measure::Published(published) => &published.method,
        Measure::Proportion(_) | Measure::Sql(_) => {
            "Proportion with Wilson score limits (Wilson 1927); gaps by Newcombe's method 10 where both sides have counts"
        }
        Measure::CrudeRate(_) => "Crude rate; exact limits below 10 events, Byar's approximation from 10",
        Measure::DirectlyStandardisedRate(_) => {
            "Directly standardised rate with Dobson and Byar limits (Dobson and others 1991)"
        }
        Measure::LinkedCount(_) => {
            "Count of records linked on keyed match-keys; a low and a high count by linkage rule"
        }
    }
}

fn rule(partnership: &Partnership, indicator: &Indicator, grant: &UseGrant) -> String {
    let sources = grant.datasets().keys().filter_map(|dataset| partnership.source(dataset));
    let asked = sources.filter_map(|source| source.disclosure_policy.as_ref()).map(|policy| &policy.value);
    let own = &indicator.disclosure_policy.value;
    let others: BTreeSet<&Name> = asked.filter(|policy| *policy != own).collect();
    let statement = |policy: &Name| {
        let declared = partnership.place().disclosure_policies.iter().find(|one| one.id.value == *policy);
        declared.map(|one| one.statement.clone()).unwrap_or_default()
    };
    let mut statements = vec![statement(own)];
    statements.extend(others.into_iter().map(|policy| format!("asked by a source: {}", statement(policy))));
    let declared = statements.join("; ");
    match grant.floor() {
        Some(floor) => format!("{declared}; the agreements ask that no count below {} be shown", floor.min_count),
        None => declared,
    }
}

fn goal_words(indicator: &Indicator, goal: &Goal) -> String {
    let comparator = indicator.comparators.iter().find(|one| one.id.value == goal.comparator.value);
    let comparator = comparator.map(|one| one.title.as_str()).unwrap_or_default();
    format!("{}. {}.", goal.words(comparator), goal.whose)
}

fn synthetic(night: &Night<'_>, grant: &UseGrant) -> bool {
    let datasets = grant.datasets().keys().filter_map(|dataset| night.inventory.datasets.get(dataset));
    datasets.flat_map(|held| &held.partitions).any(|partition| partition.synthetic)
}

/// Lineage of every indicator, in order of indicator and dataset.
pub(super) fn lineage(night: &Night<'_>, outlines: &[(&UseGrant, Outline)]) -> Vec<LineageEntry> {
    let mut entries: Vec<LineageEntry> = outlines
        .iter()
        .flat_map(|(grant, outline)| {
            let datasets: BTreeSet<&Name> = grant.datasets().keys().chain(grant.published()).collect();
            datasets.into_iter().filter_map(|dataset| entry(night, grant, outline, dataset)).collect::<Vec<_>>()
        })
        .collect();
    entries.sort_by(|left, right| (&left.indicator, &left.dataset).cmp(&(&right.indicator, &right.dataset)));
    entries
}

fn entry(night: &Night<'_>, grant: &UseGrant, outline: &Outline, dataset: &Name) -> Option<LineageEntry> {
    let source = night.partnership.source(dataset)?;
    let used = grant.dataset(dataset);
    let columns = used.iter().flat_map(|used| used.columns()).map(|(column, roles)| {
        let roles: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
        format!("{column} ({})", roles.join(", "))
    });
    // What is held and was not opened for this indicator is behind none of its figures.
    let read = outline.extracts.get(dataset);
    let extracts = read
        .into_iter()
        .flatten()
        .map(|(period, commitment)| ExtractReference { period: period.to_string(), commitment: commitment.clone() });
    let agreements: Vec<String> = match used.map(|used| used.agreements()) {
        Some(agreements) if !agreements.is_empty() => agreements.iter().map(ToString::to_string).collect(),
        _ => licences(night.partnership, dataset),
    };
    let own: BTreeSet<&Name> = used.iter().flat_map(|used| used.agreements()).map(|one| &one.id).collect();
    let clauses = grant.clauses().iter().filter(|clause| own.contains(&clause.agreement));
    Some(LineageEntry {
        indicator: grant.indicator().clone(),
        dataset: dataset.clone(),
        supplier: source.supplier.value.clone(),
        columns: columns.collect(),
        extracts: extracts.collect(),
        agreements,
        clauses: clauses.map(|one| format!("{}@{} {}", one.agreement, one.version, one.clause)).collect(),
        purpose: grant.purpose().clone(),
        decision: grant.token(),
        expiry: grant.expiry().filter(|_| !own.is_empty()),
        audiences: grant.audiences().iter().cloned().collect(),
    })
}

fn licences(partnership: &Partnership, dataset: &Name) -> Vec<String> {
    let covering = partnership.licences().filter(|licence| licence.datasets.iter().any(|one| one.value == *dataset));
    covering.map(|licence| format!("{} ({})", licence.id.value, licence.licence)).collect()
}

/// Every mission, with the indicators that have rows.
pub(super) fn missions(partnership: &Partnership, rows: &[Observation]) -> Vec<MissionLine> {
    partnership
        .missions()
        .map(|mission| {
            let measured: BTreeSet<&Name> =
                rows.iter().filter(|row| row.mission == mission.id.value).map(|row| &row.indicator).collect();
            MissionLine {
                mission: mission.id.value.clone(),
                life_course: mission.life_course.value.clone(),
                statement: mission.statement.clone(),
                measured: measured.into_iter().cloned().collect(),
            }
        })
        .collect()
}

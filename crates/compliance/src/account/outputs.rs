//! Outputs and linkage: what an agreement permits, and what releases show.
//!
//! Not allowed in here: a figure's number.

use std::collections::{BTreeMap, BTreeSet};

use concordat_declare::agreement::LinkagePermission;
use serde::Serialize;

use super::Scope;
use crate::evidence::{LineageLine, Release, Standing};
use crate::lookup;

/// What was shown of an indicator to an audience.
#[derive(Clone, Debug, Serialize)]
pub struct OutputAccount {
    /// The indicator.
    pub indicator: String,
    /// What it is.
    pub title: String,
    /// The audience.
    pub audience: String,
    /// Who that is.
    pub audience_title: String,
    /// The first release that showed it.
    pub first: String,
    /// The last release that showed it.
    pub last: String,
    /// How many rows the last one has.
    pub figures: u64,
    /// Whether the audience sees the last one now.
    pub seen_now: bool,
}

/// A linkage that an agreement permits, and what used it.
#[derive(Clone, Debug, Serialize)]
pub struct LinkageAccount {
    /// The agreement's dataset.
    pub dataset: String,
    /// The dataset it may be linked with.
    pub with: String,
    /// Columns it may be linked on.
    pub on: Vec<String>,
    /// Id of the key the tokens were made with.
    pub key: String,
    /// The clause.
    pub clause: String,
    /// Indicators of releases that rest on it.
    pub used_by: Vec<String>,
}

/// Kinds of output with their audiences, in words.
pub(super) fn permitted(scope: &Scope<'_>) -> Vec<String> {
    let outputs = scope.agreement.outputs.iter().map(|output| {
        let audiences: Vec<&str> = output.audiences.iter().map(|audience| audience.value.as_str()).collect();
        let kind = crate::words::code(output.kind.value.as_str());
        format!("{kind} to {} (clause {})", audiences.join(", "), output.clause.value)
    });
    outputs.collect()
}

/// Releases that were seen on one of the days, with their lines that rest on the agreement: it is named and permits the
/// purpose. One that is named for its limits alone permits nothing.
pub(crate) fn lines<'a>(scope: &'a Scope<'a>) -> impl Iterator<Item = (&'a Release, &'a LineageLine)> {
    let version = lookup::version_of(scope.agreement);
    let seen = scope.evidence.releases.iter().filter(|one| one.standing.was_seen() && scope.days.has(one.as_of));
    seen.flat_map(move |release| {
        let version = version.clone();
        let own = move |line: &&LineageLine| {
            let permits = || lookup::permits(scope.agreement, &line.purpose, release.mission(&line.indicator));
            scope.names(&line.dataset) && line.agreements().any(|one| one == version) && permits()
        };
        release.lineage.iter().filter(own).map(move |line| (release, line))
    })
}

/// What was shown, by indicator and audience.
pub(super) fn made(scope: &Scope<'_>) -> Vec<OutputAccount> {
    let audiences = &scope.evidence.partnership.place().audiences;
    let order = |name: &str| audiences.iter().position(|one| one.id.value.as_str() == name).unwrap_or(usize::MAX);
    let mut made: BTreeMap<(String, usize, String), OutputAccount> = BTreeMap::new();
    for (release, line) in lines(scope) {
        let key = (line.indicator.clone(), order(&release.audience), release.audience.clone());
        let output = made.entry(key).or_insert_with(|| first_output(scope, release, line));
        output.last.clone_from(&release.version);
        output.seen_now = release.standing == Standing::Current;
        output.figures = line.figures;
    }
    made.into_values().collect()
}

fn first_output(scope: &Scope<'_>, release: &Release, line: &LineageLine) -> OutputAccount {
    let audiences = &scope.evidence.partnership.place().audiences;
    let audience = audiences.iter().find(|one| one.id.value.as_str() == release.audience);
    OutputAccount {
        indicator: line.indicator.clone(),
        title: release.facts(&line.indicator).map(|facts| facts.title.clone()).unwrap_or_default(),
        audience: release.audience.clone(),
        audience_title: audience.map(|one| one.title.clone()).unwrap_or_default(),
        first: release.version.clone(),
        last: release.version.clone(),
        figures: line.figures,
        seen_now: false,
    }
}

/// Linkage that the agreement permits, with what used it.
pub(super) fn linkage(scope: &Scope<'_>) -> Vec<LinkageAccount> {
    let used = linked(scope);
    let account = |permission: &LinkagePermission| {
        let pair = (permission.dataset.value.to_string(), permission.with.value.to_string());
        let of_pair = used.iter().filter(|one| (&one.dataset, &one.with) == (&pair.0, &pair.1));
        LinkageAccount {
            on: permission.on.iter().map(|column| column.value.to_string()).collect(),
            key: permission.key.value.to_string(),
            clause: permission.clause.value.to_string(),
            used_by: of_pair.map(|one| one.indicator.clone()).collect::<BTreeSet<_>>().into_iter().collect(),
            dataset: pair.0,
            with: pair.1,
        }
    };
    let looked_at = scope.agreement.linkage.iter().filter(|one| scope.names(one.dataset.value.as_str()));
    looked_at.map(account).collect()
}

/// A linkage that a release rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Linked {
    dataset: String,
    with: String,
    indicator: String,
}

/// Linkages of the agreement's datasets with others that releases rest on.
fn linked(scope: &Scope<'_>) -> BTreeSet<Linked> {
    let mut found = BTreeSet::new();
    for (release, line) in lines(scope) {
        found.extend(linked_with(release, line).map(|with| Linked {
            dataset: line.dataset.clone(),
            with: with.to_owned(),
            indicator: line.indicator.clone(),
        }));
    }
    found
}

/// Datasets that a line's was linked with.
pub(crate) fn linked_with<'a>(release: &'a Release, line: &'a LineageLine) -> impl Iterator<Item = &'a str> {
    let linkable = !joined(line).is_empty();
    let others = release.lineage_of(&line.indicator).filter(move |other| linkable && other.dataset != line.dataset);
    others.filter(|other| !joined(other).is_empty()).map(|other| other.dataset.as_str())
}

/// Columns that a line's dataset was linked on.
pub(crate) fn joined(line: &LineageLine) -> BTreeSet<&str> {
    line.columns().filter(|(_, roles)| roles.contains(&"join")).map(|(column, _)| column).collect()
}

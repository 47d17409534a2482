//! Releases, against the agreements of their day and against the entries that say what was read.
//!
//! Not allowed in here: releases that nobody has seen.

use std::collections::BTreeSet;

use concordat_agreement::{AgreementState, state_of};
use concordat_declare::agreement::Agreement;
use concordat_ledger::Entry;

use super::{Breach, BreachKind, Cover};
use crate::account::outputs::{joined, linked_with};
use crate::evidence::{Evidence, LineageLine, Release, items};
use crate::{lookup, words};

/// All releases that were seen.
pub(super) fn releases(evidence: &Evidence<'_>, found: &mut BTreeSet<Breach>) {
    for release in evidence.releases.iter().filter(|release| release.standing.was_seen()) {
        for line in &release.lineage {
            let cover = Cover::of(evidence, &line.dataset, release.as_of);
            if !cover.open {
                Looking { evidence, release, line, cover }.look(found);
            }
        }
    }
}

/// One line of lineage that is looked at.
struct Looking<'a> {
    evidence: &'a Evidence<'a>,
    release: &'a Release,
    line: &'a LineageLine,
    cover: Cover<'a>,
}

impl Looking<'_> {
    fn look(&self, found: &mut BTreeSet<Breach>) {
        let versions: Vec<&str> = self.line.agreements().collect();
        if versions.is_empty() && !self.is_licensed() {
            let says = format!("figures of {} rest on {} under no agreement", self.line.indicator, self.line.dataset);
            found.insert(self.breach(BreachKind::ShownWithoutAgreement, says));
        }
        for version in versions {
            found.extend(self.version(version));
        }
        found.extend(self.purpose());
        found.extend(self.roles());
        found.extend(self.linkage());
        found.extend(self.without_entry());
    }

    fn breach(&self, kind: BreachKind, says: String) -> Breach {
        let (on, release) = (self.release.as_of, Some(self.release.version.clone()));
        Breach { on, kind, says, agreements: self.cover.names(), sequence: None, release }
    }

    /// Published figures stand under a licence that the line names.
    fn is_licensed(&self) -> bool {
        self.cover.naming.is_empty()
            && items(&self.line.agreements).any(|named| lookup::licence(self.evidence.partnership, named).is_some())
    }

    /// The agreement that the line names: was it in force, and may the audience see this?
    fn version(&self, version: &str) -> Option<Breach> {
        let indicator = &self.line.indicator;
        let Some(agreement) = lookup::agreement(self.evidence.partnership, version) else {
            let says = format!("figures of {indicator} rest on agreement {version}, which is not declared");
            return Some(self.breach(BreachKind::ShownWithoutAgreement, says));
        };
        if state_of(self.evidence.partnership, agreement, self.release.as_of) != AgreementState::InForce {
            let says = format!("figures of {indicator} were made while agreement {version} was not in force");
            return Some(self.breach(BreachKind::ShownOutsideTerm, says));
        }
        if !self.permits(agreement) {
            // Named for its limits alone: who may see it is for those to say that permit it.
            return None;
        }
        let mut audiences = agreement.outputs.iter().flat_map(|output| &output.audiences);
        let audience = &self.release.audience;
        (!audiences.any(|one| one.value.as_str() == audience)).then(|| {
            let says =
                format!("figures of {indicator} were shown to {audience}, which agreement {version} does not permit");
            self.breach(BreachKind::ShownToAnother, says)
        })
    }

    /// Whether an agreement permits the purpose and the mission.
    fn permits(&self, agreement: &Agreement) -> bool {
        lookup::permits(agreement, &self.line.purpose, self.release.mission(&self.line.indicator))
    }

    /// A purpose or mission that no agreement of the day permits.
    fn purpose(&self) -> Option<Breach> {
        let in_force = &self.cover.in_force;
        (!in_force.is_empty() && !in_force.iter().any(|agreement| self.permits(agreement))).then(|| {
            let (dataset, indicator) = (&self.line.dataset, &self.line.indicator);
            let purpose = words::purpose(&self.line.purpose);
            let says = format!(
                "{indicator} used {dataset} for {purpose}, which no agreement of the day permits for its mission"
            );
            self.breach(BreachKind::PurposeNotPermitted, says)
        })
    }

    /// Linkages that no agreement of the day permits on all of the columns.
    fn linkage(&self) -> Vec<Breach> {
        let (line, mission) = (self.line, self.release.mission(&self.line.indicator));
        let columns = joined(line);
        let unpermitted = linked_with(self.release, line).filter_map(|with| {
            let links = self.cover.in_force.iter().flat_map(|agreement| &agreement.linkage);
            let own = links.filter(|one| one.dataset.value.as_str() == line.dataset && one.with.value.as_str() == with);
            let own = own
                .filter(|one| mission.is_none_or(|mission| one.missions.iter().any(|it| it.value.as_str() == mission)));
            let agreed: BTreeSet<&str> = own.flat_map(|one| &one.on).map(|column| column.value.as_str()).collect();
            let missing: Vec<&str> = columns.difference(&agreed).copied().collect();
            (!missing.is_empty()).then(|| {
                let (indicator, dataset) = (&line.indicator, &line.dataset);
                let on = missing.join(", ");
                let says =
                    format!("{indicator} linked {dataset} with {with} on {on}, which no agreement of the day permits");
                self.breach(BreachKind::LinkageNotPermitted, says)
            })
        });
        unpermitted.collect()
    }

    /// A column used in a way that no agreement of the day permits.
    fn roles(&self) -> Option<Breach> {
        let in_force = self.cover.in_force.iter().flat_map(|agreement| &agreement.datasets);
        let fields: Vec<_> =
            in_force.filter(|it| it.id.value.as_str() == self.line.dataset).flat_map(|it| &it.fields).collect();
        let permits = |column: &str, role: &str| {
            let mut own = fields.iter().filter(|field| field.name.value.as_str() == column);
            own.any(|field| field.roles.iter().any(|one| one.as_str() == role))
        };
        let wrong = self.line.columns().flat_map(|(column, roles)| {
            let roles: Vec<String> =
                roles.into_iter().filter(|role| !permits(column, role)).map(str::to_owned).collect();
            roles.into_iter().map(move |role| format!("{column} as {role}"))
        });
        let wrong: Vec<String> = wrong.collect();
        (!wrong.is_empty() && !fields.is_empty()).then(|| {
            let (dataset, indicator) = (&self.line.dataset, &self.line.indicator);
            let says = format!("{indicator} used columns of {dataset} otherwise than permitted: {}", wrong.join(", "));
            self.breach(BreachKind::UsedNotPermitted, says)
        })
    }

    /// Columns that the release names and no entry before it says were read.
    fn without_entry(&self) -> Option<Breach> {
        let published = self.evidence.records.iter().find(
            |record| matches!(&record.entry, Entry::ReleasePublished(one) if one.version == self.release.version),
        );
        let before = published.map_or(0, |record| record.sequence);
        let (dataset, indicator) = (&self.line.dataset, &self.line.indicator);
        let readings = self.evidence.readings.iter().filter(|reading| reading.sequence <= before);
        let own = readings.filter(|reading| reading.dataset == *dataset && reading.indicators.contains(indicator));
        let read: BTreeSet<&str> = own.flat_map(|reading| &reading.columns).map(String::as_str).collect();
        let missing: Vec<&str> =
            self.line.columns().map(|(name, _)| name).filter(|name| !read.contains(name)).collect();
        (!missing.is_empty()).then(|| {
            let says =
                format!("{indicator} names columns of {dataset} that no entry says were read: {}", missing.join(", "));
            self.breach(BreachKind::ReadWithoutEntry, says)
        })
    }
}

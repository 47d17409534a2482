//! Breaches: what was received, read, linked, shown or kept other than an agreement permits.
//!
//! Judged by the agreements that were in force on the day, as they are declared. Not allowed in here: a breach without an
//! entry of the ledger or a release that shows it.

mod data;
mod shown;

use std::collections::BTreeSet;

use concordat_agreement::{AgreementState, state_of};
use concordat_base::Date;
use concordat_declare::agreement::Agreement;
use serde::Serialize;

use crate::evidence::Evidence;
use crate::lookup;

/// Kinds of breach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BreachKind {
    /// Received while no agreement was in force.
    ReceivedOutsideTerm,
    /// Columns were received that are not shared.
    ReceivedNotPermitted,
    /// Received from a party that does not supply it.
    ReceivedFromAnother,
    /// Read while no agreement was in force.
    ReadOutsideTerm,
    /// Columns were read that are not shared.
    ReadNotPermitted,
    /// Used for a purpose or a mission that no agreement of the day permits.
    PurposeNotPermitted,
    /// A column was used in a way that is not permitted.
    UsedNotPermitted,
    /// A release names columns that no entry of the ledger says were read.
    ReadWithoutEntry,
    /// Records were linked that may not be.
    LinkageNotPermitted,
    /// A release made while an agreement in it was not in force.
    ShownOutsideTerm,
    /// Shown to an audience that is not permitted.
    ShownToAnother,
    /// A release rests on a dataset and names no agreement that covers it.
    ShownWithoutAgreement,
    /// Kept for longer than agreed.
    KeptTooLong,
    /// A release is not as it was published.
    ReleaseChanged,
}

/// One breach.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Breach {
    /// The day.
    pub on: Date,
    /// What kind it is.
    pub kind: BreachKind,
    /// What happened, in one sentence.
    pub says: String,
    /// Agreements it is about: those that name the dataset.
    pub agreements: Vec<String>,
    /// The entry of the ledger that shows it.
    pub sequence: Option<u64>,
    /// The release that shows it.
    pub release: Option<String>,
}

/// All breaches, in order of day.
#[must_use]
pub fn breaches(evidence: &Evidence<'_>) -> Vec<Breach> {
    let mut found: BTreeSet<Breach> = BTreeSet::new();
    data::received(evidence, &mut found);
    data::read(evidence, &mut found);
    data::kept(evidence, &mut found);
    shown::releases(evidence, &mut found);
    found.extend(evidence.tampered.iter().map(|(version, says)| Breach {
        on: evidence.as_of,
        kind: BreachKind::ReleaseChanged,
        says: format!("release {version} is not as it was published: {says}"),
        agreements: Vec::new(),
        sequence: None,
        release: Some(version.clone()),
    }));
    found.into_iter().collect()
}

/// What covers a dataset on a day.
struct Cover<'a> {
    /// Agreements that name it, in whatever state.
    naming: Vec<&'a Agreement>,
    /// Those of them that are in force.
    in_force: Vec<&'a Agreement>,
    /// Whether an open licence covers it, and no agreement does.
    open: bool,
}

impl<'a> Cover<'a> {
    fn of(evidence: &Evidence<'a>, dataset: &str, day: Date) -> Self {
        let partnership = evidence.partnership;
        let names = |one: &&Agreement| one.datasets.iter().any(|it| it.id.value.as_str() == dataset);
        let naming: Vec<&Agreement> = partnership.agreements().filter(names).collect();
        let force = |one: &&Agreement| state_of(partnership, one, day) == AgreementState::InForce;
        let in_force = naming.iter().copied().filter(force).collect();
        let licensed = partnership.licences().any(|one| one.datasets.iter().any(|it| it.value.as_str() == dataset));
        Self { open: naming.is_empty() && licensed, naming, in_force }
    }

    /// Versions that answer for the day: those in force, or all that name it where none was.
    fn names(&self) -> Vec<String> {
        let answering = if self.in_force.is_empty() { &self.naming } else { &self.in_force };
        answering.iter().map(|one| lookup::version_of(one)).collect()
    }

    /// Fields that agreements in force share of the dataset.
    fn fields(&self, dataset: &str) -> BTreeSet<&'a str> {
        let datasets = self.in_force.iter().flat_map(|one| &one.datasets).filter(|it| it.id.value.as_str() == dataset);
        datasets.flat_map(|it| &it.fields).map(|field| field.name.value.as_str()).collect()
    }

    /// Those of the columns that no agreement in force shares.
    fn excess(&self, dataset: &str, columns: impl Iterator<Item = impl AsRef<str>>) -> Vec<String> {
        let fields = self.fields(dataset);
        let columns = columns.filter(|column| !fields.contains(column.as_ref()));
        columns.map(|column| column.as_ref().to_owned()).collect()
    }
}

//! Grants: what the later stages must hold in their hands to receive or to use data.
//!
//! Not allowed in here: deciding, and any way for another crate to make, copy or widen a grant.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use concordat_base::{ContentHash, Date, Name};
use concordat_declare::agreement::{Identifiability, Role};
use serde::Serialize;

/// One version of an agreement, written `falls@2`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct AgreementVersion {
    /// The agreement.
    pub id: Name,
    /// The version.
    pub version: u32,
}

impl fmt::Display for AgreementVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}@{}", self.id, self.version)
    }
}

/// A clause that a permission rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ClauseReference {
    /// The agreement.
    pub agreement: Name,
    /// Its version.
    pub version: u32,
    /// The clause.
    pub clause: Name,
    /// What it permits or asks for, in a few words and declared names.
    pub what: String,
}

/// The strictest limits on what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Floor {
    /// Smallest count that may be shown.
    pub min_count: u64,
    /// Counts are rounded to a multiple of this.
    pub round_to: Option<u64>,
}

impl Floor {
    /// The stricter of two in each respect.
    #[must_use]
    pub(crate) fn strictest(self, other: Self) -> Self {
        Self { min_count: self.min_count.max(other.min_count), round_to: self.round_to.max(other.round_to) }
    }
}

/// The statement of an open licence, which every output that rests on it must carry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Attribution {
    /// Id of the declaration.
    pub id: Name,
    /// The licence, for example `OGL-UK-3.0`.
    pub licence: String,
    /// The statement.
    pub statement: String,
    /// Where the licence or the data is described.
    pub url: String,
}

/// Permission to receive one dataset from one supplier on one date. Fetch and gate use it up.
#[derive(Debug)]
pub struct ReceiveGrant {
    pub(crate) dataset: Name,
    pub(crate) supplier: Name,
    pub(crate) allow_list: BTreeSet<Name>,
    pub(crate) open: bool,
    pub(crate) identifiability: Option<Identifiability>,
    pub(crate) history_from: Option<Date>,
    pub(crate) as_of: Date,
    pub(crate) agreements: Vec<AgreementVersion>,
    pub(crate) licences: Vec<Name>,
    pub(crate) expiry: Option<Date>,
}

impl ReceiveGrant {
    /// The dataset.
    #[must_use]
    pub fn dataset(&self) -> &Name {
        &self.dataset
    }

    /// The party that sends it.
    #[must_use]
    pub fn supplier(&self) -> &Name {
        &self.supplier
    }

    /// Columns of the contract that may be received. Empty for a table of published figures under an open licence,
    /// which has no contract: its reader takes the columns that its series name.
    #[must_use]
    pub fn allow_list(&self) -> &BTreeSet<Name> {
        &self.allow_list
    }

    /// Whether it stands under an open licence.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// How near its records are to a person, the nearest that any agreement says; `None` under an open licence.
    #[must_use]
    pub fn identifiability(&self) -> Option<Identifiability> {
        self.identifiability
    }

    /// First day of the data that is shared, the latest that any agreement says; `None` under an open licence.
    #[must_use]
    pub fn history_from(&self) -> Option<Date> {
        self.history_from
    }

    /// The date it was decided for.
    #[must_use]
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// Agreements it rests on.
    #[must_use]
    pub fn agreements(&self) -> &[AgreementVersion] {
        &self.agreements
    }

    /// Open licences it rests on.
    #[must_use]
    pub fn licences(&self) -> &[Name] {
        &self.licences
    }

    /// The first last day among its agreements; `None` under an open licence.
    #[must_use]
    pub fn expiry(&self) -> Option<Date> {
        self.expiry
    }
}

/// What an indicator may do with one dataset of records.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DatasetUse {
    pub(crate) open: bool,
    pub(crate) columns: BTreeMap<Name, BTreeSet<Role>>,
    pub(crate) identifiability: Option<Identifiability>,
    pub(crate) history_from: Option<Date>,
    pub(crate) agreements: Vec<AgreementVersion>,
}

impl DatasetUse {
    /// Whether it stands under an open licence.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Columns that may be read, and what each may be used as: exactly what the measure asked for.
    #[must_use]
    pub fn columns(&self) -> &BTreeMap<Name, BTreeSet<Role>> {
        &self.columns
    }

    /// How near its records are to a person; `None` under an open licence.
    #[must_use]
    pub fn identifiability(&self) -> Option<Identifiability> {
        self.identifiability
    }

    /// First day of the data that may be read; `None` under an open licence.
    #[must_use]
    pub fn history_from(&self) -> Option<Date> {
        self.history_from
    }

    /// Agreements that cover it.
    #[must_use]
    pub fn agreements(&self) -> &[AgreementVersion] {
        &self.agreements
    }
}

/// Permission to compute one indicator on one date.
#[derive(Debug, Serialize)]
pub struct UseGrant {
    pub(crate) indicator: Name,
    pub(crate) purpose: Name,
    pub(crate) mission: Name,
    pub(crate) output_kind: Name,
    pub(crate) as_of: Date,
    pub(crate) audiences: Vec<Name>,
    pub(crate) datasets: BTreeMap<Name, DatasetUse>,
    pub(crate) published: Vec<Name>,
    pub(crate) floor: Option<Floor>,
    pub(crate) linkage_permitted: bool,
    pub(crate) clauses: Vec<ClauseReference>,
    pub(crate) agreements: Vec<AgreementVersion>,
    pub(crate) expiry: Option<Date>,
    pub(crate) not_before: BTreeMap<Name, Date>,
    pub(crate) attributions: Vec<Attribution>,
    pub(crate) already_public: bool,
    pub(crate) token: ContentHash,
}

impl UseGrant {
    /// The indicator.
    #[must_use]
    pub fn indicator(&self) -> &Name {
        &self.indicator
    }

    /// The purpose.
    #[must_use]
    pub fn purpose(&self) -> &Name {
        &self.purpose
    }

    /// The mission.
    #[must_use]
    pub fn mission(&self) -> &Name {
        &self.mission
    }

    /// The kind of output.
    #[must_use]
    pub fn output_kind(&self) -> &Name {
        &self.output_kind
    }

    /// The date it was decided for.
    #[must_use]
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// Audiences it may reach, in the order that the indicator names them: those that it asks for and that every
    /// dataset in it may be shown to. Never empty.
    #[must_use]
    pub fn audiences(&self) -> &[Name] {
        &self.audiences
    }

    /// Datasets of records, with the columns that may be read.
    #[must_use]
    pub fn datasets(&self) -> &BTreeMap<Name, DatasetUse> {
        &self.datasets
    }

    /// What may be done with one dataset of records.
    #[must_use]
    pub fn dataset(&self, dataset: &Name) -> Option<&DatasetUse> {
        self.datasets.get(dataset)
    }

    /// Datasets of published figures that it is compared with, in order of name.
    #[must_use]
    pub fn published(&self) -> &[Name] {
        &self.published
    }

    /// The strictest limits of all agreements that cover any of its datasets; `None` when all are open.
    #[must_use]
    pub fn floor(&self) -> Option<Floor> {
        self.floor
    }

    /// Whether its records may be linked: true only for a linked count, each side of which has agreed.
    #[must_use]
    pub fn linkage_permitted(&self) -> bool {
        self.linkage_permitted
    }

    /// Clauses it rests on, in order of agreement, version and clause.
    #[must_use]
    pub fn clauses(&self) -> &[ClauseReference] {
        &self.clauses
    }

    /// Agreements in force that cover any of its datasets.
    #[must_use]
    pub fn agreements(&self) -> &[AgreementVersion] {
        &self.agreements
    }

    /// Audiences that must wait for figures made tonight, each with the first day on which it may be given them.
    #[must_use]
    pub fn not_before(&self) -> &BTreeMap<Name, Date> {
        &self.not_before
    }

    /// The first last day among its agreements; `None` when all datasets are open.
    #[must_use]
    pub fn expiry(&self) -> Option<Date> {
        self.expiry
    }

    /// Statements that every output must carry, in order of id.
    #[must_use]
    pub fn attributions(&self) -> &[Attribution] {
        &self.attributions
    }

    /// Whether every dataset in it, comparators included, stands under an open licence.
    #[must_use]
    pub fn already_public(&self) -> bool {
        self.already_public
    }

    /// The decision's token: a hash of the indicator's declaration, of the agreements and licences it rests on, and of
    /// the date. The same decision has the same token on every machine.
    #[must_use]
    pub fn token(&self) -> ContentHash {
        self.token
    }
}

//! `agreements/*.yaml`: data-sharing agreements, and `agreements/open/*.yaml`: open licences.
//!
//! Not allowed in here: a status; it follows from dates and signatures, and is never written down.

use concordat_base::{Date, DateSpan, Name};
use serde::{Deserialize, Serialize};

use crate::located::Located;

/// An agreement between controllers. Every permission names the clause it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Version of this format; 1.
    pub agreement_version: u32,
    /// Its id.
    pub id: Located<Name>,
    /// Version of the agreement, rising with each amendment.
    pub version: u32,
    /// What it is about.
    pub title: String,
    /// Whether it was made up for the sample; profile `live` refuses it.
    #[serde(default)]
    pub sample: bool,
    /// Who is bound by it.
    pub parties: Vec<AgreementParty>,
    /// What the data may be used for.
    pub purposes: Vec<PurposePermission>,
    /// Which datasets, and which of their fields.
    pub datasets: Vec<DatasetPermission>,
    /// Which records may be linked with which, on what key.
    #[serde(default)]
    pub linkage: Vec<LinkagePermission>,
    /// Limits on what is shown.
    pub disclosure: DisclosureFloor,
    /// Which outputs may reach whom.
    pub outputs: Vec<OutputPermission>,
    /// How long the data is kept.
    pub retention: Retention,
    /// From when to when.
    pub term: Term,
    /// The clauses that permissions name.
    pub clauses: Vec<Clause>,
    /// Who signed this version.
    pub signatures: Vec<Signature>,
}

/// A party and its role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementParty {
    /// The party.
    pub id: Located<Name>,
    /// Its role.
    pub role: PartyRole,
    /// Whether it sends data under this agreement.
    #[serde(default)]
    pub supplies: bool,
}

/// Roles in data-protection law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the law's own")]
pub enum PartyRole {
    SoleController,
    JointController,
    IndependentController,
    Processor,
    SubProcessor,
    RecipientOfAnonymousOutput,
}

impl PartyRole {
    /// Whether a party of this role decides about the data, and so must sign.
    #[must_use]
    pub fn is_controller(self) -> bool {
        matches!(self, Self::SoleController | Self::JointController | Self::IndependentController)
    }
}

/// A permitted purpose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurposePermission {
    /// The purpose.
    pub id: Located<Name>,
    /// Missions it is for.
    pub missions: Vec<Located<Name>>,
    /// The clause.
    pub clause: Located<Name>,
}

/// A permitted dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatasetPermission {
    /// The dataset.
    pub id: Located<Name>,
    /// How near its records are to a person.
    pub identifiability: Identifiability,
    /// First day of the data that is shared.
    pub history_from: Date,
    /// Fields that are shared; anything else in a delivery refuses it.
    pub fields: Vec<FieldPermission>,
    /// The clause.
    pub clause: Located<Name>,
}

/// How near records are to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identifiability {
    /// A keyed token stands for a person.
    Pseudonymised,
    /// A record for each event, with nothing that stands for a person.
    DepersonalisedRow,
    /// Counts before disclosure control.
    AggregateUnsuppressed,
    /// Counts after the sender's own disclosure control.
    AggregateSuppressed,
}

/// A permitted field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldPermission {
    /// The column of the contract.
    pub name: Located<Name>,
    /// What it may be used as in a measure.
    pub roles: Vec<Role>,
    /// Why it is needed.
    pub why: String,
    /// The clause.
    pub clause: Located<Name>,
}

/// What a column may be used as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Figures may be broken down by it.
    Group,
    /// Records may be chosen by it.
    Filter,
    /// Its values may be added up.
    Aggregate,
    /// Its different values may be counted.
    CountDistinct,
    /// Records may be joined on it, where linkage is permitted.
    Join,
}

impl Role {
    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Filter => "filter",
            Self::Aggregate => "aggregate",
            Self::CountDistinct => "count_distinct",
            Self::Join => "join",
        }
    }
}

/// A permitted linkage. The other dataset's agreement must say the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkagePermission {
    /// A dataset of this agreement.
    pub dataset: Located<Name>,
    /// A dataset of this or another agreement.
    pub with: Located<Name>,
    /// Columns that may be joined on.
    pub on: Vec<Located<Name>>,
    /// Id of the key the tokens were made with.
    pub key: Located<Name>,
    /// Missions it is for.
    pub missions: Vec<Located<Name>>,
    /// The clause.
    pub clause: Located<Name>,
}

/// Limits on what is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisclosureFloor {
    /// Smallest count that may be shown.
    pub min_count: u64,
    /// Counts are rounded to a multiple of this.
    #[serde(default)]
    pub round_to: Option<u64>,
    /// The clause.
    pub clause: Located<Name>,
}

/// A permitted kind of output and its audiences.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutputPermission {
    /// The kind of output.
    pub kind: Located<Name>,
    /// Audiences it may reach.
    pub audiences: Vec<Located<Name>>,
    /// The clause.
    pub clause: Located<Name>,
}

/// How long the data is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Received data, from the day it was received.
    pub raw: DateSpan,
    /// The clause.
    pub clause: Located<Name>,
}

/// From when to when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// First day.
    pub start: Date,
    /// Last day.
    pub expiry: Located<Date>,
    /// When it is reviewed next.
    pub next_review: Date,
}

/// A clause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Its id.
    pub id: Located<Name>,
    /// What it says, in plain words.
    pub text: String,
}

/// A signature of this version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Who signed.
    pub party: Located<Name>,
    /// In what role, for example `caldicott_guardian`.
    pub role: String,
    /// When.
    pub date: Date,
    /// How it can be checked.
    pub method: SignatureMethod,
}

/// How a signature can be checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureMethod {
    /// Entered from a signed document.
    Attested(Attestation),
}

/// Where a signed document is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attestation {
    /// SHA-256 of the signed document.
    pub document_sha256: String,
    /// Where it is registered.
    pub reference: String,
    /// Role of the person who entered it.
    pub entered_by: String,
}

/// An open licence: permits use for every purpose and audience, and asks for its statement to be shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenLicence {
    /// Version of this format; 1.
    pub licence_version: u32,
    /// Its id.
    pub id: Located<Name>,
    /// Datasets that stand under it.
    pub datasets: Vec<Located<Name>>,
    /// The licence, for example `OGL-UK-3.0`.
    pub licence: String,
    /// The statement that every output must carry.
    pub statement: String,
    /// Where the licence or the data is described.
    pub url: String,
    /// When the data was retrieved.
    pub retrieved: Date,
}

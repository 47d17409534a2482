//! `agreements/*.yaml`: data-sharing agreements, and `agreements/open/*.yaml`: open licences.
//!
//! One room for each part of an agreement. Not allowed in here: a status; it follows from dates and signatures, and is never
//! written down.

mod canonical;
mod datasets;
mod lawful;
mod licence;
mod limits;
mod linkage;
mod parties;
mod powers;
mod purposes;
mod reference;
mod signatures;
mod term;

use concordat_base::Name;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code_lists::code_list;
use crate::located::Located;

pub use datasets::{
    DatasetPermission, FieldClass, FieldPermission, Frequency, Identifiability, Role, SignedSchema, SpecialCategory,
    SubjectCategory, Subjects, Transfer, TransferMethod,
};
pub use lawful::{
    Article6, Article9, Article10, Confidence, ConfidenceBasis, Dpia, DpiaOutcome, Lawful, OptOut, OptOutHandling,
    RecognisedInterest, Schedule1,
};
pub use licence::OpenLicence;
pub use limits::{Access, DisclosureFloor, OUTPUT_KINDS, OUTWARD_POSTCODE, Onward, OnwardSharing, OutputPermission};
pub use linkage::{
    Anonymisation, IntruderTest, LinkagePermission, PseudonymMethod, Pseudonymisation, Reidentification, TestResult,
};
pub use parties::{AgreementParty, Assurance, NamedRole, PartyRole, Registers};
pub use powers::{LegalPower, Power};
pub use purposes::{NEVER_PERMITTED, PURPOSES, PurposePermission};
pub use reference::{AgreementReference, AgreementReferenceError};
pub use signatures::{Attestation, KeySignature, Signature, SignatureFit, SignatureMethod};
pub use term::{Breach, Change, Clause, Disposal, Hours, OnExit, Quality, Retention, RetentionFrom, Rights, Term};

/// An agreement between controllers. Every permission names the clause it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Version of this format; 1.
    pub agreement_version: Located<u32>,
    /// Its id.
    pub id: Located<Name>,
    /// Version of the agreement, rising with each amendment.
    pub version: u32,
    /// The version that this one takes the place of.
    #[serde(default)]
    pub supersedes: Option<Located<AgreementReference>>,
    /// What it is about.
    pub title: String,
    /// Whether it was made up for the sample; profile `live` refuses it.
    #[serde(default)]
    pub sample: bool,
    /// Whether it shares data, or says what all that share must keep.
    pub tier: Tier,
    /// For a schedule: the charter it stands under; it holds only while the charter does, and is never looser.
    #[serde(default)]
    pub charter: Option<Located<AgreementReference>>,
    /// Who is bound by it.
    pub parties: Vec<AgreementParty>,
    /// What the data may be used for.
    pub purposes: Vec<PurposePermission>,
    /// Uses that are forbidden, besides those that never are permitted.
    pub prohibited: Vec<Located<Name>>,
    /// On what the law allows it; a schedule must say.
    #[serde(default)]
    pub lawful: Option<Lawful>,
    /// Whom the data is about; a schedule must say.
    #[serde(default)]
    pub subjects: Option<Subjects>,
    /// Which datasets, and which of their fields.
    pub datasets: Vec<DatasetPermission>,
    /// Which records may be linked with which, on what key.
    #[serde(default)]
    pub linkage: Vec<LinkagePermission>,
    /// How pseudonyms are made, one entry for each key.
    #[serde(default)]
    pub pseudonymisation: Vec<Pseudonymisation>,
    /// The assessment that what is shared is anonymous in the hands of those who receive it.
    #[serde(default)]
    pub anonymisation: Option<Anonymisation>,
    /// Limits on what is shown.
    pub disclosure: DisclosureFloor,
    /// Which outputs may reach whom.
    pub outputs: Vec<OutputPermission>,
    /// What recipients may pass on.
    pub onward: Onward,
    /// Who may work on the data, and where.
    pub access: Access,
    /// How long the data is kept.
    pub retention: Retention,
    /// From when to when.
    pub term: Term,
    /// Who answers for the quality of the data.
    pub quality: Quality,
    /// Where people turn about their data.
    pub rights: Rights,
    /// What happens when something went wrong.
    pub breach: Breach,
    /// Where liability is settled.
    #[serde(default)]
    pub liability_ref: Option<String>,
    /// The clauses that permissions name.
    pub clauses: Vec<Clause>,
    /// What changed, version by version.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// Who signed this version. Not a part of what is signed.
    pub signatures: Vec<Signature>,
}

code_list! {
    /// Whether an agreement shares data, or says what all that share must keep.
    Tier {
        Charter = "charter", "Common rules of all parties; shares nothing itself";
        Schedule = "schedule", "Shares data for a purpose";
    }
}

impl Agreement {
    /// `id@version`.
    #[must_use]
    pub fn reference(&self) -> AgreementReference {
        AgreementReference { id: self.id.value.clone(), version: self.version }
    }

    /// A party by id.
    #[must_use]
    pub fn party(&self, id: &Name) -> Option<&AgreementParty> {
        self.parties.iter().find(|party| party.id.value == *id)
    }

    /// A dataset by id.
    #[must_use]
    pub fn dataset(&self, id: &Name) -> Option<&DatasetPermission> {
        self.datasets.iter().find(|dataset| dataset.id.value == *id)
    }

    /// A clause by id.
    #[must_use]
    pub fn clause(&self, id: &Name) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id.value == *id)
    }
}

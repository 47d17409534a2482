//! What can be entered: one variant for each thing that happens to partners' data or to what was
//! made of it. Bodies carry ids of declarations and parties, dates, codes, keyed commitments and
//! counts of files or requests.
//!
//! Not allowed here: row values, counts of persons or records, pseudonyms, names, plain hashes of
//! what parties sent. The list is final: a type is never renamed and a field never changes its
//! meaning, because old entries must stay readable for ever; a new field is optional.

pub mod agreement;
pub mod extract;
pub mod release;
pub mod run;
pub mod upkeep;

use agreement::{AgreementAmended, AgreementExpired, AgreementRegistered, AgreementSigned, AgreementSuspended};
use extract::{ExtractQuarantined, ExtractReceived, ExtractRefused, IncidentOpened, RetentionDestroyed, RetentionDue};
use release::{ReleaseApproved, ReleasePublished, ReleaseRolledBack, ReleaseWithdrawn};
use run::{DataRead, DecisionApplied, RunCompleted, RunPlanned, RunRefused};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use upkeep::{AccessRead, KeyRotated, ReviewDone};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "body")]
pub enum Entry {
    /// An agreement was declared for the first time.
    #[serde(rename = "agreement.registered")]
    AgreementRegistered(AgreementRegistered),
    /// A party attested an agreement.
    #[serde(rename = "agreement.signed")]
    AgreementSigned(AgreementSigned),
    /// The text of an agreement changed.
    #[serde(rename = "agreement.amended")]
    AgreementAmended(AgreementAmended),
    /// An agreement permits nothing for the time being.
    #[serde(rename = "agreement.suspended")]
    AgreementSuspended(AgreementSuspended),
    /// An agreement came to its end.
    #[serde(rename = "agreement.expired")]
    AgreementExpired(AgreementExpired),
    /// An extract was taken in.
    #[serde(rename = "extract.received")]
    ExtractReceived(ExtractReceived),
    /// An extract was turned away whole.
    #[serde(rename = "extract.refused")]
    ExtractRefused(ExtractRefused),
    /// Records of an extract were set aside.
    #[serde(rename = "extract.quarantined")]
    ExtractQuarantined(ExtractQuarantined),
    /// Something was shared or kept that should not have been.
    #[serde(rename = "incident.opened")]
    IncidentOpened(IncidentOpened),
    /// A run decided what it may use.
    #[serde(rename = "run.planned")]
    RunPlanned(RunPlanned),
    /// A run stopped before making anything.
    #[serde(rename = "run.refused")]
    RunRefused(RunRefused),
    /// A run read a dataset.
    #[serde(rename = "data.read")]
    DataRead(DataRead),
    /// A run came to its end.
    #[serde(rename = "run.completed")]
    RunCompleted(RunCompleted),
    /// A decision of people, declared in a file, took effect.
    #[serde(rename = "decision.applied")]
    DecisionApplied(DecisionApplied),
    /// A release was made and is about to become the current one.
    #[serde(rename = "release.published")]
    ReleasePublished(ReleasePublished),
    /// A waiting release was approved for an audience.
    #[serde(rename = "release.approved")]
    ReleaseApproved(ReleaseApproved),
    /// A release was taken back.
    #[serde(rename = "release.withdrawn")]
    ReleaseWithdrawn(ReleaseWithdrawn),
    /// An earlier release became the current one again.
    #[serde(rename = "release.rolled_back")]
    ReleaseRolledBack(ReleaseRolledBack),
    /// The time for which an extract may be kept is over.
    #[serde(rename = "retention.due")]
    RetentionDue(RetentionDue),
    /// An extract was destroyed.
    #[serde(rename = "retention.destroyed")]
    RetentionDestroyed(RetentionDestroyed),
    /// A key was replaced.
    #[serde(rename = "key.rotated")]
    KeyRotated(KeyRotated),
    /// A release was read.
    #[serde(rename = "access.read")]
    AccessRead(AccessRead),
    /// People reviewed an agreement.
    #[serde(rename = "review.done")]
    ReviewDone(ReviewDone),
}

impl Entry {
    /// The type as it stands in the ledger, such as `release.published`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Entry::AgreementRegistered(_) => "agreement.registered",
            Entry::AgreementSigned(_) => "agreement.signed",
            Entry::AgreementAmended(_) => "agreement.amended",
            Entry::AgreementSuspended(_) => "agreement.suspended",
            Entry::AgreementExpired(_) => "agreement.expired",
            Entry::ExtractReceived(_) => "extract.received",
            Entry::ExtractRefused(_) => "extract.refused",
            Entry::ExtractQuarantined(_) => "extract.quarantined",
            Entry::IncidentOpened(_) => "incident.opened",
            Entry::RunPlanned(_) => "run.planned",
            Entry::RunRefused(_) => "run.refused",
            Entry::DataRead(_) => "data.read",
            Entry::RunCompleted(_) => "run.completed",
            Entry::DecisionApplied(_) => "decision.applied",
            Entry::ReleasePublished(_) => "release.published",
            Entry::ReleaseApproved(_) => "release.approved",
            Entry::ReleaseWithdrawn(_) => "release.withdrawn",
            Entry::ReleaseRolledBack(_) => "release.rolled_back",
            Entry::RetentionDue(_) => "retention.due",
            Entry::RetentionDestroyed(_) => "retention.destroyed",
            Entry::KeyRotated(_) => "key.rotated",
            Entry::AccessRead(_) => "access.read",
            Entry::ReviewDone(_) => "review.done",
        }
    }

    /// The body alone, as JSON.
    pub(crate) fn body(&self) -> Result<Value, serde_json::Error> {
        let mut value = serde_json::to_value(self)?;
        Ok(value.get_mut("body").map(Value::take).unwrap_or_default())
    }
}

//! `decisions/*.yaml`: what a person decided, with role, reason, date and expiry.
//!
//! Not allowed in here: a decision that widens an agreement or loosens a disclosure rule; there is no form for one.

use concordat_base::{AreaCode, Date, Name};
use serde::{Deserialize, Serialize};

use crate::located::Located;

/// A decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Version of this format; 1.
    pub version: u32,
    /// Its id.
    pub id: Located<Name>,
    /// What was decided.
    pub decision: Decided,
    /// The role of the person who decided, not the name.
    pub role: String,
    /// Why.
    pub reason: String,
    /// When.
    pub date: Date,
    /// The last day it holds.
    pub expires: Date,
}

impl Decision {
    /// Whether it holds on a date.
    #[must_use]
    pub fn holds_on(&self, date: Date) -> bool {
        self.date <= date && date <= self.expires
    }
}

/// What can be decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// A count of records outside its band is right.
    AcceptVolume(SourceDecision),
    /// A source is known to be late.
    KnownLate(SourceDecision),
    /// A period that a full delivery lacks was withdrawn by its owner.
    AcceptLostPeriod(SourceDecision),
    /// A figure is not to be shown.
    Withhold(FigureDecision),
    /// A note is to stand with a figure.
    Annotate(AnnotateDecision),
    /// A revision of an indicator of whole boroughs is final: it is published at its date, however few people it is about.
    FinalRevision(IndicatorDecision),
    /// A staged release may reach its audience.
    ApproveRelease(ReleaseDecision),
    /// A published release is withdrawn.
    WithdrawRelease(ReleaseDecision),
    /// An agreement permits nothing from the date to the last day of this decision.
    SuspendAgreement(AgreementDecision),
    /// An agreement permits nothing from the date on, for good.
    TerminateAgreement(AgreementDecision),
}

/// About an agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementDecision {
    /// The agreement.
    pub agreement: Located<Name>,
    /// Its version; all where absent.
    #[serde(default)]
    pub version: Option<u32>,
}

impl AgreementDecision {
    /// Whether it is about this version of this agreement.
    #[must_use]
    pub fn is_about(&self, id: &Name, version: u32) -> bool {
        self.agreement.value == *id && self.version.is_none_or(|only| only == version)
    }
}

/// About a source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceDecision {
    /// The source.
    pub source: Located<Name>,
}

/// About figures of an indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureDecision {
    /// The indicator.
    pub indicator: Located<Name>,
    /// Only this area; all where absent.
    #[serde(default)]
    pub area: Option<AreaCode>,
}

/// About an indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorDecision {
    /// The indicator.
    pub indicator: Located<Name>,
}

/// A note with figures of an indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnotateDecision {
    /// The indicator.
    pub indicator: Located<Name>,
    /// The note.
    pub note: String,
}

/// About a release.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleaseDecision {
    /// The version.
    pub release: String,
    /// The audience; all where absent.
    #[serde(default)]
    pub audience: Option<Located<Name>>,
}

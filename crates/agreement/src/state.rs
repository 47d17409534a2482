//! The state of an agreement on a date, from its dates, its signatures and what people decided.
//!
//! Not allowed in here: a state that somebody wrote down, and what the agreement permits.

use concordat_base::{Date, Name};
use concordat_declare::Partnership;
use concordat_declare::agreement::Agreement;
use concordat_declare::decision::Decided;
use serde::Serialize;

use crate::suspension::{Suspension, suspension};

/// The state of one version of an agreement on a date. Only [`AgreementState::InForce`] permits anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AgreementState {
    /// Nobody has signed this version.
    Draft {
        /// Who must sign, in the order of the agreement.
        missing: Vec<Name>,
    },
    /// Signed by all, and its term has not begun.
    NotYet,
    /// Controllers have not signed this version, or signed it on a later date, or with a signature that does not fit.
    PartlySigned {
        /// Who is missing, in the order of the agreement.
        missing: Vec<Name>,
    },
    /// Signed by all controllers, and within its term.
    InForce,
    /// It would be in force, and something keeps it from permitting anything.
    Suspended {
        /// What.
        because: Suspension,
    },
    /// Its last day is past.
    Expired,
    /// A decision ended it before its last day.
    Terminated {
        /// The decision.
        by: Name,
        /// Its date.
        on: Date,
    },
    /// A higher version has been signed by all its controllers and has begun; it stands in this one's place, also
    /// after its own end.
    Superseded {
        /// The highest such version.
        by: u32,
    },
}

impl AgreementState {
    /// In words, for a page.
    #[must_use]
    pub fn words(&self) -> String {
        let names = |missing: &[Name]| missing.iter().map(Name::as_str).collect::<Vec<_>>().join(", ");
        match self {
            Self::Draft { missing } => format!("draft: not signed by {}", names(missing)),
            Self::NotYet => "signed, not begun".to_owned(),
            Self::PartlySigned { missing } => format!("partly signed: not by {}", names(missing)),
            Self::InForce => "in force".to_owned(),
            Self::Suspended { because } => format!("suspended: {}", because.text()),
            Self::Expired => "expired".to_owned(),
            Self::Terminated { by, on } => format!("ended on {on} by decision {by}"),
            Self::Superseded { by } => format!("replaced by version {by}"),
        }
    }
}

/// The state of one version of an agreement on a date.
#[must_use]
pub fn state_of(partnership: &Partnership, agreement: &Agreement, as_of: Date) -> AgreementState {
    if let Some(by) = replaced_by(partnership, agreement, as_of) {
        return AgreementState::Superseded { by };
    }
    if let Some((by, on)) = ended_by(partnership, agreement, as_of) {
        return AgreementState::Terminated { by, on };
    }
    if as_of > agreement.term.expiry.value {
        return AgreementState::Expired;
    }
    let missing = missing_signatures(partnership, agreement, as_of);
    if !missing.is_empty() {
        let draft = !agreement.signatures.iter().any(|signature| signature.date <= as_of);
        return if draft { AgreementState::Draft { missing } } else { AgreementState::PartlySigned { missing } };
    }
    if as_of < agreement.term.start {
        return AgreementState::NotYet;
    }
    match suspension(partnership, agreement, as_of) {
        Some(because) => AgreementState::Suspended { because },
        None => AgreementState::InForce,
    }
}

/// The highest later version that all its controllers have signed and that has begun.
fn replaced_by(partnership: &Partnership, agreement: &Agreement, as_of: Date) -> Option<u32> {
    partnership
        .agreements()
        .filter(|other| other.id.value == agreement.id.value && other.version > agreement.version)
        .filter(|other| other.term.start <= as_of && missing_signatures(partnership, other, as_of).is_empty())
        .map(|other| other.version)
        .max()
}

/// The decision that ended it, with its date. What is ended stays so: the last day of the decision does not count.
fn ended_by(partnership: &Partnership, agreement: &Agreement, as_of: Date) -> Option<(Name, Date)> {
    let decided = partnership.decisions().filter(|decision| decision.date <= as_of);
    let mut ending = decided.filter(|decision| match &decision.decision {
        Decided::TerminateAgreement(about) => about.is_about(&agreement.id.value, agreement.version),
        _ => false,
    });
    ending.next().map(|decision| (decision.id.value.clone(), decision.date))
}

/// Controllers without a signature that fits and is dated on or before the date. An agreement without any controller binds
/// nobody: then every party is missing.
fn missing_signatures(partnership: &Partnership, agreement: &Agreement, as_of: Date) -> Vec<Name> {
    let has_controller = agreement.parties.iter().any(|party| party.role.is_controller());
    let must_sign = agreement.parties.iter().filter(|party| party.role.is_controller() || !has_controller);
    let fitting: Vec<_> = agreement
        .signatures
        .iter()
        .zip(partnership.fits_of(agreement))
        .filter(|(signature, fit)| fit.counts() && signature.date <= as_of)
        .map(|(signature, _)| &signature.party.value)
        .collect();
    let signed = |party: &Name| fitting.contains(&party);
    must_sign.map(|party| &party.id.value).filter(|party| !has_controller || !signed(party)).cloned().collect()
}

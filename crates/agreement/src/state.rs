//! The state of an agreement on a date, from its dates and signatures.
//!
//! Not allowed in here: a state that somebody wrote down, and what the agreement permits.

use concordat_base::{Date, Name};
use concordat_declare::Partnership;
use concordat_declare::agreement::Agreement;
use serde::Serialize;

/// The state of one version of an agreement on a date. Only [`AgreementState::InForce`] permits anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AgreementState {
    /// Signed by all, and its term has not begun.
    NotYet,
    /// Controllers have not signed this version, or signed it on a later date.
    PartlySigned {
        /// Who is missing, in the order of the agreement.
        missing: Vec<Name>,
    },
    /// Signed by all controllers, and within its term.
    InForce,
    /// Its last day is past.
    Expired,
    /// A higher version has been signed by all its controllers and has begun; it stands in this one's place, also
    /// after its own end.
    Superseded {
        /// The highest such version.
        by: u32,
    },
}

/// The state of one version of an agreement on a date.
#[must_use]
pub fn state_of(partnership: &Partnership, agreement: &Agreement, as_of: Date) -> AgreementState {
    if let Some(by) = replaced_by(partnership, agreement, as_of) {
        return AgreementState::Superseded { by };
    }
    if as_of > agreement.term.expiry.value {
        return AgreementState::Expired;
    }
    let missing = missing_signatures(agreement, as_of);
    if !missing.is_empty() {
        AgreementState::PartlySigned { missing }
    } else if as_of < agreement.term.start {
        AgreementState::NotYet
    } else {
        AgreementState::InForce
    }
}

/// The highest later version that all its controllers have signed and that has begun.
fn replaced_by(partnership: &Partnership, agreement: &Agreement, as_of: Date) -> Option<u32> {
    partnership
        .agreements()
        .filter(|other| other.id.value == agreement.id.value && other.version > agreement.version)
        .filter(|other| other.term.start <= as_of && missing_signatures(other, as_of).is_empty())
        .map(|other| other.version)
        .max()
}

/// Controllers without a signature dated on or before the date. An agreement without any controller binds nobody: then
/// every party is missing.
fn missing_signatures(agreement: &Agreement, as_of: Date) -> Vec<Name> {
    let has_controller = agreement.parties.iter().any(|party| party.role.is_controller());
    let must_sign = agreement.parties.iter().filter(|party| party.role.is_controller() || !has_controller);
    let signed = |party: &Name| agreement.signatures.iter().any(|one| one.party.value == *party && one.date <= as_of);
    must_sign.map(|party| &party.id.value).filter(|party| !has_controller || !signed(party)).cloned().collect()
}

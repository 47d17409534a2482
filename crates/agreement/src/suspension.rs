//! What keeps an agreement that is signed and within its term from permitting anything.
//!
//! Not allowed in here: a reason that widens anything. An agreement that is suspended waits; nothing takes its place.

use concordat_base::{Date, Name};
use concordat_declare::Partnership;
use concordat_declare::agreement::{Agreement, AgreementReference};
use concordat_declare::decision::Decided;
use concordat_diagnostics::Text;
use serde::Serialize;

use crate::state::{AgreementState, state_of};

/// Why an agreement is suspended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Suspension {
    /// A decision says so.
    Decision {
        /// The decision.
        decision: Name,
        /// Its last day.
        until: Date,
    },
    /// A party has another name than the one it signed under.
    Renamed {
        /// The party.
        party: Name,
    },
    /// A party has become a part of another organisation.
    Merged {
        /// The party.
        party: Name,
        /// The other.
        into: Name,
    },
    /// The charter it stands under does not hold.
    Charter {
        /// The charter, as it is named.
        charter: AgreementReference,
    },
    /// The extract contract of a dataset is not the one that was signed.
    ContractChanged {
        /// The dataset.
        dataset: Name,
    },
}

impl Suspension {
    /// The party on whose account, if it is one.
    #[must_use]
    pub fn party(&self) -> Option<&Name> {
        match self {
            Self::Renamed { party } | Self::Merged { party, .. } => Some(party),
            _ => None,
        }
    }

    /// In words.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Decision { decision, until } => {
                Text::new().say("by decision ").name(decision).say(" until ").date(*until)
            }
            Self::Renamed { party } => Text::new().name(party).say(" has another name than it signed under"),
            Self::Merged { party, into } => Text::new().name(party).say(" has become a part of ").name(into),
            Self::Charter { charter } => {
                Text::new().say("charter ").declared(&charter.to_string()).say(" is not in force")
            }
            Self::ContractChanged { dataset } => {
                Text::new().say("the contract of ").name(dataset).say(" is not the one that was signed")
            }
        }
    }

    /// What mends it.
    #[must_use]
    pub fn way_out(&self) -> Text {
        Text::from(match self {
            Self::Decision { .. } => "wait for that day, or have the decision taken back",
            Self::Renamed { .. } | Self::Merged { .. } => "have the next version signed by the party as it is now",
            Self::Charter { .. } => "have the charter signed or renewed",
            Self::ContractChanged { .. } => "put the contract back, or have the next version signed with its new hash",
        })
    }
}

/// What suspends an agreement on a date; the first of several.
pub(crate) fn suspension(partnership: &Partnership, agreement: &Agreement, as_of: Date) -> Option<Suspension> {
    decided(partnership, agreement, as_of)
        .or_else(|| of_parties(partnership, agreement, as_of))
        .or_else(|| of_charter(partnership, agreement, as_of))
        .or_else(|| of_contracts(partnership, agreement))
}

fn decided(partnership: &Partnership, agreement: &Agreement, as_of: Date) -> Option<Suspension> {
    let mut holding = partnership.decisions().filter(|decision| decision.holds_on(as_of));
    let decision = holding.find(|decision| match &decision.decision {
        Decided::SuspendAgreement(about) => about.is_about(&agreement.id.value, agreement.version),
        _ => false,
    })?;
    Some(Suspension::Decision { decision: decision.id.value.clone(), until: decision.expires })
}

fn of_parties(partnership: &Partnership, agreement: &Agreement, as_of: Date) -> Option<Suspension> {
    agreement.parties.iter().find_map(|party| {
        let now = partnership.party(&party.id.value)?;
        let id = || party.id.value.clone();
        match &now.merged {
            Some(merged) if merged.from <= as_of => {
                Some(Suspension::Merged { party: id(), into: merged.into.value.clone() })
            }
            _ => (now.name_on(as_of) != party.name.value).then(|| Suspension::Renamed { party: id() }),
        }
    })
}

/// The version of the charter that is named, or a later one, must be in force.
fn of_charter(partnership: &Partnership, agreement: &Agreement, as_of: Date) -> Option<Suspension> {
    let named = &agreement.charter.as_ref()?.value;
    // A charter stands under no other, so that this ends.
    let holds = |charter: &Agreement| state_of(partnership, charter, as_of) == AgreementState::InForce;
    let mut versions =
        partnership.agreements().filter(|other| other.id.value == named.id && other.version >= named.version);
    (!versions.any(holds)).then(|| Suspension::Charter { charter: named.clone() })
}

fn of_contracts(partnership: &Partnership, agreement: &Agreement) -> Option<Suspension> {
    agreement.datasets.iter().find_map(|dataset| {
        let (contract, schema) = (partnership.contract_of(&dataset.id.value)?, dataset.schema.as_ref()?);
        let same =
            schema.contract.value == contract.id && schema.sha256.value.eq_ignore_ascii_case(&contract.file_sha256);
        (!same).then(|| Suspension::ContractChanged { dataset: dataset.id.value.clone() })
    })
}

//! A code: the stable name of one thing that can be wrong, with its page of explanation.
//!
//! Not allowed in here: the list itself; it stands in [`crate::codes`], one file for each hundred.

use std::fmt;

use serde::Serialize;

/// Who can mend a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Whoever edits the files under `pipelines/` and `schemas/`.
    Author,
    /// The agency that sent the delivery.
    Supplier,
    /// The data-protection or information-governance lead of the parties to an agreement.
    DataProtectionLead,
    /// The intelligence team that runs the night.
    IntelligenceTeam,
    /// Whoever runs the machine: disk, network, permissions.
    Operator,
}

impl fmt::Display for Who {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Author => "the author of the declarations",
            Self::Supplier => "the agency that sent it",
            Self::DataProtectionLead => "the data-protection lead of the parties",
            Self::IntelligenceTeam => "the intelligence team",
            Self::Operator => "whoever runs this machine",
        })
    }
}

/// One entry of the code list. Numbers are never used again for another meaning.
#[derive(Debug)]
pub struct Code {
    /// The stable number, written `C203`.
    pub number: u16,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// What it means, in plain sentences.
    pub meaning: &'static str,
    /// What to do about it.
    pub mend: &'static str,
    /// Who can do it.
    pub who: Who,
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "C{}", self.number)
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Code {}

//! What symbols, notes and columns of status mean.
//!
//! Not allowed in here: a meaning that is a number. A symbol never becomes zero.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a symbol or a note says of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// A figure like any other.
    Normal,
    /// Held back for confidentiality.
    Confidential,
    /// There can be no figure.
    NotApplicable,
    /// There is no figure.
    NotAvailable,
    /// Nobody sent a return.
    NotReturned,
    /// Not zero, and shown as if it were.
    RoundsToZero,
    /// Too unreliable to be shown, or shown with a warning.
    LowReliability,
    /// The publisher's own sheet has an error there.
    PublishersError,
    /// May be revised.
    Provisional,
    /// Revised since it was first published.
    Revised,
    /// Final, where the publisher says so.
    Final,
    /// An estimate or a forecast.
    Estimated,
    /// What was spent in the end, not what was planned.
    Outturn,
}

/// Why there is no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoFigure {
    /// Held back for confidentiality.
    Confidential,
    /// There can be none.
    NotApplicable,
    /// There is none.
    NotAvailable,
    /// Nobody sent a return.
    NotReturned,
    /// Not zero, and shown as if it were.
    RoundsToZero,
    /// Too unreliable to be shown.
    LowReliability,
    /// The publisher's own sheet has an error there.
    PublishersError,
}

/// How final a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// May be revised.
    Provisional,
    /// Revised.
    Revised,
    /// Final.
    Final,
    /// An estimate.
    Estimated,
    /// Spent in the end.
    Outturn,
    /// Shown with a warning that it is unreliable.
    LowReliability,
}

impl Mark {
    /// Why there is no figure, where this mark stands instead of one.
    #[must_use]
    pub fn instead(self) -> Option<NoFigure> {
        match self {
            Self::Confidential => Some(NoFigure::Confidential),
            Self::NotApplicable => Some(NoFigure::NotApplicable),
            Self::NotAvailable => Some(NoFigure::NotAvailable),
            Self::NotReturned => Some(NoFigure::NotReturned),
            Self::RoundsToZero => Some(NoFigure::RoundsToZero),
            Self::LowReliability => Some(NoFigure::LowReliability),
            Self::PublishersError => Some(NoFigure::PublishersError),
            Self::Normal | Self::Provisional | Self::Revised | Self::Final | Self::Estimated | Self::Outturn => None,
        }
    }

    /// How final a figure is, where this mark stands beside one.
    #[must_use]
    pub fn beside(self) -> Option<Standing> {
        match self {
            Self::Provisional => Some(Standing::Provisional),
            Self::Revised => Some(Standing::Revised),
            Self::Final => Some(Standing::Final),
            Self::Estimated => Some(Standing::Estimated),
            Self::Outturn => Some(Standing::Outturn),
            Self::LowReliability => Some(Standing::LowReliability),
            _ => None,
        }
    }
}

/// A column that says what a figure is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusColumn {
    /// The column.
    pub column: String,
    /// Whole texts, and what each means. A blank says nothing, unless it stands here.
    #[serde(default)]
    pub texts: BTreeMap<String, Mark>,
    /// Parts of sentences, in any capitals, and what each means.
    #[serde(default)]
    pub containing: BTreeMap<String, Mark>,
}

//! Limits on what is shown, to whom, and what recipients may do with it.
//!
//! Not allowed in here: a default that widens use.

use concordat_base::{DateSpan, Name, PeriodKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::agreement::parties::NamedRole;
use crate::code_lists::code_list;
use crate::located::Located;

/// The word for the first half of a postcode as a floor: no level of areas, and coarser than a neighbourhood.
pub const OUTWARD_POSTCODE: &str = "outward_postcode";

/// Limits on what is shown. Several agreements in one figure: the strictest of each holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DisclosureFloor {
    /// Smallest count that may be shown.
    pub min_count: Located<u64>,
    /// Counts are rounded to a multiple of this.
    #[serde(default)]
    pub round_to: Option<u64>,
    /// Whether counts from which a hidden one would follow are hidden too.
    pub secondary: bool,
    /// Fewest residents of an area that figures are given for.
    #[serde(default)]
    pub min_population: Option<u64>,
    /// Finest level of areas that figures may be given for: a level, or `outward_postcode`.
    #[serde(default)]
    pub geography_floor: Option<Located<Name>>,
    /// Finest kind of period that figures may be given for.
    #[serde(default)]
    pub date_floor: Option<Located<PeriodKind>>,
    /// In a delivery, records that share all quasi-identifiers: at least this many.
    #[serde(default)]
    pub k: Option<u64>,
    /// Different sensitive values among them: at least this many.
    #[serde(default)]
    pub l: Option<u64>,
    /// The clause.
    pub clause: Located<Name>,
}

/// A permitted kind of output and its audiences.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutputPermission {
    /// The kind of output.
    #[schemars(extend("enum" = OUTPUT_KINDS))]
    pub kind: Located<Name>,
    /// Audiences it may reach.
    pub audiences: Vec<Located<Name>>,
    /// Purposes it may serve; all of the agreement where none is named.
    #[serde(default)]
    pub purposes: Vec<Located<Name>>,
    /// Licence under which it may be published.
    #[serde(default)]
    pub licence: Option<String>,
    /// The statement that must stand with it.
    #[serde(default)]
    pub attribution: Option<String>,
    /// How long after it is made it may be given out first.
    #[serde(default)]
    pub embargo: Option<Located<DateSpan>>,
    /// The clause.
    pub clause: Located<Name>,
}

/// Kinds of output: a closed list.
pub const OUTPUT_KINDS: &[&str] = &["internal_dashboard", "board_paper", "partner_extract", "published_table"];

/// What recipients may pass on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Onward {
    /// What.
    pub allowed: OnwardSharing,
    /// To whom, for `named_parties`.
    #[serde(default)]
    pub recipients: Vec<Located<Name>>,
    /// The clause.
    pub clause: Located<Name>,
}

code_list! {
    /// What recipients may pass on.
    OnwardSharing {
        Forbidden = "forbidden", "Nothing";
        NamedParties = "named_parties", "Figures, to the parties that are named";
        AggregateOnly = "aggregate_only", "Published figures, to anybody; records, to nobody";
        WithWrittenApproval = "with_written_approval", "What the controllers approve in writing";
    }
}

/// Who may work on the data, and where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// People, by role.
    pub roles: Vec<NamedRole>,
    /// Countries, by two letters.
    pub territory: Vec<Located<String>>,
    /// Whether training in data protection is required of them.
    pub training_required: bool,
    /// The clause.
    pub clause: Located<Name>,
}

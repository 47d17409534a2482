//! What a source says of a publisher's interface: pages, and descriptions beside tables.
//!
//! Not allowed in here: an address, a query or a limit of one publisher; those stand in the source.

use serde::{Deserialize, Serialize};

use crate::located::Located;

/// An answer that comes in pages, which are put together to one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pages {
    /// By whose convention pages are asked for.
    pub of: PagesOf,
    /// Most pages; an answer that has more is refused.
    pub at_most: Located<u32>,
    /// Milliseconds between two pages; half a second where it is not said.
    #[serde(default = "half_a_second")]
    pub pause_milliseconds: u32,
}

fn half_a_second() -> u32 {
    500
}

/// Publishers' conventions of paging.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PagesOf {
    /// Nomis: separated values, at most 25,000 rows at once. `recordoffset` in the address asks for the rows behind; every row
    /// says its place (`RECORD_OFFSET`) and how many there are (`RECORD_COUNT`).
    Nomis,
    /// Explore Education Statistics: JSON with `paging` and `results`; `page` in the query asks for the next.
    ExploreEducationStatistics,
}

impl PagesOf {
    /// What in a query asks for a page, and is therefore not for the source to say.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Nomis => "recordoffset",
            Self::ExploreEducationStatistics => "page",
        }
    }
}

/// What stands beside a table and describes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Description {
    /// CSV on the Web: the same address with `-metadata.json` behind it names the columns, in their order.
    Csvw,
}

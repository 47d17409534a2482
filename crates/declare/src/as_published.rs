//! Measures that are a publisher's own figures: given as they are published, with the publisher's limits.
//!
//! Not allowed in here: adding up or averaging figures; what may be added are published counts, and evaluation does it.

use concordat_base::Name;
use serde::{Deserialize, Serialize};

use crate::located::Located;

/// Figures of a publisher, area by area. A table of `each` kind of period takes figures of one period, one that is `pooled` takes
/// figures that are of as many periods together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AsPublished {
    /// Series, first choice first: of each area and period the first that has a figure is given.
    pub series: Vec<Located<Name>>,
    /// What stands behind the figures, in words: the method of the publisher.
    pub method: String,
}

impl AsPublished {
    /// Names of the series.
    #[must_use]
    pub fn series_names(&self) -> Vec<&Name> {
        self.series.iter().map(|series| &series.value).collect()
    }
}

//! Dialects: the conventions of publishers, each in a file of its own, in the words that people use in declarations.
//!
//! Not allowed in here: a convention that is not in `presets/`. What belongs to one table, and not to all of a publisher's,
//! belongs into the source that declares it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::layout::Layout;
use crate::published::{EverySeries, Mark, Numbers};
use crate::source::Format;

/// The conventions of a publisher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dialect {
    /// Fingertips, of the Office for Health Improvement and Disparities: 26 or 27 columns.
    Fingertips,
    /// Explore Education Statistics, of the Department for Education.
    ExploreEducationStatistics,
    /// The Local Authority Interactive Tool, of the Department for Education.
    Lait,
    /// Answers of the Nomis interface.
    NomisApi,
    /// Tables downloaded from the Nomis pages.
    NomisWeb,
    /// CSV on the Web of the Office for National Statistics.
    OnsCsvw,
    /// Homelessness tables of the Ministry of Housing, Communities and Local Government.
    HClic,
    /// Tables of the Department for Work and Pensions.
    Dwp,
    /// Street-level crime of data.police.uk: records, not figures.
    PoliceUk,
    /// Organisation files of the NHS: records without a header.
    NhsOds,
}

/// What a dialect says. Every key means what it means in a source.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// What it is.
    pub title: String,
    /// What kind of file it is.
    pub format: Format,
    /// Where the table stands.
    #[serde(default)]
    pub layout: Layout,
    /// Symbols.
    #[serde(default)]
    pub symbols: BTreeMap<String, Mark>,
    /// How numbers are written.
    #[serde(default)]
    pub numbers: Option<Numbers>,
    /// What all series have in common.
    #[serde(default)]
    pub every_series: EverySeries,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 10] = [
        Self::Fingertips,
        Self::ExploreEducationStatistics,
        Self::Lait,
        Self::NomisApi,
        Self::NomisWeb,
        Self::OnsCsvw,
        Self::HClic,
        Self::Dwp,
        Self::PoliceUk,
        Self::NhsOds,
    ];

    /// What it says; `None` only if the file that comes with the product cannot be read, which a test rules out.
    #[must_use]
    pub fn preset(self) -> Option<Preset> {
        serde_saphyr::from_str(self.text()).ok()
    }

    /// Its file, for people to read.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Fingertips => include_str!("presets/fingertips.yaml"),
            Self::ExploreEducationStatistics => include_str!("presets/explore-education-statistics.yaml"),
            Self::Lait => include_str!("presets/lait.yaml"),
            Self::NomisApi => include_str!("presets/nomis-api.yaml"),
            Self::NomisWeb => include_str!("presets/nomis-web.yaml"),
            Self::OnsCsvw => include_str!("presets/ons-csvw.yaml"),
            Self::HClic => include_str!("presets/h-clic.yaml"),
            Self::Dwp => include_str!("presets/dwp.yaml"),
            Self::PoliceUk => include_str!("presets/police-uk.yaml"),
            Self::NhsOds => include_str!("presets/nhs-ods.yaml"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dialect_can_be_read() {
        for dialect in Dialect::ALL {
            let preset: Result<Preset, _> = serde_saphyr::from_str(dialect.text());
            assert!(preset.as_ref().is_ok_and(|preset| preset.format != Format::OfDialect), "{dialect:?}: {preset:?}");
        }
    }
}

//! `catalogue.yaml`: for each mission, what each agency collects, what of it it shares, how good that is and how late, and
//! what is missing; and the rows of the catalogue that follow from it.
//!
//! Not allowed in here: what arrived. Whoever shows the catalogue puts that beside each row.

use std::collections::BTreeSet;

use concordat_base::{DateSpan, Name};
use serde::{Deserialize, Serialize};

use crate::agreement::{Agreement, OpenLicence};
use crate::indicator::Indicator;
use crate::located::Located;
use crate::partnership::Partnership;

/// The file of a place. A place without one has an empty catalogue.
pub(crate) const FILE: &str = "catalogue.yaml";

/// The whole file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueFile {
    /// Version of this format; 1.
    pub version: u32,
    /// What is collected.
    pub entries: Vec<CatalogueEntry>,
}

/// Something that an agency collects and that a mission needs or could use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueEntry {
    /// The mission.
    pub mission: Located<Name>,
    /// The agency: a party of the place.
    pub agency: Located<Name>,
    /// What it collects, in words that its own staff would use.
    pub collects: Located<String>,
    /// The dataset in which it shares it; absent where it does not.
    #[serde(default)]
    pub dataset: Option<Located<Name>>,
    /// How good it is.
    pub quality: DataQuality,
    /// What is known of its quality.
    pub because: String,
    /// How long after the end of a period it is complete.
    #[serde(default)]
    pub delay: Option<DateSpan>,
    /// What is missing: fields, people or periods; why it is not shared, where it is not.
    #[serde(default)]
    pub missing: String,
}

/// How good data is, as its agency and its users see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataQuality {
    /// Complete, checked, and used for statutory returns or as good.
    Good,
    /// Fit for counting with care.
    Usable,
    /// Too patchy for a figure.
    Poor,
    /// Nobody has looked.
    NotKnown,
}

impl DataQuality {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Usable => "usable",
            Self::Poor => "poor",
            Self::NotKnown => "not known",
        }
    }
}

/// A row of the catalogue: an entry with what the other declarations say of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CatalogueRow {
    /// The mission.
    pub mission: Name,
    /// Its title.
    pub mission_title: String,
    /// The agency.
    pub agency: Name,
    /// Its name.
    pub agency_name: String,
    /// What it collects.
    pub collected: String,
    /// Whether it is shared.
    pub shared: bool,
    /// The dataset, where it is.
    pub dataset: Option<Name>,
    /// Agreements (`id@version`) and open licences that name the dataset, in order.
    pub agreements: Vec<String>,
    /// Measures of the mission that use the dataset, in order.
    pub used_by: Vec<Name>,
    /// How good it is.
    pub quality: &'static str,
    /// What is known of its quality.
    pub because: String,
    /// How long after the end of a period it is complete, such as `P2M`; empty where it is not known.
    pub delay: String,
    /// What is missing.
    pub missing: String,
}

/// Every dataset that a measure rests on: records, population and published figures.
pub(crate) fn rests_on<'one>(
    indicator: &'one Indicator,
    of_series: impl Fn(&Name) -> Option<&'one Name>,
) -> BTreeSet<&'one Name> {
    let mut datasets: BTreeSet<&Name> = indicator.uses().into_iter().map(|(dataset, _)| &dataset.value).collect();
    datasets.extend(indicator.series().filter_map(|series| of_series(&series.value)));
    datasets
}

/// Whether an agreement names a dataset.
fn names(agreement: &Agreement, dataset: &Name) -> bool {
    agreement.dataset(dataset).is_some()
}

/// Whether a licence names a dataset.
fn opens(licence: &OpenLicence, dataset: &Name) -> bool {
    licence.datasets.iter().any(|one| one.value == *dataset)
}

impl Partnership {
    /// The catalogue of data, mission by mission in the order of the strategy, and within a mission as declared.
    #[must_use]
    pub fn catalogue(&self) -> Vec<CatalogueRow> {
        let missions = self.missions();
        missions
            .flat_map(|mission| {
                let of_mission =
                    self.catalogue_entries().iter().filter(|entry| entry.mission.value == mission.id.value);
                of_mission.map(|entry| self.catalogue_row(entry, &mission.title))
            })
            .collect()
    }

    fn catalogue_row(&self, entry: &CatalogueEntry, mission_title: &str) -> CatalogueRow {
        let dataset = entry.dataset.as_ref().map(|dataset| &dataset.value);
        CatalogueRow {
            mission: entry.mission.value.clone(),
            mission_title: mission_title.to_owned(),
            agency: entry.agency.value.clone(),
            agency_name: self.party(&entry.agency.value).map(|party| party.name.clone()).unwrap_or_default(),
            collected: entry.collects.value.clone(),
            shared: dataset.is_some(),
            dataset: dataset.cloned(),
            agreements: dataset.map(|dataset| self.naming(dataset)).unwrap_or_default(),
            used_by: dataset.map(|dataset| self.using(dataset, &entry.mission.value)).unwrap_or_default(),
            quality: entry.quality.words(),
            because: entry.because.clone(),
            delay: entry.delay.map(|delay| delay.to_string()).unwrap_or_default(),
            missing: entry.missing.clone(),
        }
    }

    fn naming(&self, dataset: &Name) -> Vec<String> {
        let agreed = self.agreements().filter(|agreement| names(agreement, dataset));
        let open = self.licences().filter(|licence| opens(licence, dataset));
        agreed.map(|one| one.reference().to_string()).chain(open.map(|one| one.id.value.to_string())).collect()
    }

    fn using(&self, dataset: &Name, mission: &Name) -> Vec<Name> {
        let of_series = |series: &Name| self.series(series).map(|(dataset, _)| dataset);
        let of_mission = self.indicators().filter(|indicator| indicator.mission.value == *mission);
        let using = of_mission.filter(|indicator| rests_on(indicator, of_series).contains(dataset));
        using.map(|indicator| indicator.id.value.clone()).collect()
    }
}

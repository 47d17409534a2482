//! The excerpt, as it is and with something in it changed.
//!
//! Not allowed in here: assertions.

use std::path::Path;

use concordat_brief::{Brief, BriefError, Release, ReleaseFiles, Selection, Setting, Standing};
use concordat_formats::{Contact, Licence};

/// The four files of a release that a brief is made from.
#[derive(Clone)]
pub(crate) struct Sample {
    pub(crate) manifest: String,
    pub(crate) observations: String,
    pub(crate) indicators: String,
    pub(crate) changes: String,
    pub(crate) setting: Setting,
}

impl Sample {
    pub(crate) fn new() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../formats/tests/release");
        let read = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
        Self {
            manifest: read("manifest.json"),
            observations: read("observations.csv"),
            indicators: read("indicators.csv"),
            changes: read("changes.json"),
            setting: Setting {
                is_public: true,
                standing: Standing::Current,
                publisher: "Live Well South Tees".to_owned(),
                licence: Some(Licence::open_government()),
                contact: Some(Contact { name: "Intelligence team".to_owned(), email: "team@example.org".to_owned() }),
            },
        }
    }

    /// The same as if nothing in it were made up.
    pub(crate) fn made_real(mut self) -> Self {
        self.observations = self.observations.replace(",true,", ",false,");
        self.manifest = self.manifest.replace("\"synthetic\": true", "\"synthetic\": false");
        self
    }

    /// The same with one cell of a row changed.
    pub(crate) fn with_cell(mut self, figure: &str, from: &str, to: &str) -> Self {
        let lines = self
            .observations
            .lines()
            .map(|line| if line.contains(figure) { line.replacen(from, to, 1) } else { line.to_owned() });
        let changed = lines.collect::<Vec<_>>().join("\n") + "\n";
        assert_ne!(changed, self.observations, "the cell was not found");
        self.observations = changed;
        self
    }

    pub(crate) fn release(&self) -> Result<Release, BriefError> {
        Release::read(&ReleaseFiles {
            manifest: self.manifest.as_bytes(),
            observations: self.observations.as_bytes(),
            indicators: self.indicators.as_bytes(),
            changes: self.changes.as_bytes(),
        })
    }

    pub(crate) fn brief(&self, mission: &str, area: &str) -> Result<Brief, BriefError> {
        Brief::of(&self.release()?, &selection(mission, area), &self.setting)
    }
}

pub(crate) fn selection(mission: &str, area: &str) -> Selection {
    Selection { mission: mission.to_owned(), area: area.to_owned(), ..Selection::default() }
}

/// The brief that most tests look at.
pub(crate) fn redcar() -> Brief {
    Sample::new().brief("start-well-gap", "E06000003").unwrap()
}

/// The figure of the latest gap of Redcar and Cleveland to England, all children.
pub(crate) fn latest_gap() -> String {
    let release = Sample::new().release().unwrap();
    let is_it = |row: &&concordat_brief::Row| {
        row.area_code == "E06000003"
            && row.measure == "gap_absolute"
            && row.period_label == "2024/25"
            && row.sex == "Persons"
            && row.category == "England, all children"
    };
    release.rows.iter().find(is_it).unwrap().figure_id.clone()
}

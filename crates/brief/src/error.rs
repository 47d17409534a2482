//! What can go wrong when a brief is made.
//!
//! Not allowed in here: the text of a cell. Names of missions, areas and levels are published and may stand here.

use concordat_formats::FormatsError;

use crate::names::What;

/// A brief that could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BriefError {
    /// A name that the release does not have.
    #[error("there is no {what} `{asked}`; {offer}")]
    Unknown {
        /// Of what kind.
        what: What,
        /// What was asked for.
        asked: String,
        /// The nearest right names, or all if they are few.
        offer: String,
    },
    /// A mission is declared, and nothing of it is measured in this release.
    #[error("the mission `{mission}` is declared and not yet measured in this release; measured are {measured}")]
    NotMeasured {
        /// The mission.
        mission: String,
        /// Missions with figures.
        measured: String,
    },
    /// A mission has no figures for an area, but for others.
    #[error(
        "the mission `{mission}` has no figure for {area} (level `{level}`); it has figures at the levels {levels}"
    )]
    NoFigures {
        /// The mission.
        mission: String,
        /// Name of the area.
        area: String,
        /// Level of the area.
        level: String,
        /// Levels with figures.
        levels: String,
    },
    /// A file of the release is not as expected.
    #[error("`{file}` of the release cannot be read: {fault}")]
    File {
        /// The file.
        file: &'static str,
        /// What is wrong and what was expected.
        fault: String,
    },
    /// The workbook could not be written.
    #[error(transparent)]
    Workbook(#[from] FormatsError),
    /// A chart could not be drawn as a picture.
    #[error("the chart `{chart}` could not be drawn as a picture: {fault}")]
    Picture {
        /// The chart.
        chart: String,
        /// What is wrong.
        fault: String,
    },
}

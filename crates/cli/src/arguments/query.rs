//! `query`: what can be asked of a release.
//!
//! Not allowed in here: doing anything.

use std::path::PathBuf;

use clap::Args;

/// The end of `query --help`.
pub(crate) const EXAMPLES: &str = "\
Examples:
  concordat query --indicator violence-and-sexual-offences --area Middlesbrough --measure value
  concordat query --mission live-well-places --level borough --out places.xlsx
  concordat query --mission live-well-places --period 2025 --format csv > figures.csv
  concordat query \"SELECT area_name, value FROM observations WHERE measure = 'value' ORDER BY value DESC\"

Tables: observations, indicators, lineage, changes. One SELECT; at most 100,000 rows and 60 seconds.
Where no figure fits the filters, the answer says what there is instead, and ends with 2.";

/// `query`.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Query {
    /// One SELECT over observations, indicators, lineage and changes.
    #[arg(value_name = "SQL", conflicts_with = "Filters")]
    pub(crate) sql: Option<String>,
    /// Whose release to ask; the widest that there is where it is not given.
    #[arg(long, value_name = "AUDIENCE")]
    pub(crate) audience: Option<String>,
    /// A version, such as 2026-06-30.1; the current one where it is not given.
    #[arg(long, value_name = "VERSION")]
    pub(crate) release: Option<String>,
    /// Write the answer to a file, with its marks, sources and release: .xlsx, .csv or .parquet by its ending. Filters give
    /// whole rows there.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Which figures, without SQL.
    #[command(flatten)]
    pub(crate) filters: Filters,
}

/// Which figures. Names may be typed in any case; a mission, an indicator and an area also by title.
#[derive(Args, Clone, Debug, Default)]
#[group(multiple = true)]
#[command(next_help_heading = "Filters")]
pub(crate) struct Filters {
    /// Figures of a mission.
    #[arg(long, value_name = "MISSION")]
    pub(crate) mission: Option<String>,
    /// Figures of an indicator.
    #[arg(long, value_name = "INDICATOR")]
    pub(crate) indicator: Option<String>,
    /// Figures of an area, by code or name.
    #[arg(long, value_name = "AREA")]
    pub(crate) area: Option<String>,
    /// Figures of all areas of a level, such as place, borough, locality.
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<String>,
    /// A measure: value, `gap_absolute`, `gap_relative`, `gap_people`.
    #[arg(long, value_name = "MEASURE")]
    pub(crate) measure: Option<String>,
    /// A period, as the release labels it.
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Option<String>,
    /// A group of people, as the release names it.
    #[arg(long, value_name = "GROUP")]
    pub(crate) group: Option<String>,
    /// A sex, as the release words it.
    #[arg(long, value_name = "SEX")]
    pub(crate) sex: Option<String>,
    /// Ages, as the release words them.
    #[arg(long, value_name = "AGE")]
    pub(crate) age: Option<String>,
}

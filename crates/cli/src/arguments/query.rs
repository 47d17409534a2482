//! `query`: what can be asked of a release.
//!
//! Not allowed in here: doing anything.

use clap::Args;

/// The end of `query --help`.
pub(crate) const EXAMPLES: &str = "\
Examples:
  concordat query --indicator violence-and-sexual-offences --area Middlesbrough --measure value
  concordat query --mission live-well-places --period 2025 --format csv > figures.csv
  concordat query \"SELECT area_name, value FROM observations WHERE measure = 'value' ORDER BY value DESC\"

Tables: observations, indicators, lineage, changes. One SELECT; at most 100,000 rows and 60 seconds.";

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
    /// Which figures, without SQL.
    #[command(flatten)]
    pub(crate) filters: Filters,
}

/// Which figures.
#[derive(Args, Clone, Debug, Default)]
#[group(multiple = true)]
#[command(next_help_heading = "Filters")]
pub(crate) struct Filters {
    /// Figures of a mission.
    #[arg(long, value_name = "MISSION")]
    pub(crate) mission: Option<String>,
    /// Figures of an area, by code or name.
    #[arg(long, value_name = "AREA")]
    pub(crate) area: Option<String>,
    /// Figures of an indicator.
    #[arg(long, value_name = "INDICATOR")]
    pub(crate) indicator: Option<String>,
    /// A measure: value, `gap_absolute`, `gap_relative`, `gap_people`.
    #[arg(long, value_name = "MEASURE")]
    pub(crate) measure: Option<String>,
    /// A period, as the release labels it.
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Option<String>,
    /// A sex, as the release words it.
    #[arg(long, value_name = "SEX")]
    pub(crate) sex: Option<String>,
}

//! `brief`: which mission, where, from which release.
//!
//! Not allowed in here: doing anything.

use std::path::PathBuf;

use clap::Args;

/// The end of `brief --help`.
pub(crate) const EXAMPLES: &str = "\
Example:
  concordat brief --mission start-well-gap --area \"Redcar and Cleveland\" --out chapter

Writes one page (opens in a browser and in Word, prints), one workbook, and each chart as SVG and PNG beside them.";

/// `brief`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Brief {
    /// The mission.
    #[arg(long, value_name = "MISSION")]
    pub(crate) mission: String,
    /// The area, by code or name.
    #[arg(long, value_name = "AREA")]
    pub(crate) area: String,
    /// Whose release; the widest that there is where it is not given.
    #[arg(long, value_name = "AUDIENCE")]
    pub(crate) audience: Option<String>,
    /// A version, such as 2026-06-30.1; the current one where it is not given.
    #[arg(long, value_name = "VERSION")]
    pub(crate) release: Option<String>,
    /// The folder to write to.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

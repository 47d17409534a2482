//! `trace` and `uses`: where figures come from, and what data is used for.
//!
//! Not allowed in here: doing anything.

use std::path::PathBuf;

use clap::Args;

/// The end of `trace --help`.
pub(crate) const TRACE_EXAMPLES: &str = "\
Examples:
  concordat trace 49a7619a8be86fa5 pipelines/south-tees
  concordat trace 49a7619a8be86fa5 pipelines/south-tees --format json

Ids of figures stand in the column figure_id:
  concordat query --indicator anti-social-behaviour --format csv";

/// `trace`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Trace {
    /// The id of a published figure, from the column `figure_id`.
    #[arg(value_name = "FIGURE_ID")]
    pub(crate) figure: String,
    /// The folder of the place's declarations; pipelines/PLACE where it is not given.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: Option<PathBuf>,
    /// Whose release; the widest audience that has the figure where it is not given.
    #[arg(long, value_name = "AUDIENCE")]
    pub(crate) audience: Option<String>,
    /// A version, such as 2026-06-30.1; what the audience sees now where it is not given.
    #[arg(long, value_name = "VERSION")]
    pub(crate) release: Option<String>,
}

//! `catalogue`: of which place, which mission, and where to.
//!
//! Not allowed in here: doing anything.

use std::path::PathBuf;

use clap::Args;

/// The end of `catalogue --help`.
pub(crate) const EXAMPLES: &str = "\
Examples:
  concordat catalogue pipelines/south-tees --mission start-well-gap
  concordat catalogue pipelines/south-tees --out catalogue

With --out it writes catalogue.csv and catalogue.parquet. What arrived is told by the last run of the home.";

/// `catalogue`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Catalogue {
    /// The folder of a place's declarations.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: PathBuf,
    /// One mission alone.
    #[arg(long, value_name = "MISSION")]
    pub(crate) mission: Option<String>,
    /// The folder to write catalogue.csv and catalogue.parquet to.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

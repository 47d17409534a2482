//! `gate`: what can be typed at the agency's desk.
//!
//! Not allowed in here: doing anything.

use std::path::PathBuf;

use clap::Args;

/// The end of `gate --help`.
pub(crate) const EXAMPLES: &str = "\
Examples:
  concordat gate extract.csv pipelines/south-tees --dataset south-tees-hospitals-falls
  concordat gate extract.csv --dataset south-tees-hospitals-falls --receipt receipt.html

Nothing of the file is kept and nothing is sent. A delivery note beside the file (extract.csv.delivery.json) is read too.

Exit codes:
   0  it would be accepted
   1  it would not be accepted, or no agreement permits it on that date
   2  bad usage or declarations
   3  operational failure (disk, permissions)";

/// `gate`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Gate {
    /// The file that is to be sent.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The folder of the place's declarations; where it is not given, the only one in ./pipelines, or this folder.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: Option<PathBuf>,
    /// The dataset that the file is for.
    #[arg(long, value_name = "DATASET")]
    pub(crate) dataset: String,
    /// Write the receipt as a page (HTML).
    #[arg(long, value_name = "FILE")]
    pub(crate) receipt: Option<PathBuf>,
    /// Write the receipt into a folder, as a page and as JSON.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

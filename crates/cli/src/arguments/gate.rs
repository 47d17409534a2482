//! `gate` and `template`: what can be typed at the desk of an agency without its own IT.
//!
//! Not allowed in here: doing anything.

use std::path::PathBuf;

use clap::Args;

/// The end of `gate --help`.
pub(crate) const EXAMPLES: &str = "\
Examples:
  concordat gate extract.csv pipelines/south-tees --dataset south-tees-hospitals-falls
  concordat gate extract.csv --dataset south-tees-hospitals-falls --receipt receipt.html
  concordat gate export.csv --dataset south-tees-hospitals-falls --propose > mapping.yaml
  concordat gate export.csv --dataset south-tees-hospitals-falls --conform extract.csv

Nothing of the file is kept and nothing is sent. A delivery note beside the file (extract.csv.delivery.json) is read too.
FILE may be a filled-in template (concordat template).
--propose drafts a mapping of headers, codes and periods: read it line by line before you put it into the source.
--conform writes the file that may be sent, without what was not agreed, and its delivery note, and puts it to the gate.

Exit codes:
   0  it would be accepted; the draft was written
   1  it would not be accepted, or no agreement permits it on that date
   2  bad usage or declarations
   3  operational failure (disk, permissions)";

/// The end of `template --help`.
pub(crate) const TEMPLATE_EXAMPLES: &str = "\
Example:
  concordat template pipelines/south-tees --dataset tees-recovery-treatment --out treatment.xlsx

The workbook has the columns that the agreements in force on the date share, and no others. Filled in, it can be looked at with
concordat gate FILE.xlsx --dataset DATASET.";

/// `gate`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Gate {
    /// The file that is to be sent.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// What it is for.
    #[command(flatten)]
    pub(crate) dataset: Dataset,
    /// Write the receipt as a page (HTML).
    #[arg(long, value_name = "FILE")]
    pub(crate) receipt: Option<PathBuf>,
    /// Write the receipt into a folder, as a page and as JSON.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Draft a mapping of the file's headers, codes and periods for the declaration of the source.
    #[arg(long, conflicts_with_all = ["conform", "receipt", "out"])]
    pub(crate) propose: bool,
    /// Write the file as it may be sent, without columns that were not agreed, and look whether that would be accepted.
    #[arg(long, value_name = "OUT")]
    pub(crate) conform: Option<PathBuf>,
}

/// `template`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Template {
    /// What it is for.
    #[command(flatten)]
    pub(crate) dataset: Dataset,
    /// The workbook (.xlsx).
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

/// A dataset of a place.
#[derive(Args, Clone, Debug)]
pub(crate) struct Dataset {
    /// The folder of the place's declarations; where it is not given, the only one in ./pipelines, or this folder.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: Option<PathBuf>,
    /// The dataset that the file is for.
    #[arg(id = "dataset", long = "dataset", value_name = "DATASET")]
    pub(crate) name: String,
}

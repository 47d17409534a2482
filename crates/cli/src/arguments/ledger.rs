//! `ledger`: what can be asked of the record of what was done.
//!
//! Not allowed in here: doing anything.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Pipeline;

/// `ledger`.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Ledger {
    /// Print the latest signed checkpoint, and prove that the ledger still begins with an earlier one
    #[command(after_help = "Examples:\n  concordat ledger checkpoint pipelines/south-tees > checkpoint\n  \
                            concordat ledger checkpoint pipelines/south-tees --consistent-with checkpoint\n\n\
                            Ends with 1 when the ledger does not begin with the earlier one.")]
    Checkpoint(Checkpoint),
    /// Write what concerns a party, for it to check with openssl and coreutils alone
    #[command(after_help = "Example:\n  concordat ledger export pipelines/south-tees --party cleveland-police \
                            --out for-cleveland-police\n\nThe party runs sh check.sh in it; CHECK.md says the rest.")]
    Export(Export),
    /// Hold the whole ledger against its checkpoints, and every release against the ledger
    #[command(after_help = "Example:\n  concordat ledger verify pipelines/south-tees\n\n\
                            Ends with 1 when anything differs, and when there was nothing to check.")]
    Verify(Pipeline),
    /// For a partner: check a bundle against the checkpoint that was kept, and sign what was seen
    #[command(
        after_help = "Examples:\n  concordat ledger witness for-cleveland-police --name cleveland-police --first\n  \
                            concordat ledger witness for-cleveland-police --name cleveland-police --kept checkpoint \
                            > checkpoint-of-today\n\n\
                            The witness's secret key is in CONCORDAT_WITNESS_KEY, or in the file that it names."
    )]
    Witness(Witness),
}

/// `ledger checkpoint`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Checkpoint {
    /// The folder of the place's declarations.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: PathBuf,
    /// An earlier checkpoint, with which the ledger must begin.
    #[arg(long, value_name = "FILE")]
    pub(crate) consistent_with: Option<PathBuf>,
}

/// `ledger export`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Export {
    /// The folder of the place's declarations.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: PathBuf,
    /// The party that it is for.
    #[arg(long, value_name = "PARTY")]
    pub(crate) party: String,
    /// A folder that is empty or not there yet.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

/// `ledger witness`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Witness {
    /// The folder that `ledger export` wrote.
    #[arg(value_name = "BUNDLE")]
    pub(crate) bundle: PathBuf,
    /// The name that the witness signs under, such as its id as a party.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: String,
    /// The checkpoint that was kept the last time.
    #[arg(long, value_name = "FILE", required_unless_present = "first")]
    pub(crate) kept: Option<PathBuf>,
    /// There is no earlier checkpoint: this is the first.
    #[arg(long, conflicts_with = "kept")]
    pub(crate) first: bool,
    /// The public key of the ledger that the witness keeps itself; the bundle's where it is not given.
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
}

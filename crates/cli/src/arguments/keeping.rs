//! `backup`, `restore`, `retention` and `quarantine`: what can be typed about what is kept.
//!
//! Not allowed in here: doing anything.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::arguments::Pipeline;

/// The end of `backup --help`.
pub(crate) const BACKUP: &str = "\
Examples:
  concordat backup pipelines/south-tees --out /backups/2026-06-30
  concordat backup pipelines/south-tees --out /backups/2026-06-30 --with-keys /safe/2026-06-30.keys

The keys of extracts are left out, so that no backup can bring back what is destroyed later. Keep a file of keys apart from
the backup, and no longer than you must; the storage key (CONCORDAT_STORAGE_KEY) is in neither.";

/// The end of `restore --help`.
pub(crate) const RESTORE: &str = "\
Examples:
  concordat restore /backups/2026-06-30 --home ./var --keys /safe/2026-06-30.keys
  concordat restore /backups/2026-06-30 --home ./var --ledger entries.ndjson

Without keys, extracts cannot be opened: they are left out, and are read again where they are delivered again. A newer copy of
the ledger (its file ledger/entries.ndjson) says what was destroyed since.";

/// `backup`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Backup {
    /// The folder of the place's declarations.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: PathBuf,
    /// The folder to make; it must not exist.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// A file to write the keys of extracts to, apart from the backup.
    #[arg(long, value_name = "FILE")]
    pub(crate) with_keys: Option<PathBuf>,
}

/// `restore`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Restore {
    /// The folder of the backup.
    #[arg(value_name = "DIR")]
    pub(crate) from: PathBuf,
    /// The file of keys that was kept apart.
    #[arg(long, value_name = "FILE")]
    pub(crate) keys: Option<PathBuf>,
    /// The entries of a newer ledger.
    #[arg(long, value_name = "FILE")]
    pub(crate) ledger: Option<PathBuf>,
}

/// `retention`.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Retention {
    /// Tell what is held, and the day on which it is destroyed
    #[command(after_help = "Example:\n  concordat retention due pipelines/south-tees")]
    Due(Pipeline),
    /// Check every certificate of destruction: its signature, the ledger, and that the key is gone
    #[command(after_help = "Example:\n  concordat retention verify pipelines/south-tees\n\n\
                            Ends with 1 when one does not hold, or there is none.")]
    Verify(Pipeline),
}

/// `quarantine`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Quarantine {
    /// The folder of the place's declarations.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: PathBuf,
    /// The dataset.
    #[arg(value_name = "DATASET")]
    pub(crate) dataset: String,
    /// The delivery, as the run report names it.
    #[arg(value_name = "DELIVERY")]
    pub(crate) delivery: String,
}

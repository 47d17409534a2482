//! `release`: what people can do with releases.
//!
//! Not allowed in here: doing anything.

use clap::{Args, Subcommand};

/// `release`.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Release {
    /// All releases, and where each stands with each audience
    #[command(after_help = "Example:\n  concordat release list")]
    List,
    /// One release: its files, its figures and what it changed
    #[command(after_help = "Example:\n  concordat release show 2026-06-30.1")]
    Show(Which),
    /// Let a waiting release out to an audience, or to all that it waits for
    #[command(after_help = "Example:\n  concordat release approve 2026-06-30.1 --audience board")]
    Approve(Approve),
    /// Take a published release back; readers see the one before it; nothing is removed
    #[command(after_help = "Example:\n  concordat release withdraw 2026-06-30.1 --reason denominator-wrong")]
    Withdraw(TakeBack),
    /// Go back to an earlier release and stay there until somebody approves another
    #[command(after_help = "Example:\n  concordat release rollback 2026-05-31.1 --reason denominator-wrong")]
    Rollback(TakeBack),
    /// Compute every hash again and compare with manifest and ledger
    #[command(after_help = "Example:\n  concordat release verify 2026-06-30.1\n\nEnds with 1 when anything differs.")]
    Verify(Which),
}

/// A command about one release.
#[derive(Args, Clone, Debug)]
pub(crate) struct Which {
    /// The release, such as 2026-06-30.1.
    #[arg(value_name = "VERSION")]
    pub(crate) release: String,
}

/// `release approve`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Approve {
    /// The release.
    #[command(flatten)]
    pub(crate) which: Which,
    /// The audience; all that it waits for where it is not given.
    #[arg(long, value_name = "AUDIENCE")]
    pub(crate) audience: Option<String>,
    /// Who decides.
    #[command(flatten)]
    pub(crate) by: By,
}

/// `release withdraw` and `release rollback`.
#[derive(Args, Clone, Debug)]
pub(crate) struct TakeBack {
    /// The release.
    #[command(flatten)]
    pub(crate) which: Which,
    /// The reason, as a short code for the ledger, such as denominator-wrong.
    #[arg(long, value_name = "REASON")]
    pub(crate) reason: String,
    /// Who decides.
    #[command(flatten)]
    pub(crate) by: By,
}

/// Who decides, for the ledger.
#[derive(Args, Clone, Debug)]
pub(crate) struct By {
    /// The role of whoever decides, for the ledger; never a person's name.
    #[arg(long, value_name = "ROLE", default_value = "intelligence-team")]
    pub(crate) role: String,
}

//! `release`: what people can do with releases.
//!
//! Not allowed in here: doing anything.

use clap::{Args, Subcommand};

/// The end of `release diff --help`.
const DIFF_EXAMPLES: &str = "\
Examples:
  concordat release diff 2026-06-30.1 2026-10-02.1 --indicator good-level-of-development-fsm --area Middlesbrough
  concordat release diff 2026-06-30.1 2026-10-02.1 --indicator good-level-of-development-fsm --area Middlesbrough \\
    --period 2022/23 --measure gap_absolute --against \"England, all children\" --format json

Parts add up to the printed change. Hidden numbers are neither told nor subtracted.";

/// `release`.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Release {
    /// All releases, and where each stands with each audience
    #[command(after_help = "Example:\n  concordat release list")]
    List,
    /// One release: its files, its figures and what it changed
    #[command(after_help = "Example:\n  concordat release show 2026-06-30.1")]
    Show(Which),
    /// Why a figure changed between two releases: late or corrected records, denominator, boundary, method, definition
    #[command(after_help = DIFF_EXAMPLES)]
    Diff(Diff),
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

/// `release diff`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Diff {
    /// The earlier release, such as 2026-06-30.1.
    #[arg(value_name = "EARLIER")]
    pub(crate) earlier: String,
    /// The later release.
    #[arg(value_name = "LATER")]
    pub(crate) later: String,
    /// The indicator.
    #[arg(long, value_name = "INDICATOR")]
    pub(crate) indicator: String,
    /// The area, by code or name.
    #[arg(long, value_name = "AREA")]
    pub(crate) area: String,
    /// The period, as the releases label it; the latest that both have where it is not given.
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Option<String>,
    /// Whose releases to compare; the widest audience that has both where it is not given.
    #[arg(long, value_name = "AUDIENCE")]
    pub(crate) audience: Option<String>,
    /// A measure: `gap_absolute`, `gap_relative`, `gap_people`; the value itself where it is not given.
    #[arg(long, value_name = "MEASURE")]
    pub(crate) measure: Option<String>,
    /// What a gap is measured against, or another category, as the releases word it.
    #[arg(long, value_name = "CATEGORY")]
    pub(crate) against: Option<String>,
    /// A sex, as the releases word it; everybody where it is not given.
    #[arg(long, value_name = "SEX")]
    pub(crate) sex: Option<String>,
    /// A group, as the releases call it; the indicator's own where it is not given.
    #[arg(long, value_name = "GROUP")]
    pub(crate) group: Option<String>,
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

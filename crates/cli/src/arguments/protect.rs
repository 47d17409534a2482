//! `protect`: what can be typed about disclosure control as a tool of its own.
//!
//! Not allowed in here: doing anything.

use std::path::PathBuf;

use clap::{ArgGroup, Args};

/// The end of `protect --help`.
pub(crate) const EXAMPLES: &str = "\
Examples:
  concordat protect counts.csv --hierarchy areas.csv --policy southtees-default --out protected --witness
  concordat protect counts.csv --hierarchy areas.csv --policy below-5 --previous last-year --out this-year
  concordat protect --check-proof protected
  concordat protect --audit-only published.csv --hierarchy areas.csv --threshold 5

The table: one column for each dimension, then `freq`, every total included; `primary` (0 or 1) and `contributors` where
there are. The hierarchy: `dim,set,parent,child`; a parent with two sets adds up in two ways. The policy is a preset, or a
file of rules that names a preset and changes parameters. Published tables have the columns `period, indicator, area, sex,
age, measure, value, shown, decimals`.

The proof (--witness) holds tables near the true one. It is for those who may see the true one, and is never published.

Exit codes:
   0  protected and proven; no leak was found; the proof holds
   1  not proven, and nothing was written; a leak was found; the proof does not hold
   2  bad usage, or a file that is not laid out as it should be
   3  operational failure (disk, permissions)";

/// `protect`.
#[derive(Args, Clone, Debug)]
#[command(group = ArgGroup::new("task").required(true).args(["input", "audit_only", "check_proof"]))]
pub(crate) struct Protect {
    /// The table to protect.
    #[arg(value_name = "INPUT.csv", requires_all = ["hierarchy", "policy", "out"])]
    pub(crate) input: Option<PathBuf>,
    /// How the codes of each dimension add up.
    #[arg(long, value_name = "H.csv")]
    pub(crate) hierarchy: Option<PathBuf>,
    /// A preset such as southtees-default or below-5, or a file of rules.
    #[arg(long, value_name = "POLICY")]
    pub(crate) policy: Option<String>,
    /// The folder of an earlier release of the same table.
    #[arg(long, value_name = "DIR")]
    pub(crate) previous: Option<PathBuf>,
    /// Where to write.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Write the proof besides: for those who may see the true counts.
    #[arg(long, requires = "input")]
    pub(crate) witness: bool,
    /// Attack a table that somebody else protected.
    #[arg(long, value_name = "PUB.csv", requires_all = ["hierarchy", "threshold"])]
    pub(crate) audit_only: Option<PathBuf>,
    /// Counts from 1 to one less are small.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..))]
    pub(crate) threshold: Option<u64>,
    /// The next release of the published table.
    #[arg(long, value_name = "PUB.csv", requires = "audit_only")]
    pub(crate) next: Option<PathBuf>,
    /// How values follow from counts: `indicator,kind,scale`.
    #[arg(long, value_name = "FILE", requires = "audit_only")]
    pub(crate) indicators: Option<PathBuf>,
    /// The true counts: then only cells that are truly small are attacked.
    #[arg(long, value_name = "FILE", requires = "audit_only")]
    pub(crate) truth: Option<PathBuf>,
    /// Check the proof in a folder by adding it up.
    #[arg(long, value_name = "DIR")]
    pub(crate) check_proof: Option<PathBuf>,
}

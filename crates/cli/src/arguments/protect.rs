//! `protect`: what can be typed about disclosure control as a tool of its own.
//!
//! Not allowed in here: doing anything.

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use concordat_protect::{RoundedTo, Threshold};

/// The end of `protect --help`.
pub(crate) const EXAMPLES: &str = "\
Examples:
  concordat protect counts.csv --hierarchy areas.csv --policy southtees-default --out protected --witness
  concordat protect counts.csv --hierarchy areas.csv --policy below-5 --previous last-year --out this-year
  concordat protect --check-proof protected --hierarchy areas.csv --policy below-5
  concordat protect --audit-only published.csv --hierarchy areas.csv --threshold 5
  concordat protect --audit-only home/south-tees/releases/2026-06-30.1/public --rounded-to 5 \\
      --small-are-hidden --threshold 5 --threshold emergency-admissions-falls-65=8 --threshold anti-social-behaviour=open

The table: one column for each dimension, then `freq`, every total included; `primary` (0 or 1) and `contributors` where
there are. The hierarchy: `dim,set,parent,child`; a parent with two sets adds up in two ways. The policy is a preset, or a
file of rules that names a preset and changes parameters. Published tables have the columns `period, indicator, area, sex,
age, measure, value, shown, decimals`. A release is the folder that an audience reads, with its `observations.csv`; with
--next a later one for the same audience. Name the indicators of open data; in them no count is too small.

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
    /// Attack a table that somebody else protected, or a whole release.
    #[arg(long, value_name = "PUB.csv|DIR")]
    pub(crate) audit_only: Option<PathBuf>,
    /// Counts from 1 to one less are small, with 0-N from nought; of a release also for one indicator, as ID=N or ID=open
    /// [default: 5].
    #[arg(long, value_name = "N", requires = "audit_only")]
    pub(crate) threshold: Vec<Threshold>,
    /// What rounded counts of a release are a multiple of, or `midpoint` of bands of six; also for one indicator, as ID=N.
    #[arg(long, value_name = "N", requires = "audit_only")]
    pub(crate) rounded_to: Vec<RoundedTo>,
    /// Take it for known that small counts are hidden: a rounded number of a release then stands for none of them.
    #[arg(long, requires = "audit_only")]
    pub(crate) small_are_hidden: bool,
    /// The next release of what was published.
    #[arg(long, value_name = "PUB.csv|DIR", requires = "audit_only")]
    pub(crate) next: Option<PathBuf>,
    /// How values follow from counts: `indicator,kind,scale`.
    #[arg(long, value_name = "FILE", requires = "audit_only")]
    pub(crate) indicators: Option<PathBuf>,
    /// The true counts: then only cells that are truly small are attacked.
    #[arg(long, value_name = "FILE", requires = "audit_only")]
    pub(crate) truth: Option<PathBuf>,
    /// Check the proof in a folder by adding it up; against --hierarchy and --policy where they are given.
    #[arg(long, value_name = "DIR")]
    pub(crate) check_proof: Option<PathBuf>,
}

//! `calc`: one of the methods on a table.
//!
//! Not allowed in here: doing anything, and a word about a single method; those stand with the method.

use std::path::PathBuf;

use clap::Args;

/// The end of `calc --help`, which the list of methods follows.
pub(crate) const EXAMPLES: &str = "\
Examples:
  concordat calc proportion counts.csv --set multiplier=100
  concordat calc dsr deaths.csv --confidence 0.95,0.998,0.99 --out rates.csv
  concordat calc rate wards.csv --group area_code
  concordat calc dsr --help

The result is CSV on stdout (JSON with --format json), or in the file of --out. A row or group that cannot be used is
refused with a code in the column error and told on stderr, and the others go on.

Exit codes:
   0  calculated; refused rows are told
   1  rows were refused, with --strict
   2  bad usage
   3  operational failure (disk, permissions)";

/// `calc`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Calc {
    /// The method; without one, all are listed.
    #[arg(value_name = "METHOD")]
    pub(crate) method: Option<String>,
    /// The table: comma-separated values with a header.
    #[arg(value_name = "INPUT.csv")]
    pub(crate) input: Option<PathBuf>,
    /// Write the result into a file instead of stdout.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Confidence levels, as shares (0.95) or in per cent (95); 0.95 and 0.998 where none is given.
    #[arg(long, value_name = "LEVEL", value_delimiter = ',')]
    pub(crate) confidence: Vec<String>,
    /// Columns that name a group; where none is given, those that the method does not know.
    #[arg(long, value_name = "COLUMN", value_delimiter = ',')]
    pub(crate) group: Vec<String>,
    /// An option of the method, such as multiplier=100; a column of that name in the table goes before it.
    #[arg(long, value_name = "OPTION=VALUE")]
    pub(crate) set: Vec<String>,
    /// A table of options: a row for each group, joined by the columns that both tables have.
    #[arg(long, value_name = "FILE")]
    pub(crate) options: Option<PathBuf>,
    /// What results are per: short for --set multiplier=NUMBER.
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    pub(crate) multiplier: Option<String>,
    /// End with 1 when a row was refused.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Tell all about the method, or list the methods where none is named.
    #[arg(short, long)]
    pub(crate) help: bool,
}

//! `run`, `why` and `status`: what can be typed about a night.
//!
//! Not allowed in here: doing anything.

use std::path::PathBuf;

use clap::Args;

/// The end of `run --help`: the table that schedulers are set up by.
pub(crate) const RUN_EXIT_CODES: &str = "\
Examples:
  concordat run pipelines/south-tees
  concordat run pipelines/south-tees --as-of 2026-06-30 --rehearse

Exit codes:
   0  published, or nothing changed; every input fresh
   1  a declared check failed; nothing published; the last release stands: tell the owner
   2  bad usage or declarations; nothing ran: tell the author
   3  operational failure (network, disk, killed): retry with back-off
   4  an agreement refuses everything that was asked; nothing of it was opened: tell the data-protection lead
   5  published, degraded: some inputs held, dropped, refused: tell the owner; --degraded-ok makes it 0
  75  another run holds the lock: retry later
Several at once: the first of 75, 2, 3, 1, 4, 5 that applies; run.json lists all.";

/// `run`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Run {
    /// The folder of the place's declarations.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: PathBuf,
    /// Do everything but publish.
    #[arg(long)]
    pub(crate) rehearse: bool,
    /// End with 0 where some inputs were held over, dropped or refused.
    #[arg(long)]
    pub(crate) degraded_ok: bool,
    /// Threads of the query engine; as many as the machine has where it is not given.
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub(crate) threads: Option<usize>,
    /// Memory of the query engine for sorting, grouping and joining, in MiB.
    #[arg(long, value_name = "N", default_value = "1024", value_parser = at_least_one)]
    pub(crate) memory_mib: usize,
    /// Certificates to trust besides the system's, as PEM: a private certificate authority.
    #[arg(long, value_name = "FILE")]
    pub(crate) extra_roots: Option<PathBuf>,
}

/// `why`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Why {
    /// The folder of the place's declarations.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: PathBuf,
    /// A step, or an indicator for all its steps.
    #[arg(value_name = "STEP")]
    pub(crate) step: String,
}

/// `status`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Status {
    /// The folder of the place's declarations.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: PathBuf,
    /// How long ago the last run may have ended, such as 26h or 2d.
    #[arg(long, value_name = "AGE", default_value = "26h", value_parser = hours)]
    pub(crate) max_age: f64,
}

fn at_least_one(text: &str) -> Result<usize, &'static str> {
    text.parse().ok().filter(|number| *number > 0).ok_or("a whole number from 1")
}

/// An age in hours, from `90m`, `26h` or `2d`.
fn hours(text: &str) -> Result<f64, &'static str> {
    let units = [("m", 1.0 / 60.0), ("h", 1.0), ("d", 24.0)];
    let age =
        units.iter().find_map(|(unit, hours)| Some(f64::from(text.strip_suffix(unit)?.parse::<u32>().ok()?) * hours));
    age.ok_or("an age is a whole number and m, h or d, such as 26h")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_have_a_unit() {
        assert_eq!(hours("26h"), Ok(26.0));
        assert_eq!(hours("2d"), Ok(48.0));
        assert_eq!(hours("90m"), Ok(1.5));
        for wrong in ["26", "h", "-1h", "1.5h", "26 h", ""] {
            assert!(hours(wrong).is_err(), "{wrong}");
        }
    }
}

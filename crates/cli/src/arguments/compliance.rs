//! `trace`, `uses` and the commands of `agreements` that tell what was done with data.
//!
//! Not allowed in here: doing anything.

use std::path::PathBuf;

use clap::Args;
use concordat_base::Date;

/// The end of `trace --help`.
pub(crate) const TRACE_EXAMPLES: &str = "\
Examples:
  concordat trace 49a7619a8be86fa5 pipelines/south-tees
  concordat trace 49a7619a8be86fa5 pipelines/south-tees --format json

Ids of figures stand in the column figure_id:
  concordat query --indicator anti-social-behaviour --format csv";

/// `trace`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Trace {
    /// The id of a published figure, from the column `figure_id`.
    #[arg(value_name = "FIGURE_ID")]
    pub(crate) figure: String,
    /// The folder of the place's declarations; pipelines/PLACE where it is not given.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: Option<PathBuf>,
    /// Whose release; the widest audience that has the figure where it is not given.
    #[arg(long, value_name = "AUDIENCE")]
    pub(crate) audience: Option<String>,
    /// A version, such as 2026-06-30.1; what the audience sees now where it is not given.
    #[arg(long, value_name = "VERSION")]
    pub(crate) release: Option<String>,
    /// A file to write it to as one HTML page.
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
}

/// `uses`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Uses {
    /// The folder of the place's declarations.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: PathBuf,
    /// The folder to write the register to, as uses.csv and uses.html.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

/// `agreements check`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Check {
    /// The folder of the place's declarations.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: PathBuf,
    /// One agreement in all its versions, or one version such as falls@2; all where it is not given.
    #[arg(long, value_name = "AGREEMENT")]
    pub(crate) agreement: Option<String>,
}

/// `agreements report`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Report {
    /// The folder of the place's declarations.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: PathBuf,
    /// The party whose data it is about.
    #[arg(long, value_name = "PARTY")]
    pub(crate) party: String,
    /// The first day that is told about; everything where it is not given.
    #[arg(long, value_name = "DATE", value_parser = super::date)]
    pub(crate) since: Option<Date>,
    /// A folder to write the report to, as HTML, Markdown, CSV and JSON.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// `agreements what-if`.
#[derive(Args, Clone, Debug)]
pub(crate) struct WhatIf {
    /// The folder of the place's declarations.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: PathBuf,
    /// What is supposed.
    #[command(flatten)]
    pub(crate) supposed: Supposed,
}

/// What is supposed: one of these.
#[derive(Args, Clone, Debug)]
#[group(required = true, multiple = false)]
pub(crate) struct Supposed {
    /// That an agreement had expired.
    #[arg(long, value_name = "AGREEMENT")]
    pub(crate) expire: Option<String>,
    /// That a day had come.
    #[arg(long, value_name = "DATE", value_parser = super::date)]
    pub(crate) on: Option<Date>,
    /// That a field of a dataset were shared no more.
    #[arg(long, value_name = "DATASET.FIELD")]
    pub(crate) withdraw: Option<String>,
}

/// `agreements answer`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Answer {
    /// The folder of the place's declarations.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: PathBuf,
    /// The dataset that is asked about.
    #[arg(long, value_name = "DATASET")]
    pub(crate) dataset: String,
    /// The first day that is asked about.
    #[arg(long, value_name = "DATE", value_parser = super::date)]
    pub(crate) from: Date,
    /// The last day that is asked about; the date to work as of where it is not given.
    #[arg(long, value_name = "DATE", value_parser = super::date)]
    pub(crate) to: Option<Date>,
    /// A file to write it to as one HTML page.
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
}

/// `agreements review`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Review {
    /// The agreement, or one version of it such as falls@2.
    #[arg(value_name = "AGREEMENT")]
    pub(crate) agreement: String,
    /// The folder of the place's declarations.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: PathBuf,
    /// A file to write its dates to, for a calendar.
    #[arg(long, value_name = "FILE")]
    pub(crate) ics: Option<PathBuf>,
    /// A file to write it to as one HTML page.
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Records that the review was done, by a role, never a person's name; give the day of the next with --next.
    #[arg(long, value_name = "ROLE", requires = "next")]
    pub(crate) done_by: Option<String>,
    /// The day on which the next review is due.
    #[arg(long, value_name = "DATE", requires = "done_by")]
    pub(crate) next: Option<Date>,
    /// A code of what the review found; may be given more than once.
    #[arg(long, value_name = "CODE", requires = "done_by")]
    pub(crate) found: Vec<String>,
}

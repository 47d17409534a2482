//! `agreements`: what can be asked about agreements.
//!
//! Not allowed in here: doing anything.

use clap::Subcommand;

use super::agreement;
use super::compliance;

/// `agreements`.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Agreements {
    /// All agreements, their states, parties and dates
    #[command(after_help = "Examples:\n  \
                            concordat agreements list pipelines/south-tees\n  \
                            concordat agreements list pipelines/south-tees --as-of 2027-09-01")]
    List(super::Pipeline),
    /// One agreement as a page for people, with its signatures checked
    #[command(after_help = "Examples:\n  \
                            concordat agreements show dsa-south-tees-hospitals-falls pipelines/south-tees\n  \
                            concordat agreements show dsa-south-tees-hospitals-falls@1 pipelines/south-tees --html falls.html\n  \
                            concordat agreements show dsa-south-tees-hospitals-falls pipelines/south-tees --canonical\n\n\
                            Ends with 1 when a signature does not fit.")]
    Show(agreement::Show),
    /// Sign a version with a party's key and print the entry to add to the file
    #[command(after_help = "Examples:\n  \
                            concordat agreements sign dsa-redcar-cleveland-early-years pipelines/south-tees --party redcar-and-cleveland-council --role siro --sample\n  \
                            concordat agreements sign dsa-redcar-cleveland-early-years pipelines/south-tees --party redcar-and-cleveland-council --role siro --key redcar.key")]
    Sign(agreement::Sign),
    /// Compare what each agreement permits with what was received, read, linked, shown and kept
    #[command(after_help = "Examples:\n  \
                            concordat agreements check pipelines/south-tees\n  \
                            concordat agreements check pipelines/south-tees --agreement dsa-middlesbrough-early-years\n\n\
                            Ends with 1 on any breach, and where nothing was checked.")]
    Check(compliance::Check),
    /// Tell a party what was done with its data
    #[command(after_help = "Examples:\n  \
                            concordat agreements report pipelines/south-tees --party middlesbrough-council\n  \
                            concordat agreements report pipelines/south-tees --party middlesbrough-council --since 2026-04-01 --out report")]
    Report(compliance::Report),
    /// Tell which figures would go, before the day
    #[command(after_help = "Examples:\n  \
                            concordat agreements what-if pipelines/south-tees --expire dsa-south-tees-hospitals-falls\n  \
                            concordat agreements what-if pipelines/south-tees --on 2027-09-01\n  \
                            concordat agreements what-if pipelines/south-tees --withdraw middlesbrough-early-years.sex")]
    WhatIf(compliance::WhatIf),
    /// Gather the material for answering a complaint about a dataset
    #[command(after_help = "Example:\n  \
                            concordat agreements answer pipelines/south-tees --dataset middlesbrough-early-years --from 2026-01-01")]
    Answer(compliance::Answer),
    /// Gather what people need to review an agreement
    #[command(after_help = "Example:\n  \
                            concordat agreements review dsa-middlesbrough-early-years pipelines/south-tees --ics dates.ics")]
    Review(compliance::Review),
}

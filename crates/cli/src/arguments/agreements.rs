//! `agreements`: what can be asked about agreements.
//!
//! Not allowed in here: doing anything.

use clap::Subcommand;

use super::compliance;

/// `agreements`.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Agreements {
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

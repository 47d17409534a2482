//! `agreements`: what can be asked about agreements.
//!
//! Not allowed in here: doing anything.

use clap::Subcommand;

use super::agreement;

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
}

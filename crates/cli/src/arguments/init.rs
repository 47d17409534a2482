//! `init`: what a new place is made from.
//!
//! Not allowed in here: doing anything.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Examples of `init`.
pub(crate) const EXAMPLES: &str = "Examples:\n  \
    concordat init tower-hamlets --place-name \"Tower Hamlets\" --code E09000030\n  \
    concordat init south-tees --place-name \"South Tees\" --code E06000002 --code E06000003 \\\n    \
    --party \"council: Middlesbrough Council\" --party \"charity: The Kettle\" --mission \"Warm homes\"\n  \
    concordat init fens --place-name \"The Fens\" --code E07000146 --areas WD24_LAD24.csv\n  \
    concordat init fens --place-name \"The Fens\" --code E07000146 --first-data counts\n  \
    concordat init my-place        asks, on a terminal\n\n\
    The place is whole: concordat check accepts it. What nobody has decided stands in it as TO FILL IN or\n\
    undecided, and check lists each such line. Nothing is overwritten: the folder must be new or empty.";

/// What agencies send first.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FirstDataOption {
    /// A line for each person
    Records,
    /// A line for each group of people, with how many they are
    Counts,
}

/// `init`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Init {
    /// The folder of the new place: a new or an empty one.
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// What people call the place.
    #[arg(long, value_name = "NAME")]
    pub(crate) place_name: Option<String>,
    /// The code of a local authority of the place, such as E09000030; once for each.
    #[arg(long = "code", value_name = "CODE", value_delimiter = ',')]
    pub(crate) codes: Vec<String>,
    /// The board whose missions these are.
    #[arg(long, value_name = "NAME")]
    pub(crate) board: Option<String>,
    /// An organisation that takes part, such as "charity: Bow Listening"; once for each. The councils where none is named.
    #[arg(long = "party", visible_alias = "parties", value_name = "KIND: NAME")]
    pub(crate) parties: Vec<String>,
    /// The title of a mission; once for each.
    #[arg(long = "mission", visible_alias = "missions", value_name = "TITLE")]
    pub(crate) missions: Vec<String>,
    /// What agencies send first: a line for each person (records), or counts that they have made. Records where it is not said.
    #[arg(long, value_name = "KIND")]
    pub(crate) first_data: Option<FirstDataOption>,
    /// A lookup of wards to local authorities as CSV, as the Office for National Statistics publishes it.
    #[arg(long, value_name = "FILE")]
    pub(crate) areas: Option<PathBuf>,
}

//! What commands about one agreement are told.
//!
//! Not allowed in here: doing anything.

use std::path::PathBuf;

use clap::Args;

/// An agreement of a place.
#[derive(Args, Clone, Debug)]
pub(crate) struct OneAgreement {
    /// The agreement, such as falls or falls@2; its last version where none is named.
    #[arg(value_name = "AGREEMENT")]
    pub(crate) agreement: String,
    /// The folder of the place's declarations.
    #[arg(value_name = "PIPELINE")]
    pub(crate) pipeline: PathBuf,
}

/// `agreements show`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Show {
    /// Which.
    #[command(flatten)]
    pub(crate) which: OneAgreement,
    /// Write the page to this file as HTML.
    #[arg(long, value_name = "FILE", conflicts_with = "canonical")]
    pub(crate) html: Option<PathBuf>,
    /// Print the canonical form that signatures are over, for sha256sum.
    #[arg(long)]
    pub(crate) canonical: bool,
}

/// `agreements sign`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Sign {
    /// Which.
    #[command(flatten)]
    pub(crate) which: OneAgreement,
    /// The party that signs.
    #[arg(long, value_name = "PARTY")]
    pub(crate) party: String,
    /// The role of the person who signs, such as siro or caldicott_guardian.
    #[arg(long, value_name = "ROLE")]
    pub(crate) role: String,
    /// File that holds the party's secret key, base64 of its 32 bytes.
    #[arg(long, value_name = "FILE", required_unless_present = "sample")]
    pub(crate) key: Option<PathBuf>,
    /// Sign with the party's published sample key, which profile live refuses.
    #[arg(long, conflicts_with = "key")]
    pub(crate) sample: bool,
}

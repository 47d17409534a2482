//! What the caller knows of a release and the release's own files do not say.
//!
//! Not allowed in here: a default that claims a permission.

use concordat_formats::{Contact, Licence};

/// Where a release stands among others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Readers see it now.
    Current,
    /// A later one has taken its place.
    Superseded {
        /// The version that readers see now.
        by: String,
    },
    /// It was withdrawn.
    Withdrawn,
    /// It waits for approval or its day.
    Waiting,
}

/// What the caller knows.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Whether everybody may have the audience's releases.
    pub is_public: bool,
    /// Where the release stands.
    pub standing: Standing,
    /// Who publishes it.
    pub publisher: String,
    /// Under what it may be used again, if that was decided.
    pub licence: Option<Licence>,
    /// Whom to ask.
    pub contact: Option<Contact>,
}

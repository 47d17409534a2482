//! What is known of a release besides its rows.
//!
//! Not allowed in here: the clock. The one date is the as-of date, and every format takes its dates from it.

use concordat_base::Date;

/// A release for one audience.
#[derive(Clone, Debug)]
pub struct ReleaseFacts {
    /// Id of the place, as in file names: `south-tees`.
    pub place: String,
    /// Name of the place or its board.
    pub place_name: String,
    /// The audience whose folder this is.
    pub audience: String,
    /// Whether everybody may have it.
    pub is_public: bool,
    /// Version of the release.
    pub version: String,
    /// The date that the release is of.
    pub as_of: Date,
    /// Title.
    pub title: String,
    /// One or two sentences on what it holds.
    pub description: String,
    /// Whether a made-up extract is behind any of it.
    pub synthetic: bool,
    /// Under what it may be used again; none where nothing was decided.
    pub licence: Option<Licence>,
    /// Statements that the sources' licences ask for.
    pub attribution: String,
    /// Who publishes it.
    pub publisher: String,
    /// Whom to ask.
    pub contact: Option<Contact>,
    /// Folder under which the files are served, with a slash at the end; none where they are only on a disk.
    pub base_address: Option<String>,
    /// How often a release may come.
    pub update_frequency: UpdateFrequency,
    /// Security classification of the place's choice, such as `OFFICIAL`; none where nothing was decided.
    pub security_classification: Option<String>,
    /// Files beside this one.
    pub files: Vec<FileFact>,
}

/// A licence.
#[derive(Clone, Debug)]
pub struct Licence {
    /// Short name, such as `OGL-UK-3.0`.
    pub name: String,
    /// Title in full.
    pub title: String,
    /// Where its text is.
    pub address: String,
}

impl Licence {
    /// The Open Government Licence, version 3.0.
    #[must_use]
    pub fn open_government() -> Self {
        Self {
            name: "OGL-UK-3.0".to_owned(),
            title: "Open Government Licence v3.0".to_owned(),
            address: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/".to_owned(),
        }
    }
}

/// Whom to ask.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Name of a team.
    pub name: String,
    /// Address of a mailbox that is read.
    pub email: String,
}

/// One file.
#[derive(Clone, Debug)]
pub struct FileFact {
    /// Path below the folder of the audience, with slashes.
    pub path: String,
    /// Length.
    pub bytes: u64,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
}

/// How often a release may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpdateFrequency {
    /// Every day.
    Daily,
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Every quarter.
    Quarterly,
    /// Every year.
    Annual,
    /// When there is something new.
    Irregular,
}

impl UpdateFrequency {
    /// The code in the frequency list of the Publications Office that the vocabulary of catalogues uses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Daily => "DAILY",
            Self::Weekly => "WEEKLY",
            Self::Monthly => "MONTHLY",
            Self::Quarterly => "QUARTERLY",
            Self::Annual => "ANNUAL",
            Self::Irregular => "IRREG",
        }
    }
}

impl ReleaseFacts {
    /// A file by its path.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&FileFact> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Title that says of itself when it is of made-up data.
    #[must_use]
    pub fn honest_title(&self) -> String {
        if self.synthetic { format!("{} (made-up sample data)", self.title) } else { self.title.clone() }
    }

    /// Description that says of itself when it is of made-up data.
    #[must_use]
    pub fn honest_description(&self) -> String {
        if self.synthetic { format!("{SYNTHETIC} {}", self.description) } else { self.description.clone() }
    }

    /// How to name it in a list of sources.
    #[must_use]
    pub fn citation(&self) -> String {
        let warning = if self.synthetic { " Made-up sample data." } else { "" };
        let place = &self.place_name;
        format!(
            "{} ({}). {}. Release {}, audience {}, data as of {}.{warning}",
            self.publisher,
            self.as_of.year(),
            if self.title.contains(place.as_str()) { self.title.clone() } else { format!("{place}: {}", self.title) },
            self.version,
            self.audience,
            self.as_of,
        )
    }
}

/// What every output of made-up data says first.
pub(crate) const SYNTHETIC: &str =
    "Made-up sample data: extracts behind these figures were invented. They are no facts about any place or person.";

//! What can go wrong with a release. No variant carries the content of a cell.
//!
//! Not allowed in here: the words of the Parquet or CSV libraries, which print cells.

use concordat_base::Date;
use concordat_diagnostics::{Code, Diagnostic, Text, codes};
use concordat_ledger::LedgerError;
use concordat_store::StoreError;

use crate::version::Version;

/// A release that was not made, or a question about releases that cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// A file could not be staged.
    #[error("the release could not be staged")]
    Stage {
        /// Which file and why.
        source: StoreError,
    },
    /// A staged release that is not wanted could not be removed.
    #[error("a staged release could not be removed")]
    Discard {
        /// Which folder and why.
        source: StoreError,
    },
    /// A staged release could not be moved to its place.
    #[error("the staged release could not be put in its place")]
    Place {
        /// Which folder and why.
        source: StoreError,
    },
    /// The pointer could not be read or changed.
    #[error("the pointer to the current release could not be read or changed")]
    Pointer {
        /// Why.
        source: StoreError,
    },
    /// The pointer holds something else than a pointer.
    #[error("the pointer to the current release is damaged")]
    PointerDamaged,
    /// A file of a release could not be read.
    #[error("a file of a release could not be read")]
    Read {
        /// Which file and why.
        source: StoreError,
    },
    /// The register could not be read or written.
    #[error("the register of published figures could not be read or written")]
    Register {
        /// Why.
        source: StoreError,
    },
    /// The register has fewer entries than the ledger says.
    #[error("the register of published figures has {found} entries where the ledger names {expected}")]
    RegisterShort {
        /// How many the ledger names.
        expected: u64,
        /// How many are there.
        found: u64,
    },
    /// The register is not what the ledger says it was.
    #[error("the register of published figures is not what it was when the last release was made")]
    RegisterDiffers,
    /// The ledger could not be read or took no entry.
    #[error("the ledger could not be read or written")]
    Ledger {
        /// Why.
        source: LedgerError,
    },
    /// A release stands that the ledger does not know: the ledger was lost or cut.
    #[error("the ledger does not know the release {version}")]
    LedgerShort {
        /// The release, as its folder or the pointer names it.
        version: String,
    },
    /// Rows could not be written in a format.
    #[error("{file} could not be written in its format")]
    Encode {
        /// The file.
        file: String,
    },
    /// The files in other people's formats could not be made.
    #[error("a file in another format could not be made: {source}")]
    Format {
        /// Why; it names tables and columns, never a cell.
        source: Box<concordat_formats::FormatsError>,
    },
    /// A file cannot be read in its format.
    #[error("{file} cannot be read in its format")]
    Decode {
        /// The file.
        file: String,
    },
    /// A staged file was read back and is not what was written.
    #[error("{file}, staged for {audience}, is not what was written: {what}")]
    StagedDiffers {
        /// The audience.
        audience: String,
        /// The file.
        file: String,
        /// What differs, in fixed words.
        what: &'static str,
    },
    /// A row marked confidential carries a number.
    #[error("a confidential row for {audience} carries a number in {column}")]
    ConfidentialNumber {
        /// The audience.
        audience: String,
        /// The column.
        column: &'static str,
        /// The id of the figure.
        figure_id: String,
    },
    /// A cell looks like an identifier of a person.
    #[error("{file}, staged for {audience}, holds {what} in {column}")]
    Identifier {
        /// The audience.
        audience: String,
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// What it looks like, in fixed words.
        what: &'static str,
    },
    /// Two rows have one figure id.
    #[error("two rows of {indicator} have the same figure id")]
    DuplicateFigure {
        /// The indicator.
        indicator: String,
    },
    /// No such release.
    #[error("there is no release {version}")]
    UnknownRelease {
        /// What was asked for.
        version: String,
    },
    /// Nothing has reached this audience.
    #[error("nothing has been published to {audience}")]
    NoRelease {
        /// The audience.
        audience: String,
    },
    /// An agreement has an audience wait for the release.
    #[error("the release {version} may not be given out before {until}")]
    Embargoed {
        /// The release.
        version: Version,
        /// The first day.
        until: Date,
    },
    /// The release is not in a state for this.
    #[error("the release {version} is not in a state for this: {state}")]
    WrongState {
        /// The release.
        version: Version,
        /// Its state, in fixed words.
        state: &'static str,
    },
}

impl PublishError {
    /// As a diagnostic.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        if let Self::Register { source } = self
            && let Some(diagnostic) = source.of_keys()
        {
            return diagnostic;
        }
        let diagnostic = Diagnostic::error(self.code(), self.text());
        match self.advice() {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }

    fn code(&self) -> &'static Code {
        match self {
            Self::Read { source } if !source.is_disk_full() => &codes::READ_FAILED,
            Self::Stage { source }
            | Self::Discard { source }
            | Self::Place { source }
            | Self::Pointer { source }
            | Self::Read { source }
            | Self::Register { source } => code_of_write(source.is_disk_full()),
            Self::Ledger {
                source:
                    LedgerError::Append { source, .. } | LedgerError::Checkpoint { source } | LedgerError::Bundle { source },
            } => code_of_write(source.is_disk_full()),
            Self::Ledger { source: LedgerError::NoKey } => &codes::LEDGER_KEY,
            Self::Ledger { source: LedgerError::Inconsistent { .. } | LedgerError::BadCheckpoint { .. } } => {
                &codes::LEDGER_DIFFERS
            }
            Self::Ledger { .. } | Self::LedgerShort { .. } => &codes::LEDGER_DAMAGED,
            Self::PointerDamaged | Self::Decode { .. } => &codes::READ_FAILED,
            Self::RegisterShort { .. } | Self::RegisterDiffers => &codes::REGISTER_MISSING,
            Self::Encode { .. } | Self::Format { .. } => &codes::WRITE_FAILED,
            Self::ConfidentialNumber { .. } => &codes::AUDIT_REFUSED,
            Self::StagedDiffers { .. } | Self::Identifier { .. } | Self::DuplicateFigure { .. } => {
                &codes::STAGED_DIFFERS
            }
            Self::UnknownRelease { .. } => &codes::UNKNOWN_RELEASE,
            Self::NoRelease { .. } => &codes::NO_RELEASE,
            Self::Embargoed { .. } => &codes::EMBARGOED,
            Self::WrongState { .. } => &codes::WRONG_STATE,
        }
    }

    /// What happened, in fixed words and declared names.
    fn text(&self) -> Text {
        match self {
            Self::Stage { source } => about("the release could not be staged: ", source),
            Self::Discard { source } => about("a staged release could not be removed: ", source),
            Self::Place { source } => about("the staged release could not be put in its place: ", source),
            Self::Pointer { source } => about("the pointer to the current release could not be changed: ", source),
            Self::Read { source } => about("a file of a release could not be read: ", source),
            Self::Register { source } => about("the register could not be read or written: ", source),
            Self::RegisterShort { expected, found } => {
                let text = Text::new().say("the register has ").number(*found).say(" entries, the ledger names ");
                text.number(*expected)
            }
            Self::Encode { file } => Text::new().declared(file).say(" could not be written in its format"),
            Self::Format { .. } => Text::new().declared(&self.to_string()),
            Self::Decode { file } => Text::new().declared(file).say(" cannot be read in its format"),
            Self::LedgerShort { version } => Text::new().say("the ledger does not know the release ").declared(version),
            Self::UnknownRelease { version } => Text::new().say("there is no release ").declared(version),
            Self::NoRelease { audience } => Text::new().say("nothing has been published to ").declared(audience),
            Self::Embargoed { version, until } => {
                let text = Text::new().say("an agreement has release ").declared(&version.to_string());
                text.say(" wait until ").date(*until)
            }
            Self::WrongState { version, state } => {
                Text::new().say("release ").declared(&version.to_string()).say(" ").say(state)
            }
            _ => self.text_of_content(),
        }
    }

    /// What was found in what was to be published, without what was found.
    fn text_of_content(&self) -> Text {
        match self {
            Self::StagedDiffers { audience, file, what } => {
                Text::new().declared(file).say(", staged for ").declared(audience).say(", ").say(what)
            }
            Self::ConfidentialNumber { audience, column, figure_id } => {
                let text = Text::new().say("a confidential row for ").declared(audience).say(" carries a number in ");
                text.say(column).say("; figure ").declared(figure_id)
            }
            Self::Identifier { audience, file, column, what } => {
                let text = Text::new().declared(file).say(", staged for ").declared(audience).say(", holds ");
                text.say(what).say(" in the column ").declared(column)
            }
            Self::DuplicateFigure { indicator } => {
                Text::new().say("two rows of ").declared(indicator).say(" have the same figure id")
            }
            Self::PointerDamaged => "the pointer to the current release is damaged".into(),
            Self::RegisterDiffers => "the register is not what it was when the last release was made".into(),
            // The words of the ledger's errors hold no text of an entry.
            Self::Ledger { source } => Text::new().declared(&source.to_string()),
            _ => "the ledger could not be read or written".into(),
        }
    }

    fn advice(&self) -> Option<&'static str> {
        match self {
            Self::Identifier { .. } => Some("Look for it in the declarations; nothing was published."),
            Self::DuplicateFigure { .. } => Some("Report it with the run; nothing was published."),
            Self::PointerDamaged => Some("Restore releases/current from the backup."),
            _ => None,
        }
    }
}

fn code_of_write(disk_full: bool) -> &'static Code {
    if disk_full { &codes::DISK_FULL } else { &codes::WRITE_FAILED }
}

fn about(words: &'static str, source: &StoreError) -> Text {
    let text = Text::new().say(words).file(source.path());
    match std::error::Error::source(source).and_then(|error| error.downcast_ref::<std::io::Error>()) {
        Some(error) => text.say(", ").system(error),
        None => text,
    }
}

impl From<LedgerError> for PublishError {
    fn from(source: LedgerError) -> Self {
        Self::Ledger { source }
    }
}

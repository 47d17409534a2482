//! What is asked for: the source, the night, and what is known from before.
//!
//! Not allowed in here: keeping the record of known files; the caller does.

use std::fs::Metadata;
use std::path::Path;

use concordat_base::{Date, Period};
use concordat_declare::place::Profile;
use concordat_declare::source::Source;
use concordat_store::Home;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A request for everything new of one source.
#[derive(Clone, Copy, Debug)]
pub struct FetchRequest<'a> {
    /// The source.
    pub source: &'a Source,
    /// The folder of the partnership: paths of transports are relative to it.
    pub base: &'a Path,
    /// Which data may be used.
    pub profile: Profile,
    /// The date of the run; the grant's own.
    pub as_of: Date,
    /// The present instant: how long a file has stood is told by it.
    pub now: Timestamp,
    /// The home below which downloads are spooled, see [`crate::incoming_folder`].
    pub home: &'a Home,
    /// Files that were handed over before, as the caller kept them.
    pub known: &'a [KnownFile],
    /// Periods to ask for at an address with `{period}` in it.
    pub expected: &'a [Period],
    /// PEM certificates that are trusted besides the machine's own, for an authority of one's own.
    pub extra_roots_pem: Option<&'a [u8]>,
}

impl FetchRequest<'_> {
    pub(crate) fn known(&self, name: &str) -> Option<&KnownFile> {
        self.known.iter().find(|known| known.name == name)
    }

    /// Largest file, in bytes.
    pub(crate) fn bytes_at_most(&self) -> u64 {
        self.source.checks.mebibytes_at_most.saturating_mul(1024 * 1024)
    }
}

/// A file that was handed over before. The caller keeps it and hands it in again the next night.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownFile {
    /// Its name.
    pub name: String,
    /// Its measures.
    pub stamp: FileStamp,
    /// SHA-256 of its bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// SHA-256 of its delivery note, where it had one: a note that was corrected makes a new delivery.
    #[serde(default)]
    pub note_sha256: Option<String>,
    /// What the server calls this content.
    #[serde(default)]
    pub etag: Option<String>,
    /// When it was last changed, in the server's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
    /// SHA-256 of what was asked, address and query: what a server says of one query it does not say of another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
    /// The pages it was put together from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<KnownPage>,
}

/// One page of an answer, as it was last seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownPage {
    /// Its rows.
    pub rows: u64,
    /// What the server calls its content.
    #[serde(default)]
    pub etag: Option<String>,
    /// When it was last changed, in the server's own words.
    #[serde(default)]
    pub last_modified: Option<String>,
}

impl KnownFile {
    /// A file of which no server has said anything.
    pub(crate) fn new(name: &str, stamp: FileStamp, sha256: String, note_sha256: Option<String>) -> Self {
        let name = name.to_owned();
        Self { name, stamp, sha256, note_sha256, etag: None, last_modified: None, asked: None, pages: Vec::new() }
    }

    /// Whether a note that stands beside the file now is the one that stood there before. One that was taken away
    /// changes nothing.
    pub(crate) fn has_note(&self, sha256: Option<&str>) -> bool {
        sha256.is_none_or(|sha256| self.note_sha256.as_deref() == Some(sha256))
    }

    /// What a server said of it, where the same was asked.
    pub(crate) fn marks(&self, asked: &str) -> Option<Marks> {
        let same = self.asked.as_deref() == Some(asked);
        same.then(|| Marks { etag: self.etag.clone(), last_modified: self.last_modified.clone() })
    }
}

/// What a server says of a content, by which it tells later whether it is still the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
}

impl Marks {
    /// Whether there is any.
    pub(crate) fn are_there(&self) -> bool {
        self.etag.is_some() || self.last_modified.is_some()
    }
}

/// How an answer is known again: what was asked, and what the server said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recognised {
    pub(crate) marks: Marks,
    pub(crate) asked: Option<String>,
    pub(crate) pages: Vec<KnownPage>,
}

impl Recognised {
    /// Puts it into what is kept of a file.
    pub(crate) fn on(self, known: KnownFile) -> KnownFile {
        let Self { marks: Marks { etag, last_modified }, asked, pages } = self;
        KnownFile { etag, last_modified, asked, pages, ..known }
    }
}

/// Measures of a file by which it is taken as unchanged without being opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileStamp {
    /// Length.
    pub bytes: u64,
    /// When it was last written to.
    pub modified: Option<Timestamp>,
    /// When it came into being, where the file system says: another file under the same name has another.
    pub created: Option<Timestamp>,
}

impl FileStamp {
    pub(crate) fn of(metadata: &Metadata) -> Self {
        let instant = |time: std::io::Result<std::time::SystemTime>| Timestamp::try_from(time.ok()?).ok();
        Self { bytes: metadata.len(), modified: instant(metadata.modified()), created: instant(metadata.created()) }
    }
}

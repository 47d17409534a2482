//! Delivery notes: `NAME.delivery.json` beside the file NAME, sent last, so that completeness is known at once.
//!
//! Not allowed in here: believing a note; bytes and hash are measured, and rows, period and coverage are the gate's to
//! compare.

use concordat_base::{Date, Name};
use concordat_declare::place::Profile;
use concordat_declare::source::Coverage;
use concordat_diagnostics::{Diagnostic, Place, Text, codes};
use serde::{Deserialize, Serialize};

use crate::hashing::{Measured, sha256_of};
use crate::request::FetchRequest;

/// What is added to a file's name to name its note.
pub(crate) const ENDING: &str = ".delivery.json";

/// Largest note, in bytes.
pub(crate) const BYTES_AT_MOST: u64 = 64 * 1024;

/// A delivery note, a closed schema.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Name of the file, without folder.
    pub file: String,
    /// Its length.
    pub bytes: u64,
    /// Its records, the header not counted.
    pub rows: u64,
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    pub sha256: String,
    /// The period in it, or `all`.
    pub period: String,
    /// Whether it replaces one period or all.
    pub coverage: Coverage,
    /// The party that sends it.
    pub supplier: Name,
    /// Whether it was made up.
    pub synthetic: bool,
    /// Day of sending.
    pub sent: Date,
    /// Why it is sent again, for a correction.
    #[serde(default)]
    pub reason: Option<String>,
    /// The key its pseudonyms were made with, where it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<NoteKey>,
    /// Whether people's opt-outs were applied before it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opt_outs: Option<OptOuts>,
}

/// Which key made the pseudonyms of a delivery, without the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteKey {
    /// Id of the key, as agreements name it.
    pub id: String,
    /// The keyed hash of a published text, 64 hexadecimal digits: two senders with equal proofs hold one key.
    pub proof: String,
}

/// What was done about people who have opted out of such uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptOuts {
    /// Their records were taken out before sending.
    Applied,
    /// No opt-out covers this use of this data.
    NotApplicable,
    /// An exemption applies, which the agreement names.
    Exempt,
}

/// A note and the hash of its text.
#[derive(Clone, Debug)]
pub(crate) struct ReadNote {
    pub(crate) note: Note,
    pub(crate) sha256: String,
}

/// Reads the note of the file `name` and compares what can be compared before the file is opened.
pub(crate) fn read(request: &FetchRequest<'_>, name: &str, bytes: &[u8]) -> Result<ReadNote, Diagnostic> {
    let source = request.source;
    let refuse = |words: &'static str| {
        let message = Text::new().say("the delivery note of ").file(name.as_ref()).say(words);
        Diagnostic::error(&codes::NOTE_DIFFERS, message)
    };
    // The reader's own words may hold a value of the note, so that only their place is told.
    let note: Note = serde_json::from_slice(bytes).map_err(|error| {
        let place = Place {
            file: format!("{name}{ENDING}"),
            line: u64::try_from(error.line()).unwrap_or(0),
            column: u64::try_from(error.column()).unwrap_or(0),
        };
        refuse(" is not JSON with the keys file, bytes, rows, sha256, period, coverage, supplier, synthetic and sent")
            .at(place)
    })?;
    if note.file != name {
        return Err(refuse(" names another file"));
    }
    if note.supplier != source.supplier.value {
        return Err(refuse(" names another supplier than the source does"));
    }
    if note.synthetic && request.profile == Profile::Live {
        let message = Text::new().say("the delivery note of ").file(name.as_ref()).say(" says that it was made up");
        return Err(Diagnostic::error(&codes::SAMPLE_REFUSED, message));
    }
    Ok(ReadNote { note, sha256: sha256_of(bytes) })
}

/// Compares a note with the measured file. A file that is shorter than its note says is still being written.
pub(crate) fn compare(note: &Note, name: &str, measured: &Measured) -> Result<(), Diagnostic> {
    compare_bytes(note, name, measured.bytes)?;
    if note.sha256.eq_ignore_ascii_case(&measured.sha256) {
        return Ok(());
    }
    let message = Text::new().say("the SHA-256 of ").file(name.as_ref()).say(" is not that of its delivery note");
    Err(Diagnostic::error(&codes::NOTE_DIFFERS, message))
}

/// Compares the length alone, before a byte is read.
pub(crate) fn compare_bytes(note: &Note, name: &str, bytes: u64) -> Result<(), Diagnostic> {
    let message = || {
        let message = Text::new().file(name.as_ref()).say(" has ").number(bytes).say(" bytes, its delivery note says ");
        message.number(note.bytes)
    };
    match bytes.cmp(&note.bytes) {
        std::cmp::Ordering::Less => Err(Diagnostic::notice(&codes::STILL_BEING_WRITTEN, message())),
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(Diagnostic::error(&codes::NOTE_DIFFERS, message())),
    }
}

/// A notice that a file waits for the note that its source requires.
pub(crate) fn awaited(name: &str) -> Diagnostic {
    let message = Text::new().file(name.as_ref()).say(" waits for its delivery note, which the source requires");
    Diagnostic::notice(&codes::STILL_BEING_WRITTEN, message)
}

/// A fault of a file that is larger than the source permits.
pub(crate) fn too_large(request: &FetchRequest<'_>, name: &str) -> Diagnostic {
    let message = Text::new().file(name.as_ref()).say(" is larger than ");
    let message = message.number(request.source.checks.mebibytes_at_most).say(" mebibytes");
    Diagnostic::error(&codes::TOO_LARGE, message)
}

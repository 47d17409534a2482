//! Checks of a file that need only its length, its first bytes and its note.
//!
//! Not allowed in here: reading records.

use std::io::{Read, Seek, SeekFrom};

use concordat_declare::place::Profile;
use concordat_declare::source::{Encoding, Format, Source};
use concordat_diagnostics::{Code, Text, codes};
use concordat_store::vault::ContentReader;

use crate::error::GateError;
use crate::input::DeliveredFile;
use crate::stop::Stop;

/// How the bytes of a file begin, as far as it tells what they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Parquet,
    Utf16,
    Archive,
    Other,
}

/// A file that passed the checks made before it is read.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) file: ContentReader,
    pub(crate) bytes: u64,
}

/// Opens the file and checks profile, length and first bytes.
///
/// # Errors
/// A [`Stop`] with the first fault.
pub(crate) fn open(delivered: &DeliveredFile<'_>, source: &Source) -> Result<Opened, Stop> {
    if delivered.profile == Profile::Live && delivered.note.is_some_and(|note| note.synthetic) {
        return Err(delivered.fault(&codes::SAMPLE_REFUSED, "the delivery note says that the records are made up"));
    }
    let mut file = delivered.content.open().map_err(|source| read_error(delivered, source))?;
    let bytes = file.length().map_err(|source| read_error(delivered, source))?;
    if bytes == 0 {
        return Err(delivered.fault(&codes::EMPTY_FILE, "the file has no bytes"));
    }
    if bytes > source.checks.mebibytes_at_most.saturating_mul(1 << 20) {
        let text = Text::new().say("the file has ").number(bytes).say(" bytes, more than the ");
        let text = text.number(source.checks.mebibytes_at_most).say(" mebibytes that the source permits");
        return Err(delivered.fault(&codes::TOO_LARGE, text));
    }
    check_note(delivered, bytes)?;
    let kind = kind_of(&mut file).map_err(|source| read_error(delivered, source))?;
    check_kind(kind, &source.settled_format()).map_err(|(code, words)| delivered.fault(code, words))?;
    Ok(Opened { file, bytes })
}

fn check_note(delivered: &DeliveredFile<'_>, bytes: u64) -> Result<(), Stop> {
    let Some(note) = delivered.note else { return Ok(()) };
    if let Some(noted) = note.bytes.filter(|noted| *noted != bytes) {
        let text = Text::new().say("the file has ").number(bytes).say(" bytes, the delivery note says ").number(noted);
        return Err(delivered.fault(&codes::NOTE_DIFFERS, text));
    }
    let both = note.sha256.as_deref().zip(delivered.sha256);
    if both.is_some_and(|(noted, known)| !noted.eq_ignore_ascii_case(known)) {
        let text = "the checksum of the file is not that of the delivery note";
        return Err(delivered.fault(&codes::NOTE_DIFFERS, text));
    }
    Ok(())
}

/// Looks at the first bytes and leaves the file at its start.
fn kind_of(file: &mut ContentReader) -> std::io::Result<Kind> {
    let mut first = Vec::with_capacity(64);
    file.by_ref().take(64).read_to_end(&mut first)?;
    file.seek(SeekFrom::Start(0))?;
    let zeros = |from: usize| first.len() >= 4 && first.iter().skip(from).step_by(2).all(|byte| *byte == 0);
    Ok(match first.as_slice() {
        // The second is how a file begins whose footer is encrypted.
        [b'P', b'A', b'R', b'1' | b'E', ..] => Kind::Parquet,
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Kind::Utf16,
        [b'P', b'K', 3, 4, ..] | [0x1f, 0x8b, ..] => Kind::Archive,
        _ if zeros(0) || zeros(1) => Kind::Utf16,
        _ => Kind::Other,
    })
}

fn check_kind(kind: Kind, format: &Format) -> Result<(), (&'static Code, &'static str)> {
    match (format, kind) {
        (Format::Csv(csv), Kind::Utf16) if csv.encoding == Encoding::Utf16 => Ok(()),
        (Format::Parquet, Kind::Parquet) | (Format::Csv(_) | Format::Json, Kind::Other) => Ok(()),
        // What kind of workbook it is, or whether it is one, is found out when it is opened.
        (Format::Workbook, Kind::Archive | Kind::Other) => Ok(()),
        (Format::Parquet, _) => Err((&codes::NOT_PARQUET, "the source declares Parquet, and the file is not Parquet")),
        (Format::Workbook, _) => {
            Err((&codes::NOT_A_WORKBOOK, "the source declares a workbook, and the file is something else"))
        }
        (_, Kind::Parquet) => Err((&codes::NOT_PARQUET, "the source declares text, and the file is Parquet")),
        (_, Kind::Utf16) => Err((&codes::UTF16, "the file is in UTF-16")),
        (_, Kind::Archive) => Err((&codes::NOT_UTF8, "the file is a workbook or an archive, not text")),
        (Format::OfDialect, Kind::Other) => Err((&codes::MISSING_KEY, "the source says neither format nor dialect")),
    }
}

/// The error of a delivery that cannot be read.
pub(crate) fn read_error(delivered: &DeliveredFile<'_>, source: std::io::Error) -> Stop {
    GateError::ReadDelivery { path: delivered.content.path().to_path_buf(), source }.into()
}

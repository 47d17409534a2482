//! What a delivery note promised against what was read.
//!
//! Not allowed in here: anything that can be told before the file is read.

use concordat_base::{Period, PeriodKind};
use concordat_declare::source::Coverage;
use concordat_diagnostics::{Text, codes};

use crate::input::DeliveredFile;
use crate::read::meter::Measured;
use crate::stop::Stop;

/// The period of the note, where it gives one that is not `all`.
///
/// # Errors
/// A [`Stop`] when the note's period or coverage does not fit the source.
pub(crate) fn period(
    delivered: &DeliveredFile<'_>,
    kind: PeriodKind,
    coverage: Coverage,
) -> Result<Option<Period>, Stop> {
    let Some(note) = delivered.note else { return Ok(None) };
    if note.coverage.is_some_and(|noted| noted != coverage) {
        let text = "the delivery note gives another coverage than the source declares";
        return Err(delivered.fault(&codes::NOTE_DIFFERS, text));
    }
    match note.period.as_deref() {
        None => Ok(None),
        Some("all") if coverage == Coverage::Full => Ok(None),
        Some(_) if coverage == Coverage::Full => {
            let text = "the delivery note gives a period, and the source sends all of them in one file";
            Err(delivered.fault(&codes::NOTE_DIFFERS, text))
        }
        Some(text) => Period::parse(text, kind).map(Some).map_err(|error| {
            let text =
                Text::new().say("the delivery note's period is not written like ").declared(error.expected.form());
            delivered.fault(&codes::NOTE_DIFFERS, text)
        }),
    }
}

/// Compares rows, bytes and checksum.
///
/// # Errors
/// A [`Stop`] with the first difference.
pub(crate) fn compare(
    delivered: &DeliveredFile<'_>,
    opened_bytes: u64,
    measured: &Measured,
    rows: u64,
) -> Result<(), Stop> {
    if measured.bytes != opened_bytes {
        let text = "the file changed while it was read";
        return Err(delivered.fault(&codes::STILL_BEING_WRITTEN, text));
    }
    let differs = |other: Option<&str>| {
        let both = other.zip(measured.sha256.as_deref());
        both.is_some_and(|(other, measured)| !other.eq_ignore_ascii_case(measured))
    };
    if differs(delivered.sha256) {
        return Err(delivered.fault(&codes::STILL_BEING_WRITTEN, "the file changed after it was fetched"));
    }
    let Some(note) = delivered.note else { return Ok(()) };
    if differs(note.sha256.as_deref()) {
        let text = "the checksum of the file is not that of the delivery note";
        return Err(delivered.fault(&codes::NOTE_DIFFERS, text));
    }
    if let Some(noted) = note.rows.filter(|noted| *noted != rows) {
        let text = Text::new().say("the file has ").number(rows).say(" records, the delivery note says ").number(noted);
        return Err(delivered.fault(&codes::NOTE_DIFFERS, text));
    }
    Ok(())
}

/// Whether the SHA-256 must be computed while reading: a file may change after somebody hashed it.
pub(crate) fn wants_sha256(delivered: &DeliveredFile<'_>) -> bool {
    delivered.sha256.is_some() || delivered.note.is_some_and(|note| note.sha256.is_some())
}

/// Whether somebody vouches for the length of the file.
pub(crate) fn length_is_known(delivered: &DeliveredFile<'_>) -> bool {
    delivered.length_confirmed || delivered.note.is_some_and(|note| note.bytes.is_some())
}

//! Reads a publisher's table and keeps its figures.
//!
//! Not allowed in here: reading cells; that is the room of the crate of tables.

use std::io::Read;

use concordat_declare::layout::Permit;
use concordat_declare::published::Resolved;
use concordat_declare::source::{CsvFormat, Encoding, Format};
use concordat_diagnostics::{Diagnostic, Severity, Text, codes};
use concordat_tables::{Limits, Table, figures};

use super::companion;
use super::keep::keep;
use super::parquet;
use super::value::{Published, PublishedValue};
use crate::counts::Counts;
use crate::findings::Findings;
use crate::input::PublishedInput;
use crate::read::meter::Meter;
use crate::read::{header, note, prelude};
use crate::receipt::{Receipt, Verdict};
use crate::refused::Refused;
use crate::stop::Stop;

/// Reads the figures that the declaration names, and keeps them. The file is taken whole or refused whole: a figure that is
/// neither a number nor a declared symbol refuses it.
///
/// # Errors
/// [`Refused`] when the file, the machine or the declarations are at fault.
pub fn read_published(input: &PublishedInput<'_>) -> Result<Published, Box<Refused>> {
    let mut findings = Findings::new(input.file.shown);
    let receipt = |verdict, counts, findings: &Findings| {
        Receipt::new(input.dataset, &input.file, verdict, counts, findings.receipt_faults())
    };
    match run(input, &mut findings) {
        Err(stop) => Err(Refused::new(stop, findings, None, |findings| receipt(Verdict::Refused, None, findings))),
        Ok((values, content_id, counts)) => {
            let notices = findings.diagnostics(Severity::Warning);
            Ok(Published::new(values, content_id, notices, Some(receipt(Verdict::Accepted, counts, &findings))))
        }
    }
}

type Done = (Vec<PublishedValue>, String, Option<Counts>);

fn run(input: &PublishedInput<'_>, findings: &mut Findings) -> Result<Done, Stop> {
    let delivered = &input.file;
    let declared = resolve(input)?;
    let opened = prelude::open(delivered, input.source)?;
    let mut bytes = Vec::new();
    let most = input.source.checks.mebibytes_at_most.saturating_mul(1 << 20);
    opened.file.take(most).read_to_end(&mut bytes).map_err(|error| prelude::read_error(delivered, error))?;
    let mut meter = Meter::new(note::wants_sha256(delivered));
    meter.add(&bytes);
    let table = table(input, &declared, bytes, findings)?;
    companion::check(input, &declared, &table)?;
    note::compare(delivered, opened.bytes, &meter.finish(), table.rows_read)?;
    let found = figures(&table, &declared, delivered.shown).map_err(Stop::Delivery)?;
    found.warnings.into_iter().for_each(|warning| findings.add(warning));
    let values = found.figures.into_iter().map(|figure| PublishedValue::of(input.dataset, figure));
    let (values, content_id) = keep(input, &values.collect::<Vec<_>>())?;
    Ok((values, content_id, Counts::new(table.rows_read, table.rows_read, 0)))
}

fn resolve(input: &PublishedInput<'_>) -> Result<Resolved, Stop> {
    input.declaration.resolve().map_err(|missing| {
        let faults = missing.into_iter().map(|one| {
            let series = &input.declaration.series[one.series].id.value;
            let text = Text::new().say("the series ").name(series).say(" does not say ").declared(one.missing);
            Diagnostic::error(&codes::MISSING_KEY, text).at(input.file.place(0))
        });
        Stop::Delivery(faults.collect())
    })
}

fn table(
    input: &PublishedInput<'_>,
    declared: &Resolved,
    bytes: Vec<u8>,
    findings: &mut Findings,
) -> Result<Table, Stop> {
    let (delivered, format) = (&input.file, input.source.settled_format());
    let limits = Limits::of(&input.source.checks);
    if let Format::Csv(csv) = &format {
        check_text(input, declared, &bytes, csv, findings)?;
    }
    if format == Format::Parquet {
        return parquet::read(bytes, delivered, &declared.layout, &limits);
    }
    let read = concordat_tables::read(&bytes, &format, &declared.layout, &limits);
    let sheet = declared.layout.sheet.as_deref();
    let table = read.map_err(|error| Stop::from(error.diagnostic(delivered.shown, sheet)))?;
    if let Format::Csv(csv) = &format {
        let headers: Vec<&str> = table.headers.iter().map(|(name, _)| name.as_str()).collect();
        header::check_delimiter(&headers, csv.delimiter, delivered)?;
    }
    Ok(table)
}

/// Looks at the first and the last bytes of a text.
fn check_text(
    input: &PublishedInput<'_>,
    declared: &Resolved,
    bytes: &[u8],
    csv: &CsvFormat,
    findings: &mut Findings,
) -> Result<(), Stop> {
    let delivered = &input.file;
    if csv.encoding == Encoding::Utf8 && bytes.starts_with(b"\xef\xbb\xbf") {
        let text = "the file begins with a byte order mark, which was taken off";
        findings.add(Diagnostic::warning(&codes::BYTE_ORDER_MARK, text).at(delivered.place(0)));
    }
    let ended = bytes.ends_with(b"\n") || bytes.ends_with(b"\r") || bytes.ends_with(b"\n\0");
    if !ended && !note::length_is_known(delivered) && declared.layout.open_end != Some(Permit::Accept) {
        return Err(delivered.fault(&codes::CUT_OFF, "the last line has no line end"));
    }
    Ok(())
}

//! Reads a publisher's table.
//!
//! Not allowed in here: other formats than separated values; no publisher that is declared sends one.

use concordat_declare::source::Format;
use concordat_diagnostics::{Diagnostic, Severity, codes};

use super::keep::keep;
use super::rows::Gatherer;
use super::value::{Published, PublishedValue};
use crate::counts::Counts;
use crate::findings::Findings;
use crate::input::PublishedInput;
use crate::limits::Limits;
use crate::read::csv::CsvReader;
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
        Ok((values, content_id, counts)) => Ok(Published {
            values,
            content_id,
            notices: findings.diagnostics(Severity::Warning),
            receipt: Some(receipt(Verdict::Accepted, counts, &findings)),
        }),
    }
}

type Done = (Vec<PublishedValue>, String, Option<Counts>);

fn run(input: &PublishedInput<'_>, findings: &mut Findings) -> Result<Done, Stop> {
    let delivered = &input.file;
    let Format::Csv(format) = &input.source.format else {
        return Err(delivered.fault(&codes::NOT_PARQUET, "published figures are read as CSV alone"));
    };
    let opened = prelude::open(delivered, input.source)?;
    let mut reader = CsvReader::new(opened.file, *delivered, format.delimiter, &Limits::default());
    let headers = reader.headers()?;
    if reader.had_byte_order_mark() {
        let text = "the file begins with a byte order mark, which was taken off";
        findings.add(Diagnostic::warning(&codes::BYTE_ORDER_MARK, text).at(delivered.place(0)));
    }
    let borrowed: Vec<&str> = headers.iter().map(String::as_str).collect();
    header::check_delimiter(&borrowed, format.delimiter, delivered)?;
    let mut gatherer = Gatherer::new(input.dataset, *delivered, input.declaration, &headers)?;
    let mut rows = 0;
    while let Some(record) = reader.next_record()? {
        rows += 1;
        gatherer.take(&record);
    }
    if rows == 0 {
        return Err(delivered.fault(&codes::HEADER_ONLY, "the file has a header and no record"));
    }
    note::compare(delivered, opened.bytes, &reader.finish(), rows)?;
    let (values, warnings) = gatherer.finish()?;
    warnings.into_iter().for_each(|warning| findings.add(warning));
    let content_id = keep(input, &values)?;
    Ok((values, content_id, Counts::new(rows, rows, 0)))
}

//! An extract without what was not agreed, made at the agency's desk before anything leaves it.
//!
//! Records go through one by one. Not allowed in here: a column that is not agreed, and a cell in what is told.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};

use concordat_base::{Name, Period, hexadecimal};
use concordat_declare::contract::{Column, ColumnKind};
use concordat_declare::source::{Coverage, Format};
use concordat_diagnostics::text::{column_letters, thousands};
use concordat_diagnostics::{Diagnostic, Place, Text, codes};
use sha2::{Digest, Sha256};

use crate::error::DeskError;
use crate::filled::Filled;
use crate::headers;
use crate::terms::Terms;
use crate::translation::CellTranslation;

/// A column of the file that does not leave the agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// Its position in the file, from 1.
    pub position: u64,
    /// Its header; `None` where the header may be a value of somebody.
    pub header: Option<String>,
    /// Whether the contract has it, and no agreement shares it.
    pub in_contract: bool,
}

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conformed {
    /// Records.
    pub records: u64,
    /// Columns that were left out.
    pub dropped: Vec<Dropped>,
    /// Cells that were translated, by column.
    pub translated: BTreeMap<Name, u64>,
    /// Periods of the column that divides deliveries, up to some thousands.
    pub periods: BTreeSet<Period>,
    /// Length of the output.
    pub bytes: u64,
    /// SHA-256 of the output, in hexadecimal digits.
    pub sha256: String,
}

impl Conformed {
    /// What was done, a line each.
    #[must_use]
    pub fn told(&self) -> Vec<String> {
        let mut lines = vec![format!("Records: {}", thousands(self.records))];
        for one in &self.dropped {
            let header = one.header.as_ref().map_or_else(String::new, |header| format!(", {header}"));
            let why = if one.in_contract { "not agreed" } else { "not in the contract" };
            lines.push(format!("Left out: column {} ({}){header}: {why}", one.position, column_letters(one.position)));
        }
        if self.dropped.is_empty() {
            lines.push("Left out: nothing".to_owned());
        }
        let translated = self.translated.iter();
        lines.extend(translated.map(|(column, cells)| format!("Translated: {} cells of {column}", thousands(*cells))));
        lines
    }

    /// The period that a delivery note gives: `all` where every period is sent together; `None` where one was expected and there
    /// is another number of them.
    #[must_use]
    pub fn period(&self, coverage: Coverage) -> Option<String> {
        match coverage {
            Coverage::Full => Some("all".to_owned()),
            Coverage::OnePeriod => self.periods.first().filter(|_| self.periods.len() == 1).map(ToString::to_string),
        }
    }
}

/// Most periods that are kept count of.
const PERIODS: usize = 4096;

/// How records of one file become records of the contract.
#[derive(Debug)]
pub struct Conform<'a> {
    /// Agreed columns that the file has, in the order of the contract, with their fields.
    columns: Vec<Planned<'a>>,
    dropped: Vec<Dropped>,
    fields: usize,
    partition: Option<&'a Name>,
    translated: BTreeMap<Name, u64>,
    periods: BTreeSet<Period>,
    records: u64,
}

#[derive(Debug)]
struct Planned<'a> {
    column: &'a Column,
    field: usize,
    translation: Option<CellTranslation>,
}

impl<'a> Conform<'a> {
    /// Plans it from a file's headers.
    ///
    /// # Errors
    /// When an agreed column is missing or stands twice, or the partition's own is not agreed.
    pub fn new(terms: &Terms<'a>, sent: &[String], shown: &str) -> Result<Self, Vec<Diagnostic>> {
        let mut faults = Vec::new();
        let mut fault = |code, text: Text| faults.push(Diagnostic::error(code, text).at(Place::whole(shown)));
        let mut columns = Vec::new();
        for column in terms.agreed() {
            let is_it = |header: &String| terms.column_of(header.trim()).is_some_and(|found| found.name == column.name);
            let at: Vec<usize> = (0..sent.len()).filter(|position| is_it(&sent[*position])).collect();
            match at.as_slice() {
                [] => {
                    let text = Text::new().say("the column ").declared(&column.header).say(" is missing");
                    fault(&codes::MISSING_COLUMN, text);
                }
                [field] => {
                    let mapping = terms.source.mapping.as_ref();
                    let translation =
                        mapping.and_then(|mapping| CellTranslation::of(mapping, terms.contract, &column.name));
                    columns.push(Planned { column, field: *field, translation });
                }
                _ => {
                    let text = Text::new().say("the column ").declared(&column.header).say(" stands twice");
                    fault(&codes::DUPLICATE_HEADER, text);
                }
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let dropped = dropped(terms, sent, &columns);
        let (translated, periods) = (BTreeMap::new(), BTreeSet::new());
        let partition = terms.contract.columns.get(terms.contract.partition).map(|column| &column.name);
        Ok(Self { columns, dropped, fields: sent.len(), partition, translated, periods, records: 0 })
    }

    /// The headers of the output.
    pub fn headers(&self) -> impl Iterator<Item = &'a str> {
        self.columns.iter().map(|planned| planned.column.header.as_str())
    }

    /// Columns that are left out.
    #[must_use]
    pub fn dropped(&self) -> &[Dropped] {
        &self.dropped
    }

    /// One record of the output; `None` for one with other fields than the header has.
    pub fn record<'field>(
        &mut self,
        field: impl Fn(usize) -> Option<&'field [u8]>,
        fields: usize,
    ) -> Option<Vec<Vec<u8>>> {
        if fields != self.fields {
            return None;
        }
        self.records += 1;
        let mut cells = Vec::with_capacity(self.columns.len());
        for planned in &self.columns {
            let sent = field(planned.field).unwrap_or_default();
            let cell = planned.translation.as_ref().map_or_else(|| sent.into(), |one| one.at_the_desk(sent));
            if *cell != *sent {
                *self.translated.entry(planned.column.name.clone()).or_default() += 1;
            }
            if self.partition == Some(&planned.column.name) && self.periods.len() < PERIODS {
                self.periods.extend(period_of(planned.column, &cell));
            }
            cells.push(cell.into_owned());
        }
        Some(cells)
    }
}

fn period_of(column: &Column, cell: &[u8]) -> Option<Period> {
    let ColumnKind::Period { kind } = column.kind else { return None };
    Period::parse(std::str::from_utf8(cell).ok()?.trim(), kind).ok()
}

fn dropped(terms: &Terms<'_>, sent: &[String], kept: &[Planned<'_>]) -> Vec<Dropped> {
    let is_header = headers::is_a_header(sent, terms);
    let left = sent.iter().enumerate().filter(|(field, _)| kept.iter().all(|planned| planned.field != *field));
    left.map(|(field, header)| {
        let in_contract = terms.column_of(header.trim()).is_some();
        let told = in_contract || is_header && !headers::may_be_a_value(header, terms);
        Dropped { position: field as u64 + 1, header: told.then(|| header.trim().to_owned()), in_contract }
    })
    .collect()
}

/// Conforms separated values, record by record.
///
/// # Errors
/// [`DeskError::File`] with faults of the file; else when it cannot be read or the output not be written.
pub fn conform_csv(terms: &Terms<'_>, input: impl Read, shown: &str, out: impl Write) -> Result<Conformed, DeskError> {
    let delimiter = delimiter(terms);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(input);
    let header = reader.byte_headers().map_err(|error| unreadable(error, shown))?;
    let header: Result<Vec<String>, _> = header.iter().map(|field| String::from_utf8(field.to_vec())).collect();
    let mut header = header.map_err(|_| DeskError::File(vec![not_text(shown, 0)]))?;
    if let Some(first) = header.first_mut() {
        *first = first.trim_start_matches('\u{feff}').to_owned();
    }
    let conform = Conform::new(terms, &header, shown).map_err(DeskError::File)?;
    let mut writing = Writing::begin(conform, delimiter, out)?;
    let mut record = csv::ByteRecord::new();
    let mut number = 0;
    while reader.read_byte_record(&mut record).map_err(|error| unreadable(error, shown))? {
        number += 1;
        writing.add(|field| record.get(field), record.len(), shown, number)?;
    }
    writing.end()
}

/// Conforms the records of a filled-in workbook.
///
/// # Errors
/// As [`conform_csv`].
pub fn conform_rows(terms: &Terms<'_>, filled: &Filled, shown: &str, out: impl Write) -> Result<Conformed, DeskError> {
    let conform = Conform::new(terms, &filled.headers, shown).map_err(DeskError::File)?;
    let mut writing = Writing::begin(conform, delimiter(terms), out)?;
    for row in &filled.rows {
        writing.add(|field| row.cells.get(field).map(String::as_bytes), row.cells.len(), shown, row.number)?;
    }
    writing.end()
}

fn delimiter(terms: &Terms<'_>) -> u8 {
    match &terms.source.format {
        Format::Csv(csv) => u8::try_from(csv.delimiter).ok().filter(u8::is_ascii).unwrap_or(b','),
        _ => b',',
    }
}

struct Writing<'a, W: Write> {
    conform: Conform<'a>,
    writer: csv::Writer<Measured<W>>,
}

impl<'a, W: Write> Writing<'a, W> {
    fn begin(conform: Conform<'a>, delimiter: u8, out: W) -> Result<Self, DeskError> {
        let out = Measured { out, bytes: 0, hasher: Sha256::new() };
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
        writer.write_record(conform.headers()).map_err(unwritable)?;
        Ok(Self { conform, writer })
    }

    fn add<'field>(
        &mut self,
        field: impl Fn(usize) -> Option<&'field [u8]>,
        fields: usize,
        shown: &str,
        number: u64,
    ) -> Result<(), DeskError> {
        let Some(cells) = self.conform.record(field, fields) else {
            let code = if fields < self.conform.fields { &codes::SHORT_ROW } else { &codes::LONG_ROW };
            let text = Text::new().say("the record has ").number(fields as u64).say(" fields, the header ");
            let place = Place { file: shown.to_owned(), line: number, column: 0 };
            let fault = Diagnostic::error(code, text.number(self.conform.fields as u64)).at(place);
            return Err(DeskError::File(vec![fault]));
        };
        self.writer.write_record(cells).map_err(unwritable)
    }

    fn end(self) -> Result<Conformed, DeskError> {
        let Self { conform, writer } = self;
        let mut measured = writer.into_inner().map_err(|error| DeskError::Write(error.into_error()))?;
        measured.flush().map_err(DeskError::Write)?;
        let sha256 = hexadecimal(&measured.hasher.finalize());
        Ok(Conformed {
            records: conform.records,
            dropped: conform.dropped,
            translated: conform.translated,
            periods: conform.periods,
            bytes: measured.bytes,
            sha256,
        })
    }
}

/// An output that is measured while it is written.
struct Measured<W> {
    out: W,
    bytes: u64,
    hasher: Sha256,
}

impl<W: Write> Write for Measured<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

fn not_text(shown: &str, record: u64) -> Diagnostic {
    let place = Place { file: shown.to_owned(), line: record, column: 0 };
    Diagnostic::error(&codes::NOT_UTF8, "the text is not UTF-8").at(place)
}

/// The words of the library are dropped: they may hold a cell.
fn unreadable(error: csv::Error, shown: &str) -> DeskError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => DeskError::Read(error),
        _ => DeskError::File(vec![
            Diagnostic::error(&codes::READ_FAILED, "the file cannot be read as separated values")
                .at(Place::whole(shown)),
        ]),
    }
}

fn unwritable(error: csv::Error) -> DeskError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => DeskError::Write(error),
        _ => DeskError::Write(std::io::ErrorKind::InvalidData.into()),
    }
}

//! `pseudonymise`: an extract prepared at the agency's own desk. Identifiers go in, keyed hashes come out.
//!
//! Not allowed in here: a value of a cell in a message; keeping more of the extract than one record; writing a column that
//! holds an identifier or a part of a name.

mod columns;
mod note;
mod seal;
mod work;

use std::fs::File;
use std::io::{BufReader, Write};

use concordat_base::Name;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_pseudonym::{Bits, IdentifierKind, Key, MatchRule, MatchTokens, Pseudonymiser};
use concordat_store::{AtomicFile, StoreError};
use serde_json::Value;

use crate::arguments::Global;
use crate::arguments::desk::{HowManyBits, Kind, Part, Pseudonymise};
use crate::commands::keys;
use crate::failure::{Exit, Failure, name};
use crate::printer::Printer;
use crate::table::Table;

use self::columns::Columns;
use self::note::Measured;
use self::work::{Counts, Makers, Worked};

pub(crate) use self::seal::seal;

/// Prepares an extract.
pub(crate) fn pseudonymise(asked: &Pseudonymise, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let key = keys::read(&asked.key)?;
    let makers = makers(asked, &key)?;
    let file = concordat_store::open_file(&asked.file)?;
    let mut reader = reader(asked, file);
    let columns = Columns::plan(asked, &header(asked, &mut reader)?)?;
    let unwritable = |error| Failure::from(StoreError::of_write(&asked.out, error));
    let out = Measured::new(AtomicFile::create(&asked.out)?);
    let mut writer = csv::WriterBuilder::new().delimiter(asked.delimiter).from_writer(out);
    writer.write_record(columns.header()).map_err(|error| unwritable(error.into()))?;
    let mut work = Worked::new(asked, &columns, &makers);
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => return Err(unreadable(asked, &error).into()),
        }
        if let Some(cells) = work.record(&record) {
            writer.write_record(cells.iter().map(|cell| cell.as_bytes())).map_err(|error| unwritable(error.into()))?;
        }
    }
    work.judged()?;
    let mut measured = writer.into_inner().map_err(|error| unwritable(error.into_error()))?;
    measured.flush().map_err(unwritable)?;
    let (bytes, sha256) = measured.finish()?;
    let counts = work.counts();
    printer.table(&table(&counts));
    if asked.note.note {
        note::write(asked, global, &key, (bytes, sha256, counts.written))?;
    }
    tell(asked, &key, printer);
    Ok(Exit::FINE)
}

/// What makes tokens, for the purpose that was asked for.
fn makers(asked: &Pseudonymise, key: &Key) -> Result<Makers, Failure> {
    let purpose: Name = match &asked.purpose {
        Some(purpose) => name(purpose)?,
        None => key.purpose().clone(),
    };
    let bits = match asked.bits {
        HowManyBits::B128 => Bits::B128,
        HowManyBits::B256 => Bits::B256,
    };
    let unusable = |error| Failure::from(keys::unusable(&asked.key, &error));
    let of_column = asked.column.is_some();
    let pseudonyms = of_column.then(|| Pseudonymiser::new(key, &purpose, kind(asked.kind), bits));
    let sex = asked.match_key.iter().any(|(part, _)| *part == Part::Sex);
    let rule = if sex { MatchRule::WithSex } else { MatchRule::WithoutSex };
    let match_keys = (!asked.match_key.is_empty()).then(|| MatchTokens::new(key, &purpose, rule));
    Ok(Makers {
        pseudonyms: pseudonyms.transpose().map_err(unusable)?,
        match_keys: match_keys.transpose().map_err(unusable)?,
    })
}

fn kind(kind: Kind) -> IdentifierKind {
    match kind {
        Kind::NhsNumber => IdentifierKind::NhsNumber,
        Kind::Upn => IdentifierKind::Upn,
        Kind::Uprn => IdentifierKind::Uprn,
        Kind::Text => IdentifierKind::Text,
    }
}

fn reader(asked: &Pseudonymise, file: File) -> csv::Reader<BufReader<File>> {
    csv::ReaderBuilder::new().delimiter(asked.delimiter).from_reader(BufReader::with_capacity(1 << 20, file))
}

/// The header, without the byte order mark that spreadsheets put before it.
fn header(asked: &Pseudonymise, reader: &mut csv::Reader<BufReader<File>>) -> Result<Vec<String>, Failure> {
    let header = reader.headers().map_err(|error| unreadable(asked, &error))?;
    let mut names: Vec<String> = header.iter().map(str::to_owned).collect();
    if let Some(first) = names.first_mut() {
        *first = first.trim_start_matches('\u{feff}').to_owned();
    }
    Ok(names)
}

/// Why a record cannot be read; the library's own words may hold what stands in it.
fn unreadable(asked: &Pseudonymise, error: &csv::Error) -> Diagnostic {
    let record = error.position().map_or(0, csv::Position::record);
    let message = || Text::new().file(&asked.file).say(": record ").number(record);
    match error.kind() {
        csv::ErrorKind::Io(error) => {
            let message = Text::new().file(&asked.file).say(" could not be read: ").system(error);
            Diagnostic::error(&codes::READ_FAILED, message)
        }
        csv::ErrorKind::Utf8 { .. } => Diagnostic::error(&codes::NOT_UTF8, message().say(" is not UTF-8")),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            let code = if len < expected_len { &codes::SHORT_ROW } else { &codes::LONG_ROW };
            let message = message().say(" has ").number(*len).say(" fields, the header ").number(*expected_len);
            Diagnostic::error(code, message)
        }
        _ => Diagnostic::error(&codes::READ_FAILED, message().say(" cannot be read as CSV")),
    }
}

/// Counts for people and programs.
fn table(counts: &Counts) -> Table {
    let mut table = Table::new(["what", "records"]);
    for (what, records) in counts.lines() {
        table.push(vec![Value::from(what), Value::from(records)]);
    }
    table
}

fn tell(asked: &Pseudonymise, key: &Key, printer: &Printer) {
    printer.say(&format!(
        "{}: key {} for {}, kept by {}",
        asked.out.display(),
        key.id(),
        key.purpose(),
        key.custodian()
    ));
    if asked.note.note {
        printer.say(&format!("{}: send it last", note::path(&asked.out).display()));
    }
}

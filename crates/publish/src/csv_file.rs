//! Tables as CSV after RFC 4180: UTF-8 without byte order mark, a header, quotes where they are needed. Lines end with a
//! line feed alone, which every reader of the format takes and line tools prefer.
//!
//! Not allowed in here: changing a number. Only words are made safe for spreadsheets.

use std::borrow::Cow;

use crate::error::PublishError;
use crate::table::{Kind, Table};

/// Words that a spreadsheet would take for a formula get an apostrophe before them.
pub(crate) fn spreadsheet_safe(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}").into() } else { text }
}

/// A table as the bytes of a CSV file.
pub(crate) fn encode(table: &Table<'_>, file: &str) -> Result<Vec<u8>, PublishError> {
    let failed = || PublishError::Encode { file: file.to_owned() };
    let mut writer = writer();
    let names = table.headings().iter().map(|(name, _)| *name);
    writer.write_record(names).map_err(|_| failed())?;
    for row in 0..table.rows() {
        for (column, (_, kind)) in table.headings().iter().enumerate() {
            let text = table.cell(row, column).print();
            let text = if *kind == Kind::Text { spreadsheet_safe(text) } else { text };
            writer.write_field(text.as_bytes()).map_err(|_| failed())?;
        }
        writer.write_record(None::<&[u8]>).map_err(|_| failed())?;
    }
    writer.into_inner().map_err(|_| failed())
}

/// The same file with the cells of some columns emptied.
pub(crate) fn with_blank_columns(bytes: &[u8], blank: &[&str], file: &str) -> Result<Vec<u8>, PublishError> {
    let failed = || PublishError::Decode { file: file.to_owned() };
    let mut reader = reader(bytes);
    let mut writer = writer();
    let header = reader.byte_headers().map_err(|_| failed())?.clone();
    let is_blank: Vec<bool> = header.iter().map(|name| blank.iter().any(|blank| blank.as_bytes() == name)).collect();
    writer.write_byte_record(&header).map_err(|_| failed())?;
    for record in reader.byte_records() {
        let record = record.map_err(|_| failed())?;
        let kept = record.iter().zip(&is_blank).map(|(cell, blank)| if *blank { &b""[..] } else { cell });
        writer.write_record(kept).map_err(|_| failed())?;
    }
    writer.into_inner().map_err(|_| failed())
}

/// A reader of files made here.
pub(crate) fn reader(bytes: &[u8]) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().from_reader(bytes)
}

fn writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new())
}

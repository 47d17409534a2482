//! Records with quoted cells: where they end, and what is in them.
//!
//! Not allowed in here: reading more bytes. The rules are those of `csv-core`: a quote opens a cell only as its first
//! byte, is doubled inside, and what follows the closing quote up to the separator belongs to the cell.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};
use memchr::{memchr, memchr2};

/// Where a record ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Boundary {
    /// At the line end at this position.
    LineEnd(usize),
    /// Not in these bytes; a cell is open at their end.
    InsideQuote,
    /// Not in these bytes; no cell is open at their end, if they are all there is.
    Open,
}

/// Finds the end of the record that begins at the start of `bytes`.
pub(crate) fn boundary(bytes: &[u8], delimiter: u8) -> Boundary {
    let mut at = 0;
    loop {
        if bytes.get(at) == Some(&b'"') {
            match closing_quote(bytes, at + 1) {
                Some(closing) => at = closing + 1,
                None => return Boundary::InsideQuote,
            }
        }
        match memchr2(delimiter, b'\n', &bytes[at..]) {
            None => return Boundary::Open,
            Some(hit) if bytes[at + hit] == b'\n' => return Boundary::LineEnd(at + hit),
            Some(hit) => at += hit + 1,
        }
    }
}

/// Position of the quote that closes a cell whose content begins at `from`.
fn closing_quote(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let quote = at + memchr(b'"', &bytes[at..])?;
        if bytes.get(quote + 1) != Some(&b'"') {
            return Some(quote);
        }
        at = quote + 2;
    }
}

/// Takes the quotes off a record.
pub(crate) struct Unquoter {
    reader: Reader,
    delimiter: u8,
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Unquoter {
    pub(crate) fn new(delimiter: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter).terminator(Terminator::Any(b'\n')).build();
        Self { reader, delimiter, text: Vec::new(), ends: Vec::new() }
    }

    /// The text of the last record that was unquoted.
    pub(crate) fn text(&self) -> &[u8] {
        &self.text
    }

    /// Unquotes one whole record, given without its line end, and fills `bounds`. False when the bytes are not one
    /// record, which the boundary rule excludes.
    pub(crate) fn unquote(&mut self, raw: &[u8], bounds: &mut Vec<(usize, usize)>) -> bool {
        self.reader.reset();
        self.text.resize(raw.len(), 0);
        self.ends.resize(memchr::memchr_iter(self.delimiter, raw).count() + 1, 0);
        let (_, read, written, ended) = self.reader.read_record(raw, &mut self.text, &mut self.ends);
        if read != raw.len() {
            return false;
        }
        // No more input: what was read so far is the record.
        let (result, _, _, more) = self.reader.read_record(&[], &mut self.text[written..], &mut self.ends[ended..]);
        bounds.clear();
        let ends = self.ends.iter().take(ended + more);
        let mut start = 0;
        for end in ends {
            bounds.push((start, *end));
            start = *end;
        }
        result == ReadRecordResult::Record
    }
}

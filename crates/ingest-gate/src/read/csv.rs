//! Separated values, block by block: finds where records begin and end, and never holds more than a block and a record.
//!
//! Not allowed in here: guessing. What does not end cleanly is refused.

use std::io::Read;

use concordat_diagnostics::{Code, Text, codes};
use memchr::{memchr3_iter, memrchr};

use crate::input::DeliveredFile;
use crate::limits::Limits;
use crate::read::meter::{Measured, Meter};
use crate::read::prelude::read_error;
use crate::read::quoted::{Boundary, Unquoter, boundary};
use crate::read::record::RecordView;
use crate::stop::Stop;

const BYTE_ORDER_MARK: &[u8] = &[0xef, 0xbb, 0xbf];

/// A reader of records. The first is the header, with number 0.
pub(crate) struct CsvReader<'a, R> {
    input: R,
    delivered: DeliveredFile<'a>,
    length_known: bool,
    delimiter: u8,
    limits: Limits,
    meter: Meter,
    buffer: Vec<u8>,
    /// Start of what was not handed over.
    start: usize,
    /// End of what was read.
    filled: usize,
    /// Up to here the buffer was looked at for UTF-8.
    checked: usize,
    /// Where the buffer stops being UTF-8.
    invalid_at: Option<usize>,
    ended: bool,
    next_number: u64,
    bounds: Vec<(usize, usize)>,
    unquoter: Unquoter,
    had_byte_order_mark: bool,
}

/// A record in the buffer.
#[derive(Clone, Copy)]
struct Span {
    /// End of its content, without the line end.
    end: usize,
    /// Start of the next.
    next: usize,
    quoted: bool,
}

enum Found {
    Record(Span),
    /// More bytes are needed; whether a cell is open where they end.
    Unfinished {
        inside_quote: bool,
        quoted: bool,
    },
}

impl<'a, R: Read> CsvReader<'a, R> {
    pub(crate) fn new(input: R, delivered: DeliveredFile<'a>, delimiter: char, limits: &Limits) -> Self {
        // A separator outside ASCII does not come from anybody's spreadsheet program.
        let delimiter = u8::try_from(delimiter).ok().filter(u8::is_ascii).unwrap_or(b',');
        Self {
            input,
            delivered,
            length_known: super::note::length_is_known(&delivered),
            delimiter,
            limits: *limits,
            meter: Meter::new(super::note::wants_sha256(&delivered)),
            buffer: Vec::new(),
            start: 0,
            filled: 0,
            checked: 0,
            invalid_at: None,
            ended: false,
            next_number: 0,
            bounds: Vec::new(),
            unquoter: Unquoter::new(delimiter),
            had_byte_order_mark: false,
        }
    }

    /// Whether the file began with a byte order mark; known once the first record was read.
    pub(crate) fn had_byte_order_mark(&self) -> bool {
        self.had_byte_order_mark
    }

    /// The header. It must be asked for before any record.
    ///
    /// # Errors
    /// As [`CsvReader::next_record`]; also when there is no line at all.
    pub(crate) fn headers(&mut self) -> Result<Vec<String>, Stop> {
        let delivered = self.delivered;
        let Some(header) = self.next_record()? else {
            return Err(delivered.fault(&codes::EMPTY_FILE, "the file has blank lines alone"));
        };
        // The reader has checked that it is UTF-8.
        let text = |position| String::from_utf8_lossy(header.field(position)).into_owned();
        Ok((0..header.fields()).map(text).collect())
    }

    /// Length and checksums of all that was read.
    pub(crate) fn finish(self) -> Measured {
        self.meter.finish()
    }

    /// The next record; `None` at the end. Blank lines are no records.
    ///
    /// # Errors
    /// A [`Stop`] when the file cannot be read, is not UTF-8, is cut off, or has a record that is too large.
    pub(crate) fn next_record(&mut self) -> Result<Option<RecordView<'_>>, Stop> {
        let span = loop {
            match self.find() {
                Found::Record(span) => {
                    self.check_span(span)?;
                    if span.end == self.start {
                        self.start = span.next;
                        continue;
                    }
                    break span;
                }
                Found::Unfinished { .. } if !self.ended => self.refill()?,
                Found::Unfinished { .. } if self.start == self.filled => return Ok(None),
                Found::Unfinished { inside_quote, quoted } => break self.last_span(inside_quote, quoted)?,
            }
        };
        self.hand_over(span).map(Some)
    }

    /// Looks for the end of the record at `start`, and for its fields while no cell is quoted.
    fn find(&mut self) -> Found {
        self.bounds.clear();
        let bytes = &self.buffer[self.start..self.filled];
        let mut field = 0;
        for at in memchr3_iter(self.delimiter, b'\n', b'"', bytes) {
            let byte = bytes[at];
            if byte == b'"' {
                if at == field {
                    return self.find_quoted();
                }
            } else if byte == b'\n' {
                let end = if at > field && bytes[at - 1] == b'\r' { at - 1 } else { at };
                self.bounds.push((field, end));
                return Found::Record(Span { end: self.start + end, next: self.start + at + 1, quoted: false });
            } else {
                self.bounds.push((field, at));
                field = at + 1;
            }
        }
        self.bounds.push((field, bytes.len()));
        Found::Unfinished { inside_quote: false, quoted: false }
    }

    fn find_quoted(&self) -> Found {
        let bytes = &self.buffer[self.start..self.filled];
        match boundary(bytes, self.delimiter) {
            Boundary::LineEnd(at) => {
                let end = if bytes[..at].ends_with(b"\r") { at - 1 } else { at };
                Found::Record(Span { end: self.start + end, next: self.start + at + 1, quoted: true })
            }
            Boundary::InsideQuote => Found::Unfinished { inside_quote: true, quoted: true },
            Boundary::Open => Found::Unfinished { inside_quote: false, quoted: true },
        }
    }

    /// The record at the end of the file that has no line end.
    fn last_span(&self, inside_quote: bool, quoted: bool) -> Result<Span, Stop> {
        let span = Span { end: self.filled, next: self.filled, quoted };
        self.check_span(span)?;
        if inside_quote {
            return Err(self.fault(&codes::CUT_INSIDE_A_CELL, "a quoted cell is never closed"));
        }
        if !self.length_known {
            return Err(self.fault(&codes::CUT_OFF, "the last line has no line end"));
        }
        Ok(span)
    }

    fn check_span(&self, span: Span) -> Result<(), Stop> {
        if self.invalid_at.is_some_and(|invalid| invalid < span.next) {
            return Err(self.fault(&codes::NOT_UTF8, "the text is not UTF-8"));
        }
        if span.end - self.start > self.limits.record_bytes {
            return Err(self.too_large());
        }
        Ok(())
    }

    fn hand_over(&mut self, span: Span) -> Result<RecordView<'_>, Stop> {
        let start = std::mem::replace(&mut self.start, span.next);
        let number = self.next_number;
        self.next_number += 1;
        let raw = &self.buffer[start..span.end];
        if !span.quoted {
            return Ok(RecordView { number, text: raw, bounds: &self.bounds, raw });
        }
        if !self.unquoter.unquote(raw, &mut self.bounds) {
            return Err(self.fault(&codes::CUT_INSIDE_A_CELL, "a quoted cell is never closed"));
        }
        Ok(RecordView { number, text: self.unquoter.text(), bounds: &self.bounds, raw })
    }

    /// Moves what was not handed over to the front and reads on behind it.
    fn refill(&mut self) -> Result<(), Stop> {
        if self.filled - self.start > self.limits.record_bytes {
            return Err(self.too_large());
        }
        self.buffer.copy_within(self.start..self.filled, 0);
        self.filled -= self.start;
        self.checked -= self.start;
        self.invalid_at = self.invalid_at.map(|at| at - self.start);
        self.start = 0;
        self.buffer.resize(self.filled + self.limits.block_bytes.max(1), 0);
        while self.filled < self.buffer.len() {
            match self.input.read(&mut self.buffer[self.filled..]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(read) => {
                    self.meter.add(&self.buffer[self.filled..self.filled + read]);
                    self.filled += read;
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(read_error(&self.delivered, error)),
            }
        }
        self.take_off_mark();
        self.check_text();
        Ok(())
    }

    /// Skips a byte order mark, before the first record is handed over.
    fn take_off_mark(&mut self) {
        let at_the_start = self.next_number == 0 && !self.had_byte_order_mark;
        if at_the_start && self.buffer[..self.filled].starts_with(BYTE_ORDER_MARK) {
            self.had_byte_order_mark = true;
            self.start = BYTE_ORDER_MARK.len();
            self.checked = self.start;
        }
    }

    /// Looks at new bytes up to the last line end, which no character crosses.
    fn check_text(&mut self) {
        let fresh = &self.buffer[self.checked..self.filled];
        let whole = if self.ended { Some(fresh.len()) } else { memrchr(b'\n', fresh).map(|at| at + 1) };
        let Some(whole) = whole else { return };
        if self.invalid_at.is_none()
            && let Err(error) = std::str::from_utf8(&fresh[..whole])
        {
            self.invalid_at = Some(self.checked + error.valid_up_to());
        }
        self.checked += whole;
    }

    fn too_large(&self) -> Stop {
        let text = Text::new().say("the record has more than ").number(self.limits.record_bytes as u64);
        let text = text.say(" bytes; is a quote never closed?");
        self.delivered.fault_at(self.next_number, &codes::RECORD_TOO_LARGE, text)
    }

    fn fault(&self, code: &'static Code, words: &'static str) -> Stop {
        self.delivered.fault_at(self.next_number, code, words)
    }
}

//! A template that people have filled in, read back.
//!
//! Each thing that people and spreadsheet programs do to a sheet is either read right, and said, or refused with the cell. Not
//! allowed in here: a sheet's name in a message, unless it is one of ours; it may be anything.

mod columns;
mod rows;
mod sheets;

use concordat_declare::contract::Contract;
use concordat_diagnostics::{Diagnostic, Severity, Text, codes};
use concordat_tables::{Limits, Spot};

use crate::terms::{Terms, Use};

/// Faults that are told one by one.
const TOLD: usize = 20;

/// Where in a workbook something is: a sheet of ours by name, any other by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetPlace {
    /// The number of the sheet, from 1.
    pub number: u64,
    /// Whether it has the template's name.
    pub ours: bool,
}

impl SheetPlace {
    /// `Data!C7`, or `sheet 2, C7`.
    #[must_use]
    pub fn cell(&self, at: Spot) -> Text {
        let text = match self.ours {
            true => Text::new().say(crate::template::DATA),
            false => Text::new().say("sheet ").number(self.number),
        };
        match at.column {
            0 => text.say(", row ").number(at.row),
            column if self.ours => text.say("!").cell(at.row, column),
            column => text.say(", ").cell(at.row, column),
        }
    }
}

/// A record of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledRow {
    /// Its row as the spreadsheet program counts, from 1.
    pub number: u64,
    /// Its cells, one for each header.
    pub cells: Vec<String>,
}

/// A workbook that was read.
#[derive(Clone, Debug)]
pub struct Filled {
    /// The sheet that holds the data.
    pub sheet: SheetPlace,
    /// Headers, blanks around them taken off, in the order of the sheet.
    pub headers: Vec<String>,
    /// The sheet's column of each header, from 1.
    pub columns: Vec<u64>,
    /// Records.
    pub rows: Vec<FilledRow>,
    /// What was read otherwise than it stands.
    pub notices: Vec<Diagnostic>,
}

impl Filled {
    /// The records as separated values, columns in the order of the contract and others behind them.
    #[must_use]
    pub fn csv(&self, contract: &Contract) -> Vec<u8> {
        let of_contract = contract.columns.iter().filter_map(|column| self.position(&column.header));
        let mut order: Vec<usize> = of_contract.collect();
        order.extend((0..self.headers.len()).filter(|position| !order.contains(position)).collect::<Vec<_>>());
        let mut writer = csv::Writer::from_writer(Vec::new());
        let header = order.iter().map(|position| self.headers[*position].as_str());
        let mut written = writer.write_record(header);
        for row in &self.rows {
            written =
                written.and_then(|()| writer.write_record(order.iter().map(|position| row.cells[*position].as_str())));
        }
        written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default()
    }

    fn position(&self, header: &str) -> Option<usize> {
        self.headers.iter().position(|sent| sent == header)
    }
}

/// Reads a filled-in workbook, which people know as `shown`.
///
/// # Errors
/// Every fault with its cell.
pub fn filled(
    bytes: &[u8],
    terms: &Terms<'_>,
    purpose: Use,
    limits: &Limits,
    shown: &str,
) -> Result<Filled, Vec<Diagnostic>> {
    let book = concordat_tables::read_cells(bytes, limits).map_err(|error| vec![error.diagnostic(shown, None)])?;
    let mut told = Told { shown, faults: Vec::new() };
    let data = sheets::choose(&book, terms, purpose, &mut told);
    let Some((place, sheet)) = data else { return Err(told.faults) };
    let found = columns::find(sheet, &place, terms, purpose, &mut told);
    let Some(found) = found else { return Err(told.faults) };
    if purpose == Use::Delivery {
        sheets::notes(&book, found.header_row, &place, &mut told);
    }
    let read = rows::Rows { terms, purpose, sheet, place: &place, found: &found }.read(&mut told);
    if !told.faults.is_empty() {
        return Err(told.shortened());
    }
    let (rows, notices) = read;
    let notices = notices.into_iter().map(|text| told.diagnostic(Severity::Notice, text)).collect();
    Ok(Filled { sheet: place, headers: found.headers, columns: found.columns, rows, notices })
}

/// The faults of a workbook.
struct Told<'a> {
    shown: &'a str,
    faults: Vec<Diagnostic>,
}

impl Told<'_> {
    /// Adds a fault at a cell, or at a row where the column is 0.
    fn at(&mut self, place: &SheetPlace, at: Spot, code: &'static concordat_diagnostics::Code, text: &Text) {
        let message = place.cell(at).say(": ").and(text);
        let at = concordat_diagnostics::Place { file: self.shown.to_owned(), line: at.row, column: at.column };
        self.faults.push(Diagnostic::error(code, message).at(at));
    }

    /// Adds a fault of the workbook as a whole.
    fn whole(&mut self, code: &'static concordat_diagnostics::Code, text: Text) {
        self.faults.push(Diagnostic::error(code, text).at(concordat_diagnostics::Place::whole(self.shown)));
    }

    fn diagnostic(&self, severity: Severity, text: Text) -> Diagnostic {
        let place = concordat_diagnostics::Place::whole(self.shown);
        Diagnostic { severity, ..Diagnostic::error(&codes::READ_WITH_CARE, text).at(place) }
    }

    /// The first faults, and how many more there are.
    fn shortened(mut self) -> Vec<Diagnostic> {
        let more = self.faults.len().saturating_sub(TOLD);
        self.faults.truncate(TOLD);
        if let Some(last) = self.faults.last_mut().filter(|_| more > 0) {
            last.message = last.message.clone().say("; and ").number(more as u64).say(" more faults");
        }
        self.faults
    }
}

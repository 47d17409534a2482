//! Filled-in workbooks: the rows of the sheet become records, whose numbers are those that people see beside the rows.
//!
//! The file and its cells are held in memory, both limited by the source; nothing of it is written. Not allowed in here: reading a
//! cell otherwise than the desk does.

use std::io::Read;

use concordat_desk::{Filled, FilledRow, SheetPlace, Terms, Use, filled};
use concordat_diagnostics::{Diagnostic, codes};
use concordat_store::vault::ContentReader;
use concordat_tables::Limits;

use crate::input::GateInput;
use crate::read::prelude::read_error;
use crate::read::record::RecordView;
use crate::stop::Stop;

/// Where the records of a workbook stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sheet {
    /// The sheet.
    pub(crate) place: SheetPlace,
    /// The sheet's column of each field, from 1.
    pub(crate) columns: Vec<u64>,
}

/// Reads a workbook.
///
/// # Errors
/// A [`Stop`] with every fault and its cell.
pub(crate) fn open(mut file: ContentReader, input: &GateInput<'_>) -> Result<Filled, Stop> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(|source| read_error(&input.file, source))?;
    let terms = Terms {
        partnership: input.partnership,
        source: input.source,
        contract: input.contract,
        allow_list: input.allow_list,
    };
    let limits = Limits::of(&input.source.checks);
    let read = filled(&bytes, &terms, Use::Delivery, &limits, input.file.shown);
    read.map_err(|faults| {
        if faults.iter().any(|fault| over_shares(fault, input)) {
            Stop::OverShared(faults)
        } else {
            Stop::Delivery(faults)
        }
    })
}

/// Whether a fault says that more was sent than was agreed.
fn over_shares(fault: &Diagnostic, input: &GateInput<'_>) -> bool {
    let is = |code: &concordat_diagnostics::Code| fault.code.number == code.number;
    // Under an open licence a day is no nearer to anybody than a month.
    is(&codes::OVER_SHARED)
        || is(&codes::WORKBOOK_HOLDS_MORE)
        || is(&codes::DAY_FOR_PERIOD) && input.anonymity.is_some()
}

/// A row as a record, used again for every row.
#[derive(Default)]
pub(crate) struct Line {
    text: Vec<u8>,
    bounds: Vec<(usize, usize)>,
}

impl Line {
    /// The record of a row.
    pub(crate) fn of(&mut self, row: &FilledRow) -> RecordView<'_> {
        self.text.clear();
        self.bounds.clear();
        for cell in &row.cells {
            let start = self.text.len();
            self.text.extend_from_slice(cell.as_bytes());
            self.bounds.push((start, self.text.len()));
            // Keeps cells apart where the record is set aside as a whole.
            self.text.push(b',');
        }
        RecordView { number: row.number, text: &self.text, bounds: &self.bounds, raw: &self.text }
    }
}

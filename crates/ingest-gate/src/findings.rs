//! Gathers what is found wrong: every fault counted, the first few of each kind told at their place.
//!
//! Not allowed in here: cells. A fault is a code, a declared column and a record number.

use std::collections::BTreeMap;

use concordat_base::Name;
use concordat_diagnostics::{Code, Diagnostic, Place, Severity, Text};
use concordat_tables::Spot;

use crate::read::workbook::Sheet;
use crate::receipt::ReceiptFault;

/// How many faults of one code are told one by one.
const TOLD_EACH: u64 = 10;

/// Faults of one code in one column.
#[derive(Clone, Debug)]
struct Tally {
    code: &'static Code,
    count: u64,
    first_records: Vec<u64>,
    /// Position of the column in the file, from 1; 0 where the whole record is meant.
    field: u64,
}

/// All that was found in a delivery.
#[derive(Clone, Debug)]
pub(crate) struct Findings {
    shown: String,
    whole: Vec<Diagnostic>,
    records: BTreeMap<(u16, Option<Name>), Tally>,
    /// Whether numbers of records are those of rows in a workbook.
    of_a_sheet: bool,
    /// Where the records of a workbook stand, once that is known.
    sheet: Option<Sheet>,
}

impl Findings {
    pub(crate) fn new(shown: &str) -> Self {
        Self { shown: shown.to_owned(), whole: Vec::new(), records: BTreeMap::new(), of_a_sheet: false, sheet: None }
    }

    /// Says that the file is a workbook.
    pub(crate) fn of_a_sheet(&mut self) {
        self.of_a_sheet = true;
    }

    /// Says where the records of the workbook stand.
    pub(crate) fn stand_on(&mut self, sheet: Sheet) {
        self.sheet = Some(sheet);
    }

    /// Whether numbers of records are those of rows in a workbook.
    pub(crate) fn are_rows(&self) -> bool {
        self.of_a_sheet
    }

    /// The cells of the first records of a fault, as spreadsheet programs name them.
    fn cells(&self, tally: &Tally) -> Vec<Text> {
        let Some(sheet) = &self.sheet else { return Vec::new() };
        let field = usize::try_from(tally.field).unwrap_or(0).checked_sub(1);
        let column = field.and_then(|field| sheet.columns.get(field)).copied().unwrap_or(0);
        tally.first_records.iter().map(|row| sheet.place.cell(Spot { row: *row, column })).collect()
    }

    /// Adds something about the file as a whole.
    pub(crate) fn add(&mut self, diagnostic: Diagnostic) {
        self.whole.push(diagnostic);
    }

    /// Adds a fault of a record, in a column at a position of the file where it is in one.
    pub(crate) fn refuse(&mut self, code: &'static Code, record: u64, column: Option<(&Name, usize)>) {
        let key = (code.number, column.map(|(name, _)| name.clone()));
        let field = column.map_or(0, |(_, position)| position as u64 + 1);
        let tally =
            self.records.entry(key).or_insert_with(|| Tally { code, count: 0, first_records: Vec::new(), field });
        tally.count += 1;
        if tally.count <= TOLD_EACH {
            tally.first_records.push(record);
        }
    }

    /// Forgets everything, before the file is read again.
    pub(crate) fn forget(&mut self) {
        self.whole.clear();
        self.records.clear();
    }

    /// Count of faults by code, those of records and of the file.
    pub(crate) fn totals(&self) -> BTreeMap<u16, u64> {
        let mut totals = BTreeMap::new();
        for ((number, _), tally) in &self.records {
            *totals.entry(*number).or_default() += tally.count;
        }
        for fault in self.whole.iter().filter(|fault| fault.severity == Severity::Error) {
            *totals.entry(fault.code.number).or_default() += 1;
        }
        totals
    }

    /// Faults of records for a receipt, in order of code and column.
    pub(crate) fn receipt_faults(&self) -> Vec<ReceiptFault> {
        let whole = self.whole.iter().map(ReceiptFault::of_file);
        let records = self.records.iter().map(|((_, column), tally)| {
            ReceiptFault::of_records(tally.code, column.as_ref(), tally.count, &tally.first_records)
                .in_cells(self.cells(tally))
        });
        whole.chain(records).collect()
    }

    /// All as diagnostics, those of records with the severity that the verdict gives them.
    pub(crate) fn diagnostics(&self, severity: Severity) -> Vec<Diagnostic> {
        let mut told = self.whole.clone();
        let mut told_of_code: BTreeMap<u16, u64> = BTreeMap::new();
        for ((number, column), tally) in &self.records {
            for record in &tally.first_records {
                let told_before = told_of_code.entry(*number).or_default();
                if *told_before < TOLD_EACH {
                    *told_before += 1;
                    told.push(self.diagnostic(tally, column.as_ref(), *record, severity));
                }
            }
        }
        concordat_diagnostics::diagnostic::sort(&mut told);
        told
    }

    fn diagnostic(&self, tally: &Tally, column: Option<&Name>, record: u64, severity: Severity) -> Diagnostic {
        let text = Text::new().say(tally.code.title);
        let text = column.map_or_else(|| text.clone(), |name| text.clone().say(", in the column ").name(name));
        let place = Place { file: self.shown.clone(), line: record, column: tally.field };
        Diagnostic { severity, ..Diagnostic::error(tally.code, text).at(place) }
    }
}

//! The records of a filled-in sheet.
//!
//! Not allowed in here: leaving a row out without saying so.

use std::collections::{BTreeMap, BTreeSet};

use concordat_declare::contract::{Column, ColumnKind};
use concordat_diagnostics::{Text, codes};
use concordat_tables::{Held, Spot, TypedCell, TypedSheet};

use super::columns::Columns;
use super::{FilledRow, SheetPlace, Told};
use crate::cells::{self, Care};
use crate::example;
use crate::terms::{Terms, Use};

/// Words that begin a row of totals.
const TOTALS: [&str; 6] = ["total", "totals", "grand total", "subtotal", "sub-total", "sum"];

/// What the rows are read with.
pub(super) struct Rows<'a> {
    pub(super) terms: &'a Terms<'a>,
    pub(super) purpose: Use,
    pub(super) sheet: &'a TypedSheet,
    pub(super) place: &'a SheetPlace,
    pub(super) found: &'a Columns,
}

/// How often cells were read with care, and where first.
#[derive(Default)]
struct Cared(BTreeMap<Care, (u64, Spot)>);

impl Rows<'_> {
    /// Reads every row below the header; the records, and what was read otherwise than it stands.
    pub(super) fn read(&self, told: &mut Told<'_>) -> (Vec<FilledRow>, Vec<Text>) {
        self.merged(told);
        let contract: Vec<Option<&Column>> =
            self.found.headers.iter().map(|header| self.terms.column_of(header)).collect();
        let lines = self.lines();
        let last = lines.keys().next_back().copied();
        let (mut rows, mut cared, mut notices) = (Vec::new(), Cared::default(), Vec::new());
        let example = self.example(&contract);
        for (number, line) in &lines {
            let at = Spot { row: *number, column: 0 };
            if self.sheet.hidden_rows.contains(number) {
                told.at(self.place, at, &codes::HIDDEN_ROWS, &"the row is hidden, and holds something".into());
            } else if let Some(cell) = self.totals(line, &contract) {
                match Some(*number) == last {
                    true => notices.push(self.place.cell(at).say(": the last row holds totals, and was left out")),
                    false => told.at(self.place, cell.at, &codes::TOTALS_ROW, &"a row of totals among records".into()),
                }
            } else {
                let cells = self.row(line, &contract, &mut cared, told);
                if example.as_ref() == Some(&cells) {
                    notices.push(self.place.cell(at).say(": the made-up example was left out"));
                } else {
                    rows.push(FilledRow { number: *number, cells });
                }
            }
        }
        self.gaps(&lines, &mut notices);
        notices.extend(cared.0.iter().map(|(care, (count, first))| self.said(*care, *count, *first)));
        (rows, notices)
    }

    fn said(&self, care: Care, count: u64, first: Spot) -> Text {
        let text = Text::new().number(count).say(if count == 1 { " cell: " } else { " cells: " }).say(care.words());
        let words = if count == 1 { "; in " } else { "; first in " };
        text.say(words).and(&self.place.cell(first))
    }

    /// Cells below the header by row; rows of blanks alone are none.
    fn lines(&self) -> BTreeMap<u64, Vec<&TypedCell>> {
        let mut lines: BTreeMap<u64, Vec<&TypedCell>> = BTreeMap::new();
        for cell in self.sheet.cells.iter().filter(|cell| cell.at.row > self.found.header_row) {
            if !cell.text.trim().is_empty() {
                lines.entry(cell.at.row).or_default().push(cell);
            }
        }
        lines
    }

    fn row(
        &self,
        line: &[&TypedCell],
        contract: &[Option<&Column>],
        cared: &mut Cared,
        told: &mut Told<'_>,
    ) -> Vec<String> {
        let mut cells = vec![String::new(); self.found.columns.len()];
        for cell in line {
            let Ok(position) = self.found.columns.binary_search(&cell.at.column) else { continue };
            let Some(column) = contract[position].filter(|column| column.kind != ColumnKind::Ignored) else {
                cells[position] = cell.text.trim().to_owned();
                continue;
            };
            match cells::read(self.terms, column, cell, self.purpose) {
                Ok((text, care)) => {
                    cared.add(&care, cell.at);
                    cells[position] = text;
                }
                Err((code, text)) => told.at(self.place, cell.at, code, &text),
            }
        }
        cells
    }

    /// The cell that says that a row holds totals, and no record.
    fn totals<'c>(&self, line: &[&'c TypedCell], contract: &[Option<&Column>]) -> Option<&'c TypedCell> {
        let column = |cell: &TypedCell| {
            let position = self.found.columns.binary_search(&cell.at.column).ok()?;
            contract[position]
        };
        let first = *line.first()?;
        let words = first.text.trim().trim_end_matches(':').to_lowercase();
        let is_code = || {
            let codes = column(first).and_then(|column| self.terms.codes(column)).unwrap_or_default();
            codes.iter().any(|(code, label)| *code == first.text.trim() || label.to_lowercase() == words)
        };
        if first.held == Held::Text && TOTALS.contains(&words.as_str()) && !is_code() {
            return Some(first);
        }
        let sum = |cell: &&TypedCell| {
            cell.formula && column(cell).is_some_and(|column| matches!(column.kind, ColumnKind::Integer { .. }))
        };
        let others = || self.terms.agreed().any(|column| !matches!(column.kind, ColumnKind::Integer { .. }));
        (line.iter().all(sum) && others()).then_some(first)
    }

    fn merged(&self, told: &mut Told<'_>) {
        let within = |end: &Spot| end.row >= self.found.header_row;
        for (start, _) in self.sheet.merges.iter().filter(|(_, end)| within(end)) {
            told.at(self.place, *start, &codes::MERGED_CELLS, &"cells are merged from here on".into());
        }
    }

    /// The example as a row of this sheet.
    fn example(&self, contract: &[Option<&Column>]) -> Option<Vec<String>> {
        let agreed = |column: &&Column| self.terms.is_agreed(column);
        let value = |column: &Option<&Column>| Some(example::value(self.terms, (*column).filter(agreed)?));
        let cells: Option<Vec<String>> = contract.iter().map(value).collect();
        cells.filter(|cells| !cells.is_empty())
    }

    fn gaps(&self, lines: &BTreeMap<u64, Vec<&TypedCell>>, notices: &mut Vec<Text>) {
        let numbers: BTreeSet<u64> = lines.keys().copied().collect();
        let mut before = self.found.header_row;
        let mut blank = 0;
        for number in numbers {
            blank += number - before - 1;
            before = number;
        }
        if blank > 0 {
            notices.push(Text::new().number(blank).say(" blank rows stand between records, and were passed over"));
        }
    }
}

impl Cared {
    fn add(&mut self, care: &BTreeSet<Care>, at: Spot) {
        for one in care {
            self.0.entry(*one).or_insert((0, at)).0 += 1;
        }
    }
}

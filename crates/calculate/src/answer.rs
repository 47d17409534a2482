//! Running a method over all groups, and putting its results into a table.
//!
//! Not allowed here: a rule of a method.

use concordat_diagnostics::{Diagnostic, Text, codes};

use crate::context::{Answered, Context, ERROR, Refused, Value, is_limit};
use crate::group::groups;
use crate::method::{Output, Shape};
use crate::number::write_number;
use crate::table::{Cells, Column, Table};

/// A row or group that was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusedRow {
    /// The record of the table, from 2 for the first under the header; of a group, its first.
    pub record: usize,
    /// Which rule it breaks, as a code for machines.
    pub code: &'static str,
}

/// What came of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The result.
    pub table: Table,
    /// What was refused, in order.
    pub refused: Vec<RefusedRow>,
}

/// Codes are told with so many records each; the rest is counted.
const MOST_RECORDS: usize = 5;

impl Answer {
    /// What was refused, as one warning for each code.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut known: Vec<&'static str> = self.refused.iter().map(|row| row.code).collect();
        known.sort_unstable();
        known.dedup();
        known.into_iter().map(|code| self.warning(code)).collect()
    }

    fn warning(&self, code: &'static str) -> Diagnostic {
        let records: Vec<u64> =
            self.refused.iter().filter(|row| row.code == code).map(|row| row.record as u64).collect();
        let mut text = Text::new().say("refused as ").say(code).say(": record");
        for (position, record) in records.iter().take(MOST_RECORDS).enumerate() {
            text = text.say(if position == 0 { " " } else { ", " }).number(*record);
        }
        if let Some(more @ 1..) = records.len().checked_sub(MOST_RECORDS) {
            text = text.say(" and ").number(more as u64).say(" more");
        }
        Diagnostic::warning(&codes::ROWS_REFUSED, text)
    }
}

/// Runs the method over all groups.
pub(crate) fn collect(context: &Context<'_>) -> Answer {
    let rows = context.table.rows();
    let mut sheet = Sheet::new(context);
    if context.grouped {
        for group in groups(&context.group_columns, rows) {
            sheet.add(context, &group);
        }
        sheet.in_order(context);
    } else {
        for row in 0..rows {
            sheet.add(context, &[row]);
        }
    }
    sheet.answer(context)
}

/// Results as they come: which row of the table each belongs to, and its values.
struct Sheet {
    names: Vec<String>,
    /// For each result: the row of the table whose cells are carried, its values, reason and error.
    lines: Vec<(usize, Answered, &'static str)>,
    refused: Vec<RefusedRow>,
}

impl Sheet {
    fn new(context: &Context<'_>) -> Self {
        let suffixes = context.suffixes();
        let names = context.method.outputs.iter().flat_map(|output| match output {
            Output::One { name, .. } => vec![(*name).to_owned()],
            Output::Limits { before, .. } => suffixes
                .iter()
                .flat_map(|suffix| [format!("{before}lower{suffix}"), format!("{before}upper{suffix}")])
                .collect(),
        });
        Self { names: names.collect(), lines: Vec::new(), refused: Vec::new() }
    }

    fn add(&mut self, context: &Context<'_>, rows: &[usize]) {
        let first = rows.first().copied().unwrap_or_default();
        match (context.method.run)(context, rows) {
            Ok(answered) => {
                let of_rows = context.method.shape == Shape::EachRowOfGroup;
                let lines = answered.into_iter().enumerate().map(|(position, answered)| {
                    let row = if of_rows { rows.get(position).copied() } else { None };
                    (row.unwrap_or(first), answered, "")
                });
                self.lines.extend(lines);
            }
            Err(Refused { code, row }) => {
                self.refused.push(RefusedRow { record: row.unwrap_or(first) + 2, code });
                let of_rows = context.method.shape == Shape::EachRowOfGroup;
                let lines = if of_rows { rows } else { &rows[..rows.len().min(1)] };
                self.lines.extend(lines.iter().map(|row| (*row, Answered::new(), code)));
            }
        }
    }

    /// Rows of groups go back to where they were.
    fn in_order(&mut self, context: &Context<'_>) {
        if context.method.shape == Shape::EachRowOfGroup {
            self.lines.sort_by_key(|(row, _, _)| *row);
        }
    }

    fn answer(self, context: &Context<'_>) -> Answer {
        let mut columns: Vec<Column> = self.carried(context);
        for (position, name) in self.names.iter().enumerate() {
            let values = self.lines.iter().map(|(_, answered, _)| answered.values.get(position));
            columns.push(Column { name: name.clone(), cells: cells(values) });
        }
        // A reason column may be one of the outputs' own.
        if !self.names.iter().any(|name| name == context.method.reasons) {
            let reasons = self.lines.iter().map(|(_, answered, _)| answered.reason.unwrap_or(""));
            columns.push(Column { name: context.method.reasons.to_owned(), cells: Cells::texts(reasons) });
        }
        let errors = self.lines.iter().map(|(_, _, error)| *error);
        columns.push(Column { name: ERROR.to_owned(), cells: Cells::texts(errors) });
        Answer { table: Table::new(columns).unwrap_or_default(), refused: self.refused }
    }

    /// Columns of the table that go along: those of the rows, or those that name the group and its options.
    fn carried(&self, context: &Context<'_>) -> Vec<Column> {
        let method = context.method;
        let is_result = |name: &str| {
            self.names.iter().any(|own| own == name)
                || name == method.reasons
                || name == ERROR
                || (is_limit(method, name) && !method.inputs.iter().any(|input| input.name == name))
        };
        let by_rows = method.shape == Shape::EachRowOfGroup || !context.grouped;
        let goes_along = |column: &&Column| {
            if by_rows {
                return !is_result(&column.name);
            }
            let names_group = context.group_columns.iter().any(|group| group.name == column.name);
            let is_option =
                method.options.iter().any(|option| option.name == column.name) || column.name == "confidence";
            names_group || (is_option && !is_result(&column.name))
        };
        let rows: Vec<usize> = self.lines.iter().map(|(row, _, _)| *row).collect();
        let copied = |column: &Column| {
            let cells = match &column.cells {
                Cells::Numbers(numbers) => Cells::Numbers(rows.iter().map(|row| numbers[*row]).collect()),
                Cells::Texts { .. } => {
                    let mut cells = Cells::no_texts();
                    rows.iter().for_each(|row| cells.push_text(&column.cells.text(*row)));
                    cells
                }
            };
            Column { name: column.name.clone(), cells }
        };
        context.table.columns().iter().filter(goes_along).map(copied).collect()
    }
}

/// A column of numbers where all values are numbers or missing, else of texts.
fn cells<'a>(values: impl Iterator<Item = Option<&'a Value>> + Clone) -> Cells {
    if values.clone().any(|value| matches!(value, Some(Value::Text(_)))) {
        let mut cells = Cells::no_texts();
        for value in values {
            match value {
                Some(Value::Text(text)) => cells.push_text(text),
                Some(Value::Number(number)) => cells.push_text(&write_number(*number)),
                Some(Value::Missing) | None => cells.push_text(""),
            }
        }
        return cells;
    }
    Cells::Numbers(
        values
            .map(|value| match value {
                Some(Value::Number(number)) => *number,
                _ => f64::NAN,
            })
            .collect(),
    )
}

//! Tables on stdout: aligned for people, CSV for spreadsheets, JSON for programs.
//!
//! Not allowed in here: writing them (see `printer`), and changing a number.

use serde::{Serialize, Serializer};
use serde_json::Value;

/// Named columns and rows of plain values.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

impl Table {
    /// An empty table.
    pub(crate) fn new(columns: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { columns: columns.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    /// Adds a row, one value for each column.
    pub(crate) fn push(&mut self, row: Vec<Value>) {
        self.rows.push(row);
    }

    /// The rows.
    pub(crate) fn rows(&self) -> &[Vec<Value>] {
        &self.rows
    }

    /// The same with ages and periods, which a spreadsheet would take for dates, written out.
    pub(crate) fn without_dates_in_words(mut self) -> Self {
        for value in self.rows.iter_mut().flatten() {
            if let Value::String(text) = value {
                *text = concordat_formats::spreadsheet_safe(text).into_owned();
            }
        }
        self
    }

    /// For a person: columns two blanks apart, numbers to the right.
    pub(crate) fn aligned(&self) -> String {
        let shown: Vec<Vec<String>> = self.rows.iter().map(|row| row.iter().map(on_one_line).collect()).collect();
        let columns: Vec<AlignedColumn> = (0..self.columns.len()).map(|at| self.aligned_column(at, &shown)).collect();
        let mut text = line(&columns, &self.columns);
        for row in &shown {
            text += &line(&columns, row);
        }
        text
    }

    fn aligned_column(&self, at: usize, shown: &[Vec<String>]) -> AlignedColumn {
        let width = |text: &String| text.chars().count();
        let widest = shown.iter().filter_map(|row| row.get(at)).map(width).max().unwrap_or(0);
        let mut values = self.rows.iter().filter_map(|row| row.get(at)).filter(|value| !value.is_null()).peekable();
        let numeric = values.peek().is_some() && values.all(Value::is_number);
        AlignedColumn { width: widest.max(width(&self.columns[at])), numeric }
    }

    /// For a spreadsheet: RFC 4180; words that a spreadsheet would take for a formula get an apostrophe before them.
    pub(crate) fn csv(&self) -> String {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
        let header = writer.write_record(&self.columns);
        let rows = self.rows.iter().try_for_each(|row| writer.write_record(row.iter().map(spreadsheet_safe)));
        // Writing to memory cannot fail, and every row has as many cells as there are columns.
        match (header.and(rows), writer.into_inner()) {
            (Ok(()), Ok(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
            _ => String::new(),
        }
    }
}

/// For a program: a list of objects, their keys in the order of the columns.
impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.rows.iter().map(|cells| Row { columns: &self.columns, cells }))
    }
}

struct Row<'table> {
    columns: &'table [String],
    cells: &'table [Value],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.columns.iter().zip(self.cells))
    }
}

struct AlignedColumn {
    width: usize,
    numeric: bool,
}

fn line(columns: &[AlignedColumn], cells: &[String]) -> String {
    let padded = columns.iter().zip(cells).map(|(column, cell)| {
        let width = column.width;
        if column.numeric { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
    });
    let joined = padded.collect::<Vec<_>>().join("  ");
    format!("{}\n", joined.trim_end())
}

/// A value as text: nothing for a missing one, numbers in their shortest form.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_f64() => number.as_f64().map_or_else(String::new, |it| it.to_string()),
        other => other.to_string(),
    }
}

/// The same on one line, without anything that a terminal would act upon.
fn on_one_line(value: &Value) -> String {
    plain(value).chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

fn spreadsheet_safe(value: &Value) -> String {
    match value {
        Value::String(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
        other => plain(other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn table() -> Table {
        let mut table = Table::new(["area_name", "value"]);
        table.push(vec![json!("Redcar, and Cleveland"), json!(-7.25)]);
        table.push(vec![json!("=A1"), json!(12.0)]);
        table.push(vec![json!("Eston\u{1b}[31m"), Value::Null]);
        table
    }

    #[test]
    fn numbers_stand_to_the_right_and_control_characters_reach_no_terminal() {
        let expected = "area_name              value\n\
                        Redcar, and Cleveland  -7.25\n\
                        =A1                       12\n\
                        Eston [31m\n";
        assert_eq!(table().aligned(), expected);
    }

    #[test]
    fn words_are_made_safe_for_spreadsheets_and_numbers_are_not_touched() {
        assert_eq!(table().csv(), "area_name,value\n\"Redcar, and Cleveland\",-7.25\n'=A1,12\nEston\u{1b}[31m,\n");
    }

    #[test]
    fn ages_and_periods_are_no_dates_and_numbers_are_not_touched() {
        let mut table = Table::new(["age", "period", "value"]);
        table.push(vec![json!("10-14"), json!("2011/12"), json!(-2.5)]);
        table.push(vec![json!("=1"), json!("2017/18"), json!(10.0)]);
        let expected = "age,period,value\n10 to 14,2011 to 2012,-2.5\n'=1,2017/18,10\n";
        assert_eq!(table.without_dates_in_words().csv(), expected);
    }

    #[test]
    fn json_names_every_cell_and_a_missing_one_is_null() {
        let text = serde_json::to_string(&table()).unwrap();
        assert!(text.starts_with(r#"[{"area_name":"Redcar, and Cleveland","value":-7.25},"#), "{text}");
        assert!(text.ends_with(r#""value":null}]"#), "{text}");
    }
}

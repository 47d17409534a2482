//! One sheet: title, lines, table; and the rules that a sheet must keep.
//!
//! Not allowed in here: looks that carry a meaning.

use std::collections::BTreeSet;

use rust_xlsxwriter::{
    ExcelDateTime, Format, FormatAlign, FormatUnderline, Table as MarkedTable, TableColumn, TableStyle, Worksheet,
};

use super::{Sheet, Workbook};
use crate::error::FormatsError;
use crate::observations::MARKS;
use crate::table::{Column, Kind};

/// What stands where there is nothing that could.
const NOT_APPLICABLE: &str = "[z]";
const WIDEST: usize = 60;
const NARROWEST: usize = 9;
/// Number of the paper size A4.
pub(super) const A4: u8 = 9;
const LINE_POINTS: f64 = 15.0;
/// The highest row that spreadsheets take.
const HIGHEST_POINTS: f64 = 405.0;
const LONGEST_NAME: usize = 31;

/// How cells look. None of it carries a meaning.
pub(super) struct Looks {
    pub(super) heading: Format,
    pub(super) wrapped: Format,
    pub(super) link: Format,
    header: Format,
    date: Format,
    /// By decimals.
    numbers: Vec<Format>,
}

impl Looks {
    pub(super) fn new() -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        let number = |decimals: usize| match decimals {
            0 => "#,##0".to_owned(),
            more => format!("#,##0.{}", "0".repeat(more)),
        };
        Self {
            heading: Format::new().set_bold().set_font_size(super::style::HEADING_SIZE),
            wrapped: top.clone().set_text_wrap(),
            link: top.clone().set_text_wrap().set_underline(FormatUnderline::Single).set_font_color("#0563C1"),
            header: top.clone().set_text_wrap().set_bold(),
            date: top.clone().set_num_format("yyyy-mm-dd"),
            numbers: (0..=6).map(|decimals| top.clone().set_num_format(number(decimals))).collect(),
        }
    }
}

/// Checks what cannot be mended: names, headers, rows, marks.
pub(super) fn check(book: &Workbook<'_>) -> Result<(), FormatsError> {
    let mut names = BTreeSet::from(["cover".to_owned(), "contents".to_owned(), "notes".to_owned()]);
    let explained: BTreeSet<&str> = book.notes.iter().map(|note| note.sign.as_str()).collect();
    for sheet in &book.sheets {
        let broken = |fault: &str| FormatsError::Sheet { sheet: sheet.name.clone(), fault: fault.to_owned() };
        let is_fit = !sheet.name.is_empty()
            && sheet.name.chars().count() <= LONGEST_NAME
            && !sheet.name.contains(['[', ']', ':', '*', '?', '/', '\\', '\'']);
        if !is_fit {
            return Err(broken("has a name that a spreadsheet does not take: 1 to 31 characters, none of []:*?/\\'"));
        }
        if !names.insert(sheet.name.to_lowercase()) {
            return Err(broken("has the name of another"));
        }
        check_table(sheet, &explained)?;
    }
    Ok(())
}

fn check_table(sheet: &Sheet, explained: &BTreeSet<&str>) -> Result<(), FormatsError> {
    let broken = |fault: String| FormatsError::Sheet { sheet: sheet.name.clone(), fault };
    let mut titles = BTreeSet::new();
    for column in &sheet.table.columns {
        if column.title.is_empty() || !titles.insert(column.title.to_lowercase()) {
            return Err(broken(format!("has a header that is empty or used twice: `{}`", column.title)));
        }
    }
    if sheet.table.rows.is_empty() {
        return Err(broken("has no row; leave the sheet out and say so on the cover".to_owned()));
    }
    if sheet.table.rows.iter().any(|row| row.len() != sheet.table.columns.len()) {
        return Err(broken("has a row that is not as long as the header".to_owned()));
    }
    let used = |sign: &str| sheet.table.rows.iter().flatten().any(|cell| cell.contains(sign));
    let empty = sheet.table.rows.iter().flatten().any(String::is_empty);
    let unexplained = MARKS
        .iter()
        .find(|mark| !explained.contains(mark.sign) && (used(mark.sign) || (empty && mark.sign == NOT_APPLICABLE)));
    match unexplained {
        Some(mark) => Err(broken(format!("uses the mark {} which no note explains", mark.sign))),
        None => Ok(()),
    }
}

/// Row of the first line of the table below its header, from 0.
pub(super) fn first_row(sheet: &Sheet) -> u32 {
    u32::try_from(sheet.lines.len()).unwrap_or(0) + 3
}

/// Writes a sheet.
pub(super) fn write(page: &mut Worksheet, sheet: &Sheet, looks: &Looks) -> Result<(), FormatsError> {
    page.set_name(&sheet.name)?;
    page.set_landscape().set_paper_size(A4);
    page.set_repeat_rows(first_row(sheet) - 1, first_row(sheet) - 1)?;
    page.write_string_with_format(0, 0, &sheet.title, &looks.heading)?;
    page.write_string(1, 0, "This sheet contains one table.")?;
    for (row, line) in (2..).zip(&sheet.lines) {
        page.write_string(row, 0, line)?;
    }
    mark_up(page, sheet, looks)?;
    let widths: Vec<u32> = (0..).zip(&sheet.table.columns).map(|(at, column)| width(sheet, column, at)).collect();
    for (row, cells) in (first_row(sheet)..).zip(&sheet.table.rows) {
        page.set_row_height(row, height(cells.iter().map(String::as_str).zip(widths.iter().copied())))?;
        for ((position, column), cell) in (0..).zip(&sheet.table.columns).zip(cells) {
            write_cell(page, (row, position), column.kind, cell, looks)?;
        }
    }
    Ok(())
}

/// Makes the range a table object, with its header row and widths.
fn mark_up(page: &mut Worksheet, sheet: &Sheet, looks: &Looks) -> Result<(), FormatsError> {
    let (first, rows) = (first_row(sheet), u32::try_from(sheet.table.rows.len()).unwrap_or(u32::MAX));
    let last_column = u16::try_from(sheet.table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let headers: Vec<TableColumn> = sheet
        .table
        .columns
        .iter()
        .map(|column| TableColumn::new().set_header(&column.title).set_header_format(&looks.header))
        .collect();
    let name = format!("t_{}", sheet.table.name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_"));
    let marked = MarkedTable::new()
        .set_name(name)
        .set_columns(&headers)
        .set_autofilter(false)
        .set_banded_rows(false)
        .set_style(TableStyle::None)
        .set_alt_text(&sheet.title);
    page.add_table(first - 1, 0, first + rows - 1, last_column, &marked)?;
    for (position, column) in (0..=last_column).zip(&sheet.table.columns) {
        page.set_column_width(position, width(sheet, column, usize::from(position)))?;
    }
    Ok(())
}

/// As wide as its longest cell or word of the header, within bounds.
fn width(sheet: &Sheet, column: &Column, position: usize) -> u32 {
    let cells = sheet.table.rows.iter().filter_map(|row| row.get(position)).map(|cell| cell.chars().count() + 1);
    let words = column.title.split(' ').map(|word| word.chars().count() + 2);
    let widest = cells.chain(words).max().unwrap_or(0).clamp(NARROWEST, WIDEST);
    u32::try_from(widest).unwrap_or(0)
}

/// High enough for the cell with the most lines: not every program makes room for wrapped words by itself.
pub(super) fn height<'a>(cells: impl Iterator<Item = (&'a str, u32)>) -> f64 {
    let lines = |(cell, width): (&str, u32)| {
        let letters = u32::try_from(cell.chars().count()).unwrap_or(u32::MAX);
        // Words do not break where a line is full, so that it holds a little less than its width.
        letters.div_ceil(width.saturating_sub(width / 8 + 1).max(1)).max(1)
    };
    let most = cells.map(lines).max().unwrap_or(1);
    (LINE_POINTS * f64::from(most)).min(HIGHEST_POINTS)
}

fn write_cell(
    page: &mut Worksheet,
    (row, position): (u32, u16),
    kind: Kind,
    cell: &str,
    looks: &Looks,
) -> Result<(), FormatsError> {
    if cell.is_empty() {
        page.write_string_with_format(row, position, NOT_APPLICABLE, &looks.wrapped)?;
    } else if let Some((number, decimals)) = number(kind, cell) {
        let format = looks.numbers.get(decimals).or(looks.numbers.last()).unwrap_or(&looks.wrapped);
        page.write_number_with_format(row, position, number, format)?;
    } else if let (Kind::Date, Ok(date)) = (kind, ExcelDateTime::parse_from_str(cell)) {
        page.write_datetime_with_format(row, position, &date, &looks.date)?;
    } else {
        page.write_string_with_format(row, position, words(kind, cell), &looks.wrapped)?;
    }
    Ok(())
}

fn words(kind: Kind, cell: &str) -> &str {
    match (kind, cell) {
        (Kind::Flag, "true") => "yes",
        (Kind::Flag, "false") => "no",
        _ => cell,
    }
}

/// The number in a cell of a column of numbers, with its decimals; a mark is none.
fn number(kind: Kind, cell: &str) -> Option<(f64, usize)> {
    let number: f64 = if kind.is_number() { cell.parse().ok()? } else { return None };
    let own = cell.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let decimals = match kind {
        Kind::Decimal { decimals: Some(declared) } => usize::from(declared),
        _ => own,
    };
    number.is_finite().then_some((number, decimals))
}

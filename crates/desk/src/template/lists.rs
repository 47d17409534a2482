//! The sheet of codes: for each list a column of codes and one of what they stand for.
//!
//! Not allowed in here: lists of columns that are not agreed.

use concordat_declare::contract::{Column, ColumnKind};
use rust_xlsxwriter::{Formula, Worksheet};

use super::LISTS;
use super::looks::Looks;
use crate::error::DeskError;
use crate::terms::Terms;

/// Rows above the first code.
pub(super) const HEADER_ROWS: u64 = 1;
/// A code, what it stands for, and nothing.
pub(super) const COLUMNS_EACH: usize = 3;

/// A list that drop-downs choose from.
pub(super) struct List<'a> {
    pub(super) name: String,
    pub(super) codes: Vec<(&'a str, &'a str)>,
}

/// The name of the list that a column's cells are chosen from.
pub(super) fn name(column: &Column) -> Option<&str> {
    match &column.kind {
        ColumnKind::Code { list } => Some(list.as_str()),
        ColumnKind::Area { level } => Some(level.as_str()),
        _ => None,
    }
}

/// Every list of the agreed columns, once.
pub(super) fn lists<'a>(terms: &Terms<'a>) -> Vec<List<'a>> {
    let mut lists: Vec<List<'a>> = Vec::new();
    for column in terms.agreed() {
        let (Some(name), Some(codes)) = (name(column), terms.codes(column)) else { continue };
        if lists.iter().all(|list| list.name != name) {
            lists.push(List { name: name.to_owned(), codes });
        }
    }
    lists
}

/// The range of a column's list, as a formula.
pub(super) fn range(lists: &[List<'_>], column: &Column) -> Option<Formula> {
    let wanted = name(column)?;
    let (position, list) = lists.iter().enumerate().find(|(_, list)| list.name == wanted)?;
    let letters = concordat_diagnostics::text::column_letters((position * COLUMNS_EACH) as u64 + 1);
    let (first, last) = (HEADER_ROWS + 1, HEADER_ROWS + list.codes.len() as u64);
    Some(Formula::new(format!("={LISTS}!${letters}${first}:${letters}${last}")))
}

/// Writes the sheet.
pub(super) fn write(page: &mut Worksheet, lists: &[List<'_>], looks: &Looks) -> Result<(), DeskError> {
    page.set_name(LISTS)?.set_freeze_panes(1, 0)?;
    if lists.is_empty() {
        page.write_string(0, 0, "No column is chosen from a list.")?;
    }
    for (at, list) in (0u16..).step_by(COLUMNS_EACH).zip(lists) {
        page.write_string_with_format(0, at, format!("{}: code", list.name), &looks.heading)?;
        page.write_string_with_format(0, at + 1, format!("{}: what it stands for", list.name), &looks.heading)?;
        page.set_column_width(at, 16)?.set_column_width(at + 1, 40)?;
        for (row, (code, label)) in (1u32..).zip(&list.codes) {
            page.write_string_with_format(row, at, *code, &looks.text)?;
            page.write_string_with_format(row, at + 1, *label, &looks.text)?;
        }
    }
    Ok(())
}

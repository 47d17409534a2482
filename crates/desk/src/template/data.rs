//! The sheet that is filled in: headers with notes, formats and choices, and no record but those that are handed in.
//!
//! Not allowed in here: an example; it would be sent.

use concordat_declare::contract::{Column, ColumnKind};
use csv::StringRecord;
use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, DataValidationRule, Note, Worksheet};

use super::DATA;
use super::lists::{self, List};
use super::looks::Looks;
use crate::error::DeskError;
use crate::terms::{self, Terms};

/// The last row that offers choices; what is longer should come as a file of a system.
const LAST_ROW: u32 = 20_000;
/// Characters that a spreadsheet program shows of a title and of a message.
const TITLE: usize = 32;
const MESSAGE: usize = 255;

/// Writes the sheet.
pub(super) fn write(
    page: &mut Worksheet,
    terms: &Terms<'_>,
    lists: &[List<'_>],
    records: &[StringRecord],
    looks: &Looks,
) -> Result<(), DeskError> {
    page.set_name(DATA)?.set_freeze_panes(1, 0)?;
    for (at, column) in (0u16..).zip(terms.agreed()) {
        let look = if matches!(column.kind, ColumnKind::Integer { .. }) { &looks.whole } else { &looks.text };
        page.set_column_format(at, look)?;
        page.set_column_width(at, u32::try_from(column.header.chars().count()).unwrap_or(0).clamp(14, 40))?;
        let header = if column.required { &looks.required } else { &looks.optional };
        page.write_string_with_format(0, at, &column.header, header)?;
        page.insert_note(0, at, &note(column))?;
        if let Some(choice) = choice(column, lists)? {
            page.add_data_validation(1, at, LAST_ROW, at, &choice)?;
        }
    }
    for (row, record) in (1u32..).zip(records) {
        for ((at, column), cell) in (0u16..).zip(terms.agreed()).zip(record) {
            match cell.parse::<i32>().ok().filter(|_| matches!(column.kind, ColumnKind::Integer { .. })) {
                Some(number) => page.write_number_with_format(row, at, number, &looks.whole)?,
                None if cell.is_empty() => continue,
                None => page.write_string_with_format(row, at, cell, &looks.text)?,
            };
        }
    }
    // The sheet that is filled in is the one that opens, once the first has been read.
    page.set_selection(1, 0, 1, 0)?;
    Ok(())
}

fn note(column: &Column) -> Note {
    let required = if column.required { "Required." } else { "May be left blank." };
    let text = format!("{}\n{}\nForm: {}.\n{required}", terms::title(column), column.description, terms::form(column));
    Note::new(text).add_author_prefix(false).set_author("concordat").set_width(320).set_height(150)
}

/// What may be typed or chosen below a header.
fn choice(column: &Column, lists: &[List<'_>]) -> Result<Option<DataValidation>, DeskError> {
    let rule = match &column.kind {
        ColumnKind::Code { .. } | ColumnKind::Area { .. } => match lists::range(lists, column) {
            Some(range) => DataValidation::new().allow_list_formula(range),
            None => return Ok(None),
        },
        ColumnKind::Integer { minimum, maximum } => {
            let bound = |number: i64| i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX });
            DataValidation::new().allow_whole_number(DataValidationRule::Between(bound(*minimum), bound(*maximum)))
        }
        ColumnKind::Text { characters_at_most } => {
            let most = u32::try_from(*characters_at_most).unwrap_or(u32::MAX);
            DataValidation::new().allow_text_length(DataValidationRule::LessThanOrEqualTo(most))
        }
        // What is typed is told by the message; a formula that checked it would be one more thing to break.
        ColumnKind::Token | ColumnKind::Period { .. } | ColumnKind::Ignored => DataValidation::new().allow_any_value(),
    };
    let words = format!("Expected {}.", terms::form(column));
    let rule = rule
        .ignore_blank(!column.required)
        .set_input_title(cut(&terms::title(column), TITLE))?
        .set_input_message(cut(&words, MESSAGE))?
        .set_error_title(cut("Not of the agreed form", TITLE))?
        .set_error_message(cut(&words, MESSAGE))?
        .set_error_style(DataValidationErrorStyle::Stop);
    Ok(Some(rule))
}

fn cut(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}

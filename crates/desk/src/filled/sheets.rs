//! Which sheet holds the data, and whether another holds what should not have been sent.
//!
//! Not allowed in here: taking the first sheet because it is the first.

use concordat_diagnostics::{Text, codes};
use concordat_tables::{TypedBook, TypedSheet};

use super::{SheetPlace, Told};
use crate::template::{self, DATA, LISTS, READ_ME};
use crate::terms::{Terms, Use};

/// Rows and columns by which the pages beside the data may be longer than those of the template of today.
const SLACK: u64 = 25;

/// The sheet of data; `None` when there is none, which is told.
pub(super) fn choose<'a>(
    book: &'a TypedBook,
    terms: &Terms<'_>,
    purpose: Use,
    told: &mut Told<'_>,
) -> Option<(SheetPlace, &'a TypedSheet)> {
    let named = |sheet: &TypedSheet, name: &str| sheet.name.trim().eq_ignore_ascii_case(name);
    let beside = |sheet: &TypedSheet| named(sheet, READ_ME) || named(sheet, LISTS);
    let sheets = || (1u64..).zip(&book.sheets);
    let others: Vec<_> = sheets().filter(|(_, sheet)| !beside(sheet) && !sheet.cells.is_empty()).collect();
    let chosen = match sheets().find(|(_, sheet)| named(sheet, DATA)) {
        Some((number, sheet)) => Some((SheetPlace { number, ours: true }, sheet)),
        None => match others.as_slice() {
            [(number, sheet)] => Some((SheetPlace { number: *number, ours: false }, *sheet)),
            _ => None,
        },
    };
    let Some((place, data)) = chosen else {
        let text = Text::new().say("no sheet is called ").declared(DATA).say(", and ").number(others.len() as u64);
        told.whole(&codes::SHEET_MISSING, text.say(" others hold something"));
        return None;
    };
    if !data.visible {
        let text = Text::new().say("sheet ").number(place.number).say(", which holds the data, is hidden");
        told.whole(&codes::SHEET_MISSING, text);
    }
    if purpose == Use::Delivery {
        let extra = others.iter().filter(|(number, _)| *number != place.number);
        extra.for_each(|(number, sheet)| not_agreed(*number, sheet.visible, told));
        sheets().filter(|(_, sheet)| beside(sheet)).for_each(|(number, sheet)| page(number, sheet, terms, told));
        if book.holds_more {
            let text = "it holds a pivot table, a chart, a picture or an embedded file, with data that no cell shows";
            told.whole(&codes::WORKBOOK_HOLDS_MORE, text.into());
        }
    }
    Some((place, data))
}

fn not_agreed(number: u64, visible: bool, told: &mut Told<'_>) {
    let text = Text::new().say("sheet ").number(number).say(if visible { "" } else { ", which is hidden," });
    told.whole(&codes::WORKBOOK_HOLDS_MORE, text.say(" holds something, and the data is on another sheet"));
}

/// A page of the template beside the data must not have grown.
fn page(number: u64, sheet: &TypedSheet, terms: &Terms<'_>, told: &mut Told<'_>) {
    let (rows, columns) = template::size(terms, &sheet.name);
    let outside = |at: concordat_tables::Spot| at.row > rows + SLACK || at.column > columns + 2;
    if let Some(cell) = sheet.cells.iter().find(|cell| outside(cell.at)) {
        let text = Text::new().say("sheet ").number(number).say(" of the template holds something in ");
        told.whole(&codes::WORKBOOK_HOLDS_MORE, text.cell(cell.at.row, cell.at.column).say(", which was not there"));
    }
}

/// Notes hang on the header alone.
pub(super) fn notes(book: &TypedBook, header_row: u64, place: &SheetPlace, told: &mut Told<'_>) {
    let beside = book.notes.iter().filter(|at| at.row != header_row).count();
    if beside > 0 {
        let text = Text::new().say("notes on cells that are no header: ").number(beside as u64).say(", on ");
        let text = if place.ours { text.declared(DATA) } else { text.say("sheet ").number(place.number) };
        told.whole(&codes::WORKBOOK_HOLDS_MORE, text.say(" or another sheet"));
    }
}

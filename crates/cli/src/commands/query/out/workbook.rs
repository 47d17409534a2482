//! A workbook by the rules for accessible spreadsheets: whole rows as in the release's own workbook, other answers on one sheet.
//!
//! Not allowed in here: an empty cell without a mark that says why, and text that was typed as a formula.

use concordat_formats::{
    Column, MARKS, Note, ReleaseFacts, Sheet, Table, Workbook, indicator_columns, release_workbook,
};
use concordat_store::read_bytes;

use super::{Given, facts, failure, rows};
use crate::failure::Failure;

/// What stands for a missing number where the answer does not say why it is missing.
const MISSING: &str = "[x]";
const MISSING_MEANING: &str = "No number: hidden to protect people, not available, or nothing to work out. Ask for the \
                               column status too, and the mark beside it says which.";

/// The bytes of the file.
pub(super) fn bytes(given: &Given<'_>) -> Result<Vec<u8>, Failure> {
    let facts = facts(given);
    let table = rows::table(given)?;
    let book = if given.whole_rows { of_rows(given, &facts, &table)? } else { of_answer(&facts, table) };
    book.write().map_err(|error| failure(&error))
}

/// A sheet for each mission, and the indicators that are in them.
fn of_rows<'a>(given: &Given<'_>, facts: &'a ReleaseFacts, table: &Table) -> Result<Workbook<'a>, Failure> {
    let of_mission = |(mission, statement): (String, String)| {
        let rows = table.rows.iter().filter(|row| table.cell(row, "mission") == mission).cloned().collect();
        (statement, Table { name: mission, columns: table.columns.clone(), rows })
    };
    let missions: Vec<(String, Table)> = given.chosen.missions().into_iter().map(of_mission).collect();
    let bytes = read_bytes(&given.chosen.folder.join("indicators.csv"))?;
    let mut indicators =
        Table::read_csv("indicators", &bytes, &indicator_columns()).map_err(|error| failure(&error))?;
    let asked: Vec<Vec<String>> = indicators.rows.drain(..).collect();
    let is_shown = |name: &str| table.rows.iter().any(|row| table.cell(row, "indicator") == name);
    indicators.rows = asked.into_iter().filter(|row| is_shown(indicators.cell(row, "indicator"))).collect();
    let mut book = release_workbook(facts, &missions, &indicators).map_err(|error| failure(&error))?;
    book.title = facts.honest_title();
    Ok(book)
}

/// One sheet.
fn of_answer(facts: &ReleaseFacts, table: Table) -> Workbook<'_> {
    let table = marked(table);
    let says_why = table.position("status").is_some();
    let meaning =
        |sign: &str, meaning: &str| if sign == MISSING && !says_why { MISSING_MEANING } else { meaning }.to_owned();
    let notes =
        MARKS.iter().map(|mark| Note { sign: mark.sign.to_owned(), text: meaning(mark.sign, mark.meaning) }).collect();
    let cover = vec![
        facts.description.clone(),
        "What a query works out is no figure of the release: cite the figures that it rests on.".to_owned(),
    ];
    let sheet = Sheet {
        name: "Answer".to_owned(),
        title: if facts.synthetic { "Answer (may rest on made-up sample data)" } else { "Answer" }.to_owned(),
        lines: vec![
            "Marks in square brackets are explained on the sheet of notes.".to_owned(),
            format!("Source: {}", facts.citation()),
        ],
        table,
    };
    Workbook { facts, title: facts.honest_title(), cover, notes, sheets: vec![sheet] }
}

/// The table with a mark in place of each missing number.
fn marked(mut table: Table) -> Table {
    let status = table.position("status");
    let numbers: Vec<bool> = table.columns.iter().map(|column: &Column| column.kind.is_number()).collect();
    for row in &mut table.rows {
        let why = status
            .and_then(|place| row.get(place))
            .map_or(MISSING, |status| ["[c]", MISSING].into_iter().find(|mark| status.contains(mark)).unwrap_or("[z]"));
        for (cell, _) in row.iter_mut().zip(&numbers).filter(|(cell, is_number)| **is_number && cell.is_empty()) {
            why.clone_into(cell);
        }
    }
    table
}

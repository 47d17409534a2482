//! The sheets before the tables: cover, contents, notes.
//!
//! Not allowed in here: figures.

use rust_xlsxwriter::{Url, Worksheet};

use super::sheet::{self, Looks};
use super::{Sheet, Workbook};
use crate::error::FormatsError;
use crate::facts::SYNTHETIC;
use crate::table::{Column, Kind, Table};

const COVER_WIDTH: u32 = 90;

/// The first sheet: what this is, of when, from whom, and under what.
pub(super) fn write_cover(page: &mut Worksheet, book: &Workbook<'_>, looks: &Looks) -> Result<(), FormatsError> {
    page.set_name("Cover")?.set_column_width(0, COVER_WIDTH)?.set_paper_size(sheet::A4);
    page.write_string_with_format(0, 0, &book.title, &looks.heading)?;
    for (row, line) in (1..).zip(cover_lines(book)) {
        page.set_row_height(row, sheet::height([(line.as_str(), COVER_WIDTH)].into_iter()))?;
        page.write_string_with_format(row, 0, &line, &looks.wrapped)?;
    }
    Ok(())
}

fn cover_lines(book: &Workbook<'_>) -> Vec<String> {
    let facts = book.facts;
    let mut lines = Vec::new();
    if facts.synthetic {
        lines.push(SYNTHETIC.to_owned());
    }
    lines.extend(book.cover.iter().cloned());
    lines.push(format!("Publisher: {}", facts.publisher));
    lines.push(format!("Place: {}", facts.place_name));
    lines.push(format!("Release: {}, for the audience `{}`", facts.version, facts.audience));
    lines.push(format!("Data as of: {}", facts.as_of));
    lines.extend(facts.licence.as_ref().map(|licence| format!("Licence: {} ({})", licence.title, licence.address)));
    lines.extend((!facts.attribution.is_empty()).then(|| format!("Sources: {}", facts.attribution)));
    lines.extend(facts.contact.as_ref().map(|contact| format!("Contact: {}, {}", contact.name, contact.email)));
    lines.push(format!("Please cite as: {}", facts.citation()));
    lines
}

/// The second sheet: a link to every other.
pub(super) fn write_contents(page: &mut Worksheet, book: &Workbook<'_>, looks: &Looks) -> Result<(), FormatsError> {
    let columns = vec![
        Column::new("sheet", "Sheet", Kind::Text),
        Column::new("content", "What is on it", Kind::Text),
        Column::new("rows", "Rows", Kind::Integer),
    ];
    let notes = notes(book);
    let listed: Vec<&Sheet> = notes.iter().chain(&book.sheets).collect();
    let line = |sheet: &&Sheet| vec![sheet.name.clone(), sheet.title.clone(), sheet.table.rows.len().to_string()];
    let table = Table { rows: listed.iter().map(line).collect(), ..Table::new("contents", columns) };
    let contents =
        Sheet { name: "Contents".to_owned(), title: "Table of contents".to_owned(), lines: Vec::new(), table };
    sheet::write(page, &contents, looks)?;
    for (row, one) in (sheet::first_row(&contents)..).zip(&listed) {
        let link = Url::new(format!("internal:'{}'!A1", one.name)).set_text(&one.name);
        page.write_url_with_format(row, 0, link, &looks.link)?;
    }
    Ok(())
}

/// The third sheet: notes and marks, where there are any.
pub(super) fn notes(book: &Workbook<'_>) -> Option<Sheet> {
    if book.notes.is_empty() {
        return None;
    }
    let columns = vec![Column::new("sign", "Note or mark", Kind::Text), Column::new("meaning", "Meaning", Kind::Text)];
    let rows = book.notes.iter().map(|note| vec![note.sign.clone(), note.text.clone()]).collect();
    let table = Table { rows, ..Table::new("notes", columns) };
    let lines = vec!["Marks stand in square brackets in place of a number or in the column of the status.".to_owned()];
    Some(Sheet { name: "Notes".to_owned(), title: "Notes and marks".to_owned(), lines, table })
}

//! The first sheet: what this is, for whom, under which agreement, how to fill it in, and how to send it.
//!
//! Not allowed in here: an example that could be taken for a record.

use concordat_declare::place::Profile;
use concordat_declare::source::{DeliveryNote, Format};
use rust_xlsxwriter::Worksheet;

use super::looks::Looks;
use super::{About, DATA, LISTS, READ_ME};
use crate::error::DeskError;
use crate::example;
use crate::terms::{self, Terms};

/// Headers of the table of columns.
pub(super) const COLUMNS: [&str; 5] = ["Column", "What it is", "Form", "Required", "Example (made up, of nobody)"];
const WIDTHS: [u32; 5] = [26, 48, 44, 10, 30];
/// The paper, by its number in the file format.
const A4: u8 = 9;
/// Characters of one line of a cell of the first column, when it runs over the others.
const LINE: usize = 110;

/// The page.
pub(super) struct Page {
    title: String,
    pub(super) lines: Vec<Line>,
    /// Header and one row for each column.
    pub(super) table: Vec<[String; 5]>,
}

/// A line above the table.
pub(super) enum Line {
    Heading(&'static str),
    Text(String),
}

/// What the page says.
pub(super) fn page(terms: &Terms<'_>, about: &About) -> Page {
    let mut lines = Vec::new();
    if terms.partnership.place().profile == Profile::Sample {
        push(&mut lines, "This place and its agreements are a made-up sample: do not send real data with this form.");
    }
    push(&mut lines, &format!("What it holds: {}", terms.contract.description));
    lines.extend(whom(terms, about));
    lines.push(Line::Heading("How to fill it in"));
    for step in steps() {
        push(&mut lines, &step);
    }
    lines.push(Line::Heading("How to send it"));
    for step in sending(terms) {
        push(&mut lines, &step);
    }
    lines.push(Line::Heading("The columns, and an example that was made up"));
    let row = |column| table_row(terms, column);
    let table = std::iter::once(COLUMNS.map(str::to_owned)).chain(terms.agreed().map(row)).collect();
    Page { title: format!("Template: {}", terms.source.title), lines, table }
}

fn table_row(terms: &Terms<'_>, column: &concordat_declare::contract::Column) -> [String; 5] {
    let what = match column.description.as_str() {
        "" => terms::title(column),
        description => description.to_owned(),
    };
    let required = if column.required { "yes" } else { "no" };
    [column.header.clone(), what, terms::form(column), required.to_owned(), example::value(terms, column)]
}

fn whom(terms: &Terms<'_>, about: &About) -> Vec<Line> {
    let name = |id: &concordat_base::Name| {
        terms.partnership.party(id).map_or_else(|| id.to_string(), |party| party.name.clone())
    };
    let place = terms.partnership.place();
    let host = terms.partnership.party(&place.host.value);
    let contact = host.map_or_else(String::new, |host| host.contact.clone());
    let text = |text: String| Line::Text(text);
    let mut lines = vec![
        text(format!(
            "From: {}. To: {}, for {}.",
            name(&terms.source.supplier.value),
            name(&place.host.value),
            place.name
        )),
        text(format!(
            "Dataset: {} (contract {}, version {}).",
            terms.source.id.value, terms.contract.id, terms.contract.version
        )),
    ];
    if !about.agreements.is_empty() {
        lines.push(text(format!("Agreement: {}. Only columns that it shares are here.", about.agreements.join("; "))));
    }
    lines.push(text(format!("Made as of {}. Questions: {contact}", about.as_of)));
    lines
}

fn steps() -> [String; 6] {
    [
        format!("1. Write one record into each row of the sheet {DATA}, from row 2 on. Leave its first row as it is."),
        format!("2. Choose codes from the lists that open in the cells; the sheet {LISTS} says what they stand for."),
        "3. Write periods as the note on the header says. The cells are text, so that nothing becomes a date."
            .to_owned(),
        "4. When you paste, choose 'values only' (Ctrl+Shift+V), so that formats and choices stay.".to_owned(),
        "5. No merged cells, no totals, no hidden rows, no further sheets, no names of people, no notes.".to_owned(),
        "6. A cell of a column that is not required may stay blank. A count of nobody is 0, not blank.".to_owned(),
    ]
}

fn sending(terms: &Terms<'_>) -> Vec<String> {
    let dataset = &terms.source.id.value;
    let mut steps =
        vec![format!("Look first whether it would be accepted: concordat gate FILE.xlsx --dataset {dataset}")];
    steps.push(match terms.source.format {
        Format::Workbook => format!("Send this workbook; its name must be like {}.", terms.source.transport.file_names()),
        _ => format!(
            "Turn it into the file that is sent: concordat gate FILE.xlsx --dataset {dataset} --conform OUT.csv; or save the \
             sheet {DATA} as 'CSV UTF-8'. Its name must be like {}.",
            terms.source.transport.file_names()
        ),
    });
    if terms.source.encryption.is_some() {
        steps.push("Encrypt it before it is sent: concordat seal FILE --to RECIPIENT.".to_owned());
    }
    if terms.source.delivery_note == DeliveryNote::Required {
        steps.push("Send the delivery note (FILE.delivery.json) last.".to_owned());
    }
    steps
}

/// Adds a text in lines that fit the width of the table.
fn push(lines: &mut Vec<Line>, text: &str) {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + word.chars().count() >= LINE {
            lines.push(Line::Text(std::mem::take(&mut line)));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(Line::Text(line));
}

/// The height of a row in points: programs that do not fit it themselves would cut its text.
fn height(cells: &[String; 5]) -> u32 {
    let lines = cells.iter().zip(WIDTHS).map(|(cell, width)| {
        // A line ends at a blank, so that it is rarely full.
        u32::try_from(cell.chars().count()).unwrap_or(0).div_ceil(width.saturating_sub(6).max(1))
    });
    lines.max().unwrap_or(1).max(1) * 15
}

/// Writes the sheet.
pub(super) fn write(sheet: &mut Worksheet, page: &Page, looks: &Looks) -> Result<(), DeskError> {
    sheet.set_name(READ_ME)?.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    for (at, width) in (0u16..).zip(WIDTHS) {
        sheet.set_column_width(at, width)?;
    }
    sheet.set_row_height(0, 24)?.write_string_with_format(0, 0, &page.title, &looks.title)?;
    let mut row = 1;
    for line in &page.lines {
        match line {
            Line::Heading(words) => sheet.write_string_with_format(row, 0, *words, &looks.heading)?,
            Line::Text(words) => sheet.write_string(row, 0, words)?,
        };
        row += 1;
    }
    for (number, cells) in page.table.iter().enumerate() {
        let look = if number == 0 { &looks.heading } else { &looks.wrapped };
        sheet.set_row_height(row, height(cells))?;
        for (at, cell) in (0u16..).zip(cells) {
            sheet.write_string_with_format(row, at, cell, look)?;
        }
        row += 1;
    }
    Ok(())
}

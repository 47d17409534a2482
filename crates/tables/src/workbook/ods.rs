//! `.ods`: the declared sheet, read from the document itself. The library at hand reads every sheet, tells neither hidden rows
//! nor merged cells, and repeats rows without end.
//!
//! Not allowed in here: cells of other sheets.

use std::collections::BTreeSet;

use concordat_declare::layout::{Layout, Permit};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::choose;
use super::package::Package;
use crate::error::TableError;
use crate::grid::{Filler, Grid, GridRow, Merge};
use crate::limits::Limits;

pub(super) fn read(package: &Package<'_>, layout: &Layout, limits: &Limits) -> Result<Grid, TableError> {
    if package.part("META-INF/manifest.xml")?.is_some_and(|manifest| manifest.contains("encryption-data")) {
        return Err(TableError::Encrypted);
    }
    let content = package.part("content.xml")?.ok_or(TableError::NotAWorkbook)?;
    let survey = survey(&content)?;
    if survey.links && layout.links != Some(Permit::Accept) {
        return Err(TableError::Links);
    }
    let wanted = choose(&survey.sheets, layout)?;
    let mut reader = Reader::from_str(&content);
    let mut sheet = 0;
    loop {
        match event(&mut reader)? {
            Event::Start(element) if is(&element, "table:table") => {
                if sheet == wanted {
                    return Sheet::new(limits).read(&mut reader);
                }
                sheet += 1;
            }
            Event::Eof => return Err(TableError::NotAWorkbook),
            _ => {}
        }
    }
}

/// The most columns a row may have: what spreadsheet programs can show.
const MOST_COLUMNS: u64 = 16_384;

/// What is known of a document before a cell is read.
#[derive(Default)]
struct Survey {
    /// Names of sheets and whether each is visible.
    sheets: Vec<(String, bool)>,
    links: bool,
}

fn survey(content: &str) -> Result<Survey, TableError> {
    let mut reader = Reader::from_str(content);
    let mut found = Survey::default();
    let mut hidden = BTreeSet::new();
    let mut style = None;
    loop {
        match event(&mut reader)? {
            Event::Start(element) | Event::Empty(element) => match element.name().as_ref() {
                "style:style" => style = attribute(&element, "style:name"),
                "style:table-properties" if attribute(&element, "table:display").as_deref() == Some("false") => {
                    hidden.extend(style.clone());
                }
                "table:table" => {
                    let name = attribute(&element, "table:name").unwrap_or_default();
                    let style = attribute(&element, "table:style-name").unwrap_or_default();
                    found.sheets.push((name, !hidden.contains(&style)));
                }
                "table:table-source" | "table:cell-range-source" | "office:dde-source" => found.links = true,
                _ => {}
            },
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// A sheet on its way into a grid.
struct Sheet {
    filler: Filler,
    merges: Vec<Merge>,
    /// Number of the row that comes next.
    next: u64,
}

impl Sheet {
    fn new(limits: &Limits) -> Self {
        Self { filler: Filler::new(true, limits), merges: Vec::new(), next: 1 }
    }

    fn read(mut self, reader: &mut Reader<&[u8]>) -> Result<Grid, TableError> {
        loop {
            match event(reader)? {
                Event::Start(element) if is(&element, "table:table-row") => {
                    let (repeated, hidden) = (count(&element, "table:number-rows-repeated"), is_hidden(&element));
                    let cells = self.row(reader)?;
                    self.add(&cells, repeated, hidden)?;
                }
                Event::Empty(element) if is(&element, "table:table-row") => {
                    self.next += count(&element, "table:number-rows-repeated");
                }
                Event::End(element) if element.name().as_ref() == "table:table" => break,
                Event::Eof => return Err(TableError::NotAWorkbook),
                _ => {}
            }
        }
        let mut grid = self.filler.finish();
        grid.merges = self.merges;
        Ok(grid)
    }

    /// A row, as often as the document repeats it; a blank one that is repeated takes no room.
    fn add(&mut self, cells: &[String], repeated: u64, hidden: bool) -> Result<(), TableError> {
        if !cells.is_empty() {
            self.filler.reserve(repeated.saturating_mul(cells.len() as u64))?;
            for number in self.next..self.next + repeated {
                self.filler.add(GridRow { number, cells: cells.to_vec(), hidden });
            }
        }
        self.next = self.next.saturating_add(repeated);
        Ok(())
    }

    /// The cells of a row without the blank ones at its end.
    fn row(&mut self, reader: &mut Reader<&[u8]>) -> Result<Vec<String>, TableError> {
        let mut cells = Vec::new();
        // Blank cells count only when one that is not blank follows.
        let mut blank = 0u64;
        loop {
            let (element, empty) = match event(reader)? {
                Event::Start(element) => (element, false),
                Event::Empty(element) => (element, true),
                Event::End(element) if element.name().as_ref() == "table:table-row" => return Ok(cells),
                Event::Eof => return Err(TableError::NotAWorkbook),
                _ => continue,
            };
            let covered = is(&element, "table:covered-table-cell");
            if !covered && !is(&element, "table:table-cell") {
                continue;
            }
            let repeated = count(&element, "table:number-columns-repeated");
            self.merge(&element, cells.len() as u64 + blank);
            let inside = if empty { String::new() } else { paragraphs(reader)? };
            // What a covered cell holds is not shown.
            let text = if covered { String::new() } else { shown(&element, inside) };
            if text.is_empty() {
                blank = blank.saturating_add(repeated);
            } else {
                let width = (cells.len() as u64).saturating_add(blank).saturating_add(repeated);
                if width > MOST_COLUMNS {
                    return Err(TableError::Cells(MOST_COLUMNS));
                }
                let filled = usize::try_from(cells.len() as u64 + blank).map_err(|_| TableError::NotAWorkbook)?;
                cells.resize(filled, String::new());
                cells.extend((0..repeated).map(|_| text.clone()));
                blank = 0;
            }
        }
    }

    fn merge(&mut self, element: &BytesStart<'_>, column: u64) {
        let columns = count(element, "table:number-columns-spanned");
        let rows = count(element, "table:number-rows-spanned");
        if let (true, Ok(first), Ok(width)) =
            (columns > 1 || rows > 1, usize::try_from(column), usize::try_from(columns))
        {
            let rows = (self.next, self.next.saturating_add(rows - 1));
            self.merges.push(Merge { rows, columns: (first, first.saturating_add(width - 1)) });
        }
    }
}

/// A cell as text: the number behind what is shown, where it is one.
fn shown(element: &BytesStart<'_>, inside: String) -> String {
    let value = |name| attribute(element, name);
    match value("office:value-type").as_deref() {
        // A number as the document writes it, without the noise of writing doubles in full.
        Some("float" | "percentage" | "currency") => {
            let number = value("office:value").unwrap_or_default();
            number.parse::<f64>().map_or(number, super::text::number)
        }
        Some("date") => value("office:date-value").map_or(inside, |date| date.trim_end_matches("T00:00:00").to_owned()),
        Some("boolean") => value("office:boolean-value").unwrap_or_default().to_uppercase(),
        Some("string") => value("office:string-value").filter(|text| !text.is_empty()).unwrap_or(inside),
        _ => inside,
    }
}

/// The paragraphs of a cell, line by line, without comments; the reader stands behind the cell afterwards.
fn paragraphs(reader: &mut Reader<&[u8]>) -> Result<String, TableError> {
    let mut text = String::new();
    let (mut depth, mut comment, mut started) = (1usize, None, false);
    while depth > 0 {
        match event(reader)? {
            Event::Start(element) => {
                depth += 1;
                if comment.is_none() && is(&element, "office:annotation") {
                    comment = Some(depth);
                }
                if comment.is_none() && is(&element, "text:p") {
                    text.push_str(if started { "\n" } else { "" });
                    started = true;
                }
            }
            Event::Empty(element) if comment.is_none() => text.push_str(blanks(&element)),
            Event::End(_) => {
                comment = comment.filter(|level| *level != depth);
                depth -= 1;
            }
            Event::Text(piece) if comment.is_none() && started => text.push_str(&piece.xml10_content()),
            Event::GeneralRef(name) if comment.is_none() && started => {
                let written = format!("&{};", name.xml10_content());
                text.push_str(&quick_xml::escape::unescape(&written).map_err(|_| TableError::NotAWorkbook)?);
            }
            Event::Eof => return Err(TableError::NotAWorkbook),
            _ => {}
        }
    }
    Ok(text)
}

fn blanks(element: &BytesStart<'_>) -> &'static str {
    match element.name().as_ref() {
        "text:s" | "text:tab" => " ",
        "text:line-break" => "\n",
        _ => "",
    }
}

fn event<'a>(reader: &mut Reader<&'a [u8]>) -> Result<Event<'a>, TableError> {
    reader.read_event().map_err(|_| TableError::NotAWorkbook)
}

fn is(element: &BytesStart<'_>, name: &str) -> bool {
    element.name().as_ref() == name
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    attribute(element, "table:visibility").is_some_and(|text| text != "visible")
}

fn count(element: &BytesStart<'_>, name: &str) -> u64 {
    attribute(element, name).and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().filter_map(Result::ok).find(|attribute| attribute.key.as_ref() == name)?;
    quick_xml::escape::unescape(&found.value).ok().map(|text| text.into_owned())
}

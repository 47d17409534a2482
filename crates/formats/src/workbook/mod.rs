//! Workbooks that screen readers can read, by the rules of the Government Analysis Function for accessible spreadsheets.
//!
//! Cover, contents, notes, then one marked-up table a sheet. Not allowed in here: merged cells, fills, filters, frozen panes,
//! pictures, empty cells, and the clock.

mod cover;
mod release;
mod sheet;
mod style;

use rust_xlsxwriter::{DocProperties, ExcelDateTime};

use crate::error::FormatsError;
use crate::facts::ReleaseFacts;
use crate::table::Table;

pub use release::release_workbook;
use sheet::Looks;

/// A sheet with one table.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Name on the tab: up to 31 characters, of which none is `[ ] : * ? / \`.
    pub name: String,
    /// Title in its first cell.
    pub title: String,
    /// Lines between title and table: what to know, and the source.
    pub lines: Vec<String>,
    /// The table. An empty cell is written as `[z]`; a mark in a column of numbers stays a mark.
    pub table: Table,
}

/// A note that cells and lines refer to.
#[derive(Clone, Debug)]
pub struct Note {
    /// `[note 1]`, or a mark.
    pub sign: String,
    /// The text.
    pub text: String,
}

/// A whole workbook.
#[derive(Clone, Debug)]
pub struct Workbook<'a> {
    /// The release that it is of.
    pub facts: &'a ReleaseFacts,
    /// Title on the cover.
    pub title: String,
    /// What the cover says after the title, a line each.
    pub cover: Vec<String>,
    /// Notes; without any there is no sheet of notes. Marks that the tables use must be among them.
    pub notes: Vec<Note>,
    /// Sheets with tables.
    pub sheets: Vec<Sheet>,
}

/// The language of all text here.
const LANGUAGE: &str = "en-GB";

impl Workbook<'_> {
    /// The bytes of the file; the same for the same workbook.
    ///
    /// # Errors
    ///
    /// A sheet breaks a rule that cannot be mended here: a name that is too long or used twice, a header that is empty or
    /// used twice, no rows, a row of another length, or a mark that no note explains.
    pub fn write(&self) -> Result<Vec<u8>, FormatsError> {
        sheet::check(self)?;
        let mut book = rust_xlsxwriter::Workbook::new();
        book.set_properties(&self.properties()?);
        let looks = Looks::new();
        cover::write_cover(book.add_worksheet(), self, &looks)?;
        cover::write_contents(book.add_worksheet(), self, &looks)?;
        for one in cover::notes(self).iter().chain(&self.sheets) {
            sheet::write(book.add_worksheet(), one, &looks)?;
        }
        style::finished(&book.save_to_buffer()?, LANGUAGE)
    }

    fn properties(&self) -> Result<DocProperties, FormatsError> {
        let day = self.facts.as_of;
        let (year, month, day) = (day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs());
        let created = ExcelDateTime::from_ymd(year, month, day)?;
        Ok(DocProperties::new()
            .set_title(&self.title)
            .set_subject(self.facts.honest_description())
            .set_author(&self.facts.publisher)
            .set_company(&self.facts.publisher)
            .set_keywords(format!("{}, {}", self.facts.place_name, self.facts.version))
            .set_creation_datetime(&created))
    }
}

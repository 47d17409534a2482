//! A workbook to fill in: what is agreed of a dataset, column by column, with lists to choose from.
//!
//! Dates in it are the date as of which it was made. Not allowed in here: columns that are not agreed, anything of a delivery, the
//! clock, and merged cells.

mod data;
mod lists;
mod looks;
mod read_me;

use concordat_base::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use crate::error::DeskError;
use crate::terms::Terms;

/// The sheet that is filled in.
pub(crate) const DATA: &str = "Data";
/// The sheet that tells how.
pub(crate) const READ_ME: &str = "Read me";
/// The sheet of codes.
pub(crate) const LISTS: &str = "Lists";

/// What the template says of itself.
#[derive(Clone, Debug)]
pub struct About {
    /// The agreements or licences under which the dataset is received, each as `id, version 1`.
    pub agreements: Vec<String>,
    /// The date as of which it was made.
    pub as_of: Date,
}

/// The bytes of a template; the same for the same terms and date.
///
/// # Errors
/// [`DeskError::Workbook`] when a list has more codes than a sheet has rows.
pub fn template(terms: &Terms<'_>, about: &About) -> Result<Vec<u8>, DeskError> {
    written(terms, about, &[])
}

/// A template filled in with records that were conformed: `csv` is what [`conform_csv`](crate::conform_csv) has written.
///
/// # Errors
/// As [`template`].
pub fn filled_template(terms: &Terms<'_>, about: &About, csv: &[u8]) -> Result<Vec<u8>, DeskError> {
    let records: Result<Vec<csv::StringRecord>, csv::Error> = csv::Reader::from_reader(csv).records().collect();
    let records = records.map_err(|_| DeskError::Read(std::io::ErrorKind::InvalidData.into()))?;
    written(terms, about, &records)
}

fn written(terms: &Terms<'_>, about: &About, records: &[csv::StringRecord]) -> Result<Vec<u8>, DeskError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(terms, about)?);
    let looks = looks::Looks::new();
    let lists = lists::lists(terms);
    read_me::write(book.add_worksheet(), &read_me::page(terms, about), &looks)?;
    data::write(book.add_worksheet(), terms, &lists, records, &looks)?;
    lists::write(book.add_worksheet(), &lists, &looks)?;
    Ok(book.save_to_buffer()?)
}

/// How many rows and columns a page of the template has that is not filled in.
pub(crate) fn size(terms: &Terms<'_>, sheet: &str) -> (u64, u64) {
    if sheet.trim().eq_ignore_ascii_case(LISTS) {
        let lists = lists::lists(terms);
        let rows = lists.iter().map(|list| list.codes.len() as u64 + lists::HEADER_ROWS).max().unwrap_or(0);
        return (rows, (lists.len() * lists::COLUMNS_EACH) as u64);
    }
    let about = About { agreements: Vec::new(), as_of: Date::MIN };
    let page = read_me::page(terms, &about);
    (page.lines.len() as u64 + page.table.len() as u64, read_me::COLUMNS.len() as u64)
}

fn properties(terms: &Terms<'_>, about: &About) -> Result<DocProperties, DeskError> {
    let day = about.as_of;
    let created =
        ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs());
    Ok(DocProperties::new()
        .set_title(format!("Template: {}", terms.source.title))
        .set_subject(format!(
            "Dataset {}, contract {} {}",
            terms.source.id.value, terms.contract.id, terms.contract.version
        ))
        .set_company(&terms.partnership.place().board)
        .set_creation_datetime(&created?))
}

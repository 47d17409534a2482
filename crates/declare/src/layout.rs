//! Layouts: where in a file the table stands, and how its labels are written.
//!
//! Not allowed in here: what the figures mean; that is the series' declaration. Reading a file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Where the table stands in a file. What is left out is taken from the dialect, and else is as plain as can be: the first
/// row is the header, and every row below is data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// The sheet of a workbook, with `*` for any run of characters; may be left out where there is one sheet alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// JSON Pointer (RFC 6901) to the array of objects; absent where the whole document is the array.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<String>,
    /// The header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<Header>,
    /// What the rows above the header must say, so that a file of another topic, sex or age is not taken for this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preamble: Vec<PreambleCell>,
    /// New columns that stand in no cell of the table but above it: for each a text that one cell above the header fits, with
    /// `*` for any run of characters and `{}` for what the column holds: `*England, {}`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub from_preamble: BTreeMap<String, String>,
    /// Every column in order, where a changed header must be refused even if the columns that are read are still there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// What is taken off labels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub labels: Option<Labels>,
    /// Headers under another name: the publisher's text, after cleaning, and ours.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rename: BTreeMap<String, String>,
    /// Where the data ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<Ends>,
    /// Hidden rows within the data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden_rows: Option<HiddenRows>,
    /// Whether the sheet may be hidden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden_sheet: Option<Permit>,
    /// Whether the workbook may hold links to other files. They are never followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links: Option<Permit>,
    /// Columns that a row may leave out at its end. Any other row with fewer cells than the header is refused, but in workbooks,
    /// which leave out blank cells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub optional_columns: Vec<String>,
    /// Whether the last line may lack its line end. Else it may have been cut off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_end: Option<Permit>,
    /// Whether some rows stand in quotes as a whole, with the quotes inside doubled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows_in_quotes: Option<Permit>,
    /// Columns in which a blank cell means the one above.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carry_down: Vec<String>,
    /// New columns, each the first cell of several columns that is not blank.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub first_of: BTreeMap<String, Vec<String>>,
    /// Columns whose numbers are days as spreadsheets count them, to be read as dates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub day_numbers: Vec<String>,
    /// Columns into rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unpivot: Option<Unpivot>,
}

/// How the header is found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Header {
    /// The first row.
    #[default]
    FirstRow,
    /// Rows of the file or sheet, as people count them; several are joined column by column.
    Rows(HeaderRows),
    /// The first row without a blank cell.
    FirstFullRow,
    /// The first row that holds all these texts.
    Find(HeaderSearch),
    /// There is none: these are the columns.
    Names(Vec<String>),
}

/// Rows of a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeaderRows {
    /// First row.
    pub from: u64,
    /// Last row.
    pub to: u64,
}

/// A header that is looked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeaderSearch {
    /// Texts that one row holds, each as a whole cell.
    pub cells: Vec<String>,
    /// Rows above it that belong to the header.
    #[serde(default)]
    pub above: u64,
    /// Rows below it that belong to the header.
    #[serde(default)]
    pub below: u64,
}

/// What a row above the header must say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreambleCell {
    /// The row's first cell; absent where any cell above the header will do.
    #[serde(default)]
    pub label: Option<String>,
    /// The text of the cell after it, or a text that some cell holds.
    pub text: String,
}

/// What is taken off labels. Runs of blanks and line feeds always count as one blank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    /// `[note 3]` and the like.
    #[serde(default)]
    pub bracketed_notes: bool,
    /// One or two digits stuck to the last letter, and more after commas: `assessed1,2`.
    #[serde(default)]
    pub glued_digits: bool,
}

/// Where the data ends. What stands below is not read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ends {
    /// At a row without a cell.
    #[serde(default)]
    pub blank_row: bool,
    /// At a row whose first cell that is not blank begins with one of these.
    #[serde(default)]
    pub texts: Vec<String>,
}

/// What to do about hidden rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HiddenRows {
    /// A hidden row within the data refuses the file: somebody decides.
    #[default]
    Refuse,
    /// They are read as any other.
    Read,
    /// They are left out.
    Skip,
}

/// Whether something out of the ordinary is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permit {
    /// It refuses the file.
    #[default]
    Refuse,
    /// It is taken.
    Accept,
}

/// Columns into rows: for each row of the file one for each set of texts that the patterns find in the headers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unpivot {
    /// Columns that stay; each new row repeats them.
    pub keep: Vec<String>,
    /// New columns of values, each with the headers that it gathers: `Number of children FYE {year}`. What a part in
    /// braces stands for becomes a column of that name.
    pub into: BTreeMap<String, String>,
}

impl Layout {
    /// This layout, and where it says nothing, the other one.
    #[must_use]
    pub fn over(&self, base: &Self) -> Self {
        Self {
            sheet: self.sheet.clone().or_else(|| base.sheet.clone()),
            records: self.records.clone().or_else(|| base.records.clone()),
            header: self.header.clone().or_else(|| base.header.clone()),
            preamble: own_list(&self.preamble, &base.preamble),
            from_preamble: own_map(&self.from_preamble, &base.from_preamble),
            columns: own_list(&self.columns, &base.columns),
            labels: self.labels.or(base.labels),
            rename: own_map(&self.rename, &base.rename),
            ends: self.ends.clone().or_else(|| base.ends.clone()),
            hidden_rows: self.hidden_rows.or(base.hidden_rows),
            hidden_sheet: self.hidden_sheet.or(base.hidden_sheet),
            links: self.links.or(base.links),
            optional_columns: own_list(&self.optional_columns, &base.optional_columns),
            open_end: self.open_end.or(base.open_end),
            rows_in_quotes: self.rows_in_quotes.or(base.rows_in_quotes),
            carry_down: own_list(&self.carry_down, &base.carry_down),
            first_of: own_map(&self.first_of, &base.first_of),
            day_numbers: own_list(&self.day_numbers, &base.day_numbers),
            unpivot: self.unpivot.clone().or_else(|| base.unpivot.clone()),
        }
    }
}

fn own_list<T: Clone>(own: &[T], base: &[T]) -> Vec<T> {
    if own.is_empty() { base.to_vec() } else { own.to_vec() }
}

/// Both, and where both say something, the own.
pub(crate) fn own_map<K: Clone + Ord, V: Clone>(own: &BTreeMap<K, V>, base: &BTreeMap<K, V>) -> BTreeMap<K, V> {
    let mut all = base.clone();
    all.extend(own.iter().map(|(key, value)| (key.clone(), value.clone())));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_settings_win_and_the_rest_stays() {
        let base = Layout { sheet: Some("A1".into()), day_numbers: vec!["Updated".into()], ..Layout::default() };
        let own = Layout { sheet: Some("A3".into()), ..Layout::default() };
        let both = own.over(&base);
        assert_eq!((both.sheet.as_deref(), both.day_numbers.as_slice()), (Some("A3"), &["Updated".to_owned()][..]));
    }
}

//! What can be wrong with a file, as far as its form goes.
//!
//! Not allowed in here: text of a cell. A place is a row and a column, and names are those of the declaration.

use concordat_diagnostics::{Code, Diagnostic, Place, Text, codes};

/// A place in a table: row and column as a spreadsheet program counts them, from 1; 0 where the whole row or file is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Row, the header among them.
    pub row: u64,
    /// Column.
    pub column: u64,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// Neither separated values, nor a workbook, nor JSON: of Parquet come [`crate::Records`].
    #[error("this format is not read as a table")]
    OtherFormat,
    /// Bytes that are no character.
    #[error("the text is not in the declared encoding")]
    Encoding(Spot),
    /// UTF-16 without its mark.
    #[error("the byte order mark of UTF-16 is missing")]
    NoByteOrderMark,
    /// A quoted cell that is never closed.
    #[error("the file ends inside a cell")]
    CutInsideCell(Spot),
    /// Not a workbook, or damaged.
    #[error("the file is not a workbook that can be read")]
    NotAWorkbook,
    /// A workbook with a program.
    #[error("the workbook holds macros")]
    Macros,
    /// A workbook with links.
    #[error("the workbook holds links")]
    Links,
    /// A workbook with a password.
    #[error("the workbook has a password")]
    Encrypted,
    /// More bytes than permitted.
    #[error("the workbook unpacks to too many bytes")]
    UnpackedBytes(u64),
    /// More cells than permitted.
    #[error("the table has too many cells")]
    Cells(u64),
    /// No sheet of the declared name.
    #[error("the sheet is not there")]
    SheetMissing {
        /// The declared name.
        declared: Option<String>,
        /// How many sheets there are.
        sheets: usize,
        /// How many fit the name.
        fitting: usize,
    },
    /// The sheet is hidden.
    #[error("the sheet is hidden")]
    SheetHidden(Option<String>),
    /// No header.
    #[error("the header was not found")]
    HeaderNotFound(Vec<String>),
    /// Other columns than those that are listed.
    #[error("the header has changed")]
    HeaderChanged {
        /// The place of the first that differs.
        at: Spot,
        /// What should stand there; nothing where the table should have ended.
        expected: Option<String>,
    },
    /// The lines above the header say something else.
    #[error("the table is about something else")]
    OtherTable {
        /// The declared label.
        label: Option<String>,
        /// The declared text.
        text: String,
        /// Where the label stands; 0 where it is nowhere.
        at: Spot,
    },
    /// A declared column is missing.
    #[error("a column is missing")]
    ColumnMissing {
        /// The declared name.
        declared: String,
        /// The nearest declared or found position, where one is near.
        near: Option<Spot>,
    },
    /// A declared column stands twice.
    #[error("a column stands twice")]
    ColumnTwice {
        /// The declared name.
        declared: String,
        /// The second place.
        at: Spot,
    },
    /// A row with too few cells.
    #[error("a row with too few cells")]
    ShortRow(Spot),
    /// A row with too many cells.
    #[error("a row with too many cells")]
    LongRow(Spot),
    /// A hidden row within the data.
    #[error("a hidden row")]
    HiddenRow(Spot),
    /// Not a day number.
    #[error("not a day number")]
    DayNumber(Spot),
    /// No JSON.
    #[error("the file is not JSON")]
    Json(Spot),
    /// No array of objects where the layout points.
    #[error("no array of objects")]
    NoRecords(Option<String>),
    /// A header and nothing else.
    #[error("no row of data")]
    NoRows,
}

impl TableError {
    /// Its code.
    #[must_use]
    pub fn code(&self) -> &'static Code {
        match self {
            Self::OtherFormat => &codes::NOT_PARQUET,
            Self::Encoding(_) | Self::NoByteOrderMark => &codes::WRONG_ENCODING,
            Self::CutInsideCell(_) => &codes::CUT_INSIDE_A_CELL,
            Self::NotAWorkbook => &codes::NOT_A_WORKBOOK,
            Self::Macros => &codes::WORKBOOK_MACROS,
            Self::Links => &codes::WORKBOOK_LINKS,
            Self::Encrypted => &codes::WORKBOOK_ENCRYPTED,
            Self::UnpackedBytes(_) | Self::Cells(_) => &codes::UNPACKS_TOO_LARGE,
            Self::SheetMissing { .. } | Self::SheetHidden(_) => &codes::SHEET_MISSING,
            Self::HeaderNotFound(_) => &codes::HEADER_NOT_FOUND,
            Self::HeaderChanged { .. } => &codes::HEADER_CHANGED,
            Self::OtherTable { .. } => &codes::OTHER_TABLE,
            Self::ColumnMissing { .. } => &codes::MISSING_COLUMN,
            Self::ColumnTwice { .. } => &codes::DUPLICATE_HEADER,
            Self::ShortRow(_) => &codes::SHORT_ROW,
            Self::LongRow(_) => &codes::LONG_ROW,
            Self::HiddenRow(_) => &codes::HIDDEN_ROWS,
            Self::DayNumber(_) => &codes::BAD_NUMBER,
            Self::Json(_) | Self::NoRecords(_) => &codes::NOT_JSON,
            Self::NoRows => &codes::HEADER_ONLY,
        }
    }

    /// Where.
    #[must_use]
    pub fn spot(&self) -> Spot {
        match self {
            Self::Encoding(at)
            | Self::CutInsideCell(at)
            | Self::HeaderChanged { at, .. }
            | Self::OtherTable { at, .. }
            | Self::ColumnTwice { at, .. }
            | Self::ShortRow(at)
            | Self::LongRow(at)
            | Self::HiddenRow(at)
            | Self::DayNumber(at)
            | Self::Json(at) => *at,
            _ => Spot::default(),
        }
    }

    fn message(&self) -> Text {
        let text = Text::new();
        match self {
            Self::UnpackedBytes(limit) => text.say("unpacked it has more than ").number(*limit).say(" bytes"),
            Self::Cells(limit) => text.say("it has more than ").number(*limit).say(" cells"),
            Self::NoByteOrderMark => {
                text.say("UTF-16 is declared, and the file does not begin with its byte order mark")
            }
            Self::SheetMissing { declared, sheets, fitting } => sheet_missing(declared.as_deref(), *sheets, *fitting),
            Self::SheetHidden(declared) => named(text.say("the sheet "), declared.as_deref()).say("is hidden"),
            Self::HeaderNotFound(cells) if cells.is_empty() => text.say("the rows of the header are not there"),
            Self::HeaderNotFound(cells) => text.say("no row holds ").list(cells.iter().map(String::as_str)),
            Self::HeaderChanged { expected: Some(expected), .. } => text.say("expected the column ").declared(expected),
            Self::HeaderChanged { .. } => text.say("there are more columns than the layout lists"),
            Self::OtherTable { label, text: wanted, .. } => {
                named(text.say("above the header, "), label.as_deref()).say("does not say ").declared(wanted)
            }
            Self::ColumnMissing { declared, near } => {
                let text = text.say("the column ").declared(declared).say(" is missing");
                near.map_or_else(
                    || text.clone(),
                    |at| text.clone().say("; the header in ").cell(at.row, at.column).say(" is similar"),
                )
            }
            Self::ColumnTwice { declared, .. } => text.say("the column ").declared(declared).say(" stands twice"),
            Self::DayNumber(_) => text.say("a day number or a date was expected"),
            Self::NoRecords(pointer) => named(text.say("there is no array of objects at "), pointer.as_deref()),
            other => text.say(other.code().title),
        }
    }

    /// As a fault of the file that people know as `shown`; `sheet` is the declared name of its sheet.
    #[must_use]
    pub fn diagnostic(&self, shown: &str, sheet: Option<&str>) -> Diagnostic {
        let at = self.spot();
        Diagnostic::error(self.code(), placed(self.message(), at, sheet)).at(Place {
            file: shown.to_owned(),
            line: at.row,
            column: at.column,
        })
    }
}

/// Says where: `sheet 'A3', cell M12: ...`.
pub(crate) fn placed(message: Text, at: Spot, sheet: Option<&str>) -> Text {
    let text = sheet.map_or_else(Text::new, |sheet| Text::new().say("sheet ").declared(sheet).say(", "));
    match (at.row, at.column) {
        (0, _) if sheet.is_none() => message,
        (0, _) => text.and(&message),
        (row, 0) => text.say("row ").number(row).say(": ").and(&message),
        (row, column) => text.say("cell ").cell(row, column).say(": ").and(&message),
    }
}

fn named(text: Text, name: Option<&str>) -> Text {
    match name {
        Some(name) => text.declared(name).say(" "),
        None => text,
    }
}

fn sheet_missing(declared: Option<&str>, sheets: usize, fitting: usize) -> Text {
    let text = Text::new().say("of ").number(sheets as u64).say(" sheets ").number(fitting as u64);
    match declared {
        Some(declared) => text.say(" are called ").declared(declared).say(", expected one"),
        None => Text::new().say("there are ").number(sheets as u64).say(" sheets, and none is declared"),
    }
}

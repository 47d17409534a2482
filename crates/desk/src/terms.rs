//! What everything at the desk goes by: the contract of a dataset, its lists, and the columns that are agreed.
//!
//! Not allowed in here: deciding what is agreed; the grant says it.

use std::collections::BTreeSet;

use concordat_base::Name;
use concordat_declare::Partnership;
use concordat_declare::contract::{Column, ColumnKind, Contract};
use concordat_declare::source::Source;

/// What a workbook is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It was delivered: all it holds was sent.
    Delivery,
    /// It lies on the agency's desk, and only what is agreed will leave it.
    AtTheDesk,
}

/// The terms of a dataset on a date.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// The declarations.
    pub partnership: &'a Partnership,
    /// The source.
    pub source: &'a Source,
    /// Its contract.
    pub contract: &'a Contract,
    /// Columns that may be received.
    pub allow_list: &'a BTreeSet<Name>,
}

impl<'a> Terms<'a> {
    /// Columns of the contract that are kept and agreed, in its order.
    pub fn agreed(&self) -> impl Iterator<Item = &'a Column> + use<'a> {
        let allowed = self.allow_list;
        self.contract.columns.iter().filter(move |column| is_agreed(column, allowed))
    }

    /// Whether a column is kept and agreed.
    #[must_use]
    pub fn is_agreed(&self, column: &Column) -> bool {
        is_agreed(column, self.allow_list)
    }

    /// Codes that a column may hold, with what each stands for; `None` for a column of something else.
    #[must_use]
    pub fn codes(&self, column: &Column) -> Option<Vec<(&'a str, &'a str)>> {
        match &column.kind {
            ColumnKind::Code { list } => {
                let list = self.partnership.code_list(list)?;
                let label = |code| list.position(code).and_then(|at| list.label(at)).unwrap_or_default();
                Some(list.codes().map(|code| (code, label(code))).collect())
            }
            ColumnKind::Area { level } => {
                let areas = self.partnership.areas();
                if let Some((_, level)) = areas.level(level.as_str()) {
                    return Some(level.areas.iter().map(|area| (area.code.as_str(), area.name.as_str())).collect());
                }
                Some(areas.codes_of(level.as_str())?.into_iter().map(|code| (code.as_str(), "")).collect())
            }
            _ => None,
        }
    }

    /// The column that a header of a file stands for, by the contract or by the mapping.
    #[must_use]
    pub fn column_of(&self, header: &str) -> Option<&'a Column> {
        let mapped = self.source.mapping.as_ref().map_or(header, |mapping| mapping.header(header, self.contract));
        self.contract.columns.iter().find(|column| column.header == mapped)
    }
}

fn is_agreed(column: &Column, allowed: &BTreeSet<Name>) -> bool {
    column.kind != ColumnKind::Ignored && allowed.contains(&column.name)
}

/// A column's title for people.
#[must_use]
pub(crate) fn title(column: &Column) -> String {
    column.title.clone().unwrap_or_else(|| {
        let words = column.name.as_str().replace(['_', '-'], " ");
        let mut letters = words.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    })
}

/// The form of a column's cells, in words.
#[must_use]
pub(crate) fn form(column: &Column) -> String {
    match &column.kind {
        ColumnKind::Token => "a keyed pseudonym: 32 to 64 digits and letters from a to f".to_owned(),
        ColumnKind::Code { .. } => "a code from the drop-down list (sheet Lists)".to_owned(),
        ColumnKind::Area { level } => format!("an area code of the level {level}, from the list (sheet Lists)"),
        ColumnKind::Period { kind } => format!("a {}, written like {}", kind.words(), kind.form()),
        ColumnKind::Integer { minimum, maximum } => match (*minimum == i64::MIN, *maximum == i64::MAX) {
            (true, true) => "a whole number".to_owned(),
            (false, true) => format!("a whole number, {minimum} or more"),
            (true, false) => format!("a whole number, {maximum} or less"),
            (false, false) => format!("a whole number from {minimum} to {maximum}"),
        },
        ColumnKind::Text { characters_at_most } => format!("a text of {characters_at_most} characters at most"),
        ColumnKind::Ignored => "nothing".to_owned(),
    }
}

//! One column's cells, from what the sender writes to what the contract says.
//!
//! A cell that is written as the contract says stays as it is, so that what was put in order at the desk may go through the gate
//! again. Not allowed in here: mending a cell that the mapping does not name.

use std::borrow::Cow;
use std::collections::BTreeMap;

use concordat_base::{Name, Period, PeriodKind};
use concordat_declare::contract::{ColumnKind, Contract};
use concordat_declare::mapping::Mapping;
use concordat_declare::period_form::{self, Said};

/// How the cells of one column are translated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellTranslation {
    /// What the sender writes, with the code for it.
    Codes(BTreeMap<String, String>),
    /// The form of the sender's periods, and the kind that they become.
    Period {
        /// The form.
        form: String,
        /// The kind.
        kind: PeriodKind,
    },
}

impl CellTranslation {
    /// The translation of a column; `None` where the mapping has none for it.
    #[must_use]
    pub fn of(mapping: &Mapping, contract: &Contract, column: &Name) -> Option<Self> {
        if let (Some(form), ColumnKind::Period { kind }) =
            (mapping.periods.get(column), &contract.column(column.as_str())?.kind)
        {
            return Some(Self::Period { form: form.value.clone(), kind: *kind });
        }
        let codes = mapping.codes.get(column)?.iter();
        Some(Self::Codes(codes.map(|(sent, code)| (sent.clone(), code.value.clone())).collect()))
    }

    /// What a cell becomes at the gate. A day or month inside a longer period stays as it is: it is finer than agreed, and the
    /// gate has to see that.
    #[must_use]
    pub fn at_the_gate<'a>(&self, cell: &'a [u8]) -> Cow<'a, [u8]> {
        self.translated(cell, false)
    }

    /// What a cell becomes at the agency's desk: days become the periods they lie in before anything leaves.
    #[must_use]
    pub fn at_the_desk<'a>(&self, cell: &'a [u8]) -> Cow<'a, [u8]> {
        self.translated(cell, true)
    }

    fn translated<'a>(&self, cell: &'a [u8], coarser: bool) -> Cow<'a, [u8]> {
        let Some(text) = std::str::from_utf8(cell).ok().map(str::trim) else { return cell.into() };
        match self {
            Self::Codes(codes) => match codes.get(text) {
                Some(code) => code.clone().into_bytes().into(),
                None => cell.into(),
            },
            Self::Period { kind, .. } if Period::parse(text, *kind).is_ok() => cell.into(),
            Self::Period { form, kind } => match period_form::read(form, text, *kind) {
                Some(Said::Whole(period)) => period.to_string().into_bytes().into(),
                Some(Said::Within(period)) if coarser => period.to_string().into_bytes().into(),
                _ => cell.into(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_finer_than_agreed_stays_so_for_the_gate_and_not_at_the_desk() {
        let days = CellTranslation::Period { form: "dd/mm/yyyy".into(), kind: PeriodKind::Month };
        assert_eq!(&*days.at_the_gate(b"01/02/2024"), b"2024-02");
        assert_eq!(&*days.at_the_gate(b"17/02/2024"), b"17/02/2024");
        assert_eq!(&*days.at_the_desk(b"17/02/2024"), b"2024-02");
        assert_eq!(&*days.at_the_desk(b"2024-02"), b"2024-02");
    }

    #[test]
    fn codes_are_taken_without_blanks_around_them_and_others_stay() {
        let codes = CellTranslation::Codes(BTreeMap::from([("1".to_owned(), "F".to_owned())]));
        assert_eq!(&*codes.at_the_gate(b" 1 "), b"F");
        assert_eq!(&*codes.at_the_gate(b"2"), b"2");
        assert_eq!(&*codes.at_the_gate(b"\xff"), b"\xff");
    }
}

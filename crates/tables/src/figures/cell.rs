//! Cells with figures: a number, or a symbol with its meaning.
//!
//! Not allowed in here: a cell that is neither.

use std::collections::BTreeMap;

use concordat_declare::published::{Mark, NoFigure, Numbers, Standing, StatusColumn};

use crate::number::{number, whole_number};
use crate::table::one_line;

/// Errors that spreadsheets show in place of a value. They stand in publishers' files, and mean the same everywhere.
const SHEET_ERRORS: [&str; 7] = ["#NAME?", "#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NUM!", "#NULL!"];

/// How figures are written in a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Writing<'a> {
    pub(super) symbols: &'a BTreeMap<String, Mark>,
    pub(super) numbers: Numbers,
}

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Said {
    /// A number, and what stands beside it.
    Number(f64, Option<Standing>),
    /// No figure, and whether the cell itself says why.
    Nothing { why: NoFigure, blank: bool },
}

impl Writing<'_> {
    /// What a cell of values says; `None` when it is neither a number nor a declared symbol.
    pub(super) fn value(&self, text: &str) -> Option<Said> {
        let text = one_line(text);
        if let Some(why) = self.no_figure(&text) {
            return Some(Said::Nothing { why, blank: text.is_empty() });
        }
        if let Some(number) = number(&text, self.numbers) {
            return Some(Said::Number(number, None));
        }
        // A number with a mark behind it: `38.7 [r]`.
        self.symbols.iter().find_map(|(symbol, mark)| {
            let bare = text.strip_suffix(symbol.as_str()).filter(|_| !symbol.is_empty())?;
            Some(Said::Number(number(bare, self.numbers)?, Some(mark.beside()?)))
        })
    }

    /// What a cell of counts says: `Some(None)` for no count.
    pub(super) fn count(&self, text: &str) -> Option<Option<u64>> {
        let text = one_line(text);
        if text.is_empty() || self.no_figure(&text).is_some() {
            return Some(None);
        }
        whole_number(&text, self.numbers).map(Some)
    }

    /// Why there is no figure, where the text is a symbol that says so.
    pub(super) fn no_figure(&self, text: &str) -> Option<NoFigure> {
        let text = one_line(text);
        let declared = self.symbols.iter().find(|(symbol, _)| one_line(symbol) == text);
        let error = SHEET_ERRORS.contains(&text.as_str()).then_some(Mark::PublishersError);
        declared.map(|(_, mark)| *mark).or(error)?.instead()
    }
}

/// What a column of status says: `Ok(None)` for nothing.
///
/// # Errors
/// When the text has no declared meaning; whether the column holds sentences, of which nobody can declare all.
pub(super) fn status(column: &StatusColumn, text: &str) -> Result<Option<Mark>, bool> {
    let text = one_line(text);
    let lower = text.to_lowercase();
    let whole = column.texts.iter().find(|(theirs, _)| one_line(theirs).to_lowercase() == lower);
    let parts = || column.containing.iter().filter(|(theirs, _)| lower.contains(&theirs.to_lowercase()));
    // "Estimate suppressed": why there is none wins over how final it would be.
    let part = || parts().find(|(_, mark)| is_more_than_final(**mark)).or_else(|| parts().next());
    match whole.or_else(part) {
        Some((_, mark)) => Ok(Some(*mark)),
        None if text.is_empty() => Ok(None),
        None => Err(!column.containing.is_empty()),
    }
}

/// Whether a mark says more than how final a figure is.
fn is_more_than_final(mark: Mark) -> bool {
    mark == Mark::Normal || mark.instead().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_become_a_reason_and_never_zero() {
        let symbols = BTreeMap::from([
            ("c".to_owned(), Mark::Confidential),
            ("k".to_owned(), Mark::RoundsToZero),
            (" ".to_owned(), Mark::NotAvailable),
            ("[r]".to_owned(), Mark::Revised),
        ]);
        let writing = Writing { symbols: &symbols, numbers: Numbers::default() };
        let nothing = |why, blank| Some(Said::Nothing { why, blank });
        assert_eq!(writing.value("c"), nothing(NoFigure::Confidential, false));
        assert_eq!(writing.value(" k "), nothing(NoFigure::RoundsToZero, false));
        assert_eq!(writing.value(""), nothing(NoFigure::NotAvailable, true));
        assert_eq!(writing.value("#NAME?"), nothing(NoFigure::PublishersError, false));
        assert_eq!(writing.value("38.7 [r]"), Some(Said::Number(38.7, Some(Standing::Revised))));
        assert_eq!(writing.value("0"), Some(Said::Number(0.0, None)));
        for other in ["C", "z", "[r]", "c 1", "1 c"] {
            assert_eq!(writing.value(other), None, "{other}");
        }
        assert_eq!(
            (writing.count("c"), writing.count("30210.0"), writing.count("x")),
            (Some(None), Some(Some(30210)), None)
        );
    }
}

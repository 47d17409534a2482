//! The made-up example of a record: it fits the contract and cannot be taken for a real one, since it is of 1999.
//!
//! Not allowed in here: anything of a delivery, and today's date.

use concordat_base::{Date, Period};
use concordat_declare::contract::{Column, ColumnKind};

use crate::terms::Terms;

/// A day in the year of the example.
const EXAMPLE_DAY: Date = Date::constant(1999, 4, 1);

/// What the example shows for a column.
pub(crate) fn value(terms: &Terms<'_>, column: &Column) -> String {
    match &column.kind {
        ColumnKind::Token => "00ff".repeat(8),
        ColumnKind::Code { .. } | ColumnKind::Area { .. } => {
            let codes = terms.codes(column).unwrap_or_default();
            codes.first().map_or_else(String::new, |(code, _)| (*code).to_owned())
        }
        ColumnKind::Period { kind } => Period::containing(EXAMPLE_DAY, *kind).to_string(),
        ColumnKind::Integer { minimum, maximum } => 12i64.clamp(*minimum, (*maximum).max(*minimum)).to_string(),
        ColumnKind::Text { characters_at_most } => {
            let most = usize::try_from(*characters_at_most).unwrap_or(usize::MAX);
            "example".chars().take(most).collect()
        }
        ColumnKind::Ignored => String::new(),
    }
}

//! Rounding: what is printed for a cell once the pattern stands.
//!
//! Not allowed here: a change to what is hidden. Each cell is rounded from its own exact count.

use super::cells::Shown;
use super::pattern::{Pattern, Sight};
use super::sparse::number;
use crate::table::{Cell, CellTable, Publication};

/// For each cell what is printed; `None` for a cell without a place in the release.
pub(super) fn display(table: &CellTable, pattern: &Pattern<'_>) -> Vec<Option<Shown>> {
    let show = |(place, cell): (usize, &Cell)| match (&cell.publication, pattern.sight(number(place))) {
        (Publication::Published, Sight::Hidden) => Some(Shown::Hidden),
        (Publication::Published, _) => Some(printed(table, cell)),
        _ => None,
    };
    table.cells().iter().enumerate().map(show).collect()
}

fn printed(table: &CellTable, cell: &Cell) -> Shown {
    let rounding = table.policy_of(cell).filter(|policy| !policy.already_public).and_then(|policy| policy.rounding);
    match rounding.filter(|rounding| rounding.alters()) {
        Some(rounding) => Shown::Rounded(rounding.of(cell.count)),
        None => Shown::Exact(cell.count),
    }
}

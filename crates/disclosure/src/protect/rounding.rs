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
    let base = table.policy_of(cell).filter(|policy| !policy.already_public).and_then(|policy| policy.round_to);
    match base {
        Some(base) if base > 1 => Shown::Rounded { value: nearest(cell.count, base), base },
        _ => Shown::Exact(cell.count),
    }
}

/// Nearest multiple of `base` (above zero), halves up; the lower one where the upper cannot be written.
fn nearest(count: u64, base: u64) -> u64 {
    let over = count % base;
    let down = count - over;
    if over >= base - over { down.checked_add(base).unwrap_or(down) } else { down }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn halves_go_up() {
        let rounded: Vec<u64> = [0, 2, 3, 7, 8, 12, 13].into_iter().map(|count| nearest(count, 5)).collect();
        assert_eq!(rounded, [0, 0, 5, 5, 10, 10, 15]);
        assert_eq!([4, 5, 14, 15].map(|count| nearest(count, 10)), [0, 10, 10, 20]);
    }
}

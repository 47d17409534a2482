//! The table as protect works on it.
//!
//! Not allowed here: a choice of what to hide.

use super::pattern::{Sight, Task};
use super::sparse::Sparse;
use super::{Options, primary};
use crate::table::{Cell, CellTable, Publication};

/// Sets the work up with every guarded published cell hidden.
pub(super) fn task(table: &CellTable, options: &Options) -> Task {
    let guarded = primary::guarded(table);
    let cells = table.cells();
    let each = || cells.iter().zip(&guarded);
    let before = |cell: &Cell| options.hidden_before.contains(&cell.key);
    Task {
        sparse: Sparse::new(cells.len(), table.placed_sums()),
        room: cells.iter().map(|cell| signed(cell.count - floor(table, options, cell).min(cell.count))).collect(),
        weight: cells.iter().map(|cell| cell.count).collect(),
        width: each().map(|(cell, guarded)| if *guarded { width(table, cell) } else { 0 }).collect(),
        kept: cells.iter().map(before).collect(),
        sights: each().map(|(cell, guarded)| sight(table, options, cell, *guarded)).collect(),
    }
}

/// Which cells have one person behind them.
pub(super) fn insiders(table: &CellTable) -> Vec<bool> {
    table.cells().iter().map(|cell| cell.contributors == 1 || cell.count == 1).collect()
}

/// The least count a reader must reckon with.
fn floor(table: &CellTable, options: &Options, cell: &Cell) -> u64 {
    let zero_shown = table.policy_of(cell).is_some_and(|policy| policy.hide_from > 0);
    let tells = options.zeros_are_known && !options.silent_before.contains(&cell.key);
    u64::from(tells && zero_shown && cell.publication == Publication::Published)
}

fn width(table: &CellTable, cell: &Cell) -> i64 {
    table.policy_of(cell).map_or(1, |policy| signed(policy.candidates() - 1))
}

fn sight(table: &CellTable, options: &Options, cell: &Cell, guarded: bool) -> Sight {
    let public = table.policy_of(cell).is_some_and(|policy| policy.already_public);
    match cell.publication {
        _ if public => Sight::Fixed,
        Publication::Latent | Publication::Sealed { .. } => Sight::Unprinted,
        Publication::Published if guarded || options.hidden_before.contains(&cell.key) => Sight::Hidden,
        Publication::Published if cell.count == 0 || options.shown_before.contains(&cell.key) => Sight::Fixed,
        Publication::Published => Sight::Shown,
    }
}

/// Counts beyond what fits are no limit in practice.
fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

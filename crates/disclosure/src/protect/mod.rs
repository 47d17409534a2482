//! Protect: decides which counts may be shown, before any method sees a number.
//!
//! Order of work: primary (small counts), complementary (whatever a single subtraction would give back), witness (for
//! each guarded cell a second whole table that agrees with everything shown), clean-up (show again what no witness
//! needs), rounding. Not allowed here: anything of the audit, and any look at derived values.

mod cells;
mod moves;
mod pattern;
mod probe;
mod simplex;
mod sparse;
pub use probe::probe;
mod complementary;
mod primary;
mod rounding;
mod search;
mod witness;
mod workings;

pub use cells::{ProtectedCells, Shown};

use crate::table::CellTable;

/// Decides for every published cell whether it is shown, rounded or hidden.
///
/// Afterwards each guarded cell (count or contributors inside its policy's range) has at least two whole numbers that
/// agree with all shown counts taken as exact, all sums, and a reader's knowledge that counts are not negative and that
/// a hidden published count is not zero. Cells for which none exists whatever is hidden, because open data alone pin
/// them, are listed by [`ProtectedCells::exposed`].
///
/// The result depends on the table only, not on the order in which it was given.
#[must_use]
pub fn protect(table: CellTable) -> ProtectedCells {
    let guarded = primary::guarded(&table);
    let mut workings = workings::Workings::new(&table, &guarded);
    complementary::hide(&mut workings, &guarded);
    let mut proofs = witness::prove(&mut workings, &guarded);
    witness::clean_up(&mut workings, &guarded, &mut proofs);
    let display = rounding::display(&table, &workings);
    ProtectedCells::new(table.into_cells(), display, proofs.exposed())
}

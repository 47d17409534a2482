//! Protect: decides which counts may be shown, before any method sees a number.
//!
//! Order of work: primary (small counts), secondary (for each guarded cell the cheapest second and third table that lie
//! far enough apart, at the price of hiding more), clean-up (show again what no guarded cell needs), exchange (look for a
//! cheaper way), insiders, rounding. Not allowed here: anything of the audit, and any look at derived values.

mod boxes;
mod cells;
mod moves;
mod pattern;
mod plan;
mod primary;
mod rounding;
mod simplex;
mod sparse;
mod task;

use std::collections::BTreeSet;

pub use cells::{ProtectedCells, Shown};

use crate::table::{CellKey, CellTable, Change};

/// What the reader is taken to know, and what is kept from before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Readers know that zeros are shown, so a hidden published count is at least one. Stricter, and dearer.
    pub zeros_are_known: bool,
    /// The one person in a cell of one knows that cell; nobody else's cell may follow from it.
    pub insiders: bool,
    /// Cells hidden in earlier releases: they stay hidden.
    pub hidden_before: BTreeSet<CellKey>,
    /// Cells shown in earlier releases with the count they have now: hiding them hides nothing.
    pub shown_before: BTreeSet<CellKey>,
    /// Of those hidden before, the ones whose mark tells nobody that somebody is counted there: it was put under rules that
    /// hid nobody too, and stays though the rules show that now.
    pub silent_before: BTreeSet<CellKey>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            zeros_are_known: true,
            insiders: false,
            hidden_before: BTreeSet::new(),
            shown_before: BTreeSet::new(),
            silent_before: BTreeSet::new(),
        }
    }
}

/// Decides for every published cell whether it is shown, rounded or hidden.
///
/// Afterwards each guarded cell (count or contributors inside its policy's range) has at least
/// [`Policy::candidates`](crate::Policy::candidates) whole numbers between which a reader cannot tell: two whole tables
/// exist that lie so far apart there and agree with all shown counts taken as exact, all sums, and a reader's knowledge
/// that counts are not negative and that a hidden published count is not zero. Cells for which that cannot be had,
/// because open data alone pin them or the search found none within its budget, are listed by
/// [`ProtectedCells::exposed`].
///
/// The result depends on the table only, not on the order in which it was given.
#[must_use]
pub fn protect(table: CellTable) -> ProtectedCells {
    protect_with(table, &Options::default())
}

/// As [`protect`], with other assumptions about readers, or with what earlier releases showed and hid.
#[must_use]
pub fn protect_with(table: CellTable, options: &Options) -> ProtectedCells {
    let task = task::task(&table, options);
    let insiders = options.insiders.then(|| task::insiders(&table));
    let plan::Outcome { pattern, exposed } = plan::find(&task, insiders.as_deref());
    let display = rounding::display(&table, &pattern);
    let changes = changes(&table, &pattern);
    ProtectedCells::new(table.into_cells(), display, &exposed, changes).with_silent(options.silent_before.clone())
}

/// For every guarded cell the tables furthest down and furthest up, each once.
fn changes(table: &CellTable, pattern: &pattern::Pattern<'_>) -> Vec<Change> {
    let furthest = pattern.guarded().into_iter().flat_map(|cell| pattern.moves().extremes(cell));
    let different: BTreeSet<simplex::Steps> = furthest.flatten().collect();
    let named = |(cell, amount): (u32, i64)| (table.cells()[cell as usize].key.clone(), amount);
    different.into_iter().map(|steps| Change { cells: steps.into_iter().map(named).collect() }).collect()
}

//! The order of work: protect every guarded cell, show again what is not needed, look for cheaper ways.
//!
//! Budgets are in pivots, so that the same table gives the same pattern on every machine. Not allowed here: a look at
//! counts.

use super::boxes::Boxes;
use super::pattern::{Dearness, Effort, Pattern, Sight, Task, Taste};

/// Above this many cells the cheap searches come first.
const LARGE: usize = 12_000;
/// Up to this many cells other beginnings are tried.
const SMALL: usize = 400;
/// Other beginnings for a small table, at most, and the pivots that go into them.
const BEGINNINGS: u32 = 40;
const BEGINNING_PIVOTS: u64 = 100_000;
/// Pivots that go into showing again and into exchanges.
const CLEAN_UP_PIVOTS: u64 = 2_500_000;
/// So many of the dearest are tried hard.
const DEAREST: usize = 150;
const EXCHANGE_PIVOTS: u64 = 120_000;
/// Above this many cells exchanges find little for what they cost.
const MIDDLING: usize = 3_000;
const EXCHANGE_PIVOTS_OF_MORE: u64 = 15_000;

const fn split(pivots: usize) -> Effort {
    Effort { pivots, whole: false }
}

const fn whole(pivots: usize) -> Effort {
    Effort { pivots, whole: true }
}

/// Searches for a guarded cell, the cheap ones first. Of a large table what the first does not find is looked for with
/// whole numbers next; a longer search finds little more, and takes most of the time.
const OF_LARGE: [(Effort, Dearness); 1] = [(whole(150), Dearness::Size)];
const OF_LARGE_AFTERWARDS: [(Effort, Dearness); 3] =
    [(split(600), Dearness::Root), (split(600), Dearness::Flat), (split(5000), Dearness::Flat)];
const OF_OTHERS: [(Effort, Dearness); 2] = [(split(1500), Dearness::Size), (split(8000), Dearness::Size)];

/// What came out.
pub(super) struct Outcome<'a> {
    pub(super) pattern: Pattern<'a>,
    /// Guarded cells that could not be given their width.
    pub(super) exposed: Vec<u32>,
}

/// Finds a pattern. `insiders` marks cells behind which one person stands who knows it, if they are reckoned with.
pub(super) fn find<'a>(task: &'a Task, insiders: Option<&[bool]>) -> Outcome<'a> {
    find_as(task, insiders, task.sights.len() > LARGE)
}

fn find_as<'a>(task: &'a Task, insiders: Option<&[bool]>, large: bool) -> Outcome<'a> {
    let taste = Taste { shown: if large { 1.0 } else { 30.0 }, turn: 0, dearness: Dearness::Size };
    let mut pattern = Pattern::new(task, taste);
    let exchanges = if task.sights.len() > MIDDLING { EXCHANGE_PIVOTS_OF_MORE } else { EXCHANGE_PIVOTS };
    let mut exposed = whole_way(&mut pattern, large, exchanges);
    if task.sights.len() <= SMALL && exposed.is_empty() && pattern.cost() > 0 {
        exposed = best_of_beginnings(&mut pattern, taste);
    }
    if let Some(insider) = insiders {
        for cell in pattern.guarded() {
            if !pattern.guard_against_insiders(cell, insider, split(3000)) && !exposed.contains(&cell) {
                exposed.push(cell);
            }
        }
    }
    exposed.sort_unstable();
    Outcome { pattern, exposed }
}

fn whole_way(pattern: &mut Pattern<'_>, large: bool, exchanges: u64) -> Vec<u32> {
    let exposed = protect_all(pattern, large);
    clean_up(pattern);
    exchange(pattern, exchanges);
    exposed
}

/// Cheap searches first; what they do not find is looked for with flatter prices, which find sooner and take more.
fn protect_all(pattern: &mut Pattern<'_>, large: bool) -> Vec<u32> {
    let mut waiting = pattern.guarded();
    if large {
        search(pattern, &mut waiting, &OF_LARGE);
        search_in_whole_numbers(pattern, &mut waiting);
        search(pattern, &mut waiting, &OF_LARGE_AFTERWARDS);
    } else {
        search(pattern, &mut waiting, &OF_OTHERS);
    }
    waiting.retain(|cell| pattern.lacking(*cell) > 0 && !pattern.rise_by_totals(*cell));
    waiting
}

fn search(pattern: &mut Pattern<'_>, waiting: &mut Vec<u32>, efforts: &[(Effort, Dearness)]) {
    let taste = pattern.own_taste();
    for (effort, dearness) in efforts {
        let shown = if *dearness == Dearness::Size { taste.shown } else { 2.0 };
        pattern.taste(Taste { dearness: *dearness, shown, ..taste });
        waiting.retain(|cell| !pattern.protect(*cell, *effort));
        // One that failed may since have been moved by another's move.
        waiting.retain(|cell| pattern.lacking(*cell) > 0);
    }
    pattern.taste(taste);
}

fn search_in_whole_numbers(pattern: &mut Pattern<'_>, waiting: &mut Vec<u32>) {
    if !waiting.is_empty() {
        let mut boxes = Boxes::new(pattern.sparse());
        waiting.retain(|cell| pattern.lacking(*cell) > 0 && !pattern.protect_by_box(&mut boxes, *cell));
    }
}

fn clean_up(pattern: &mut Pattern<'_>) {
    let end = pattern.pivots() + CLEAN_UP_PIVOTS;
    for (place, cell) in pattern.spare().into_iter().enumerate() {
        if pattern.pivots() > end {
            break;
        }
        pattern.try_show(cell, split(if place < DEAREST { 1500 } else { 300 }));
    }
}

fn exchange(pattern: &mut Pattern<'_>, pivots: u64) {
    let end = pattern.pivots() + pivots;
    loop {
        let mut better = false;
        for cell in pattern.spare() {
            if pattern.pivots() > end {
                return;
            }
            if pattern.sight(cell) == Sight::Hidden {
                better |= pattern.exchange(cell, split(1500), split(100));
            }
        }
        if !better {
            return;
        }
    }
}

/// A small table is done again with other tie-breaks and rougher prices; the cheapest pattern is kept.
fn best_of_beginnings(pattern: &mut Pattern<'_>, taste: Taste) -> Vec<u32> {
    let end = pattern.pivots() + BEGINNING_PIVOTS;
    let mut best = (pattern.cost(), 0);
    for turn in 1..=BEGINNINGS {
        if pattern.pivots() > end {
            break;
        }
        pattern.begin_again(Taste { turn, ..taste });
        if whole_way(pattern, false, EXCHANGE_PIVOTS).is_empty() && pattern.cost() < best.0 {
            best = (pattern.cost(), turn);
        }
    }
    pattern.begin_again(Taste { turn: best.1, ..taste });
    whole_way(pattern, false, EXCHANGE_PIVOTS)
}

#[cfg(test)]
mod tests {
    use super::{Effort, find_as, search_in_whole_numbers};
    use crate::protect::boxes::tests::town;
    use crate::protect::cells::ProtectedCells;
    use crate::protect::pattern::{Dearness, Pattern, Taste};
    use crate::protect::{Options, changes, rounding, task};
    use crate::{Auditable, CellTable, Evidence, Printed, Shown, audit};

    struct Rows(Evidence);

    impl Auditable for Rows {
        fn evidence(&self) -> Evidence {
            self.0.clone()
        }
    }

    /// What a reader of a pattern is told; the audit finds its own proof.
    fn evidence(table: &CellTable, pattern: &Pattern<'_>) -> Evidence {
        let display = rounding::display(table, pattern);
        let protected = ProtectedCells::new(table.cells().to_vec(), display, &[], changes(table, pattern));
        let mut evidence = Evidence::of_table(table);
        evidence.printed.extend(protected.published().map(|key| match protected.shown(key) {
            Some(Shown::Exact(count)) => Printed::exact(key.clone(), count),
            _ => Printed::hidden(key.clone(), false),
        }));
        evidence
    }

    fn options() -> Options {
        Options { zeros_are_known: false, ..Options::default() }
    }

    #[test]
    fn the_way_of_large_tables_is_as_safe_on_small_ones() {
        for seed in 0..40 {
            let table = town(seed);
            let task = task::task(&table, &options());
            let found = find_as(&task, None, true);
            assert!(found.exposed.is_empty(), "{seed}");
            assert!(audit(Rows(evidence(&table, &found.pattern))).is_ok(), "{seed}");
        }
    }

    #[test]
    fn boxes_alone_protect_most_cells_and_what_they_say_is_so() {
        let (mut all, mut left) = (0, 0);
        for seed in 0..40 {
            let table = town(seed);
            let task = task::task(&table, &options());
            let mut pattern = Pattern::new(&task, Taste { shown: 1.0, turn: 0, dearness: Dearness::Size });
            let mut waiting = pattern.guarded();
            all += waiting.len();
            search_in_whole_numbers(&mut pattern, &mut waiting);
            left += waiting.len();
            if waiting.is_empty() {
                assert!(audit(Rows(evidence(&table, &pattern))).is_ok(), "{seed}");
            }
            assert_eq!(pattern.pivots(), 0);
            // What they left the programme finds.
            waiting.retain(|cell| !pattern.protect(*cell, Effort { pivots: 5_000, whole: false }));
            assert!(waiting.iter().all(|cell| pattern.lacking(*cell) == 0 || pattern.rise_by_totals(*cell)), "{seed}");
        }
        assert!(all > 300 && 10 * left < all, "{left} of {all}");
    }
}

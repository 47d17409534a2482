//! Witnesses: for each guarded cell a second whole table that agrees with everything shown and gives another count.
//!
//! A witness is a move (see `search`); whoever holds it can check it by addition, and it stays good whatever is hidden
//! besides. Where what is hidden so far admits no move, the search may also take shown counts, as few as it can, and
//! those are then hidden. Not allowed here: a guarded cell that is passed over without a witness and not reported.

use std::collections::{BTreeMap, BTreeSet};

use super::search::{Attempt, Way, find_move};
use super::workings::{Sight, Workings};

const fn sparing(allowance: usize, budget: usize, twist: usize) -> Attempt {
    Attempt { allowance, budget, twist, way: Way::Sparing }
}

/// Attempts that take nothing shown.
const WITHIN_THE_HIDDEN: [Attempt; 2] = [sparing(0, 150, 0), sparing(0, 80, 1)];

/// Attempts that take shown counts, in this order. Several short ones with different turns find more than a long one.
const TAKING_SHOWN: [Attempt; 14] = [
    sparing(1, 150, 0),
    sparing(1, 80, 1),
    sparing(2, 150, 0),
    sparing(2, 80, 2),
    sparing(4, 150, 0),
    sparing(4, 80, 1),
    sparing(4, 80, 2),
    sparing(8, 150, 0),
    sparing(8, 80, 1),
    sparing(8, 80, 2),
    sparing(16, 150, 0),
    sparing(16, 80, 1),
    sparing(16, 80, 2),
    sparing(64, 300, 0),
];

/// The last attempt.
const BY_TOTALS: Attempt = Attempt { allowance: usize::MAX, budget: 4_000, twist: 0, way: Way::ByTotals };

/// A witness for each guarded cell, or its name among the exposed.
pub(super) struct Proofs {
    /// For each proven guarded cell the cells its witness moves.
    moves: BTreeMap<usize, Vec<usize>>,
    /// For each cell the guarded cells whose witness moves it.
    users: Vec<BTreeSet<usize>>,
    exposed: Vec<usize>,
}

/// Proves every guarded cell, hiding more where needed.
pub(super) fn prove(workings: &mut Workings, guarded: &[bool]) -> Proofs {
    let mut proofs =
        Proofs { moves: BTreeMap::new(), users: vec![BTreeSet::new(); guarded.len()], exposed: Vec::new() };
    for cell in (0..guarded.len()).filter(|cell| guarded[*cell]) {
        if proofs.moves.contains_key(&cell) {
            continue;
        }
        let Some(moved) = within_the_hidden(workings, cell).or_else(|| taking_shown(workings, cell)) else {
            proofs.exposed.push(cell);
            continue;
        };
        moved.iter().for_each(|taken| workings.hide(*taken));
        let newly = moved.iter().filter(|taken| guarded[**taken] && !proofs.moves.contains_key(taken));
        let newly = newly.map(|taken| (*taken, moved.clone())).collect();
        proofs.set(newly);
    }
    // One that failed may since have been moved by the witness of another.
    let Proofs { moves, exposed, .. } = &mut proofs;
    exposed.retain(|cell| !moves.contains_key(cell));
    proofs
}

/// Shows again, largest first, what no guarded cell needs; a witness that used it is replaced by another.
pub(super) fn clean_up(workings: &mut Workings, guarded: &[bool], proofs: &mut Proofs) {
    let mut spare: Vec<usize> =
        (0..guarded.len()).filter(|cell| !guarded[*cell] && workings.sight(*cell) == Sight::Hidden).collect();
    spare.sort_by_key(|cell| (std::cmp::Reverse(workings.count(*cell)), *cell));
    for cell in spare {
        workings.show_again(cell);
        match other_moves(workings, &proofs.users[cell]) {
            Some(moves) => proofs.set(moves),
            None => workings.hide(cell),
        }
    }
}

/// Another witness for each of these guarded cells within what is hidden now.
fn other_moves(workings: &Workings, cells: &BTreeSet<usize>) -> Option<BTreeMap<usize, Vec<usize>>> {
    let mut moves = BTreeMap::new();
    for cell in cells {
        if moves.contains_key(cell) {
            continue;
        }
        let moved = within_the_hidden(workings, *cell)?;
        for also in moved.iter().filter(|also| cells.contains(also)) {
            moves.entry(*also).or_insert_with(|| moved.clone());
        }
    }
    Some(moves)
}

impl Proofs {
    /// Guarded cells without a witness, in order.
    pub(super) fn exposed(&self) -> &[usize] {
        &self.exposed
    }

    fn set(&mut self, moves: BTreeMap<usize, Vec<usize>>) {
        for (cell, moved) in moves {
            for taken in &moved {
                self.users[*taken].insert(cell);
            }
            let stay: BTreeSet<usize> = moved.iter().copied().collect();
            let before = self.moves.insert(cell, moved).unwrap_or_default();
            for left in before.iter().filter(|left| !stay.contains(left)) {
                self.users[*left].remove(&cell);
            }
        }
    }
}

fn within_the_hidden(workings: &Workings, cell: usize) -> Option<Vec<usize>> {
    WITHIN_THE_HIDDEN.iter().find_map(|attempt| find_move(workings, cell, attempt))
}

/// Fewest shown counts first; at the very last by way of the totals, which a full cross always admits.
fn taking_shown(workings: &Workings, cell: usize) -> Option<Vec<usize>> {
    let by_totals = || find_move(workings, base_below(workings, cell), &BY_TOTALS);
    let few = TAKING_SHOWN.iter().find_map(|attempt| find_move(workings, cell, attempt));
    few.or_else(|| by_totals().filter(|moved| moved.contains(&cell)))
}

/// The largest cell at the bottom below a cell; itself if it is no total.
fn base_below(workings: &Workings, mut cell: usize) -> usize {
    // Sums might go round in a circle; no chain is longer than the sums there are.
    for _ in 0..workings.sums() {
        match largest_part(workings, cell) {
            Some(part) => cell = part,
            None => break,
        }
    }
    cell
}

fn largest_part(workings: &Workings, cell: usize) -> Option<usize> {
    let total_of = workings.memberships(cell).iter().find(|membership| membership.sign < 0)?;
    let parts = workings.terms(total_of.sum).iter().filter(|term| term.sign > 0).map(|term| term.cell);
    let free = parts.filter(|part| workings.sight(*part) != Sight::Fixed);
    free.max_by_key(|part| (workings.count(*part), *part))
}

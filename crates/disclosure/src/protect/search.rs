//! The search for a move: a second whole table one step away from the true one.
//!
//! A move takes some counts one up and some one down so that every sum is kept and no count falls under its floor.
//! Depth first, most constrained sum next. Not allowed here: floating point, chance, and budgets in seconds (the result
//! would depend on the machine).

use std::collections::BTreeMap;

use super::workings::{Membership, Sight, Workings};

/// Terms of one sum looked at in one step.
const TERMS_LOOKED_AT: usize = 512;

/// Which choices a search tries first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Those that close most sums, then hidden before shown, parts before totals, small before large.
    Sparing,
    /// Totals before parts, and rising sums before falling: one count more all the way up.
    ByTotals,
}

/// One attempt at a move.
#[derive(Clone, Copy)]
pub(super) struct Attempt {
    /// How many shown counts the move may take.
    pub(super) allowance: usize,
    /// Steps tried before giving up.
    pub(super) budget: usize,
    /// Another order of equally good choices for each number; 0 is the plain one.
    pub(super) twist: usize,
    /// Which choices come first.
    pub(super) way: Way,
}

/// The cells of a move that changes `cell`, in order.
pub(super) fn find_move(workings: &Workings, cell: usize, attempt: &Attempt) -> Option<Vec<usize>> {
    [1, -1].into_iter().find_map(|step| {
        let mut search = Search::new(workings, *attempt);
        if !search.may_take(cell, step) {
            return None;
        }
        search.take(cell, step);
        search.settle().then(|| search.steps.into_keys().collect())
    })
}

struct Search<'a> {
    workings: &'a Workings,
    /// What is left of the attempt's allowance and budget.
    left: Attempt,
    steps: BTreeMap<usize, i8>,
    /// Sums that do not come to nought at present, and by how much.
    open: BTreeMap<usize, i64>,
}

/// A possible next step; ordered so that the best comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Choice {
    against_the_way: bool,
    /// Sums newly opened less sums brought nearer to nought, and the twist.
    opened: i64,
    takes_shown: bool,
    takes_total: bool,
    count: u64,
    cell: usize,
    step: i8,
}

impl<'a> Search<'a> {
    fn new(workings: &'a Workings, attempt: Attempt) -> Self {
        Self { workings, left: attempt, steps: BTreeMap::new(), open: BTreeMap::new() }
    }

    /// Closes all open sums, depth first; `false` leaves the steps as they were.
    fn settle(&mut self) -> bool {
        let Some((sum, surplus)) = self.tightest() else {
            return true;
        };
        for choice in self.choices(sum, surplus) {
            if self.left.budget == 0 {
                return false;
            }
            self.left.budget -= 1;
            self.take(choice.cell, choice.step);
            if self.settle() {
                return true;
            }
            self.give_back(choice.cell, choice.step);
        }
        false
    }

    /// The open sum with the fewest unseen terms: the one with least freedom.
    fn tightest(&self) -> Option<(usize, i64)> {
        let rising_first = self.left.way == Way::ByTotals;
        let open = self.open.iter().map(|(sum, surplus)| (*sum, *surplus));
        open.min_by_key(|(sum, surplus)| (rising_first && *surplus < 0, self.workings.unseen_terms(*sum), *sum))
    }

    fn choices(&self, sum: usize, surplus: i64) -> Vec<Choice> {
        let terms = self.workings.terms(sum).iter();
        let mut choices: Vec<Choice> = terms
            .map(|term| (*term, if (surplus > 0) == (term.sign > 0) { -1 } else { 1 }))
            .filter(|(term, step)| self.may_take(term.cell, *step))
            .take(TERMS_LOOKED_AT)
            .map(|(term, step)| self.weigh(term.cell, step, term.sign < 0))
            .collect();
        choices.sort_unstable();
        choices
    }

    fn weigh(&self, cell: usize, step: i8, takes_total: bool) -> Choice {
        let opened = |membership: &Membership| {
            let surplus = self.open.get(&membership.sum).copied().unwrap_or(0);
            let after = surplus + i64::from(membership.sign * step);
            after.abs() - surplus.abs()
        };
        let opened: i64 = self.workings.memberships(cell).iter().map(opened).sum();
        Choice {
            against_the_way: self.left.way == Way::ByTotals && !takes_total,
            opened: opened + twisted(cell, self.left.twist),
            takes_shown: self.workings.sight(cell) == Sight::Shown,
            takes_total,
            count: self.workings.count(cell),
            cell,
            step,
        }
    }

    fn may_take(&self, cell: usize, step: i8) -> bool {
        let within_sight = match self.workings.sight(cell) {
            Sight::Hidden | Sight::Unprinted => true,
            Sight::Shown => self.left.allowance > 0,
            Sight::Fixed => false,
        };
        let above_floor = step > 0 || self.workings.count(cell) > self.workings.floor(cell);
        within_sight && above_floor && !self.steps.contains_key(&cell)
    }

    fn take(&mut self, cell: usize, step: i8) {
        self.steps.insert(cell, step);
        self.left.allowance -= usize::from(self.workings.sight(cell) == Sight::Shown);
        self.shift(cell, step);
    }

    fn give_back(&mut self, cell: usize, step: i8) {
        self.steps.remove(&cell);
        self.left.allowance += usize::from(self.workings.sight(cell) == Sight::Shown);
        self.shift(cell, -step);
    }

    fn shift(&mut self, cell: usize, step: i8) {
        for membership in self.workings.memberships(cell) {
            let surplus = self.open.entry(membership.sum).or_insert(0);
            *surplus += i64::from(membership.sign * step);
            if *surplus == 0 {
                self.open.remove(&membership.sum);
            }
        }
    }
}

/// A fixed penalty of 0, 1 or 2 for each cell and twist; none for twist 0.
fn twisted(cell: usize, twist: usize) -> i64 {
    if twist == 0 {
        return 0;
    }
    let mixed = (cell as u64 * 31 + twist as u64 * 7_919).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
    i64::try_from(mixed % 3).unwrap_or(0)
}

//! The table as protect works on it: cells by number, who is in which sum, what is hidden so far.
//!
//! Not allowed here: a choice of what to hide.

use crate::table::{Cell, CellTable, Publication};

/// What a reader sees of a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// Printed, and may still be hidden.
    Shown,
    /// Printed or known, and may not be hidden: open data, or a zero.
    Fixed,
    /// Has a place in the release, marked hidden.
    Hidden,
    /// Has no place in the release.
    Unprinted,
}

/// A cell inside a sum; `sign` is -1 for the total and 1 for a part, so that every sum comes to nought.
#[derive(Clone, Copy)]
pub(super) struct Term {
    pub(super) cell: usize,
    pub(super) sign: i8,
}

/// A sum that a cell stands in, with the cell's sign there.
#[derive(Clone, Copy)]
pub(super) struct Membership {
    pub(super) sum: usize,
    pub(super) sign: i8,
}

/// State of the work.
pub(super) struct Workings {
    counts: Vec<u64>,
    floors: Vec<u64>,
    sights: Vec<Sight>,
    terms: Vec<Vec<Term>>,
    memberships: Vec<Vec<Membership>>,
    unseen_terms: Vec<usize>,
}

impl Workings {
    /// Sets the table up with every guarded published cell hidden.
    pub(super) fn new(table: &CellTable, guarded: &[bool]) -> Self {
        let cells = table.cells();
        let mut workings = Self {
            counts: cells.iter().map(|cell| cell.count).collect(),
            floors: cells.iter().map(|cell| floor(table, cell)).collect(),
            sights: cells.iter().zip(guarded).map(|(cell, guarded)| first_sight(table, cell, *guarded)).collect(),
            terms: Vec::with_capacity(table.placed_sums().len()),
            memberships: vec![Vec::new(); cells.len()],
            unseen_terms: Vec::with_capacity(table.placed_sums().len()),
        };
        for sum in table.placed_sums() {
            let parts = sum.children.iter().map(|cell| Term { cell: *cell, sign: 1 });
            workings.add_sum(parts.chain([Term { cell: sum.parent, sign: -1 }]).collect());
        }
        workings
    }

    fn add_sum(&mut self, terms: Vec<Term>) {
        let sum = self.terms.len();
        for term in &terms {
            self.memberships[term.cell].push(Membership { sum, sign: term.sign });
        }
        self.unseen_terms.push(terms.iter().filter(|term| self.unseen(term.cell)).count());
        self.terms.push(terms);
    }

    pub(super) fn hide(&mut self, cell: usize) {
        if self.sights[cell] != Sight::Shown {
            return;
        }
        self.sights[cell] = Sight::Hidden;
        for membership in &self.memberships[cell] {
            self.unseen_terms[membership.sum] += 1;
        }
    }

    /// Takes a hiding back.
    pub(super) fn show_again(&mut self, cell: usize) {
        if self.sights[cell] != Sight::Hidden {
            return;
        }
        self.sights[cell] = Sight::Shown;
        for membership in &self.memberships[cell] {
            self.unseen_terms[membership.sum] -= 1;
        }
    }

    pub(super) fn count(&self, cell: usize) -> u64 {
        self.counts[cell]
    }

    /// The least count a reader must reckon with: a hidden published count is not zero where zeros are shown.
    pub(super) fn floor(&self, cell: usize) -> u64 {
        self.floors[cell]
    }

    pub(super) fn sight(&self, cell: usize) -> Sight {
        self.sights[cell]
    }

    pub(super) fn unseen(&self, cell: usize) -> bool {
        matches!(self.sights[cell], Sight::Hidden | Sight::Unprinted)
    }

    pub(super) fn sums(&self) -> usize {
        self.terms.len()
    }

    pub(super) fn terms(&self, sum: usize) -> &[Term] {
        &self.terms[sum]
    }

    pub(super) fn memberships(&self, cell: usize) -> &[Membership] {
        &self.memberships[cell]
    }

    /// How many terms of a sum a reader does not see.
    pub(super) fn unseen_terms(&self, sum: usize) -> usize {
        self.unseen_terms[sum]
    }
}

fn first_sight(table: &CellTable, cell: &Cell, guarded: bool) -> Sight {
    let public = table.policy_of(cell).is_some_and(|policy| policy.already_public);
    match cell.publication {
        _ if public => Sight::Fixed,
        Publication::Latent | Publication::Sealed { .. } => Sight::Unprinted,
        Publication::Published if guarded => Sight::Hidden,
        Publication::Published if cell.count == 0 => Sight::Fixed,
        Publication::Published => Sight::Shown,
    }
}

fn floor(table: &CellTable, cell: &Cell) -> u64 {
    let zero_shown = table.policy_of(cell).is_some_and(|policy| policy.hide_from > 0);
    u64::from(zero_shown && cell.publication == Publication::Published)
}

//! Proof: second tables, believed only after they have been added up in whole numbers.
//!
//! Not allowed here: floating point, and a table that was not checked.

use std::collections::BTreeMap;

use super::system::System;
use crate::table::{CellKey, Change};

/// How far down and up each cell was seen to go.
pub(super) struct Proof {
    reach: Vec<(i128, i128)>,
    sums_of: Vec<Vec<(usize, i128)>>,
}

impl Proof {
    pub(super) fn new(system: &System) -> Self {
        let mut sums_of = vec![Vec::new(); system.len()];
        for (sum, row) in system.rows().iter().enumerate() {
            sums_of[row.parent].push((sum, -1));
            for child in &row.children {
                sums_of[*child].push((sum, 1));
            }
        }
        Self { reach: vec![(0, 0); system.len()], sums_of }
    }

    /// Looks at second tables offered by whoever made the pattern.
    pub(super) fn add_offered(&mut self, system: &System, offered: &[Change]) {
        for change in offered {
            let number = |(key, amount): &(CellKey, i64)| Some((system.number_of(key)?, i128::from(*amount)));
            if let Some(steps) = change.cells.iter().map(number).collect::<Option<BTreeMap<_, _>>>() {
                self.add(system, &steps);
            }
        }
    }

    /// Keeps a second table if it is one: `true` if every sum is kept and every cell stays within what is printed.
    pub(super) fn add(&mut self, system: &System, steps: &BTreeMap<usize, i128>) -> bool {
        let mut sums: BTreeMap<usize, i128> = BTreeMap::new();
        for (cell, amount) in steps {
            if *amount != 0 && !system.may_change(*cell, *amount) {
                return false;
            }
            for (sum, sign) in &self.sums_of[*cell] {
                *sums.entry(*sum).or_insert(0) += sign * amount;
            }
        }
        let kept = sums.values().all(|sum| *sum == 0);
        if kept {
            for (cell, amount) in steps {
                let (down, up) = &mut self.reach[*cell];
                *down = (*down).min(*amount);
                *up = (*up).max(*amount);
            }
        }
        kept
    }

    /// How far down and up a cell was seen to go.
    pub(super) fn reach(&self, cell: usize) -> (i128, i128) {
        self.reach[cell]
    }

    /// How many whole numbers lie between the furthest tables, both ends counted.
    pub(super) fn candidates(&self, cell: usize) -> i128 {
        let (down, up) = self.reach[cell];
        up - down + 1
    }

    /// The sums that a cell stands in, with its sign there.
    pub(super) fn sums_of(&self, cell: usize) -> &[(usize, i128)] {
        &self.sums_of[cell]
    }
}

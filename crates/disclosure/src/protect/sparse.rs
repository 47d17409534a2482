//! The one sparse model: which cell stands in which sum, with which sign, both ways round.
//!
//! Not allowed here: counts, policies, choices.

use crate::table::PlacedSum;

/// A place in a list of neighbours: the cell (or the sum) and the sign there; -1 for a total, 1 for a part.
pub(super) type Entry = (u32, i8);

/// Lists of entries behind one another.
struct Lists {
    starts: Vec<u32>,
    entries: Vec<Entry>,
}

impl Lists {
    fn of(&self, number: usize) -> &[Entry] {
        &self.entries[self.starts[number] as usize..self.starts[number + 1] as usize]
    }

    fn gather(lists: impl Iterator<Item = Vec<Entry>>) -> Self {
        let mut gathered = Self { starts: vec![0], entries: Vec::new() };
        for list in lists {
            gathered.entries.extend(list);
            gathered.starts.push(number(gathered.entries.len()));
        }
        gathered
    }
}

/// Sums that each come to nought.
pub(super) struct Sparse {
    terms: Lists,
    sums_of: Lists,
    cells: usize,
    sums: usize,
}

impl Sparse {
    pub(super) fn new(cells: usize, sums: &[PlacedSum]) -> Self {
        let terms = Lists::gather(sums.iter().map(|sum| {
            let parts = sum.children.iter().map(|cell| (number(*cell), 1));
            parts.chain([(number(sum.parent), -1)]).collect()
        }));
        let mut sums_of = vec![Vec::new(); cells];
        for sum in 0..sums.len() {
            for (cell, sign) in terms.of(sum) {
                sums_of[*cell as usize].push((number(sum), *sign));
            }
        }
        Self { terms, sums_of: Lists::gather(sums_of.into_iter()), cells, sums: sums.len() }
    }

    pub(super) fn cells(&self) -> usize {
        self.cells
    }

    pub(super) fn sums(&self) -> usize {
        self.sums
    }

    /// The cells of a sum.
    pub(super) fn terms(&self, sum: u32) -> &[Entry] {
        self.terms.of(sum as usize)
    }

    /// The sums a cell stands in.
    pub(super) fn sums_of(&self, cell: u32) -> &[Entry] {
        self.sums_of.of(cell as usize)
    }
}

/// A position as the model keeps it. Tables of more than four thousand million entries do not fit into memory anyway.
pub(super) fn number(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

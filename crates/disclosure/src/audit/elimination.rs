//! Elimination: which unprinted counts are linear combinations of printed ones.
//!
//! The sums over unprinted cells are brought to echelon form modulo a large prime; then random members of the null space
//! are drawn. A count that no member moves is determined. A determined count is always found; one that is free is taken
//! for determined with a chance of about 2^-61 (Schwartz-Zippel; then the audit refuses without need). Only a matrix
//! whose rank drops modulo this very prime could hide one, which sums with entries 1 and -1 of this size do not meet in
//! practice. Not allowed here: knowledge of which cells are small.

use std::collections::{BTreeMap, BTreeSet};

use super::system::System;

/// The Mersenne prime 2^61 - 1.
const PRIME: u64 = (1 << 61) - 1;
/// Starting points of the two draws.
const SEEDS: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xD1B5_4A32_D192_ED03];

/// For each cell: is it fixed by the printed counts (all taken as exact) and the sums?
pub(super) fn determined(system: &System) -> Vec<bool> {
    let mut matrix = Matrix::new(system);
    matrix.reduce();
    let draws = SEEDS.map(|seed| matrix.draw(seed));
    (0..system.len()).map(|cell| draws.iter().all(|draw| draw[cell] == 0) && !system.is_told(cell)).collect()
}

type Line = BTreeMap<usize, u64>;

struct Matrix {
    width: usize,
    told: Vec<bool>,
    lines: Vec<Line>,
    /// Lines still to be reduced in which a cell stands.
    lines_of: Vec<BTreeSet<usize>>,
    /// Lines still to be reduced, shortest first.
    by_length: BTreeSet<(usize, usize)>,
    /// Cells seen to stand in one line only: taking them costs nothing.
    lone_cells: Vec<usize>,
    /// Solved lines with the cell each is solved for, in order.
    solved: Vec<(usize, usize)>,
}

impl Matrix {
    fn new(system: &System) -> Self {
        let width = system.len();
        let told: Vec<bool> = (0..width).map(|cell| system.is_told(cell)).collect();
        let mut matrix = Self {
            width,
            lines: Vec::with_capacity(system.rows().len()),
            lines_of: vec![BTreeSet::new(); width],
            by_length: BTreeSet::new(),
            lone_cells: Vec::new(),
            solved: Vec::new(),
            told,
        };
        for row in system.rows() {
            let mut line = Line::new();
            let parts = row.children.iter().map(|cell| (*cell, 1));
            for (cell, factor) in parts.chain([(row.parent, PRIME - 1)]).filter(|(cell, _)| !matrix.told[*cell]) {
                add_at(&mut line, cell, factor);
            }
            matrix.add(line);
        }
        matrix.lone_cells = (0..width).filter(|cell| matrix.lines_of[*cell].len() == 1).collect();
        matrix
    }

    fn add(&mut self, line: Line) {
        let number = self.lines.len();
        for cell in line.keys() {
            self.lines_of[*cell].insert(number);
        }
        self.by_length.insert((line.len(), number));
        self.lines.push(line);
    }

    fn reduce(&mut self) {
        while let Some((line, cell)) = self.next_pivot() {
            self.retire(line);
            for other in std::mem::take(&mut self.lines_of[cell]) {
                self.cancel(other, line, cell);
            }
            self.solved.push((line, cell));
        }
    }

    /// A line and the cell to solve it for: free ones first, else the shortest line at its rarest cell.
    fn next_pivot(&mut self) -> Option<(usize, usize)> {
        while let Some(cell) = self.lone_cells.pop() {
            if let (1, Some(line)) = (self.lines_of[cell].len(), self.lines_of[cell].first()) {
                return Some((*line, cell));
            }
        }
        while let Some((_, line)) = self.by_length.first().copied() {
            let cells = self.lines[line].keys().copied();
            if let Some(cell) = cells.min_by_key(|cell| (self.lines_of[*cell].len(), *cell)) {
                return Some((line, cell));
            }
            self.by_length.remove(&(0, line));
        }
        None
    }

    fn retire(&mut self, line: usize) {
        self.by_length.remove(&(self.lines[line].len(), line));
        for cell in self.lines[line].keys() {
            self.lines_of[*cell].remove(&line);
            if self.lines_of[*cell].len() == 1 {
                self.lone_cells.push(*cell);
            }
        }
    }

    /// Takes the pivot line from another so that the pivot cell vanishes there.
    fn cancel(&mut self, other: usize, pivot_line: usize, pivot_cell: usize) {
        let pivot = std::mem::take(&mut self.lines[pivot_line]);
        let mut line = std::mem::take(&mut self.lines[other]);
        self.by_length.remove(&(line.len(), other));
        let factor = PRIME - times(line[&pivot_cell], inverse(pivot[&pivot_cell]));
        for (cell, value) in &pivot {
            if add_at(&mut line, *cell, times(factor, *value)) {
                self.lines_of[*cell].insert(other);
            } else {
                self.lines_of[*cell].remove(&other);
                if self.lines_of[*cell].len() == 1 {
                    self.lone_cells.push(*cell);
                }
            }
        }
        self.by_length.insert((line.len(), other));
        self.lines[other] = line;
        self.lines[pivot_line] = pivot;
    }

    /// A random member of the null space: free cells at random, solved cells from them, last solved first.
    fn draw(&self, seed: u64) -> Vec<u64> {
        let mut state = seed;
        let mut values: Vec<u64> = (0..self.width).map(|_| next_random(&mut state)).collect();
        for (value, told) in values.iter_mut().zip(&self.told) {
            *value = if *told { 0 } else { *value };
        }
        for (line, cell) in self.solved.iter().rev() {
            let line = &self.lines[*line];
            let others = line.iter().filter(|(other, _)| *other != cell);
            let total = others.fold(0, |total, (other, factor)| plus(total, times(*factor, values[*other])));
            values[*cell] = times(PRIME - total, inverse(line[cell]));
        }
        values
    }
}

/// Adds to an entry; `false` if it comes to nought and is gone.
fn add_at(line: &mut Line, cell: usize, value: u64) -> bool {
    let sum = plus(line.get(&cell).copied().unwrap_or(0), value);
    if sum == 0 {
        line.remove(&cell);
    } else {
        line.insert(cell, sum);
    }
    sum != 0
}

fn plus(left: u64, right: u64) -> u64 {
    (left + right) % PRIME
}

fn times(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right) % u128::from(PRIME);
    u64::try_from(product).unwrap_or(0)
}

/// Inverse by Fermat: the power `PRIME - 2`.
fn inverse(value: u64) -> u64 {
    let (mut power, mut square, mut exponent) = (1, value, PRIME - 2);
    while exponent > 0 {
        if exponent % 2 == 1 {
            power = times(power, square);
        }
        square = times(square, square);
        exponent /= 2;
    }
    power
}

/// Splitmix64 (Steele, Lea and Flood, 2014), brought into 1..PRIME.
fn next_random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (mixed ^ (mixed >> 31)) % (PRIME - 1) + 1
}

#[cfg(test)]
mod tests {
    use super::{PRIME, inverse, times};

    #[test]
    fn inverses_multiply_to_one() {
        for value in [1, 2, 3, 1 << 40, PRIME - 1] {
            assert_eq!(times(value, inverse(value)), 1);
        }
    }
}

//! The cheapest move: a linear programme that touches only the sums it needs.
//!
//! Wanted is a change of counts that keeps every sum, changes one cell by a given amount, takes nothing below its floor,
//! and costs least. The dual simplex starts from no change at all, which costs nothing and breaks only the sums of the
//! wanted cell, and mends one broken sum after the other; sums that nothing reaches are never looked at, so the work
//! follows the length of the move and not the size of the table. Floating point lives in here alone: what comes out is
//! whole numbers, checked by addition. Not allowed here: a budget in seconds, chance, and a move that was not checked.

use super::sparse::{Sparse, number};

/// Numbers nearer to nought than this are nought.
const NOUGHT: f64 = 1e-7;
const NONE: u32 = u32::MAX;
/// Most changing cells at a time.
const WIDEST: usize = 2500;
/// Fractions are rounded this many times before a move is given up.
const ROUNDINGS: usize = 12;

/// What a move may use.
pub(super) struct Prices<'a> {
    /// For each cell the price of a change by one; infinite where it must not change.
    pub(super) price: &'a [f64],
    /// No cell dearer than this is used.
    pub(super) most: f64,
    /// For each cell how far it may fall.
    pub(super) room: &'a [i64],
}

/// The wanted change, and how much work may go into it.
#[derive(Clone, Copy)]
pub(super) struct Wish {
    pub(super) cell: u32,
    pub(super) amount: i64,
    pub(super) pivots: usize,
    /// Whether only cells may fall that can fall by the whole amount; the way is then one piece.
    pub(super) whole: bool,
}

/// Cells with their changes, in order of cells.
pub(super) type Steps = Vec<(u32, i64)>;

/// Twice the cell, one more where it falls: a change up and a change down are two columns.
type Column = u32;

fn cell_of(column: Column) -> u32 {
    column / 2
}

fn falls(column: Column) -> bool {
    column % 2 == 1
}

/// Room for the work, kept from one search to the next.
pub(super) struct Simplex<'a> {
    sparse: &'a Sparse,
    /// For each sum what is missing in it.
    missing: Vec<f64>,
    /// For each sum its place among the settled ones.
    settled_at: Vec<u32>,
    touched: Vec<u32>,
    is_touched: Vec<bool>,
    open: Vec<u32>,
    is_open: Vec<bool>,
    /// For each column its place in the basis.
    basic_at: Vec<u32>,
    /// Columns outside the basis that do not stand at nought.
    parked: Vec<(Column, f64)>,
    is_parked: Vec<bool>,
    fixed: Vec<(Column, f64)>,
    rows: Vec<u32>,
    columns: Vec<Column>,
    values: Vec<f64>,
    inverse: Vec<f64>,
    stride: usize,
    /// The row of the tableau, by sum and by cell.
    weight: Vec<f64>,
    weighted: Vec<u32>,
    alpha: Vec<f64>,
    /// For each cell the dual prices of its sums together.
    pull: Vec<f64>,
    pulled: Vec<u32>,
    is_pulled: Vec<bool>,
    reached: Vec<u32>,
    is_reached: Vec<bool>,
    entering: Vec<f64>,
    pivots: u64,
    least_room: i64,
}

/// What leaves the basis.
#[derive(Clone, Copy)]
enum Leaving {
    Sum(u32),
    Place(usize),
}

impl<'a> Simplex<'a> {
    pub(super) fn new(sparse: &'a Sparse) -> Self {
        let (cells, sums) = (sparse.cells(), sparse.sums());
        Self {
            sparse,
            missing: vec![0.0; sums],
            settled_at: vec![NONE; sums],
            touched: Vec::new(),
            is_touched: vec![false; sums],
            open: Vec::new(),
            is_open: vec![false; sums],
            basic_at: vec![NONE; 2 * cells],
            parked: Vec::new(),
            is_parked: vec![false; 2 * cells],
            fixed: Vec::new(),
            rows: Vec::new(),
            columns: Vec::new(),
            values: Vec::new(),
            inverse: vec![0.0; 72 * 72],
            stride: 72,
            weight: vec![0.0; sums],
            weighted: Vec::new(),
            alpha: vec![0.0; cells],
            pull: vec![0.0; cells],
            pulled: Vec::new(),
            is_pulled: vec![false; cells],
            reached: Vec::new(),
            is_reached: vec![false; cells],
            entering: Vec::new(),
            pivots: 0,
            least_room: 0,
        }
    }

    /// Pivots made so far.
    pub(super) fn pivots(&self) -> u64 {
        self.pivots
    }

    /// The cheapest move found within the budget; `None` where there is none, or none in whole numbers was found.
    pub(super) fn find(&mut self, prices: &Prices<'_>, wish: Wish) -> Option<Steps> {
        if wish.amount < -prices.room[wish.cell as usize] {
            return None;
        }
        self.least_room = if wish.whole { wish.amount.abs() } else { 1 };
        self.begin(wish);
        let found = self.whole_numbers(prices, wish);
        self.clear();
        found
    }

    fn whole_numbers(&mut self, prices: &Prices<'_>, wish: Wish) -> Option<Steps> {
        let mut budget = wish.pivots;
        for _ in 0..ROUNDINGS {
            if !self.solve(prices, wish.cell, &mut budget) {
                return None;
            }
            let Some((place, value)) = self.fraction() else {
                return self.checked(prices, wish);
            };
            self.fixed.push((self.columns[place], value));
        }
        None
    }

    fn begin(&mut self, wish: Wish) {
        for (sum, sign) in self.sparse.sums_of(wish.cell) {
            self.add_missing(*sum, -f64::from(*sign) * whole(wish.amount));
        }
    }

    fn clear(&mut self) {
        for sum in self.touched.drain(..) {
            let sum = sum as usize;
            self.missing[sum] = 0.0;
            self.settled_at[sum] = NONE;
            self.is_touched[sum] = false;
            self.is_open[sum] = false;
        }
        for cell in self.pulled.drain(..) {
            self.pull[cell as usize] = 0.0;
            self.is_pulled[cell as usize] = false;
        }
        self.open.clear();
        for column in self.columns.drain(..) {
            self.basic_at[column as usize] = NONE;
        }
        for (column, _) in self.parked.drain(..) {
            self.is_parked[column as usize] = false;
        }
        self.fixed.clear();
        self.rows.clear();
        self.values.clear();
        self.stride = 72;
    }

    fn touch(&mut self, sum: u32) {
        if !std::mem::replace(&mut self.is_touched[sum as usize], true) {
            self.touched.push(sum);
        }
    }

    fn add_missing(&mut self, sum: u32, by: f64) {
        self.touch(sum);
        let at = sum as usize;
        self.missing[at] += by;
        if self.missing[at].abs() > NOUGHT && !std::mem::replace(&mut self.is_open[at], true) {
            self.open.push(sum);
        }
    }

    /// Least and largest value of a column.
    fn limits(&self, prices: &Prices<'_>, column: Column) -> (f64, f64) {
        if let Some((_, value)) = self.fixed.iter().find(|(fixed, _)| *fixed == column) {
            return (*value, *value);
        }
        let high = if falls(column) { whole(prices.room[cell_of(column) as usize]) } else { f64::INFINITY };
        (0.0, high)
    }

    /// Mends broken sums until none is left.
    fn solve(&mut self, prices: &Prices<'_>, wished: u32, budget: &mut usize) -> bool {
        while let Some((leaving, value, bound)) = self.leaving(prices) {
            if *budget == 0 || self.rows.len() >= WIDEST {
                return false;
            }
            *budget -= 1;
            self.pivots += 1;
            self.weigh(leaving);
            let entering = self.choose(prices, wished, value < bound);
            match entering {
                Some((column, alpha, reduced)) => {
                    self.pivot(leaving, column, alpha, reduced, (value - bound) / alpha, bound);
                    self.forget();
                }
                None => {
                    self.forget();
                    return false;
                }
            }
        }
        true
    }

    /// The worst broken sum or limit: what leaves, its value, and the limit it goes to.
    fn leaving(&mut self, prices: &Prices<'_>) -> Option<(Leaving, f64, f64)> {
        let mut worst: Option<(f64, Leaving, f64, f64)> = None;
        let mut kept = 0;
        for at in 0..self.open.len() {
            let sum = self.open[at];
            let value = self.missing[sum as usize];
            if value.abs() <= NOUGHT || self.settled_at[sum as usize] != NONE {
                self.is_open[sum as usize] = false;
                continue;
            }
            self.open[kept] = sum;
            kept += 1;
            // A short sum leaves few ways open: it comes first.
            let size = value.abs() / f64::from(number(self.sparse.terms(sum).len()));
            if worst.is_none_or(|(most, ..)| size > most + NOUGHT) {
                worst = Some((size, Leaving::Sum(sum), value, 0.0));
            }
        }
        self.open.truncate(kept);
        for place in 0..self.columns.len() {
            let value = self.values[place];
            let (low, high) = self.limits(prices, self.columns[place]);
            let (off, bound) = if value < low { (low - value, low) } else { (value - high, high) };
            if off > NOUGHT && worst.is_none_or(|(most, ..)| off > most + NOUGHT) {
                worst = Some((off, Leaving::Place(place), value, bound));
            }
        }
        worst.map(|(_, leaving, value, bound)| (leaving, value, bound))
    }

    /// The tableau row of what leaves: weights of sums, then of cells.
    fn weigh(&mut self, leaving: Leaving) {
        let size = self.rows.len();
        match leaving {
            Leaving::Place(place) => {
                for other in 0..size {
                    let value = self.inverse[other * self.stride + place];
                    if value.abs() > 1e-11 {
                        self.weight[self.rows[other] as usize] = value;
                        self.weighted.push(self.rows[other]);
                    }
                }
            }
            Leaving::Sum(sum) => {
                let mut row = vec![0.0; size];
                for (cell, sign) in self.sparse.terms(sum) {
                    for column in [2 * cell, 2 * cell + 1] {
                        let place = self.basic_at[column as usize];
                        if place != NONE {
                            let sign = signed(*sign, column);
                            for (other, to) in row.iter_mut().enumerate() {
                                *to -= sign * self.inverse[other * self.stride + place as usize];
                            }
                        }
                    }
                }
                for (other, value) in row.into_iter().enumerate() {
                    if value.abs() > 1e-11 {
                        self.weight[self.rows[other] as usize] = value;
                        self.weighted.push(self.rows[other]);
                    }
                }
                self.weight[sum as usize] = 1.0;
                self.weighted.push(sum);
            }
        }
        for sum in &self.weighted {
            let weight = self.weight[*sum as usize];
            for (cell, sign) in self.sparse.terms(*sum) {
                let at = *cell as usize;
                if !std::mem::replace(&mut self.is_reached[at], true) {
                    self.reached.push(*cell);
                }
                self.alpha[at] += weight * f64::from(*sign);
            }
        }
    }

    fn forget(&mut self) {
        for sum in self.weighted.drain(..) {
            self.weight[sum as usize] = 0.0;
        }
        for cell in self.reached.drain(..) {
            self.alpha[cell as usize] = 0.0;
            self.is_reached[cell as usize] = false;
        }
    }

    /// The column that enters at the least price: column, its number in the row, its reduced price.
    fn choose(&self, prices: &Prices<'_>, wished: u32, must_rise: bool) -> Option<(Column, f64, f64)> {
        let mut best: Option<(f64, f64, Column, f64, f64)> = None;
        for cell in &self.reached {
            let (at, cell) = (*cell as usize, *cell);
            let alpha = self.alpha[at];
            let price = prices.price[at];
            if alpha.abs() < NOUGHT || cell == wished || price > prices.most || price.is_infinite() {
                continue;
            }
            let dual = self.pull[at];
            for column in [2 * cell, 2 * cell + 1] {
                let (alpha, dual) = if falls(column) { (-alpha, -dual) } else { (alpha, dual) };
                if self.basic_at[column as usize] != NONE || self.fixed.iter().any(|(fixed, _)| *fixed == column) {
                    continue;
                }
                if falls(column) && prices.room[at] < self.least_room {
                    continue;
                }
                let parked = self.is_parked[column as usize];
                // A column at its lower limit may rise, one at its upper limit may fall.
                let helps = (alpha < 0.0) == must_rise;
                if helps == parked {
                    continue;
                }
                let reduced = price - dual;
                let ratio = (reduced / alpha).abs();
                let better = best.is_none_or(|(least, size, chosen, ..)| {
                    ratio < least - 1e-9
                        || (ratio < least + 1e-9
                            && (alpha.abs() > size + 1e-9 || (alpha.abs() > size - 1e-9 && column < chosen)))
                });
                if better {
                    best = Some((ratio, alpha.abs(), column, alpha, reduced));
                }
            }
        }
        best.map(|(_, _, column, alpha, reduced)| (column, alpha, reduced))
    }

    fn pivot(&mut self, leaving: Leaving, column: Column, alpha: f64, reduced: f64, step: f64, bound: f64) {
        let price = reduced / alpha;
        for cell in &self.reached {
            let at = *cell as usize;
            if self.alpha[at] != 0.0 {
                self.pull[at] += price * self.alpha[at];
                if !std::mem::replace(&mut self.is_pulled[at], true) {
                    self.pulled.push(*cell);
                }
            }
        }
        for at in 0..self.weighted.len() {
            self.touch(self.weighted[at]);
        }
        let size = self.rows.len();
        self.entering.clear();
        self.entering.resize(size, 0.0);
        for (sum, sign) in self.sparse.sums_of(cell_of(column)) {
            let at = self.settled_at[*sum as usize];
            if at != NONE {
                let sign = signed(*sign, column);
                let from = at as usize * self.stride;
                for (to, value) in self.entering.iter_mut().zip(&self.inverse[from..from + size]) {
                    *to += sign * value;
                }
            }
        }
        for place in 0..size {
            let by = -step * self.entering[place];
            if by != 0.0 {
                self.values[place] += by;
                self.carry(self.columns[place], by);
            }
        }
        self.carry(column, step);
        let stood = self.unpark(column);
        match leaving {
            Leaving::Sum(sum) => self.widen(sum, column, alpha, stood + step),
            Leaving::Place(place) => self.replace(place, column, stood + step, bound),
        }
    }

    /// A column changed by so much: what its sums miss changes with it.
    fn carry(&mut self, column: Column, by: f64) {
        let sparse = self.sparse;
        for (sum, sign) in sparse.sums_of(cell_of(column)) {
            if self.settled_at[*sum as usize] == NONE {
                self.add_missing(*sum, -signed(*sign, column) * by);
            }
        }
    }

    fn unpark(&mut self, column: Column) -> f64 {
        if !std::mem::replace(&mut self.is_parked[column as usize], false) {
            return 0.0;
        }
        let at = self.parked.iter().position(|(parked, _)| *parked == column);
        at.map_or(0.0, |at| self.parked.swap_remove(at).1)
    }

    fn widen(&mut self, sum: u32, column: Column, alpha: f64, value: f64) {
        let size = self.rows.len();
        self.make_room(size);
        let changed = self.nonzero(size);
        // The weights of the row are the bordering row of the inverse, apart from the sum itself.
        for other in 0..size {
            let last = self.weight[self.rows[other] as usize] / alpha;
            let column = &mut self.inverse[other * self.stride..other * self.stride + size + 1];
            column[size] = last;
            if last != 0.0 {
                for (place, factor) in &changed {
                    column[*place] -= factor * last;
                }
            }
        }
        let last_column = &mut self.inverse[size * self.stride..(size + 1) * self.stride];
        last_column[..size].fill(0.0);
        for (place, factor) in &changed {
            last_column[*place] = -factor / alpha;
        }
        last_column[size] = 1.0 / alpha;
        self.settled_at[sum as usize] = number(size);
        self.missing[sum as usize] = 0.0;
        self.rows.push(sum);
        self.columns.push(column);
        self.values.push(value);
        self.basic_at[column as usize] = number(size);
    }

    /// Room for one more line; lines stand close together, so that the work stays near.
    fn make_room(&mut self, size: usize) {
        if size < self.stride {
            return;
        }
        let wider = 2 * self.stride - 8;
        let mut inverse = vec![0.0; wider * wider];
        for (to, from) in inverse.chunks_exact_mut(wider).zip(self.inverse.chunks_exact(self.stride)) {
            to[..self.stride].copy_from_slice(from);
        }
        (self.inverse, self.stride) = (inverse, wider);
    }

    /// Where the entering column is not nought.
    fn nonzero(&self, size: usize) -> Vec<(usize, f64)> {
        let entries = self.entering[..size].iter().copied().enumerate();
        entries.filter(|(_, value)| value.abs() > 1e-11).collect()
    }

    fn replace(&mut self, place: usize, column: Column, value: f64, bound: f64) {
        let size = self.rows.len();
        let alpha = self.entering[place];
        let changed = self.nonzero(size);
        for other in 0..size {
            let column = &mut self.inverse[other * self.stride..other * self.stride + size];
            if column[place].abs() <= 1e-11 {
                column[place] = 0.0;
            } else {
                let factor = column[place] / alpha;
                for (at, by) in &changed {
                    column[*at] -= by * factor;
                }
                column[place] = factor;
            }
        }
        let old = std::mem::replace(&mut self.columns[place], column);
        self.basic_at[old as usize] = NONE;
        if bound != 0.0 {
            self.parked.push((old, bound));
            self.is_parked[old as usize] = true;
        }
        self.basic_at[column as usize] = number(place);
        self.values[place] = value;
    }

    /// The first column that is not whole, and the whole number next to it.
    fn fraction(&self) -> Option<(usize, f64)> {
        let off = |place: &usize| (self.values[*place] - self.values[*place].round()).abs() > 1e-5;
        (0..self.values.len()).find(off).map(|place| (place, self.values[place].round()))
    }

    /// The move in whole numbers, if it keeps every sum and every floor.
    fn checked(&self, prices: &Prices<'_>, wish: Wish) -> Option<Steps> {
        let columns = self.columns.iter().copied().zip(self.values.iter().copied());
        let mut steps: Steps = vec![(wish.cell, wish.amount)];
        for (column, value) in columns.chain(self.parked.iter().copied()) {
            let amount = rounded(value);
            steps.push((cell_of(column), if falls(column) { -amount } else { amount }));
        }
        steps.sort_unstable();
        steps.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 += later.1;
            }
            same
        });
        steps.retain(|(_, amount)| *amount != 0);
        let fits = steps.iter().all(|(cell, amount)| {
            let at = *cell as usize;
            *amount >= -prices.room[at] && (*cell == wish.cell || prices.price[at].is_finite())
        });
        (fits && keeps_sums(self.sparse, &steps)).then_some(steps)
    }
}

/// Does a change of counts keep every sum?
pub(super) fn keeps_sums(sparse: &Sparse, steps: &[(u32, i64)]) -> bool {
    let mut changes: Vec<(u32, i64)> = steps
        .iter()
        .flat_map(|(cell, amount)| {
            sparse.sums_of(*cell).iter().map(move |(sum, sign)| (*sum, i64::from(*sign) * amount))
        })
        .collect();
    changes.sort_unstable();
    changes.chunk_by(|left, right| left.0 == right.0).all(|sum| sum.iter().map(|(_, amount)| amount).sum::<i64>() == 0)
}

fn signed(sign: i8, column: Column) -> f64 {
    if falls(column) { -f64::from(sign) } else { f64::from(sign) }
}

/// A whole number as the programme reckons with it. Rooms beyond 2^53 are no limit in practice.
fn whole(amount: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "moves are small, and what comes out is checked in whole numbers")]
    {
        amount as f64
    }
}

fn rounded(value: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a cast from floating point saturates, and the move is checked"
    )]
    {
        value.round() as i64
    }
}

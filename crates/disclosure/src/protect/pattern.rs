//! The pattern: which counts are hidden, and a move or two for every guarded cell.
//!
//! Not allowed here: floating point but for prices, chance, and budgets in seconds.

use std::collections::BTreeSet;

use super::moves::Moves;
use super::simplex::{Prices, Simplex, Steps, Wish};
use super::sparse::{Sparse, number};

/// The price of a shown count of one, where a hidden one costs about one.
const SHOWN: f64 = 1000.0;
const PIVOTS: usize = 1500;

/// What a reader sees of a cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
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

/// What there is to protect.
pub(super) struct Task<'a> {
    pub(super) sparse: &'a Sparse,
    /// For each cell how far it may fall: its count less what a reader knows it has at least.
    pub(super) room: Vec<i64>,
    /// For each cell what hiding it costs.
    pub(super) weight: Vec<u64>,
    /// For each cell how wide its interval must be; nought for a cell that is not guarded.
    pub(super) width: Vec<i64>,
}

/// The work in hand.
pub(super) struct Pattern<'a> {
    pub(super) task: &'a Task<'a>,
    sights: Vec<Sight>,
    price: Vec<f64>,
    simplex: Simplex<'a>,
    moves: Moves,
}

impl<'a> Pattern<'a> {
    pub(super) fn new(task: &'a Task<'a>, sights: Vec<Sight>) -> Self {
        let mut pattern = Self {
            task,
            price: vec![f64::INFINITY; sights.len()],
            simplex: Simplex::new(task.sparse),
            moves: Moves::new(sights.len()),
            sights,
        };
        (0..number(pattern.sights.len())).for_each(|cell| pattern.set_price(cell));
        pattern
    }

    fn set_price(&mut self, cell: u32) {
        let at = cell as usize;
        // Small, and not the same for all, so that ties are rare and short moves preferred.
        let noise = f64::from((cell.wrapping_mul(2_654_435_761)) >> 20) / 40_960.0;
        self.price[at] = match self.sights[at] {
            Sight::Fixed => f64::INFINITY,
            Sight::Hidden | Sight::Unprinted => 1.0 + noise,
            Sight::Shown => (weight(self.task.weight[at]) + noise / 100.0) * SHOWN,
        };
    }

    pub(super) fn sight(&self, cell: u32) -> Sight {
        self.sights[cell as usize]
    }

    pub(super) fn sights(&self) -> &[Sight] {
        &self.sights
    }

    pub(super) fn pivots(&self) -> u64 {
        self.simplex.pivots()
    }

    fn hide(&mut self, cell: u32) {
        if self.sights[cell as usize] == Sight::Shown {
            self.sights[cell as usize] = Sight::Hidden;
            self.moves.hidden(cell);
            self.set_price(cell);
        }
    }

    fn show(&mut self, cell: u32) {
        self.sights[cell as usize] = Sight::Shown;
        self.moves.shown(cell);
        self.set_price(cell);
    }

    /// How much of the wanted width a guarded cell still lacks.
    fn lacking(&self, cell: u32) -> i64 {
        let (down, up) = self.moves.reach(cell);
        (self.task.width[cell as usize] - down - up).max(0)
    }

    /// The cost of what is hidden and not guarded.
    pub(super) fn cost(&self) -> u64 {
        self.spare().map(|cell| self.task.weight[cell as usize]).sum()
    }

    /// Hidden cells that are not guarded.
    pub(super) fn spare(&self) -> impl Iterator<Item = u32> + '_ {
        (0..number(self.sights.len()))
            .filter(|cell| self.sights[*cell as usize] == Sight::Hidden && self.task.width[*cell as usize] == 0)
    }

    pub(super) fn guarded(&self) -> impl Iterator<Item = u32> + '_ {
        (0..number(self.task.width.len())).filter(|cell| self.task.width[*cell as usize] > 0)
    }

    fn search(&mut self, cell: u32, amount: i64, pivots: usize) -> Option<Steps> {
        if amount == 0 {
            return None;
        }
        self.simplex.find(&Prices { price: &self.price, room: &self.task.room }, Wish { cell, amount, pivots })
    }

    /// What a move would newly hide.
    fn takes(&self, steps: &Steps) -> u64 {
        let taken = steps.iter().filter(|(cell, _)| self.sights[*cell as usize] == Sight::Shown);
        taken.map(|(cell, _)| self.task.weight[*cell as usize].max(1)).sum()
    }

    fn make(&mut self, steps: Steps) {
        for (cell, _) in &steps {
            self.hide(*cell);
        }
        self.moves.add(steps, &self.task.room);
    }

    /// Gives a guarded cell its width, hiding what is cheapest; `false` if that cannot be done.
    fn protect(&mut self, cell: u32, pivots: usize) -> bool {
        let width = self.task.width[cell as usize];
        let (down, up) = self.moves.reach(cell);
        if down + up >= width {
            return true;
        }
        let rise = self.search(cell, width - down, pivots);
        if let Some(steps) = &rise
            && self.takes(steps) == 0
        {
            self.make(rise.unwrap_or_default());
            return true;
        }
        let room = self.task.room[cell as usize].min(width);
        let fall = if room > down { self.search(cell, -(width - up).min(room), pivots) } else { None };
        let rest = width - up.max(0) - room;
        match (rise, fall) {
            (Some(rise), Some(fall)) if rest <= 0 && self.takes(&fall) < self.takes(&rise) => self.make(fall),
            (Some(rise), Some(fall)) if rest > 0 && 2 * self.takes(&fall) < self.takes(&rise) => {
                // Part of the way down, the rest up.
                self.make(fall);
                if self.lacking(cell) > 0 {
                    let (down, _) = self.moves.reach(cell);
                    match self.search(cell, width - down, pivots) {
                        Some(steps) => self.make(steps),
                        None => self.make(rise),
                    }
                }
            }
            (Some(rise), _) => self.make(rise),
            (None, Some(fall)) => {
                self.make(fall);
                if self.lacking(cell) > 0 {
                    let (down, _) = self.moves.reach(cell);
                    for up in (1..=width - down).rev() {
                        if let Some(steps) = self.search(cell, up, pivots) {
                            self.make(steps);
                            break;
                        }
                    }
                }
            }
            (None, None) => {}
        }
        self.lacking(cell) == 0
    }

    /// First pass: every guarded cell, in order.
    pub(super) fn protect_all(&mut self) -> Vec<u32> {
        let cells: Vec<u32> = self.guarded().collect();
        let mut failed = Vec::new();
        for cell in cells {
            if !self.protect(cell, PIVOTS) {
                failed.push(cell);
            }
        }
        failed.retain(|cell| self.lacking(*cell) > 0);
        failed
    }

    /// Guarded cells that lack something once `cell` is shown.
    fn bereft(&self, cell: u32) -> Vec<u32> {
        let mut cells: BTreeSet<u32> = BTreeSet::new();
        for steps in self.moves.of_any(cell) {
            for (other, _) in steps {
                if self.task.width[*other as usize] > 0 {
                    cells.insert(*other);
                }
            }
        }
        cells.into_iter().filter(|cell| self.lacking(*cell) > 0).collect()
    }

    /// Shows again, dearest first, what is not needed.
    pub(super) fn clean_up(&mut self) -> usize {
        let mut spare: Vec<u32> = self.spare().collect();
        spare.sort_by_key(|cell| (std::cmp::Reverse(self.task.weight[*cell as usize]), *cell));
        let mut shown = 0;
        for cell in spare {
            shown += usize::from(self.try_show(cell, 300));
        }
        shown
    }

    fn try_show(&mut self, cell: u32, pivots: usize) -> bool {
        self.show(cell);
        let bereft = self.bereft(cell);
        for guarded in &bereft {
            if self.lacking(*guarded) > 0 && !self.within_the_hidden(*guarded, pivots) {
                self.hide(cell);
                return false;
            }
        }
        true
    }

    /// Other moves for a guarded cell that take nothing shown.
    fn within_the_hidden(&mut self, cell: u32, pivots: usize) -> bool {
        let width = self.task.width[cell as usize];
        let (down, up) = self.moves.reach(cell);
        let free = |pattern: &mut Self, amount| {
            let found = pattern.search(cell, amount, pivots).filter(|steps| pattern.takes(steps) == 0);
            found.is_some_and(|steps| {
                pattern.make(steps);
                true
            })
        };
        if free(self, width - down) {
            return true;
        }
        let room = self.task.room[cell as usize].min(width - up);
        (1..=room).rev().any(|fall| free(self, -fall)) && {
            let lacking = self.lacking(cell);
            lacking == 0 || {
                let (down, _) = self.moves.reach(cell);
                free(self, width - down)
            }
        }
    }

    /// Looks for a cheaper way: shows a cell, mends what that breaks by hiding others, and keeps it if that costs less.
    pub(super) fn exchange(&mut self, cell: u32, pivots: usize) -> bool {
        let before = self.cost();
        self.show(cell);
        let forbidden = std::mem::replace(&mut self.price[cell as usize], f64::INFINITY);
        let bereft = self.bereft(cell);
        let hidden_before: Vec<Sight> = self.sights.clone();
        let mended = bereft.iter().all(|guarded| self.lacking(*guarded) == 0 || self.protect(*guarded, pivots));
        self.price[cell as usize] = forbidden;
        let mut taken: Vec<u32> = (0..number(self.sights.len()))
            .filter(|at| self.sights[*at as usize] != hidden_before[*at as usize])
            .collect();
        if mended {
            // What the newly hidden make needless.
            taken.sort_by_key(|cell| (std::cmp::Reverse(self.task.weight[*cell as usize]), *cell));
            for newly in taken.clone() {
                self.try_show(newly, 100);
            }
            if self.cost() < before {
                return true;
            }
        }
        for newly in taken {
            if self.sights[newly as usize] == Sight::Hidden {
                self.show(newly);
            }
        }
        self.hide(cell);
        false
    }

    pub(super) fn polish(&mut self) -> usize {
        let mut spare: Vec<u32> = self.spare().collect();
        spare.sort_by_key(|cell| (std::cmp::Reverse(self.task.weight[*cell as usize]), *cell));
        spare.into_iter().filter(|cell| self.sight(*cell) == Sight::Hidden && self.exchange(*cell, PIVOTS)).count()
    }

    pub(super) fn moves(&self) -> usize {
        self.moves.len()
    }
}

fn weight(weight: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a price need not be exact")]
    {
        weight.max(1) as f64
    }
}

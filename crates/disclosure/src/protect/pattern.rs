//! The pattern: which counts are hidden, and moves that prove it for every guarded cell.
//!
//! Not allowed here: an order of work (see `plan`), chance, and budgets in seconds.

use std::collections::BTreeSet;

use super::boxes::{Boxes, Ground, Times};
use super::moves::Moves;
use super::simplex::{Prices, Simplex, Steps, Wish, keeps_sums};
use super::sparse::{Sparse, number};

/// No hidden cell is dearer than this, and every shown one is.
const DEAREST_HIDDEN: f64 = 1.5;

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

/// What there is to protect.
pub(super) struct Task {
    pub(super) sparse: Sparse,
    /// For each cell how far it may fall: its count less what a reader knows it has at least.
    pub(super) room: Vec<i64>,
    /// For each cell what hiding it costs.
    pub(super) weight: Vec<u64>,
    /// For each cell how wide its interval must be; nought for a cell that is not guarded.
    pub(super) width: Vec<i64>,
    /// Cells that stay hidden whatever comes.
    pub(super) kept: Vec<bool>,
    /// What a reader sees to begin with.
    pub(super) sights: Vec<Sight>,
}

/// How hard one search may try.
#[derive(Clone, Copy)]
pub(super) struct Effort {
    pub(super) pivots: usize,
    /// Whether a cell may fall only if it can fall by the whole amount (see the simplex).
    pub(super) whole: bool,
}

/// Prices: what a shown count of one costs beside a hidden cell, and how ties fall.
#[derive(Clone, Copy)]
pub(super) struct Taste {
    pub(super) shown: f64,
    pub(super) turn: u32,
    pub(super) dearness: Dearness,
}

/// How the price of a shown count follows from the count.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dearness {
    /// As its size.
    Size,
    /// As the root of its size.
    Root,
    /// The same for all, which finds the shortest moves soonest.
    Flat,
}

/// The work in hand.
pub(super) struct Pattern<'a> {
    task: &'a Task,
    taste: Taste,
    sights: Vec<Sight>,
    price: Vec<f64>,
    simplex: Simplex<'a>,
    moves: Moves,
    cost: u64,
}

impl<'a> Pattern<'a> {
    pub(super) fn new(task: &'a Task, taste: Taste) -> Self {
        let cells = task.sights.len();
        let mut pattern = Self {
            task,
            taste,
            sights: task.sights.clone(),
            price: vec![f64::INFINITY; cells],
            simplex: Simplex::new(&task.sparse),
            moves: Moves::new(cells),
            cost: 0,
        };
        (0..number(cells)).for_each(|cell| pattern.set_price(cell));
        pattern
    }

    /// Begins again with other prices; pivots are counted on.
    pub(super) fn begin_again(&mut self, taste: Taste) {
        self.sights.clone_from(&self.task.sights);
        self.moves = Moves::new(self.sights.len());
        self.cost = 0;
        self.taste(taste);
    }

    /// Goes on with other prices.
    pub(super) fn taste(&mut self, taste: Taste) {
        self.taste = taste;
        (0..number(self.sights.len())).for_each(|cell| self.set_price(cell));
    }

    fn set_price(&mut self, cell: u32) {
        let at = cell as usize;
        // Small, and not the same for all, so that ties are rare. Short moves come first.
        let noise = f64::from((cell ^ self.taste.turn).wrapping_mul(2_654_435_761) >> 20) / 4096.0;
        let roughness = f64::from(self.taste.turn.min(10)) / 10.0;
        self.price[at] = match self.sights[at] {
            Sight::Fixed => f64::INFINITY,
            Sight::Hidden | Sight::Unprinted => 1.0 + noise / 10.0,
            Sight::Shown => {
                let weight = f64::from(u32::try_from(self.task.weight[at].max(1)).unwrap_or(u32::MAX));
                let dearness = match self.taste.dearness {
                    Dearness::Size => weight,
                    Dearness::Root => weight.sqrt(),
                    Dearness::Flat => 1.0,
                };
                (dearness * (1.0 + noise * roughness) + noise / 1000.0) * self.taste.shown
            }
        };
    }

    pub(super) fn sparse(&self) -> &'a Sparse {
        &self.task.sparse
    }

    pub(super) fn own_taste(&self) -> Taste {
        self.taste
    }

    pub(super) fn sight(&self, cell: u32) -> Sight {
        self.sights[cell as usize]
    }

    pub(super) fn moves(&self) -> &Moves {
        &self.moves
    }

    pub(super) fn pivots(&self) -> u64 {
        self.simplex.pivots()
    }

    /// What is hidden and not guarded costs.
    pub(super) fn cost(&self) -> u64 {
        self.cost
    }

    fn weight(&self, cell: u32) -> u64 {
        self.task.weight[cell as usize].max(1)
    }

    fn hide(&mut self, cell: u32) {
        if self.sights[cell as usize] == Sight::Shown {
            self.sights[cell as usize] = Sight::Hidden;
            self.cost += self.weight(cell);
            self.moves.hidden(cell);
            self.set_price(cell);
        }
    }

    fn show(&mut self, cell: u32) {
        self.sights[cell as usize] = Sight::Shown;
        self.cost -= self.weight(cell);
        self.moves.shown(cell);
        self.set_price(cell);
    }

    fn width(&self, cell: u32) -> i64 {
        self.task.width[cell as usize]
    }

    /// How much of the wanted width a guarded cell still lacks.
    pub(super) fn lacking(&self, cell: u32) -> i64 {
        let (down, up) = self.moves.reach(cell);
        (self.width(cell) - down - up).max(0)
    }

    /// Hidden cells that may be shown again, dearest first.
    pub(super) fn spare(&self) -> Vec<u32> {
        let free = |cell: &u32| {
            let at = *cell as usize;
            self.sights[at] == Sight::Hidden && self.task.width[at] == 0 && !self.task.kept[at]
        };
        let mut spare: Vec<u32> = (0..number(self.sights.len())).filter(free).collect();
        spare.sort_by_key(|cell| (std::cmp::Reverse(self.weight(*cell)), *cell));
        spare
    }

    pub(super) fn guarded(&self) -> Vec<u32> {
        (0..number(self.sights.len())).filter(|cell| self.width(*cell) > 0).collect()
    }

    fn search(&mut self, cell: u32, amount: i64, effort: Effort) -> Option<Steps> {
        self.search_up_to(f64::INFINITY, cell, amount, effort)
    }

    fn search_up_to(&mut self, most: f64, cell: u32, amount: i64, effort: Effort) -> Option<Steps> {
        if amount == 0 {
            return None;
        }
        let wish = Wish { cell, amount, pivots: effort.pivots, whole: effort.whole };
        self.simplex.find(&Prices { price: &self.price, most, room: &self.task.room }, wish)
    }

    /// What a move would newly hide.
    fn takes(&self, steps: &Steps) -> u64 {
        let taken = steps.iter().filter(|(cell, _)| self.sights[*cell as usize] == Sight::Shown);
        taken.map(|(cell, _)| self.weight(*cell)).sum()
    }

    fn make(&mut self, steps: Steps) {
        for (cell, _) in &steps {
            self.hide(*cell);
        }
        self.moves.add(steps, &self.task.room);
    }

    /// Gives a guarded cell its width, hiding what is cheapest; `false` if that was not found.
    pub(super) fn protect(&mut self, cell: u32, effort: Effort) -> bool {
        let width = self.width(cell);
        let (down, up) = self.moves.reach(cell);
        if down + up >= width {
            return true;
        }
        let rise = self.search(cell, width - down, effort);
        if rise.as_ref().is_some_and(|rise| self.takes(rise) == 0) {
            rise.into_iter().for_each(|rise| self.make(rise));
            return true;
        }
        let furthest = self.task.room[cell as usize].min(width - up);
        let fall = if furthest > down { self.search(cell, -furthest, effort) } else { None };
        let fall_is_all = up + furthest >= width;
        let (cost_up, cost_down) = (rise.as_ref().map(|m| self.takes(m)), fall.as_ref().map(|m| self.takes(m)));
        let down_is_better = match (cost_up, cost_down) {
            (Some(up), Some(down)) => {
                if fall_is_all {
                    down < up
                } else {
                    2 * down < up
                }
            }
            (None, Some(_)) => true,
            _ => false,
        };
        if down_is_better {
            fall.into_iter().for_each(|fall| self.make(fall));
            self.rise_the_rest(cell, rise, effort)
        } else {
            rise.into_iter().for_each(|rise| self.make(rise));
            self.lacking(cell) == 0
        }
    }

    /// After a fall: what is still lacking must come from a rise.
    fn rise_the_rest(&mut self, cell: u32, known: Option<Steps>, effort: Effort) -> bool {
        let lacking = self.lacking(cell);
        if lacking == 0 {
            return true;
        }
        let (_, up) = self.moves.reach(cell);
        if let Some(steps) = self.search(cell, up + lacking, effort).or(known) {
            self.make(steps);
        }
        self.lacking(cell) == 0
    }

    /// Gives a guarded cell its width by a box of cells at the bottom, the cheapest of those found.
    pub(super) fn protect_by_box(&mut self, boxes: &mut Boxes<'_>, cell: u32) -> bool {
        let width = self.width(cell);
        let room = self.task.room[cell as usize];
        let price = |cell: u32| match self.sights[cell as usize] {
            Sight::Fixed => None,
            Sight::Hidden | Sight::Unprinted => Some(1),
            // Dearer than this is all the same, so that no sum of prices runs over.
            Sight::Shown => Some(8 * i64::try_from(self.weight(cell).min(1 << 30)).unwrap_or(1 << 30) + 8),
        };
        let ground = Ground { price: &price, room: &self.task.room };
        // A rise by some and a fall by the rest: where nothing need fall far, more cells can fall.
        let turned: BTreeSet<i64> =
            [0, 1, 2, width / 2, width].into_iter().filter(|by| *by <= room.min(width)).collect();
        let boxes =
            turned.into_iter().filter_map(|turned| boxes.find(&ground, cell, Times { made: width - turned, turned }));
        let Some((_, steps)) = boxes.min() else { return false };
        self.make(steps);
        self.lacking(cell) == 0
    }

    /// The last way: one cell at the bottom rises, and every total above it. It hides much, and always keeps the sums.
    pub(super) fn rise_by_totals(&mut self, cell: u32) -> bool {
        let width = self.width(cell);
        let mut rising = BTreeSet::new();
        let mut waiting = vec![self.bottom_below(cell)];
        while let Some(at) = waiting.pop() {
            if self.sights[at as usize] == Sight::Fixed {
                return false;
            }
            if rising.insert(at) {
                let sums = self.task.sparse.sums_of(at).iter().filter(|(_, sign)| *sign > 0);
                let total = |sum| self.task.sparse.terms(sum).iter().find(|(_, sign)| *sign < 0).map(|(cell, _)| *cell);
                waiting.extend(sums.filter_map(|(sum, _)| total(*sum)));
            }
        }
        let steps: Steps = rising.into_iter().map(|at| (at, width)).collect();
        if !keeps_sums(&self.task.sparse, &steps) {
            return false;
        }
        self.make(steps);
        self.lacking(cell) == 0
    }

    /// The largest cell at the bottom below a cell; itself if it is no total.
    fn bottom_below(&self, mut cell: u32) -> u32 {
        // Sums might go round in a circle; no chain is longer than the sums there are.
        for _ in 0..self.task.sparse.sums() {
            let Some((sum, _)) = self.task.sparse.sums_of(cell).iter().find(|(_, sign)| *sign < 0) else { break };
            let parts = self.task.sparse.terms(*sum).iter().filter(|(_, sign)| *sign > 0).map(|(part, _)| *part);
            let free = parts.filter(|part| self.sights[*part as usize] != Sight::Fixed);
            let Some(largest) = free.max_by_key(|part| (self.task.weight[*part as usize], *part)) else { break };
            cell = largest;
        }
        cell
    }

    /// Guarded cells that lack something now that `cell` is shown.
    fn bereft(&self, cell: u32) -> Vec<u32> {
        let moved = self.moves.of(cell).flatten().map(|(other, _)| *other);
        let guarded: BTreeSet<u32> = moved.filter(|other| self.width(*other) > 0).collect();
        guarded.into_iter().filter(|cell| self.lacking(*cell) > 0).collect()
    }

    /// Shows a cell again if every guarded cell keeps its width.
    pub(super) fn try_show(&mut self, cell: u32, effort: Effort) -> bool {
        self.show(cell);
        let bereft = self.bereft(cell);
        let kept = bereft.iter().all(|guarded| self.within_the_hidden(*guarded, effort));
        if !kept {
            self.hide(cell);
        }
        kept
    }

    fn make_if_free(&mut self, cell: u32, amount: i64, effort: Effort) -> bool {
        let found = self.search_up_to(DEAREST_HIDDEN, cell, amount, effort).filter(|steps| self.takes(steps) == 0);
        found.map(|steps| self.make(steps)).is_some()
    }

    /// Other moves for a guarded cell that take nothing shown.
    fn within_the_hidden(&mut self, cell: u32, effort: Effort) -> bool {
        let width = self.width(cell);
        let (down, up) = self.moves.reach(cell);
        if down + up >= width || self.make_if_free(cell, width - down, effort) {
            return true;
        }
        let furthest = self.task.room[cell as usize].min(width - up);
        // Where it cannot fall a little it cannot fall far.
        if furthest <= down || !self.make_if_free(cell, -(down + 1), effort) {
            return false;
        }
        let mut further = (down + 2..=furthest).rev();
        while further.next().is_some_and(|fall| !self.make_if_free(cell, -fall, effort)) {}
        let (down, up) = self.moves.reach(cell);
        down + up >= width || self.make_if_free(cell, width - down, effort)
    }

    /// Shows a cell, mends what that breaks by hiding others, and keeps it if that costs less.
    pub(super) fn exchange(&mut self, cell: u32, effort: Effort, tidy: Effort) -> bool {
        let before = (self.cost, self.sights.clone());
        self.show(cell);
        let price = std::mem::replace(&mut self.price[cell as usize], f64::INFINITY);
        let bereft = self.bereft(cell);
        let mended = bereft.iter().all(|guarded| self.protect(*guarded, effort));
        self.price[cell as usize] = price;
        let mut taken: Vec<u32> =
            (0..number(self.sights.len())).filter(|at| self.sights[*at as usize] != before.1[*at as usize]).collect();
        taken.retain(|at| *at != cell);
        taken.sort_by_key(|cell| (std::cmp::Reverse(self.weight(*cell)), *cell));
        if mended {
            taken.retain(|newly| !self.try_show(*newly, tidy));
            if self.cost < before.0 {
                return true;
            }
        }
        taken.into_iter().for_each(|newly| self.show(newly));
        self.hide(cell);
        false
    }

    /// Sees to it that nobody who is the one person in a cell can tell another guarded cell from that.
    pub(super) fn guard_against_insiders(&mut self, cell: u32, insider: &[bool], effort: Effort) -> bool {
        while let Some(known) = self.known_way(cell, insider) {
            let price = std::mem::replace(&mut self.price[known as usize], f64::INFINITY);
            let rise = self.search(cell, 1, effort);
            let fall = if self.task.room[cell as usize] > 0 { self.search(cell, -1, effort) } else { None };
            self.price[known as usize] = price;
            let cheapest = [rise, fall].into_iter().flatten().min_by_key(|steps| self.takes(steps));
            match cheapest {
                Some(steps) => self.make(steps),
                None => return false,
            }
        }
        true
    }

    /// An insider's cell that every standing move of `cell` changes.
    fn known_way(&self, cell: u32, insider: &[bool]) -> Option<u32> {
        let mut common: Option<Vec<u32>> = None;
        for steps in self.moves.standing(cell) {
            let cells = steps.iter().map(|(at, _)| *at).filter(|at| *at != cell && insider[*at as usize]);
            common = Some(match common {
                None => cells.collect(),
                Some(before) => cells.filter(|at| before.contains(at)).collect(),
            });
        }
        common.unwrap_or_default().first().copied()
    }
}

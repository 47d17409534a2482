//! Whole tables: the attack of somebody who does not know the true counts.
//!
//! First a whole table is looked for that agrees with everything printed; it stands in the place of the truth, and
//! second tables are changes of it. What is proven by two whole tables is safe whatever the truth is. Not allowed here:
//! belief in a table that was not added up in whole numbers, and a budget in seconds.

use std::collections::{BTreeSet, VecDeque};

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, SolveOutcome};

use super::elimination;
use super::evidence::Evidence;
use super::intervals;
use super::proof::Proof;
use super::search::{End, Part};
use super::system::{Interval, System};
use crate::table::CellKey;

/// Unknown cells that hang together and are still looked at.
const WIDEST: usize = 20_000;
/// Tables looked for at once for everything that hangs together.
const DIRECTIONS: u64 = 8;
/// Unknown cells among which one search in whole numbers goes.
const WIDEST_IN_WHOLES: usize = 1_500;
/// Further from nought than anything counted here.
const FAR: i32 = 1_000_000_000;

/// What must not follow about a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Its count, where it is from 1 to one less than the threshold: so many whole numbers must stay possible.
    Count {
        /// Least count that is not small.
        threshold: u64,
        /// Whether nought is small too.
        nought: bool,
    },
    /// That it differs from `nought` by 1 to one less than the threshold.
    Change {
        /// The value that stands for no change.
        nought: u64,
        /// Least change that may be seen.
        threshold: u64,
    },
}

/// What the attack got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// It cannot be small, or two whole tables lie far enough apart.
    Safe,
    /// A small count is itself printed.
    Printed,
    /// A small count follows exactly.
    Exact,
    /// It may be small, and too few whole numbers are left.
    Narrow,
    /// There was a change of a few.
    Seen,
    /// Nothing is proven either way; that is no safety.
    Unknown,
}

/// Attacks cells without their true counts. What is printed rounded belongs into [`Evidence::derived`]: then every count
/// that rounds to it counts as possible.
///
/// # Errors
/// The key about which the evidence contradicts itself, or that it does not know.
pub fn attack_published(evidence: &Evidence, asked: &[(CellKey, Question)]) -> Result<Vec<Answer>, CellKey> {
    let system = System::read(evidence)?;
    let narrowed = intervals::narrowed(&system)?;
    let number = |key: &CellKey| system.number_of(key).ok_or_else(|| key.clone());
    let cells = asked.iter().map(|(key, question)| Ok((number(key)?, *question))).collect::<Result<Vec<_>, _>>()?;
    let mut answers: Vec<Option<Answer>> =
        cells.iter().map(|(cell, question)| question.within(narrowed[*cell], system.is_told(*cell))).collect();
    let waiting: Vec<usize> = (0..cells.len()).filter(|at| answers[*at].is_none()).collect();
    if !waiting.is_empty() {
        let mut attack =
            Attack { determined: elimination::determined(&system), proof: Proof::new(&system), system, narrowed };
        let changes = cells.iter().filter(|(_, question)| matches!(question, Question::Change { .. }));
        let quiet: BTreeSet<usize> = changes.map(|(cell, _)| *cell).collect();
        let with_table = attack.suppose(waiting.iter().map(|at| cells[*at].0), &quiet);
        let mut part = None;
        for at in waiting {
            let (cell, question) = cells[at];
            let answer =
                if with_table.contains(&cell) { attack.answer(&mut part, cell, question) } else { Answer::Unknown };
            answers[at] = Some(answer);
        }
    }
    Ok(answers.into_iter().map(|answer| answer.unwrap_or(Answer::Unknown)).collect())
}

impl Question {
    /// The answer where bounds alone give it.
    fn within(self, interval: Interval, told: bool) -> Option<Answer> {
        let Interval { low, high } = interval;
        let below = |limit: u64| high.is_some_and(|high| high < u128::from(limit));
        match self {
            Self::Count { threshold, nought } if low >= u128::from(threshold) || below(1) && !nought => {
                Some(Answer::Safe)
            }
            Self::Count { threshold, .. } => {
                let left = high? - low + 1;
                match () {
                    () if left == 1 => Some(if told { Answer::Printed } else { Answer::Exact }),
                    () => (left < u128::from(threshold.saturating_sub(1))).then_some(Answer::Narrow),
                }
            }
            Self::Change { nought, threshold } => {
                let (least, most) = (nought.saturating_sub(threshold), nought.saturating_add(threshold));
                match () {
                    () if high == Some(low) && low == u128::from(nought) => Some(Answer::Safe),
                    () if low > u128::from(nought) && below(most) => Some(Answer::Seen),
                    () if nought > 0 && low > u128::from(least) && below(nought) => Some(Answer::Seen),
                    () if low >= u128::from(most) || nought >= threshold && below(least + 1) => Some(Answer::Safe),
                    () => None,
                }
            }
        }
    }

    /// Whether two whole tables with these values are enough.
    fn is_proven(self, low: i128, high: i128) -> bool {
        match self {
            Self::Count { threshold, .. } => high - low + 1 >= i128::from(threshold) - 1,
            Self::Change { nought, threshold } => {
                let (nought, threshold) = (i128::from(nought), i128::from(threshold));
                low <= nought && nought <= high || high - nought >= threshold || nought - low >= threshold
            }
        }
    }
}

struct Attack {
    system: System,
    narrowed: Vec<Interval>,
    determined: Vec<bool>,
    proof: Proof,
}

impl Attack {
    /// Finds a whole table for everything that hangs together with these cells; those for which there is one come back.
    fn suppose(&mut self, cells: impl Iterator<Item = usize>, quiet: &BTreeSet<usize>) -> BTreeSet<usize> {
        for (cell, interval) in self.narrowed.iter().enumerate().filter(|(_, one)| one.high == Some(one.low)) {
            self.system.suppose(cell, interval.low);
        }
        let (mut seen, mut found) = (BTreeSet::new(), BTreeSet::new());
        for cell in cells {
            if seen.contains(&cell) {
                continue;
            }
            let together = self.together(cell);
            seen.extend(together.iter().copied());
            let values = (together.len() <= WIDEST).then(|| self.table(&together, quiet)).flatten();
            let Some(values) = values else { continue };
            for (cell, value) in values {
                self.system.suppose(cell, value);
                found.insert(cell);
            }
            self.spread(&together);
        }
        found
    }

    fn is_unknown(&self, cell: usize) -> bool {
        self.narrowed[cell].high != Some(self.narrowed[cell].low)
    }

    fn together(&self, cell: usize) -> BTreeSet<usize> {
        let mut cells = BTreeSet::from([cell]);
        let mut waiting = VecDeque::from([cell]);
        while let Some(at) = waiting.pop_front() {
            for (sum, _) in self.proof.sums_of(at) {
                let row = &self.system.rows()[*sum];
                let others = row.children.iter().chain([&row.parent]).copied();
                waiting.extend(others.filter(|other| self.is_unknown(*other) && cells.insert(*other)));
            }
        }
        cells
    }

    /// A few tables that lie in different directions, each of which proves many cells.
    fn spread(&mut self, cells: &BTreeSet<usize>) {
        for direction in 0..DIRECTIONS {
            let price = |cell: usize| {
                let mixed = (cell as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
                if (mixed >> (direction / 2)) % 2 == direction % 2 { 1.0 } else { -1.0 }
            };
            let Some(values) = self.solve(cells, &price, false) else { return };
            if self.adds_up(cells, &values) {
                let steps = values.iter().map(|(cell, value)| {
                    let truth = self.system.truth(*cell).map_or(0, i128::from);
                    (*cell, i128::try_from(*value).unwrap_or(0) - truth)
                });
                let steps = steps.filter(|(_, amount)| *amount != 0).collect();
                self.proof.add(&self.system, &steps);
            }
        }
    }

    /// A whole table: the corner of a linear programme where that is whole, otherwise by search.
    fn table(&self, cells: &BTreeSet<usize>, quiet: &BTreeSet<usize>) -> Option<Vec<(usize, u128)>> {
        let price = |cell: usize| if quiet.contains(&cell) { 1.0 } else { 0.0 };
        [false, true].into_iter().find_map(|whole| {
            let values = self.solve(cells, &price, whole)?;
            self.adds_up(cells, &values).then_some(values)
        })
    }

    fn solve(&self, cells: &BTreeSet<usize>, price: &dyn Fn(usize) -> f64, whole: bool) -> Option<Vec<(usize, u128)>> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut variables = Vec::with_capacity(cells.len());
        for cell in cells {
            let Interval { low, high } = self.narrowed[*cell];
            let low = i32::try_from(low).ok()?;
            let high = high.and_then(|high| i32::try_from(high).ok()).unwrap_or(FAR);
            variables.push(if whole {
                problem.add_integer_var(price(*cell), (low, high))
            } else {
                problem.add_var(price(*cell), (f64::from(low), f64::from(high)))
            });
        }
        let places: Vec<usize> = cells.iter().copied().collect();
        let sums: BTreeSet<usize> =
            cells.iter().flat_map(|cell| self.proof.sums_of(*cell)).map(|(sum, _)| *sum).collect();
        for sum in sums {
            let row = &self.system.rows()[sum];
            let (mut terms, mut known) = (Vec::new(), 0.0);
            for (cell, sign) in row.children.iter().map(|cell| (*cell, 1.0)).chain([(row.parent, -1.0)]) {
                match places.binary_search(&cell) {
                    Ok(at) => terms.push((variables[at], sign)),
                    Err(_) => known += sign * f64::from(i32::try_from(self.narrowed[cell].low).ok()?),
                }
            }
            problem.add_constraint(terms.as_slice(), ComparisonOp::Eq, -known);
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(20_000);
        let SolveOutcome::Solution(solution) = problem.solve_with(options).ok()? else { return None };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates, and is added up")]
        let value = |at: usize| solution.var_value(variables[at]).round().max(0.0) as u128;
        Some(places.iter().enumerate().map(|(at, cell)| (*cell, value(at))).collect())
    }

    /// In whole numbers: every sum, and every cell within what is printed.
    fn adds_up(&self, cells: &BTreeSet<usize>, values: &[(usize, u128)]) -> bool {
        let value = |cell: usize| {
            values.binary_search_by_key(&cell, |(cell, _)| *cell).map_or(self.narrowed[cell].low, |at| values[at].1)
        };
        let inside = |(cell, value): &(usize, u128)| {
            let Interval { low, high } = self.system.intervals()[*cell];
            low <= *value && high.is_none_or(|high| *value <= high)
        };
        let mut sums =
            cells.iter().flat_map(|cell| self.proof.sums_of(*cell)).map(|(sum, _)| &self.system.rows()[*sum]);
        values.iter().all(inside)
            && sums.all(|row| row.children.iter().map(|cell| value(*cell)).sum::<u128>() == value(row.parent))
    }

    fn answer(&mut self, part: &mut Option<Part>, cell: usize, question: Question) -> Answer {
        let base = self.system.truth(cell).map_or(0, i128::from);
        if self.determined[cell] {
            let only = u128::try_from(base).unwrap_or(0);
            return question.within(Interval { low: only, high: Some(only) }, false).unwrap_or(Answer::Safe);
        }
        if self.is_proven(cell, base, question) {
            return Answer::Safe;
        }
        for whole in [false, true] {
            // A part that was cut off is good for the cell in its middle only.
            let kept = part.take().filter(|part| !whole && part.holds(cell) && !part.cut);
            let widest = if whole { WIDEST_IN_WHOLES } else { WIDEST };
            let around = || Part::up_to(widest, &self.system, &self.proof, &self.narrowed, (cell, whole));
            let here = kept.unwrap_or_else(around);
            let ends = [End::Least, End::Largest].map(|end| here.reach(&self.system, &mut self.proof, cell, end));
            let bounds = match ends {
                [Some(least), Some(largest)] if !here.cut => Some(bounds(least.value, largest.value)),
                _ => None,
            };
            *part = (!whole).then_some(here);
            if self.is_proven(cell, base, question) {
                return Answer::Safe;
            }
            if let Some(answer) = bounds.and_then(|bounds| question.within(bounds, false)) {
                return answer;
            }
        }
        Answer::Unknown
    }

    fn is_proven(&self, cell: usize, base: i128, question: Question) -> bool {
        let (down, up) = self.proof.reach(cell);
        question.is_proven(base + down, base + up)
    }
}

/// The whole numbers between two ends.
fn bounds(least: f64, largest: f64) -> Interval {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates, as it should here")]
    let whole = |value: f64| value.max(0.0) as u128;
    let high = (largest < f64::from(FAR) * 0.9).then(|| whole((largest + 1e-6).floor()));
    Interval { low: whole((least - 1e-6).ceil()), high }
}

//! Search: for cells that no offered table proves, linear programmes over the part of the table that hangs together.
//!
//! The programmes run in floating point; what they find counts only after [`Proof::add`] has added it up. Not allowed
//! here: anything of protect, and a budget in seconds.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use microlp::{ComparisonOp, OptimizationDirection, Problem, Solution, SolveOptions, SolveOutcome, Variable};

use super::proof::Proof;
use super::system::{Interval, System};

/// Unknown cells that one programme may hold.
const WIDEST: usize = 1_500;
/// Further from nought than anything counted here.
const FAR: f64 = 1e9;

/// Least or largest.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Least,
    Largest,
}

/// A programme that was solved once: its solution, the variable that cells are tied to, and the variable of each cell.
type Ready = (Solution, Variable, BTreeMap<usize, Variable>);

/// Cells that hang together through sums, as linear programmes.
pub(super) struct Part {
    cells: BTreeSet<usize>,
    /// Whether the part is cut off short of what hangs together.
    pub(super) cut: bool,
    ready: [Option<Ready>; 2],
    whole: bool,
}

/// A value at one end.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Reached {
    pub(super) value: f64,
    /// Whether a table in whole numbers has it.
    pub(super) proven: bool,
}

impl Part {
    /// Everything unknown that hangs together with a cell, or the nearest of it.
    pub(super) fn around(system: &System, proof: &Proof, narrowed: &[Interval], cell: usize, whole: bool) -> Self {
        Self::up_to(WIDEST, system, proof, narrowed, (cell, whole))
    }

    /// As [`Part::around`], of so many cells at most.
    pub(super) fn up_to(
        widest: usize,
        system: &System,
        proof: &Proof,
        narrowed: &[Interval],
        (cell, whole): (usize, bool),
    ) -> Self {
        let unknown = |cell: usize| narrowed[cell].high != Some(narrowed[cell].low);
        let mut cells = BTreeSet::from([cell]);
        let mut waiting = VecDeque::from([cell]);
        let mut cut = false;
        while let Some(at) = waiting.pop_front() {
            for (sum, _) in proof.sums_of(at) {
                let row = &system.rows()[*sum];
                for other in row.children.iter().chain([&row.parent]).copied().filter(|other| unknown(*other)) {
                    if cells.len() >= widest {
                        cut = true;
                    } else if cells.insert(other) {
                        waiting.push_back(other);
                    }
                }
            }
        }
        let mut part = Self { cells, cut, ready: [None, None], whole };
        part.ready = [End::Least, End::Largest].map(|end| part.build(system, proof, narrowed, end));
        part
    }

    pub(super) fn holds(&self, cell: usize) -> bool {
        self.cells.contains(&cell)
    }

    /// The programme with a variable that every cell can be tied to.
    fn build(&self, system: &System, proof: &Proof, narrowed: &[Interval], end: End) -> Option<Ready> {
        let direction =
            if end == End::Least { OptimizationDirection::Minimize } else { OptimizationDirection::Maximize };
        let mut problem = Problem::new(direction);
        let handle = problem.add_var(1.0, (-FAR, FAR));
        let mut variables = BTreeMap::new();
        for cell in &self.cells {
            let interval = narrowed[*cell];
            let variable = if self.whole {
                let high = interval.high.and_then(|high| i32::try_from(high).ok()).unwrap_or(1_000_000_000);
                problem.add_integer_var(0.0, (i32::try_from(interval.low).ok()?, high))
            } else {
                problem.add_var(0.0, (real(interval.low), interval.high.map_or(FAR, real)))
            };
            variables.insert(*cell, variable);
        }
        let sums: BTreeSet<usize> =
            self.cells.iter().flat_map(|cell| proof.sums_of(*cell)).map(|(sum, _)| *sum).collect();
        for sum in sums {
            let row = &system.rows()[sum];
            let mut terms = Vec::new();
            let mut known: f64 = 0.0;
            for (cell, sign) in row.children.iter().map(|cell| (*cell, 1.0)).chain([(row.parent, -1.0)]) {
                match variables.get(&cell) {
                    Some(variable) => terms.push((*variable, sign)),
                    // Cells outside the part stand where they truly are.
                    None => known += sign * real(system.stands_at(cell, narrowed[cell])?),
                }
            }
            problem.add_constraint(terms.as_slice(), ComparisonOp::Eq, -known);
        }
        let SolveOutcome::Solution(solution) = problem.solve_with(options()).ok()? else { return None };
        Some((solution, handle, variables))
    }

    /// The value of a cell at one end; a table found on the way is added to the proof.
    pub(super) fn reach(&self, system: &System, proof: &mut Proof, cell: usize, end: End) -> Option<Reached> {
        let (solution, handle, variables) = self.ready[usize::from(end == End::Largest)].as_ref()?;
        let tie = [(*handle, 1.0), (*variables.get(&cell)?, -1.0)];
        let outcome = solution.clone().add_constraint(tie.as_slice(), ComparisonOp::Eq, 0.0).ok()?;
        let SolveOutcome::Solution(found) = outcome else { return None };
        let mut steps = BTreeMap::new();
        for (cell, variable) in variables {
            let value = found.var_value(*variable).round();
            #[expect(clippy::cast_possible_truncation, reason = "it saturates, and the table is added up afterwards")]
            let amount = value as i128 - system.truth(*cell).map_or(0, i128::from);
            if amount != 0 {
                steps.insert(*cell, amount);
            }
        }
        let whole = variables.values().all(|variable| {
            let value = found.var_value(*variable);
            (value - value.round()).abs() < 1e-5
        });
        let proven = whole && (system.truth(cell).is_none() || proof.add(system, &steps));
        Some(Reached { value: found.var_value(*variables.get(&cell)?), proven })
    }
}

fn options() -> SolveOptions {
    let mut options = SolveOptions::default();
    options.node_limit = Some(20_000);
    options
}

fn real(count: u128) -> f64 {
    u32::try_from(count).map_or(FAR, f64::from)
}

//! Narrowing: whole-number intervals pushed through the sums until nothing changes.
//!
//! Not allowed here: combinations of sums (elimination does that), and budgets in seconds.

use std::collections::VecDeque;

use super::system::{Interval, Row, System};
use crate::table::CellKey;

/// Visits for each sum, on average, after which narrowing stops; a cycle of sums may creep by one each time.
const VISITS_PER_SUM: usize = 200;

/// For each cell the whole numbers that are left.
///
/// # Errors
/// The key of a cell for which no number is left: the evidence contradicts itself.
pub(super) fn narrowed(system: &System) -> Result<Vec<Interval>, CellKey> {
    let mut narrowing = Narrowing { intervals: system.intervals().to_vec(), changed: Vec::new() };
    let sums_of = sums_by_cell(system);
    let mut waiting: VecDeque<usize> = (0..system.rows().len()).collect();
    let mut queued = vec![true; waiting.len()];
    let mut visits = VISITS_PER_SUM.saturating_mul(waiting.len());
    while let Some(sum) = waiting.pop_front() {
        if visits == 0 {
            break;
        }
        visits -= 1;
        queued[sum] = false;
        narrowing.visit(&system.rows()[sum]).map_err(|cell| system.key(cell).clone())?;
        for cell in narrowing.changed.drain(..) {
            let again = sums_of[cell].iter().copied();
            waiting.extend(again.filter(|sum| !std::mem::replace(&mut queued[*sum], true)));
        }
    }
    Ok(narrowing.intervals)
}

fn sums_by_cell(system: &System) -> Vec<Vec<usize>> {
    let mut sums_of = vec![Vec::new(); system.len()];
    for (sum, row) in system.rows().iter().enumerate() {
        for cell in row.children.iter().chain([&row.parent]) {
            sums_of[*cell].push(sum);
        }
    }
    sums_of
}

struct Narrowing {
    intervals: Vec<Interval>,
    changed: Vec<usize>,
}

impl Narrowing {
    /// Narrows every cell of one sum by all others; the error is a cell for which no number is left.
    fn visit(&mut self, row: &Row) -> Result<(), usize> {
        let low: u128 = row.children.iter().map(|cell| self.intervals[*cell].low).sum();
        let highs = row.children.iter().map(|cell| self.intervals[*cell].high);
        let limited: u128 = highs.clone().flatten().sum();
        let unlimited = highs.filter(Option::is_none).count();
        self.narrow(row.parent, low, (unlimited == 0).then_some(limited))?;
        let parent = self.intervals[row.parent];
        for cell in &row.children {
            let own = self.intervals[*cell];
            let others_low = low - own.low;
            let others_unlimited = unlimited - usize::from(own.high.is_none());
            let others_high = limited - own.high.unwrap_or(0);
            let least = if others_unlimited == 0 { parent.low.saturating_sub(others_high) } else { 0 };
            let largest = match parent.high {
                Some(high) => Some(high.checked_sub(others_low).ok_or(row.parent)?),
                None => None,
            };
            self.narrow(*cell, least, largest)?;
        }
        Ok(())
    }

    fn narrow(&mut self, cell: usize, low: u128, high: Option<u128>) -> Result<(), usize> {
        let old = self.intervals[cell];
        let tightest_high = match (old.high, high) {
            (Some(known), Some(new)) => Some(known.min(new)),
            (known, new) => known.or(new),
        };
        let new = Interval { low: old.low.max(low), high: tightest_high };
        if new.high.is_some_and(|high| high < new.low) {
            return Err(cell);
        }
        if new != old {
            self.intervals[cell] = new;
            self.changed.push(cell);
        }
        Ok(())
    }
}

//! Which totals of events can lie behind a directly standardised rate and its limits.
//!
//! Value and limits hang on two numbers that a reader does not know: the rate itself, and what one event adds to its
//! spread. For each total the limits by Byar's method leave these two a polygon, bounded by how the figures were rounded
//! for print; a total is possible where the polygon is not empty. Nothing of the strata is needed for that. Not allowed
//! here: a verdict, and a total left out that could print the same.

use concordat_methods::{Confidence, FEWEST_EVENTS, count_limits_at};

/// Rates above this are not printed anywhere.
const LARGEST: f64 = 1e9;

/// A directly standardised rate as it is printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Standardised {
    /// Value, lower and upper 95 % limit, where they are shown.
    pub shown: [Option<f64>; 3],
    /// What a printed number is a multiple of: 0.1 for one decimal, 10 for rates in tens.
    pub step: f64,
    /// Least and most that one event adds to the rate, over the strata, where populations and weights are known:
    /// multiplier x weight / (sum of weights x people).
    pub per_event: Option<(f64, f64)>,
}

impl Standardised {
    /// A rate with its limits as printed with so many decimals.
    #[must_use]
    pub fn printed(value: f64, lower: f64, upper: f64, decimals: u32) -> Self {
        let step = 10_f64.powi(-i32::try_from(decimals).unwrap_or(0));
        Self { shown: [Some(value), Some(lower), Some(upper)], step, per_event: None }
    }

    /// The totals up to `largest` that would print the same, in order. Below ten events there is no such rate.
    ///
    /// ```
    /// use concordat_protect::Standardised;
    ///
    /// // 58 events, at one decimal: the rate gives them away without any denominator.
    /// assert_eq!(Standardised::printed(725.0, 550.5, 937.3, 1).possible_totals(1_000), [58]);
    /// // In tens it leaves many.
    /// let tens = Standardised { step: 10.0, ..Standardised::printed(730.0, 550.0, 940.0, 0) };
    /// assert!(tens.possible_totals(1_000).len() > 10);
    /// ```
    #[must_use]
    pub fn possible_totals(&self, largest: u64) -> Vec<u64> {
        let few = FEWEST_EVENTS;
        (0..=largest).filter(|total| real(*total) >= few && self.can_come_from(real(*total))).collect()
    }

    /// What a reader can tell of the total that is printed as `printed` and stands for `low` to `high` (all three the same
    /// where it is printed as it is): least and largest. A rate that the printed total explains was made from it and tells
    /// no more. `None` where no total explains the rate: it was made in another way, and nothing is known of what it tells.
    #[must_use]
    pub fn total_range(&self, printed: u64, (low, high): (u64, u64)) -> Option<(u64, u64)> {
        if real(printed) >= FEWEST_EVENTS && self.can_come_from(real(printed)) {
            return Some((low, high));
        }
        let possible = self.possible_totals(high);
        let mut inside = possible.into_iter().filter(|total| *total >= low);
        let first = inside.next()?;
        Some((first, inside.next_back().unwrap_or(first)))
    }

    fn can_come_from(&self, total: f64) -> bool {
        let Ok(limits) = count_limits_at(total, Confidence::PERCENT_95) else { return true };
        let (below, above) = (total - limits.lower, limits.upper - total);
        let [value, lower, upper] = self.shown.map(|shown| shown.map(|shown| self.around(shown)));
        let (low, high) = value.unwrap_or((0.0, LARGEST));
        let mut polygon = vec![[low, 0.0], [high, 0.0], [high, LARGEST], [low, LARGEST]];
        // Each: so much of the rate and so much of the spread come to this at most.
        let mut limits = vec![
            // No weights give a smaller spread than the same weight for all.
            [1.0 - 1e-9, -total, 0.0],
        ];
        if let Some((low, high)) = lower {
            limits.extend([[1.0, -below, high], [-1.0, below, -low]]);
        }
        if let Some((low, high)) = upper {
            limits.extend([[1.0, above, high], [-1.0, -above, -low]]);
        }
        if let Some((least, most)) = self.per_event.map(|(least, most)| (least * (1.0 - 1e-9), most * (1.0 + 1e-9))) {
            limits.extend([
                [1.0, 0.0, total * most],
                [-1.0, 0.0, -total * least],
                [0.0, 1.0, most],
                [0.0, -1.0, -least],
            ]);
        }
        limits.into_iter().for_each(|limit| polygon = cut(&polygon, limit));
        !polygon.is_empty()
    }

    /// What a printed number can have been, a little more than half a step either way: how a tie was rounded is not known.
    fn around(&self, shown: f64) -> (f64, f64) {
        let half = self.step / 2.0 * (1.0 + 1e-6) + 1e-9;
        (shown - half, shown + half)
    }
}

/// The part of a polygon on the right side of a line.
fn cut(polygon: &[[f64; 2]], [of_rate, of_spread, most]: [f64; 3]) -> Vec<[f64; 2]> {
    let over = |point: &[f64; 2]| of_rate * point[0] + of_spread * point[1] - most;
    let mut left = Vec::with_capacity(polygon.len() + 1);
    for (at, point) in polygon.iter().enumerate() {
        let next = &polygon[(at + 1) % polygon.len()];
        let (here, there) = (over(point), over(next));
        if here <= 0.0 {
            left.push(*point);
        }
        if (here < 0.0) != (there < 0.0) && here != 0.0 && there != 0.0 {
            let part = here / (here - there);
            left.push([point[0] + part * (next[0] - point[0]), point[1] + part * (next[1] - point[1])]);
        }
    }
    left
}

fn real(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

//! A difference in words: on which side of a comparator a figure lies, by how much, and between which limits, all told on the
//! side where it lies.
//!
//! Not allowed in here: a word on whether a side is good, and a side where the interval reaches over nothing at all.

use concordat_base::Decimal;

use crate::observation::Observation;

/// On which side a figure lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Above, beyond chance.
    Above,
    /// Below, beyond chance.
    Below,
    /// The data do not tell.
    Unclear,
}

/// A difference as it is told.
pub(super) struct Aside {
    pub(super) side: Side,
    value: Decimal,
    limits: Option<(Decimal, Decimal)>,
}

impl Aside {
    /// The value of a row, which is a difference.
    pub(super) fn of(row: &Observation) -> Option<Self> {
        let value = row.value?;
        let limits = row.limits.map(|limits| (limits.lower_95, limits.upper_95));
        let (lower, upper) = limits.unwrap_or((value, value));
        let side = match (lower.to_f64() > 0.0, upper.to_f64() < 0.0) {
            (true, _) => Side::Above,
            (_, true) => Side::Below,
            _ => Side::Unclear,
        };
        Some(Self { side, value, limits })
    }

    /// How much, without a sign where the side is told.
    pub(super) fn amount(&self) -> String {
        self.told(self.value)
    }

    /// Both limits in brackets, the smaller first; empty where there are none.
    pub(super) fn interval(&self) -> String {
        let Some((lower, upper)) = self.limits else { return String::new() };
        let (first, second) = if self.side == Side::Below { (upper, lower) } else { (lower, upper) };
        format!(" (95% interval {} to {})", self.told(first), self.told(second))
    }

    /// How many more or fewer, with both limits likewise: for a difference in people whose side is not clear.
    pub(super) fn more_or_fewer(&self) -> (String, String) {
        let word = |number: Decimal| match number.to_string().strip_prefix('-') {
            Some(size) => format!("{size} fewer"),
            None => format!("{number} more"),
        };
        let limits = self.limits.map(|(lower, upper)| format!(" (95% interval {} to {})", word(lower), word(upper)));
        (word(self.value), limits.unwrap_or_default())
    }

    fn told(&self, number: Decimal) -> String {
        let text = number.to_string();
        if self.side == Side::Below { text.trim_start_matches('-').to_owned() } else { text }
    }
}

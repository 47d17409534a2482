//! Which counts can lie behind a published value and its limits.
//!
//! Every count is tried with the method that made the figures, so that nothing rests on how the method might be turned
//! round. Not allowed here: a verdict.

use concordat_methods::{Confidence, Counts, proportion_at, rate_at};

/// How a figure follows from its count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Events per so many people; limits by Byar's method, exact below ten.
    Rate,
    /// A share; limits by Wilson's method.
    Proportion,
}

/// A published figure: what of it is shown, as it is printed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// Value, lower and upper limit, where they are shown.
    pub shown: [Option<f64>; 3],
    /// Decimals they are printed with.
    pub decimals: u32,
    /// What the value is per.
    pub multiplier: f64,
    /// The denominator, where it is shown.
    pub denominator: Option<u64>,
    /// Largest denominator that is tried where it is hidden.
    pub largest_denominator: u64,
}

/// The counts from 0 to `largest` that would print the same, in order.
#[must_use]
pub fn possible_counts(kind: Kind, shape: &Shape, largest: u64) -> Vec<u64> {
    if shape.shown.iter().all(Option::is_none) {
        return (0..=largest).collect();
    }
    (0..=largest).filter(|count| fits(kind, shape, *count)).collect()
}

fn fits(kind: Kind, shape: &Shape, count: u64) -> bool {
    match shape.denominator {
        Some(denominator) => fits_with(kind, shape, count, denominator),
        // The value bounds the denominator; every whole number there is tried.
        None => denominators(shape, count).any(|denominator| fits_with(kind, shape, count, denominator)),
    }
}

fn denominators(shape: &Shape, count: u64) -> std::ops::RangeInclusive<u64> {
    let half = 0.5 * 10_f64.powi(-i32::try_from(shape.decimals).unwrap_or(0));
    let all = 1..=shape.largest_denominator;
    let Some(value) = shape.shown[0].filter(|value| *value > half && count > 0) else { return all };
    let scaled = real(count) * shape.multiplier;
    let (low, high) = ((scaled / (value + half)).floor(), (scaled / (value - half)).ceil());
    whole(low).max(1)..=whole(high).min(shape.largest_denominator)
}

fn fits_with(kind: Kind, shape: &Shape, count: u64, denominator: u64) -> bool {
    if denominator == 0 || kind == Kind::Proportion && count > denominator {
        return false;
    }
    let counts = Counts::new(real(count), real(denominator));
    let made = match kind {
        Kind::Rate => rate_at(counts, shape.multiplier, Confidence::PERCENT_95),
        Kind::Proportion => proportion_at(counts, shape.multiplier, Confidence::PERCENT_95),
    };
    let Ok(made) = made else { return false };
    let half = 0.5 * 10_f64.powi(-i32::try_from(shape.decimals).unwrap_or(0));
    // A little more than half a unit: how a tie was rounded is not known.
    let near = |shown: f64, made: f64| (shown - made).abs() <= half * (1.0 + 1e-6) + 1e-9;
    let values = [made.value, made.lower, made.upper];
    shape.shown.iter().zip(values).all(|(shown, made)| shown.is_none_or(|shown| near(shown, made)))
}

fn real(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

fn whole(value: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates, as it should here")]
    {
        value as u64
    }
}

/// The counts from 0 to `largest` whose share of the denominator, or of any up to the largest, lies between two values.
pub(crate) fn share_counts(
    (low, high): (f64, f64),
    multiplier: f64,
    denominator: Option<u64>,
    (largest, largest_denominator): (u64, u64),
) -> Vec<u64> {
    let (low, high) = (low / multiplier - 1e-12, high / multiplier + 1e-12);
    let fits = |count: &u64| match denominator {
        Some(denominator) => {
            *count <= denominator && (low * real(denominator)..=high * real(denominator)).contains(&real(*count))
        }
        None if *count == 0 => low <= 0.0,
        None => {
            let (least, most) = (real(*count) / high, if low > 0.0 { real(*count) / low } else { f64::INFINITY });
            let most = most.min(real(largest_denominator));
            high > 0.0 && least.max(real(*count)).ceil() <= most
        }
    };
    (0..=largest).filter(fits).collect()
}

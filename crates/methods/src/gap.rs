//! Absolute gaps: the group here minus a comparator, with the interval of the difference.
//!
//! Not allowed here: gaps in percent (`relative_gap`), numbers of people (`gap_people`), and any word on whether a gap
//! is good or bad.

use crate::confidence::Confidence;
use crate::counts::{Counts, finite, usable_multiplier};
use crate::error::{InputFault, MethodError};
use crate::estimate::{Bounded, Estimate, Outcome, WithheldReason};
use crate::proportion::wilson;

/// The difference of two proportions, local minus comparator, with 95 % and 99.8 % limits.
///
/// For two groups with nobody in common. Formula, with `p`, `l`, `u` each group's proportion and Wilson limits (see
/// [`proportion`](crate::proportion())) and `d = p1 - p2`:
/// `lower = d - sqrt((p1 - l1)² + (u2 - p2)²)`, `upper = d + sqrt((u1 - p1)² + (p2 - l2)²)`.
///
/// Source: Newcombe (1998), method 10, hybrid score. It keeps a width where both proportions are 0 or 1.
///
/// Unit: per `multiplier` (100 gives percentage points). The limits stay within plus and minus the multiplier.
///
/// # Errors
///
/// [`MethodError::Difference`] on inputs that [`proportion`](crate::proportion()) would refuse.
///
/// ```
/// use concordat_methods::{Counts, difference_of_proportions};
///
/// let gap = difference_of_proportions(Counts::new(868.0, 1570.0), Counts::new(1476.0, 1950.0), 100.0)?;
/// assert_eq!(format!("{:.1}", gap.value), "-20.4");
/// assert_eq!(format!("{:.1} to {:.1}", gap.lower_95, gap.upper_95), "-23.5 to -17.3");
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn difference_of_proportions(local: Counts, comparator: Counts, multiplier: f64) -> Result<Estimate, MethodError> {
    Estimate::at_both_levels(|confidence| newcombe(local, comparator, multiplier, confidence))
        .map_err(|fault| MethodError::Difference { fault })
}

/// A [`difference_of_proportions`] with limits at one confidence level.
///
/// # Errors
///
/// As [`difference_of_proportions`].
///
/// ```
/// use concordat_methods::{Confidence, Counts, difference_of_proportions_at};
///
/// let all = Counts::new(5.0, 5.0);
/// let gap = difference_of_proportions_at(all, Counts::new(50.0, 50.0), 1.0, Confidence::PERCENT_95)?;
/// assert_eq!(format!("{:.3} to {:.3}", gap.lower, gap.upper), "-0.434 to 0.071");
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn difference_of_proportions_at(
    local: Counts,
    comparator: Counts,
    multiplier: f64,
    confidence: Confidence,
) -> Result<Bounded, MethodError> {
    newcombe(local, comparator, multiplier, confidence)
        .and_then(Bounded::checked_result)
        .map_err(|fault| MethodError::Difference { fault })
}

/// The difference between a group and the whole that contains it, group minus whole, with 95 % and 99.8 % limits.
///
/// Group and whole share people, so they are not independent. Formula, with `w` the group's share of the whole's
/// people and `p_rest` the proportion among everybody else: `p_group - p_whole = (1 - w) (p_group - p_rest)`. The
/// difference to the rest and its Newcombe limits (see [`difference_of_proportions`]) are multiplied by `1 - w`.
///
/// Source: Newcombe (1998), method 10, and the identity above. Unit: per `multiplier`.
///
/// Withheld with [`WithheldReason::GroupIsTheWhole`] when nobody else is left.
///
/// # Errors
///
/// [`MethodError::Difference`] on inputs that [`proportion`](crate::proportion()) would refuse, and when the group has
/// more people than the whole, with the outcome or without it (rounded counts can come to that).
///
/// ```
/// use concordat_methods::{Counts, difference_from_whole};
///
/// let gap = difference_from_whole(Counts::new(58.0, 92.0), Counts::new(136.0, 212.0), 100.0)?;
/// let points = gap.computed().map(|gap| format!("{:.2}", gap.value));
/// assert_eq!(points, Some("-1.11".to_owned()));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn difference_from_whole(group: Counts, whole: Counts, multiplier: f64) -> Result<Outcome, MethodError> {
    rest_of_whole(group, whole)
        .and_then(|outcome| {
            outcome.try_map(|rest| {
                Estimate::at_both_levels(|confidence| scaled_to_whole(group, rest, multiplier, confidence))
            })
        })
        .map_err(|fault| MethodError::Difference { fault })
}

/// A [`difference_from_whole`] with limits at one confidence level.
///
/// # Errors
///
/// As [`difference_from_whole`].
///
/// ```
/// use concordat_methods::{Confidence, Counts, WithheldReason, difference_from_whole_at};
///
/// let everyone = Counts::new(3.0, 9.0);
/// let gap = difference_from_whole_at(everyone, everyone, 100.0, Confidence::PERCENT_95)?;
/// assert_eq!(gap.reason(), Some(WithheldReason::GroupIsTheWhole));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn difference_from_whole_at(
    group: Counts,
    whole: Counts,
    multiplier: f64,
    confidence: Confidence,
) -> Result<Outcome<Bounded>, MethodError> {
    rest_of_whole(group, whole)
        .and_then(|outcome| {
            outcome.try_map(|rest| scaled_to_whole(group, rest, multiplier, confidence)?.checked_result())
        })
        .map_err(|fault| MethodError::Difference { fault })
}

/// As [`difference_from_whole_at`], of a group and everybody else in the whole: `difference` times the share of the
/// rest.
///
/// # Errors
///
/// [`MethodError::Difference`] on inputs that [`proportion`](crate::proportion()) would refuse.
///
/// ```
/// use concordat_methods::{Confidence, Counts, difference_from_rest_at};
///
/// let rest = Counts::new(78.0, 120.0);
/// let gap = difference_from_rest_at(Counts::new(58.0, 92.0), rest, 100.0, Confidence::PERCENT_95)?;
/// assert_eq!(format!("{:.2}", gap.value), "-1.11");
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn difference_from_rest_at(
    group: Counts,
    rest: Counts,
    multiplier: f64,
    confidence: Confidence,
) -> Result<Bounded, MethodError> {
    scaled_to_whole(group, rest, multiplier, confidence)
        .and_then(Bounded::checked_result)
        .map_err(|fault| MethodError::Difference { fault })
}

/// The difference between a local figure and a comparator taken as exact, local minus comparator.
///
/// For a comparator published only as a percentage or rate: it has no interval of its own here, so the interval of the
/// difference is the local one, shifted: `limit = local limit - comparator`.
///
/// Unit: that of the local figure; the comparator must be in the same one. The comparator's published rounding is
/// carried into value and limits, and whoever shows the result should say so.
///
/// # Errors
///
/// [`MethodError::Difference`] when an input is not finite or the local limits are out of order.
///
/// ```
/// use concordat_methods::{Counts, difference_from_exact, proportion};
///
/// let local = proportion(Counts::new(868.0, 1570.0), 100.0)?;
/// let gap = difference_from_exact(&local, 68.7)?;
/// assert_eq!(format!("{:.1}", gap.value), "-13.4");
/// assert_eq!(gap.upper_95, local.upper_95 - 68.7);
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn difference_from_exact(local: &Estimate, comparator: f64) -> Result<Estimate, MethodError> {
    let shifted = || {
        let comparator = finite(comparator)?;
        local
            .checked_input()?
            .map_levels(|bounded| Ok(bounded.map_increasing(|local_number| local_number - comparator)))
    };
    shifted().map_err(|fault| MethodError::Difference { fault })
}

/// The difference of two rates (crude or standardised), local minus comparator, with 95 % and 99.8 % limits.
///
/// For two independent rates with their own limits. Formula (MOVER), with `r`, `l`, `u` each rate and its limits and
/// `d = r1 - r2`: `lower = d - sqrt((r1 - l1)² + (u2 - r2)²)`, `upper = d + sqrt((u1 - r1)² + (r2 - l2)²)`, at each
/// level from the limits of that level.
///
/// Source: method of variance estimates recovery, Zou and Donner (2008). It keeps the lopsidedness of the limits of
/// few events. Unit: that of the rates, which must share one.
///
/// # Errors
///
/// [`MethodError::Difference`] when an input is not finite or limits are out of order.
///
/// ```
/// use concordat_methods::{Counts, difference_of_rates, rate};
///
/// let local = rate(Counts::new(60.0, 10_000.0), 100_000.0)?;
/// let comparator = rate(Counts::new(4_000.0, 1_000_000.0), 100_000.0)?;
/// let gap = difference_of_rates(&local, &comparator)?;
/// assert_eq!(format!("{:.0} ({:.0} to {:.0})", gap.value, gap.lower_95, gap.upper_95), "200 (57 to 373)");
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn difference_of_rates(local: &Estimate, comparator: &Estimate) -> Result<Estimate, MethodError> {
    let difference = || {
        let (local, comparator) = (local.checked_input()?, comparator.checked_input()?);
        let at_95 = mover(local.at_95(), comparator.at_95()).checked_result()?;
        let at_998 = mover(local.at_998(), comparator.at_998()).checked_result()?;
        Ok(Estimate::from_levels(at_95, at_998))
    };
    difference().map_err(|fault| MethodError::Difference { fault })
}

/// A [`difference_of_rates`] of rates whose limits are at one level, the same for both.
///
/// # Errors
///
/// As [`difference_of_rates`].
///
/// ```
/// use concordat_methods::{Bounded, difference_of_rates_at};
///
/// let local = Bounded { value: 10.0, lower: 7.0, upper: 15.0 };
/// let comparator = Bounded { value: 6.0, lower: 3.0, upper: 10.0 };
/// let gap = difference_of_rates_at(local, comparator)?;
/// assert_eq!((gap.value, gap.lower), (4.0, -1.0));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn difference_of_rates_at(local: Bounded, comparator: Bounded) -> Result<Bounded, MethodError> {
    let difference = || mover(local.checked_input()?, comparator.checked_input()?).checked_result();
    difference().map_err(|fault| MethodError::Difference { fault })
}

/// Limits of a difference from the limits of its two sides; Newcombe's method 10 when those are Wilson's.
fn mover(local: Bounded, comparator: Bounded) -> Bounded {
    let value = local.value - comparator.value;
    let below = libm::hypot(local.value - local.lower, comparator.upper - comparator.value);
    let above = libm::hypot(local.upper - local.value, comparator.value - comparator.lower);
    Bounded { value, lower: value - below, upper: value + above }
}

fn newcombe(local: Counts, comparator: Counts, multiplier: f64, confidence: Confidence) -> Result<Bounded, InputFault> {
    let local = wilson(local.checked_for_proportion()?, confidence);
    let comparator = wilson(comparator.checked_for_proportion()?, confidence);
    let multiplier = usable_multiplier(multiplier)?;
    // The clamp only takes off rounding in the last digit: the formula itself stays within -1 and 1.
    Ok(mover(local, comparator).map_increasing(|difference| difference.clamp(-1.0, 1.0) * multiplier))
}

fn scaled_to_whole(
    group: Counts,
    rest: Counts,
    multiplier: f64,
    confidence: Confidence,
) -> Result<Bounded, InputFault> {
    let share_of_rest = rest.denominator / (group.denominator + rest.denominator);
    let to_rest = newcombe(group, rest, multiplier, confidence)?;
    Ok(to_rest.map_increasing(|difference| difference * share_of_rest))
}

/// Everybody in the whole who is not in the group.
pub(crate) fn rest_of_whole(group: Counts, whole: Counts) -> Result<Outcome<Counts>, InputFault> {
    let group = group.checked_for_proportion()?;
    let whole = whole.checked_for_proportion()?;
    let rest = Counts::new(whole.numerator - group.numerator, whole.denominator - group.denominator);
    if rest.numerator < 0.0 || rest.others() < 0.0 {
        return Err(InputFault::PartExceedsWhole);
    }
    Ok(if rest.denominator > 0.0 {
        Outcome::Computed(rest)
    } else {
        let reason = WithheldReason::GroupIsTheWhole;
        Outcome::Withheld { reason }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_must_fit_inside_the_whole() {
        let fault = |group: (f64, f64), whole: (f64, f64)| {
            rest_of_whole(Counts::new(group.0, group.1), Counts::new(whole.0, whole.1)).err()
        };
        assert_eq!(fault((5.0, 10.0), (6.0, 20.0)), None);
        let exceeds = Some(InputFault::PartExceedsWhole);
        assert_eq!(fault((7.0, 10.0), (6.0, 20.0)), exceeds);
        assert_eq!(fault((5.0, 30.0), (6.0, 20.0)), exceeds);
        assert_eq!(fault((0.0, 10.0), (15.0, 20.0)), exceeds);
    }
}

//! A gap told as people: how many would have to change outcome for the gap to close.
//!
//! Not allowed here: rounding to whole people (that is for whoever shows the figure), and cutting off at zero.

use crate::counts::{positive, usable_multiplier};
use crate::error::{InputFault, MethodError};
use crate::estimate::{Bounded, Estimate};

/// How many people of the local group would have to change outcome to close a gap, with 95 % and 99.8 % limits.
///
/// Formula, with `n` the local denominator, `g` the gap (local minus comparator) per `m`:
/// `people = -n g / m`, which is `n (comparator - local)`; the limits are those of the gap put through the same, so
/// the gap's upper limit gives the lower limit here. The comparator is held still.
///
/// # Sign
///
/// Positive: so many more local people would need to *gain* the outcome counted, for the local figure to reach the
/// comparator. Negative: the local figure is above the comparator, by so many people; the sign is kept and nothing is
/// cut off at zero. So where the outcome counted is a good one (a good level of development), a positive number is the
/// work to do; where it is a bad one (an emergency admission), the work to do shows as a negative number, the people who
/// would need to be spared it. An interval that holds zero says that the data cannot tell whether there is a gap.
///
/// Shape: `gap` from any of the difference functions; `multiplier` is the one that the gap was computed with (1, 100,
/// 100,000). Unit: people, fractional.
///
/// # Errors
///
/// [`MethodError::GapPeople`] when the gap is not finite or its limits are out of order, or the denominator or
/// multiplier is not finite and above zero.
///
/// ```
/// use concordat_methods::{Counts, difference_from_exact, gap_people, proportion};
///
/// // 500 of 1,000 children reach the level, against 60 % elsewhere: 100 more children would close the gap.
/// let local = Counts::new(500.0, 1_000.0);
/// let gap = difference_from_exact(&proportion(local, 100.0)?, 60.0)?;
/// let people = gap_people(&gap, local.denominator, 100.0)?;
/// assert_eq!(people.value, 100.0);
/// assert_eq!(format!("{:.0} to {:.0}", people.lower_95, people.upper_95), "69 to 131");
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn gap_people(gap: &Estimate, local_denominator: f64, multiplier: f64) -> Result<Estimate, MethodError> {
    let people = || {
        let gap = gap.checked_input()?;
        let denominator = positive(local_denominator, InputFault::DenominatorNotPositive)?;
        let multiplier = usable_multiplier(multiplier)?;
        // Adding zero turns a negative zero, which would print as "-0", into zero.
        let to_people = |points: f64| -(denominator * points / multiplier) + 0.0;
        gap.map_levels(|bounded| Ok(bounded.map_decreasing(to_people)))
    };
    people().map_err(|fault| MethodError::GapPeople { fault })
}

/// As [`gap_people`], of a gap with limits at one level.
///
/// # Errors
///
/// As [`gap_people`].
///
/// ```
/// use concordat_methods::{Bounded, gap_people_at};
///
/// let gap = Bounded { value: -10.0, lower: -14.0, upper: -6.0 };
/// let people = gap_people_at(gap, 200.0, 100.0)?;
/// assert_eq!((people.value, people.lower, people.upper), (20.0, 12.0, 28.0));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn gap_people_at(gap: Bounded, local_denominator: f64, multiplier: f64) -> Result<Bounded, MethodError> {
    let estimate = Estimate::from_levels(gap, gap);
    gap_people(&estimate, local_denominator, multiplier).map(|people| people.at_95())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_gap_keeps_its_sign_and_limits_change_places() {
        let gap = Estimate { value: 5.0, lower_95: 2.0, upper_95: 9.0, lower_998: -1.0, upper_998: 12.0 };
        let people = Estimate { value: -10.0, lower_95: -18.0, upper_95: -4.0, lower_998: -24.0, upper_998: 2.0 };
        assert_eq!(gap_people(&gap, 200.0, 100.0), Ok(people));
    }

    #[test]
    fn no_gap_is_a_plain_zero() {
        let people = gap_people(&Estimate::exact(0.0), 200.0, 100.0);
        assert!(people.is_ok_and(|people| people.value.is_sign_positive()));
    }
}

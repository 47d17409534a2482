//! How sure an interval is meant to be, and the normal quantile that goes with it.
//!
//! Not allowed here: any interval. Methods take a level from here and draw their own.

use crate::error::{InputFault, MethodError};
use crate::special::normal_upper_quantile;

/// A two-sided confidence level in `[0.9, 1)`, with its normal quantile worked out once.
///
/// Certainty (level 1) is refused: its limits are infinite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Confidence {
    level: f64,
    tail_probability: f64,
    z: f64,
}

impl Confidence {
    /// 95 %: z = 1.959963984540054.
    pub const PERCENT_95: Self = Self { level: 0.95, tail_probability: 0.025, z: 1.959_963_984_540_054_2 };

    /// 99.8 %: z = 3.090232306167814.
    pub const PERCENT_99_8: Self = Self { level: 0.998, tail_probability: 0.001, z: 3.090_232_306_167_813_5 };

    /// A level as a share of one (0.95, not 95).
    ///
    /// The quantile is right to 1e-15 relative for the tail probability `(1 - level) / 2`.
    ///
    /// # Errors
    ///
    /// [`MethodError::Confidence`] when the level is not a number in `[0.9, 1)`.
    ///
    /// ```
    /// use concordat_methods::Confidence;
    ///
    /// assert_eq!(Confidence::new(0.95)?, Confidence::PERCENT_95);
    /// assert_eq!(format!("{:.6}", Confidence::new(0.99)?.z()), "2.575829");
    /// assert!(Confidence::new(95.0).is_err());
    /// # Ok::<(), concordat_methods::MethodError>(())
    /// ```
    pub fn new(level: f64) -> Result<Self, MethodError> {
        if !(0.9..1.0).contains(&level) {
            let fault = InputFault::ConfidenceOutOfRange;
            return Err(MethodError::Confidence { fault });
        }
        for known in [Self::PERCENT_95, Self::PERCENT_99_8] {
            if level == known.level {
                return Ok(known);
            }
        }
        // The subtraction is exact for levels above one half, so no digit of a level near one is lost.
        let tail_probability = (1.0 - level) / 2.0;
        Ok(Self { level, tail_probability, z: normal_upper_quantile(tail_probability) })
    }

    /// The level as a share of one.
    #[must_use]
    pub const fn level(self) -> f64 {
        self.level
    }

    /// The probability left outside on each side: `(1 - level) / 2`.
    #[must_use]
    pub const fn tail_probability(self) -> f64 {
        self.tail_probability
    }

    /// The standard normal deviate with [`tail_probability`](Self::tail_probability) above it.
    #[must_use]
    pub const fn z(self) -> f64 {
        self.z
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_level_below_one_still_has_a_finite_quantile() {
        let z = Confidence::new(1.0_f64.next_down()).map(Confidence::z);
        assert!(z.is_ok_and(|z| z > 8.0 && z < 9.0));
    }

    #[test]
    fn levels_outside_the_range_are_refused() {
        for level in [f64::NAN, -0.95, 0.0, 0.89, 1.0, 1.5, 95.0, f64::INFINITY] {
            assert!(Confidence::new(level).is_err());
        }
    }
}

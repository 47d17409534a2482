//! Confidence levels as people write them, and the ends of the names of their columns.
//!
//! Not allowed here: a level that `methods` refuses.

use concordat_methods::Confidence;

use crate::error::CalculateError;
use crate::number::{read_number, write_number};

/// A confidence level with the end of its columns' names: `95` for 0.95, `998` for 0.998, `90` for 0.9.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    confidence: Confidence,
    suffix: String,
}

impl Level {
    /// The level.
    #[must_use]
    pub const fn confidence(&self) -> Confidence {
        self.confidence
    }

    /// The end of its columns' names.
    #[must_use]
    pub fn suffix(&self) -> &str {
        &self.suffix
    }

    /// A level as a share (0.95) or in per cent (95).
    ///
    /// # Errors
    ///
    /// [`CalculateError::Level`] when it is neither in `[0.9, 1)` nor in `[90, 100)`.
    ///
    /// ```
    /// use concordat_calculate::Level;
    ///
    /// assert_eq!(Level::read("99.8")?, Level::read("0.998")?);
    /// assert_eq!(Level::read("0.9")?.suffix(), "90");
    /// assert!(Level::read("1").is_err());
    /// # Ok::<(), concordat_calculate::CalculateError>(())
    /// ```
    pub fn read(text: &str) -> Result<Self, CalculateError> {
        let number = read_number(text).ok().flatten().ok_or(CalculateError::Level)?;
        let confidence = confidence(number).ok_or(CalculateError::Level)?;
        let digits = write_number(confidence.level());
        let digits = digits.trim_start_matches("0.");
        Ok(Self { confidence, suffix: format!("{digits:0<2}") })
    }

    /// 95 % and 99.8 %.
    #[must_use]
    pub fn both() -> Vec<Self> {
        let level = |confidence, suffix: &str| Self { confidence, suffix: suffix.to_owned() };
        vec![level(Confidence::PERCENT_95, "95"), level(Confidence::PERCENT_99_8, "998")]
    }
}

/// A level as a share or in per cent; none where it is out of range.
pub(crate) fn confidence(number: f64) -> Option<Confidence> {
    let level = if (90.0..100.0).contains(&number) {
        // 99.8 / 100 must be the double nearest to 0.998; twelve decimals are more than anybody writes.
        (number * 1e10).round() / 1e12
    } else {
        number
    };
    Confidence::new(level).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn per_cent_and_share_are_the_same_level() {
        for (per_cent, share) in [("90", "0.9"), ("95", "0.95"), ("99", "0.99"), ("99.8", "0.998"), ("99.99", "0.9999")]
        {
            assert_eq!(Level::read(per_cent), Level::read(share));
        }
        assert_eq!(Level::read("99.99").map(|level| level.suffix), Ok("9999".to_owned()));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "x", "0.89", "1", "89.99", "100", "1.5", "-0.95"] {
            assert_eq!(Level::read(text), Err(CalculateError::Level), "{text}");
        }
    }
}

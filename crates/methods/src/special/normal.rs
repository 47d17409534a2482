//! The normal distribution.
//!
//! Not allowed here: confidence levels; they are chosen in `confidence`.

#![expect(clippy::excessive_precision, reason = "coefficients stand as they were published")]

use std::f64::consts::{FRAC_1_SQRT_2, PI};

use crate::counts::finite;
use crate::error::{InputFault, MethodError};

/// `P(Z <= deviate)` for a standard normal `Z`.
///
/// Formula: `erfc(-deviate / sqrt 2) / 2`, with the rounding of the argument taken back to first order. Source of
/// `erfc`: the `libm` crate, right to the last digit.
///
/// # Errors
///
/// [`MethodError::SpecialFunction`] when the deviate is not finite.
///
/// ```
/// use concordat_methods::special::normal_cumulative;
///
/// assert_eq!(normal_cumulative(0.0)?, 0.5);
/// assert_eq!(format!("{:.6}", normal_cumulative(1.96)?), "0.975002");
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn normal_cumulative(deviate: f64) -> Result<f64, MethodError> {
    finite(deviate).map(cumulative).map_err(|fault| MethodError::SpecialFunction { fault })
}

/// The deviate `z` with `P(Z <= z) = probability`.
///
/// Formula: the rational approximations PPND16 of Wichura, algorithm AS 241 (1988), right to about 1e-16 relative.
///
/// # Errors
///
/// [`MethodError::SpecialFunction`] when the probability is not above 0 and below 1.
///
/// ```
/// use concordat_methods::special::normal_quantile;
///
/// assert_eq!(format!("{:.9}", normal_quantile(0.975)?), "1.959963985");
/// assert!(normal_quantile(1.0).is_err());
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn normal_quantile(probability: f64) -> Result<f64, MethodError> {
    if probability > 0.0 && probability < 1.0 {
        Ok(quantile(probability))
    } else {
        Err(MethodError::SpecialFunction { fault: InputFault::ProbabilityOutOfRange })
    }
}

fn cumulative(deviate: f64) -> f64 {
    if deviate.abs() > 40.0 {
        // Beyond this a double knows no tail; and the splitting below would overflow far beyond it.
        return if deviate > 0.0 { 1.0 } else { 0.0 };
    }
    let scaled = -deviate * FRAC_1_SQRT_2;
    // What rounding took off the argument: -deviate / sqrt 2 = scaled + lost. sqrt(1/2) = FRAC_1_SQRT_2 + RESIDUE.
    const RESIDUE: f64 = -4.833_646_656_726_457e-17;
    let lost = exact_product_error(-deviate, FRAC_1_SQRT_2, scaled) - deviate * RESIDUE;
    let slope = libm::exp(-scaled * scaled) / PI.sqrt();
    (0.5 * libm::erfc(scaled) - slope * lost).clamp(0.0, 1.0)
}

/// `one * other - product` without rounding, by splitting both factors (Dekker 1971).
fn exact_product_error(one: f64, other: f64, product: f64) -> f64 {
    let split = |number: f64| {
        let scaled = 134_217_729.0 * number;
        let high = scaled - (scaled - number);
        (high, number - high)
    };
    let ((one_high, one_low), (other_high, other_low)) = (split(one), split(other));
    ((one_high * other_high - product) + one_high * other_low + one_low * other_high) + one_low * other_low
}

/// The deviate with the given probability above it, for a tail in `(0, 0.5)`.
pub(crate) fn normal_upper_quantile(tail_probability: f64) -> f64 {
    -quantile(tail_probability)
}

/// A polynomial from its highest coefficient down.
fn polynomial(coefficients: &[f64], at: f64) -> f64 {
    coefficients.iter().fold(0.0, |sum, coefficient| sum * at + coefficient)
}

/// AS 241 for a probability in `(0, 1)`.
pub(crate) fn quantile(probability: f64) -> f64 {
    let from_centre = probability - 0.5;
    if from_centre.abs() <= 0.425 {
        let at = 0.180_625 - from_centre * from_centre;
        return from_centre * polynomial(&CENTRE_ABOVE, at) / polynomial(&CENTRE_BELOW, at);
    }
    let tail = if from_centre < 0.0 { probability } else { 1.0 - probability };
    let distance = (-libm::log(tail)).sqrt();
    let magnitude = if distance <= 5.0 {
        let at = distance - 1.6;
        polynomial(&MIDDLE_ABOVE, at) / polynomial(&MIDDLE_BELOW, at)
    } else {
        let at = distance - 5.0;
        polynomial(&FAR_ABOVE, at) / polynomial(&FAR_BELOW, at)
    };
    if from_centre < 0.0 { -magnitude } else { magnitude }
}

const CENTRE_ABOVE: [f64; 8] = [
    2.509_080_928_730_122_672_7e3,
    3.343_057_558_358_812_810_5e4,
    6.726_577_092_700_870_085_3e4,
    4.592_195_393_154_987_145_7e4,
    1.373_169_376_550_946_112_5e4,
    1.971_590_950_306_551_442_7e3,
    1.331_416_678_917_843_774_5e2,
    3.387_132_872_796_366_608_0,
];
const CENTRE_BELOW: [f64; 8] = [
    5.226_495_278_852_854_561_0e3,
    2.872_908_573_572_194_267_4e4,
    3.930_789_580_009_271_061_0e4,
    2.121_379_430_158_659_586_7e4,
    5.394_196_021_424_751_107_7e3,
    6.871_870_074_920_579_083_0e2,
    4.231_333_070_160_091_125_2e1,
    1.0,
];
const MIDDLE_ABOVE: [f64; 8] = [
    7.745_450_142_783_414_076_4e-4,
    2.272_384_498_926_918_458_33e-2,
    2.417_807_251_774_506_117_7e-1,
    1.270_458_252_452_368_382_58,
    3.647_848_324_763_204_605_04,
    5.769_497_221_460_691_405_5,
    4.630_337_846_156_545_295_9,
    1.423_437_110_749_683_577_34,
];
const MIDDLE_BELOW: [f64; 8] = [
    1.050_750_071_644_416_843_24e-9,
    5.475_938_084_995_344_946e-4,
    1.519_866_656_361_645_719_66e-2,
    1.481_039_764_274_800_745_9e-1,
    6.897_673_349_851_000_045_5e-1,
    1.676_384_830_183_803_849_4,
    2.053_191_626_637_758_821_87,
    1.0,
];
const FAR_ABOVE: [f64; 8] = [
    2.010_334_399_292_288_132_65e-7,
    2.711_555_568_743_487_578_15e-5,
    1.242_660_947_388_078_438_6e-3,
    2.653_218_952_657_612_309_3e-2,
    2.965_605_718_285_048_912_3e-1,
    1.784_826_539_917_291_335_8,
    5.463_784_911_164_114_369_9,
    6.657_904_643_501_103_777_2,
];
const FAR_BELOW: [f64; 8] = [
    2.044_263_103_389_939_785_64e-15,
    1.421_511_758_316_445_888_7e-7,
    1.846_318_317_510_054_681_8e-5,
    7.868_691_311_456_132_591e-4,
    1.487_536_129_085_061_485_25e-2,
    1.369_298_809_227_358_053_1e-1,
    5.998_322_065_558_879_376_9e-1,
    1.0,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Upper quantiles from a calculation with 60 digits.
    const KNOWN: [(f64, f64); 7] = [
        (0.05, 1.644_853_626_951_472_7),
        (0.025, 1.959_963_984_540_054_2),
        (0.005, 2.575_829_303_548_901),
        (0.001, 3.090_232_306_167_813_5),
        (5e-7, 4.891_638_475_698_59),
        (1e-10, 6.361_340_902_404_056),
        (1e-15, 7.941_345_326_170_997),
    ];

    #[test]
    fn quantiles_are_right_to_the_last_digits() {
        for (tail_probability, z) in KNOWN {
            let got = normal_upper_quantile(tail_probability);
            assert!((got - z).abs() <= 1e-15 * z, "tail {tail_probability:e}: {got}");
        }
    }

    #[test]
    fn a_quantile_leads_back_to_its_probability() {
        for (tail_probability, z) in KNOWN {
            let got = cumulative(-z);
            // z has a last digit of its own, which the density turns into a share of the tail.
            assert!((got / tail_probability - 1.0).abs() <= 3e-16 * (2.0 + z * z), "{tail_probability:e}: {got:e}");
        }
    }
}

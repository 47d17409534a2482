//! Slope and relative index of inequality: how much a value changes from the most to the least deprived.
//!
//! Not allowed here: making the quantiles, and a random number without a seed.

mod fit;
mod inversion;
mod simulate;

use std::sync::OnceLock;

use crate::confidence::Confidence;
use crate::counts::{finite, not_negative, positive};
use crate::error::{InputFault, MethodError};
use crate::estimate::{Bounded, Outcome, WithheldReason};
use fit::Line;
pub use simulate::Simulation;

/// What kind of value the quantiles have, which says on which scale its error is normal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// Any number whose error is normal as it stands, such as a life expectancy or a mean.
    Other,
    /// A rate: its logarithm has a normal error.
    Rate,
    /// A proportion, between 0 and 1: its log odds have a normal error.
    Proportion,
}

impl ValueKind {
    /// The value on the scale on which its error is normal.
    pub(crate) fn scaled(self, value: f64) -> f64 {
        match self {
            Self::Other => value,
            Self::Rate => libm::log(value),
            Self::Proportion => libm::log(value / (1.0 - value)),
        }
    }

    /// Back from that scale.
    pub(crate) fn unscaled(self, scaled: f64) -> f64 {
        match self {
            Self::Other => scaled,
            Self::Rate => libm::exp(scaled),
            Self::Proportion => 1.0 / (1.0 + libm::exp(-scaled)),
        }
    }

    fn has_scale(self, value: f64) -> bool {
        match self {
            Self::Other => value.is_finite(),
            Self::Rate => value.is_finite() && value > 0.0,
            Self::Proportion => value > 0.0 && value < 1.0,
        }
    }
}

/// One quantile of deprivation, the most deprived first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DeprivationQuantile {
    /// People in the quantile; above zero.
    pub population: f64,
    /// The value of the quantile.
    pub value: f64,
    /// The standard error of the value on its scale: plain, of the logarithm (rates) or of the log odds (proportions).
    pub standard_error: f64,
}

impl DeprivationQuantile {
    /// A quantile whose 95 % limits are known.
    ///
    /// Formula: `(upper - lower) / (2 z)` on the scale of the value's kind.
    ///
    /// # Errors
    ///
    /// [`MethodError::SlopeIndex`] when value or limits have no place on the scale, or limits are out of order.
    ///
    /// ```
    /// use concordat_methods::{DeprivationQuantile, ValueKind};
    ///
    /// let quantile = DeprivationQuantile::from_limits(1_200.0, 78.0, (77.0, 79.0), ValueKind::Other)?;
    /// assert_eq!(format!("{:.4}", quantile.standard_error), "0.5102");
    /// # Ok::<(), concordat_methods::MethodError>(())
    /// ```
    pub fn from_limits(
        population: f64,
        value: f64,
        (lower, upper): (f64, f64),
        kind: ValueKind,
    ) -> Result<Self, MethodError> {
        let fault = if ![value, lower, upper].into_iter().all(|number| kind.has_scale(number)) {
            Some(InputFault::ValueOutsideScale)
        } else if lower > upper {
            Some(InputFault::LimitsOutOfOrder)
        } else {
            None
        };
        if let Some(fault) = fault {
            return Err(MethodError::SlopeIndex { fault });
        }
        let width = kind.scaled(upper) - kind.scaled(lower);
        Ok(Self { population, value, standard_error: width / (2.0 * Confidence::PERCENT_95.z()) })
    }

    /// A quantile whose value is a proportion of its people: the error comes from its 95 % Wilson limits.
    ///
    /// # Errors
    ///
    /// [`MethodError::SlopeIndex`] when the count is not a proper part of the population, or is nobody or everybody.
    ///
    /// ```
    /// use concordat_methods::DeprivationQuantile;
    ///
    /// let quantile = DeprivationQuantile::from_count(30.0, 100.0)?;
    /// assert_eq!(quantile.value, 0.3);
    /// # Ok::<(), concordat_methods::MethodError>(())
    /// ```
    pub fn from_count(count: f64, population: f64) -> Result<Self, MethodError> {
        let share = crate::proportion_at(crate::Counts::new(count, population), 1.0, Confidence::PERCENT_95)
            .map_err(|error| MethodError::SlopeIndex { fault: error.fault() })?;
        Self::from_limits(population, share.value, (share.lower, share.upper), ValueKind::Proportion)
    }
}

/// How the index is fitted and shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SlopeOptions {
    /// What kind of value the quantiles have.
    pub kind: ValueKind,
    /// Whether the line is fitted on the scale of the kind (logarithm, log odds) and turned back afterwards.
    pub transform: bool,
    /// What the slope index is multiplied by; not zero. A negative one turns the direction of both indices round, for
    /// values where low is bad.
    pub multiplier: f64,
    /// Where limits cannot be had by formula: how often to simulate, and from which seed.
    pub simulation: Simulation,
    /// Simulate wherever no formula gives the limits, and leave numerical inversion out.
    pub prefer_simulation: bool,
}

/// How limits of an index came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlopeLimits {
    /// By formula.
    Exact,
    /// By numerical inversion of the characteristic function, right to six digits or more.
    Numerical,
    /// By simulation from the seed.
    Simulated,
}

/// Slope and relative index of inequality.
#[derive(Debug, Clone)]
pub struct SlopeIndex {
    /// The slope index, times the multiplier.
    pub slope_index: f64,
    /// The relative index: the value at the least deprived end over that at the most deprived end (the other way round
    /// for a negative multiplier). Withheld where the line is not above zero at the end that divides.
    pub relative_index: Outcome<f64>,
    /// The value at the most deprived end, on the scale of the values.
    pub intercept: f64,
    options: SlopeOptions,
    line: Line,
    quantiles: Vec<DeprivationQuantile>,
    /// The indices of a simulation, each sorted; drawn when they are first asked for.
    simulated: OnceLock<simulate::Simulated>,
}

/// Slope and relative index of inequality of quantiles, the most deprived first.
///
/// Formula, with `a` the quantile's share of the people and `b` the share of all before it plus half its own: least
/// squares of `y sqrt a` on `sqrt a` and `b sqrt a` without a constant. The coefficient of `sqrt a` is the intercept,
/// that of `b sqrt a` the slope index; `RII = (intercept + SII) / intercept`. With `transform` the line is fitted on
/// the logarithm or the log odds `g`: `SII = g⁻¹(1) - g⁻¹(0)`, `RII = g⁻¹(1) / g⁻¹(0)` of its ends.
///
/// Limits, by [`slope_limits_at`](SlopeIndex::slope_limits_at) and
/// [`relative_limits_at`](SlopeIndex::relative_limits_at): where the slope is linear in normal errors (kind `Other`, or
/// `transform`) they are exact, `slope ∓ z sqrt(Σ(c s)²)` with `c` the coefficient of each value and `s` its standard
/// error; with `transform` the ends are the middle of the line plus and minus half of such a slope. Otherwise the line is
/// a sum of independent transformed normal values, and its quantiles come from numerical inversion of the characteristic
/// function (Gil-Pelaez 1951); values too skewed for that, and relative indices whose line may start below zero, are left
/// to a seeded simulation. Other programs simulate always; theirs scatter about these limits.
///
/// Source: Low and Low (2004). Shape: 2 to 100 quantiles. Multipliers between 0 and 1 keep the limits in order, where
/// another program swaps them.
///
/// # Errors
///
/// [`MethodError::SlopeIndex`] when there are fewer than 2 or more than 100 quantiles, a population is not above zero,
/// a standard error is below zero, the multiplier is 0 or not finite, or a value has no place on the scale it needs.
///
/// ```
/// use concordat_methods::{
///     Confidence, DeprivationQuantile, SlopeLimits, SlopeOptions, Simulation, ValueKind, slope_index,
/// };
///
/// let years = [75.0, 77.0, 79.0, 81.0, 83.0];
/// let quantiles = years.map(|value| DeprivationQuantile { population: 1_000.0, value, standard_error: 0.5 });
/// let options = SlopeOptions {
///     kind: ValueKind::Other,
///     transform: false,
///     multiplier: 1.0,
///     simulation: Simulation::default(),
///     prefer_simulation: false,
/// };
/// let index = slope_index(&quantiles, options)?;
/// assert_eq!(format!("{:.6}", index.slope_index), "10.000000");
/// let (limits, how) = index.slope_limits_at(Confidence::PERCENT_95)?;
/// assert_eq!((format!("{:.2} to {:.2}", limits.lower, limits.upper), how), ("8.45 to 11.55".to_owned(), SlopeLimits::Exact));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn slope_index(quantiles: &[DeprivationQuantile], options: SlopeOptions) -> Result<SlopeIndex, MethodError> {
    checked(quantiles, options).map_err(|fault| MethodError::SlopeIndex { fault })
}

fn checked(quantiles: &[DeprivationQuantile], options: SlopeOptions) -> Result<SlopeIndex, InputFault> {
    if !(2..=100).contains(&quantiles.len()) {
        return Err(InputFault::QuantileCountOutOfRange);
    }
    if options.multiplier == 0.0 || !options.multiplier.is_finite() {
        return Err(InputFault::MultiplierNotPositive);
    }
    // The error of a rate or proportion lives on its scale, whether or not the line does.
    for quantile in quantiles {
        positive(quantile.population, InputFault::DenominatorNotPositive)?;
        finite(quantile.value)?;
        not_negative(quantile.standard_error, InputFault::StandardErrorNegative)?;
        if !options.kind.has_scale(quantile.value) {
            return Err(InputFault::ValueOutsideScale);
        }
    }
    let line = Line::fit(quantiles, if options.transform { options.kind } else { ValueKind::Other });
    let index = SlopeIndex::of(line, options, quantiles.to_vec());
    finite(index.slope_index).and_then(|_| finite(index.intercept)).map_err(|_| InputFault::ResultNotFinite)?;
    Ok(index)
}

impl SlopeIndex {
    fn of(line: Line, options: SlopeOptions, quantiles: Vec<DeprivationQuantile>) -> Self {
        let scale = if options.transform { options.kind } else { ValueKind::Other };
        let (start, end) = (scale.unscaled(line.intercept), scale.unscaled(line.intercept + line.slope));
        let intercept = if options.transform { start * options.multiplier.abs() } else { start };
        let relative_index = relative(start, end, options.multiplier);
        let slope_index = (if options.transform { end - start } else { line.slope }) * options.multiplier;
        Self { slope_index, relative_index, intercept, options, line, quantiles, simulated: OnceLock::new() }
    }

    /// The slope index with its limits at a level, and how they came about.
    ///
    /// # Errors
    ///
    /// [`MethodError::SlopeIndex`] when the limits are too large to be held.
    ///
    /// ```
    /// use concordat_methods::{
    ///     Confidence, DeprivationQuantile, SlopeLimits, SlopeOptions, Simulation, ValueKind, slope_index,
    /// };
    ///
    /// let rates = [500.0, 430.0, 390.0, 360.0, 310.0];
    /// let quantiles = rates.map(|value| DeprivationQuantile { population: 1_000.0, value, standard_error: 0.05 });
    /// let simulation = Simulation { repetitions: 10_000, seed: 7 };
    /// let prefer_simulation = true;
    /// let options =
    ///     SlopeOptions { kind: ValueKind::Rate, transform: false, multiplier: 1.0, simulation, prefer_simulation };
    /// let index = slope_index(&quantiles, options)?;
    /// let (limits, how) = index.slope_limits_at(Confidence::PERCENT_95)?;
    /// assert_eq!(how, SlopeLimits::Simulated);
    /// assert!(limits.lower < index.slope_index && index.slope_index < limits.upper);
    /// # Ok::<(), concordat_methods::MethodError>(())
    /// ```
    pub fn slope_limits_at(&self, confidence: Confidence) -> Result<(Bounded, SlopeLimits), MethodError> {
        let (one, other, how) = if self.is_exact() {
            let [low, high] = self.exact_ends(confidence).map(|(start, end)| end - start);
            (low * self.options.multiplier, high * self.options.multiplier, SlopeLimits::Exact)
        } else if let Some((low, high)) = self.numerical_slopes(confidence) {
            (low * self.options.multiplier, high * self.options.multiplier, SlopeLimits::Numerical)
        } else {
            let (low, high) = self.simulated().slopes(confidence).unwrap_or((self.slope_index, self.slope_index));
            (low, high, SlopeLimits::Simulated)
        };
        let bounded = Bounded { value: self.slope_index, lower: one.min(other), upper: one.max(other) };
        let checked = bounded.checked_result().map_err(|fault| MethodError::SlopeIndex { fault })?;
        Ok((checked, how))
    }

    /// The relative index with its limits at a level, and how they came about.
    ///
    /// Exact with `transform`; by Fieller's theorem for kind `Other`, where the intercept is so far above zero that it
    /// never comes near it; otherwise from the simulation. Withheld with [`WithheldReason::InterceptNotPositive`] where
    /// the line is not above zero at its ends, or so many plausible lines are not that a limit would be below zero.
    ///
    /// # Errors
    ///
    /// [`MethodError::SlopeIndex`] when the limits are too large to be held.
    ///
    /// ```
    /// use concordat_methods::{
    ///     Confidence, DeprivationQuantile, SlopeOptions, Simulation, ValueKind, slope_index,
    /// };
    ///
    /// let rates = [500.0, 430.0, 390.0, 360.0, 310.0];
    /// let quantiles = rates.map(|value| DeprivationQuantile { population: 1_000.0, value, standard_error: 0.05 });
    /// let simulation = Simulation::default();
    /// let prefer_simulation = false;
    /// let options =
    ///     SlopeOptions { kind: ValueKind::Rate, transform: true, multiplier: 1.0, simulation, prefer_simulation };
    /// let (limits, _) = slope_index(&quantiles, options)?.relative_limits_at(Confidence::PERCENT_95)?;
    /// assert!(limits.computed().is_some_and(|limits| limits.upper < 1.0));
    /// # Ok::<(), concordat_methods::MethodError>(())
    /// ```
    pub fn relative_limits_at(&self, confidence: Confidence) -> Result<(Outcome<Bounded>, SlopeLimits), MethodError> {
        let value = match self.relative_index {
            Outcome::Computed(value) => value,
            Outcome::Withheld { reason } => return Ok((Outcome::Withheld { reason }, SlopeLimits::Exact)),
        };
        let (limits, how) = if self.is_exact() {
            (self.exact_relative(confidence), SlopeLimits::Exact)
        } else {
            match self.numerical_ratios(confidence) {
                Some(limits) => (Some(limits), SlopeLimits::Numerical),
                None => (self.simulated().ratios(confidence), SlopeLimits::Simulated),
            }
        };
        let limits = limits.filter(|(low, high)| low.min(*high) > 0.0);
        let Some((one, other)) = limits else {
            let reason = WithheldReason::InterceptNotPositive;
            return Ok((Outcome::Withheld { reason }, how));
        };
        let bounded = Bounded { value, lower: one.min(other), upper: one.max(other) };
        let checked = bounded.checked_result().map_err(|fault| MethodError::SlopeIndex { fault })?;
        Ok((Outcome::Computed(checked), how))
    }

    fn is_exact(&self) -> bool {
        self.options.transform || self.options.kind == ValueKind::Other
    }

    fn simulated(&self) -> &simulate::Simulated {
        self.simulated.get_or_init(|| simulate::run(&self.quantiles, &self.line, &self.options))
    }

    /// Limits of the slope by inversion, before the multiplier.
    fn numerical_slopes(&self, confidence: Confidence) -> Option<(f64, f64)> {
        if self.options.prefer_simulation {
            return None;
        }
        let values = inversion::Values::new(&self.quantiles, self.options.kind);
        let sum = values.sum(&self.line.leverage.iter().map(|(_, slope)| *slope).collect::<Vec<f64>>())?;
        let (tail, z) = (confidence.tail_probability(), confidence.z());
        sum.quantile(tail, -z).zip(sum.quantile(1.0 - tail, z))
    }

    /// Limits of the ratio by inversion; none where a plausible line starts or ends below zero.
    fn numerical_ratios(&self, confidence: Confidence) -> Option<(f64, f64)> {
        if self.options.prefer_simulation {
            return None;
        }
        let values = inversion::Values::new(&self.quantiles, self.options.kind);
        let turned = self.options.multiplier < 0.0;
        let ends: Vec<(f64, f64)> = self
            .line
            .leverage
            .iter()
            .map(|(start, slope)| if turned { (start + slope, *start) } else { (*start, start + slope) })
            .collect();
        let divisor = values.sum(&ends.iter().map(|(start, _)| *start).collect::<Vec<f64>>())?;
        if divisor.below(0.0) > NEVER {
            return None;
        }
        let ratio = self.relative_index.computed()?;
        let tail = confidence.tail_probability();
        let low = inversion::ratio_quantile(&values, &ends, tail, (ratio, ratio * 0.98))?;
        let high = inversion::ratio_quantile(&values, &ends, 1.0 - tail, (ratio, ratio * 1.02))?;
        Some((low, high))
    }

    /// Both ends of the line for the lower and the upper slope at a level, on the scale of the values.
    fn exact_ends(&self, confidence: Confidence) -> [(f64, f64); 2] {
        let off = confidence.z() * self.line.slope_error;
        let scale = if self.options.transform { self.options.kind } else { ValueKind::Other };
        let middle = self.line.intercept + self.line.slope / 2.0;
        [self.line.slope - off, self.line.slope + off]
            .map(|slope| (scale.unscaled(middle - slope / 2.0), scale.unscaled(middle + slope / 2.0)))
    }

    fn exact_relative(&self, confidence: Confidence) -> Option<(f64, f64)> {
        let turned = |ratio: f64| if self.options.multiplier < 0.0 { 1.0 / ratio } else { ratio };
        if self.options.transform {
            let [low, high] = self.exact_ends(confidence).map(|(start, end)| turned(end / start));
            return Some((low, high));
        }
        let (low, high) = self.line.ratio_limits(confidence.z())?;
        (self.options.multiplier > 0.0 || low > 0.0).then(|| (turned(low), turned(high)))
    }
}

/// A probability that is as good as none beside the tails of any level in use.
const NEVER: f64 = 1e-9;

/// The relative index from the ends of a line.
fn relative(start: f64, end: f64, multiplier: f64) -> Outcome<f64> {
    let (above, below) = if multiplier < 0.0 { (start, end) } else { (end, start) };
    if below > 0.0 {
        Outcome::Computed(above / below)
    } else {
        Outcome::Withheld { reason: WithheldReason::InterceptNotPositive }
    }
}

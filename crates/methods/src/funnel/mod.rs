//! Funnels: how far areas of different sizes may lie from the average by chance alone.
//!
//! Not allowed here: ranks and ratings of areas.

mod axis;
mod limits;
mod position;

pub use limits::{FunnelLimits, FunnelPoint, funnel_limits};
pub use position::{FunnelAreaReading, FunnelPosition, FunnelPositions, funnel_positions};

use crate::counts::{not_negative, positive, usable_multiplier};
use crate::error::InputFault;
use crate::sums::ordered_sum;

/// How a rate came about, which says what its denominator means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateKind {
    /// Events over people.
    Crude,
    /// Directly standardised: the denominator follows from events and rate, and below ten events there is no position.
    DirectlyStandardised,
}

/// What an indirectly standardised ratio is drawn as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RatioKind {
    /// Observed over expected, times a hundred.
    Standardised,
    /// Observed over expected, less one: the share by which a count differs.
    Count,
}

/// What a funnel is drawn of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FunnelStatistic {
    /// People with an outcome among people.
    Proportion,
    /// Observed over expected events.
    Ratio(RatioKind),
    /// Events among people.
    Rate(RateKind),
}

/// One area of a funnel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelArea {
    /// People with the outcome, observed events, or events.
    pub numerator: f64,
    /// People, expected events, or people over all years of data; a rate may do without, save for zero events.
    pub denominator: Option<f64>,
    /// The rate per multiplier, for funnels of rates; a crude rate may do without.
    pub rate: Option<f64>,
}

/// What all areas of a funnel share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelScale {
    /// What is drawn.
    pub statistic: FunnelStatistic,
    /// What proportions and rates are per.
    pub multiplier: f64,
    /// Years that numerators and denominators of rates stretch over.
    pub years: f64,
}

/// An area with the denominator that the funnel uses.
#[derive(Debug, Clone, Copy)]
struct Prepared {
    numerator: f64,
    denominator: f64,
    rate: f64,
    /// Whether the area may be placed at all.
    placed: bool,
}

/// Checks areas and gives each its denominator.
fn prepare(areas: &[FunnelArea], scale: FunnelScale) -> Result<Vec<Prepared>, InputFault> {
    usable_multiplier(scale.multiplier)?;
    positive(scale.years, InputFault::YearsNotPositive)?;
    if areas.is_empty() {
        return Err(InputFault::TooFewAreas);
    }
    areas.iter().map(|area| one(*area, scale)).collect()
}

fn one(area: FunnelArea, scale: FunnelScale) -> Result<Prepared, InputFault> {
    let numerator = not_negative(area.numerator, InputFault::NumeratorNegative)?;
    let given = area.denominator.map(|given| positive(given, InputFault::DenominatorNotPositive)).transpose()?;
    let rate = area.rate.map(|rate| not_negative(rate, InputFault::RateNegative)).transpose()?;
    let plain = |denominator: f64, rate: f64| Prepared { numerator, denominator, rate, placed: true };
    match scale.statistic {
        FunnelStatistic::Proportion | FunnelStatistic::Ratio(_) => {
            let denominator = given.ok_or(InputFault::DenominatorMissing)?;
            if scale.statistic == FunnelStatistic::Proportion && numerator > denominator {
                return Err(InputFault::NumeratorExceedsDenominator);
            }
            Ok(plain(denominator, numerator / denominator))
        }
        FunnelStatistic::Rate(kind) => match rate {
            Some(rate) if rate > 0.0 && numerator > 0.0 => {
                let denominator = numerator / rate * scale.multiplier;
                Ok(Prepared { placed: has_place(numerator, kind), ..plain(denominator, rate) })
            }
            // A standardised rate of no events says nothing of its denominator, and has no part in the average.
            _ if !has_place(numerator, kind) && (given.is_none() || numerator == 0.0) => {
                Ok(Prepared { numerator: 0.0, denominator: 0.0, rate: 0.0, placed: false })
            }
            _ => {
                let denominator = given.ok_or(InputFault::DenominatorMissing)?;
                let rate = rate.unwrap_or(numerator / denominator * scale.multiplier);
                Ok(Prepared { placed: has_place(numerator, kind), ..plain(denominator, rate) })
            }
        },
    }
}

/// A directly standardised rate of few events has no place of its own; it still counts in the average, unless it has none.
fn has_place(events: f64, kind: RateKind) -> bool {
    kind == RateKind::Crude || events >= crate::FEWEST_EVENTS
}

/// All numerators over all denominators, per 1.
fn average(areas: &[Prepared]) -> f64 {
    ordered_sum(areas, |area| area.numerator) / ordered_sum(areas, |area| area.denominator)
}

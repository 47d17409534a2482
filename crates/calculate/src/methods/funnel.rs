//! What both tables of funnels read.
//!
//! Not allowed here: limits and places.

use concordat_methods::{FunnelArea, FunnelScale, FunnelStatistic, InputFault, RateKind, RatioKind};

use crate::context::{Context, Refused};
use crate::method::{Input, MethodOption, needs, option, takes};

/// Columns of a funnel.
pub(super) const INPUTS: [Input; 3] = [
    needs("numerator", "people with the outcome, observed events, or events"),
    takes(
        "denominator",
        "people, expected events, or people over all years; a rate may do without, save for no events",
    ),
    takes("rate", "the rate per multiplier, for funnels of rates; a crude rate may do without"),
];

/// Options of a funnel.
pub(super) const OPTIONS: [MethodOption; 5] = [
    option("statistic", "proportion", "proportion, ratio (observed over expected) or rate"),
    option("rate_type", "crude", "for rates: crude, or dsr (directly standardised)"),
    option("ratio_type", "isr", "for ratios: isr (times 100) or count (less one)"),
    option("multiplier", "", "what proportions and rates are per (100 for proportions, 100000 for rates)"),
    option("years_of_data", "1", "years that numerators and denominators of rates stretch over"),
];

/// What the areas share.
pub(super) fn scale(context: &Context<'_>, rows: &[usize]) -> Result<FunnelScale, Refused> {
    let rate = match context.choice("rate_type", rows, &[&["crude", ""], &["dsr"]])? {
        0 => RateKind::Crude,
        _ => RateKind::DirectlyStandardised,
    };
    let ratio = match context.choice("ratio_type", rows, &[&["isr", ""], &["count"]])? {
        0 => RatioKind::Standardised,
        _ => RatioKind::Count,
    };
    let statistic = match context.choice("statistic", rows, &[&["proportion"], &["ratio"], &["rate"]])? {
        0 => FunnelStatistic::Proportion,
        1 => FunnelStatistic::Ratio(ratio),
        _ => FunnelStatistic::Rate(rate),
    };
    let usual = if matches!(statistic, FunnelStatistic::Rate(_)) { 100_000.0 } else { 100.0 };
    Ok(FunnelScale {
        statistic,
        multiplier: context.option_number("multiplier", rows)?.unwrap_or(usual),
        years: context.option_required("years_of_data", rows)?,
    })
}

/// The areas.
pub(super) fn areas(context: &Context<'_>, rows: &[usize]) -> Result<Vec<FunnelArea>, Refused> {
    rows.iter()
        .map(|row| {
            Ok(FunnelArea {
                numerator: context.required(0, *row, InputFault::NumeratorMissing.code())?,
                denominator: context.number(1, *row)?,
                rate: context.number(2, *row)?,
            })
        })
        .collect()
}

//! Directly standardised rates, on tables.
//!
//! Not allowed here: the formula.

use concordat_methods::{DirectStandardisation, EUROPEAN_STANDARD_POPULATION_2013, EventTotal, InputFault, Stratum};

use crate::context::{Answered, Context, Refused, whole};
use crate::method::{Method, Shape, gives, limits, needs, option, takes};

pub(super) static METHOD: Method = Method {
    name: "dsr",
    aliases: &["directly-standardised-rate", "calculate-dsr", "phe-dsr"],
    summary: "directly standardised rate, with Dobson's limits",
    shape: Shape::EachGroup,
    inputs: &[
        needs("x", "events of the band; zero or more; missing counts as none"),
        needs("n", "people of the band; above zero"),
        takes("stdpop", "standard people of the band, in any scale; zero or more"),
        takes("ageband", "first age of the band, needed where the standard is esp2013"),
    ],
    labels: &[],
    options: &[
        option("multiplier", "100000", "what the rate is per; above zero"),
        option(
            "standard",
            "column",
            "column: weights from stdpop; esp2013: the European Standard Population 2013 by ageband",
        ),
        option(
            "shown_total",
            "",
            "all events as they are shown, where they are shown rounded: limits then go by it; none: the sum of x",
        ),
    ],
    outputs: &[
        gives("total_count", "all events"),
        gives("total_pop", "all people"),
        gives("value", "the rate, per multiplier"),
        limits("", "limits of the rate, per multiplier"),
        gives("variance", "the variance of the rate per 1, before the multiplier"),
        gives("quality", "missing_counted_as_zero:N where N bands had no count; empty else"),
    ],
    reasons: "suppressed",
    formula: "value = m Σ(w x / n) / Σw; variance V = Σ(x (w / n)²) / (Σw)²; limits value + m sqrt(V / O)(O_limit - O) \
              with Byar's limits of the total O.",
    source: "Dobson, Kuulasmaa, Eberle and Scherer (1991); Breslow and Day (1987).",
    edges: &[
        "Below ten events value and limits are withheld (count_below_10); count, population and variance stay.",
        "All events where the standard has nobody: withheld (no_weighted_events).",
        "Refused, the whole group: numerator_negative, denominator_missing, denominator_not_positive, stdpop_missing, \
         stdpop_negative, stdpop_sums_to_zero, multiplier_not_positive, confidence_out_of_range.",
        "x may exceed n. The result does not depend on the order of the bands, to the last bit.",
    ],
    differs: &[
        "A missing x counts as zero as in the reference, and the column quality says so.",
        "A column called multiplier is the multiplier of its rows, where the reference mixes it up with the argument.",
    ],
    example: "area,ageband,x,n,stdpop\nTees,0,12,4000,5500\nTees,65,30,2500,5000\nWear,0,2,900,5500\nWear,65,5,700,5000\n",
    example_options: &[],
    run,
};

fn run(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Answered>, Refused> {
    let levels = context.levels(rows)?;
    let multiplier = context.option_required("multiplier", rows)?;
    let from_table = context.choice("standard", rows, &[&["column"], &["esp2013", "esp_2013"]])? == 1;
    let mut missing = 0_usize;
    let mut strata = Vec::with_capacity(rows.len());
    for row in rows {
        let events = context.number(0, *row)?;
        missing += usize::from(events.is_none());
        let stratum = Stratum {
            events: events.unwrap_or(0.0),
            population: context.required(1, *row, InputFault::DenominatorMissing.code())?,
            standard_weight: if from_table {
                standard_weight(context, *row)?
            } else {
                context.required(2, *row, InputFault::WeightMissing.code())?
            },
        };
        strata.push(stratum);
    }
    let total = context.option_number("shown_total", rows)?.map_or(EventTotal::OfStrata, EventTotal::Given);
    let sums = DirectStandardisation::of(&strata, multiplier, total)?;
    let mut answered = standardised(&sums, &levels)?;
    answered.push(sums.variance / (multiplier * multiplier));
    answered.push((missing > 0).then(|| format!("missing_counted_as_zero:{missing}")));
    Ok(vec![answered])
}

/// Sums, rate and limits, or the sums and a reason.
pub(super) fn standardised(
    sums: &DirectStandardisation,
    levels: &[concordat_methods::Confidence],
) -> Result<Answered, Refused> {
    let mut answered = Answered::new();
    answered.push(sums.total_events);
    answered.push(sums.total_population);
    let shown = answered.take(sums.outcome());
    answered.push(shown.map(|sums| sums.value));
    for level in levels {
        let limits = answered.take(sums.limits_at(*level)?);
        answered.push_limits(limits);
    }
    Ok(answered)
}

/// The weight of the band that starts at the row's first age; `65`, `65-69` and `90+` are read.
fn standard_weight(context: &Context<'_>, row: usize) -> Result<f64, Refused> {
    let refused = Refused::at(InputFault::AgeStartsNoBand.code(), row);
    let text = context.text(3, row);
    let first = text.split(['-', '+', ' ']).next().unwrap_or_default();
    let age = first.parse().ok().and_then(whole).ok_or(refused)?;
    let band = EUROPEAN_STANDARD_POPULATION_2013.iter().find(|band| u32::from(band.lower_age_years) == age);
    band.map(|band| band.weight).ok_or(refused)
}

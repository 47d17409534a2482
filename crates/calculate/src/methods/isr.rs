//! Indirectly standardised ratios and rates, on tables.
//!
//! Not allowed here: the formula.

use concordat_methods::{InputFault, ReferredBand, indirect_standardisation};

use super::rate::method_name;
use crate::context::{Answered, Context, Refused};
use crate::method::{Method, Shape, gives, limits, needs, option};

pub(super) static METHOD: Method = Method {
    name: "isr",
    aliases: &[
        "indirectly-standardised-ratio",
        "indirectly-standardised-rate",
        "calculate-isratio",
        "calculate-israte",
    ],
    summary: "indirectly standardised ratio and rate, with exact or Byar limits",
    shape: Shape::EachGroup,
    inputs: &[
        needs("x", "events of the band here; zero or more; missing counts as none"),
        needs("n", "people of the band here; zero or more; missing counts as none"),
        needs("x_ref", "events of the band in the reference; zero or more; missing counts as none"),
        needs("n_ref", "people of the band in the reference; above zero"),
    ],
    labels: &["ageband"],
    options: &[
        option("refvalue", "100", "what a ratio of one is shown as; above zero"),
        option("multiplier", "100000", "what the rate is per; above zero"),
    ],
    outputs: &[
        gives("observed", "events here"),
        gives("expected", "events that the reference rates lead to expect"),
        gives("refvalue", "what a ratio of one is shown as"),
        gives("ratio", "observed over expected, times refvalue"),
        limits("ratio_", "limits of the ratio"),
        gives("multiplier", "what the rate is per"),
        gives("ref_rate", "the crude rate of the reference, per multiplier"),
        gives("rate", "the standardised rate, per multiplier"),
        limits("rate_", "limits of the rate"),
        gives("method", "how the limits were drawn: Exact or Byars"),
        gives("quality", "missing_counted_as_zero:N where N bands missed a number; empty else"),
    ],
    reasons: "reason",
    formula: "expected E = Σ n x_ref / n_ref; ratio = O / E refvalue with the limits of the count O over E; \
              rate = O / E Σx_ref / Σn_ref multiplier.",
    source: "Breslow and Day (1987); Armitage and Berry (2002).",
    edges: &[
        "No expected events: ratio and rate are withheld (expected_is_zero).",
        "Refused: numerator_negative, denominator_negative, reference_numerator_negative, \
         reference_denominator_not_positive, denominator_missing (no n_ref), multiplier_not_positive.",
    ],
    differs: &[
        "No expected events give a reason, where the reference prints infinity.",
        "The reference rates stand in the rows of their bands, never in a vector joined by order.",
    ],
    example: "area,ageband,x,n,x_ref,n_ref\nTees,0,12,1000,80,10000\nTees,65,30,500,400,10000\n",
    example_options: &[],
    run,
};

fn run(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Answered>, Refused> {
    let levels = context.levels(rows)?;
    let reference_value = context.option_required("refvalue", rows)?;
    let multiplier = context.option_required("multiplier", rows)?;
    let mut missing = 0_usize;
    let mut bands = Vec::with_capacity(rows.len());
    for row in rows {
        let parts = [context.number(0, *row)?, context.number(1, *row)?, context.number(2, *row)?];
        missing += usize::from(parts.iter().any(Option::is_none));
        let [events, population, reference_events] = parts.map(|part| part.unwrap_or(0.0));
        let reference_population = context.required(3, *row, InputFault::DenominatorMissing.code())?;
        bands.push(ReferredBand { events, population, reference_events, reference_population });
    }
    let sums = indirect_standardisation(&bands)?;
    let mut answered = Answered::new();
    answered.push(sums.observed);
    answered.push(sums.expected);
    answered.push(reference_value);
    let mut limits = Vec::new();
    for level in &levels {
        let ratio = answered.take(sums.ratio_at(*level, reference_value)?);
        limits.push((ratio, answered.take(sums.rate_at(*level, multiplier)?)));
    }
    answered.push(limits.first().and_then(|(ratio, _)| ratio.map(|ratio| ratio.value)));
    limits.iter().for_each(|(ratio, _)| answered.push_limits(*ratio));
    answered.push(multiplier);
    answered.push(sums.reference_rate * multiplier);
    answered.push(limits.first().and_then(|(_, rate)| rate.map(|rate| rate.value)));
    limits.iter().for_each(|(_, rate)| answered.push_limits(*rate));
    answered.push(method_name(sums.observed));
    answered.push((missing > 0).then(|| format!("missing_counted_as_zero:{missing}")));
    Ok(vec![answered])
}

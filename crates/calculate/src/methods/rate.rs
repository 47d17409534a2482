//! Crude rates with exact or Byar limits, on tables.
//!
//! Not allowed here: the formula.

use concordat_methods::{Confidence, CountIntervalMethod, count_interval_method, rate_at};

use super::counted::Sums;
use crate::context::{Answered, Context, Refused, Value};
use crate::method::{Method, Shape, gives, limits, needs, option};

pub(super) static METHOD: Method = Method {
    name: "rate",
    aliases: &["crude-rate", "phe-rate"],
    summary: "events per population, with exact limits below ten events and Byar's from ten",
    shape: Shape::EachRow { adds_up: true },
    inputs: &[
        needs("x", "events; zero or more, fractions allowed, may exceed n"),
        needs("n", "people or person-years; above zero"),
    ],
    labels: &[],
    options: &[option("multiplier", "100000", "what the rate is per; above zero")],
    outputs: &[
        gives("value", "the rate, per multiplier"),
        limits("", "limits of the rate, per multiplier"),
        gives("method", "how the limits were drawn: Exact or Byars"),
    ],
    reasons: "reason",
    formula: "rate = x / n. Below ten events limits of x are χ²((1-c)/2; 2x)/2 (0 for no events) and \
              χ²((1+c)/2; 2x+2)/2; from ten on x(1 - 1/(9x) - z/(3 sqrt x))³ and \
              (x+1)(1 - 1/(9(x+1)) + z/(3 sqrt(x+1)))³; over n, times the multiplier.",
    source: "Armitage and Berry (2002) for exact limits; Breslow and Day (1987) for Byar's.",
    edges: &[
        "The switch is at ten events, fractions included: 9.999 is exact, 10 is Byar's, and there is a small step.",
        "A missing x or n leaves the result missing, with the reason missing_numerator or missing_denominator.",
        "Refused: numerator_negative, denominator_not_positive, multiplier_not_positive, confidence_out_of_range.",
    ],
    differs: &[
        "The reference stops at the first unfit row; here that row is refused and the others go on.",
        "Certainty (confidence 1) is refused, where the reference gives missing and infinite limits.",
    ],
    example: "area,x,n\nHartlepool,9,12345\nDarlington,120,52000\n",
    example_options: &[],
    run,
};

/// The name of the limits of a count.
pub(super) fn method_name(events: f64) -> &'static str {
    match count_interval_method(events) {
        CountIntervalMethod::Exact => "Exact",
        CountIntervalMethod::Byar => "Byars",
    }
}

fn run(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Answered>, Refused> {
    let levels = context.levels(rows)?;
    let multiplier = context.option_required("multiplier", rows)?;
    let sums = Sums::of(context, rows, false)?;
    let mut answered = Answered::new();
    match sums.counts() {
        Err(reason) => {
            answered.withhold(reason);
            answered.push(Value::Missing);
            levels.iter().for_each(|_| answered.push_limits(None));
            answered.push(sums.numerator.map(method_name));
        }
        Ok(counts) => {
            let at = |confidence: Confidence| rate_at(counts, multiplier, confidence);
            answered.push(counts.numerator / counts.denominator * multiplier);
            for level in levels {
                answered.push_limits(Some(at(level)?));
            }
            answered.push(method_name(counts.numerator));
        }
    }
    Ok(vec![answered])
}

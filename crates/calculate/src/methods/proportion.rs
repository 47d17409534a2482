//! Proportions with Wilson limits, on tables.
//!
//! Not allowed here: the formula.

use concordat_methods::{Confidence, proportion_at};

use super::counted::Sums;
use crate::context::{Answered, Context, Refused};
use crate::method::{Method, Shape, gives, limits, needs, option};

pub(super) static METHOD: Method = Method {
    name: "proportion",
    aliases: &["phe-proportion"],
    summary: "share of people with an outcome, with Wilson score limits",
    shape: Shape::EachRow { adds_up: true },
    inputs: &[
        needs("x", "people with the outcome; zero or more, fractions allowed"),
        needs("n", "people among whom they were counted; above zero"),
    ],
    labels: &[],
    options: &[option("multiplier", "1", "what the result is per: 1 for a share, 100 for per cent; above zero")],
    outputs: &[gives("value", "the proportion, per multiplier"), limits("", "Wilson score limits, per multiplier")],
    reasons: "reason",
    formula: "p = x / n; limits [2x + z² ∓ z sqrt(z² + 4x(1 - p))] / [2(n + z²)]; all times the multiplier.",
    source: "Wilson (1927); Newcombe and Altman, in Statistics with Confidence (2000).",
    edges: &[
        "Nobody gives a lower limit of exactly 0, everybody an upper limit of exactly the multiplier.",
        "A missing x or n leaves the result missing, with the reason missing_numerator or missing_denominator.",
        "Refused: numerator_negative, denominator_not_positive, numerator_exceeds_denominator, \
         multiplier_not_positive, confidence_out_of_range.",
    ],
    differs: &[
        "The reference stops at the first unfit row; here that row is refused and the others go on.",
        "The reference answers 0 and 1 for certainty (confidence 1); here it is refused as confidence_out_of_range.",
    ],
    example: "area,x,n\nHartlepool,868,1570\nDarlington,0,12\n",
    example_options: &[("multiplier", "100")],
    run,
};

fn run(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Answered>, Refused> {
    let levels = context.levels(rows)?;
    let multiplier = context.option_required("multiplier", rows)?;
    let sums = Sums::of(context, rows, true)?;
    let mut answered = Answered::new();
    match sums.counts() {
        Err(reason) => answered.withhold(reason),
        Ok(counts) => {
            let at = |confidence: Confidence| proportion_at(counts, multiplier, confidence);
            answered.push(at(Confidence::PERCENT_95)?.value);
            for level in levels {
                answered.push_limits(Some(at(level)?));
            }
        }
    }
    Ok(vec![answered])
}

//! Means with t limits, on tables.
//!
//! Not allowed here: the formula.

use concordat_methods::{WithheldReason, mean_of};

use crate::context::{Answered, Context, Refused, Value};
use crate::method::{Method, Shape, gives, limits, needs};

pub(super) static METHOD: Method = Method {
    name: "mean",
    aliases: &["phe-mean"],
    summary: "mean of observations, with Student's t limits",
    shape: Shape::EachGroup,
    inputs: &[needs("value", "one observation")],
    labels: &["seq"],
    options: &[],
    outputs: &[
        gives("value_sum", "the sum of the observations"),
        gives("value_count", "how many rows the group has"),
        gives("stdev", "the standard deviation of the sample (n - 1)"),
        gives("value", "the mean, in the unit of the observations"),
        limits("", "Student's t limits of the mean"),
    ],
    reasons: "reason",
    formula: "mean = Σx / n; sd = sqrt(Σ(x - mean)² / (n - 1)); limits mean ∓ t(n - 1) sd / sqrt n.",
    source: "Altman and others, Statistics with Confidence (2000).",
    edges: &[
        "A single observation has a mean, and no spread or limits (one_observation).",
        "A missing observation leaves the whole group missing (missing_observation): it cannot be guessed.",
        "Constant observations have limits equal to their mean. A large offset costs no digits.",
    ],
    differs: &[],
    example: "area,seq,value\nTees,1,4\nTees,2,6\nTees,3,11\nWear,1,5\n",
    example_options: &[],
    run,
};

fn run(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Answered>, Refused> {
    let levels = context.levels(rows)?;
    let mut observations = Vec::with_capacity(rows.len());
    for row in rows {
        observations.extend(context.number(0, *row)?);
    }
    let mut answered = Answered::new();
    if observations.len() < rows.len() {
        answered.push(Value::Missing);
        answered.push(rows.len());
        answered.withhold(WithheldReason::MissingObservation);
        return Ok(vec![answered]);
    }
    let mean = mean_of(&observations)?;
    answered.push(mean.sum);
    answered.push(mean.count);
    answered.push(mean.standard_deviation);
    answered.push(mean.value);
    for level in levels {
        let limits = answered.take(mean.limits_at(level)?);
        answered.push_limits(limits);
    }
    Ok(vec![answered])
}

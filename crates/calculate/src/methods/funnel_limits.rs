//! The curves of a funnel, on tables.
//!
//! Not allowed here: the formula.

use concordat_methods::funnel_limits;

use super::funnel;
use crate::context::{Answered, Context, Refused};
use crate::method::{Method, Shape, gives};

pub(super) static METHOD: Method = Method {
    name: "funnel-limits",
    aliases: &["calculate-funnel-limits"],
    summary: "the curves of a funnel over a hundred points",
    shape: Shape::RowsForEachGroup,
    inputs: &funnel::INPUTS,
    labels: &["area"],
    options: &funnel::OPTIONS,
    outputs: &[
        gives("point", "the point, from 1 to 100"),
        gives("axis", "people (proportions), observed events (ratios) or events (rates)"),
        gives("lower_2s", "lower limit that chance passes once in forty"),
        gives("upper_2s", "upper limit that chance passes once in forty"),
        gives("lower_3s", "lower limit that chance passes once in a thousand"),
        gives("upper_3s", "upper limit that chance passes once in a thousand"),
        gives("baseline", "the average; none for ratios"),
        gives("lower_2s_x", "where to draw lower_2s: expected events (ratios), people of one year (rates)"),
        gives("upper_2s_x", "where to draw upper_2s"),
        gives("lower_3s_x", "where to draw lower_3s"),
        gives("upper_3s_x", "where to draw upper_3s"),
    ],
    reasons: "reason",
    formula: "Proportions: average ∓ z sqrt(average (1 - average) / n). Ratios and rates, for observed events O: \
              O / (χ²(1-p; 2O+2)/2) and O / (χ²(p; 2O)/2), times 100 (isr), less one (count) or times the average (rate).",
    source: "Spiegelhalter (2005).",
    edges: &[
        "The axis is a hundred whole numbers from 1 (in a narrow funnel from just under the smallest area) to just over the \
         largest, spaced by a constant ratio where they are wide enough apart.",
        "Refused, the whole group: as funnel-significance.",
    ],
    differs: &[
        "Limits of ratios and rates are closed chi-squared quantiles; the reference searches for them and stops at 5e-5.",
        "Proportions are cut at the multiplier, where the reference cuts at 100 whatever the multiplier.",
    ],
    example: "area,numerator,denominator\nA,20,100\nB,520,1000\nC,60,100\n",
    example_options: &[("statistic", "proportion")],
    run,
};

fn run(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Answered>, Refused> {
    let curves = funnel_limits(&funnel::areas(context, rows)?, funnel::scale(context, rows)?)?;
    let lines = curves.iter().enumerate().map(|(place, point)| {
        let mut answered = Answered::new();
        answered.push(place + 1);
        answered.push(point.axis);
        for limits in [point.two_sigma, point.three_sigma] {
            answered.push(limits.lower);
            answered.push(limits.upper);
        }
        answered.push(point.baseline);
        for limits in [point.two_sigma, point.three_sigma] {
            answered.push(limits.lower_x);
            answered.push(limits.upper_x);
        }
        answered
    });
    Ok(lines.collect())
}

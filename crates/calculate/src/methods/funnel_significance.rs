//! Where areas lie in a funnel, on tables.
//!
//! Not allowed here: the formula.

use concordat_methods::funnel_positions;

use super::funnel;
use crate::context::{Answered, Context, Refused};
use crate::method::{Method, Shape, gives};

pub(super) static METHOD: Method = Method {
    name: "funnel-significance",
    aliases: &["assign-funnel-significance", "funnel-points"],
    summary: "where each area lies in the funnel of all of them",
    shape: Shape::EachRowOfGroup,
    inputs: &funnel::INPUTS,
    labels: &["area"],
    options: &funnel::OPTIONS,
    outputs: &[
        gives(
            "significance",
            "Low (0.001), Low (0.025), Not significant, High (0.025), High (0.001), or Not applicable",
        ),
        gives("chart_rate", "for rates: the rate to draw"),
        gives("chart_denominator", "for rates: the people of one year to draw it over"),
    ],
    reasons: "reason",
    formula: "Proportions: strictly outside average ∓ z sqrt(average (1 - average) / n). Ratios and rates: 1, or the average \
              rate, strictly outside the exact or Byar limits of the area's events over its denominator. The denominator of \
              a rate is events / rate times the multiplier.",
    source: "Spiegelhalter (2005).",
    edges: &[
        "Directly standardised rates of fewer than ten events have no place; they count in the average unless they have no events.",
        "No events: the denominator must be given (denominator_missing).",
        "Refused, the whole group: numerator_missing, numerator_negative, denominator_missing, \
         denominator_not_positive, numerator_exceeds_denominator, years_not_positive.",
    ],
    differs: &[],
    example: "area,numerator,denominator\nA,20,100\nB,520,1000\nC,60,100\n",
    example_options: &[("statistic", "proportion")],
    run,
};

fn run(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Answered>, Refused> {
    let funnel = funnel_positions(&funnel::areas(context, rows)?, funnel::scale(context, rows)?)?;
    Ok(funnel
        .areas
        .iter()
        .map(|area| {
            let mut answered = Answered::new();
            answered.push(area.position.label());
            answered.push(area.chart_rate);
            answered.push(area.chart_denominator);
            answered
        })
        .collect())
}

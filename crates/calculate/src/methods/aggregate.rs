//! Parts of a group added up, as a proportion and as a rate.
//!
//! Not allowed here: the formulas.

use concordat_methods::{Confidence, proportion_at, rate_at};

use super::counted::Sums;
use super::rate::method_name;
use crate::context::{Answered, Context, Refused, Value};
use crate::method::{Method, Shape, gives, limits, needs, option};

pub(super) static METHOD: Method = Method {
    name: "aggregate",
    aliases: &["aggregation"],
    summary: "parts of each group added up, then as a proportion and as a rate",
    shape: Shape::EachGroup,
    inputs: &[
        needs("x", "people with the outcome in the part; zero or more"),
        needs("n", "people in the part; above zero"),
    ],
    labels: &["part"],
    options: &[
        option("prop_multiplier", "100", "what the proportion is per"),
        option("rate_multiplier", "100000", "what the rate is per"),
    ],
    outputs: &[
        gives("x", "the sum of x"),
        gives("n", "the sum of n"),
        gives("prop_value", "the proportion, per prop_multiplier"),
        limits("prop_", "Wilson limits of the proportion"),
        gives("rate_value", "the rate, per rate_multiplier"),
        limits("rate_", "exact or Byar limits of the rate"),
        gives("rate_method", "how the limits of the rate were drawn: Exact or Byars"),
    ],
    reasons: "reason",
    formula: "x and n are added up over the rows of a group; then as proportion and rate. The sums do not depend on how \
              a group is cut into parts.",
    source: "As proportion and rate.",
    edges: &[
        "A missing numerator or denominator in any part leaves the group missing, with a reason; the other sum stays.",
        "A row that is unfit by itself refuses its group, and the other groups go on.",
    ],
    differs: &["A table that is a single group is added up too, where the reference gives a row for each part."],
    example: "area,part,x,n\nTees,1,35,127\nTees,2,148,545\nWear,1,9,80\n",
    example_options: &[],
    run,
};

fn run(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Answered>, Refused> {
    let levels = context.levels(rows)?;
    let per = [context.option_required("prop_multiplier", rows)?, context.option_required("rate_multiplier", rows)?];
    let sums = Sums::of(context, rows, true)?;
    let mut answered = Answered::new();
    answered.push(sums.numerator);
    answered.push(sums.denominator);
    let counts = match sums.counts() {
        Err(reason) => {
            answered.withhold(reason);
            return Ok(vec![answered]);
        }
        Ok(counts) => counts,
    };
    answered.push(proportion_at(counts, per[0], Confidence::PERCENT_95)?.value);
    for level in &levels {
        answered.push_limits(Some(proportion_at(counts, per[0], *level)?));
    }
    answered.push(rate_at(counts, per[1], Confidence::PERCENT_95)?.value);
    for level in levels {
        answered.push_limits(Some(rate_at(counts, per[1], level)?));
    }
    answered.push(Value::from(method_name(counts.numerator)));
    Ok(vec![answered])
}

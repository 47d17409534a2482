//! Classes of a map's legend, on tables.
//!
//! Not allowed here: the formula.

use concordat_methods::{InputFault, legend_classes};

use super::comparison::polarity;
use crate::context::{Answered, Context, Refused};
use crate::method::{Method, Shape, gives, needs, option};

pub(super) static METHOD: Method = Method {
    name: "category-legend",
    aliases: &["legend"],
    summary: "fifths and quarters of the areas' values, as classes of a map's legend",
    shape: Shape::EachRowOfGroup,
    inputs: &[needs("value", "the value of the area")],
    labels: &["area"],
    options: &[option("polarity", "no_judgement", "high_is_good, low_is_good or no_judgement")],
    outputs: &[
        gives("quintile", "the fifth, from 1; 0 with fewer than five values"),
        gives("quartile", "the quarter, from 1; 0 with fewer than four values"),
    ],
    reasons: "reason",
    formula: "Bounds are interpolated percentiles at position (n - 1) k / classes, rounded to ten places; an area is in \
              the first class whose bound is not below its value.",
    source: "Legends of the public-health profiles (2020 snapshot).",
    edges: &[
        "Where high is good fifths count from the highest values. Quarters do not, as in the snapshot.",
        "A missing value refuses its group: not_finite.",
    ],
    differs: &[],
    example: "area,value\nA,10\nB,20\nC,30\nD,40\nE,50\n",
    example_options: &[("polarity", "low_is_good")],
    run,
};

fn run(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Answered>, Refused> {
    let polarity = polarity(context, rows)?;
    let missing = InputFault::NotFinite.code();
    let values = rows.iter().map(|row| context.required(0, *row, missing)).collect::<Result<Vec<_>, _>>()?;
    let fifths = legend_classes(&values, 5, polarity)?;
    let quarters = legend_classes(&values, 4, polarity)?;
    Ok(fifths
        .into_iter()
        .zip(quarters)
        .map(|(fifth, quarter)| {
            let mut answered = Answered::new();
            answered.push(f64::from(fifth));
            answered.push(f64::from(quarter));
            answered
        })
        .collect())
}

//! Quantiles of areas, on tables.
//!
//! Not allowed here: the formula.

use concordat_methods::{FirstQuantile, quantiles};

use crate::context::{Answered, Context, Refused};
use crate::method::{Method, Shape, gives, needs, option};

/// Words for yes and no in an option.
pub(super) const YES_OR_NO: [&[&str]; 2] = [&["true", "yes", "1"], &["false", "no", "0"]];

pub(super) static METHOD: Method = Method {
    name: "quantile",
    aliases: &["quantiles", "phe-quantile"],
    summary: "deciles or other quantiles of areas by a value, such as a deprivation score",
    shape: Shape::EachRowOfGroup,
    inputs: &[needs("value", "the value of the area; missing for none")],
    labels: &["area"],
    options: &[
        option("nquantiles", "10", "how many quantiles"),
        option("invert", "true", "true: quantile 1 holds the highest values; false: the lowest"),
    ],
    outputs: &[gives("quantile", "the quantile, from 1")],
    reasons: "reason",
    formula: "With N areas that have a value, k quantiles and r the rank from quantile 1's end (ties share the lowest \
              rank): floor(k + 1 - ceil((N + 1 - r) / (N / k))), and 1 where that gives 0.",
    source: "Office for Health Improvement and Disparities, rule for deprivation categories.",
    edges: &[
        "An area without a value has no quantile.",
        "Fewer areas with a value than quantiles: none has one (fewer_areas_than_quantiles).",
        "Areas with equal values share a quantile, so that quantiles may be uneven or empty.",
    ],
    differs: &[],
    example: "area,value\nA,38.9\nB,14.8\nC,22.0\nD,\nE,30.1\n",
    example_options: &[("nquantiles", "2")],
    run,
};

fn run(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Answered>, Refused> {
    let count = context.option_whole("nquantiles", rows)?;
    let first = match context.choice("invert", rows, &YES_OR_NO)? {
        0 => FirstQuantile::Highest,
        _ => FirstQuantile::Lowest,
    };
    let values = rows.iter().map(|row| context.number(0, *row)).collect::<Result<Vec<_>, _>>()?;
    let outcome = quantiles(&values, count, first)?;
    let reason = outcome.reason();
    let given = outcome.computed().unwrap_or_else(|| vec![None; rows.len()]);
    Ok(given
        .into_iter()
        .map(|quantile| {
            let mut answered = Answered::new();
            answered.push(quantile.map(f64::from));
            if let Some(reason) = reason {
                answered.withhold(reason);
            }
            answered
        })
        .collect())
}

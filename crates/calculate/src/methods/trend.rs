//! Recent trends, on tables.
//!
//! Not allowed here: the formulas.

use concordat_methods::{Bounded, Counts, InputFault, RecentTrend, recent_trend_of_proportion, recent_trend_of_values};

use crate::context::{Answered, Context, Refused, Value};
use crate::method::{Method, Shape, gives, needs, option, takes};

pub(super) static METHOD: Method = Method {
    name: "trend",
    aliases: &["recent-trend"],
    summary: "recent trend over the last five years, for proportions and for values with limits",
    shape: Shape::EachGroup,
    inputs: &[
        needs("year", "the year of the point, in any order, each once"),
        takes("numerator", "people with the outcome, for a proportion"),
        takes("denominator", "people, for a proportion"),
        takes("value", "the value of the point"),
        takes("lower95", "its lower 95 % limit"),
        takes("upper95", "its upper 95 % limit"),
    ],
    labels: &["unit"],
    options: &[option(
        "kind",
        "proportion",
        "proportion: both methods; anything else: that for values with limits only",
    )],
    outputs: &[
        gives("proportion_marker", "Increasing, Decreasing, No significant change or Cannot be calculated"),
        gives("proportion_reason", "why"),
        gives("chi2_proportion", "the Cochran-Armitage statistic"),
        gives("beta_logit", "the slope of the log odds a year"),
        gives("other_marker", "the same words, from values and limits"),
        gives("other_reason", "why"),
        gives("chi2_other", "the squared slope over its variance"),
        gives("beta_wls", "the weighted slope a year, in the unit of the values"),
    ],
    reasons: "reason",
    formula: "Last five points, scored by years from the first used. Proportions: Cochran-Armitage chi-squared above \
              9.5495 (99.8 %), direction by the slope of logit(c/d). Values: least squares weighted by 1/σ², \
              σ = (upper - lower) / (2 z), chi-squared = slope² / var. Where leaving out one point would turn the \
              direction, there is no significant change.",
    source: "Office for Health Improvement and Disparities, recent trends.",
    edges: &[
        "Fewer than five points, or a missing one among the last five: Cannot be calculated, with the reason.",
        "A significant change with a count of nobody or everybody: Cannot be calculated (Log odds undefined).",
        "Uneven years are scored as they are. Never give points from both sides of a break in the series.",
        "Refused: years_not_rising (a year twice), year_not_whole, numerator_exceeds_denominator, limits_out_of_order.",
    ],
    differs: &[
        "Where the reference stops with an error the answer is Cannot be calculated.",
        "An older calculator calls every significant change of a proportion a decrease; this one does not.",
    ],
    example: "area,year,numerator,denominator\nTees,2020,500,1000\nTees,2021,540,1000\nTees,2022,590,1000\nTees,2023,630,1000\n\
              Tees,2024,690,1000\n",
    example_options: &[],
    run,
};

fn run(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Answered>, Refused> {
    let is_proportion = context.option("kind", rows)? == "proportion";
    let mut counts = Vec::with_capacity(rows.len());
    let mut values = Vec::with_capacity(rows.len());
    for row in rows {
        let year = context.number(0, *row)?.and_then(year_of).ok_or(Refused::at("year_not_whole", *row))?;
        let pair = context.number(1, *row)?.zip(context.number(2, *row)?);
        counts.push((year, pair.map(|(numerator, denominator)| Counts::new(numerator, denominator))));
        let limits = context.number(4, *row)?.zip(context.number(5, *row)?);
        let bounded = context.number(3, *row)?.zip(limits);
        values.push((year, bounded.map(|(value, (lower, upper))| Bounded { value, lower, upper })));
    }
    counts.sort_by_key(|(year, _)| *year);
    values.sort_by_key(|(year, _)| *year);
    if counts.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return Err(InputFault::YearsNotRising.into());
    }
    let mut answered = Answered::new();
    let proportion = (is_proportion && context.has("numerator") && context.has("denominator"))
        .then(|| recent_trend_of_proportion(&counts))
        .transpose()?;
    push(&mut answered, proportion);
    let other = (context.has("value") && context.has("lower95") && context.has("upper95"))
        .then(|| recent_trend_of_values(&values))
        .transpose()?;
    push(&mut answered, other);
    Ok(vec![answered])
}

fn push(answered: &mut Answered, trend: Option<RecentTrend>) {
    answered.push(trend.map(|trend| trend.marker.label()));
    answered.push(trend.map(|trend| trend.reason.label()));
    answered.push(trend.and_then(|trend| trend.chi_squared).map_or(Value::Missing, Value::Number));
    answered.push(trend.and_then(|trend| trend.slope).map_or(Value::Missing, Value::Number));
}

fn year_of(number: f64) -> Option<i32> {
    #[expect(clippy::cast_possible_truncation, reason = "checked just before")]
    ((-10_000.0..=10_000.0).contains(&number) && number.fract() == 0.0).then_some(number as i32)
}

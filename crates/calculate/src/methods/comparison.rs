//! Local figures against a benchmark, on tables.
//!
//! Not allowed here: the formulas.

use concordat_methods::{
    Bounded, Confidence, Counts, MethodError, Polarity, Standing, control_limits_of_proportion, control_limits_of_rate,
    double_overlap, single_overlap, single_overlap_two_levels,
};

use crate::context::{Answered, Context, Refused, Value};
use crate::method::{Method, Shape, gives, needs, option, takes};

pub(super) static METHOD: Method = Method {
    name: "comparison",
    aliases: &["compare"],
    summary: "a local figure against a benchmark, by overlap of intervals or control limits",
    shape: Shape::EachRow { adds_up: false },
    inputs: &[
        needs("value", "the local figure"),
        takes("lower95", "its lower 95 % limit"),
        takes("upper95", "its upper 95 % limit"),
        takes("lower998", "its lower 99.8 % limit"),
        takes("upper998", "its upper 99.8 % limit"),
        takes("count", "the local numerator, for control limits"),
        takes("denominator", "the local denominator, for control limits"),
        needs("comparator_value", "the benchmark"),
        takes("comparator_lower95", "its lower 95 % limit, for double overlap"),
        takes("comparator_upper95", "its upper 95 % limit, for double overlap"),
    ],
    labels: &[],
    options: &[
        option("polarity", "no_judgement", "high_is_good, low_is_good, or no_judgement: better is then higher"),
        option("kind", "proportion", "proportion or rate: which control limits are drawn"),
        option("unit", "100", "what the figures are per: 100 for per cent, 100000 for a rate"),
    ],
    outputs: &[
        gives("single_overlap_95", "worse, same, better: does the benchmark lie within the local 95 % limits?"),
        gives("single_overlap_95_998", "worst, worse, same, better, best: at both levels"),
        gives("double_overlap_95", "worse, same, better: do the 95 % intervals touch?"),
        gives("spc_proportion_95", "worse, same, better: Wilson limits of the benchmark at the local n, 95 %"),
        gives("spc_proportion_998", "the same at 99.8 %"),
        gives("spc_rate_95", "worse, same, better: exact Poisson limits of the benchmark at the local n, 95 %"),
        gives("spc_rate_998", "the same at 99.8 %"),
    ],
    reasons: "reason",
    formula: "Single overlap: same when lower <= benchmark <= upper. Double: same when the intervals touch. Control \
              limits: same when the local figure lies within the limits that the benchmark gives so many people.",
    source: "Comparison methods of the public-health profiles (2020 snapshot).",
    edges: &[
        "A missing figure or limit that a comparison needs gives none.",
        "Limits count as within: a benchmark on a limit is the same.",
        "Single overlap takes the benchmark as exact: right for England, wrong for a neighbour of similar size. For \
         those use gap-proportion or gap-rate, and see whether the interval of the difference leaves out zero.",
        "Refused: limits_out_of_order, option_not_known.",
    ],
    differs: &[],
    example: "area,value,lower95,upper95,lower998,upper998,count,denominator,comparator_value,comparator_lower95,comparator_upper95\n\
              Tees,55.3,52.8,57.7,51.4,59.1,868,1570,68.7,68.5,68.9\n",
    example_options: &[("polarity", "high_is_good")],
    run,
};

/// Which direction is good.
pub(super) fn polarity(context: &Context<'_>, rows: &[usize]) -> Result<Polarity, Refused> {
    let words: [&[&str]; 3] = [&["high_is_good", "high"], &["low_is_good", "low"], &["no_judgement", "neutral", ""]];
    Ok(match context.choice("polarity", rows, &words)? {
        0 => Polarity::HighIsGood,
        1 => Polarity::LowIsGood,
        _ => Polarity::NoJudgement,
    })
}

fn run(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Answered>, Refused> {
    let [row] = rows else { return Err(Refused::group("no_rows")) };
    let polarity = polarity(context, rows)?;
    let kind = context.choice("kind", rows, &[&["proportion"], &["rate"]])?;
    let unit = context.option_required("unit", rows)?;
    let number = |input: usize| context.number(input, *row);
    let bounded = |value: Option<f64>, lower: Option<f64>, upper: Option<f64>| {
        value.zip(lower).zip(upper).map(|((value, lower), upper)| Bounded { value, lower, upper })
    };
    let value = number(0)?;
    let (at_95, at_998) = (bounded(value, number(1)?, number(2)?), bounded(value, number(3)?, number(4)?));
    let counts = number(5)?.zip(number(6)?).map(|(count, people)| Counts::new(count, people));
    let benchmark = number(7)?;
    let benchmark_95 = bounded(benchmark, number(8)?, number(9)?);

    let mut answered = Answered::new();
    let word = |standing: Option<Result<Standing, MethodError>>| -> Result<Value, Refused> {
        Ok(Value::from(standing.transpose()?.map_or("none", |standing| standing.judged(polarity))))
    };
    answered.push(word(at_95.zip(benchmark).map(|(local, benchmark)| single_overlap(local, benchmark)))?);
    answered.push(word(
        at_95
            .zip(at_998)
            .zip(benchmark)
            .map(|((inner, outer), benchmark)| single_overlap_two_levels(inner, outer, benchmark)),
    )?);
    answered.push(word(at_95.zip(benchmark_95).map(|(local, benchmark)| double_overlap(local, benchmark)))?);
    for (of_kind, limits) in CONTROL_LIMITS.into_iter().enumerate() {
        for level in [Confidence::PERCENT_95, Confidence::PERCENT_99_8] {
            let standing = counts.zip(benchmark).map(|(counts, benchmark)| limits(counts, benchmark, unit, level));
            answered.push(if of_kind == kind { word(standing)? } else { Value::Missing });
        }
    }
    Ok(vec![answered])
}

type ControlLimits = fn(Counts, f64, f64, Confidence) -> Result<Standing, MethodError>;

/// Control limits by kind: proportions, rates.
const CONTROL_LIMITS: [ControlLimits; 2] = [control_limits_of_proportion, control_limits_of_rate];

//! Gaps between two rates, on tables.
//!
//! Not allowed here: the formulas.

use concordat_methods::{
    Bounded, Confidence, RateAndVariance, difference_of_rates_at, normal_difference_of_rates_at, ratio_of_rates_at,
};

use super::gap_proportion::push_levels;
use crate::context::{Answered, Context, Refused};
use crate::method::{Method, Shape, gives, limits, needs, takes};

pub(super) static METHOD: Method = Method {
    name: "gap-rate",
    aliases: &["gap-rates"],
    summary: "gap between two rates with their own limits and variances: difference, ratio, per cent",
    shape: Shape::EachRow { adds_up: false },
    inputs: &[
        needs("value1", "the local rate"),
        needs("lower1", "its lower limit, at the level of the result"),
        needs("upper1", "its upper limit"),
        takes("variance1", "its variance, in the square of its unit; needed for normal limits and the ratio's"),
        needs("value2", "the comparator's rate, in the same unit"),
        needs("lower2", "its lower limit, at the level of the result"),
        needs("upper2", "its upper limit"),
        takes("variance2", "its variance"),
    ],
    labels: &[],
    options: &[],
    outputs: &[
        gives("difference", "value1 - value2"),
        gives("mover_lower", "lower limit of the difference from both rates' limits, at their level"),
        gives("mover_upper", "upper limit of the difference from both rates' limits, at their level"),
        limits("normal_", "normal limits of the difference from both variances"),
        gives("ratio", "value1 / value2"),
        limits("ratio_log_", "log limits of the ratio"),
        gives("relative_gap_percent", "100 (value1 - value2) / value2"),
        limits("relative_gap_", "limits of the relative gap, per cent"),
    ],
    reasons: "reason",
    formula: "d = r1 - r2; MOVER: d - sqrt((r1 - l1)² + (u2 - r2)²) to d + sqrt((u1 - r1)² + (r2 - l2)²); normal: \
              d ∓ z sqrt(V1 + V2); ratio R exp(∓ z sqrt(V1/r1² + V2/r2²)); relative gap 100 (R - 1).",
    source: "Zou and Donner (2008) for MOVER; delta method for the ratio.",
    edges: &[
        "A comparator of zero has no ratio (comparator_is_zero); a local rate of zero no log limits (group_is_zero).",
        "Missing variances leave normal and log limits missing (missing_variance).",
        "Rates of fewer than ten events should not come here: directly standardised ones are withheld.",
        "Refused: rate_missing, limits_out_of_order, rate_negative, variance_negative.",
    ],
    differs: &[],
    example: "area,value1,lower1,upper1,variance1,value2,lower2,upper2,variance2\nTees,773.3,699.6,852.5,1482.9,577.5,438.5,745.9,5732.1\n",
    example_options: &[],
    run,
};

fn run(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Answered>, Refused> {
    let [row] = rows else { return Err(Refused::group("no_rows")) };
    let levels = context.levels(rows)?;
    let side = |first: usize| {
        let part = |input: usize| context.required(first + input, *row, "rate_missing");
        Ok::<_, Refused>((
            Bounded { value: part(0)?, lower: part(1)?, upper: part(2)? },
            context.number(first + 3, *row)?,
        ))
    };
    let ((local, local_variance), (other, other_variance)) = (side(0)?, side(4)?);
    let mut answered = Answered::new();
    let difference = difference_of_rates_at(local, other)?;
    answered.push(difference.value);
    answered.push(difference.lower);
    answered.push(difference.upper);
    let pair = local_variance.zip(other_variance).map(|(one, two)| {
        let with = |bounded: Bounded, variance| RateAndVariance { value: bounded.value, variance };
        (with(local, one), with(other, two))
    });
    push_levels(&mut answered, &levels, |level| {
        Ok(pair.map(|(one, two)| normal_difference_of_rates_at(one, two, level)).transpose()?)
    })?;
    // The ratio itself needs no variance.
    let exact = |bounded: Bounded| RateAndVariance { value: bounded.value, variance: 0.0 };
    let (ratio, _) = ratio_of_rates_at(exact(local), exact(other), Confidence::PERCENT_95)?;
    let ratio = answered.take(ratio);
    answered.push(ratio);
    let limits = |level: Confidence| -> Result<Option<Bounded>, Refused> {
        let Some((one, two)) = pair else { return Ok(None) };
        Ok(ratio_of_rates_at(one, two, level)?.1.computed())
    };
    push_levels(&mut answered, &levels, limits)?;
    // In one step from the rates, which loses fewer digits than the ratio less one.
    answered.push(ratio.map(|_| 100.0 * (local.value - other.value) / other.value));
    push_levels(&mut answered, &levels, |level| {
        let percent = |number: f64| 100.0 * (number - 1.0);
        Ok(limits(level)?.map(|limits| Bounded {
            value: percent(limits.value),
            lower: percent(limits.lower),
            upper: percent(limits.upper),
        }))
    })?;
    if ratio == Some(0.0) {
        answered.withhold(concordat_methods::WithheldReason::GroupIsZero);
    } else if pair.is_none() && answered.reason.is_none() {
        answered.reason = Some("missing_variance");
    }
    Ok(vec![answered])
}

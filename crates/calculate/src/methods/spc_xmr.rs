//! Control charts of single values, on tables.
//!
//! Not allowed here: the rules.

use concordat_methods::{ChartOptions, ChartPoint, ImprovementDirection, TwoInThree, WithheldReason, control_chart};

use super::quantile::YES_OR_NO;
use crate::context::{Answered, Context, Refused};
use crate::method::{Method, Shape, gives, needs, option, takes};

pub(super) static METHOD: Method = Method {
    name: "spc-xmr",
    aliases: &["spc", "xmr", "control-chart"],
    summary: "control chart (XmR) of single values in order of time: limits, special causes, assurance",
    shape: Shape::EachRowOfGroup,
    inputs: &[
        needs("y", "the value of the point; rows stand in order of time"),
        takes("rebase_here", "1 where a new baseline starts, 0 or nothing elsewhere"),
    ],
    labels: &["point"],
    options: &[
        option("improvement_direction", "neutral", "increase, decrease or neutral"),
        option("screen_outliers", "true", "whether moving ranges of 3.267 times their mean or more are left out, once"),
        option("fix_after_n_points", "", "draw limits from the first so many points of a baseline, 12 or more"),
        option("target", "", "a target that the process is held against"),
        option("run_length", "7", "points on one side of the mean that make a run, 5 to 12"),
        option("trend_length", "7", "points in a row that make a trend, 5 to 12"),
        option(
            "two_in_three",
            "without_beyond",
            "with_beyond: a point beyond a limit counts in the rule of two in three",
        ),
    ],
    outputs: &[
        gives("rebase_group", "the baseline, from 0"),
        gives("mean", "the mean of the baseline"),
        gives("lpl", "the lower process limit"),
        gives("upl", "the upper process limit"),
        gives("outside_limits", "1 beyond a limit, 0 within"),
        gives("relative_to_mean", "-1 below the mean, 1 above, 0 on it"),
        gives("close_to_limits", "1 between a near line (two thirds of the way) and the limit, 0 elsewhere"),
        gives("special_cause_type", "which rule holds, or Common Cause"),
        gives("special_cause", "1 where a rule holds, 0 where none does"),
        gives("point_type", "common_cause, special_cause_improvement, _concern, _neutral_high or _neutral_low"),
        gives("short_group", "1 for a baseline of fewer than 13 points, whose limits are uncertain"),
        gives("assurance_type", "consistent_pass, consistent_fail or inconsistent, by the last point's limits"),
    ],
    reasons: "reason",
    formula: "Mean m and mean moving range AMR of a baseline; limits m ∓ 2.66 AMR. Rules within a baseline, the first that \
              holds: beyond a limit; seven points each above (below) the one before; two of three near a limit, all three \
              on that side of the mean; seven on one side of the mean.",
    source: "NHS England, Making Data Count; Wheeler (2000).",
    edges: &[
        "Points that do not vary have no limits when outliers are screened (spread_is_zero).",
        "Fewer than 12 points, and rolling averages, cannot bear a chart: give neither.",
        "A tie breaks a trend, a point on the mean breaks a run; a trend's sign is its direction, not its side.",
        "Refused: observation_missing, baseline_too_short (fixed after fewer than 12), option_out_of_range.",
    ],
    differs: &[],
    example: "point,y\n1,10\n2,11\n3,9\n4,10\n5,11\n6,10\n7,9\n8,10\n9,11\n10,9\n11,10\n12,11\n13,18\n",
    example_options: &[("improvement_direction", "decrease")],
    run,
};

fn run(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Answered>, Refused> {
    let options = options(context, rows)?;
    let mut values = Vec::with_capacity(rows.len());
    let mut rebase = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        values.push(context.required(0, *row, "observation_missing")?);
        if context.number(1, *row)?.is_some_and(|mark| mark != 0.0) {
            rebase.push(place);
        }
    }
    let chart = control_chart(&values, &rebase, &options)?;
    let assurance = chart.assurance.map(|assurance| assurance.label());
    Ok(chart.points.iter().map(|point| line(point, options.improvement, assurance)).collect())
}

fn line(point: &ChartPoint, improvement: ImprovementDirection, assurance: Option<&'static str>) -> Answered {
    let mark = |mark: bool| f64::from(u8::from(mark));
    let limits = point.limits.computed();
    #[expect(clippy::cast_precision_loss, reason = "baselines are few")]
    let baseline = point.baseline as f64;
    let mut answered = Answered::new();
    answered.push(baseline);
    answered.push(point.mean);
    answered.push(limits.map(|limits| limits.lower));
    answered.push(limits.map(|limits| limits.upper));
    answered.push(point.outside_limits.map(mark));
    answered.push(f64::from(point.side_of_mean));
    answered.push(point.close_to_limits.map(mark));
    answered.push(point.special_cause.map_or("Common Cause", |cause| cause.label()));
    answered.push(mark(point.special_cause.is_some()));
    answered.push(point.special_cause.map_or("common_cause", |cause| cause.point_type(improvement)));
    answered.push(mark(point.short_baseline));
    answered.push(assurance);
    if limits.is_none() {
        answered.withhold(WithheldReason::SpreadIsZero);
    }
    answered
}

fn options(context: &Context<'_>, rows: &[usize]) -> Result<ChartOptions, Refused> {
    let improvement =
        match context.choice("improvement_direction", rows, &[&["increase"], &["decrease"], &["neutral"]])? {
            0 => ImprovementDirection::Increase,
            1 => ImprovementDirection::Decrease,
            _ => ImprovementDirection::Neutral,
        };
    let whole = |name: &str| context.option_whole(name, rows).map(|number| number as usize);
    let fix_after = match context.option_number("fix_after_n_points", rows)? {
        Some(_) => Some(whole("fix_after_n_points")?),
        None => None,
    };
    let variants: [&[&str]; 2] = [&["without_beyond"], &["with_beyond"]];
    Ok(ChartOptions {
        improvement,
        screen_outliers: context.choice("screen_outliers", rows, &YES_OR_NO)? == 0,
        fix_after,
        target: context.option_number("target", rows)?,
        run_length: whole("run_length")?,
        trend_length: whole("trend_length")?,
        two_in_three: if context.choice("two_in_three", rows, &variants)? == 0 {
            TwoInThree::WithoutPointsBeyondLimits
        } else {
            TwoInThree::WithPointsBeyondLimits
        },
    })
}

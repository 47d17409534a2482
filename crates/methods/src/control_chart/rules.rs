//! The rules that make a point special, within one baseline.
//!
//! Not allowed here: drawing lines.

use super::{ChartOptions, ChartPoint, SpecialCause, TwoInThree};

/// Gives each point the first rule that holds for it.
pub(super) fn apply(values: &[f64], points: &mut [ChartPoint], options: &ChartOptions) {
    let causes: [Vec<Option<SpecialCause>>; 4] = [
        outside(values, points),
        trends(values, options.trend_length),
        two_in_three(values, points, options.two_in_three),
        runs(points, options.run_length),
    ];
    for (at, point) in points.iter_mut().enumerate() {
        point.special_cause = causes.iter().find_map(|rule| rule[at]);
    }
}

fn outside(values: &[f64], points: &[ChartPoint]) -> Vec<Option<SpecialCause>> {
    let cause = |(value, point): (&f64, &ChartPoint)| {
        let limits = point.limits.computed()?;
        if *value > limits.upper {
            Some(SpecialCause::AboveLimit)
        } else {
            (*value < limits.lower).then_some(SpecialCause::BelowLimit)
        }
    };
    values.iter().zip(points).map(cause).collect()
}

fn trends(values: &[f64], length: usize) -> Vec<Option<SpecialCause>> {
    let mut causes = vec![None; values.len()];
    for (start, window) in values.windows(length).enumerate() {
        let cause = if window.windows(2).all(|pair| pair[1] > pair[0]) {
            SpecialCause::TrendUp
        } else if window.windows(2).all(|pair| pair[1] < pair[0]) {
            SpecialCause::TrendDown
        } else {
            continue;
        };
        causes[start..start + length].fill(Some(cause));
    }
    causes
}

fn runs(points: &[ChartPoint], length: usize) -> Vec<Option<SpecialCause>> {
    let mut causes = vec![None; points.len()];
    for (start, window) in points.windows(length).enumerate() {
        let cause = if window.iter().all(|point| point.side_of_mean > 0) {
            SpecialCause::RunAbove
        } else if window.iter().all(|point| point.side_of_mean < 0) {
            SpecialCause::RunBelow
        } else {
            continue;
        };
        causes[start..start + length].fill(Some(cause));
    }
    causes
}

fn two_in_three(values: &[f64], points: &[ChartPoint], variant: TwoInThree) -> Vec<Option<SpecialCause>> {
    let counts = |at: usize| {
        let near = points[at].close_to_limits == Some(true);
        near || (variant == TwoInThree::WithPointsBeyondLimits && points[at].outside_limits == Some(true))
    };
    let mut causes = vec![None; values.len()];
    for start in 0..values.len().saturating_sub(2) {
        let three = start..start + 3;
        let side = points[start].side_of_mean;
        let one_side = side != 0 && three.clone().all(|at| points[at].side_of_mean == side);
        if one_side && three.clone().filter(|at| counts(*at)).count() >= 2 {
            let cause = if side > 0 { SpecialCause::TwoInThreeAbove } else { SpecialCause::TwoInThreeBelow };
            for at in three.filter(|at| counts(*at)) {
                causes[at] = Some(cause);
            }
        }
    }
    causes
}

//! Gaps between two proportions, on tables.
//!
//! Not allowed here: the formulas.

use concordat_methods::{
    Bounded, Confidence, Counts, InputFault, adjusted_ratio_of_proportions_at, difference_from_rest_at,
    difference_of_proportions_at, gap_people_at, ratio_of_proportions_at, relative_gap_of_proportions_at,
    wald_difference_at,
};

use crate::context::{Answered, Context, Refused};
use crate::method::{Method, Shape, gives, limits, needs};

pub(super) static METHOD: Method = Method {
    name: "gap-proportion",
    aliases: &["gap-proportions"],
    summary: "gap between a group's proportion and a comparator's: points, ratio, per cent, people, part of a whole",
    shape: Shape::EachRow { adds_up: false },
    inputs: &[
        needs("x1", "people of the group with the outcome; zero or more"),
        needs("n1", "people of the group; above zero"),
        needs("x2", "people of the comparator with the outcome; zero or more"),
        needs("n2", "people of the comparator, none of them in the group; above zero"),
    ],
    labels: &[],
    options: &[],
    outputs: &[
        gives("p1", "the group's proportion, per 1"),
        gives("p2", "the comparator's proportion, per 1"),
        gives("difference", "p1 - p2, per 1"),
        limits("newcombe_", "limits of the difference by Newcombe's method 10; the ones to use"),
        limits("wald_", "limits of the difference by Wald's method; without width at nobody or everybody"),
        gives("ratio", "p1 / p2"),
        limits("ratio_log_", "log limits of the ratio by Katz"),
        gives("ratio_adjusted", "the ratio with half a person added to all four counts"),
        limits("ratio_log_adjusted_", "log limits of the adjusted ratio"),
        gives("part_vs_whole_difference", "the group's proportion less that of both together, per 1"),
        limits("part_vs_whole_", "limits of that difference: the group is part of the whole"),
        gives("relative_gap_percent", "100 (p1 - p2) / p2"),
        limits("relative_gap_", "limits of the relative gap, per cent"),
        gives("people", "people of the group whose outcome would have to change for p1 to be p2; below zero for fewer"),
        limits("people_", "limits of people, from the limits by Newcombe"),
    ],
    reasons: "reason",
    formula: "d = p1 - p2; Newcombe: d - sqrt((p1 - l1)² + (u2 - p2)²) to d + sqrt((u1 - p1)² + (p2 - l2)²) with Wilson \
              limits l, u; ratio R exp(∓ z sqrt(1/x1 - 1/n1 + 1/x2 - 1/n2)); part of the whole: d and its limits times \
              n2 / (n1 + n2); relative gap 100 (R - 1); people -n1 d.",
    source: "Newcombe (1998), method 10; Katz and others (1978); Walter (1975) for the adjusted ratio.",
    edges: &[
        "Nobody in the comparator: no ratio and no relative gap (comparator_is_zero); the adjusted ratio exists.",
        "Nobody in the group: the ratio is 0 and has no log limits (group_is_zero).",
        "Everybody in both: the ratio's limits have no width; the relative gap is withheld (no_variation).",
        "Refused: numerator_negative, denominator_not_positive, numerator_exceeds_denominator, numerator_missing, \
         denominator_missing, confidence_out_of_range.",
    ],
    differs: &[],
    example: "group,x1,n1,x2,n2\nFree school meals,868,1570,1476,1950\n",
    example_options: &[],
    run,
};

fn run(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Answered>, Refused> {
    let [row] = rows else { return Err(Refused::group("no_rows")) };
    let levels = context.levels(rows)?;
    let counts = |numerator: usize| {
        let x = context.required(numerator, *row, InputFault::NumeratorMissing.code())?;
        let n = context.required(numerator + 1, *row, InputFault::DenominatorMissing.code())?;
        Ok::<Counts, Refused>(Counts::new(x, n))
    };
    let (group, comparator) = (counts(0)?, counts(2)?);
    let mut answered = Answered::new();
    let at_95 = Confidence::PERCENT_95;
    let difference = difference_of_proportions_at(group, comparator, 1.0, at_95)?;
    answered.push(group.numerator / group.denominator);
    answered.push(comparator.numerator / comparator.denominator);
    answered.push(difference.value);
    push_levels(&mut answered, &levels, |level| {
        Ok(Some(difference_of_proportions_at(group, comparator, 1.0, level)?))
    })?;
    push_levels(&mut answered, &levels, |level| Ok(Some(wald_difference_at(group, comparator, 1.0, level)?)))?;
    let (ratio, limits) = ratio_of_proportions_at(group, comparator, at_95)?;
    answered.push(ratio.computed());
    limits.reason().into_iter().for_each(|reason| answered.withhold(reason));
    push_levels(&mut answered, &levels, |level| Ok(ratio_of_proportions_at(group, comparator, level)?.1.computed()))?;
    answered.push(adjusted_ratio_of_proportions_at(group, comparator, at_95)?.value);
    push_levels(&mut answered, &levels, |level| Ok(Some(adjusted_ratio_of_proportions_at(group, comparator, level)?)))?;
    answered.push(difference_from_rest_at(group, comparator, 1.0, at_95)?.value);
    push_levels(&mut answered, &levels, |level| Ok(Some(difference_from_rest_at(group, comparator, 1.0, level)?)))?;
    let relative = relative_gap_of_proportions_at(group, comparator, at_95)?;
    let relative = answered.take(relative);
    answered.push(relative.map(|relative| relative.value));
    push_levels(&mut answered, &levels, |level| {
        Ok(relative_gap_of_proportions_at(group, comparator, level)?.computed())
    })?;
    answered.push(gap_people_at(difference, group.denominator, 1.0)?.value);
    push_levels(&mut answered, &levels, |level| {
        let difference = difference_of_proportions_at(group, comparator, 1.0, level)?;
        Ok(Some(gap_people_at(difference, group.denominator, 1.0)?))
    })?;
    Ok(vec![answered])
}

/// Limits at each level.
pub(super) fn push_levels(
    answered: &mut Answered,
    levels: &[Confidence],
    limits: impl Fn(Confidence) -> Result<Option<Bounded>, Refused>,
) -> Result<(), Refused> {
    for level in levels {
        answered.push_limits(limits(*level)?);
    }
    Ok(())
}

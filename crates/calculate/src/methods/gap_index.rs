//! The gap index of pupils, on tables.
//!
//! Not allowed here: the formula.

use concordat_methods::{PupilScore, gap_index};

use super::quantile::YES_OR_NO;
use crate::context::{Answered, Context, Refused};
use crate::method::{Method, Shape, gives, needs};

pub(super) static METHOD: Method = Method {
    name: "gap-index",
    aliases: &["disadvantage-gap-index"],
    summary: "attainment gap index of disadvantaged and other pupils, by mean ranks",
    shape: Shape::EachGroup,
    inputs: &[
        needs("disadvantaged", "1 for a disadvantaged pupil, 0 for another"),
        needs("score", "the pupil's score; a pupil without one is left out"),
    ],
    labels: &["pupil"],
    options: &[],
    outputs: &[
        gives("pupils_ranked", "pupils with a score"),
        gives("disadvantaged", "disadvantaged pupils among them"),
        gives("others", "other pupils among them"),
        gives("mean_rank_disadvantaged", "mean rank of disadvantaged pupils, upwards, ties shared"),
        gives("mean_rank_others", "mean rank of other pupils"),
        gives("gap_index", "the index, from -10 to 10; 0 for no gap"),
    ],
    reasons: "reason",
    formula: "20 (mean rank of others - mean rank of disadvantaged) / N, over N scored pupils.",
    source: "Department for Education, disadvantage attainment gap index (2014); scale and ties not confirmed there.",
    edges: &[
        "Give all pupils of the country; of a borough's pupils alone it is a local mean-rank gap, not the published index.",
        "No disadvantaged pupil, or no other: no index (no_disadvantaged, no_others).",
        "Refused: disadvantaged_not_known where the mark is neither 0 nor 1.",
    ],
    differs: &[],
    example: "pupil,disadvantaged,score\n1,1,90\n2,1,95\n3,0,100\n4,0,110\n",
    example_options: &[],
    run,
};

fn run(context: &Context<'_>, rows: &[usize]) -> Result<Vec<Answered>, Refused> {
    let mut pupils = Vec::with_capacity(rows.len());
    for row in rows {
        let mark = context.text(0, *row).to_lowercase();
        let known = YES_OR_NO.iter().position(|words| words.contains(&mark.as_str()));
        let disadvantaged = known.ok_or(Refused::at("disadvantaged_not_known", *row))? == 0;
        pupils.push(PupilScore { score: context.number(1, *row)?, disadvantaged });
    }
    let gap = gap_index(&pupils)?;
    let mut answered = Answered::new();
    answered.push(gap.ranked);
    answered.push(gap.disadvantaged);
    answered.push(gap.others);
    answered.push(gap.mean_rank_disadvantaged);
    answered.push(gap.mean_rank_others);
    let index = answered.take(gap.index);
    answered.push(index);
    Ok(vec![answered])
}

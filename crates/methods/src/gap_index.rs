//! The attainment gap between disadvantaged and other pupils, by the ranks of their scores.
//!
//! Not allowed here: ranks of a borough's pupils among themselves under the name of the national index.

use crate::error::{InputFault, MethodError};
use crate::estimate::{Outcome, WithheldReason};

/// A pupil's score, and whether the pupil is disadvantaged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PupilScore {
    /// The score; none where the pupil has none, who is then left out.
    pub score: Option<f64>,
    /// Whether the pupil is disadvantaged.
    pub disadvantaged: bool,
}

/// Mean ranks of two groups of pupils.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GapIndex {
    /// Pupils with a score.
    pub ranked: usize,
    /// Disadvantaged pupils among them.
    pub disadvantaged: usize,
    /// Other pupils among them.
    pub others: usize,
    /// The mean rank of disadvantaged pupils; none where there are none.
    pub mean_rank_disadvantaged: Option<f64>,
    /// The mean rank of other pupils; none where there are none.
    pub mean_rank_others: Option<f64>,
    /// The index, from -10 to 10, 0 for no gap; withheld where one of the groups is empty.
    pub index: Outcome<f64>,
}

/// The gap index of pupils.
///
/// Formula, for `N` scored pupils ranked upwards, ties sharing the mean of their ranks:
/// `index = 20 (mean rank of others - mean rank of disadvantaged) / N`.
///
/// Source: Department for Education, disadvantage attainment gap index (2014); the scale of 20 and the ties are not
/// confirmed from its own page. The published index ranks all pupils of the country: give this function national
/// scores, or call the result a local mean-rank gap. Shape: one item for each pupil.
///
/// # Errors
///
/// [`MethodError::GapIndex`] when a score is not finite.
///
/// ```
/// use concordat_methods::{PupilScore, gap_index};
///
/// let pupil = |score, disadvantaged| PupilScore { score: Some(score), disadvantaged };
/// let gap = gap_index(&[pupil(90.0, true), pupil(95.0, true), pupil(100.0, false), pupil(110.0, false)])?;
/// assert_eq!(gap.index.computed(), Some(10.0));
/// # Ok::<(), concordat_methods::MethodError>(())
/// ```
pub fn gap_index(pupils: &[PupilScore]) -> Result<GapIndex, MethodError> {
    let mut scored: Vec<(f64, bool)> =
        pupils.iter().filter_map(|pupil| pupil.score.map(|score| (score, pupil.disadvantaged))).collect();
    if scored.iter().any(|(score, _)| !score.is_finite()) {
        return Err(MethodError::GapIndex { fault: InputFault::NotFinite });
    }
    scored.sort_unstable_by(|left, right| left.0.total_cmp(&right.0));
    // Twice the ranks, so that shared ranks stay whole and the sums exact.
    let (mut twice, mut counts) = ([0_u64; 2], [0_usize; 2]);
    let mut from = 0;
    while from < scored.len() {
        let tied = scored[from..].iter().take_while(|(score, _)| *score == scored[from].0).count();
        for (_, disadvantaged) in &scored[from..from + tied] {
            twice[usize::from(*disadvantaged)] += (2 * from + tied + 1) as u64;
            counts[usize::from(*disadvantaged)] += 1;
        }
        from += tied;
    }
    let mean = |group: usize| (counts[group] > 0).then(|| whole(twice[group]) / 2.0 / whole(counts[group] as u64));
    let (others, disadvantaged) = (mean(0), mean(1));
    let index = match (others, disadvantaged) {
        (_, None) => Outcome::Withheld { reason: WithheldReason::NoDisadvantaged },
        (None, _) => Outcome::Withheld { reason: WithheldReason::NoOthers },
        (Some(others), Some(disadvantaged)) => {
            Outcome::Computed(20.0 * (others - disadvantaged) / whole(scored.len() as u64))
        }
    };
    Ok(GapIndex {
        ranked: scored.len(),
        disadvantaged: counts[1],
        others: counts[0],
        mean_rank_disadvantaged: disadvantaged,
        mean_rank_others: others,
        index,
    })
}

#[expect(clippy::cast_precision_loss, reason = "ranks of a country's pupils add up to far less than 2^53")]
fn whole(number: u64) -> f64 {
    number as f64
}

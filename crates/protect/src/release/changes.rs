//! What came or went between two releases.
//!
//! Late records only add people; where a printed count fell, nothing is taken to be known about directions in that
//! indicator. Not allowed here: an attack.

use std::collections::BTreeSet;

use concordat_disclosure::{CellKey, Printed, Question, Sum};

use super::read::Release;
use super::ties::{Of, Ties, Variable};
use super::{Attack, named};
use crate::threshold::Thresholds;

/// Stands for no change where a change may go either way: further from nought than any count.
const MIDDLE: u64 = 10_000_000;

/// Adds the change of every number that one of the releases prints or marks.
pub(super) fn add(attack: &mut Attack, before: &Release, after: &Release, ties: &Ties, thresholds: &Thresholds) {
    let fell = |variable: &&Variable| match (bounds(before, variable), bounds(after, variable)) {
        (Some((low, _)), Some((_, high))) => high < low,
        _ => false,
    };
    let fallen: BTreeSet<&str> =
        ties.variables.iter().filter(fell).map(|variable| variable.place.indicator.as_str()).collect();
    let middle = CellKey::new("middle");
    if !fallen.is_empty() {
        attack.evidence.printed.push(Printed::exact(middle.clone(), MIDDLE));
    }
    for variable in &ties.variables {
        let [old, new, change] = ["t", "t+1", "delta"].map(|name| named(name, variable));
        attack.evidence.printed.push(Printed::hidden(change.clone(), false));
        let nought = if fallen.contains(variable.place.indicator.as_str()) {
            // What is new and the middle together are what was and the change, counted from the middle.
            let both = named("both", variable);
            attack.evidence.printed.push(Printed::hidden(both.clone(), false));
            attack.evidence.sums.push(Sum { parent: both.clone(), children: vec![new, middle.clone()] });
            attack.evidence.sums.push(Sum { parent: both, children: vec![old, change.clone()] });
            MIDDLE
        } else {
            attack.evidence.sums.push(Sum { parent: new, children: vec![old, change.clone()] });
            0
        };
        let named_somewhere = [before, after].iter().any(|release| release.figures.contains_key(&variable.place));
        let threshold = thresholds.of(&variable.place.indicator);
        if let Some(threshold) = threshold.filter(|_| named_somewhere && !ties.unasked.contains(variable)) {
            attack.asked.push(("delta", change, Question::Change { nought, threshold: threshold.below }));
        }
    }
}

/// What is printed for a number; for those who are not counted, what follows from the two that are.
fn bounds(release: &Release, variable: &Variable) -> Option<(u64, u64)> {
    if variable.of == Of::Others {
        let of = |of| release.band(&Variable { of, ..variable.clone() });
        let (all, counted) = of(Of::Denominator).zip(of(Of::Numerator))?;
        return Some((all.0.saturating_sub(counted.1), all.1.saturating_sub(counted.0)));
    }
    release.band(variable)
}

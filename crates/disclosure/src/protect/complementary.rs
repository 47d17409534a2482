//! Complementary rule: where one subtraction would give a hidden count back, hide another count of the same sum.
//!
//! Not allowed here: reasoning over more than one sum at a time; the witness step does that.

use std::collections::VecDeque;

use super::workings::{Sight, Workings};

/// Hides until no sum has exactly one term a reader does not see, where that term matters.
///
/// Choice: the smallest shown part above zero, then the total; ties by key. Each hiding looks again at the sums it
/// touches, so the work follows the sums that change.
pub(super) fn hide(workings: &mut Workings, guarded: &[bool]) {
    let mut waiting: VecDeque<usize> = (0..workings.sums()).collect();
    while let Some(sum) = waiting.pop_front() {
        if let Some(cell) = partner(workings, guarded, sum) {
            workings.hide(cell);
            waiting.extend(workings.memberships(cell).iter().map(|membership| membership.sum));
        }
    }
}

/// The cell to hide beside the only unseen term of a sum, if there is such a term and such a cell.
fn partner(workings: &Workings, guarded: &[bool], sum: usize) -> Option<usize> {
    if workings.unseen_terms(sum) != 1 {
        return None;
    }
    let terms = workings.terms(sum);
    let lone = terms.iter().find(|term| workings.unseen(term.cell))?.cell;
    // A latent count that is large enough may be worked out; that alone harms nobody.
    if !guarded[lone] && workings.sight(lone) == Sight::Unprinted {
        return None;
    }
    terms
        .iter()
        .filter(|term| workings.sight(term.cell) == Sight::Shown)
        .min_by_key(|term| (term.sign < 0, workings.count(term.cell), term.cell))
        .map(|term| term.cell)
}

#[cfg(test)]
mod tests {
    use super::{Workings, hide};
    use crate::table::{Cell, CellKey, CellTable, Publication, Sum};
    use crate::{Policy, TableError};

    /// Numbers of the cells hidden beside `a`, which alone is guarded.
    fn hidden_beside_a(parts: [u64; 3], second: &Publication) -> Result<Vec<usize>, TableError> {
        let policy = Policy { id: "p".to_owned(), ..Policy::strictest(&[]) };
        let total = parts.iter().sum();
        let counts = ["a", "b", "c", "total"].into_iter().zip(parts.into_iter().chain([total]));
        let publication = |key: &str| if key == "b" { second.clone() } else { Publication::Published };
        let cells = counts.map(|(key, count)| Cell {
            key: CellKey::new(key),
            count,
            contributors: count,
            policy: 0,
            publication: publication(key),
        });
        let children = ["a", "b", "c"].map(CellKey::new).to_vec();
        let sum = Sum { parent: CellKey::new("total"), children };
        let table = CellTable::new(cells.collect(), vec![sum], vec![policy])?;
        let guarded = [true, false, false, false];
        let mut workings = Workings::new(&table, &guarded);
        hide(&mut workings, &guarded);
        Ok((1..4).filter(|cell| workings.unseen(*cell)).collect())
    }

    #[test]
    fn smallest_part_above_zero_then_the_total() {
        assert_eq!(hidden_beside_a([3, 9, 7], &Publication::Published), Ok(vec![2]));
        assert_eq!(hidden_beside_a([3, 7, 7], &Publication::Published), Ok(vec![1]));
        assert_eq!(hidden_beside_a([3, 9, 0], &Publication::Published), Ok(vec![1]));
        assert_eq!(hidden_beside_a([3, 0, 0], &Publication::Published), Ok(vec![3]));
    }

    #[test]
    fn an_unprinted_part_is_cover_enough_for_one_sum() {
        assert_eq!(hidden_beside_a([3, 9, 7], &Publication::Latent), Ok(vec![1]));
    }
}

//! Primary rule: which cells are guarded by their own size.
//!
//! Not allowed here: a look at any other cell.

use crate::Policy;
use crate::table::CellTable;

/// For each cell: must a reader not be able to tell its count?
///
/// Latent and sealed cells are judged by the same rule as published ones.
pub(super) fn guarded(table: &CellTable) -> Vec<bool> {
    let judge = |cell| {
        table.policy_of(cell).is_none_or(|policy| {
            !policy.already_public && [cell.count, cell.contributors].iter().any(|size| small(policy, *size))
        })
    };
    table.cells().iter().map(judge).collect()
}

fn small(policy: &Policy, size: u64) -> bool {
    (policy.hide_from..=policy.hide_to).contains(&size)
}

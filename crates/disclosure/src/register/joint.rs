//! Joint evidence: several releases attacked as one.
//!
//! Three releases can give away together what no two of them do. Not allowed here: a judgement.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::{Evidence, Guarded, Printed};
use crate::protect::Shown;
use crate::table::{CellKey, CellTable, Change, Sum};

/// A table as it stood when it was published, with what was printed.
#[derive(Clone, Debug)]
pub struct Vintage {
    /// The table.
    pub table: CellTable,
    /// What was printed for each published cell.
    pub printed: BTreeMap<CellKey, Shown>,
    /// Tables offered as proof for it.
    pub offered: Vec<Change>,
    /// Hidden cells whose mark does not tell that somebody is counted there, whatever their policy is now.
    pub silent: BTreeSet<CellKey>,
}

/// The evidence of one table at several times.
///
/// Readers are taken to know that late records only add people, wherever that is so: a count that did not fall is the
/// earlier count and what came in between. `least_change` guards the changes themselves: one of 1 to `least_change` - 1
/// people must not follow.
#[must_use]
pub fn joint_evidence(vintages: &[Vintage], zeros_are_known: bool, least_change: u64) -> Evidence {
    let mut evidence = Evidence::default();
    for (number, vintage) in vintages.iter().enumerate() {
        add_vintage(&mut evidence, number, vintage, zeros_are_known);
    }
    for (number, pair) in vintages.windows(2).enumerate() {
        add_changes(&mut evidence, number, &pair[0].table, &pair[1].table, least_change);
    }
    evidence.offered = offered(vintages);
    evidence
}

/// What a reader concludes from a place in a release.
pub(super) fn told(key: CellKey, shown: Shown, zeros_are_known: bool) -> Printed {
    match shown {
        Shown::Exact(count) => Printed::exact(key, count),
        Shown::Rounded(band) => Printed::rounded(key, band),
        Shown::Hidden => Printed::hidden(key, zeros_are_known),
    }
}

fn named(vintage: usize, key: &CellKey) -> CellKey {
    CellKey::new(format!("{vintage}|{key}"))
}

fn add_vintage(evidence: &mut Evidence, number: usize, vintage: &Vintage, zeros_are_known: bool) {
    let own = Evidence::of_table(&vintage.table);
    for printed in own.printed {
        evidence.printed.push(Printed { key: named(number, &printed.key), ..printed });
    }
    let printed = vintage.printed.iter();
    let known = |key: &CellKey| zeros_are_known && !vintage.silent.contains(key);
    evidence.printed.extend(printed.map(|(key, shown)| told(named(number, key), *shown, known(key))));
    for guarded in own.guarded {
        evidence.guarded.push(Guarded { key: named(number, &guarded.key), ..guarded });
    }
    for sum in own.sums {
        let children = sum.children.iter().map(|child| named(number, child)).collect();
        evidence.sums.push(Sum { parent: named(number, &sum.parent), children });
    }
}

fn add_changes(evidence: &mut Evidence, number: usize, before: &CellTable, after: &CellTable, least_change: u64) {
    let old: BTreeMap<&CellKey, u64> = before.cells().iter().map(|cell| (&cell.key, cell.count)).collect();
    let pairs: Vec<(&CellKey, u64, u64)> = after
        .cells()
        .iter()
        .filter_map(|cell| old.get(&cell.key).map(|count| (&cell.key, *count, cell.count)))
        .collect();
    // Where records were removed somewhere, nothing is known about the direction of any change.
    if pairs.iter().any(|(_, before, after)| after < before) {
        return;
    }
    for (key, before, after) in pairs {
        let change = CellKey::new(format!("{number}+{key}"));
        evidence.guarded.push(Guarded {
            key: change.clone(),
            truth: after - before,
            contributors: after - before,
            hide_from: 1,
            hide_to: least_change.saturating_sub(1),
            // Narrowed is enough for a change: what must not follow is that there was one.
            min_candidates: Some(2),
        });
        let children = vec![named(number, key), change];
        evidence.sums.push(Sum { parent: named(number + 1, key), children });
    }
}

/// A second table that is good for every vintage is good for all together: all move, and no change between them does.
fn offered(vintages: &[Vintage]) -> Vec<Change> {
    let changes: BTreeSet<Vec<(CellKey, i64)>> =
        vintages.iter().flat_map(|vintage| &vintage.offered).map(|change| change.cells.clone()).collect();
    let in_all = |change: &Vec<(CellKey, i64)>| {
        let cells = change
            .iter()
            .flat_map(|(key, amount)| (0..vintages.len()).map(move |number| (named(number, key), *amount)));
        let mut cells: Vec<(CellKey, i64)> = cells.collect();
        cells.sort();
        Change { cells }
    };
    changes.iter().map(in_all).collect()
}

/// Evidence of several tables over the same records, such as another geography or other bands: the same cell has one key,
/// so what is printed of it anywhere is known everywhere.
#[must_use]
pub fn merged(evidences: &[Evidence]) -> Evidence {
    let mut merged = Evidence::default();
    let mut guarded: BTreeSet<CellKey> = BTreeSet::new();
    let mut sums: BTreeSet<Sum> = BTreeSet::new();
    for evidence in evidences {
        merged.printed.extend(evidence.printed.iter().cloned());
        merged.derived.extend(evidence.derived.iter().cloned());
        merged.offered.extend(evidence.offered.iter().cloned());
        // A second entry of the same cell is kept where it says something else: the attack then sees the contradiction.
        let known = &mut guarded;
        let new = |one: &&Guarded| known.insert(one.key.clone()) || !merged.guarded.contains(one);
        let new: Vec<Guarded> = evidence.guarded.iter().filter(new).cloned().collect();
        merged.guarded.extend(new);
        sums.extend(evidence.sums.iter().cloned());
    }
    merged.sums = sums.into_iter().collect();
    merged
}

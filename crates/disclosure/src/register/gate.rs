//! The revision gate: chain by chain, whether tonight's counts may take the place of those that stand.
//!
//! Not allowed here: a reason that a reader of the release could see. Only the restricted report tells of what is held.

use std::collections::{BTreeMap, BTreeSet};

use super::joint::{Vintage, joint_evidence, told};
use crate::audit::{Auditable, Evidence, audit};
use crate::protect::{Options, Shown, protect_with};
use crate::table::{CellKey, CellTable};

/// How strict the gate is, the strictest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// People in small areas: changes wait for the next declared date, and until none is small.
    SmallAreas,
    /// Boroughs and above: a revision marked final is published at its date.
    Borough,
    /// Open data: no gate.
    Open,
}

/// What tonight is, the one on which least is let through first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Occasion {
    /// A night like any other.
    Night,
    /// A declared date of revisions.
    Revision,
    /// A declared date, and the revision is final.
    Final,
}

/// The gate's parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gate {
    /// How strict.
    pub class: Class,
    /// What tonight is.
    pub occasion: Occasion,
    /// Least change in people that may be seen.
    pub least_change: u64,
    /// Readers know that zeros are shown.
    pub zeros_are_known: bool,
}

/// Why a chain keeps its old values. For the restricted report alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// It is not a date on which revisions are published.
    NotTheDate,
    /// A cell of the chain changes by fewer people than may be seen.
    SmallChange,
    /// Together with what was published before it does not stand the attack.
    NotProven,
}

/// Tonight's answer for one table.
#[derive(Debug)]
pub struct Decision {
    /// What is printed for each published cell; old values where the chain is held.
    pub printed: BTreeMap<CellKey, Shown>,
    /// What stands from tonight on; the old one where it is held.
    pub standing: Vec<Vintage>,
    /// Why the old values stand; none where there was nothing to hold.
    pub held: Option<Held>,
}

struct Joint(Evidence);

impl Auditable for Joint {
    fn evidence(&self) -> Evidence {
        self.0.clone()
    }
}

impl Gate {
    /// Decides for one chain: a table whose cells hang together. `standing` holds its vintages so far, the last one
    /// printed now; none for a chain that was never published.
    ///
    /// Unchanged counts keep their printed values and their pattern. A chain that was never published and does not stand
    /// the attack together with the register's other tables over the same records (`beside`) prints nothing.
    #[must_use]
    pub fn decide(&self, table: &CellTable, standing: &[Vintage], beside: &[Evidence]) -> Decision {
        let Some(last) = standing.last() else {
            return self.first(table, beside);
        };
        let changes = changes(&last.table, table);
        if changes.iter().all(|change| *change == 0) && last.table.cells().len() == table.cells().len() {
            return Decision { printed: last.printed.clone(), standing: standing.to_vec(), held: None };
        }
        let hold = |held| Decision { printed: last.printed.clone(), standing: standing.to_vec(), held: Some(held) };
        if self.class == Class::Open {
            return self.publish(table, &[], beside).unwrap_or_else(|| hold(Held::NotProven));
        }
        if let Some(why) = self.waits(&changes) {
            return hold(why);
        }
        self.publish(table, standing, beside).unwrap_or_else(|| hold(Held::NotProven))
    }

    /// Why a revision has to wait whose cells move so far; none where it need not, or where nothing moves.
    #[must_use]
    pub fn waits(&self, changes: &[u64]) -> Option<Held> {
        if self.class == Class::Open || changes.iter().all(|change| *change == 0) {
            return None;
        }
        if self.occasion == Occasion::Night {
            return Some(Held::NotTheDate);
        }
        let small = changes.iter().any(|change| (1..self.least_change).contains(change));
        (small && !self.is_final()).then_some(Held::SmallChange)
    }

    /// How far changes between releases are guarded. A final revision of a borough is published for what it is: its changes
    /// are not guarded, its counts are.
    #[must_use]
    pub fn guarded_change(&self) -> u64 {
        if self.is_final() { 0 } else { self.least_change }
    }

    fn is_final(&self) -> bool {
        self.class == Class::Borough && self.occasion == Occasion::Final
    }

    fn first(&self, table: &CellTable, beside: &[Evidence]) -> Decision {
        self.publish(table, &[], beside).unwrap_or_else(|| Decision {
            printed: table.cells().iter().map(|cell| (cell.key.clone(), Shown::Hidden)).collect(),
            standing: Vec::new(),
            held: Some(Held::NotProven),
        })
    }

    /// The new values, if everything published so far and these stand the attack together.
    fn publish(&self, table: &CellTable, standing: &[Vintage], beside: &[Evidence]) -> Option<Decision> {
        let protected = protect_with(table.clone(), &self.options(standing));
        if !protected.exposed().is_empty() {
            return None;
        }
        let shown = |key: &CellKey| protected.shown(key).unwrap_or(Shown::Hidden);
        let printed: BTreeMap<CellKey, Shown> = protected.published().map(|key| (key.clone(), shown(key))).collect();
        let vintage = Vintage {
            table: table.clone(),
            printed: printed.clone(),
            offered: protected.changes().to_vec(),
            silent: BTreeSet::new(),
        };
        let mut all = standing.to_vec();
        all.push(vintage);
        let joint = joint_evidence(&all, self.zeros_are_known, self.guarded_change());
        audit(Joint(joint)).ok()?;
        if !beside.is_empty() {
            let own = all.last()?.evidence(self.zeros_are_known);
            let together: Vec<Evidence> = beside.iter().cloned().chain([own]).collect();
            audit(Joint(super::merged(&together))).ok()?;
        }
        Some(Decision { printed, standing: all, held: None })
    }

    /// What was hidden stays hidden; what was ever shown is no cover for anything.
    fn options(&self, standing: &[Vintage]) -> Options {
        let (shown, never_shown) = seen(standing);
        Options {
            zeros_are_known: self.zeros_are_known,
            insiders: false,
            hidden_before: never_shown,
            shown_before: shown,
            silent_before: BTreeSet::new(),
        }
    }
}

/// What was ever shown, and what was printed and always hidden.
#[must_use]
pub fn seen(standing: &[Vintage]) -> (BTreeSet<CellKey>, BTreeSet<CellKey>) {
    let published = || standing.iter().flat_map(|vintage| &vintage.printed);
    let shown: BTreeSet<CellKey> =
        published().filter(|(_, shown)| **shown != Shown::Hidden).map(|(key, _)| key.clone()).collect();
    let never_shown = published().map(|(key, _)| key).filter(|key| !shown.contains(*key)).cloned().collect();
    (shown, never_shown)
}

/// How far each cell of a chain moved; a cell that is new, or gone, moved by its whole count.
fn changes(before: &CellTable, after: &CellTable) -> Vec<u64> {
    let (before, after) = (counts(before), counts(after));
    let keys: BTreeSet<&CellKey> = before.keys().chain(after.keys()).copied().collect();
    let none = [0, 0];
    keys.into_iter().map(|key| by(*before.get(key).unwrap_or(&none), *after.get(key).unwrap_or(&none))).collect()
}

/// How far each cell moved that stands in both tables, in people or events, whichever is less. From nobody, or to nobody, the
/// change is the count itself, which its own table guards: that is told as far.
#[must_use]
pub fn moved(before: &CellTable, after: &CellTable) -> Vec<u64> {
    let after = counts(after);
    let from = |old: [u64; 2], new: [u64; 2]| match (old[0], new[0]) {
        (old, new) if old != new && (old == 0 || new == 0) => u64::MAX,
        _ => by(old, new),
    };
    counts(before).into_iter().filter_map(|(key, old)| after.get(key).map(|new| from(old, *new))).collect()
}

/// Events and people of each cell.
fn counts(table: &CellTable) -> BTreeMap<&CellKey, [u64; 2]> {
    table.cells().iter().map(|cell| (&cell.key, [cell.count, cell.contributors])).collect()
}

fn by(old: [u64; 2], new: [u64; 2]) -> u64 {
    let by = old.iter().zip(new).map(|(old, new)| old.abs_diff(new));
    by.filter(|by| *by > 0).min().unwrap_or(0)
}

impl Vintage {
    /// The evidence of one table as it was printed, with the keys of its cells as they are.
    #[must_use]
    pub fn evidence(&self, zeros_are_known: bool) -> Evidence {
        let mut evidence = Evidence { offered: self.offered.clone(), ..Evidence::of_table(&self.table) };
        let known = |key: &CellKey| zeros_are_known && !self.silent.contains(key);
        evidence.printed.extend(self.printed.iter().map(|(key, shown)| told(key.clone(), *shown, known(key))));
        evidence
    }
}

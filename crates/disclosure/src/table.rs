//! The plain table that crosses the crate's border: cells, the sums that tie them, their policies.
//!
//! Not allowed here: any rule of protect or audit (they share this room, so it must decide nothing), and any `Debug`
//! or `Display` that prints a count.

use std::collections::BTreeSet;
use std::fmt;

use crate::Policy;
use crate::rounding::Rounding;

/// Name of a cell, the same in every table, night and release.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellKey(String);

impl CellKey {
    /// A key from its text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text of the key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CellKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What becomes of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Publication {
    /// A place in the release is kept for it: it is shown or marked hidden.
    Published,
    /// Not printed, but may be implied by what is (a residual, a finer cell, the people not counted).
    Latent,
    /// A stratum that a method may use only where its total is shown.
    Sealed {
        /// The cell whose being shown opens this one to the methods.
        total: CellKey,
    },
}

/// One count.
#[derive(Clone, PartialEq, Eq)]
pub struct Cell {
    /// Name of the cell.
    pub key: CellKey,
    /// Number of events.
    pub count: u64,
    /// Number of distinct people behind them; equal to `count` where no person key exists.
    pub contributors: u64,
    /// Which of the table's policies it stands under, by position.
    pub policy: usize,
    /// What becomes of it.
    pub publication: Publication,
}

impl fmt::Debug for Cell {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Cell")
            .field("key", &self.key)
            .field("publication", &self.publication)
            .finish_non_exhaustive()
    }
}

/// `parent` counts what its `children` count together, each event once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sum {
    /// The total.
    pub parent: CellKey,
    /// Its parts.
    pub children: Vec<CellKey>,
}

/// Why a table cannot be protected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// Two cells have one key.
    #[error("two cells are called `{0}`")]
    DuplicateKey(CellKey),
    /// A cell names a policy that the table does not hold.
    #[error("cell `{0}` names a policy that the table does not hold")]
    UnknownPolicy(CellKey),
    /// More people than events.
    #[error("cell `{0}` has more contributors than events")]
    TooManyContributors(CellKey),
    /// Events without anyone behind them: a threshold on contributors could not hold.
    #[error("cell `{0}` has events but no contributors")]
    NoContributors(CellKey),
    /// A policy rounds to zero.
    #[error("policy `{0}` rounds to base zero")]
    RoundingBase(String),
    /// A sealed cell names a total that is not in the table.
    #[error("sealed cell `{cell}` names the total `{total}`, which is not in the table")]
    UnknownTotal {
        /// The sealed cell.
        cell: CellKey,
        /// The missing total.
        total: CellKey,
    },
    /// A sum names a cell that is not in the table.
    #[error("the sum of `{parent}` names `{term}`, which is not in the table")]
    UnknownTerm {
        /// The total of the sum.
        parent: CellKey,
        /// The missing cell.
        term: CellKey,
    },
    /// A sum names a cell twice.
    #[error("the sum of `{parent}` names `{term}` twice")]
    RepeatedTerm {
        /// The total of the sum.
        parent: CellKey,
        /// The repeated cell.
        term: CellKey,
    },
    /// A sum has no parts.
    #[error("the sum of `{0}` has no parts")]
    NoChildren(CellKey),
    /// The parts do not add up to the total.
    #[error("the parts of `{0}` do not add up to it")]
    DoesNotAddUp(CellKey),
}

/// A second whole table, told by what differs from the true one: the changes keep every sum and leave every shown count
/// as it is. Whoever holds two of them for a hidden count can check by addition that it could be either.
///
/// It tells how far counts lie apart, so it is never published.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// Cells that differ, in order of keys, and by how much.
    pub cells: Vec<(CellKey, i64)>,
}

impl fmt::Debug for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Change").field("cells", &self.cells.len()).finish()
    }
}

/// A sum by positions of its cells.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PlacedSum {
    pub(crate) parent: usize,
    pub(crate) children: Vec<usize>,
}

/// A checked table: cells in order of their keys, sums that add up.
#[derive(Clone)]
pub struct CellTable {
    cells: Vec<Cell>,
    sums: Vec<PlacedSum>,
    policies: Vec<Policy>,
}

impl fmt::Debug for CellTable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CellTable")
            .field("cells", &self.cells.len())
            .field("sums", &self.sums.len())
            .field("policies", &self.policies.len())
            .finish()
    }
}

impl CellTable {
    /// Checks and orders a table. The order of the input does not matter; a sum given twice counts once.
    ///
    /// Counts must add up exactly in every sum; contributors need not, since one person may stand in several parts.
    ///
    /// # Errors
    /// The first fault found: see [`TableError`].
    pub fn new(mut cells: Vec<Cell>, sums: Vec<Sum>, policies: Vec<Policy>) -> Result<Self, TableError> {
        cells.sort_by(|left, right| left.key.cmp(&right.key));
        check_policies(&policies)?;
        check_cells(&cells, policies.len())?;
        let mut placed = BTreeSet::new();
        for sum in sums {
            placed.insert(place(&cells, &sum)?);
        }
        Ok(Self { cells, sums: placed.into_iter().collect(), policies })
    }

    /// The cells, in order of their keys.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The policies, in the order given.
    #[must_use]
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// The policy that a cell of this table stands under.
    #[must_use]
    pub fn policy_of(&self, cell: &Cell) -> Option<&Policy> {
        self.policies.get(cell.policy)
    }

    /// The sums, by key, in a fixed order.
    pub fn sums(&self) -> impl Iterator<Item = Sum> + '_ {
        let key = |place: &usize| self.cells[*place].key.clone();
        self.sums
            .iter()
            .map(move |sum| Sum { parent: key(&sum.parent), children: sum.children.iter().map(key).collect() })
    }

    pub(crate) fn placed_sums(&self) -> &[PlacedSum] {
        &self.sums
    }

    pub(crate) fn into_cells(self) -> Vec<Cell> {
        self.cells
    }
}

/// Position of a key among cells ordered by key.
pub(crate) fn place_of(cells: &[Cell], key: &CellKey) -> Option<usize> {
    cells.binary_search_by(|cell| cell.key.cmp(key)).ok()
}

fn check_policies(policies: &[Policy]) -> Result<(), TableError> {
    match policies.iter().find(|policy| policy.rounding == Some(Rounding::Nearest(0))) {
        Some(policy) => Err(TableError::RoundingBase(policy.id.clone())),
        None => Ok(()),
    }
}

fn check_cells(cells: &[Cell], policies: usize) -> Result<(), TableError> {
    if let Some(pair) = cells.windows(2).find(|pair| pair[0].key == pair[1].key) {
        return Err(TableError::DuplicateKey(pair[0].key.clone()));
    }
    cells.iter().try_for_each(|cell| check_cell(cells, cell, policies))
}

fn check_cell(cells: &[Cell], cell: &Cell, policies: usize) -> Result<(), TableError> {
    let key = || cell.key.clone();
    if cell.policy >= policies {
        return Err(TableError::UnknownPolicy(key()));
    }
    if cell.contributors > cell.count {
        return Err(TableError::TooManyContributors(key()));
    }
    if cell.contributors == 0 && cell.count > 0 {
        return Err(TableError::NoContributors(key()));
    }
    match &cell.publication {
        Publication::Sealed { total } if place_of(cells, total).is_none() => {
            Err(TableError::UnknownTotal { cell: key(), total: total.clone() })
        }
        _ => Ok(()),
    }
}

fn place(cells: &[Cell], sum: &Sum) -> Result<PlacedSum, TableError> {
    let find = |term: &CellKey| {
        place_of(cells, term).ok_or_else(|| TableError::UnknownTerm { parent: sum.parent.clone(), term: term.clone() })
    };
    let parent = find(&sum.parent)?;
    let mut children = sum.children.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    children.sort_unstable();
    if children.is_empty() {
        return Err(TableError::NoChildren(sum.parent.clone()));
    }
    let twice = children.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
    if let Some(term) = twice.or_else(|| children.contains(&parent).then_some(parent)) {
        return Err(TableError::RepeatedTerm { parent: sum.parent.clone(), term: cells[term].key.clone() });
    }
    let total: u128 = children.iter().map(|child| u128::from(cells[*child].count)).sum();
    if total != u128::from(cells[parent].count) {
        return Err(TableError::DoesNotAddUp(sum.parent.clone()));
    }
    Ok(PlacedSum { parent, children })
}

#[cfg(test)]
mod tests {
    use super::{Cell, CellKey, CellTable, Publication, Sum, TableError};
    use crate::Policy;

    fn policy() -> Policy {
        Policy {
            id: "p".to_owned(),
            hide_from: 1,
            hide_to: 4,
            rounding: None,
            guard_complement: false,
            already_public: false,
            min_candidates: None,
        }
    }

    fn cell(key: &str, count: u64) -> Cell {
        Cell { key: CellKey::new(key), count, contributors: count, policy: 0, publication: Publication::Published }
    }

    fn sum(parent: &str, children: &[&str]) -> Sum {
        Sum { parent: CellKey::new(parent), children: children.iter().map(|key| CellKey::new(*key)).collect() }
    }

    fn fault(cells: Vec<Cell>, sums: Vec<Sum>) -> Option<TableError> {
        CellTable::new(cells, sums, vec![policy()]).err()
    }

    #[test]
    fn faults_are_told_apart() {
        let key = |text: &str| CellKey::new(text);
        let two = || vec![cell("a", 5), cell("b", 5)];
        assert_eq!(fault(vec![cell("a", 1), cell("a", 2)], vec![]), Some(TableError::DuplicateKey(key("a"))));
        let stray = Cell { policy: 1, ..cell("a", 1) };
        assert_eq!(fault(vec![stray], vec![]), Some(TableError::UnknownPolicy(key("a"))));
        let crowded = Cell { contributors: 2, ..cell("a", 1) };
        assert_eq!(fault(vec![crowded], vec![]), Some(TableError::TooManyContributors(key("a"))));
        let nobody = Cell { contributors: 0, ..cell("a", 1) };
        assert_eq!(fault(vec![nobody], vec![]), Some(TableError::NoContributors(key("a"))));
        let sealed = Cell { publication: Publication::Sealed { total: key("t") }, ..cell("a", 1) };
        let missing = TableError::UnknownTotal { cell: key("a"), total: key("t") };
        assert_eq!(fault(vec![sealed], vec![]), Some(missing));
        let unknown = TableError::UnknownTerm { parent: key("a"), term: key("c") };
        assert_eq!(fault(two(), vec![sum("a", &["b", "c"])]), Some(unknown));
        let repeated = |term: &str| TableError::RepeatedTerm { parent: key("a"), term: key(term) };
        assert_eq!(fault(two(), vec![sum("a", &["b", "b"])]), Some(repeated("b")));
        assert_eq!(fault(two(), vec![sum("a", &["a"])]), Some(repeated("a")));
        assert_eq!(fault(two(), vec![sum("a", &[])]), Some(TableError::NoChildren(key("a"))));
        let uneven = vec![cell("a", 6), cell("b", 5)];
        assert_eq!(fault(uneven, vec![sum("a", &["b"])]), Some(TableError::DoesNotAddUp(key("a"))));
        assert_eq!(fault(two(), vec![sum("a", &["b"])]), None);
    }

    #[test]
    fn a_rounding_base_of_zero_is_refused() {
        let zero = Policy { rounding: Some(crate::rounding::Rounding::Nearest(0)), ..policy() };
        let refused = CellTable::new(vec![], vec![], vec![zero]);
        assert_eq!(refused.err(), Some(TableError::RoundingBase("p".to_owned())));
    }

    #[test]
    fn debug_prints_no_count() {
        let printed = format!("{:?}", cell("area", 987_654));
        assert!(printed.contains("area") && !printed.contains("987654"), "{printed}");
        let table = CellTable::new(vec![cell("area", 987_654)], vec![], vec![policy()]);
        assert!(!format!("{table:?}").contains("987654"));
    }

    #[test]
    fn a_sum_given_twice_counts_once() {
        let sums = vec![sum("a", &["b", "c"]), sum("a", &["c", "b"])];
        let table = CellTable::new(vec![cell("a", 9), cell("b", 5), cell("c", 4)], sums, vec![policy()]);
        assert_eq!(table.map(|table| table.sums().count()), Ok(1));
    }
}

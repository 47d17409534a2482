//! Builders shared by the tests.
//!
//! Not allowed here: assertions.

use concordat_disclosure::rounding::Rounding;
use concordat_disclosure::{
    Auditable, Cell, CellKey, CellTable, Evidence, Policy, Printed, ProtectedCells, Publication, Shown, Sum,
};

/// Position of the policy that hides 1 to 4.
pub(crate) const SMALL: usize = 0;
/// Position of the open-data policy.
pub(crate) const OPEN: usize = 1;
/// Position of the policy that hides 1 to 7 and rounds to 5.
pub(crate) const ROUNDED: usize = 2;

pub(crate) fn policies() -> Vec<Policy> {
    let small = Policy {
        id: "small".to_owned(),
        hide_from: 1,
        hide_to: 4,
        rounding: None,
        guard_complement: true,
        already_public: false,
        min_candidates: None,
    };
    let open = Policy { id: "open".to_owned(), already_public: true, ..small.clone() };
    let rounded =
        Policy { id: "rounded".to_owned(), hide_to: 7, rounding: Some(Rounding::Nearest(5)), ..small.clone() };
    vec![small, open, rounded]
}

pub(crate) fn key(text: &str) -> CellKey {
    CellKey::new(text)
}

pub(crate) fn cell(text: &str, count: u64) -> Cell {
    Cell { key: key(text), count, contributors: count, policy: SMALL, publication: Publication::Published }
}

pub(crate) fn latent(text: &str, count: u64) -> Cell {
    Cell { publication: Publication::Latent, ..cell(text, count) }
}

pub(crate) fn open(text: &str, count: u64) -> Cell {
    Cell { policy: OPEN, ..cell(text, count) }
}

pub(crate) fn sum(parent: &str, children: &[&str]) -> Sum {
    Sum { parent: key(parent), children: children.iter().map(|child| key(child)).collect() }
}

pub(crate) fn table(cells: Vec<Cell>, sums: Vec<Sum>) -> CellTable {
    CellTable::new(cells, sums, policies()).unwrap()
}

/// A full cross of dimensions with all margins; keys are positions joined by `.`, `t` for a total.
pub(crate) fn cross(sizes: &[usize], inner: impl Fn(&[usize]) -> u64) -> (Vec<Cell>, Vec<Sum>) {
    let mut places: Vec<Vec<Option<usize>>> = vec![vec![]];
    for size in sizes {
        let longer = |place: &Vec<Option<usize>>| {
            let with = |next| place.iter().copied().chain([next]).collect::<Vec<_>>();
            (0..*size).map(Some).chain([None]).map(with).collect::<Vec<_>>()
        };
        places = places.iter().flat_map(longer).collect();
    }
    let cells = places.iter().map(|place| cell(&name(place), total(sizes, place, &inner))).collect();
    let sums = places.iter().flat_map(|place| sums_of(sizes, place)).collect();
    (cells, sums)
}

fn name(place: &[Option<usize>]) -> String {
    let part = |value: &Option<usize>| value.map_or("t".to_owned(), |value| value.to_string());
    place.iter().map(part).collect::<Vec<_>>().join(".")
}

fn total(sizes: &[usize], place: &[Option<usize>], inner: &impl Fn(&[usize]) -> u64) -> u64 {
    match place.iter().position(Option::is_none) {
        None => inner(&place.iter().map(|value| value.unwrap()).collect::<Vec<_>>()),
        Some(free) => (0..sizes[free]).map(|value| total(sizes, &set(place, free, value), inner)).sum(),
    }
}

fn sums_of(sizes: &[usize], place: &[Option<usize>]) -> Vec<Sum> {
    let free = (0..sizes.len()).filter(|dimension| place[*dimension].is_none());
    let child = |dimension: usize, value| key(&name(&set(place, dimension, value)));
    free.map(|dimension| Sum {
        parent: key(&name(place)),
        children: (0..sizes[dimension]).map(|value| child(dimension, value)).collect(),
    })
    .collect()
}

fn set(place: &[Option<usize>], dimension: usize, value: usize) -> Vec<Option<usize>> {
    let mut next = place.to_vec();
    next[dimension] = Some(value);
    next
}

/// Rows that are nothing but their evidence.
pub(crate) struct Rows(pub(crate) Evidence);

impl Auditable for Rows {
    fn evidence(&self) -> Evidence {
        self.0.clone()
    }
}

/// The evidence of publishing `protected`, made from `table`.
pub(crate) fn evidence(table: &CellTable, protected: &ProtectedCells) -> Evidence {
    let mut evidence = Evidence { offered: protected.changes().to_vec(), ..Evidence::of_table(table) };
    for key in protected.published() {
        evidence.printed.push(match protected.shown(key).unwrap() {
            Shown::Exact(count) => Printed::exact(key.clone(), count),
            Shown::Rounded(band) => Printed::rounded(key.clone(), band),
            Shown::Hidden => Printed::hidden(key.clone(), true),
        });
    }
    evidence
}

/// Keys of the hidden cells, joined by blanks.
pub(crate) fn hidden(protected: &ProtectedCells) -> String {
    let pattern = protected.pattern().into_iter();
    pattern.filter(|(_, hidden)| *hidden).map(|(key, _)| key.as_str()).collect::<Vec<_>>().join(" ")
}

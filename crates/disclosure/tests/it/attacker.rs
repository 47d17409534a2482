//! An attacker who has nothing but what was published, night after night, and knows how cells add up.
//!
//! Everything in here is written without the product: its own subtraction, elimination and narrowing. Not allowed here:
//! anything from a crate of the product, and the true counts.

use std::collections::{BTreeMap, BTreeSet};

/// What was printed: a count, or nothing where it was hidden.
pub(crate) type Night = BTreeMap<String, Option<u64>>;
/// A total and its parts.
pub(crate) type Adds = (String, Vec<String>);

const PRIME: i128 = 1_000_000_007;

/// What the attacker knows about one cell for certain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Catch {
    /// A count below the threshold.
    Count(String),
    /// For a hidden count fewer numbers are left than are promised.
    Narrow(String),
    /// A change of fewer people than may be seen.
    Change(String),
}

pub(crate) struct Attacker {
    pub(crate) adds: Vec<Adds>,
    pub(crate) threshold: u64,
}

impl Attacker {
    /// Everything that follows from these nights together. A catch is given once.
    pub(crate) fn attack(&self, nights: &[Night]) -> BTreeSet<Catch> {
        let mut different: Vec<&Night> = Vec::new();
        for night in nights {
            if different.last() != Some(&night) && !different.contains(&night) {
                different.push(night);
            }
        }
        let mut catches = BTreeSet::new();
        for (number, night) in different.iter().enumerate() {
            catches.extend(self.one(night));
            for earlier in &different[..number] {
                catches.extend(self.pair(earlier, night));
            }
        }
        catches
    }

    fn is_small(&self, count: i128) -> bool {
        count >= 1 && count < i128::from(self.threshold)
    }

    /// One night for itself.
    fn one(&self, night: &Night) -> Vec<Catch> {
        let known: BTreeMap<String, i128> =
            night.iter().filter_map(|(cell, shown)| Some((cell.clone(), i128::from((*shown)?)))).collect();
        let mut catches: Vec<Catch> = known
            .iter()
            .filter(|(_, count)| self.is_small(**count))
            .map(|(cell, _)| Catch::Count(cell.clone()))
            .collect();
        for (cell, count) in self.solve(&known) {
            if self.is_small(count) {
                catches.push(Catch::Count(cell));
            }
        }
        for (cell, (low, high)) in self.narrow(&known, night) {
            let narrow = high.is_some_and(|high| high - low + 2 < i128::from(self.threshold));
            // Only where it cannot be anything but small.
            if narrow && low >= 1 && high.is_some_and(|high| high < i128::from(self.threshold)) {
                catches.push(Catch::Narrow(cell));
            }
        }
        catches
    }

    /// Two nights: what changed between them, and, where nothing did, what both show together.
    fn pair(&self, earlier: &Night, later: &Night) -> Vec<Catch> {
        let mut changes: BTreeMap<String, i128> = BTreeMap::new();
        for (cell, shown) in later {
            if let (Some(new), Some(Some(old))) = (shown, earlier.get(cell)) {
                changes.insert(cell.clone(), i128::from(*new) - i128::from(*old));
            }
        }
        let mut catches = Vec::new();
        let small = |change: i128| self.is_small(change.abs());
        if changes.values().all(|change| *change == 0) {
            // Most likely the same records: what either night shows is known of both.
            let mut both = later.clone();
            for (cell, shown) in earlier {
                let place = both.entry(cell.clone()).or_insert(*shown);
                *place = place.or(*shown);
            }
            catches.extend(self.one(&both));
        }
        catches
            .extend(changes.iter().filter(|(_, change)| small(**change)).map(|(cell, _)| Catch::Change(cell.clone())));
        for (cell, change) in self.solve(&changes) {
            if small(change) {
                catches.push(Catch::Change(cell));
            }
        }
        catches
    }

    /// Cells that follow from known ones by adding and subtracting sums.
    fn solve(&self, known: &BTreeMap<String, i128>) -> Vec<(String, i128)> {
        let unknown: BTreeSet<&String> = self.cells().filter(|cell| !known.contains_key(*cell)).collect();
        let number: BTreeMap<&String, usize> = unknown.into_iter().zip(0..).collect();
        let width = number.len();
        let mut rows: Vec<Vec<i128>> = Vec::new();
        for (total, parts) in &self.adds {
            let mut row = vec![0; width + 1];
            for (cell, sign) in parts.iter().map(|part| (part, 1)).chain([(total, -1_i128)]) {
                match (number.get(cell), known.get(cell)) {
                    (Some(at), _) => row[*at] = (row[*at] + sign).rem_euclid(PRIME),
                    (None, Some(value)) => row[width] = (row[width] - sign * value).rem_euclid(PRIME),
                    (None, None) => {}
                }
            }
            rows.push(row);
        }
        let mut solved = Vec::new();
        let pivots = reduce(&mut rows, width);
        for (row, column) in pivots {
            if rows[row][..width].iter().enumerate().all(|(at, value)| at == column || *value == 0) {
                let value = rows[row][width];
                let value = if value > PRIME / 2 { value - PRIME } else { value };
                let name = number.iter().find(|(_, at)| **at == column).map(|(name, _)| (*name).clone());
                solved.extend(name.map(|name| (name, value)));
            }
        }
        solved
    }

    fn cells(&self) -> impl Iterator<Item = &String> {
        self.adds.iter().flat_map(|(total, parts)| parts.iter().chain([total]))
    }

    /// Whole numbers that are left, by going through the sums until nothing changes.
    fn narrow(&self, known: &BTreeMap<String, i128>, night: &Night) -> BTreeMap<String, (i128, Option<i128>)> {
        let mut left: BTreeMap<&String, (i128, Option<i128>)> = BTreeMap::new();
        for cell in self.cells() {
            // Zeros are shown, so what is hidden is at least one.
            let hidden = i128::from(night.contains_key(cell));
            left.insert(cell, known.get(cell).map_or((hidden, None), |count| (*count, Some(*count))));
        }
        for _ in 0..200 {
            let before = left.clone();
            for (total, parts) in &self.adds {
                let low: i128 = parts.iter().map(|part| left[part].0).sum();
                let high: Option<i128> = parts.iter().map(|part| left[part].1).sum();
                meet(&mut left, total, low, high);
                let (total_low, total_high) = left[total];
                for part in parts {
                    let own = left[part];
                    let others_low = low - own.0;
                    let others_high: Option<i128> =
                        parts.iter().filter(|other| *other != part).map(|other| left[other].1).sum();
                    let least = others_high.map_or(0, |others| total_low - others);
                    meet(&mut left, part, least, total_high.map(|high| high - others_low));
                }
            }
            if left == before {
                break;
            }
        }
        left.into_iter()
            .filter(|(cell, _)| !known.contains_key(*cell))
            .map(|(cell, ends)| (cell.clone(), ends))
            .collect()
    }
}

fn meet<'a>(left: &mut BTreeMap<&'a String, (i128, Option<i128>)>, cell: &'a String, low: i128, high: Option<i128>) {
    if let Some(ends) = left.get_mut(cell) {
        ends.0 = ends.0.max(low);
        ends.1 = match (ends.1, high) {
            (Some(old), Some(new)) => Some(old.min(new)),
            (old, new) => old.or(new),
        };
    }
}

/// Brings rows to reduced echelon form; pairs of row and column of each pivot.
fn reduce(rows: &mut [Vec<i128>], width: usize) -> Vec<(usize, usize)> {
    let mut pivots = Vec::new();
    let mut at = 0;
    for column in 0..width {
        let Some(found) = (at..rows.len()).find(|row| rows[*row][column] != 0) else { continue };
        rows.swap(at, found);
        let inverse = power(rows[at][column], PRIME - 2);
        rows[at].iter_mut().for_each(|value| *value = *value * inverse % PRIME);
        let pivot = rows[at].clone();
        for (number, row) in rows.iter_mut().enumerate() {
            let factor = row[column];
            if number != at && factor != 0 {
                row.iter_mut().zip(&pivot).for_each(|(value, by)| *value = (*value - factor * by).rem_euclid(PRIME));
            }
        }
        pivots.push((at, column));
        at += 1;
    }
    pivots
}

fn power(mut base: i128, mut exponent: i128) -> i128 {
    let mut result = 1;
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent /= 2;
    }
    result
}

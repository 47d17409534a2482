//! A year of nights: late registrations, removals, corrections, a rollback, a changed boundary.
//!
//! The attacker sees what was published and nothing else. The same year without the gate leaks, or the test would prove
//! nothing. Made-up counts. Not allowed here: a look at the true counts by the attacker.

use std::collections::{BTreeMap, BTreeSet};

use concordat_disclosure::{CellTable, Class, Decision, Evidence, Gate, Held, Occasion, Shown, Vintage, protect};

use crate::attacker::{Adds, Attacker, Catch, Night};
use crate::support::{cell, sum, table};

const AREAS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
const SEXES: [&str; 2] = ["F", "M"];
/// Nights on which revisions are published.
const REVISIONS: [u32; 4] = [90, 180, 270, 360];

/// Counts by area and sex, of one indicator and one closed period: one chain.
type Counts = [[u64; 2]; 6];

fn gate(night: u32) -> Gate {
    let occasion = if REVISIONS.contains(&night) { Occasion::Revision } else { Occasion::Night };
    Gate { class: Class::SmallAreas, occasion, least_change: 5, zeros_are_known: true }
}

/// Small areas in two wards and the place, by sex; `wards` tells which areas the first ward has.
fn chain(counts: &Counts, wards: &str, west: &[usize]) -> CellTable {
    let east: Vec<usize> = (0..6).filter(|area| !west.contains(area)).collect();
    let groups: Vec<(String, Vec<usize>)> = AREAS
        .iter()
        .enumerate()
        .map(|(at, name)| ((*name).to_owned(), vec![at]))
        .chain([
            (format!("{wards}1"), west.to_vec()),
            (format!("{wards}2"), east),
            ("all".to_owned(), (0..6).collect()),
        ])
        .collect();
    let (mut cells, mut sums) = (Vec::new(), Vec::new());
    for (name, areas) in &groups {
        let of = |sex: usize| areas.iter().map(|area| counts[*area][sex]).sum::<u64>();
        for (at, sex) in SEXES.iter().enumerate() {
            cells.push(cell(&format!("{name}.{sex}"), of(at)));
        }
        cells.push(cell(&format!("{name}.P"), of(0) + of(1)));
        sums.push(sum(&format!("{name}.P"), &[&format!("{name}.F"), &format!("{name}.M")]));
        for sex in ["F", "M", "P"] {
            let parts: Vec<String> = match areas.len() {
                1 => continue,
                6 => vec![format!("{wards}1.{sex}"), format!("{wards}2.{sex}")],
                _ => areas.iter().map(|area| format!("{}.{sex}", AREAS[*area])).collect(),
            };
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            sums.push(sum(&format!("{name}.{sex}"), &parts));
        }
    }
    table(cells, sums)
}

fn adds(tables: &[&CellTable]) -> Vec<Adds> {
    let text = |key: &concordat_disclosure::CellKey| key.as_str().to_owned();
    let sums: BTreeSet<Adds> = tables
        .iter()
        .flat_map(|table| table.sums().collect::<Vec<_>>())
        .map(|sum| (text(&sum.parent), sum.children.iter().map(text).collect()))
        .collect();
    sums.into_iter().collect()
}

fn night_of(decision: &Decision) -> Night {
    decision.printed.iter().map(|(key, shown)| (key.as_str().to_owned(), exact(*shown))).collect()
}

/// Nothing here is rounded.
fn exact(shown: Shown) -> Option<u64> {
    if let Shown::Exact(count) = shown { Some(count) } else { None }
}

/// The same night without a gate: tonight's table, protected for itself.
fn ungated(table: &CellTable) -> Night {
    let protected = protect(table.clone());
    protected.published().map(|key| (key.as_str().to_owned(), protected.shown(key).and_then(exact))).collect()
}

/// What happens to the records of each chain on a night.
fn happens(chain: usize, night: u32, counts: &mut Counts) {
    match (chain, night) {
        // Late registrations: whole files of them, in both sexes of one area, and now and then one more.
        (0, 20 | 130) => (counts[1][0], counts[1][1]) = (counts[1][0] + 7, counts[1][1] + 9),
        (0, 200) => counts[4][0] += 1,
        (0, 330) => counts[4][0] += 8,
        // A correction of two people, and nothing else all year.
        (1, 33) => counts[2][0] += 2,
        // Removals: first a few people, then enough.
        (2, 60) => counts[3][1] -= 3,
        (2, 250) => counts[3][1] -= 4,
        // A correction that is taken back before anything was published.
        (3, 100) => counts[0][0] += 6,
        (3, 150) => counts[0][0] -= 6,
        _ => {}
    }
}

fn beginning() -> [Counts; 4] {
    [
        [[12, 9], [3, 14], [22, 31], [17, 11], [8, 26], [41, 19]],
        [[21, 30], [2, 16], [11, 13], [9, 27], [14, 4], [33, 18]],
        [[15, 12], [26, 24], [1, 19], [13, 34], [22, 16], [10, 28]],
        [[31, 22], [18, 3], [12, 25], [27, 4], [16, 13], [20, 11]],
    ]
}

struct Year {
    gated: [Vec<Night>; 4],
    free: [Vec<Night>; 4],
    why: [BTreeSet<Held>; 4],
}

fn live() -> Year {
    let mut counts = beginning();
    let mut standing: [Vec<Vintage>; 4] = std::array::from_fn(|_| Vec::new());
    let mut year = Year {
        gated: std::array::from_fn(|_| Vec::new()),
        free: std::array::from_fn(|_| Vec::new()),
        why: std::array::from_fn(|_| BTreeSet::new()),
    };
    for night in 1..=365 {
        for chain_number in 0..4 {
            happens(chain_number, night, &mut counts[chain_number]);
            let table = chain(&counts[chain_number], "w", &[0, 1, 2]);
            let decision = gate(night).decide(&table, &standing[chain_number], &[]);
            year.why[chain_number].extend(decision.held);
            year.gated[chain_number].push(night_of(&decision));
            year.free[chain_number].push(ungated(&table));
            standing[chain_number].clone_from(&decision.standing);
        }
    }
    year
}

fn attacker() -> Attacker {
    Attacker { adds: adds(&[&chain(&beginning()[0], "w", &[0, 1, 2])]), threshold: 5 }
}

#[test]
fn a_year_of_nights_stands_the_attack_every_night() {
    let year = live();
    for nights in &year.gated {
        // Every night: the attacker holds all nights up to it. Nights that look the same add nothing.
        let mut last = None;
        for until in 1..=nights.len() {
            if last == Some(&nights[until - 1]) {
                continue;
            }
            last = Some(&nights[until - 1]);
            assert_eq!(attacker().attack(&nights[..until]), BTreeSet::new(), "night {until}");
        }
    }
    // The large revisions did come through; the two people did not, all year, and nobody can tell that they wait.
    let different = |nights: &[Night]| nights.iter().collect::<BTreeSet<_>>().len();
    assert!(different(&year.gated[0]) >= 3, "{} versions", different(&year.gated[0]));
    assert_eq!(different(&year.gated[1]), 1);
    assert!(year.why[1].contains(&Held::SmallChange));
    assert!(different(&year.gated[2]) == 2 && year.why[2].contains(&Held::SmallChange));
    assert_eq!(different(&year.gated[3]), 1);
}

#[test]
fn the_same_year_without_the_gate_leaks() {
    let year = live();
    let leaks: Vec<BTreeSet<Catch>> = year.free.iter().map(|nights| attacker().attack(nights)).collect();
    assert!(leaks[1].iter().any(|caught| matches!(caught, Catch::Change(_))), "the correction of two people");
    assert!(leaks[2].iter().any(|caught| matches!(caught, Catch::Change(_))), "the removal of three people");
    assert!(leaks[0].iter().any(|caught| matches!(caught, Catch::Change(_))), "the one late registration");
}

#[test]
fn rollback_publishes_what_was_published_and_nothing_new() {
    let year = live();
    let nights = &year.gated[0];
    let mut rolled = nights.clone();
    rolled.push(nights[0].clone());
    assert_eq!(attacker().attack(&rolled), BTreeSet::new());
}

#[test]
fn a_changed_boundary_is_attacked_together_with_the_old_one() {
    let counts = beginning()[0];
    let old = chain(&counts, "w", &[0, 1, 2]);
    let first = gate(1).decide(&old, &[], &[]);
    let beside: Vec<Evidence> = first.standing.iter().map(|vintage| vintage.evidence(true)).collect();
    // The same records by other wards: area b moves over. Its counts are the difference of two wards.
    let new = chain(&counts, "x", &[0, 2]);
    let attacker = Attacker { adds: adds(&[&old, &new]), threshold: 5 };
    let careless: Night = night_of(&first).into_iter().chain(ungated_alone(&new)).collect();
    assert!(!attacker.attack(&[careless]).is_empty(), "two geographies side by side leak");
    let decision = gate(1).decide(&new, &[], &beside);
    let both: Night = night_of(&first).into_iter().chain(night_of(&decision)).collect();
    assert_eq!(attacker.attack(&[both]), BTreeSet::new());
}

/// The new wards alone, as someone would publish them who does not think of the old ones.
fn ungated_alone(table: &CellTable) -> BTreeMap<String, Option<u64>> {
    let wards = table.cells().iter().filter(|cell| cell.key.as_str().starts_with('x'));
    wards.map(|cell| (cell.key.as_str().to_owned(), Some(cell.count))).collect()
}

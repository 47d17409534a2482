//! One table of the size of a town: 325 areas in four tiers, sex, age.
//!
//! Seconds and memory at 5,000 to 100,000 cells are measured by the example of `protect`. Not allowed here: assertions on
//! time.

use concordat_disclosure::{Cell, CellTable, Sum, audit, protect};

use crate::support::{Rows, cell, evidence, key, table};

/// Areas of the tiers: 1 place, 4 boroughs, 20 wards, 300 small areas. `parent_of` by position.
fn areas(small_areas: usize) -> Vec<(String, Option<usize>)> {
    let mut areas = vec![("place".to_owned(), None)];
    areas.extend((0..4).map(|number| (format!("borough{number}"), Some(0))));
    areas.extend((0..20).map(|number| (format!("ward{number:02}"), Some(1 + number % 4))));
    areas.extend((0..small_areas).map(|number| (format!("small{number:04}"), Some(5 + number % 20))));
    areas
}

/// A fixed stream of small counts, a good part of them below five.
fn count(seed: usize) -> u64 {
    let mixed = (seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 33;
    match mixed % 10 {
        0 => 0,
        1 | 2 => 1 + mixed / 10 % 4,
        _ => 5 + mixed / 10 % 40,
    }
}

const SEXES: [&str; 3] = ["persons", "female", "male"];
const AGES: [&str; 5] = ["all", "00-17", "18-39", "40-64", "65-up"];

#[expect(clippy::needless_range_loop, reason = "area, sex and age are the names of the cells too")]
fn town(small_areas: usize) -> CellTable {
    let areas = areas(small_areas);
    let mut counts = vec![[[0_u64; 5]; 3]; areas.len()];
    for area in (0..areas.len()).rev() {
        if area >= 25 {
            for sex in 1..3 {
                for age in 1..5 {
                    counts[area][sex][age] = count(area * 15 + sex * 5 + age);
                }
            }
        }
        for age in 1..5 {
            counts[area][0][age] = counts[area][1][age] + counts[area][2][age];
        }
        for sex in 0..3 {
            counts[area][sex][0] = counts[area][sex][1..].iter().sum();
        }
        if let Some(parent) = areas[area].1 {
            for sex in 1..3 {
                for age in 1..5 {
                    counts[parent][sex][age] += counts[area][sex][age];
                }
            }
        }
    }
    let name = |area: usize, sex: usize, age: usize| format!("{}/{}/{}", areas[area].0, SEXES[sex], AGES[age]);
    let mut cells: Vec<Cell> = Vec::new();
    let mut sums: Vec<Sum> = Vec::new();
    let mut tie = |parent: String, children: Vec<String>| {
        sums.push(Sum { parent: key(&parent), children: children.iter().map(|child| key(child)).collect() });
    };
    for area in 0..areas.len() {
        let below: Vec<usize> = (0..areas.len()).filter(|child| areas[*child].1 == Some(area)).collect();
        for sex in 0..3 {
            for age in 0..5 {
                cells.push(cell(&name(area, sex, age), counts[area][sex][age]));
                if !below.is_empty() {
                    tie(name(area, sex, age), below.iter().map(|child| name(*child, sex, age)).collect());
                }
            }
            tie(name(area, sex, 0), (1..5).map(|age| name(area, sex, age)).collect());
        }
        for age in 0..5 {
            tie(name(area, 0, age), vec![name(area, 1, age), name(area, 2, age)]);
        }
    }
    table(cells, sums)
}

fn protect_and_audit(cells: &CellTable) -> usize {
    let protected = protect(cells.clone());
    assert!(protected.exposed().is_empty());
    audit(Rows(evidence(cells, &protected))).expect("what protect lets through is cleared");
    protected.hidden_count()
}

#[test]
fn a_town_of_five_thousand_cells() {
    let cells = town(300);
    assert_eq!(cells.cells().len(), 4_875);
    let guarded = cells.cells().iter().filter(|cell| (1..=4).contains(&cell.count)).count();
    let hidden = protect_and_audit(&cells);
    assert!(hidden > guarded && hidden < 3 * guarded, "{guarded} guarded, {hidden} hidden");
}

#[test]
fn attack_25_a_town_of_twenty_thousand_cells() {
    let cells = town(1_310);
    assert_eq!(cells.cells().len(), 20_025);
    assert!(protect_and_audit(&cells) > 0);
}

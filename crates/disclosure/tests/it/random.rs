//! Random tables: protection against brute force, the audit against brute force, order of input.
//!
//! Not allowed here: tables too large to enumerate.

use concordat_disclosure::rounding::Rounding;
use concordat_disclosure::{CellTable, Evidence, Options, Policy, Printed, Rule, Shown, audit, protect, protect_with};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::enumeration::Puzzle;
use crate::support::{Rows, cross, evidence, policies, table};

/// Sizes of two or three dimensions and the counts of the inner cells; many are small.
fn tables() -> impl Strategy<Value = (Vec<usize>, Vec<u64>)> {
    let two = (2_usize..=4, 2_usize..=4).prop_map(|(rows, columns)| vec![rows, columns]);
    let three = (2_usize..=4, 2_usize..=4, 2_usize..=3).prop_map(|(a, b, c)| vec![a, b, c]);
    let count = prop_oneof![2 => Just(0_u64), 3 => 1_u64..=4, 4 => 5_u64..=12];
    prop_oneof![two, three].prop_flat_map(move |sizes| {
        let inner = sizes.iter().product::<usize>();
        (Just(sizes), proptest::collection::vec(count.clone(), inner))
    })
}

/// Tables in which everything may be hidden, and still be enumerated.
fn small_tables() -> impl Strategy<Value = (Vec<usize>, Vec<u64>)> {
    let count = prop_oneof![2 => Just(0_u64), 2 => 1_u64..=4, 4 => 5_u64..=9];
    (2_usize..=3, 2_usize..=3).prop_flat_map(move |(rows, columns)| {
        (Just(vec![rows, columns]), proptest::collection::vec(count.clone(), rows * columns))
    })
}

fn built(sizes: &[usize], counts: &[u64]) -> CellTable {
    let (cells, sums) = cross(sizes, |place| counts[flat(sizes, place)]);
    table(cells, sums)
}

fn flat(sizes: &[usize], place: &[usize]) -> usize {
    place.iter().zip(sizes).fold(0, |flat, (value, size)| flat * size + value)
}

fn is_small(count: u64) -> bool {
    (1..=4).contains(&count)
}

/// The same tables every time.
fn settings() -> ProptestConfig {
    let rng_seed = RngSeed::Fixed(20_270_315);
    ProptestConfig { cases: 60, failure_persistence: None, rng_seed, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn no_guarded_count_has_a_single_possible_value((sizes, counts) in tables()) {
        let cells = built(&sizes, &counts);
        let protected = protect(cells.clone());
        prop_assert!(protected.exposed().is_empty());
        let puzzle = Puzzle::new(&cells, &protected);
        for cell in cells.cells().iter().filter(|cell| is_small(cell.count)) {
            prop_assert!(puzzle.has_other_count(&cell.key), "{} is exposed", cell.key);
        }
    }

    #[test]
    fn every_guarded_count_keeps_as_many_numbers_as_are_promised((sizes, counts) in tables()) {
        let cells = built(&sizes, &counts);
        let protected = protect(cells.clone());
        let puzzle = Puzzle::new(&cells, &protected);
        for cell in cells.cells().iter().filter(|cell| is_small(cell.count)) {
            prop_assert!(puzzle.candidates(&cell.key) >= 4, "{} is too narrow", cell.key);
        }
    }

    #[test]
    fn the_audit_proves_what_it_clears_without_the_tables_that_are_offered((sizes, counts) in tables()) {
        let cells = built(&sizes, &counts);
        let protected = protect(cells.clone());
        let own = Evidence { offered: Vec::new(), ..evidence(&cells, &protected) };
        prop_assert!(audit(Rows(own)).is_ok());
    }

    #[test]
    fn what_protect_lets_through_the_audit_clears((sizes, counts) in tables()) {
        let cells = built(&sizes, &counts);
        let protected = protect(cells.clone());
        prop_assert!(audit(Rows(evidence(&cells, &protected))).is_ok());
    }

    #[test]
    fn where_zeros_are_hidden_too_they_keep_as_many_numbers((sizes, counts) in small_tables()) {
        let cells = built(&sizes, &counts);
        let policies = policies().into_iter().map(|policy| Policy { hide_from: 0, ..policy }).collect();
        let cells = CellTable::new(cells.cells().to_vec(), cells.sums().collect(), policies).unwrap();
        let protected = protect(cells.clone());
        prop_assert!(protected.exposed().is_empty());
        // Both ways of saying what a mark means come to the same where zeros are hidden.
        prop_assert!(audit(Rows(evidence(&cells, &protected))).is_ok());
        let own = Evidence { offered: Vec::new(), ..evidence(&cells, &protected) };
        prop_assert!(audit(Rows(own)).is_ok());
        let puzzle = Puzzle::with_hidden_zeros(&cells, &protected);
        for cell in cells.cells().iter().filter(|cell| cell.count <= 4) {
            prop_assert!(protected.shown(&cell.key) == Some(Shown::Hidden), "{} is shown", cell.key);
            prop_assert!(puzzle.candidates(&cell.key) >= 4, "{} is too narrow", cell.key);
        }
    }

    #[test]
    fn midpoints_change_nothing_of_what_is_hidden((sizes, counts) in tables()) {
        let cells = built(&sizes, &counts);
        let rounding = Some(Rounding::Midpoint);
        let policies = policies().into_iter().map(|policy| Policy { rounding, ..policy }).collect();
        let rounded = CellTable::new(cells.cells().to_vec(), cells.sums().collect(), policies).unwrap();
        let (exact, protected) = (protect(cells.clone()), protect(rounded.clone()));
        prop_assert_eq!(exact.pattern(), protected.pattern());
        prop_assert!(audit(Rows(evidence(&rounded, &protected))).is_ok());
        for cell in cells.cells() {
            let printed = match protected.shown(&cell.key).unwrap() {
                Shown::Hidden => continue,
                Shown::Rounded(band) => band,
                Shown::Exact(_) => panic!("{} is printed as it is", cell.key),
            };
            prop_assert!((printed.least..=printed.most).contains(&cell.count));
            prop_assert!(printed.value == 0 && cell.count == 0 || printed.value % 6 == 3);
        }
    }

    #[test]
    fn a_reader_who_does_not_know_that_zeros_are_shown_is_left_as_many_numbers((sizes, counts) in tables()) {
        let cells = built(&sizes, &counts);
        let options = Options { zeros_are_known: false, ..Options::default() };
        let protected = protect_with(cells.clone(), &options);
        prop_assert!(protected.exposed().is_empty());
        let puzzle = Puzzle::with_hidden_zeros(&cells, &protected);
        for cell in cells.cells().iter().filter(|cell| is_small(cell.count)) {
            prop_assert!(puzzle.candidates(&cell.key) >= 4, "{} is too narrow", cell.key);
        }
    }

    #[test]
    fn the_audit_finds_what_brute_force_finds(counts in proptest::collection::vec(0_u64..=9, 9)) {
        // Primary suppression alone: many leaks, all of them findable by hand.
        let cells = built(&[3, 3], &counts);
        let none = CellTable::new(cells.cells().to_vec(), vec![], policies()).unwrap();
        let protected = protect(none);
        let puzzle = Puzzle::new(&cells, &protected);
        let findings = audit(Rows(evidence(&cells, &protected))).err().map_or(vec![], |refusal| refusal.findings);
        let findings: Vec<_> = findings.into_iter().filter(|finding| finding.rule != Rule::TooNarrow).collect();
        for cell in cells.cells().iter().filter(|cell| is_small(cell.count)) {
            let found = findings.iter().any(|finding| finding.key == cell.key);
            prop_assert!(found != puzzle.has_other_count(&cell.key), "{} found {found}", cell.key);
        }
    }

    #[test]
    fn order_of_input_does_not_matter(
        ((sizes, counts), shuffle) in (tables(), any::<prop::sample::Index>())
    ) {
        let cells = built(&sizes, &counts);
        let mut turned: Vec<_> = cells.cells().to_vec();
        let mut sums: Vec<_> = cells.sums().collect();
        turned.reverse();
        let (by_cell, by_sum) = (shuffle.index(turned.len()), shuffle.index(sums.len()));
        turned.rotate_left(by_cell);
        sums.rotate_left(by_sum);
        for sum in &mut sums {
            sum.children.reverse();
        }
        let again = protect(table(turned, sums));
        let first = protect(cells);
        prop_assert_eq!(first.pattern(), again.pattern());
    }

    #[test]
    fn showing_a_guarded_count_is_always_refused((sizes, counts) in tables()) {
        let cells = built(&sizes, &counts);
        let protected = protect(cells.clone());
        if let Some(small) = cells.cells().iter().find(|cell| is_small(cell.count)) {
            let mut weak: Evidence = evidence(&cells, &protected);
            weak.printed.push(Printed::exact(small.key.clone(), small.count));
            let refusal = audit(Rows(weak)).unwrap_err();
            let found = refusal.findings.iter().find(|finding| finding.key == small.key);
            prop_assert_eq!(found.map(|finding| finding.rule), Some(Rule::Printed));
        }
    }
}

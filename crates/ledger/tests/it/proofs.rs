//! Proofs, against PATH and PROOF written from the text of RFC 6962, sections 2.1.1 and 2.1.2.

use concordat_ledger::proof::{Hash, check_consistency, check_inclusion, root_of};
use concordat_ledger::{Head, Ledger};

use crate::tree::{split_of, tree_hash};
use crate::{Place, samples};

/// Sizes at which every index is tried: all small ones, and those around powers of two.
fn sizes() -> impl Iterator<Item = usize> {
    (1..=40).chain([64, 65, 127, 129, 256, 300])
}

/// PATH(m, D[n]).
fn path(index: usize, leaves: &[&[u8]]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(split_of(leaves.len()));
    let (mut path, sibling) = match index.checked_sub(left.len()) {
        None => (path(index, left), tree_hash(right)),
        Some(index) => (path(index, right), tree_hash(left)),
    };
    path.push(sibling);
    path
}

/// SUBPROOF(m, D[n], b); PROOF(m, D[n]) is the one with b true.
fn subproof(first: usize, leaves: &[&[u8]], whole: bool) -> Vec<Hash> {
    if first == leaves.len() {
        return if whole { Vec::new() } else { vec![tree_hash(leaves)] };
    }
    let (left, right) = leaves.split_at(split_of(leaves.len()));
    let (mut proof, sibling) = match first.checked_sub(left.len()) {
        Some(first) if first > 0 => (subproof(first, right, false), tree_hash(left)),
        _ => (subproof(first, left, whole), tree_hash(right)),
    };
    proof.push(sibling);
    proof
}

fn ledger_of(size: u64) -> (Place, Ledger) {
    let place = Place::new();
    place.write_lines(size, samples::numbered);
    let ledger = place.open();
    (place, ledger)
}

#[test]
fn inclusion_is_proved_as_the_standard_says_at_every_index() {
    let (place, ledger) = ledger_of(300);
    let text = place.text();
    let lines: Vec<&[u8]> = text.lines().map(str::as_bytes).collect();
    for size in sizes() {
        let head = Head { size: size as u64, root: tree_hash(&lines[..size]) };
        assert_eq!(root_of(&ledger.leaves()[..size]), head.root);
        for index in 0..size {
            let proof = ledger.prove_inclusion(index as u64, size as u64).unwrap();
            assert_eq!(proof, path(index, &lines[..size]), "{index} of {size}");
            check_inclusion(lines[index], index as u64, &proof, &head).unwrap();
            let other = lines[(index + 1) % 300];
            assert!(check_inclusion(other, index as u64, &proof, &head).is_err(), "{index} of {size}");
        }
        assert_eq!(ledger.prove_inclusion(size as u64, size as u64), None);
    }
    assert_eq!(ledger.prove_inclusion(0, 301), None);
}

#[test]
fn consistency_is_proved_as_the_standard_says_from_every_size() {
    let (place, ledger) = ledger_of(300);
    let text = place.text();
    let lines: Vec<&[u8]> = text.lines().map(str::as_bytes).collect();
    let heads: Vec<Head> = (0..=300).map(|size| Head { size: size as u64, root: tree_hash(&lines[..size]) }).collect();
    for to in (1..=40).chain([64, 65, 127, 256, 300]) {
        for from in 1..=to {
            let proof = ledger.prove_consistency(from as u64, to as u64).unwrap();
            assert_eq!(proof, subproof(from, &lines[..to], true), "{from} to {to}");
            check_consistency(&heads[from], &heads[to], &proof).unwrap();
            let forged = Head { root: heads[from - 1].root, ..heads[from] };
            assert!(check_consistency(&forged, &heads[to], &proof).is_err(), "{from} to {to}");
        }
        let nothing = ledger.prove_consistency(0, to as u64).unwrap();
        check_consistency(&heads[0], &heads[to], &nothing).unwrap();
        assert!(check_consistency(&Head { root: heads[to].root, ..heads[0] }, &heads[to], &nothing).is_err());
    }
    assert_eq!(ledger.prove_consistency(2, 1), None);
    assert_eq!(ledger.prove_consistency(2, 301), None);
}

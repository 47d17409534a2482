//! The tree, against a second implementation written from the text of RFC 6962, section 2.1.

use concordat_ledger::Head;
use sha2::{Digest, Sha256};

use crate::{Place, append, samples};

/// MTH of RFC 6962: split at the largest power of two below the number of leaves.
pub(crate) fn tree_hash(leaves: &[&[u8]]) -> [u8; 32] {
    match leaves {
        [] => Sha256::digest(b"").into(),
        [leaf] => Sha256::digest([b"\x00", *leaf].concat()).into(),
        _ => {
            let (left, right) = leaves.split_at(split_of(leaves.len()));
            let node = [&[1][..], &tree_hash(left), &tree_hash(right)].concat();
            Sha256::digest(node).into()
        }
    }
}

/// The largest power of two below a number of leaves.
pub(crate) fn split_of(leaves: usize) -> usize {
    leaves.next_power_of_two() / 2
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_second_implementation_gives_the_published_roots() {
    // The eight leaves and roots with which implementations of Certificate Transparency are tried.
    let leaves: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    let cases = [
        (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ];
    for (size, root) in cases {
        assert_eq!(hexadecimal(&tree_hash(&leaves[..size])), root);
    }
}

#[test]
fn an_empty_ledger_has_the_hash_of_nothing() {
    let place = Place::new();
    let head = place.open().head();
    assert_eq!(head.size, 0);
    assert_eq!(head.root_hexadecimal(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert!(!place.home.root().exists());
}

#[test]
fn the_root_is_that_of_the_lines_in_the_file_at_every_size() {
    let place = Place::new();
    let mut ledger = place.open();
    let mut heads = vec![ledger.head()];
    for number in 0..21 {
        let appended = append(&mut ledger, samples::numbered(number));
        let text = place.text();
        let lines: Vec<&[u8]> = text.lines().map(str::as_bytes).collect();
        let expected = Head { size: number + 1, root: tree_hash(&lines) };
        assert_eq!(ledger.head(), expected);
        assert_eq!(appended.leaf, tree_hash(&lines[lines.len() - 1..]));
        heads.push(expected);
    }
    let again = place.open();
    for head in heads {
        assert_eq!(again.head_at(head.size), Some(head));
    }
    assert_eq!(again.head_at(22), None);
}

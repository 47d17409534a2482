//! Hashes that anybody could make are found; keyed ones are not.
//!
//! Not allowed in here: numbers outside the range that the health service keeps for tests.

use concordat_anonymity::{TokenSample, attack};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// Numbers of the range for tests, 999 000 0000 to 999 999 9999.
fn numbers(count: u64) -> impl Iterator<Item = String> {
    (0..count).map(|number| 999_000_000 + number * 7919 % 1_000_000).filter_map(with_check_digit)
}

fn with_check_digit(stem: u64) -> Option<String> {
    let sum: u64 = (0..9).map(|place| stem / 10u64.pow(place) % 10 * u64::from(place + 2)).sum();
    let digit = (11 - sum % 11) % 11;
    (digit < 10).then(|| format!("{stem}{digit}"))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sample(cells: impl Iterator<Item = String>) -> TokenSample {
    let mut sample = TokenSample::default();
    cells.for_each(|cell| sample.observe(cell.as_bytes()));
    sample
}

/// Stems that are tried: of them a sixteenth are of the range for tests, so that 2,000 people are hit about six times.
const STEMS: u64 = 60_000;

#[test]
fn plain_hashes_are_found_whatever_the_algorithm_and_spelling() {
    let spaced = |number: &str| format!("{} {} {}", &number[..3], &number[3..6], &number[6..]);
    type Make<'a> = &'a dyn Fn(&str) -> String;
    let makes: [(&str, Make<'_>); 6] = [
        ("sha-256", &|number| hexadecimal(&Sha256::digest(number))),
        ("sha-256 in capitals", &|number| hexadecimal(&Sha256::digest(number)).to_uppercase()),
        ("sha-256 cut", &|number| hexadecimal(&Sha256::digest(number)[..16])),
        ("sha-256 of the spaced number", &|number| hexadecimal(&Sha256::digest(spaced(number)))),
        ("sha-1", &|number| hexadecimal(&Sha1::digest(number))),
        ("md5", &|number| hexadecimal(&Md5::digest(number))),
    ];
    for (name, make) in makes {
        let keyed = sample(numbers(2000).map(|number| hexadecimal(&Sha256::digest(format!("a secret {number}")))));
        let plain = sample(numbers(2000).map(|number| make(&number)));
        assert_eq!(attack(&mut [keyed, plain], STEMS), Some(1), "{name}");
    }
}

#[test]
fn keyed_pseudonyms_and_other_cells_are_left_alone() {
    let keyed = sample(numbers(100_000).map(|number| hexadecimal(&Sha256::digest(format!("a secret {number}")))));
    let counters = sample((0..1000).map(|number| format!("{number:032x}")));
    let other = sample(["", "E01012020", "zz"].map(str::to_owned).into_iter());
    assert_eq!(attack(&mut [keyed, counters, other], STEMS), None);
    assert_eq!(attack(&mut [], STEMS), None);
}

#[test]
fn among_very_many_pseudonyms_few_tries_are_enough() {
    // Only a part is kept of each column, and fewer stems are tried; the range for tests is hit all the same.
    let plain = sample(numbers(300_000).map(|number| hexadecimal(&Sha256::digest(number))));
    assert_eq!(attack(&mut [plain], 4_000), Some(0));
}

//! What the look for people costs: a table for people, made by hand with `--ignored --nocapture`.
//!
//! Not allowed in here: a bound on time; machines differ.

use std::time::Instant;

use concordat_declare::agreement::Identifiability;
use concordat_ingest_gate::{FieldClass, FieldPolicy};

use crate::support::*;

/// Records of the file, of about 90 bytes each.
const RECORDS: u32 = 1_000_000;

#[test]
#[ignore = "measures, and judges nothing"]
fn the_look_for_people_is_measured() {
    let text = (0..RECORDS).fold(HEADER.to_owned(), |text, number| {
        let token = u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        text + &format!("{token:032x},2024-01,E0200000{},F,{},k{},\n", number % 3 + 1, number % 90, number % 40)
    });
    let path = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(path.path(), &text).unwrap();
    drop(text);
    for turn in ["warm", "first", "second"] {
        for with in [false, true] {
            let mut bench = Bench::of_people(Identifiability::Pseudonymised);
            bench.source.checks.mebibytes_at_most = 1000;
            bench.field("area", FieldPolicy { class: FieldClass::QuasiIdentifier, ..FieldPolicy::default() });
            bench.field("sex", FieldPolicy { class: FieldClass::QuasiIdentifier, ..FieldPolicy::default() });
            bench.field("age", FieldPolicy { class: FieldClass::Sensitive, ..FieldPolicy::default() });
            bench.anonymity = bench.anonymity.filter(|_| with);
            let begun = Instant::now();
            let landed = bench.put_file(path.path()).unwrap();
            assert_eq!(landed.counts().accepted(), u64::from(RECORDS));
            println!("{turn}: looking for people {with}: {:.2} s", begun.elapsed().as_secs_f64());
        }
    }
}

//! What the look for people costs: two readings of the same file, to be run one at a time by hand under a clock of CPU seconds
//! (`--ignored --exact overhead::with_the_look`).
//!
//! Not allowed in here: a bound on time; machines differ.

use std::io::Write;

use concordat_declare::agreement::Identifiability;
use concordat_ingest_gate::{FieldClass, FieldPolicy};

use crate::support::*;

/// Records of the file, of about 60 bytes each.
const RECORDS: u32 = 1_000_000;

fn read(with: bool) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let mut sink = std::io::BufWriter::new(&mut file);
    sink.write_all(HEADER.as_bytes()).unwrap();
    for number in 0..RECORDS {
        let token = u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        writeln!(sink, "{token:032x},2024-01,E0200000{},F,{},k{},", number % 3 + 1, number % 90, number % 40).unwrap();
    }
    sink.flush().unwrap();
    drop(sink);
    let mut bench = Bench::of_people(Identifiability::Pseudonymised);
    bench.source.checks.mebibytes_at_most = 1000;
    bench.field("area", FieldPolicy { class: FieldClass::QuasiIdentifier, ..FieldPolicy::default() });
    bench.field("sex", FieldPolicy { class: FieldClass::QuasiIdentifier, ..FieldPolicy::default() });
    bench.field("age", FieldPolicy { class: FieldClass::Sensitive, ..FieldPolicy::default() });
    bench.anonymity = bench.anonymity.filter(|_| with);
    let landed = bench.put_file(file.path()).unwrap();
    assert_eq!(landed.counts().accepted(), u64::from(RECORDS));
}

#[test]
#[ignore = "measured by hand, and judges nothing"]
fn without_the_look() {
    read(false);
}

#[test]
#[ignore = "measured by hand, and judges nothing"]
fn with_the_look() {
    read(true);
}

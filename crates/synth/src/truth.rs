//! The true overlaps between the four linked extracts, beside what each person key shows of them: numbers to check a
//! linked count against. It counts made-up people only and reads no file.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::files::{LineEnd, Table};
use crate::linkage::{DOMAINS, Record, month_text};
use crate::sample::SampleFile;

/// Windows of twelve months: two financial years and the latest twelve months (first month, counted from April 2024).
const WINDOWS: [u64; 3] = [0, 12, 14];

const HEADER: &[&str] = &[
    "first_month",
    "last_month",
    "domains",
    "domain_count",
    "people_true",
    "people_strict",
    "people_standard",
    "people_loose",
];

/// Number of people by exactly which domains they are seen in, for each window.
///
/// # Errors
/// When the table cannot be encoded.
pub(crate) fn overlaps(records: &[Record]) -> Result<SampleFile, Error> {
    let mut rows = Vec::new();
    for first in WINDOWS {
        let inside: Vec<&Record> =
            records.iter().filter(|record| (first..first + 12).contains(&record.month)).collect();
        let by_key = |key: usize| profiles(&inside, |record| record.keys[key].clone());
        let truth = profiles(&inside, |record| record.person.to_string());
        let counts = [truth, by_key(0), by_key(1), by_key(2)];
        for profile in 1..(1_usize << DOMAINS.len()) {
            rows.push(row(first, profile, &counts));
        }
    }
    let bytes = Table { header: HEADER.to_vec(), rows }.csv(LineEnd::Lf)?;
    Ok(SampleFile { path: "linkage-truth/linkage-truth.synthetic.csv".to_owned(), bytes })
}

fn row(first: u64, profile: usize, counts: &[BTreeMap<usize, u64>; 4]) -> Vec<String> {
    let names = DOMAINS.iter().enumerate().filter(|(place, _)| profile >> place & 1 == 1);
    let names: Vec<&str> = names.map(|(_, domain)| domain.name).collect();
    let mut cells = vec![month_text(first), month_text(first + 11), names.join("+"), names.len().to_string()];
    cells.extend(counts.iter().map(|count| count.get(&profile).copied().unwrap_or(0).to_string()));
    cells
}

/// How many people have each profile, when people are told apart by `who`; records without it are left out.
fn profiles(records: &[&Record], who: impl Fn(&Record) -> String) -> BTreeMap<usize, u64> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for record in records {
        *seen.entry(who(record)).or_default() |= 1 << record.domain;
    }
    seen.remove("");
    let mut counts = BTreeMap::new();
    for profile in seen.into_values() {
        *counts.entry(profile).or_default() += 1;
    }
    counts
}

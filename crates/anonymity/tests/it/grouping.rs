//! k and l are those that pyCANON computes.
//!
//! Not allowed in here: numbers worked out with this crate.

use concordat_anonymity::{GroupLimits, Groups};

const TABLES: [(&str, &str); 4] = [
    ("wide", include_str!("fixtures/groups-wide.synthetic.csv")),
    ("narrow", include_str!("fixtures/groups-narrow.synthetic.csv")),
    ("alone", include_str!("fixtures/groups-alone.synthetic.csv")),
    ("same", include_str!("fixtures/groups-same.synthetic.csv")),
];
const EXPECTED: &str = include_str!("fixtures/groups-expected.csv");

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// A hash that is easily seen to be the same for the same text only.
fn hash(text: &str) -> u128 {
    text.bytes().fold(7, |sum, byte| sum * 257 + u128::from(byte))
}

#[test]
fn numbers_are_those_of_pycanon() {
    for (row, (name, table)) in rows(EXPECTED).iter().zip(TABLES) {
        assert_eq!(row[0], name);
        let expected: Vec<u64> = row[1..].iter().map(|cell| cell.parse().unwrap()).collect();
        let mut groups = Groups::new(2, GroupLimits::default());
        for record in rows(table) {
            groups.add(hash(&record[..3].join(",")), &[hash(&record[3]), hash(&record[4])]).unwrap();
        }
        let summary = groups.summary();
        let found = vec![summary.k, summary.unique_records, summary.l[0].into(), summary.l[1].into()];
        assert_eq!(found, expected, "{name}");
    }
}

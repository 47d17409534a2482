//! Landed rows are rewritten when an allow-list narrows.

use std::collections::BTreeSet;

use concordat_base::Name;
use concordat_ingest_gate::{narrow, open_landed};

use crate::landing::rows;
use crate::support::*;

fn narrowed_to(bench: &Bench, columns: &[&str]) -> concordat_ingest_gate::LandedPartition {
    let dataset = name("visits");
    let [held] = open_landed(&bench.home, &dataset).unwrap().try_into().unwrap();
    let allow_list: BTreeSet<Name> = columns.iter().map(|column| name(column)).collect();
    let contract = bench.partnership.contract_of(&dataset).unwrap();
    narrow(&bench.home, &held, contract, &bench.partnership, &allow_list).unwrap()
}

#[test]
fn a_column_that_is_no_longer_agreed_leaves_the_disk() {
    let secret = "secretword";
    let mut bench = Bench::new();
    bench.put(delivery(0..30).replace("word", "otherword")).unwrap();
    bench.put(delivery(0..30).replace("word", secret)).unwrap();
    let narrowed = narrowed_to(&bench, &["visit", "month", "area", "sex", "age"]);
    let batch = rows(&narrowed.data());
    assert_eq!((batch.num_rows(), batch.num_columns()), (30, 4));
    assert_eq!(narrowed.sequence(), 2);
    assert_eq!(open_landed(&bench.home, &name("visits")).unwrap(), std::slice::from_ref(&narrowed));
    let folders = std::fs::read_dir(narrowed.folder().parent().unwrap()).unwrap().count();
    assert_eq!(folders, 2, "the earlier delivery is history, the wide folder is gone");
}

#[test]
fn narrowed_rows_are_those_of_a_narrower_delivery() {
    for columns in [&["visit", "month", "sex"][..], &["month", "sex", "remark"]] {
        for mut bench in [Bench::new(), Bench::without_key()] {
            bench.put(delivery(0..30)).unwrap();
            let narrowed = narrowed_to(&bench, columns);
            bench.allow_list = columns.iter().map(|column| name(column)).collect();
            let text = delivery(0..30);
            let positions: Vec<usize> = columns
                .iter()
                .map(|wanted| HEADER.trim_end().split(',').position(|one| one == *wanted).unwrap())
                .collect();
            let narrower: String = text
                .lines()
                .map(|line| {
                    let cells: Vec<&str> = line.split(',').collect();
                    positions.iter().map(|position| cells[*position]).collect::<Vec<_>>().join(",") + "\n"
                })
                .collect();
            let landed = bench.put(narrower).unwrap();
            assert_eq!(landed.partitions()[0].manifest().content_id, narrowed.manifest().content_id, "{columns:?}");
        }
    }
}

#[test]
fn nothing_to_take_out_changes_nothing() {
    let mut bench = Bench::new();
    let landed = bench.put(delivery(0..3)).unwrap();
    let same = narrowed_to(&bench, &["visit", "month", "area", "sex", "age", "remark"]);
    assert_eq!(same, landed.partitions()[0]);
}

//! Landed rows are rewritten when an allow-list narrows.

use std::collections::BTreeSet;

use arrow::array::AsArray;
use arrow::datatypes::Int32Type;
use concordat_base::Name;
use concordat_ingest_gate::{all_landed, destroy, narrow, narrow_all, open_landed};

use crate::landing::{columns, rows};
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
    let batch = rows(&narrowed);
    assert_eq!(columns(&batch), ["visit", "month", "area", "sex", "age"]);
    assert_eq!(batch["month"].as_primitive::<Int32Type>().values(), &[2024 * 12; 30]);
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

#[test]
fn every_delivery_ever_landed_is_narrowed() {
    let mut bench = Bench::new();
    let words = ["firstsecret", "secondsecret", "firstsecret"];
    for word in words {
        bench.put(delivery(0..30).replace("word", word)).unwrap();
    }
    let dataset = name("visits");
    let allow_list: BTreeSet<Name> = ["visit", "month", "age"].map(name).into();
    let contract = bench.partnership.contract_of(&dataset).unwrap();
    let narrowed = narrow_all(&bench.home, &dataset, contract, &bench.partnership, &allow_list).unwrap();
    assert_eq!(narrowed, (2, 0));
    assert_eq!(all_landed(&bench.home, &dataset).unwrap().len(), 1, "the two differed in the column alone");
    assert_eq!(open_landed(&bench.home, &dataset).unwrap()[0].sequence(), 3);
    let holds = |bytes: &[u8]| bytes.windows(6).any(|window| window == b"secret");
    assert!(bench.files_outside_quarantine().iter().all(|(_, bytes)| !holds(bytes)));
    let again = narrow_all(&bench.home, &dataset, contract, &bench.partnership, &allow_list).unwrap();
    assert_eq!(again, (0, 0));
}

#[test]
fn what_was_landed_under_another_contract_is_destroyed_when_it_must_be_narrowed() {
    let mut bench = Bench::new();
    bench.put(delivery(0..3)).unwrap();
    let dataset = name("visits");
    let mut contract = bench.partnership.contract_of(&dataset).unwrap().clone();
    contract.columns[3].required = false;
    let allow_list: BTreeSet<Name> = ["visit", "month"].map(name).into();
    let narrowed = narrow_all(&bench.home, &dataset, &contract, &bench.partnership, &allow_list).unwrap();
    assert_eq!(narrowed, (0, 1));
    assert!(open_landed(&bench.home, &dataset).unwrap().is_empty());
}

#[test]
fn destroyed_content_is_gone_and_the_rest_stays() {
    let mut bench = Bench::new();
    bench.put(HEADER.to_owned() + &good_in("2024-01", 1) + &good_in("2024-02", 2)).unwrap();
    let dataset = name("visits");
    let held = open_landed(&bench.home, &dataset).unwrap();
    destroy(&bench.home, &held[0]).unwrap();
    assert!(!held[0].folder().exists());
    assert_eq!(open_landed(&bench.home, &dataset).unwrap(), held[1..]);
}

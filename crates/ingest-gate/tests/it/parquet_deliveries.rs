//! Parquet deliveries pass the same gate.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int64Array, LargeStringArray, RecordBatch,
    StringArray, StringViewArray,
};
use arrow::datatypes::Int32Type;
use concordat_declare::source::Format;
use concordat_ingest_gate::{Landed, Refused};
use parquet::arrow::ArrowWriter;

use crate::support::*;

fn put(columns: Vec<(&str, ArrayRef)>, change: impl Fn(&mut Bench)) -> Result<Landed, Box<Refused>> {
    put_bytes(&written(columns), change)
}

fn put_bytes(bytes: &[u8], change: impl Fn(&mut Bench)) -> Result<Landed, Box<Refused>> {
    let mut bench = Bench::new();
    bench.source.format = Format::Parquet;
    change(&mut bench);
    let path = bench.folder.path().join("visits.parquet");
    std::fs::write(&path, bytes).unwrap();
    bench.put_file(&path)
}

fn written(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)));
    let batch = batch.unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

/// The cells of a column of the usual delivery.
fn cells(column: usize) -> Vec<String> {
    let text = delivery(0..40);
    text.lines().skip(1).map(|line| line.split(',').nth(column).unwrap().to_owned()).collect()
}

fn usual() -> Vec<(&'static str, ArrayRef)> {
    let ages: Vec<i64> = cells(4).iter().map(|cell| cell.parse().unwrap()).collect();
    let sexes: DictionaryArray<Int32Type> = cells(3).iter().map(String::as_str).collect();
    vec![
        ("visit", Arc::new(StringArray::from(cells(0)))),
        ("month", Arc::new(LargeStringArray::from(cells(1)))),
        ("area", Arc::new(StringViewArray::from(cells(2).iter().map(String::as_str).collect::<Vec<_>>()))),
        ("sex", Arc::new(sexes)),
        ("age", Arc::new(Int64Array::from(ages))),
        ("remark", Arc::new(StringArray::from(cells(5)))),
        ("note", Arc::new(BooleanArray::from(vec![true; 40]))),
    ]
}

#[test]
fn both_formats_land_the_same_content() {
    let csv = Bench::new().put(delivery(0..40)).unwrap();
    let parquet = put(usual(), |_| {}).unwrap();
    assert_eq!(content(&csv), content(&parquet));
    let mut turned = usual();
    turned.reverse();
    assert_eq!(content(&csv), content(&put(turned, |_| {}).unwrap()), "the order of columns does not count");
    let mut dated = usual();
    // 1 January 2024 stands for the month.
    dated[1].1 = Arc::new(Date32Array::from(vec![19_723; 40]));
    assert_eq!(content(&csv), content(&put(dated, |_| {}).unwrap()));
}

#[test]
fn cells_are_checked_by_record() {
    let mut columns = usual();
    let mut sexes = cells(3);
    sexes[17] = CANARY.to_owned();
    columns[3].1 = Arc::new(StringArray::from(sexes));
    columns[4].1 =
        Arc::new(Int64Array::from((0..40).map(|number| (number != 5).then_some(number * 4)).collect::<Vec<_>>()));
    let refused = assert_refused(put(columns, |_| {}), &[403, 406, 412]);
    let first = refused.receipt().faults().iter().find(|fault| fault.code() == "C403").unwrap();
    assert_eq!(first.first_records(), [18]);
    assert_eq!(refused.totals()[&406], 9);
    assert!(!format!("{refused:?}").contains(CANARY));
}

#[test]
fn a_date_inside_a_month_is_finer_than_the_contract() {
    let mut columns = usual();
    columns[1].1 = Arc::new(Date32Array::from(vec![19_724; 40]));
    assert_refused(put(columns, |_| {}), &[404, 412]);
}

#[test]
fn types_that_cannot_be_read_are_named() {
    let mut columns = usual();
    columns[4].1 = Arc::new(Float64Array::from(vec![1.0; 40]));
    columns[5].1 = Arc::new(BooleanArray::from(vec![true; 40]));
    let refused = assert_refused(put(columns, |_| {}), &[414]);
    let said: Vec<String> = refused.diagnostics().iter().map(|one| one.message.to_string()).collect();
    assert!(said[0].contains("'age'") && said[1].contains("'remark'"), "{said:?}");
}

#[test]
fn columns_that_were_not_agreed_are_over_shared() {
    let mut columns = usual();
    columns.push(("surname", Arc::new(StringArray::from(vec![CANARY; 40]))));
    assert!(assert_refused(put(columns, |_| {}), &[312]).over_shared());
    let narrow = |bench: &mut Bench| assert!(bench.allow_list.remove("age"));
    assert!(assert_refused(put(usual(), narrow), &[312]).over_shared());
    let mut columns = usual();
    columns.remove(3);
    assert_refused(put(columns, |_| {}), &[311]);
}

#[test]
fn repeated_keys_are_set_aside() {
    let mut columns = usual();
    let mut visits = cells(0);
    visits[9] = visits[2].clone();
    columns[0].1 = Arc::new(StringArray::from(visits));
    let landed = put(columns, |_| {}).unwrap();
    assert_eq!((landed.counts().accepted(), landed.counts().quarantined()), (38, 2));
}

#[test]
fn a_file_without_rows_is_no_delivery() {
    let none: Vec<(&str, ArrayRef)> = usual().into_iter().map(|(name, array)| (name, array.slice(0, 0))).collect();
    assert_refused(put(none, |_| {}), &[305]);
}

#[test]
fn a_damaged_file_never_ends_the_night() {
    let whole = written(usual());
    let mut refused = 0;
    for at in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xff;
        refused += usize::from(put_bytes(&bytes, |_| {}).is_err());
    }
    assert!(refused > 100, "{refused} of {}", whole.len() / 7);
}

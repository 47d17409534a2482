//! Landed layout: what is written, what it is called, and what is current.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Int32Type, Int64Type, UInt8Type, UInt16Type};
use concordat_base::slice_of;
use concordat_ingest_gate::{Cause, LandedPartition, Limits, SLICE_COLUMN, open_landed, open_landed_at, sweep_keys};
use concordat_store::KeyAbout;
use jiff::Timestamp;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::encryption::decrypt::FileDecryptionProperties;
use proptest::prelude::*;

use crate::support::*;

pub(crate) fn rows(partition: &LandedPartition) -> RecordBatch {
    let file = std::fs::File::open(partition.data()).unwrap();
    let key = FileDecryptionProperties::builder(partition.file_key().to_vec()).build().unwrap();
    let options = ArrowReaderOptions::new().with_file_decryption_properties(key);
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options).unwrap();
    let schema = builder.schema().clone();
    let batches: Vec<RecordBatch> = builder.build().unwrap().map(Result::unwrap).collect();
    arrow::compute::concat_batches(&schema, &batches).unwrap()
}

/// Names of the columns, in their order.
pub(crate) fn columns(batch: &RecordBatch) -> Vec<String> {
    batch.schema().fields().iter().map(|field| field.name().clone()).collect()
}

#[test]
fn rows_are_landed_in_narrow_types_and_contract_order() {
    let mut bench = Bench::new();
    let text = HEADER.to_owned()
        + &format!("{},2024-01,W3,M,42,wörd,x\n", token(255))
        + &format!("{},2024-01,,F,,,x\n", token(1));
    let landed = bench.put(text).unwrap();
    let [partition] = landed.partitions() else { panic!("one period") };
    let batch = rows(partition);
    let schema = batch.schema();
    let fields: Vec<_> = schema
        .fields()
        .iter()
        .map(|field| (field.name().as_str(), field.data_type().clone(), field.is_nullable()))
        .collect();
    assert_eq!(
        fields,
        [
            ("visit", DataType::Binary, false),
            ("month", DataType::Int32, false),
            ("area", DataType::Int32, true),
            ("sex", DataType::UInt16, false),
            ("age", DataType::Int64, true),
            ("remark", DataType::Utf8, true),
        ]
    );
    assert_eq!(partition.manifest().sliced_by, None, "a pseudonym of one record orders nothing");
    assert_eq!(batch.column(0).as_binary::<i32>().value(0)[14..], [0, 255]);
    assert_eq!(batch.column(1).as_primitive::<Int32Type>().values(), &[2024 * 12, 2024 * 12]);
    assert_eq!(batch.column(2).as_primitive::<Int32Type>().value(0), 2);
    assert_eq!(batch.column(3).as_primitive::<UInt16Type>().values(), &[1, 0]);
    assert_eq!(batch.column(4).as_primitive::<Int64Type>().value(0), 42);
    assert_eq!(batch.column(5).as_string::<i32>().value(0), "wörd");
    assert!([2, 4, 5].iter().all(|column| batch.column(*column).is_null(1)));
    let manifest = partition.manifest();
    assert_eq!((manifest.rows, manifest.period.as_str(), manifest.columns.len()), (2, "2024-01", 6));
    assert_eq!(manifest.columns[&name("month")].kind, "month_number");
    assert_eq!(manifest.parquet_bytes, std::fs::metadata(partition.data()).unwrap().len());
    let folder = partition.folder().file_name().unwrap().to_str().unwrap();
    assert!(!folder.contains(&manifest.content_id), "the name of the folder tells nothing of the content");
}

#[test]
fn only_columns_of_the_allow_list_are_landed() {
    let mut bench = Bench::new();
    bench.allow_list = ["visit", "month", "sex"].map(name).into();
    let text = "visit,month,sex\n".to_owned() + &format!("{},2024-01,F\n", token(1));
    let landed = bench.put(text).unwrap();
    assert_eq!(columns(&rows(&landed.partitions()[0])), ["visit", "month", "sex"]);
}

#[test]
fn rows_of_several_periods_can_be_told_apart() {
    let mut bench = Bench::new();
    let text = HEADER.to_owned() + &good_in("2024-02", 1) + &good_in("2023-12", 2) + &good_in("2024-02", 3);
    let landed = bench.put(text).unwrap();
    let months: Vec<Vec<i32>> = landed
        .partitions()
        .iter()
        .map(|one| rows(one)["month"].as_primitive::<Int32Type>().values().to_vec())
        .collect();
    assert_eq!(months, [vec![2023 * 12 + 11], vec![2024 * 12 + 1; 2]]);
    let first_months: Vec<i32> = landed.partitions().iter().map(|one| one.period().first_month_number()).collect();
    assert_eq!(first_months, [2023 * 12 + 11, 2024 * 12 + 1]);
}

#[test]
fn equal_content_is_kept_and_changed_content_is_new() {
    let mut bench = Bench::new();
    let first = bench.put(delivery(0..50)).unwrap();
    let shuffled = bench.put(delivery((0..50).rev())).unwrap();
    assert_eq!(content(&first), content(&shuffled));
    assert_eq!(shuffled.partitions()[0].manifest().sequence, 1, "the folder that was there is kept");
    assert_eq!(shuffled.partitions()[0].sequence(), 2);
    // Two ages change places: the same values in the column, and another content.
    let swapped = delivery(0..50).replace(",F,7,", ",F,?,").replace(",F,8,", ",F,7,").replace(",F,?,", ",F,8,");
    let swapped = bench.put(swapped).unwrap();
    assert_ne!(content(&first), content(&swapped));
    let changed: Vec<&str> = first.partitions()[0]
        .manifest()
        .columns
        .iter()
        .filter(|(name, column)| swapped.partitions()[0].manifest().columns[*name].hash != column.hash)
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(changed, ["age"], "only the column that changed makes steps stale");
}

#[test]
fn a_period_is_replaced_and_the_others_stay() {
    let mut bench = Bench::new();
    bench.put(HEADER.to_owned() + &good_in("2024-01", 1) + &good_in("2024-02", 2)).unwrap();
    bench = bench.one_period();
    bench.put(HEADER.to_owned() + &good_in("2024-02", 3) + &good_in("2024-02", 4)).unwrap();
    let rows_held = |at: Option<i64>| -> Vec<(String, u64, u64)> {
        let dataset = name("visits");
        let held = match at {
            None => open_landed(&bench.home, &dataset),
            Some(at) => open_landed_at(&bench.home, &dataset, Timestamp::from_second(at).unwrap()),
        };
        held.unwrap().iter().map(|one| (one.period().to_string(), one.manifest().rows, one.sequence())).collect()
    };
    assert_eq!(rows_held(None), [("2024-01".into(), 1, 1), ("2024-02".into(), 2, 2)]);
    assert_eq!(rows_held(Some(1500)), [("2024-01".into(), 1, 1), ("2024-02".into(), 1, 1)]);
    assert_eq!(rows_held(Some(500)), []);
}

#[test]
fn a_full_refresh_replaces_everything_and_a_refusal_nothing() {
    let mut bench = Bench::new();
    bench.put(HEADER.to_owned() + &good_in("2024-01", 1) + &good_in("2024-02", 2)).unwrap();
    bench.put(HEADER).err().unwrap();
    assert_eq!(open_landed(&bench.home, &name("visits")).unwrap().len(), 2);
    bench.put(HEADER.to_owned() + &good_in("2024-02", 2)).unwrap();
    let held = open_landed(&bench.home, &name("visits")).unwrap();
    assert_eq!(held.iter().map(|one| one.period()).collect::<Vec<_>>(), [month("2024-02")]);
}

#[test]
fn what_a_killed_run_left_is_not_current_and_is_swept() {
    let mut bench = Bench::new();
    bench.put(delivery(0..3)).unwrap();
    let dataset = bench.home.landed_dataset("visits");
    let landed = open_landed(&bench.home, &name("visits")).unwrap();
    // Killed between the folders and the history: an incoming folder, and half a line.
    let incoming = dataset.join("incoming-0");
    std::fs::create_dir_all(&incoming).unwrap();
    std::fs::copy(landed[0].folder().join("manifest.json"), incoming.join("manifest.json")).unwrap();
    let about =
        KeyAbout { dataset: "visits".into(), delivery: "x".into(), period: None, received: Timestamp::UNIX_EPOCH };
    let unused = bench.home.vault().unwrap().create_key(&about).unwrap();
    assert_eq!(open_landed(&bench.home, &name("visits")).unwrap(), landed);
    bench.put(delivery(0..4)).unwrap();
    assert!(!incoming.exists());
    assert_eq!(sweep_keys(&bench.home).unwrap(), 1);
    assert!(bench.home.vault().unwrap().key(unused.id()).unwrap_err().is_key_missing());
    assert_eq!(open_landed(&bench.home, &name("visits")).unwrap()[0].manifest().rows, 4);
}

#[test]
fn a_disk_that_fills_up_at_any_point_leaves_what_was_landed() {
    let mut bench = Bench::new();
    bench.limits.keys_in_memory = 2;
    bench.put(delivery(0..3)).unwrap();
    let before = open_landed(&bench.home, &name("visits")).unwrap();
    let text = HEADER.to_owned() + &good_in("2024-01", 1) + &good_in("2024-02", 2) + &good_in("2024-03", 1);
    let mut refusals = 0;
    for point in 1.. {
        let full = concordat_store::fault::disk_full_from(point);
        let result = bench.put(&text);
        drop(full);
        let held = open_landed(&bench.home, &name("visits")).unwrap();
        match result {
            Ok(landed) => {
                assert_eq!(held, landed.partitions());
                break;
            }
            Err(refused) => {
                assert_eq!(refused.cause(), Cause::Operation, "point {point}");
                assert!(codes(&refused).contains(&902), "point {point}: {refused:?}");
                // Once the line is written the delivery counts, whether or not the disk confirms it.
                assert!(held == before || held.len() == 1 && held[0].period() == month("2024-02"), "point {point}");
                refusals += 1;
            }
        }
    }
    assert!(refusals > 20, "{refusals}");
}

#[test]
fn landed_rows_that_are_gone_are_not_taken_for_none() {
    let mut bench = Bench::new();
    let landed = bench.put(delivery(0..3)).unwrap();
    std::fs::remove_dir_all(landed.partitions()[0].folder()).unwrap();
    assert!(open_landed(&bench.home, &name("visits")).is_err());
    let other = unlocked(bench.folder.path(), "other");
    assert_eq!(open_landed(&other, &name("visits")).unwrap(), []);
}

#[test]
fn small_batches_row_groups_and_memory_give_the_same_content() {
    let periods = ["2024-01", "2024-02", "2024-03"];
    let text: String =
        HEADER.to_owned() + &(0..300).map(|number| good_in(periods[number as usize % 3], number)).collect::<String>();
    let mut usual_bench = Bench::new();
    let usual = usual_bench.put(&text).unwrap();
    let mut bench = Bench::new();
    bench.limits = Limits { batch_rows: 7, row_group_rows: 20, encoded_bytes: 1, ..bench.limits };
    let small = bench.put(&text).unwrap();
    assert_eq!(content(&usual), content(&small));
    for (left, right) in usual.partitions().iter().zip(small.partitions()) {
        assert_eq!(rows(left), rows(right));
    }
}

/// Of a pseudonym that stands in several records, the slice is kept, and rows lie in its order within a row group.
#[test]
fn rows_lie_in_order_of_the_slice_of_a_repeated_pseudonym() {
    let text = HEADER.to_owned() + &(0..300).map(|number| good(number % 100)).collect::<String>();
    for (row_group_rows, groups) in [(1000, 1), (90, 4)] {
        let mut bench = Bench::without_key();
        bench.limits = Limits { batch_rows: 30, row_group_rows, ..bench.limits };
        let landed = bench.put(&text).unwrap();
        let [partition] = landed.partitions() else { panic!("one period") };
        assert_eq!(partition.manifest().sliced_by, Some(name("visit")));
        let batch = rows(partition);
        let tokens = batch.column(0).as_binary::<i32>();
        let slices = batch.column_by_name(SLICE_COLUMN).unwrap().as_primitive::<UInt8Type>().values();
        assert!(tokens.iter().zip(slices).all(|(token, slice)| slice_of(token) == *slice));
        let falls = slices.windows(2).filter(|pair| pair[0] > pair[1]).count();
        assert_eq!((batch.num_rows(), falls), (300, groups - 1));
    }
}

#[test]
fn quotes_line_ends_and_blank_lines_do_not_change_content() {
    let plain = Bench::new().put(delivery(0..20)).unwrap();
    let quoted =
        delivery(0..20).replace("word", "\"word\"").replace("note 3\n", "\"a \"\"note\"\",\r\n\n of lines\"\n");
    let variants = [delivery(0..20).replace('\n', "\r\n"), quoted.clone(), delivery(0..20).replace("\n", "\n\n")];
    for text in variants {
        assert_eq!(content(&plain), content(&Bench::new().put(&text).unwrap()));
    }
    let mut bench = Bench::new();
    let kept = bench.put(delivery(0..2).replace("word", "\"a\"\"b\nc,d\"")).unwrap();
    assert_eq!(rows(&kept.partitions()[0]).column(5).as_string::<i32>().value(0), "a\"b\nc,d");
}

#[test]
fn blocks_of_any_size_give_the_same_content() {
    let text = delivery(0..8).replace("note 3\n", "\"a \"\"note\"\",\r\n\n of é lines\"\r\n").replace("word", "wörd");
    let whole = Bench::new().put(&text).unwrap();
    for block_bytes in (1..80).chain([1000]) {
        let mut bench = Bench::new();
        bench.limits.block_bytes = block_bytes;
        assert_eq!(content(&whole), content(&bench.put(&text).unwrap()), "blocks of {block_bytes}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// The gate splits records and cells as the csv crate does.
    #[test]
    fn cells_are_those_that_a_csv_reader_finds(
        cells in proptest::collection::vec("[a\",\n ]{0,8}", 1..8),
        raw in proptest::collection::vec(any::<bool>(), 8),
        block_bytes in 1usize..40,
    ) {
        let mut text = HEADER.to_owned();
        for (number, cell) in (0u32..).zip(&cells) {
            // Raw cells may hold a quote after their first character, and none of the characters that must be quoted.
            let plain: String = cell.replace([',', '\n'], "").trim_start_matches('"').to_owned();
            let cell = if raw[number as usize] { plain } else { format!("\"{}\"", cell.replace('"', "\"\"")) };
            text += &good(number).replace("word", &cell);
        }
        let mut bench = Bench::new();
        bench.limits.block_bytes = block_bytes;
        let landed = bench.put(&text).unwrap();
        let batch = rows(&landed.partitions()[0]);
        let found: Vec<Option<&str>> = batch.column(5).as_string::<i32>().iter().collect();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let expected: Vec<Option<&str>> =
            records.iter().map(|record| record.get(5).filter(|cell| !cell.trim_matches(' ').is_empty())).collect();
        prop_assert_eq!(found, expected);
    }
}

//! Landed rows and refused records at rest: encrypted under keys of their own, and destroyed with them.

use concordat_ingest_gate::{
    Limits, destroy_extract, expired_periods, forget_unopenable, held_extracts, open_landed, open_quarantined,
    sweep_keys,
};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::encryption::decrypt::FileDecryptionProperties;

use crate::support::*;

/// Two months of records, one of which is set aside.
fn two_months() -> String {
    let first = (0..30).fold(HEADER.to_owned(), |text, number| text + &good_in("2024-01", number));
    let both = (30..60).fold(first, |text, number| text + &good_in("2024-02", number));
    both + &good_in("2024-02", 60).replace(",F,", ",Z,")
}

#[test]
fn every_column_is_encrypted_and_no_cell_is_in_the_home() {
    let mut bench = Bench::new();
    bench.limits.keys_in_memory = 2;
    let text = delivery(0..30).replace("word", "secretword") + &good(31).replace(",F,", ",secretword,");
    let landed = bench.put(text).unwrap();
    assert!(bench.quarantined(1).unwrap().contains("secretword"), "the search would prove nothing");
    let partition = &landed.partitions()[0];
    for (path, bytes) in bench.all_files() {
        assert!(!bytes.windows(10).any(|window| window == b"secretword"), "{}", path.display());
    }
    let open = || std::fs::File::open(partition.data()).unwrap();
    assert!(ParquetRecordBatchReaderBuilder::try_new(open()).is_err(), "it opens without its key");
    let key = FileDecryptionProperties::builder(partition.file_key().to_vec()).build().unwrap();
    let options = ArrowReaderOptions::new().with_file_decryption_properties(key);
    let metadata = ArrowReaderMetadata::load(&open(), options).unwrap();
    let groups = metadata.metadata().row_groups();
    let columns: Vec<_> = groups.iter().flat_map(|group| group.columns()).collect();
    assert!(columns.len() >= 6 && columns.iter().all(|column| column.crypto_metadata().is_some()));
}

#[test]
fn each_period_and_what_was_set_aside_has_a_key_and_goes_with_it() {
    let mut bench = Bench::new();
    bench.limits = Limits::default();
    bench.put(two_months()).unwrap();
    let dataset = name("visits");
    let held = held_extracts(&bench.home).unwrap();
    let periods: Vec<Option<&str>> = held.iter().map(|one| one.period.as_deref()).collect();
    assert_eq!(periods, [Some("2024-01"), Some("2024-02"), None]);
    assert_eq!(bench.home.vault().unwrap().key_ids().unwrap().len(), 3);
    for one in [&held[0], &held[2]] {
        destroy_extract(&bench.home, &dataset, &one.key).unwrap();
        // Done again after it was cut off, it changes nothing.
        destroy_extract(&bench.home, &dataset, &one.key).unwrap();
    }
    assert_eq!(held_extracts(&bench.home).unwrap(), held[1..2]);
    assert_eq!(bench.home.vault().unwrap().key_ids().unwrap(), std::slice::from_ref(&held[1].key));
    assert!(open_quarantined(&bench.home, &dataset, "delivery-1").is_err());
    assert_eq!(expired_periods(&bench.home, &dataset).unwrap(), ["2024-01".to_owned()].into());
    assert_eq!(sweep_keys(&bench.home).unwrap(), 0);
}

#[test]
fn what_was_held_for_its_whole_time_is_not_taken_in_again_and_anything_else_is() {
    let mut bench = Bench::new();
    bench.put(two_months()).unwrap();
    let held = held_extracts(&bench.home).unwrap();
    destroy_extract(&bench.home, &name("visits"), &held[0].key).unwrap();
    let refused = assert_refused(bench.put(two_months()), &[403, 968]);
    assert!(refused.diagnostics().iter().any(|one| one.message.as_str().contains("2024-01")));
    assert_eq!(open_landed(&bench.home, &name("visits")).unwrap().len(), 1);
    // The keys of the refused delivery went with it, but for that of what was set aside of it.
    assert_eq!(bench.home.vault().unwrap().key_ids().unwrap().len(), 3);
    bench.put(HEADER.to_owned() + &good_in("2024-01", 7) + &good_in("2024-02", 2)).unwrap();
    assert_eq!(open_landed(&bench.home, &name("visits")).unwrap().len(), 2);
}

#[test]
fn content_that_comes_again_keeps_its_first_day() {
    let mut bench = Bench::new();
    bench.put(delivery(0..3)).unwrap();
    let first = held_extracts(&bench.home).unwrap();
    bench.put(delivery(0..3)).unwrap();
    assert_eq!(held_extracts(&bench.home).unwrap(), first);
    assert_eq!(open_landed(&bench.home, &name("visits")).unwrap()[0].sequence(), 2);
    assert_eq!(bench.home.vault().unwrap().key_ids().unwrap().len(), 1, "the new key was not needed");
}

#[test]
fn what_no_key_opens_is_given_up_and_may_be_delivered_again() {
    let mut bench = Bench::new();
    bench.put(two_months()).unwrap();
    std::fs::remove_dir_all(bench.home.keys()).unwrap();
    assert!(open_landed(&bench.home, &name("visits")).is_err());
    assert_eq!(forget_unopenable(&bench.home).unwrap(), 2);
    assert!(open_landed(&bench.home, &name("visits")).unwrap().is_empty());
    assert!(held_extracts(&bench.home).unwrap().is_empty());
    bench.put(two_months()).unwrap();
    assert_eq!(open_landed(&bench.home, &name("visits")).unwrap().len(), 2);
}

//! Encrypted files: read with their key alone, and never in the clear where a key was given.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use concordat_engine::{Engine, EngineError, FileKey, Session};
use parquet::arrow::ArrowWriter;
use parquet::encryption::encrypt::FileEncryptionProperties;
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use crate::support::{approved, batch, numbers, options, table, texts, write};

const KEY: [u8; 32] = [7; 32];

fn rows() -> arrow::record_batch::RecordBatch {
    let areas: Vec<&str> = (0..1000).map(|at| if at % 3 == 0 { "north" } else { "south" }).collect();
    batch(vec![("area", texts(&areas)), ("days", numbers(&(0..1000).collect::<Vec<i64>>()))])
}

fn write_encrypted(folder: &Path) -> PathBuf {
    let (path, rows) = (folder.join("sealed.parquet"), rows());
    let encryption = FileEncryptionProperties::builder(KEY.to_vec()).build().unwrap();
    let properties = WriterProperties::builder()
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_max_row_group_row_count(Some(300))
        .with_file_encryption_properties(encryption)
        .build();
    let file = std::fs::File::create(&path).unwrap();
    let mut writer = ArrowWriter::try_new(file, rows.schema(), Some(properties)).unwrap();
    writer.write(&rows).unwrap();
    writer.close().unwrap();
    path
}

fn session(file: &Path, key: Option<[u8; 32]>) -> Session {
    let mut session = Engine::new(options(2)).unwrap().session().unwrap();
    let keys: BTreeMap<PathBuf, FileKey> =
        key.map(|key| (file.to_owned(), FileKey::new(key.into()))).into_iter().collect();
    session.register_encrypted(table("t", vec![file.to_owned()], &rows(), &["area", "days"]), keys).unwrap();
    session
}

#[test]
fn with_its_key_a_file_is_read_with_filters_and_groups() {
    let folder = tempfile::tempdir().unwrap();
    let file = write_encrypted(folder.path());
    assert!(!std::fs::read(&file).unwrap().windows(5).any(|window| window == b"north" || window == b"south"));
    let session = session(&file, Some(KEY));
    let all = approved("t: area days");
    let answer = session.query("select area, count(*) as n from t where days >= 500 group by area order by area", &all);
    let answer = answer.unwrap();
    assert_eq!(answer.texts("area").unwrap(), [Some("north".to_owned()), Some("south".to_owned())]);
    assert_eq!(answer.integers("n").unwrap(), [Some(167), Some(333)]);
    assert_eq!(session.query("select count(*) as n from t", &all).unwrap().integers("n").unwrap(), [Some(1000)]);
}

#[test]
fn without_its_key_or_with_another_a_file_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = write_encrypted(folder.path());
    for key in [None, Some([8; 32])] {
        let refused = session(&file, key).query("select sum(days) as n from t", &approved("t: area days"));
        assert_eq!(refused.unwrap_err(), EngineError::Execution);
    }
}

#[test]
fn a_plain_file_in_the_place_of_an_encrypted_one_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(folder.path(), "plain.parquet", &rows());
    let refused = session(&file, Some(KEY)).query("select sum(days) as n from t", &approved("t: area days"));
    assert_eq!(refused.unwrap_err(), EngineError::Execution);
    assert_eq!(session(&file, None).query("select sum(days) as n from t", &approved("t: days")).unwrap().rows, 1);
}

/// Sorting more than there is memory for: what is spilled is gone afterwards, and the answer is that of a sort in memory.
#[test]
fn what_does_not_fit_into_memory_is_spilled_encrypted_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let spill = folder.path().join("spill");
    let long: Vec<i64> = (0..400_000).map(|at| (at * 7919) % 400_000).collect();
    let rows = batch(vec![("days", numbers(&long))]);
    let file = write(folder.path(), "long.parquet", &rows);
    let engine =
        Engine::new(concordat_engine::EngineOptions { threads: 1, memory_bytes: 3 << 20, spill: Some(spill.clone()) });
    let mut session = engine.unwrap().session().unwrap();
    session.register(table("t", vec![file], &rows, &["days"])).unwrap();
    let answer = session.query("select days from t order by days", &approved("t: days")).unwrap();
    let sorted: Vec<i64> = answer.integers("days").unwrap().into_iter().flatten().collect();
    assert!(sorted.len() == 400_000 && sorted.is_sorted());
    assert!(spill.is_dir(), "nothing was spilled");
    assert_eq!(std::fs::read_dir(&spill).unwrap().count(), 0);
}

//! Single files: whole or not at all, and full disks.

use std::fs;
use std::io::{Seek, SeekFrom, Write};

use concordat_store::{AtomicFile, StoreError};
use concordat_store::{copy_in, read_bytes, read_pointer, read_to_string, remove_file};
use concordat_store::{swap_pointer, write_atomic};
use tempfile::tempdir;

use crate::names;

#[test]
fn a_file_is_written_with_the_folders_it_needs() {
    let home = tempdir().unwrap();
    let path = home.path().join("landed/admissions/data.parquet");
    write_atomic(&path, b"first").unwrap();
    write_atomic(&path, b"second").unwrap();
    assert_eq!(read_bytes(&path).unwrap(), b"second");
    assert_eq!(names(path.parent().unwrap()), ["data.parquet"]);
}

#[test]
fn an_unfinished_file_leaves_nothing_and_the_old_content_stands() {
    let home = tempdir().unwrap();
    let path = home.path().join("report.md");
    write_atomic(&path, b"old").unwrap();
    let mut file = AtomicFile::create(&path).unwrap();
    file.write_all(b"new").unwrap();
    assert_eq!(names(home.path()).len(), 2);
    drop(file);
    assert_eq!(names(home.path()), ["report.md"]);
    assert_eq!(read_to_string(&path).unwrap(), "old");
}

#[test]
fn a_writer_can_go_back_and_fill_in_a_header() {
    let home = tempdir().unwrap();
    let path = home.path().join("workbook.xlsx");
    let mut file = AtomicFile::create(&path).unwrap();
    file.write_all(b"????body").unwrap();
    file.seek(SeekFrom::Start(0)).unwrap();
    file.write_all(b"head").unwrap();
    file.finish().unwrap();
    assert_eq!(read_bytes(&path).unwrap(), b"headbody");
}

#[test]
#[cfg(debug_assertions)]
fn a_disk_that_fills_up_at_any_point_leaves_the_old_content() {
    let home = tempdir().unwrap();
    let path = home.path().join("data.csv");
    write_atomic(&path, b"old").unwrap();
    let mut failures = 0;
    loop {
        let full = concordat_store::fault::disk_full_from(failures + 1);
        let outcome = write_atomic(&path, b"new content");
        drop(full);
        let Err(error) = outcome else { break };
        failures += 1;
        assert!(error.is_disk_full(), "{error}");
        assert_eq!(names(home.path()), ["data.csv"]);
        // Only the last step, making the new name last, comes after the new content stands.
        let renamed = matches!(error, StoreError::SyncFolder { .. });
        let expected = if renamed { "new content" } else { "old" };
        assert_eq!(read_to_string(&path).unwrap(), expected);
        write_atomic(&path, b"old").unwrap();
    }
    // create, half, sync, rename, sync of the folder
    assert_eq!(failures, 5);
}

#[test]
#[cfg(debug_assertions)]
fn a_failed_write_that_the_writer_in_between_swallows_still_fails_the_file() {
    let home = tempdir().unwrap();
    let path = home.path().join("data.csv");
    let mut file = AtomicFile::create(&path).unwrap();
    let full = concordat_store::fault::disk_full_from(1);
    let told = file.write_all(b"rows").unwrap_err();
    drop(full);
    assert_eq!(told.kind(), std::io::ErrorKind::StorageFull);
    assert!(told.to_string().contains("data.csv"), "{told}");
    let error = file.finish().unwrap_err();
    assert!(error.is_disk_full());
    assert!(names(home.path()).is_empty());
}

#[test]
#[cfg(debug_assertions)]
fn a_full_disk_can_still_be_tidied() {
    let home = tempdir().unwrap();
    let path = home.path().join("cells/a/data");
    write_atomic(&path, b"kept work").unwrap();
    let _full = concordat_store::fault::disk_full_from(1);
    assert!(write_atomic(&path, b"more").is_err());
    assert!(remove_file(&path).unwrap());
    assert!(!path.exists());
}

#[test]
fn a_pointer_names_nothing_then_one_thing_then_another() {
    let home = tempdir().unwrap();
    let current = home.path().join("releases/current");
    assert_eq!(read_pointer(&current).unwrap(), None);
    for version in ["2026-11-22.1", "2026-11-23.1"] {
        swap_pointer(&current, &format!("{version}\n")).unwrap();
        assert_eq!(read_pointer(&current).unwrap().as_deref(), Some(version));
    }
    assert_eq!(names(current.parent().unwrap()), ["current"]);
}

#[test]
fn copying_in_takes_all_bytes_and_names_a_missing_source() {
    let home = tempdir().unwrap();
    let source = home.path().join("delivery.csv");
    let bytes = vec![7_u8; 300_000];
    fs::write(&source, &bytes).unwrap();
    let target = home.path().join("in/delivery.csv");
    assert_eq!(copy_in(&source, &target).unwrap(), 300_000);
    assert_eq!(read_bytes(&target).unwrap(), bytes);
    let error = copy_in(&home.path().join("absent.csv"), &target).unwrap_err();
    assert!(error.is_not_found());
    assert!(error.path().ends_with("absent.csv"));
}

#[test]
fn reading_errors_name_the_path() {
    let home = tempdir().unwrap();
    let absent = home.path().join("absent.json");
    let error = read_to_string(&absent).unwrap_err();
    assert_eq!(error.to_string(), format!("cannot read {}", absent.display()));
    let binary = home.path().join("binary");
    fs::write(&binary, [0xff, 0xfe]).unwrap();
    assert!(matches!(
        read_to_string(&binary).unwrap_err(),
        StoreError::NotText { path } if path == binary
    ));
    assert!(!remove_file(&absent).unwrap());
    assert!(remove_file(&binary).unwrap());
    assert!(!binary.exists());
}

#[test]
fn a_secret_is_its_owners_alone_and_never_written_over() {
    let home = tempdir().unwrap();
    let path = home.path().join("keys/key.json");
    concordat_store::write_new_secret(&path, b"secret").unwrap();
    let again = concordat_store::write_new_secret(&path, b"another");
    assert!(matches!(again, Err(StoreError::AlreadyThere { .. })), "{again:?}");
    assert_eq!(read_bytes(&path).unwrap(), b"secret");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

//! Files that only grow.

use std::fs;

use concordat_store::{StoreError, append_line, cut_torn_line, file_length, read_to_string};
use tempfile::tempdir;

#[test]
fn lines_are_added_in_order() {
    let home = tempdir().unwrap();
    let path = home.path().join("ledger/entries.ndjson");
    assert_eq!(file_length(&path).unwrap(), 0);
    for line in ["one", "two", ""] {
        append_line(&path, line).unwrap();
    }
    assert_eq!(read_to_string(&path).unwrap(), "one\ntwo\n\n");
    assert_eq!(file_length(&path).unwrap(), 9);
}

#[test]
fn a_line_cannot_hold_another() {
    let home = tempdir().unwrap();
    let path = home.path().join("entries");
    for line in ["a\nb", "a\r"] {
        let error = append_line(&path, line).unwrap_err();
        assert!(matches!(error, StoreError::LineBreak { .. }));
    }
    assert!(!path.exists());
}

#[test]
fn a_torn_line_stops_appending_until_it_is_cut_off_and_kept() {
    let home = tempdir().unwrap();
    let path = home.path().join("entries");
    fs::write(&path, "whole\nto").unwrap();
    let error = append_line(&path, "next").unwrap_err();
    assert!(matches!(error, StoreError::Torn { .. }));

    let kept = cut_torn_line(&path).unwrap().unwrap();
    assert!(kept.ends_with("torn-1"));
    assert_eq!(read_to_string(&kept).unwrap(), "to");
    append_line(&path, "next").unwrap();
    assert_eq!(read_to_string(&path).unwrap(), "whole\nnext\n");
    assert_eq!(cut_torn_line(&path).unwrap(), None);

    fs::write(&path, "torn from the start").unwrap();
    let kept = cut_torn_line(&path).unwrap().unwrap();
    assert!(kept.ends_with("torn-2"));
    assert_eq!(file_length(&path).unwrap(), 0);
    assert_eq!(cut_torn_line(&home.path().join("absent")).unwrap(), None);
}

#[test]
#[cfg(debug_assertions)]
fn a_full_disk_takes_the_line_back() {
    let home = tempdir().unwrap();
    let path = home.path().join("entries");
    append_line(&path, "whole").unwrap();
    let mut failures = 0;
    loop {
        let full = concordat_store::fault::disk_full_from(failures + 1);
        let outcome = append_line(&path, "next");
        drop(full);
        let Err(error) = outcome else { break };
        failures += 1;
        assert!(error.is_disk_full());
        assert_eq!(read_to_string(&path).unwrap(), "whole\n");
    }
    // open, half, sync
    assert_eq!(failures, 3);
    assert_eq!(read_to_string(&path).unwrap(), "whole\nnext\n");
    assert_eq!(crate::names(home.path()), ["entries"]);
}

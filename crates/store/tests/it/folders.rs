//! Whole folders: committed with their manifest or not there.

use std::fs;
use std::io::Write;

use concordat_store::{AtomicFolder, StoreError};
use concordat_store::{create_folders, is_complete, list_files, list_folders, move_folder};
use concordat_store::{read_to_string, remove_folder, sweep_leftovers, write_atomic};
use tempfile::tempdir;

use crate::names;

#[test]
fn a_folder_appears_with_all_its_files() {
    let home = tempdir().unwrap();
    let path = home.path().join("releases/2026-11-22.1");
    let folder = AtomicFolder::begin(&path).unwrap();
    let mut csv = folder.file("public/observations.csv").unwrap();
    csv.write_all(b"indicator,value\n").unwrap();
    csv.finish().unwrap();
    folder.write("manifest.json", b"{}").unwrap();
    assert!(!path.exists());
    assert!(is_complete(folder.path()));
    assert!(list_folders(&home.path().join("releases")).unwrap().is_empty());

    assert_eq!(folder.commit().unwrap(), path);
    assert!(is_complete(&path));
    assert_eq!(list_folders(&path).unwrap(), ["public"]);
    assert_eq!(list_files(&path).unwrap(), ["manifest.json"]);
    assert_eq!(names(&path.join("public")), ["observations.csv"]);
    assert_eq!(names(path.parent().unwrap()), ["2026-11-22.1"]);
}

#[test]
fn a_folder_dropped_uncommitted_leaves_nothing() {
    let home = tempdir().unwrap();
    let folder = AtomicFolder::begin(&home.path().join("a")).unwrap();
    folder.write("deep/er/file", b"x").unwrap();
    drop(folder);
    assert!(names(home.path()).is_empty());
}

#[test]
fn unfinished_files_and_a_missing_manifest_refuse_the_commit() {
    let home = tempdir().unwrap();
    let path = home.path().join("a");
    let folder = AtomicFolder::begin(&path).unwrap();
    folder.write("manifest.json", b"{}").unwrap();
    drop(folder.file("data").unwrap());
    let error = folder.commit().unwrap_err();
    assert!(matches!(error, StoreError::Unfinished { .. }));

    let folder = AtomicFolder::begin_with_manifest(&path, "run.json").unwrap();
    folder.write("manifest.json", b"{}").unwrap();
    let error = folder.commit().unwrap_err();
    assert!(error.to_string().ends_with("was given no run.json"));
    assert!(names(home.path()).is_empty());
}

#[test]
fn a_complete_folder_is_never_replaced_and_a_leftover_is() {
    let home = tempdir().unwrap();
    let path = home.path().join("a");
    write_atomic(&path.join("half.parquet"), b"leftover").unwrap();
    for (content, is_first) in [("first", true), ("second", false)] {
        let folder = AtomicFolder::begin(&path).unwrap();
        folder.write("manifest.json", content.as_bytes()).unwrap();
        let outcome = folder.commit();
        assert_eq!(outcome.is_ok(), is_first);
        assert_eq!(outcome.is_err_and(|error| error.is_already_there()), !is_first);
    }
    assert_eq!(names(&path), ["manifest.json"]);
    assert_eq!(read_to_string(&path.join("manifest.json")).unwrap(), "first");
    assert_eq!(names(home.path()), ["a"]);
}

#[test]
fn names_that_leave_the_folder_are_refused() {
    let home = tempdir().unwrap();
    let folder = AtomicFolder::begin(&home.path().join("a")).unwrap();
    for name in ["", "../b", "/etc/b", "b/../../c", "b\\c", "c:d", ".tmp-1-1"] {
        let error = folder.file(name).unwrap_err();
        assert!(matches!(error, StoreError::UnsafeName { .. }), "{name}");
    }
}

#[test]
#[cfg(debug_assertions)]
fn a_disk_that_fills_up_at_any_point_shows_no_folder_or_all_of_it() {
    let home = tempdir().unwrap();
    let path = home.path().join("a");
    let commit = || {
        let folder = AtomicFolder::begin(&path)?;
        folder.write("public/data", b"rows")?;
        folder.write("manifest.json", b"{}")?;
        folder.commit()
    };
    let mut failures = 0;
    loop {
        let full = concordat_store::fault::disk_full_from(failures + 1);
        let outcome = commit();
        drop(full);
        let Err(error) = outcome else { break };
        failures += 1;
        assert!(error.is_disk_full(), "{error}");
        let after_the_rename = path.exists();
        assert_eq!(after_the_rename, is_complete(&path));
        assert_eq!(names(home.path()).len(), usize::from(after_the_rename));
        remove_folder(&path).unwrap();
    }
    // begin; create, half and sync of two files; sync of two folders; commit; sync of the folder
    assert_eq!(failures, 11);
}

#[test]
fn moving_keeps_what_is_there() {
    let home = tempdir().unwrap();
    let staged = home.path().join("staged/1");
    let released = home.path().join("releases/1");
    write_atomic(&staged.join("manifest.json"), b"{}").unwrap();
    move_folder(&staged, &released).unwrap();
    assert!(is_complete(&released) && !staged.exists());
    create_folders(&staged).unwrap();
    assert!(move_folder(&staged, &released).unwrap_err().is_already_there());
    assert!(staged.exists());
}

#[test]
fn removing_says_whether_there_was_anything() {
    let home = tempdir().unwrap();
    let path = home.path().join("cells/key");
    write_atomic(&path.join("deep/data"), b"x").unwrap();
    assert!(remove_folder(&path).unwrap());
    assert!(!remove_folder(&path).unwrap());
    assert!(names(&home.path().join("cells")).is_empty());
}

#[test]
fn leftovers_are_swept_and_nothing_else() {
    let home = tempdir().unwrap();
    fs::create_dir_all(home.path().join(".tmp-1-0/deep")).unwrap();
    fs::write(home.path().join(".tmp-1-0/deep/data"), b"x").unwrap();
    fs::write(home.path().join(".tmp-1-1"), b"x").unwrap();
    fs::write(home.path().join("kept"), b"x").unwrap();
    assert_eq!(list_files(home.path()).unwrap(), ["kept"]);
    assert_eq!(sweep_leftovers(home.path()).unwrap(), 2);
    assert_eq!(names(home.path()), ["kept"]);
    assert_eq!(sweep_leftovers(&home.path().join("absent")).unwrap(), 0);
}

#[test]
fn a_file_in_the_way_of_a_folder_is_told() {
    let home = tempdir().unwrap();
    let file = home.path().join("landed");
    fs::write(&file, b"x").unwrap();
    let error = create_folders(&file).unwrap_err();
    assert!(matches!(error, StoreError::NotAFolder { path } if path == file));
}

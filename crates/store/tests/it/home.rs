//! Where things lie, and sweeping the whole of it.

use std::fs;

use concordat_store::{Home, Lock, StoreError, write_atomic};
use jiff::Timestamp;
use tempfile::tempdir;

#[test]
fn the_layout_is_as_declared_and_asking_makes_nothing() {
    let root = tempdir().unwrap();
    let home = Home::open(root.path(), "south-tees").unwrap();
    let below = |path: std::path::PathBuf| {
        let relative = path.strip_prefix(root.path()).unwrap();
        relative.to_string_lossy().replace('\\', "/")
    };
    let found = [
        below(home.landed("pupil-absence", "2024/25", "ab12")),
        below(home.quarantine("pupil-absence", "delivery 1")),
        below(home.cells("cd34")),
        below(home.staged()),
        below(home.release("2026-11-22.1")),
        below(home.current()),
        below(home.register()),
        below(home.ledger()),
        below(home.runs("r1")),
        below(home.lock()),
    ];
    let expected = [
        "south-tees/landed/pupil-absence/2024~2f25/ab12",
        "south-tees/quarantine/pupil-absence/delivery~201",
        "south-tees/cells/cd34",
        "south-tees/staged",
        "south-tees/releases/2026-11-22.1",
        "south-tees/releases/current",
        "south-tees/register",
        "south-tees/ledger",
        "south-tees/runs/r1",
        "south-tees/lock",
    ];
    assert_eq!(found, expected);
    assert!(!home.root().exists());
}

#[test]
fn an_id_cannot_lead_out_of_the_home() {
    let root = tempdir().unwrap();
    let home = Home::open(root.path(), "..").unwrap();
    let path = home.landed("../..", "/etc", ".tmp-1");
    assert!(path.starts_with(root.path()));
    assert!(path.components().all(|part| part.as_os_str() != ".."));
    assert!(!path.ends_with(".tmp-1"));
}

#[test]
fn a_file_where_the_home_should_be_is_told() {
    let root = tempdir().unwrap();
    fs::write(root.path().join("south-tees"), b"x").unwrap();
    let error = Home::open(root.path(), "south-tees").unwrap_err();
    assert!(matches!(error, StoreError::NotAFolder { .. }));
}

#[test]
fn the_holder_of_the_lock_sweeps_the_whole_home() {
    let root = tempdir().unwrap();
    let home = Home::open(root.path(), "south-tees").unwrap();
    let landed = home.landed("absence", "2024/25", "ab12");
    write_atomic(&landed.join("manifest.json"), b"{}").unwrap();
    write_atomic(&landed.join(".tmp-9-9"), b"x").unwrap();
    write_atomic(&home.releases().join(".tmp-9-8/manifest.json"), b"{}").unwrap();
    let lock = Lock::acquire(&home, Timestamp::UNIX_EPOCH, "test").unwrap();
    assert_eq!(home.sweep_leftovers(&lock).unwrap(), 2);
    assert_eq!(crate::names(&landed), ["manifest.json"]);
    assert!(crate::names(&home.releases()).is_empty());
}

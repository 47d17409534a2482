//! One holder at a time.

use std::fs;

use concordat_store::{Clock, FixedClock, Home, Lock, StoreError, SystemClock};
use tempfile::tempdir;

#[test]
fn a_second_holder_is_told_who_holds_it_since_when() {
    let root = tempdir().unwrap();
    let home = Home::open(root.path(), "south-tees").unwrap();
    let clock = FixedClock("2026-11-22T02:00:00Z".parse().unwrap());
    let first = Lock::acquire(&home, clock.now(), "run").unwrap();
    let error = Lock::acquire(&home, clock.now(), "approve").unwrap_err();
    assert!(error.is_locked());
    if cfg!(unix) {
        let said = error.to_string();
        let pid = std::process::id();
        assert!(said.contains(&format!("process {pid}, since 2026-11-22T02:00:00Z")));
        assert!(matches!(error, StoreError::Locked { pid: Some(told), .. } if told == pid));
    }
    drop(first);
    Lock::acquire(&home, clock.now(), "approve").unwrap();
}

#[test]
fn a_file_left_by_a_dead_holder_locks_nobody_out() {
    let root = tempdir().unwrap();
    let home = Home::open(root.path(), "south-tees").unwrap();
    fs::create_dir_all(home.root()).unwrap();
    let stale = r#"{"pid":1,"since":"2026-01-01T00:00:00Z","purpose":"a much longer purpose than the next"}"#;
    fs::write(home.lock(), stale).unwrap();
    let lock = Lock::acquire(&home, SystemClock.now(), "run").unwrap();
    if cfg!(unix) {
        let text = fs::read_to_string(lock.path()).unwrap();
        assert!(text.starts_with(&format!("{{\"pid\":{}", std::process::id())));
        assert!(text.ends_with(r#""purpose":"run"}"#), "{text}");
    }
}

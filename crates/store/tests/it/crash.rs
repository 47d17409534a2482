//! A release written by a child process that is killed at every point in turn.

use std::env;
use std::path::Path;
use std::process::Command;

use concordat_store::{AtomicFolder, Home, Lock, StoreError};
use concordat_store::{append_line, cut_torn_line, is_complete, read_pointer, read_to_string};
use concordat_store::{remove_folder, swap_pointer};
use jiff::Timestamp;
use tempfile::tempdir;

const ROOT: &str = "CONCORDAT_STORE_TEST_ROOT";

/// One small night: stage, note, point, and remove an old folder.
fn night(home: &Home, version: &str) -> Result<(), StoreError> {
    let lock = Lock::acquire(home, Timestamp::UNIX_EPOCH, "run")?;
    home.sweep_leftovers(&lock)?;
    let entries = home.ledger().join("entries");
    cut_torn_line(&entries)?;
    let folder = AtomicFolder::begin(&home.release(version))?;
    folder.write("public/data", b"rows of the release")?;
    folder.write("manifest.json", version.as_bytes())?;
    match folder.commit() {
        Err(error) if !error.is_already_there() => return Err(error),
        _ => {}
    }
    append_line(&entries, &format!("published {version}"))?;
    swap_pointer(&home.current(), version)?;
    remove_folder(&home.cells("old"))?;
    Ok(())
}

fn make_old_cells(home: &Home) {
    let folder = AtomicFolder::begin(&home.cells("old")).unwrap();
    folder.write("data", b"kept work").unwrap();
    folder.write("manifest.json", b"{}").unwrap();
    folder.commit().unwrap();
}

/// What a reader may rely on, whenever the writer died.
fn check(home: &Home) -> String {
    let version = read_pointer(&home.current()).unwrap().unwrap();
    let release = home.release(&version);
    assert_eq!(read_to_string(&release.join("manifest.json")).unwrap(), version);
    assert!(release.join("public/data").is_file());
    let entries = read_to_string(&home.ledger().join("entries")).unwrap();
    assert!(entries.contains(&format!("published {version}\n")));
    let cells = home.cells("old");
    assert!(!cells.exists() || (is_complete(&cells) && cells.join("data").is_file()));
    version
}

#[test]
#[ignore = "the child process of the test below"]
fn child() {
    let root = env::var(ROOT).unwrap();
    let home = Home::open(Path::new(&root), "place").unwrap();
    night(&home, "2").unwrap();
}

#[test]
fn killed_at_any_point_the_old_or_the_new_release_stands_and_the_next_night_ends_well() {
    let mut killed = 0_u64;
    let mut seen = Vec::new();
    loop {
        let root = tempdir().unwrap();
        let home = Home::open(root.path(), "place").unwrap();
        night(&home, "1").unwrap();
        make_old_cells(&home);
        let status = Command::new(env::current_exe().unwrap())
            .args(["--exact", "crash::child", "--ignored", "--quiet"])
            .env(ROOT, root.path())
            .env("CONCORDAT_CRASH_AT_WRITE", (killed + 1).to_string())
            .output()
            .unwrap()
            .status;
        seen.push(check(&home));
        night(&home, "2").unwrap();
        assert_eq!(check(&home), "2");
        assert!(!home.cells("old").exists());
        if status.success() {
            break;
        }
        killed += 1;
    }
    // The child passes a couple of dozen points; both releases were seen by readers.
    assert!(killed > 20, "{killed}");
    assert!(seen.is_sorted() && seen.contains(&"1".to_owned()));
    assert!(concordat_store::fault::points_passed() > killed);
}

//! What the ledger promises, tried on a real disk: the tree is RFC 6962's, nothing changes unseen,
//! a cut-off append does not count. Not allowed here: helpers of the crate for the expected roots.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

mod audit;
#[cfg(unix)]
mod bundle;
mod checkpoints;
mod disk;
mod entries;
mod party;
mod proofs;
mod queries;
mod received;
mod samples;
mod tree;

use std::path::PathBuf;

use concordat_ledger::{Appended, Entry, Ledger, Record};
use concordat_store::Home;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use tempfile::TempDir;

const AS_OF: Date = date(2026, 11, 22);

/// A home that is gone after the test.
struct Place {
    home: Home,
    _folder: TempDir,
}

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().unwrap();
        Place { home: Home::open(folder.path(), "south-tees").unwrap(), _folder: folder }
    }

    fn path(&self) -> PathBuf {
        self.home.ledger().join("entries.ndjson")
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.path()).unwrap()
    }

    fn write(&self, text: &str) {
        std::fs::write(self.path(), text).unwrap();
    }

    /// Writes a ledger of so many entries in one go.
    fn write_lines(&self, size: u64, entry: impl Fn(u64) -> Entry) {
        let line =
            |sequence| Record { at: at(), as_of: AS_OF, sequence, entry: entry(sequence) }.canonical_line().unwrap();
        let text: String = (0..size).map(|sequence| line(sequence) + "\n").collect();
        std::fs::create_dir_all(self.home.ledger()).unwrap();
        self.write(&text);
    }

    fn open(&self) -> Ledger {
        Ledger::open(&self.home).unwrap()
    }
}

fn append(ledger: &mut Ledger, entry: Entry) -> Appended {
    ledger.append(at(), AS_OF, entry).unwrap()
}

fn at() -> Timestamp {
    "2026-11-22T02:00:00.5Z".parse().unwrap()
}

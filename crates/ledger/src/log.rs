//! The list on the disk and the tree over it.
//!
//! Opening changes nothing on the disk, so a reader may look while a run appends: a line without
//! its end is left out, and is cut off (and kept beside) by whoever appends next.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use concordat_store::{Home, StoreError, append_line, cut_torn_line, file_length, read_bytes};
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use jiff::Timestamp;
use jiff::civil::Date;
use sha2::Sha256;

use crate::checkpoint::LogKey;
use crate::entry::Entry;
use crate::entry::release::ReleasePublished;
use crate::error::LedgerError;
use crate::fitness;
use crate::proof::leaf_hash;
use crate::record::Record;

/// The ledger of a place. Appending is for the holder of the place's lock.
#[derive(Debug)]
pub struct Ledger {
    path: PathBuf,
    records: Vec<Record>,
    /// The leaves are the bytes of the lines without their ends.
    tree: MemoryBackedTree<Sha256, Vec<u8>>,
    /// How long the file was when last read or written, torn bytes included.
    length_bytes: u64,
    /// How many bytes stand behind the last line end.
    torn_bytes: u64,
    opened: Opened,
    /// Set by a failed append: what is on the disk is then unknown.
    must_reopen: bool,
    /// Signs checkpoints; whoever only reads has none.
    pub(crate) signer: Option<LogKey>,
}

/// What was found on opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// True if the last append was cut off half-way. It was never acknowledged and does not count;
    /// the next append moves its bytes to `ledger/torn-<n>`.
    pub recovered: bool,
}

/// Where an entry was put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// Its place, from 0.
    pub sequence: u64,
    /// SHA-256 of a zero byte and the entry's bytes (RFC 6962, section 2.1).
    pub leaf: [u8; 32],
}

/// The state of the ledger in two numbers: whoever keeps a head can tell whether a later ledger
/// still begins with the same entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// How many entries.
    pub size: u64,
    /// The Merkle tree hash over them (RFC 6962, section 2.1).
    pub root: [u8; 32],
}

impl Head {
    /// The root in small hexadecimal digits.
    #[must_use]
    pub fn root_hexadecimal(&self) -> String {
        self.root.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Ledger {
    /// Reads and checks the whole ledger of a home; one that has none yet has an empty one.
    ///
    /// # Errors
    /// `Read`, or `Damaged` at the first line that is not what was appended there.
    pub fn open(home: &Home) -> Result<Ledger, LedgerError> {
        let path = home.ledger().join("entries.ndjson");
        let bytes = match read_bytes(&path) {
            Err(error) if error.is_not_found() => Vec::new(),
            other => other.map_err(|source| LedgerError::Read { source })?,
        };
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |position| position + 1);
        let torn_bytes = (bytes.len() - whole) as u64;
        let mut ledger = Ledger {
            path,
            records: Vec::new(),
            tree: MemoryBackedTree::new(),
            length_bytes: bytes.len() as u64,
            torn_bytes,
            opened: Opened { recovered: torn_bytes > 0 },
            must_reopen: false,
            signer: None,
        };
        for line in bytes[..whole].split_inclusive(|byte| *byte == b'\n') {
            ledger.take_line(&line[..line.len() - 1])?;
        }
        Ok(ledger)
    }

    /// What was found on opening.
    #[must_use]
    pub fn opened(&self) -> Opened {
        self.opened
    }

    /// Appends an entry. When this returns the entry is on the disk to stay.
    ///
    /// # Errors
    /// `Unfit`, `Changed` if another process appended meanwhile, `Encode`, or `Append`: the entry
    /// then does not count, and the ledger has to be opened again.
    pub fn append(&mut self, at: Timestamp, as_of: Date, entry: Entry) -> Result<Appended, LedgerError> {
        let kind = entry.kind();
        let record = Record { at, as_of, sequence: self.tree.len(), entry };
        let encode_error = |source| LedgerError::Encode { entry: kind, source };
        fitness::check(kind, &record.entry.body().map_err(encode_error)?)?;
        let line = record.canonical_line().map_err(encode_error)?;
        self.check_unchanged()?;
        self.write(&line).map_err(|source| {
            self.must_reopen = true;
            LedgerError::Append { entry: kind, source }
        })?;
        Ok(self.push(record, line.into_bytes()))
    }

    /// The size and the root of the ledger as it is now.
    #[must_use]
    pub fn head(&self) -> Head {
        head_of(&self.tree)
    }

    /// The size and the root that the ledger had with its first `size` entries; `None` if it has
    /// fewer.
    #[must_use]
    pub fn head_at(&self, size: u64) -> Option<Head> {
        self.first(size).map(|tree| head_of(&tree))
    }

    /// The heads that the ledger had at these sizes; sizes that it never had are not there.
    pub(crate) fn heads_at(&self, sizes: &BTreeSet<u64>) -> BTreeMap<u64, Head> {
        let mut tree: MemoryBackedTree<Sha256, &[u8]> = MemoryBackedTree::new();
        let mut heads = BTreeMap::from([(0, head_of(&tree))]);
        for line in self.lines() {
            tree.push(line);
            if sizes.contains(&tree.len()) {
                heads.insert(tree.len(), head_of(&tree));
            }
        }
        heads
    }

    /// All entries, oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Record> + ExactSizeIterator {
        self.records.iter()
    }

    /// The folder of the ledger.
    pub(crate) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }

    /// The lines of all entries without their ends, in order.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &[u8]> {
        self.tree.items().iter().map(Vec::as_slice)
    }

    /// The tree over the first `size` entries; `None` if there are fewer.
    pub(crate) fn first(&self, size: u64) -> Option<MemoryBackedTree<Sha256, &[u8]>> {
        let lines = self.tree.items().get(..usize::try_from(size).ok()?)?;
        let mut tree = MemoryBackedTree::new();
        lines.iter().for_each(|line| tree.push(line.as_slice()));
        Some(tree)
    }

    /// The release published last, whether or not it was withdrawn since.
    #[must_use]
    pub fn last_published(&self) -> Option<&ReleasePublished> {
        self.releases().next_back()
    }

    /// The publication of a version.
    #[must_use]
    pub fn published(&self, version: &str) -> Option<&ReleasePublished> {
        self.releases().rfind(|release| release.version == version)
    }

    fn releases(&self) -> impl DoubleEndedIterator<Item = &ReleasePublished> {
        self.records.iter().filter_map(|record| match &record.entry {
            Entry::ReleasePublished(release) => Some(release),
            _ => None,
        })
    }

    /// Takes a line read from the disk, without its end.
    fn take_line(&mut self, bytes: &[u8]) -> Result<(), LedgerError> {
        let sequence = self.tree.len();
        let read = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8 text").and_then(Record::from_line);
        let in_sequence = read.and_then(|record| match record.sequence == sequence {
            true => Ok(record),
            false => Err("it is out of sequence"),
        });
        let record =
            in_sequence.map_err(|fault| LedgerError::Damaged { path: self.path.clone(), line: sequence + 1, fault })?;
        self.push(record, bytes.to_vec());
        Ok(())
    }

    fn push(&mut self, record: Record, line: Vec<u8>) -> Appended {
        let appended = Appended { sequence: record.sequence, leaf: leaf_hash(&line) };
        self.tree.push(line);
        self.records.push(record);
        appended
    }

    /// Whoever appends without having read the latest entries would give a sequence twice.
    fn check_unchanged(&self) -> Result<(), LedgerError> {
        let length = file_length(&self.path).map_err(|source| LedgerError::Read { source })?;
        if self.must_reopen || length != self.length_bytes {
            return Err(LedgerError::Changed { path: self.path.clone() });
        }
        Ok(())
    }

    fn write(&mut self, line: &str) -> Result<(), StoreError> {
        if self.torn_bytes > 0 {
            cut_torn_line(&self.path)?;
            self.length_bytes -= self.torn_bytes;
            self.torn_bytes = 0;
        }
        append_line(&self.path, line)?;
        self.length_bytes += line.len() as u64 + 1;
        Ok(())
    }
}

fn head_of<T: AsRef<[u8]>>(tree: &MemoryBackedTree<Sha256, T>) -> Head {
    let root = tree.root();
    Head { size: root.num_leaves(), root: (*root.as_bytes()).into() }
}

//! Finds keys that stand twice, in memory that does not grow with the delivery.
//!
//! Each key is its 128-bit hash and a record number. Past a limit they go to buckets on disk by the high bits of the hash, and
//! each bucket is sorted on its own. Not allowed in here: keys themselves.

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

use concordat_store::{AtomicFolder, DataKey, FolderFile, SealedReader, SealedWriter, StoreError};

use crate::error::GateError;
use crate::limits::Limits;

/// Buckets on disk.
const BUCKETS: usize = 64;
/// Bytes of one entry on disk.
const ENTRY: usize = 24;

/// A key's hash in two halves, and the record that has it.
type Entry = (u64, u64, u64);

/// Keys of a delivery.
pub(crate) struct KeyLog {
    entries: Vec<Entry>,
    keys_in_memory: usize,
    repeated_records: usize,
    buckets: Option<Buckets>,
    /// Where buckets are made, when they are needed.
    folder: std::path::PathBuf,
}

/// Files that are gone when this is dropped: the folder is never committed.
struct Buckets {
    files: Vec<SealedWriter<FolderFile>>,
    folder: AtomicFolder,
    key: DataKey,
}

/// Records whose key stands more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Repeated {
    /// Their numbers in order; not all of them when there are very many.
    pub(crate) records: Vec<u64>,
    /// How many there are.
    pub(crate) total: u64,
}

impl KeyLog {
    pub(crate) fn new(folder: &Path, limits: &Limits) -> Self {
        Self {
            entries: Vec::new(),
            keys_in_memory: limits.keys_in_memory.max(1),
            repeated_records: limits.repeated_records,
            buckets: None,
            folder: folder.to_path_buf(),
        }
    }

    /// Adds the key of a record.
    ///
    /// # Errors
    /// `Home` when a bucket cannot be written.
    #[expect(clippy::cast_possible_truncation, reason = "the hash is cut into two halves")]
    pub(crate) fn add(&mut self, key_hash: u128, record: u64) -> Result<(), GateError> {
        self.entries.push(((key_hash >> 64) as u64, key_hash as u64, record));
        if self.entries.len() >= self.keys_in_memory { self.spill() } else { Ok(()) }
    }

    /// Finds the keys that stand twice.
    ///
    /// # Errors
    /// `Home` when a bucket cannot be written or read.
    pub(crate) fn repeated(mut self) -> Result<Repeated, GateError> {
        let mut repeated = Repeated::default();
        if self.buckets.is_none() {
            find_repeated(&mut self.entries, &mut repeated, self.repeated_records);
        } else {
            self.spill()?;
            if let Some(buckets) = self.buckets.take() {
                search_buckets(buckets, self.entries, &mut repeated, self.repeated_records)?;
            }
        }
        repeated.records.sort_unstable();
        Ok(repeated)
    }

    fn spill(&mut self) -> Result<(), GateError> {
        if self.buckets.is_none() {
            self.buckets = Some(Buckets::begin(&self.folder)?);
        }
        if let Some(buckets) = &mut self.buckets {
            buckets.write(&self.entries).map_err(|source| StoreError::of_write(&self.folder, source))?;
        }
        self.entries.clear();
        Ok(())
    }
}

impl Buckets {
    fn begin(folder: &Path) -> Result<Self, StoreError> {
        // Nobody opens a bucket but this process, and so nobody else needs its key.
        let key = DataKey::for_once().map_err(|source| StoreError::of_write(folder, source))?;
        let folder = AtomicFolder::begin(folder)?;
        let mut files = Vec::with_capacity(BUCKETS);
        for bucket in (0..BUCKETS).map(|bucket| bucket.to_string()) {
            let sealed = SealedWriter::new(folder.file(&bucket)?, &key, &bucket);
            files.push(sealed.map_err(|source| StoreError::of_write(folder.path(), source))?);
        }
        Ok(Self { files, folder, key })
    }

    fn write(&mut self, entries: &[Entry]) -> std::io::Result<()> {
        for (high, low, record) in entries {
            let mut bytes = [0; ENTRY];
            bytes[..8].copy_from_slice(&high.to_le_bytes());
            bytes[8..16].copy_from_slice(&low.to_le_bytes());
            bytes[16..].copy_from_slice(&record.to_le_bytes());
            // The top six bits number the 64 buckets.
            self.files[usize::try_from(high >> 58).unwrap_or(0)].write_all(&bytes)?;
        }
        Ok(())
    }
}

fn search_buckets(
    buckets: Buckets,
    mut entries: Vec<Entry>,
    repeated: &mut Repeated,
    at_most: usize,
) -> Result<(), GateError> {
    for (bucket, file) in buckets.files.into_iter().enumerate() {
        let bucket = bucket.to_string();
        let path = buckets.folder.path().join(&bucket);
        // The file itself is not to last: it goes with the folder.
        let ended = file.finish().and_then(|mut file| file.flush().map(|()| file));
        let _file = ended.map_err(|source| StoreError::of_write(&path, source))?;
        entries.clear();
        let read = read_entries(&path, &buckets.key, &bucket, &mut entries);
        read.map_err(|source| StoreError::of_read(&path, source))?;
        find_repeated(&mut entries, repeated, at_most);
    }
    Ok(())
}

fn read_entries(path: &Path, key: &DataKey, bucket: &str, entries: &mut Vec<Entry>) -> std::io::Result<()> {
    let mut reader = SealedReader::new(File::open(path)?, key, bucket)?;
    let mut bytes = [0; ENTRY];
    loop {
        match reader.read_exact(&mut bytes) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(()),
            other => other?,
        }
        let number = |from: usize| {
            let mut eight = [0; 8];
            eight.copy_from_slice(&bytes[from..from + 8]);
            u64::from_le_bytes(eight)
        };
        entries.push((number(0), number(8), number(16)));
    }
}

fn find_repeated(entries: &mut [Entry], repeated: &mut Repeated, at_most: usize) {
    entries.sort_unstable();
    for same in entries.chunk_by(|left, right| (left.0, left.1) == (right.0, right.1)).filter(|same| same.len() > 1) {
        repeated.total += same.len() as u64;
        let room = at_most.saturating_sub(repeated.records.len());
        repeated.records.extend(same.iter().take(room).map(|entry| entry.2));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xxhash_rust::xxh3::xxh3_128;

    fn repeated(keys: &[u64], keys_in_memory: usize) -> (Repeated, usize) {
        let folder = tempfile::tempdir().unwrap();
        let limits = Limits { keys_in_memory, ..Limits::default() };
        let mut log = KeyLog::new(&folder.path().join("keys"), &limits);
        for (record, key) in (1u64..).zip(keys) {
            log.add(xxh3_128(&key.to_le_bytes()), record).unwrap();
        }
        let found = log.repeated().unwrap();
        (found, std::fs::read_dir(folder.path()).unwrap().count())
    }

    #[test]
    fn every_record_of_a_repeated_key_is_found_in_memory_and_on_disk() {
        let keys: Vec<u64> = (0..5000u64).map(|number| number % 4990).collect();
        let expected: Vec<u64> = (1..=10).chain(4991..=5000).collect();
        for keys_in_memory in [1, 7, 4999, 5000, 1_000_000] {
            let (found, left) = repeated(&keys, keys_in_memory);
            assert_eq!((found.records, found.total), (expected.clone(), 20), "{keys_in_memory}");
            assert_eq!(left, 0, "buckets are left on disk");
        }
    }

    #[test]
    fn all_are_counted_when_not_all_are_remembered() {
        let mut found = Repeated::default();
        find_repeated(&mut [(1, 1, 1), (1, 1, 2), (2, 2, 3), (2, 2, 4)], &mut found, 3);
        assert_eq!((found.records.len(), found.total), (3, 4));
    }
}

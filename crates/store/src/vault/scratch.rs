//! Files of work in progress, sealed under a key that is written nowhere: whatever a killed process leaves of them, nobody
//! can read.
//!
//! Unlike sealed files they may be read while they are still written, as far as was flushed: each flush ends a piece, with
//! its length before it. Not allowed in here: anything that is to outlive the process.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

use super::key::{DataKey, derive};
use super::seal::{CHUNK, SealFault, TAG};
use crate::error::StoreError;
use crate::{fault, folders};

/// Bytes of the length before each piece.
const LENGTH: usize = 4;

/// A folder for files of work in progress.
#[derive(Debug)]
pub struct Scratch {
    folder: PathBuf,
    key: DataKey,
    next: AtomicU64,
}

/// One file of work in progress. It is removed when dropped.
#[derive(Debug)]
pub struct ScratchFile {
    path: PathBuf,
    cipher: Arc<LessSafeKey>,
    /// Pieces written so far: the number of a piece is its nonce, and no two may share one.
    pieces: Arc<AtomicU64>,
    bytes: Arc<AtomicU64>,
}

impl Scratch {
    /// Files will be made in `folder`, which is made when the first one is.
    ///
    /// # Errors
    /// When the operating system gives no random numbers.
    pub fn new(folder: &Path) -> Result<Self, StoreError> {
        let key = DataKey::for_once();
        let key = key.map_err(|source| StoreError::Write { path: folder.to_path_buf(), source })?;
        Ok(Self { folder: folder.to_path_buf(), key, next: AtomicU64::new(0) })
    }

    /// A new, empty file.
    ///
    /// # Errors
    /// `CreateFolder`, or `CreateFile`.
    pub fn file(&self) -> Result<ScratchFile, StoreError> {
        folders::create_folders(&self.folder)?;
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let path = folders::free_sibling(&self.folder.join("scratch"));
        let failed = |source| StoreError::CreateFile { path: path.clone(), source };
        let secret = derive(b"concordat scratch file 1", self.key.secret(), &[&number.to_be_bytes()]);
        let cipher = UnboundKey::new(&AES_256_GCM, secret.as_slice());
        let cipher = cipher.map_err(|_| failed(io::Error::other("a key cannot be used")))?;
        fault::point("scratch.create")
            .and_then(|()| File::options().write(true).create_new(true).open(&path))
            .map_err(failed)?;
        Ok(ScratchFile {
            path,
            cipher: Arc::new(LessSafeKey::new(cipher)),
            pieces: Arc::default(),
            bytes: Arc::default(),
        })
    }
}

impl ScratchFile {
    /// Bytes on the disk.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// A writer that adds behind what is there.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn writer(&self) -> io::Result<ScratchWriter> {
        let file = File::options().append(true).open(&self.path)?;
        let (cipher, pieces, bytes) = (Arc::clone(&self.cipher), Arc::clone(&self.pieces), Arc::clone(&self.bytes));
        Ok(ScratchWriter { file, cipher, pieces, bytes, piece: Vec::new() })
    }

    /// A reader from the beginning to where the file ends when it gets there, piece by piece.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn reader(&self) -> io::Result<ScratchReader> {
        Ok(ScratchReader { file: File::open(&self.path)?, cipher: Arc::clone(&self.cipher), number: 0 })
    }
}

impl ScratchFile {
    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A reader that may go to any place, of a file that one writer wrote and flushed once, at its end.
    ///
    /// # Errors
    /// When the file cannot be opened, or was flushed in between.
    pub fn whole(&self) -> io::Result<WholeReader> {
        let pieces = self.pieces.load(Ordering::Relaxed);
        let length = self.bytes().saturating_sub(pieces * (LENGTH + TAG) as u64);
        if length.div_ceil(CHUNK as u64) != pieces {
            return Err(io::Error::other("a file that was flushed in between has no places"));
        }
        Ok(WholeReader { path: self.path.clone(), reader: self.reader()?, length, position: 0, piece: None })
    }
}

/// Reads a [`ScratchFile`] at any place.
#[derive(Debug)]
pub struct WholeReader {
    path: PathBuf,
    reader: ScratchReader,
    length: u64,
    position: u64,
    /// The piece that was opened last, with its number.
    piece: Option<(u64, Vec<u8>)>,
}

impl WholeReader {
    /// Bytes in all.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Another reader of the same file, at its start.
    pub(super) fn again(&self) -> io::Result<Self> {
        let reader =
            ScratchReader { file: File::open(&self.path)?, cipher: Arc::clone(&self.reader.cipher), number: 0 };
        Ok(Self { path: self.path.clone(), reader, length: self.length, position: 0, piece: None })
    }

    fn piece(&mut self, number: u64) -> io::Result<&[u8]> {
        if self.piece.as_ref().is_none_or(|(opened, _)| *opened != number) {
            if self.reader.number != number {
                self.reader.file.seek(SeekFrom::Start(number * (LENGTH + CHUNK + TAG) as u64))?;
                self.reader.number = number;
            }
            let piece = self.reader.piece()?.ok_or(SealFault::Changed)?;
            self.piece = Some((number, piece));
        }
        Ok(self.piece.as_ref().map_or(&[], |(_, piece)| piece))
    }
}

impl Read for WholeReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.position >= self.length {
            return Ok(0);
        }
        let chunk = CHUNK as u64;
        let from = usize::try_from(self.position % chunk).map_err(io::Error::other)?;
        let piece = self.piece(self.position / chunk)?;
        let rest = piece.get(from..).unwrap_or_default();
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for WholeReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => self.length.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = position.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.position)
    }
}

impl Drop for ScratchFile {
    fn drop(&mut self) {
        // What cannot be removed now is a leftover, swept by the next run; nobody has its key any more.
        drop(fs::remove_file(&self.path));
    }
}

fn nonce(number: u64) -> Nonce {
    let mut nonce = [0; 12];
    nonce[4..].copy_from_slice(&number.to_be_bytes());
    Nonce::assume_unique_for_key(nonce)
}

/// Writes a [`ScratchFile`].
#[derive(Debug)]
pub struct ScratchWriter {
    file: File,
    cipher: Arc<LessSafeKey>,
    pieces: Arc<AtomicU64>,
    bytes: Arc<AtomicU64>,
    piece: Vec<u8>,
}

impl ScratchWriter {
    fn write_piece(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let number = self.pieces.fetch_add(1, Ordering::Relaxed);
        let sealed = self.cipher.seal_in_place_append_tag(nonce(number), Aad::empty(), &mut self.piece);
        sealed.map_err(|_| io::Error::other("a piece cannot be sealed"))?;
        let length = u32::try_from(self.piece.len()).map_err(io::Error::other)?;
        self.file.write_all(&length.to_be_bytes())?;
        self.file.write_all(&self.piece)?;
        self.bytes.fetch_add(u64::from(length) + LENGTH as u64, Ordering::Relaxed);
        self.piece.clear();
        Ok(())
    }
}

impl Write for ScratchWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.piece.len() >= CHUNK {
            self.write_piece()?;
        }
        let taken = bytes.len().min(CHUNK - self.piece.len());
        self.piece.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.write_piece()?;
        self.file.flush()
    }
}

/// The pieces of a [`ScratchFile`], in order.
#[derive(Debug)]
pub struct ScratchReader {
    file: File,
    cipher: Arc<LessSafeKey>,
    number: u64,
}

impl ScratchReader {
    fn piece(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut length = [0; LENGTH];
        match self.file.read_exact(&mut length) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            other => other?,
        }
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        if length > CHUNK + TAG {
            return Err(SealFault::Changed.into());
        }
        let mut piece = vec![0; length];
        self.file.read_exact(&mut piece)?;
        let plain = self.cipher.open_in_place(nonce(self.number), Aad::empty(), &mut piece);
        let plain = plain.map_err(|_| SealFault::Changed)?.len();
        self.number += 1;
        piece.truncate(plain);
        Ok(Some(piece))
    }
}

impl Iterator for ScratchReader {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.piece().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_flushed_can_be_read_and_no_plain_byte_is_on_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let scratch = Scratch::new(&folder.path().join("spill")).unwrap();
        let file = scratch.file().unwrap();
        let mut writer = file.writer().unwrap();
        writer.write_all(b"canary").unwrap();
        assert_eq!(file.reader().unwrap().count(), 0);
        writer.flush().unwrap();
        let long = b"canary".repeat(30_000);
        writer.write_all(&long).unwrap();
        writer.flush().unwrap();
        let read: Vec<u8> = file.reader().unwrap().flat_map(Result::unwrap).collect();
        assert_eq!(read, [b"canary".as_slice(), &long].concat());
        let bytes = fs::read(&file.path).unwrap();
        assert_eq!(bytes.len() as u64, file.bytes());
        assert!(!bytes.windows(6).any(|window| window == b"canary"));
        let path = file.path.clone();
        let mut changed = bytes;
        changed[20] ^= 1;
        fs::write(&path, changed).unwrap();
        assert!(file.reader().unwrap().any(|piece| piece.is_err()));
        drop(file);
        assert!(!path.exists());
    }

    #[test]
    fn a_whole_file_is_read_at_any_place() {
        let folder = tempfile::tempdir().unwrap();
        let file = Scratch::new(folder.path()).unwrap().file().unwrap();
        let plain: Vec<u8> = (0_u32..60_000).flat_map(u32::to_be_bytes).collect();
        let mut writer = file.writer().unwrap();
        writer.write_all(&plain).unwrap();
        writer.flush().unwrap();
        let mut reader = file.whole().unwrap();
        assert_eq!(reader.length(), plain.len() as u64);
        let mut read = Vec::new();
        reader.read_to_end(&mut read).unwrap();
        assert!(read == plain);
        for at in [0, 1, CHUNK - 3, CHUNK, 2 * CHUNK - 1, plain.len() - 8] {
            let mut other = reader.again().unwrap();
            other.seek(SeekFrom::Start(at as u64)).unwrap();
            let mut eight = [0; 8];
            other.read_exact(&mut eight).unwrap();
            assert_eq!(eight, plain[at..at + 8], "{at}");
        }
        reader.seek(SeekFrom::End(-4)).unwrap();
        assert_eq!(reader.read(&mut [0; 9]).unwrap(), 4);
        writer.write_all(b"more").unwrap();
        writer.flush().unwrap();
        assert!(file.whole().is_err());
    }

    #[test]
    fn two_writers_of_one_file_share_no_nonce() {
        let folder = tempfile::tempdir().unwrap();
        let scratch = Scratch::new(folder.path()).unwrap();
        let file = scratch.file().unwrap();
        for _ in 0..2 {
            let mut writer = file.writer().unwrap();
            writer.write_all(b"the same").unwrap();
            writer.flush().unwrap();
        }
        let bytes = fs::read(&file.path).unwrap();
        let (one, two) = bytes.split_at(bytes.len() / 2);
        assert_ne!(one, two);
        assert_eq!(file.reader().unwrap().map(Result::unwrap).collect::<Vec<_>>(), [b"the same", b"the same"]);
    }
}

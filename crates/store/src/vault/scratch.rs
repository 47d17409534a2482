//! Files of work in progress, sealed under a key that is written nowhere: whatever a killed process leaves of them, nobody
//! can read.
//!
//! Unlike sealed files they may be read while they are still written, as far as was flushed: each flush ends a piece, with
//! its length before it. Not allowed in here: anything that is to outlive the process.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

use super::key::{DataKey, derive};
use super::seal::{CHUNK, SealFault, TAG};
use crate::error::StoreError;
use crate::{fault, folders};

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
        self.bytes.fetch_add(u64::from(length) + 4, Ordering::Relaxed);
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
        let mut length = [0; 4];
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

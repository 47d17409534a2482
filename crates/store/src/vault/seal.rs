//! The form of a sealed file: a header, then chunks of at most 64 KiB, each encrypted and authenticated.
//!
//! ```text
//! CCSEAL1\n | number of key ids: u16 | for each: length u8, id | 32 random bytes | chunks
//! ```
//! The key of a file is derived from the data key, the random bytes, the header and the caller's context (what the file is),
//! so that no two files share a key and none can stand in for another. A chunk's nonce is its number and whether it is the
//! last: chunks cannot be moved, left out, added or cut off unseen. Not allowed in here: the disk.

use std::io::{self, Read};

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

use super::key::{DataKey, derive, fill_random};

/// How a sealed file begins.
const MAGIC: &[u8; 8] = b"CCSEAL1\n";
/// Bytes of one chunk before it is encrypted.
pub(super) const CHUNK: usize = 64 * 1024;
/// Bytes that encryption adds to a chunk.
pub(super) const TAG: usize = 16;
const SALT: usize = 32;
/// More extracts than any piece of work rests on.
const MOST_IDS: usize = 60_000;

/// Why something that should be sealed cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealFault {
    /// It does not begin as a sealed file does.
    #[error("it is not a sealed file")]
    NotSealed,
    /// It was sealed under another key.
    #[error("it was sealed under another key")]
    OtherKey,
    /// It is not what was written: changed, cut off, or another file in its place.
    #[error("it was changed, cut off, or put in the place of another")]
    Changed,
}

impl From<SealFault> for io::Error {
    fn from(fault: SealFault) -> Self {
        io::Error::new(io::ErrorKind::InvalidData, fault)
    }
}

impl SealFault {
    /// The fault inside an error of reading, if it is one of these.
    #[must_use]
    pub fn in_error(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref::<Self>().copied()
    }
}

/// Which keys a file needs, and the random bytes of its own.
pub(super) struct Header {
    bytes: Vec<u8>,
    pub(super) ids: Vec<String>,
}

impl Header {
    pub(super) fn new(key: &DataKey) -> io::Result<Self> {
        let ids = key.ids().to_vec();
        let count = u16::try_from(ids.len()).ok().filter(|count| usize::from(*count) <= MOST_IDS);
        let count = count.ok_or_else(|| io::Error::other("work rests on too many extracts"))?;
        let mut bytes = MAGIC.to_vec();
        bytes.extend(count.to_be_bytes());
        for id in &ids {
            let length = u8::try_from(id.len()).map_err(|_| io::Error::other("the id of a key is too long"))?;
            bytes.push(length);
            bytes.extend(id.as_bytes());
        }
        let mut salt = [0; SALT];
        fill_random(&mut salt)?;
        bytes.extend(salt);
        Ok(Self { bytes, ids })
    }

    pub(super) fn read(from: &mut impl Read) -> io::Result<Self> {
        let mut bytes = Vec::new();
        let mut take = |count: usize| -> io::Result<Vec<u8>> {
            let mut part = vec![0; count];
            from.read_exact(&mut part).map_err(|error| match error.kind() {
                io::ErrorKind::UnexpectedEof => SealFault::NotSealed.into(),
                _ => error,
            })?;
            bytes.extend_from_slice(&part);
            Ok(part)
        };
        if take(MAGIC.len())? != MAGIC {
            return Err(SealFault::NotSealed.into());
        }
        let count = take(2)?;
        let count = u16::from_be_bytes([count[0], count[1]]);
        let mut ids = Vec::new();
        for _ in 0..count {
            let length = take(1)?;
            let id = String::from_utf8(take(usize::from(length[0]))?).map_err(|_| SealFault::NotSealed)?;
            ids.push(id);
        }
        take(SALT)?;
        Ok(Self { bytes, ids })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The cipher of this file.
    pub(super) fn cipher(&self, key: &DataKey, context: &str) -> io::Result<Cipher> {
        if key.ids() != self.ids {
            return Err(SealFault::OtherKey.into());
        }
        let file_key = derive(b"concordat sealed file 1", key.secret(), &[&self.bytes, context.as_bytes()]);
        let unbound = UnboundKey::new(&AES_256_GCM, file_key.as_slice());
        let key = LessSafeKey::new(unbound.map_err(|_| io::Error::other("a key cannot be used"))?);
        Ok(Cipher { key, chunk: 0 })
    }
}

/// Encrypts or decrypts the chunks of one file in order.
pub(super) struct Cipher {
    key: LessSafeKey,
    chunk: u64,
}

impl Cipher {
    pub(super) fn seal(&mut self, chunk: &mut Vec<u8>, last: bool) -> io::Result<()> {
        let nonce = self.next(last)?;
        let sealed = self.key.seal_in_place_append_tag(nonce, Aad::empty(), chunk);
        sealed.map_err(|_| io::Error::other("a chunk cannot be sealed"))
    }

    /// The plain bytes of a chunk, in its place.
    pub(super) fn open(&mut self, chunk: &mut Vec<u8>, last: bool) -> io::Result<()> {
        let nonce = self.next(last)?;
        let plain = self.key.open_in_place(nonce, Aad::empty(), chunk).map_err(|_| SealFault::Changed)?;
        let length = plain.len();
        chunk.truncate(length);
        Ok(())
    }

    fn next(&mut self, last: bool) -> io::Result<Nonce> {
        let mut nonce = [0; 12];
        nonce[3..11].copy_from_slice(&self.chunk.to_be_bytes());
        nonce[11] = u8::from(last);
        self.chunk = self.chunk.checked_add(1).ok_or_else(|| io::Error::other("a sealed file is too long"))?;
        Ok(Nonce::assume_unique_for_key(nonce))
    }
}

/// Seals bytes. `context` says what they are; they open under the same alone.
///
/// # Errors
/// When the operating system gives no random numbers.
pub fn seal(key: &DataKey, context: &str, plain: &[u8]) -> io::Result<Vec<u8>> {
    let header = Header::new(key)?;
    let mut cipher = header.cipher(key, context)?;
    let mut sealed = Vec::with_capacity(header.bytes().len() + plain.len() + (plain.len() / CHUNK + 1) * TAG);
    sealed.extend_from_slice(header.bytes());
    let mut chunks = plain.chunks(CHUNK).peekable();
    loop {
        let mut chunk = chunks.next().unwrap_or_default().to_vec();
        let last = chunks.peek().is_none();
        cipher.seal(&mut chunk, last)?;
        sealed.extend_from_slice(&chunk);
        if last {
            return Ok(sealed);
        }
    }
}

/// Opens what [`seal`] gave.
///
/// # Errors
/// [`SealFault`].
pub fn open(key: &DataKey, context: &str, sealed: &[u8]) -> Result<Vec<u8>, SealFault> {
    let mut rest = sealed;
    let fault = |error: io::Error| SealFault::in_error(&error).unwrap_or(SealFault::Changed);
    let header = Header::read(&mut rest).map_err(fault)?;
    let mut cipher = header.cipher(key, context).map_err(fault)?;
    let mut plain = Vec::with_capacity(rest.len());
    loop {
        let (chunk, after) = rest.split_at(rest.len().min(CHUNK + TAG));
        let mut chunk = chunk.to_vec();
        cipher.open(&mut chunk, after.is_empty()).map_err(fault)?;
        plain.extend_from_slice(&chunk);
        if after.is_empty() {
            return Ok(plain);
        }
        rest = after;
    }
}

/// Ids of the keys that something sealed needs, from its header alone.
///
/// # Errors
/// [`SealFault::NotSealed`].
pub fn key_ids_of(sealed: &[u8]) -> Result<Vec<String>, SealFault> {
    let mut rest = sealed;
    Header::read(&mut rest).map(|header| header.ids).map_err(|_| SealFault::NotSealed)
}

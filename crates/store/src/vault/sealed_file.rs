//! Sealing and opening as bytes go by, for files that do not fit into memory.
//!
//! Not allowed in here: plain bytes anywhere but in memory.

use std::io::{self, Read, Write};

use super::key::DataKey;
use super::seal::{CHUNK, Cipher, Header, TAG};

/// Seals what is written through it. Only [`SealedWriter::finish`] makes the file whole: one that was dropped before cannot
/// be opened to its end.
pub struct SealedWriter<W: Write> {
    inner: W,
    cipher: Cipher,
    chunk: Vec<u8>,
}

impl<W: Write> SealedWriter<W> {
    /// Writes the header. `context` says what the file is; it opens under the same alone.
    ///
    /// # Errors
    /// When the header cannot be written, or the operating system gives no random numbers.
    pub fn new(mut inner: W, key: &DataKey, context: &str) -> io::Result<Self> {
        let header = Header::new(key)?;
        inner.write_all(header.bytes())?;
        let cipher = header.cipher(key, context)?;
        Ok(Self { inner, cipher, chunk: Vec::new() })
    }

    /// Writes the last chunk, and gives the writer underneath back, which is still to be finished in its own way.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.write_chunk(true)?;
        Ok(self.inner)
    }

    fn write_chunk(&mut self, last: bool) -> io::Result<()> {
        self.cipher.seal(&mut self.chunk, last)?;
        self.inner.write_all(&self.chunk)?;
        self.chunk.clear();
        Ok(())
    }
}

impl<W: Write> Write for SealedWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full chunk waits for the next byte: only then is it known not to be the last.
        if self.chunk.len() == CHUNK && !bytes.is_empty() {
            self.write_chunk(false)?;
        }
        let taken = bytes.len().min(CHUNK - self.chunk.len());
        self.chunk.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    /// What fills no chunk yet waits for [`SealedWriter::finish`].
    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<W: Write> std::fmt::Debug for SealedWriter<W> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SealedWriter").finish_non_exhaustive()
    }
}

/// Opens what a [`SealedWriter`] wrote. Bytes are given out only when their chunk was found unchanged; the end is told only
/// when it is the true one.
pub struct SealedReader<R: Read> {
    inner: R,
    cipher: Cipher,
    /// Plain bytes of the chunk at hand, and how many were given out.
    chunk: Vec<u8>,
    given: usize,
    /// Sealed bytes read ahead, so that the last chunk is known as such.
    ahead: Vec<u8>,
    ended: bool,
}

impl<R: Read> SealedReader<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`SealFault`](super::SealFault) inside the error, or a failure to read.
    pub fn new(mut inner: R, key: &DataKey, context: &str) -> io::Result<Self> {
        let header = Header::read(&mut inner)?;
        let cipher = header.cipher(key, context)?;
        let ahead = read_chunk(&mut inner)?;
        Ok(Self { inner, cipher, chunk: Vec::new(), given: 0, ahead, ended: false })
    }

    fn next_chunk(&mut self) -> io::Result<()> {
        let full = self.ahead.len() == CHUNK + TAG;
        let after = if full { read_chunk(&mut self.inner)? } else { Vec::new() };
        self.ended = after.is_empty();
        self.chunk = std::mem::replace(&mut self.ahead, after);
        self.given = 0;
        let opened = self.cipher.open(&mut self.chunk, self.ended);
        if opened.is_err() {
            // Whoever reads on gets the same fault again, and never the end.
            self.chunk.clear();
            self.ahead.clear();
            self.ended = false;
        }
        opened
    }
}

impl<R: Read> Read for SealedReader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.chunk.len() && !self.ended {
            self.next_chunk()?;
        }
        let count = into.len().min(self.chunk.len() - self.given);
        into[..count].copy_from_slice(&self.chunk[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

impl<R: Read> std::fmt::Debug for SealedReader<R> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SealedReader").finish_non_exhaustive()
    }
}

/// The next sealed chunk, shorter only at the end.
fn read_chunk(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut chunk = Vec::with_capacity(CHUNK + TAG);
    from.take((CHUNK + TAG) as u64).read_to_end(&mut chunk)?;
    Ok(chunk)
}

#[cfg(test)]
mod tests {
    use super::super::seal::{SealFault, key_ids_of, open, seal};
    use super::*;

    fn written(key: &DataKey, plain: &[u8]) -> Vec<u8> {
        let mut writer = SealedWriter::new(Vec::new(), key, "test").unwrap();
        for part in plain.chunks(1000) {
            writer.write_all(part).unwrap();
        }
        writer.finish().unwrap()
    }

    fn read(key: &DataKey, sealed: &[u8]) -> Result<Vec<u8>, SealFault> {
        let mut plain = Vec::new();
        SealedReader::new(sealed, key, "test")
            .and_then(|mut reader| reader.read_to_end(&mut plain))
            .map(|_| plain)
            .map_err(|error| SealFault::in_error(&error).unwrap())
    }

    fn plain(length: usize) -> Vec<u8> {
        (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect()
    }

    #[test]
    fn what_was_sealed_opens_at_every_length_around_a_chunk() {
        let key = DataKey::for_once().unwrap();
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5] {
            let plain = plain(length);
            let sealed = written(&key, &plain);
            assert_eq!(read(&key, &sealed).unwrap(), plain);
            assert_eq!(open(&key, "test", &sealed).unwrap(), plain);
            assert_eq!(read(&key, &seal(&key, "test", &plain).unwrap()).unwrap(), plain);
            assert_eq!(key_ids_of(&sealed).unwrap(), ["once"]);
        }
    }

    #[test]
    fn no_plain_byte_shows() {
        let key = DataKey::for_once().unwrap();
        let sealed = written(&key, &b"canary".repeat(20_000));
        assert!(!sealed.windows(6).any(|window| window == b"canary"));
    }

    #[test]
    fn every_change_and_every_cut_is_found() {
        let key = DataKey::for_once().unwrap();
        let sealed = written(&key, &plain(2 * CHUNK + 100));
        let header = 8 + 2 + 5 + 32;
        for at in [header - 1, header, header + CHUNK, header + CHUNK + TAG, sealed.len() - 1] {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(read(&key, &changed), Err(SealFault::Changed), "{at}");
            assert_eq!(open(&key, "test", &changed), Err(SealFault::Changed), "{at}");
        }
        for length in [header, header + 5, header + CHUNK + TAG, header + 2 * (CHUNK + TAG), sealed.len() - 1] {
            assert_eq!(read(&key, &sealed[..length]), Err(SealFault::Changed), "{length}");
            assert_eq!(open(&key, "test", &sealed[..length]), Err(SealFault::Changed), "{length}");
        }
        let (first, second) = (header..header + CHUNK + TAG, header + CHUNK + TAG..header + 2 * (CHUNK + TAG));
        let swapped = [&sealed[..header], &sealed[second.clone()], &sealed[first], &sealed[second.end..]].concat();
        assert_eq!(read(&key, &swapped), Err(SealFault::Changed));
        assert_eq!(read(&key, &[sealed.as_slice(), b"more"].concat()), Err(SealFault::Changed));
    }

    #[test]
    fn another_key_another_context_and_no_sealed_file_are_told_apart() {
        let key = DataKey::for_once().unwrap();
        let sealed = written(&key, b"text");
        let other = DataKey::new("other".to_owned(), zeroize::Zeroizing::new([1; 32]));
        assert_eq!(read(&other, &sealed), Err(SealFault::OtherKey));
        assert_eq!(read(&DataKey::for_once().unwrap(), &sealed), Err(SealFault::Changed));
        assert_eq!(open(&key, "another file", &sealed), Err(SealFault::Changed));
        for text in [&b""[..], b"CCSEAL", b"{\"json\": true}, and more of it"] {
            assert_eq!(read(&key, text), Err(SealFault::NotSealed));
        }
    }
}

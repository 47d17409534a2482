//! SHA-256 of a file that is read once, in pieces, up to a limit.
//!
//! Not allowed in here: keeping what was read.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use concordat_base::hexadecimal;
use sha2::{Digest, Sha256};

/// Bytes read at a time.
const PIECE: usize = 1 << 20;

/// Length and hash of a run of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Measured {
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

/// Measures bytes as they come.
#[derive(Debug, Default)]
pub(crate) struct Measuring {
    bytes: u64,
    hasher: Sha256,
}

impl Measuring {
    pub(crate) fn add(&mut self, piece: &[u8]) {
        self.bytes += piece.len() as u64;
        self.hasher.update(piece);
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(crate) fn finish(self) -> Measured {
        Measured { bytes: self.bytes, sha256: hexadecimal(&self.hasher.finalize()) }
    }
}

/// Measures a file; one that is longer than the limit is read no further, and measured as longer.
pub(crate) fn measure(path: &Path, bytes_at_most: u64) -> io::Result<Measured> {
    let mut file = File::open(path)?;
    let mut measuring = Measuring::default();
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(measuring.finish()),
            Ok(read) => measuring.add(&piece[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        if measuring.bytes() > bytes_at_most {
            return Ok(measuring.finish());
        }
    }
}

/// SHA-256 of bytes that are at hand.
pub(crate) fn sha256_of(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

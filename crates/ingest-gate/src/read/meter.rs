//! Measures the bytes of a file while they are read.
//!
//! Not allowed in here: keeping any of them.

use std::io::{self, Read, Seek, SeekFrom};

use concordat_base::hexadecimal;
use concordat_store::vault::ContentReader;
use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::Xxh3Default;

/// Length and checksums of what was read.
pub(crate) struct Meter {
    bytes: u64,
    quick: Xxh3Default,
    sha256: Option<Sha256>,
}

impl Meter {
    /// A meter; SHA-256 costs time and is computed only when something is to be compared with it.
    pub(crate) fn new(with_sha256: bool) -> Self {
        Self { bytes: 0, quick: Xxh3Default::new(), sha256: with_sha256.then(Sha256::new) }
    }

    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.quick.update(bytes);
        if let Some(sha256) = &mut self.sha256 {
            sha256.update(bytes);
        }
    }

    pub(crate) fn finish(self) -> Measured {
        let sha256 = self.sha256.map(|sha256| hexadecimal(&sha256.finalize()));
        Measured { bytes: self.bytes, quick: self.quick.digest128(), sha256 }
    }
}

/// What a file measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Measured {
    pub(crate) bytes: u64,
    /// Tells whether two readings saw the same bytes; not to be kept.
    pub(crate) quick: u128,
    pub(crate) sha256: Option<String>,
}

/// Measures a file from its start, and leaves it there.
pub(crate) fn measure(file: &mut ContentReader, with_sha256: bool) -> io::Result<Measured> {
    let mut meter = Meter::new(with_sha256);
    let mut block = vec![0; 1 << 20];
    loop {
        match file.read(&mut block) {
            Ok(0) => break,
            Ok(read) => meter.add(&block[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    file.seek(SeekFrom::Start(0))?;
    Ok(meter.finish())
}

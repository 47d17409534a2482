//! Deliveries that come encrypted by age (age-encryption.org/v1), opened into the spool while they are measured.
//!
//! Not allowed in here: the identity, or a byte of content, in a message; keeping what could not be opened to its end.

use std::io::{self, BufReader, Read};

use age::armor::ArmoredReader;
use age::x25519::Identity;
use age::{DecryptError, Decryptor};
use concordat_declare::source::{AgeEncryption, Encryption};
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_store::vault::{Content, ContentReader, ScratchFile};

use crate::hashing::{Measured, Measuring};
use crate::note;
use crate::request::FetchRequest;
use crate::secret::Kept;
use crate::spool::Spooling;

/// What is added to a file's name when it is encrypted.
pub(crate) const ENDING: &str = ".age";

/// Bytes opened at a time: one piece of the format.
const PIECE: usize = 64 * 1024;

/// Bytes of head that an encrypted file may have besides its content: a line or two for each recipient.
const HEAD_AT_MOST: u64 = 1 << 20;

/// The most bytes that a file of so much content has when it is encrypted: as text it is a third longer, with line ends.
pub(crate) fn largest_for(content: u64) -> u64 {
    content.saturating_add(content / 2).saturating_add(HEAD_AT_MOST)
}

/// Opens the encrypted files of one source.
pub(crate) struct Opener {
    identities: Vec<Identity>,
}

impl Opener {
    /// With the identity that the source names; `None` where nothing is encrypted.
    pub(crate) fn find(request: &FetchRequest<'_>) -> Result<Option<Self>, Diagnostic> {
        let Some(Encryption::Age(age)) = &request.source.encryption else { return Ok(None) };
        let kept = kept(age);
        let text = kept.find(request.base, " hold(s) no identity of age")?;
        // An identity file has a line for each identity, and lines of comment.
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let identities: Result<Vec<Identity>, _> = lines.map(str::parse).collect();
        match identities {
            Ok(identities) if !identities.is_empty() => Ok(Some(Self { identities })),
            _ => Err(kept.fault(" hold(s) something that is not an identity of age (AGE-SECRET-KEY-1...)")),
        }
    }

    /// Opens a file into the spool.
    pub(crate) fn open_to_spool(
        &self,
        request: &FetchRequest<'_>,
        name: &str,
        encrypted: Content<'_>,
    ) -> Result<(Measured, ScratchFile), Diagnostic> {
        let file = encrypted.open().map_err(|error| {
            let message = Text::new().say("cannot read ").file(name.as_ref()).say(": ").system(&error);
            Diagnostic::error(&codes::READ_FAILED, message)
        })?;
        let mut reader = self.reader(name, file)?;
        let mut spooling = Spooling::begin(request)?;
        let mut measuring = Measuring::default();
        let mut piece = vec![0; PIECE];
        loop {
            let read = match reader.read(&mut piece) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(broken(name, &error)),
            };
            measuring.add(&piece[..read]);
            if measuring.bytes() > request.bytes_at_most() {
                return Err(note::too_large(request, name));
            }
            spooling.add(&piece[..read])?;
        }
        Ok((measuring.finish(), spooling.finish()?))
    }

    fn reader(&self, name: &str, file: ContentReader) -> Result<impl Read, Diagnostic> {
        let armored = ArmoredReader::new(BufReader::new(file));
        let opened = Decryptor::new_buffered(armored).and_then(|decryptor| {
            if decryptor.is_scrypt() {
                return Err(DecryptError::NoMatchingKeys);
            }
            decryptor.decrypt(self.identities.iter().map(|identity| identity as &dyn age::Identity))
        });
        opened.map_err(|error| unopened(name, &error))
    }
}

fn kept(age: &AgeEncryption) -> Kept<'_> {
    Kept { environment: age.identity_environment.as_deref(), file: age.identity_file.as_deref() }
}

/// Why a file could not be opened at all. The library's own words are left out.
fn unopened(name: &str, error: &DecryptError) -> Diagnostic {
    let words = match error {
        DecryptError::NoMatchingKeys | DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
            " is encrypted to another recipient than that of this source"
        }
        DecryptError::InvalidMac => " was damaged or changed at its beginning",
        _ => " is not a file that age encrypted, or is cut off at its beginning",
    };
    Diagnostic::error(&codes::DECRYPTION_FAILED, Text::new().file(name.as_ref()).say(words))
}

/// Why a file could not be opened to its end.
fn broken(name: &str, error: &io::Error) -> Diagnostic {
    let words = match error.kind() {
        io::ErrorKind::UnexpectedEof => " is cut off",
        _ => " was damaged or changed",
    };
    Diagnostic::error(&codes::DECRYPTION_FAILED, Text::new().file(name.as_ref()).say(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_of_encrypted_files_leaves_room_for_text() {
        for content in [0_u64, 1, 64 * 1024, 1 << 30] {
            let pieces = content / (64 * 1024) + 1;
            let binary = content + pieces * 16 + 200;
            let text = binary.div_ceil(48) * 65 + 80;
            assert!(largest_for(content) >= text, "{content}");
        }
        assert_eq!(largest_for(u64::MAX), u64::MAX);
    }
}

//! The storage key: the one key from outside the home, which wraps all others.
//!
//! Not allowed in here: where it comes from; the caller read it from the environment or a file.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::key::{Secret, derive, random};

/// The text that the sample's key is made from: published, and so worth nothing.
const SAMPLE: &[u8] = b"concordat sample storage key, published and secret to nobody";

/// Text that is no storage key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a storage key is the base64 text of 32 bytes")]
pub struct StorageKeyError;

/// The key that wraps data keys. Its bytes are wiped when dropped, and no format shows them.
#[derive(Clone)]
pub struct StorageKey(Secret);

impl StorageKey {
    /// Reads the base64 text of the 32 bytes; white space around it does not matter.
    ///
    /// # Errors
    /// [`StorageKeyError`].
    pub fn from_base64(text: &str) -> Result<Self, StorageKeyError> {
        let decoded = Zeroizing::new(STANDARD.decode(text.trim()).map_err(|_| StorageKeyError)?);
        let bytes: [u8; 32] = decoded.as_slice().try_into().map_err(|_| StorageKeyError)?;
        Ok(Self(Zeroizing::new(bytes)))
    }

    /// A key that is written nowhere: a home under it can be opened by this process alone.
    ///
    /// # Errors
    /// When the operating system gives no random numbers.
    pub fn for_once() -> Result<Self, std::io::Error> {
        Ok(Self(random()?))
    }

    /// The sample's key: SHA-256 based, from a published text.
    #[must_use]
    pub fn sample() -> Self {
        Self(derive(b"concordat sample", SAMPLE, &[]))
    }

    /// Whether this is the sample's key.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        *self.0 == *Self::sample().0
    }

    /// A name of the key that tells nothing of it: keys that were wrapped by it say so.
    #[must_use]
    pub fn id(&self) -> String {
        let id = derive(b"concordat storage key id 1", self.0.as_slice(), &[]);
        id[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    pub(super) fn secret(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for StorageKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "StorageKey({})", self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_32_bytes_in_base64_or_refused() {
        let text = STANDARD.encode([5; 32]);
        let key = StorageKey::from_base64(&format!(" {text}\n")).unwrap();
        assert_eq!(key.secret(), &[5; 32]);
        assert!(!format!("{key:?}").contains(&text));
        for wrong in ["", "AAAA", "not base64 at all", &STANDARD.encode([5; 33])] {
            assert_eq!(StorageKey::from_base64(wrong).unwrap_err(), StorageKeyError);
        }
    }

    #[test]
    fn the_sample_key_is_known_as_such() {
        assert!(StorageKey::sample().is_sample());
        let other = StorageKey::from_base64(&STANDARD.encode([5; 32])).unwrap();
        assert!(!other.is_sample());
        assert_ne!(other.id(), StorageKey::sample().id());
    }
}

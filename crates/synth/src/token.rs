//! Keyed hashes that stand for people and records: 32 lower-case hexadecimal characters, the first 128 bits of
//! HMAC-SHA256. The key is the published seed with the purpose, so these tokens hide nothing: they are for made-up people.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::draw::SAMPLE_SEED;
use crate::error::Error;

/// Makes the tokens of one purpose. Tokens of two purposes never meet.
pub(crate) struct TokenMaker(Hmac<Sha256>);

impl TokenMaker {
    /// A maker for a purpose, for example "falls: person".
    ///
    /// # Errors
    /// When the keyed hash refuses its key.
    pub(crate) fn new(purpose: &str) -> Result<Self, Error> {
        let key = [SAMPLE_SEED.as_slice(), b" ", purpose.as_bytes()].concat();
        Hmac::<Sha256>::new_from_slice(&key).map(Self).map_err(|_| Error::Key)
    }

    /// The token of a text.
    pub(crate) fn token(&self, text: &str) -> String {
        let mut keyed = self.0.clone();
        keyed.update(text.as_bytes());
        hex(&keyed.finalize().into_bytes()[..16])
    }
}

/// Lower-case hexadecimal of some bytes.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
        .map(char::from)
        .collect()
}

/// The SHA-256 of some bytes, in lower-case hexadecimal.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_depend_on_text_and_purpose() {
        let one = TokenMaker::new("one").unwrap();
        let two = TokenMaker::new("two").unwrap();
        assert_eq!(one.token("a"), one.token("a"));
        assert_ne!(one.token("a"), one.token("b"));
        assert_ne!(one.token("a"), two.token("a"));
        assert_eq!(one.token("a").len(), 32);
    }

    #[test]
    fn sha256_of_nothing_is_the_published_value() {
        let expected = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256_hex(b""), expected);
    }
}

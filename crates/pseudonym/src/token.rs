//! HMAC-SHA256 (RFC 2104, FIPS 180-4) over a text that says what it is of, so that no two uses of a key ever meet.
//!
//! Not allowed in here: what an identifier looks like.

use concordat_base::{Name, hexadecimal};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::identifier::{IdentifierKind, Normal};
use crate::key::{Key, KeyError};

/// How much of the keyed hash a token has. Less would let two people of a large population share one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bits {
    /// The first 128 bits, 32 hexadecimal digits.
    #[default]
    B128,
    /// All 256 bits, 64 hexadecimal digits.
    B256,
}

/// A keyed hash that has taken its key and waits for text.
#[derive(Clone)]
pub(crate) struct Keyed(Hmac<Sha256>);

impl Keyed {
    pub(crate) fn new(secret: &[u8; 32]) -> Result<Self, KeyError> {
        Hmac::<Sha256>::new_from_slice(secret).map(Self).map_err(|_| KeyError::Secret)
    }

    /// The hash after some more text, which ends here.
    pub(crate) fn of(&self, text: &[u8]) -> [u8; 32] {
        let mut keyed = self.0.clone();
        keyed.update(text);
        keyed.finalize().into_bytes().into()
    }

    /// The same, with some text taken in for good.
    pub(crate) fn after(mut self, text: &[u8]) -> Self {
        self.0.update(text);
        self
    }

    pub(crate) fn token(&self, text: &[u8], bits: Bits) -> String {
        let hash = self.of(text);
        match bits {
            Bits::B128 => hexadecimal(&hash[..16]),
            Bits::B256 => hexadecimal(&hash),
        }
    }
}

/// Makes the pseudonyms of one kind of identifier with one key.
///
/// A pseudonym is HMAC-SHA256, keyed with the secret, of four lines parted by line feeds: `concordat pseudonym v1`, the id
/// of the key, the kind of the identifier, and the identifier in its normal form; nothing follows it.
pub struct Pseudonymiser {
    keyed: Keyed,
    kind: IdentifierKind,
    bits: Bits,
}

impl Pseudonymiser {
    /// For a purpose, which must be the key's own.
    ///
    /// # Errors
    /// [`KeyError::OtherPurpose`].
    pub fn new(key: &Key, purpose: &Name, kind: IdentifierKind, bits: Bits) -> Result<Self, KeyError> {
        let domain = format!("concordat pseudonym v1\n{}\n{}\n", key.id(), kind.as_str());
        Ok(Self { keyed: key.keyed_for(purpose)?.after(domain.as_bytes()), kind, bits })
    }

    /// The kind of identifier that it takes.
    #[must_use]
    pub fn kind(&self) -> IdentifierKind {
        self.kind
    }

    /// The pseudonym of an identifier.
    #[must_use]
    pub fn pseudonym(&self, normal: &Normal) -> String {
        self.keyed.token(normal.as_bytes(), self.bits)
    }
}

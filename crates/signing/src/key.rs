//! Keys and signatures, and their forms as text.
//!
//! Not allowed in here: showing a secret key; only [`SigningKey::to_secret_base64`] gives it out, for the file it is kept in.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, SigningKey as Secret, VerifyingKey};
use zeroize::Zeroizing;

/// What comes before the 32 bytes of a public key in its DER form (RFC 8410, section 4).
pub(crate) const PUBLIC_PREFIX: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// Text that is not a key or a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SigningError {
    /// Not the base64 text of a secret key.
    #[error("not the base64 text of the 32 bytes of an Ed25519 secret key")]
    SecretKey,
    /// Not the base64 text of a public key, or one that signatures of any message would fit.
    #[error("not the base64 text of the 32 bytes of an Ed25519 public key")]
    PublicKey,
    /// Not the base64 text of a signature.
    #[error("not the base64 text of the 64 bytes of an Ed25519 signature")]
    Signature,
}

/// A secret key. Its bytes are wiped when it is dropped, and no format shows them.
#[derive(Clone)]
pub struct SigningKey(Secret);

/// A public key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

/// A signature of 64 bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature([u8; 64]);

impl SigningKey {
    /// The key of 32 random bytes.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(Secret::from_bytes(seed))
    }

    /// Reads what [`SigningKey::to_secret_base64`] gave; white space around it does not matter.
    ///
    /// # Errors
    /// [`SigningError::SecretKey`].
    pub fn from_secret_base64(text: &str) -> Result<Self, SigningError> {
        let bytes = Zeroizing::new(bytes::<32>(text).ok_or(SigningError::SecretKey)?);
        Ok(Self::from_seed(&bytes))
    }

    /// The secret as text, for the one file that it is kept in.
    #[must_use]
    pub fn to_secret_base64(&self) -> Zeroizing<String> {
        Zeroizing::new(STANDARD.encode(self.0.as_bytes()))
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Signs a message: always the same signature for the same message and key.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message).to_bytes())
    }
}

impl PublicKey {
    /// Reads the base64 text of the 32 bytes.
    ///
    /// # Errors
    /// [`SigningError::PublicKey`], for weak keys too.
    pub fn from_base64(text: &str) -> Result<Self, SigningError> {
        Self::from_bytes(&bytes::<32>(text).ok_or(SigningError::PublicKey)?)
    }

    /// From the 32 bytes.
    ///
    /// # Errors
    /// [`SigningError::PublicKey`], for weak keys too.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, SigningError> {
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| SigningError::PublicKey)?;
        if key.is_weak() { Err(SigningError::PublicKey) } else { Ok(Self(key)) }
    }

    /// The 32 bytes as base64 text.
    #[must_use]
    pub fn to_base64(&self) -> String {
        STANDARD.encode(self.0.as_bytes())
    }

    /// The 32 bytes (RFC 8032, section 5.1.5).
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// As PEM (RFC 8410), the form that `openssl pkeyutl -verify -pubin` reads.
    #[must_use]
    pub fn to_pem(&self) -> String {
        let der = [PUBLIC_PREFIX.as_slice(), self.0.as_bytes()].concat();
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(der))
    }

    /// Whether this key's owner signed the message.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &Signature) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        self.0.verify_strict(message, &signature).is_ok()
    }
}

impl Signature {
    /// From the 64 bytes (RFC 8032, section 5.1.6).
    #[must_use]
    pub fn from_bytes(bytes: [u8; 64]) -> Self {
        Self(bytes)
    }

    /// Reads the base64 text of the 64 bytes.
    ///
    /// # Errors
    /// [`SigningError::Signature`].
    pub fn from_base64(text: &str) -> Result<Self, SigningError> {
        bytes::<64>(text).map(Self).ok_or(SigningError::Signature)
    }

    /// The 64 bytes as base64 text.
    #[must_use]
    pub fn to_base64(&self) -> String {
        STANDARD.encode(self.0)
    }

    /// The 64 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

fn bytes<const LENGTH: usize>(text: &str) -> Option<[u8; LENGTH]> {
    let decoded = Zeroizing::new(STANDARD.decode(text.trim()).ok()?);
    decoded.as_slice().try_into().ok()
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SigningKey of {:?}", self.public())
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PublicKey({})", self.to_base64())
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Signature({})", self.to_base64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8032, section 7.1, test 2: secret key, public key, message, signature.
    const SEED: [u8; 32] = [
        0x4c, 0xcd, 0x08, 0x9b, 0x28, 0xff, 0x96, 0xda, 0x9d, 0xb6, 0xc3, 0x46, 0xec, 0x11, 0x4e, 0x0f, 0x5b, 0x8a,
        0x31, 0x9f, 0x35, 0xab, 0xa6, 0x24, 0xda, 0x8c, 0xf6, 0xed, 0x4f, 0xb8, 0xa6, 0xfb,
    ];
    const PUBLIC: [u8; 32] = [
        0x3d, 0x40, 0x17, 0xc3, 0xe8, 0x43, 0x89, 0x5a, 0x92, 0xb7, 0x0a, 0xa7, 0x4d, 0x1b, 0x7e, 0xbc, 0x9c, 0x98,
        0x2c, 0xcf, 0x2e, 0xc4, 0x96, 0x8c, 0xc0, 0xcd, 0x55, 0xf1, 0x2a, 0xf4, 0x66, 0x0c,
    ];
    const FIRST_OF_SIGNATURE: [u8; 8] = [0x92, 0xa0, 0x09, 0xa9, 0xf0, 0xd4, 0xca, 0xb8];

    #[test]
    fn keys_and_signatures_are_those_of_the_standard() {
        let key = SigningKey::from_seed(&SEED);
        assert_eq!(key.public().as_bytes(), &PUBLIC);
        let signature = key.sign(&[0x72]);
        assert_eq!(signature.as_bytes()[..8], FIRST_OF_SIGNATURE);
        assert!(key.public().verifies(&[0x72], &signature));
        assert!(!key.public().verifies(&[0x73], &signature));
    }

    #[test]
    fn text_forms_read_back_and_bad_ones_are_refused() {
        let key = SigningKey::from_seed(&SEED);
        let again = SigningKey::from_secret_base64(&format!(" {}\n", *key.to_secret_base64())).unwrap();
        assert_eq!(again.public(), key.public());
        assert_eq!(PublicKey::from_base64(&key.public().to_base64()).unwrap(), key.public());
        let signature = key.sign(b"text");
        assert_eq!(Signature::from_base64(&signature.to_base64()).unwrap(), signature);
        assert_eq!(PublicKey::from_base64("AAAA"), Err(SigningError::PublicKey));
        // The neutral element: any message could be "signed" for it.
        let weak = STANDARD.encode([1_u8].iter().copied().chain([0; 31]).collect::<Vec<u8>>());
        assert_eq!(PublicKey::from_base64(&weak), Err(SigningError::PublicKey));
        assert_eq!(Signature::from_base64("!"), Err(SigningError::Signature));
    }

    #[test]
    fn no_format_shows_a_secret() {
        let key = SigningKey::from_seed(&SEED);
        assert!(!format!("{key:?}").contains(key.to_secret_base64().as_str()));
    }
}

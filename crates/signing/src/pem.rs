//! Keys as people hand them over: the base64 text of 32 bytes, or the PEM that `openssl genpkey` and `openssl pkey` write.
//!
//! Not allowed in here: other kinds of key than Ed25519, and keys that are locked by a passphrase.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::key::{PUBLIC_PREFIX, PublicKey, SigningError, SigningKey};

/// What comes before the 32 bytes of a secret key in its DER form (RFC 8410, section 7).
const SECRET_PREFIX: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

impl SigningKey {
    /// Reads a secret key in base64, or as PEM (RFC 8410): what `openssl genpkey -algorithm ed25519` writes.
    ///
    /// # Errors
    /// [`SigningError::SecretKey`].
    pub fn from_text(text: &str) -> Result<Self, SigningError> {
        match between(text, "PRIVATE KEY") {
            None => Self::from_secret_base64(text),
            Some(body) => {
                let seed = Zeroizing::new(after::<32>(&body, &SECRET_PREFIX).ok_or(SigningError::SecretKey)?);
                Ok(Self::from_seed(&seed))
            }
        }
    }
}

impl PublicKey {
    /// Reads a public key in base64, or as PEM: what [`PublicKey::to_pem`] and `openssl pkey -pubout` write.
    ///
    /// # Errors
    /// [`SigningError::PublicKey`].
    pub fn from_text(text: &str) -> Result<Self, SigningError> {
        match between(text, "PUBLIC KEY") {
            None => Self::from_base64(text),
            Some(body) => Self::from_bytes(&after::<32>(&body, &PUBLIC_PREFIX).ok_or(SigningError::PublicKey)?),
        }
    }
}

/// The lines between the two frames of PEM, joined; `None` if there are no frames.
fn between(text: &str, label: &str) -> Option<Zeroizing<String>> {
    let (_, rest) = text.split_once(&format!("-----BEGIN {label}-----"))?;
    let (body, _) = rest.split_once(&format!("-----END {label}-----"))?;
    Some(Zeroizing::new(body.split_whitespace().collect()))
}

/// What stands behind a prefix, if it is of the right length.
fn after<const LENGTH: usize>(body: &str, prefix: &[u8]) -> Option<[u8; LENGTH]> {
    let decoded = Zeroizing::new(STANDARD.decode(body).ok()?);
    decoded.strip_prefix(prefix)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 8410, section 10.3 (secret) and 10.1 (public): they are one pair.
    const SECRET: &str = "-----BEGIN PRIVATE KEY-----\n\
                          MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
                          -----END PRIVATE KEY-----\n";
    const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\n\
                          MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n\
                          -----END PUBLIC KEY-----\n";

    #[test]
    fn pem_of_the_standard_is_read_and_written() {
        let key = SigningKey::from_text(SECRET).unwrap();
        let public = PublicKey::from_text(PUBLIC).unwrap();
        assert_eq!(key.public(), public);
        assert_eq!(public.to_pem(), PUBLIC);
    }

    #[test]
    fn base64_is_read_as_before_and_other_text_is_refused() {
        let key = SigningKey::from_text(SECRET).unwrap();
        let again = SigningKey::from_text(&key.to_secret_base64()).unwrap();
        assert_eq!(again.public(), key.public());
        assert_eq!(PublicKey::from_text(&key.public().to_base64()).unwrap(), key.public());
        // An X25519 key differs in one byte of its prefix.
        let other = SECRET.replace("BQYDK2VwBCIE", "BQYDK2VuBCIE");
        assert_eq!(SigningKey::from_text(&other).err(), Some(SigningError::SecretKey));
        assert_eq!(PublicKey::from_text(SECRET).err(), Some(SigningError::PublicKey));
    }
}

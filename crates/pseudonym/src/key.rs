//! The key file: what a key is for, who keeps it, and its 32 secret bytes.
//!
//! Not allowed in here: making randomness, opening the file, or showing the secret but for [`Key::to_file_text`].

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use concordat_base::{Date, Name, hexadecimal};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::token::Keyed;

/// The format of the file that this crate reads and writes.
const FORMAT: u32 = 1;

/// The word by which a key file is known wherever it lies.
const MARK: &str = "concordat_key";

/// What is hashed for a proof, before the id of the key. Published: whoever holds the key can make the proof again.
const PROOF: &str = "concordat key proof v1\n";

const KEEP: &str =
    "Secret: keep it with the custodian, never on the machine that runs the pipeline, never in an e-mail.";

/// Why a key cannot be used. No variant holds a byte of the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not a key file of this format.
    #[error(
        "not a key file of format {FORMAT} with the keys {MARK}, id, purpose, created, custodian and secret_base64"
    )]
    Form,
    /// The secret is not 32 bytes as base64, or is nothing but zeros.
    #[error("the secret of the key is not the base64 text of 32 random bytes")]
    Secret,
    /// The key is for something else.
    #[error("key '{id}' is for purpose '{purpose}', and is used for nothing else")]
    OtherPurpose {
        /// Id of the key.
        id: Name,
        /// What it is for.
        purpose: Name,
    },
    /// No id follows this one.
    #[error("the id '{id}' leaves no room for the id of the next key")]
    NoNextId {
        /// Id of the key.
        id: Name,
    },
}

/// A key for the pseudonyms of one purpose. The secret is wiped when it is dropped, and no format shows it.
pub struct Key {
    about: About,
    secret: Zeroizing<[u8; 32]>,
}

/// All of a key that may be known.
#[derive(Clone, Debug, PartialEq, Eq)]
struct About {
    id: Name,
    purpose: Name,
    created: Date,
    custodian: Name,
    rotated_from: Option<Name>,
}

/// The file as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    concordat_key: u32,
    keep: String,
    id: Name,
    purpose: Name,
    created: Date,
    custodian: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rotated_from: Option<Name>,
    secret_base64: String,
}

impl Drop for File {
    fn drop(&mut self) {
        self.secret_base64.zeroize();
    }
}

impl Key {
    /// A new key of 32 bytes, which the caller has drawn at random.
    #[must_use]
    pub fn new(id: Name, purpose: Name, custodian: Name, created: Date, secret: Zeroizing<[u8; 32]>) -> Self {
        Self { about: About { id, purpose, created, custodian, rotated_from: None }, secret }
    }

    /// The key that follows: same purpose and custodian, the next id, and another secret.
    ///
    /// # Errors
    /// [`KeyError::NoNextId`].
    pub fn rotated(&self, created: Date, secret: Zeroizing<[u8; 32]>) -> Result<Self, KeyError> {
        let id = next_id(&self.about.id).ok_or_else(|| KeyError::NoNextId { id: self.about.id.clone() })?;
        let about = About { id, created, rotated_from: Some(self.about.id.clone()), ..self.about.clone() };
        Ok(Self { about, secret })
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// [`KeyError::Form`] or [`KeyError::Secret`].
    pub fn from_file_text(text: &str) -> Result<Self, KeyError> {
        let file: File = serde_json::from_str(text).map_err(|_| KeyError::Form)?;
        if file.concordat_key != FORMAT {
            return Err(KeyError::Form);
        }
        let bytes = Zeroizing::new(STANDARD.decode(file.secret_base64.trim()).map_err(|_| KeyError::Secret)?);
        let secret: [u8; 32] = bytes.as_slice().try_into().map_err(|_| KeyError::Secret)?;
        if secret == [0; 32] {
            return Err(KeyError::Secret);
        }
        let about = About {
            id: file.id.clone(),
            purpose: file.purpose.clone(),
            created: file.created,
            custodian: file.custodian.clone(),
            rotated_from: file.rotated_from.clone(),
        };
        Ok(Self { about, secret: Zeroizing::new(secret) })
    }

    /// The text of the key file, secret included.
    #[must_use]
    pub fn to_file_text(&self) -> Zeroizing<String> {
        let about = &self.about;
        let file = File {
            concordat_key: FORMAT,
            keep: KEEP.to_owned(),
            id: about.id.clone(),
            purpose: about.purpose.clone(),
            created: about.created,
            custodian: about.custodian.clone(),
            rotated_from: about.rotated_from.clone(),
            secret_base64: STANDARD.encode(self.secret.as_slice()),
        };
        // Names, dates and base64 text: nothing in it can fail to be written.
        Zeroizing::new(serde_json::to_string_pretty(&file).unwrap_or_default() + "\n")
    }

    /// Its id, which agreements name.
    #[must_use]
    pub fn id(&self) -> &Name {
        &self.about.id
    }

    /// What it is for.
    #[must_use]
    pub fn purpose(&self) -> &Name {
        &self.about.purpose
    }

    /// The party that keeps it.
    #[must_use]
    pub fn custodian(&self) -> &Name {
        &self.about.custodian
    }

    /// The day it was made.
    #[must_use]
    pub fn created(&self) -> Date {
        self.about.created
    }

    /// The id of the key before it.
    #[must_use]
    pub fn rotated_from(&self) -> Option<&Name> {
        self.about.rotated_from.as_ref()
    }

    /// The proof: HMAC-SHA256 of `concordat key proof v1`, a line feed and the id. Two parties with equal proofs hold one
    /// key, and nobody learns the key from it.
    ///
    /// # Errors
    /// [`KeyError::Secret`] when the keyed hash refuses the key; for 32 bytes it never does.
    pub fn proof(&self) -> Result<String, KeyError> {
        Ok(hexadecimal(&Keyed::new(&self.secret)?.of(format!("{PROOF}{}", self.about.id).as_bytes())))
    }

    /// The keyed hash, for the key's own purpose alone.
    pub(crate) fn keyed_for(&self, purpose: &Name) -> Result<Keyed, KeyError> {
        if *purpose != self.about.purpose {
            return Err(KeyError::OtherPurpose { id: self.about.id.clone(), purpose: self.about.purpose.clone() });
        }
        Keyed::new(&self.secret)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Key").field(&self.about).finish_non_exhaustive()
    }
}

/// Whether the beginning of a file is that of a key file, however it is laid out.
#[must_use]
pub fn looks_like_a_key(beginning: &[u8]) -> bool {
    let text = String::from_utf8_lossy(beginning);
    text.contains(&format!("\"{MARK}\""))
}

/// `kid-2026` is followed by `kid-2026-b`, that by `kid-2026-c`. After `-z` somebody thinks of a new name.
fn next_id(id: &Name) -> Option<Name> {
    let text = id.as_str();
    let next = match text.rsplit_once('-') {
        Some((_, "z")) => return None,
        Some((stem, letter)) if letter.len() == 1 && letter.as_bytes()[0].is_ascii_lowercase() => {
            format!("{stem}-{}", char::from(letter.as_bytes()[0] + 1))
        }
        _ => format!("{text}-b"),
    };
    Name::new(&next).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_id_counts_on() {
        let next = |id: &str| next_id(&Name::new(id).unwrap()).map(|id| id.to_string());
        assert_eq!(next("kid-2026").as_deref(), Some("kid-2026-b"));
        assert_eq!(next("kid-2026-a").as_deref(), Some("kid-2026-b"));
        assert_eq!(next("kid-b").as_deref(), Some("kid-c"));
        assert_eq!(next("kid-z"), None);
        assert_eq!(next(&"k".repeat(79)), None);
    }
}

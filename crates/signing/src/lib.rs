//! Ed25519 keys and signatures (RFC 8032) in the forms that people keep them: base64 text, and PEM for `openssl`.
//!
//! Agreements and checkpoints of the ledger are signed with these. Not allowed in here: what is signed and why, files, the
//! environment, and chance: a new key is made from 32 bytes that the caller drew.

mod key;
mod pem;
mod sample;

pub use key::{PublicKey, Signature, SigningError, SigningKey};
pub use sample::{is_sample_key, sample_key};

//! Keys of the sample: made from a published text, and so worth nothing as proof.
//!
//! Not allowed in here: a key that anyone could mistake for a real one. Profile `live` refuses all of these.

use sha2::{Digest, Sha256};

use crate::key::{PublicKey, SigningKey};

/// The text that every sample key is made from, with the owner's name behind it.
const SAMPLE_SEED: &str = "concordat sample key, published and secret to nobody: ";

/// The sample key of an owner, for example a party: its seed is SHA-256 of the published text and the owner's name.
#[must_use]
pub fn sample_key(owner: &str) -> SigningKey {
    let seed: [u8; 32] = Sha256::digest(format!("{SAMPLE_SEED}{owner}").as_bytes()).into();
    SigningKey::from_seed(&seed)
}

/// Whether a key is the sample key of one of these owners.
#[must_use]
pub fn is_sample_key<'o>(key: &PublicKey, owners: impl IntoIterator<Item = &'o str>) -> bool {
    owners.into_iter().any(|owner| sample_key(owner).public() == *key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sample_keys_differ_by_owner_and_are_known_as_such() {
        let police = sample_key("cleveland-police").public();
        assert_ne!(police, sample_key("host").public());
        assert!(is_sample_key(&police, ["host", "cleveland-police"]));
        assert!(!is_sample_key(&police, ["host"]));
    }
}

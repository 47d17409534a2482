//! Data keys in memory. Their bytes are wiped when dropped, and no format shows them.
//!
//! Not allowed in here: keys on the disk.

use std::fmt;
use std::sync::Arc;

use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use ring::rand::{SecureRandom, SystemRandom};
use zeroize::Zeroizing;

/// 32 bytes that are wiped when dropped.
pub(super) type Secret = Zeroizing<[u8; 32]>;

/// What separates keys joined for work over several extracts from all other uses.
const JOINED: &[u8] = b"concordat joined keys 1";
/// What separates keys made from a data key by purpose.
const DERIVED: &[u8] = b"concordat derived key 1";

/// The key of an extract, of the house, or of work that rests on several extracts.
#[derive(Clone)]
pub struct DataKey {
    ids: Arc<[String]>,
    secret: Secret,
}

impl DataKey {
    pub(super) fn new(id: String, secret: Secret) -> Self {
        Self { ids: Arc::from([id]), secret }
    }

    /// A key that is written nowhere: what is sealed under it is unreadable once this is dropped. For files that live no
    /// longer than the process.
    ///
    /// # Errors
    /// When the operating system gives no random numbers.
    pub fn for_once() -> Result<Self, std::io::Error> {
        Ok(Self::new("once".to_owned(), random()?))
    }

    /// The key of work made from several extracts: it can be made again only with all of theirs, so that destroying one
    /// destroys the work. Of a single key it is that key's own.
    #[must_use]
    pub fn joined<'k>(keys: impl IntoIterator<Item = &'k DataKey>) -> Option<Self> {
        let mut keys: Vec<&DataKey> = keys.into_iter().collect();
        keys.sort_by(|left, right| left.ids.cmp(&right.ids));
        keys.dedup_by(|left, right| left.ids == right.ids);
        let [first, rest @ ..] = keys.as_slice() else { return None };
        if rest.is_empty() {
            return Some((*first).clone());
        }
        let secrets: Zeroizing<Vec<u8>> = Zeroizing::new(keys.iter().flat_map(|key| *key.secret).collect());
        let ids: Vec<String> = keys.iter().flat_map(|key| key.ids.iter().cloned()).collect();
        let info: Vec<&[u8]> = ids.iter().map(String::as_bytes).collect();
        Some(Self { secret: derive(JOINED, &secrets, &info), ids: ids.into() })
    }

    /// Ids of the keys that this one rests on, in order. Ids tell nothing of a key.
    #[must_use]
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    /// The id, or the first of several.
    #[must_use]
    pub fn id(&self) -> &str {
        self.ids.first().map_or("", String::as_str)
    }

    /// 32 bytes made from this key for one purpose, for a library that encrypts by itself.
    #[must_use]
    pub fn derived(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        derive(DERIVED, self.secret.as_slice(), &[purpose.as_bytes()])
    }

    pub(super) fn secret(&self) -> &[u8; 32] {
        &self.secret
    }
}

impl PartialEq for DataKey {
    fn eq(&self, other: &Self) -> bool {
        self.ids == other.ids
    }
}

impl Eq for DataKey {}

impl fmt::Debug for DataKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("DataKey").field(&self.ids).finish()
    }
}

struct Length;

impl KeyType for Length {
    fn len(&self) -> usize {
        32
    }
}

/// HKDF-SHA256 (RFC 5869): 32 bytes from a salt, a secret and what the result is for.
pub(super) fn derive(salt: &[u8], secret: &[u8], info: &[&[u8]]) -> Secret {
    let mut out = Zeroizing::new([0; 32]);
    // Each part is told apart from the next by its length, so that no two lists of parts are the same bytes.
    let lengths: Vec<[u8; 8]> = info.iter().map(|part| (part.len() as u64).to_be_bytes()).collect();
    let parts: Vec<&[u8]> = lengths.iter().zip(info).flat_map(|(length, part)| [length.as_slice(), part]).collect();
    let extracted = Salt::new(HKDF_SHA256, salt).extract(secret);
    // Only a length that HKDF cannot give would fail, and 32 bytes it can.
    let filled = extracted.expand(&parts, Length).and_then(|expanded| expanded.fill(out.as_mut_slice()));
    debug_assert!(filled.is_ok());
    out
}

/// 32 bytes from the operating system.
pub(super) fn random() -> Result<Secret, std::io::Error> {
    let mut bytes = Zeroizing::new([0; 32]);
    fill_random(bytes.as_mut_slice())?;
    Ok(bytes)
}

pub(super) fn fill_random(bytes: &mut [u8]) -> Result<(), std::io::Error> {
    SystemRandom::new().fill(bytes).map_err(|_| std::io::Error::other("the operating system gave no random numbers"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(id: &str, byte: u8) -> DataKey {
        DataKey::new(id.to_owned(), Zeroizing::new([byte; 32]))
    }

    #[test]
    fn joined_keys_need_all_of_theirs_and_no_order() {
        let (one, two, other) = (key("a", 1), key("b", 2), key("b", 3));
        let joined = DataKey::joined([&one, &two]).unwrap();
        assert_eq!(joined.secret(), DataKey::joined([&two, &one, &two]).unwrap().secret());
        assert_ne!(joined.secret(), DataKey::joined([&one, &other]).unwrap().secret());
        assert_eq!(joined.ids(), ["a", "b"]);
        assert_eq!(DataKey::joined([&one]).unwrap().secret(), one.secret());
        assert!(DataKey::joined([]).is_none());
    }

    #[test]
    fn derivation_is_that_of_the_standard() {
        // RFC 5869, A.3 without info gives other bytes, since every part here has its length before it: an empty list of
        // parts is the standard's empty info.
        let derived = derive(&[], &[0x0b; 22], &[]);
        let expected = [0x8d, 0xa4, 0xe7, 0x75, 0xa5, 0x63, 0xc1, 0x8f, 0x71, 0x5f, 0x80, 0x2a, 0x06, 0x3c, 0x5a, 0x31];
        assert_eq!(derived[..16], expected);
    }

    #[test]
    fn purposes_differ_and_no_format_shows_a_secret() {
        let key = key("a", 7);
        assert_ne!(key.derived("parquet"), key.derived("other"));
        assert_eq!(format!("{key:?}"), "DataKey([\"a\"])");
    }
}

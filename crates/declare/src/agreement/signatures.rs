//! Signatures under one version of an agreement, and whether they fit it.
//!
//! Not allowed in here: whether a signature is enough; states are computed from all of them elsewhere.

use concordat_base::{Date, Name};
use concordat_signing::{PublicKey, SigningKey};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Agreement;
use super::parties::NamedRole;
use crate::located::Located;

/// A signature of this version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Who signed.
    pub party: Located<Name>,
    /// In what role.
    pub role: Located<NamedRole>,
    /// When.
    #[schemars(with = "Located<Date>")]
    pub date: Date,
    /// How it can be checked.
    pub method: SignatureMethod,
}

/// How a signature can be checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignatureMethod {
    /// Entered from a signed document: as good as whoever entered it.
    Attested(Attestation),
    /// Made with the party's own key: anybody can check it.
    Ed25519(KeySignature),
}

impl SignatureMethod {
    /// The word for it on every page.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Attested(_) => "attested",
            Self::Ed25519(_) => "ed25519",
        }
    }
}

/// Where a signed document is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attestation {
    /// SHA-256 of the signed document.
    pub document_sha256: String,
    /// Where it is registered.
    pub reference: String,
    /// Role of the person who entered it.
    pub entered_by: String,
    /// SHA-256 of this agreement's canonical form when it was entered; where it is given, another text does not count as
    /// signed.
    #[serde(default)]
    pub agreement_sha256: Option<Located<String>>,
}

/// A signature made with a key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeySignature {
    /// The party's public key, base64 of its 32 bytes; the same as in `partnership.yaml`.
    pub key: Located<String>,
    /// The signature, base64 of its 64 bytes.
    pub signature: Located<String>,
}

/// Whether a signature fits the version it stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureFit {
    /// It fits: a key made it over these bytes.
    Verified,
    /// It was entered from a document, and says nothing of other bytes.
    Attested,
    /// It was made over an older version or another text.
    OtherText,
    /// The partnership declares no key of this party, or another one.
    OtherKey,
    /// The key or the signature is not one.
    Unreadable,
}

impl SignatureFit {
    /// Whether a signature like this counts.
    #[must_use]
    pub fn counts(self) -> bool {
        matches!(self, Self::Verified | Self::Attested)
    }
}

impl Agreement {
    /// The text that a party signs: what it is, which version, the hash of its canonical form, and who signs in which role
    /// and when. Lines end with a line feed, so that `printf` and `openssl` can make and check it.
    #[must_use]
    pub fn signed_text(&self, party: &Name, role: NamedRole, date: Date) -> String {
        let (id, version, hash) = (&self.id.value, self.version, self.sha256());
        format!("concordat agreement signature 1\n{id}@{version}\nsha256:{hash}\n{party}\n{role}\n{date}\n")
    }

    /// Signs this version.
    #[must_use]
    pub fn signed_with(&self, key: &SigningKey, party: &Name, role: NamedRole, date: Date) -> KeySignature {
        let unplaced = |value: String| Located { value, line: 0, column: 0 };
        let signature = key.sign(self.signed_text(party, role, date).as_bytes());
        KeySignature { key: unplaced(key.public().to_base64()), signature: unplaced(signature.to_base64()) }
    }

    /// Whether a signature fits this version. `declared` is the party's key in `partnership.yaml`.
    #[must_use]
    pub fn fit_of(&self, signature: &Signature, declared: Option<&str>) -> SignatureFit {
        match &signature.method {
            SignatureMethod::Attested(attested) => match &attested.agreement_sha256 {
                Some(hash) if !hash.value.eq_ignore_ascii_case(&self.sha256()) => SignatureFit::OtherText,
                _ => SignatureFit::Attested,
            },
            SignatureMethod::Ed25519(signed) => self.fit_of_key(signature, signed, declared),
        }
    }

    fn fit_of_key(&self, signature: &Signature, signed: &KeySignature, declared: Option<&str>) -> SignatureFit {
        if declared.map(str::trim) != Some(signed.key.value.trim()) {
            return SignatureFit::OtherKey;
        }
        let key = PublicKey::from_base64(&signed.key.value);
        let bytes = concordat_signing::Signature::from_base64(&signed.signature.value);
        let (Ok(key), Ok(bytes)) = (key, bytes) else { return SignatureFit::Unreadable };
        let text = self.signed_text(&signature.party.value, signature.role.value, signature.date);
        if key.verifies(text.as_bytes(), &bytes) { SignatureFit::Verified } else { SignatureFit::OtherText }
    }
}

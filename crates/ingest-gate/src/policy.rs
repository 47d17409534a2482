//! What an agreement says about the people behind a delivery: how near to them its records may come.
//!
//! Not allowed in here: finding anything out; the caller fills this from the agreements that permit the delivery.

use std::collections::BTreeMap;

use concordat_anonymity::{AreaGrain, Granularity};
use concordat_base::{Name, Period, hexadecimal};
use concordat_declare::agreement::Identifiability;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What a delivery must keep besides its contract. Data under an open licence has none.
#[derive(Clone, Debug)]
pub struct AnonymityPolicy {
    /// How near its records may be to a person.
    pub identifiability: Identifiability,
    /// Fields, by name; a field that is missing here is of no class and has no floor.
    pub fields: BTreeMap<Name, FieldPolicy>,
    /// Fewest records that share all quasi-identifiers.
    pub k: Option<u64>,
    /// Fewest different sensitive values among them.
    pub l: Option<u64>,
    /// Smallest count that may stand in a file whose small counts the sender hides.
    pub min_count: u64,
    /// The key of its pseudonyms.
    pub key: Option<KeyPolicy>,
    /// Whether the delivery note must say that opt-outs were applied.
    pub opt_outs_required: bool,
    /// Whether a delivery note must give the reason of a correction.
    pub reason_required: bool,
    /// What was accepted before, by period.
    pub earlier: BTreeMap<Period, Earlier>,
    /// Whom the sender asks; a role's mailbox.
    pub contact: Option<String>,
}

impl AnonymityPolicy {
    /// A policy that asks for nothing but that there are no identifiers.
    #[must_use]
    pub fn of(identifiability: Identifiability) -> Self {
        Self {
            identifiability,
            fields: BTreeMap::new(),
            k: None,
            l: None,
            min_count: 0,
            key: None,
            opt_outs_required: false,
            reason_required: false,
            earlier: BTreeMap::new(),
            contact: None,
        }
    }

    /// All that a delivery is judged by, in a form of its own for hashes; without what was delivered before.
    #[must_use]
    pub fn demands(&self) -> String {
        let Self { identifiability, fields, k, l, min_count, key, opt_outs_required, reason_required, .. } = self;
        let ids = key.as_ref().map(|key| (&key.ids, key.required));
        format!("{identifiability:?} {fields:?} {k:?} {l:?} {min_count} {ids:?} {opt_outs_required} {reason_required}")
    }
}

/// What an agreement says of a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FieldPolicy {
    /// What it is to a person.
    pub class: FieldClass,
    /// Finest areas that it may hold.
    pub finest_area: Option<AreaGrain>,
    /// Finest times that it may hold.
    pub finest_time: Option<Granularity>,
}

/// What a field is to a person, as far as the gate treats it in a way of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldClass {
    /// Nothing that matters here.
    #[default]
    Other,
    /// With others, could single a person out.
    QuasiIdentifier,
    /// Says something sensitive of a person.
    Sensitive,
    /// A count or another number that is added up.
    Measure,
    /// A category of which there are few.
    Dimension,
}

/// The key that pseudonyms must be made with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyPolicy {
    /// Its ids: one for each agreement that permits the delivery, in order.
    pub ids: Vec<String>,
    /// Whether a delivery without a proof is refused.
    pub required: bool,
    /// Proofs of the same key in the datasets that this one may be linked with: key id to proof.
    pub proofs_of_others: BTreeMap<String, String>,
}

impl KeyPolicy {
    /// Whether a proof is one that anybody can make: of the published text without a key, under no key, or under the key's id.
    pub(crate) fn is_public(&self, key: &NoteKey) -> bool {
        let text = format!("concordat key proof v1\n{}", key.id);
        let keyed =
            |secret: &[u8]| Hmac::<Sha256>::new_from_slice(secret).map(|mac| mac.chain_update(&text).finalize());
        let keyed = [&b""[..], key.id.as_bytes()].into_iter().filter_map(|secret| keyed(secret).ok());
        let public = keyed.map(|mac| hexadecimal(&mac.into_bytes())).chain([hexadecimal(&Sha256::digest(&text))]);
        public.into_iter().any(|proof| proof.eq_ignore_ascii_case(&key.proof))
    }
}

/// What is remembered of an accepted delivery of a period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// A keyed commitment to the file's bytes.
    pub commitment: String,
    /// What its note said of opt-outs.
    #[serde(default)]
    pub opt_outs: Option<OptOuts>,
    /// What its note said of the key.
    #[serde(default)]
    pub key: Option<NoteKey>,
}

/// Which key made the pseudonyms of a delivery, without the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteKey {
    /// Id of the key.
    pub id: String,
    /// The keyed hash of a published text.
    pub proof: String,
}

/// What was done about people who have opted out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptOuts {
    /// Their records were taken out before sending.
    Applied,
    /// No opt-out covers this use of this data.
    NotApplicable,
    /// An exemption applies.
    Exempt,
}

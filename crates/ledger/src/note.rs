//! Signed notes: a text with the signatures of one or more keys under it (C2SP signed-note).
//!
//! Not allowed in here: what a text says. A note that is not to the letter is refused, never mended: a byte that could be
//! changed without being found would be a byte that nobody signed.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use concordat_signing::{PublicKey, Signature};
use sha2::{Digest, Sha256};

use crate::error::LedgerError;

/// More signatures than this are of no use here.
const MOST_SIGNATURES: usize = 100;

/// What begins a signature line: an em dash and a space.
const DASH: &str = "\u{2014} ";

/// What a signature says, by the byte that tells the kinds apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureKind {
    /// The key signed the text.
    Text = 0x01,
    /// The key signed the text with a time before it (C2SP tlog-cosignature): "this is the longest ledger that I have seen".
    Cosignature = 0x04,
}

/// A public key with the name under which it signs. As text it is a verifier key: `name+id+key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: SignatureKind,
    public: PublicKey,
}

/// One signature under a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    name: String,
    key_id: [u8; 4],
    bytes: Vec<u8>,
}

/// A text and its signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<NoteSignature>,
}

impl VerifierKey {
    /// A key under a name.
    ///
    /// # Errors
    /// `BadCheckpoint` if the name is empty, or holds a space, a plus sign or a control character.
    pub fn new(name: &str, kind: SignatureKind, public: PublicKey) -> Result<Self, LedgerError> {
        let unfit = |letter: char| letter.is_whitespace() || letter.is_control() || letter == '+';
        if name.is_empty() || name.chars().any(unfit) {
            return Err(bad("a name of a key is empty, or holds a space, a plus sign or a control character"));
        }
        Ok(Self { name: name.to_owned(), kind, public })
    }

    /// Reads a key that is given for a name: as a verifier key, in base64, or as PEM.
    ///
    /// # Errors
    /// `BadCheckpoint` if it is none of these, or a verifier key of another name or kind.
    pub fn read(name: &str, kind: SignatureKind, text: &str) -> Result<Self, LedgerError> {
        if let Ok(public) = PublicKey::from_text(text) {
            return Self::new(name, kind, public);
        }
        let key = Self::parse(text)?;
        if key.name == name && key.kind == kind { Ok(key) } else { Err(bad("a key of another name or kind")) }
    }

    /// Reads `name+id+key`.
    ///
    /// # Errors
    /// `BadCheckpoint` if it is not of that form, or the id is not that of the key.
    pub fn parse(text: &str) -> Result<Self, LedgerError> {
        let fault = || bad("not a verifier key: name, id and key with a plus sign between");
        let mut parts = text.trim().splitn(3, '+');
        let (name, id, key) = (parts.next(), parts.next(), parts.next());
        let bytes = STANDARD.decode(key.ok_or_else(fault)?).map_err(|_| fault())?;
        let (kind, public) = bytes.split_first().ok_or_else(fault)?;
        let kind = match kind {
            0x01 => SignatureKind::Text,
            0x04 => SignatureKind::Cosignature,
            _ => return Err(bad("a verifier key of a kind that is not read here")),
        };
        let public = public.try_into().map_err(|_| fault())?;
        let public = PublicKey::from_bytes(public).map_err(|_| bad("a verifier key that is no Ed25519 key"))?;
        let key = Self::new(name.ok_or_else(fault)?, kind, public)?;
        if id == Some(hexadecimal(&key.id()).as_str()) { Ok(key) } else { Err(fault()) }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The public key itself.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The first four bytes of SHA-256 over name, line end, kind and key.
    #[must_use]
    pub fn id(&self) -> [u8; 4] {
        let hash = Sha256::new().chain_update(&self.name).chain_update(b"\n");
        let hash = hash.chain_update([self.kind as u8]).chain_update(self.public.as_bytes()).finalize();
        [hash[0], hash[1], hash[2], hash[3]]
    }

    /// The id in hexadecimal digits.
    #[must_use]
    pub fn id_hexadecimal(&self) -> String {
        hexadecimal(&self.id())
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [&[self.kind as u8], self.public.as_bytes().as_slice()].concat();
        write!(formatter, "{}+{}+{}", self.name, self.id_hexadecimal(), STANDARD.encode(key))
    }
}

impl NoteSignature {
    /// A signature by a key; `bytes` are what its kind puts behind the key's id.
    pub(crate) fn new(key: &VerifierKey, bytes: Vec<u8>) -> Self {
        Self { name: key.name.clone(), key_id: key.id(), bytes }
    }

    /// The name of the key.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The id of the key that it claims to be of, in hexadecimal digits.
    #[must_use]
    pub fn id_hexadecimal(&self) -> String {
        hexadecimal(&self.key_id)
    }

    /// Whether it claims to be of a key.
    #[must_use]
    pub fn is_of(&self, key: &VerifierKey) -> bool {
        self.name == key.name && self.key_id == key.id()
    }

    /// What stands behind the key's id.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn parse(line: &str) -> Result<Self, LedgerError> {
        let fault = || bad("a signature line is not a dash, a name and base64 text");
        let (name, encoded) = line.strip_prefix(DASH).and_then(|rest| rest.split_once(' ')).ok_or_else(fault)?;
        // The decoder takes nothing but the one text that encodes these bytes.
        let decoded = STANDARD.decode(encoded).map_err(|_| fault())?;
        let (key_id, bytes) = decoded.split_first_chunk::<4>().ok_or_else(fault)?;
        if name.is_empty() || name.contains('+') || bytes.is_empty() {
            return Err(fault());
        }
        Ok(Self { name: name.to_owned(), key_id: *key_id, bytes: bytes.to_vec() })
    }
}

impl fmt::Display for NoteSignature {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.key_id.as_slice(), &self.bytes].concat();
        write!(formatter, "{DASH}{} {}", self.name, STANDARD.encode(bytes))
    }
}

impl Note {
    pub(crate) fn new(text: String, signatures: Vec<NoteSignature>) -> Self {
        Self { text, signatures }
    }

    /// Reads a note, to the letter.
    ///
    /// # Errors
    /// `BadCheckpoint`.
    pub fn parse(note: &str) -> Result<Self, LedgerError> {
        if note.chars().any(|letter| letter < ' ' && letter != '\n') {
            return Err(bad("it holds a control character"));
        }
        let (text, signatures) =
            note.rsplit_once("\n\n").ok_or_else(|| bad("no empty line parts text and signatures"))?;
        let lines = signatures.strip_suffix('\n').ok_or_else(|| bad("its last line has no end"))?;
        let signatures: Vec<NoteSignature> = lines.split('\n').map(NoteSignature::parse).collect::<Result<_, _>>()?;
        if signatures.len() > MOST_SIGNATURES {
            return Err(bad("it has more than a hundred signatures"));
        }
        Ok(Self { text: format!("{text}\n"), signatures })
    }

    /// The text, with its last line end: what is signed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signatures, in order.
    #[must_use]
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// The same with one more signature.
    #[must_use]
    pub fn with(mut self, signature: NoteSignature) -> Self {
        self.signatures.push(signature);
        self
    }

    /// Checks that one of these keys signed the text, and that none of them stands under it falsely. Signatures of other
    /// keys say nothing and are passed over.
    ///
    /// # Errors
    /// `BadCheckpoint`.
    pub fn check_signed(&self, keys: &[VerifierKey]) -> Result<(), LedgerError> {
        let mut signed = false;
        for signature in &self.signatures {
            for key in keys.iter().filter(|key| key.kind == SignatureKind::Text && signature.is_of(key)) {
                let bytes: Option<[u8; 64]> = signature.bytes.as_slice().try_into().ok();
                let verified =
                    bytes.map(|bytes| key.public.verifies(self.text.as_bytes(), &Signature::from_bytes(bytes)));
                if verified != Some(true) {
                    return Err(bad("a signature under it is false"));
                }
                signed = true;
            }
        }
        if signed { Ok(()) } else { Err(bad("it is not signed by the key of this ledger")) }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| writeln!(formatter, "{signature}"))
    }
}

pub(crate) fn bad(fault: &'static str) -> LedgerError {
    LedgerError::BadCheckpoint { fault }
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

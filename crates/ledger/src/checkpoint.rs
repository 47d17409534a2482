//! Checkpoints: what a ledger was at a size, signed by the key of the ledger (C2SP tlog-checkpoint), and signed again by
//! partners who saw it (C2SP tlog-cosignature).
//!
//! Not allowed in here: the clock (a time is handed in), the environment, and a line beyond the three that the form needs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use concordat_signing::{Signature, SigningKey, is_sample_key, sample_key};

use crate::error::LedgerError;
use crate::log::Head;
use crate::note::{Note, NoteSignature, SignatureKind, VerifierKey, bad};

/// A ledger at a size, under the name by which the ledger is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the ledger.
    pub origin: String,
    /// Size and root.
    pub head: Head,
}

impl Checkpoint {
    /// The three lines.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.head.size, STANDARD.encode(self.head.root))
    }

    /// Reads the three lines, and nothing else.
    ///
    /// # Errors
    /// `BadCheckpoint`.
    pub fn parse(text: &str) -> Result<Self, LedgerError> {
        let mut lines = text.split('\n');
        let mut line =
            || lines.next().filter(|line| !line.is_empty()).ok_or_else(|| bad("it has fewer than three lines"));
        let (origin, size, root) = (line()?, line()?, line()?);
        let size: u64 = size.parse().map_err(|_| bad("its second line is no number of entries"))?;
        let root = STANDARD.decode(root).ok().and_then(|root| root.try_into().ok());
        let root = root.ok_or_else(|| bad("its third line is no hash"))?;
        let checkpoint = Self { origin: origin.to_owned(), head: Head { size, root } };
        // Also finds zeros before the number, and further lines.
        if checkpoint.text() == text { Ok(checkpoint) } else { Err(bad("it is not of the form of a checkpoint")) }
    }
}

/// A checkpoint as it was signed. It is made by signing, and by checking the signature of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    note: Note,
}

impl SignedCheckpoint {
    /// Reads a note and checks that one of the ledger's keys signed it.
    ///
    /// # Errors
    /// `BadCheckpoint` if it is not to the letter, is of another ledger, or is not signed by one of the keys.
    pub fn open(note: &str, keys: &[VerifierKey]) -> Result<Self, LedgerError> {
        let note = Note::parse(note)?;
        let checkpoint = Checkpoint::parse(note.text())?;
        if keys.iter().all(|key| key.name() != checkpoint.origin) {
            return Err(bad("it is of another ledger"));
        }
        note.check_signed(keys)?;
        Ok(Self { checkpoint, note })
    }

    /// What was signed.
    #[must_use]
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Size and root.
    #[must_use]
    pub fn head(&self) -> Head {
        self.checkpoint.head
    }

    /// The note, with its signatures.
    #[must_use]
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// The same with the signature of a witness, who says: at this time, this was the longest ledger that I had seen.
    ///
    /// # Errors
    /// `BadCheckpoint` if the name is not fit for a key.
    pub fn witnessed(self, witness: &LogKey, seconds: u64) -> Result<Self, LedgerError> {
        let name = witness.verifier.name();
        let verifier = VerifierKey::new(name, SignatureKind::Cosignature, witness.key.public())?;
        let signature = witness.key.sign(cosigned(seconds, self.note.text()).as_bytes());
        let bytes = [seconds.to_be_bytes().as_slice(), signature.as_bytes()].concat();
        let note = self.note.with(NoteSignature::new(&verifier, bytes));
        Ok(Self { note, ..self })
    }

    /// When a witness signed, in seconds since 1970; `None` if it did not.
    ///
    /// # Errors
    /// `BadCheckpoint` if a signature in the witness's name is false.
    pub fn witnessed_by(&self, witness: &VerifierKey) -> Result<Option<u64>, LedgerError> {
        let Some(signature) = self.note.signatures().iter().find(|signature| signature.is_of(witness)) else {
            return Ok(None);
        };
        let parts = signature.bytes().split_first_chunk::<8>();
        let parts = parts.and_then(|(time, rest)| Some((u64::from_be_bytes(*time), rest.try_into().ok()?)));
        let (seconds, bytes) = parts.ok_or_else(|| bad("a witness's signature is too short or too long"))?;
        let message = cosigned(seconds, self.note.text());
        if witness.public().verifies(message.as_bytes(), &Signature::from_bytes(bytes)) {
            return Ok(Some(seconds));
        }
        Err(bad("a witness's signature is false"))
    }
}

/// What a witness signs.
fn cosigned(seconds: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}

/// The secret key of a ledger or of a witness, with the name that it signs under.
#[derive(Debug, Clone)]
pub struct LogKey {
    verifier: VerifierKey,
    key: SigningKey,
}

impl LogKey {
    /// A key for the ledger of this name.
    ///
    /// # Errors
    /// `BadCheckpoint` if the name is not fit for a key.
    pub fn new(origin: &str, key: SigningKey) -> Result<Self, LedgerError> {
        Ok(Self { verifier: VerifierKey::new(origin, SignatureKind::Text, key.public())?, key })
    }

    /// Reads the secret in base64 or PEM.
    ///
    /// # Errors
    /// `BadCheckpoint` if it is neither, or the name is not fit for a key.
    pub fn from_text(origin: &str, secret: &str) -> Result<Self, LedgerError> {
        Self::new(
            origin,
            SigningKey::from_text(secret).map_err(|_| bad("the secret is no Ed25519 key in base64 or PEM"))?,
        )
    }

    /// The sample's key for the ledger of this name: everybody knows it, and what it signs proves nothing.
    ///
    /// # Errors
    /// `BadCheckpoint` if the name is not fit for a key.
    pub fn sample(origin: &str) -> Result<Self, LedgerError> {
        Self::new(origin, sample_key(&sample_owner(origin)))
    }

    /// The sample's key for a witness.
    ///
    /// # Errors
    /// `BadCheckpoint` if the name is not fit for a key.
    pub fn sample_witness(name: &str) -> Result<Self, LedgerError> {
        Self::new(name, sample_key(&format!("{name} witness")))
    }

    /// Its public half, as it stands under a ledger's own checkpoints.
    #[must_use]
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// Signs a text that speaks of an entry, such as a certificate. Its first line must not be the ledger's name, with which
    /// checkpoints begin, so that neither can be taken for the other.
    ///
    /// # Errors
    /// `BadCheckpoint` if it is, or the text does not end with a line end.
    pub fn sign_text(&self, text: &str) -> Result<Note, LedgerError> {
        if text.lines().next() == Some(self.verifier.name()) || !text.ends_with('\n') {
            return Err(bad("a text that could be taken for a checkpoint, or has no last line end"));
        }
        let signature = NoteSignature::new(&self.verifier, self.key.sign(text.as_bytes()).as_bytes().to_vec());
        Ok(Note::new(text.to_owned(), vec![signature]))
    }

    /// Signs what a ledger is now.
    #[must_use]
    pub fn sign(&self, head: Head) -> SignedCheckpoint {
        let checkpoint = Checkpoint { origin: self.verifier.name().to_owned(), head };
        let text = checkpoint.text();
        let signature = NoteSignature::new(&self.verifier, self.key.sign(text.as_bytes()).as_bytes().to_vec());
        SignedCheckpoint { checkpoint, note: Note::new(text, vec![signature]) }
    }
}

/// The name that a ledger signs under: that of its place, behind the address that the place declares.
#[must_use]
pub fn origin_of(declared: Option<&str>, place: &str) -> String {
    declared.map_or_else(|| format!("concordat/{place}"), |declared| format!("{declared}/concordat/{place}"))
}

/// Whether a key is the sample's, and so worth nothing as proof.
#[must_use]
pub fn is_sample(key: &VerifierKey) -> bool {
    is_sample_key(key.public(), [sample_owner(key.name()).as_str()])
}

/// The secret of the sample's key for the ledger of a name, as text: no secret at all.
#[must_use]
pub fn sample_secret(origin: &str) -> String {
    sample_key(&sample_owner(origin)).to_secret_base64().to_string()
}

fn sample_owner(origin: &str) -> String {
    format!("{origin} ledger")
}

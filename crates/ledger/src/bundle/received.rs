//! A bundle as a partner received it, read by this program in place of the script.
//!
//! Not allowed in here: believing a file of it before it was held against the signature.

use std::path::Path;

use concordat_store::read_to_string;

use crate::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::error::LedgerError;
use crate::note::{Note, SignatureKind, VerifierKey, bad};
use crate::proof::{Hash, root_of};

/// The signed checkpoint of a bundle, with the leaf hashes that give its root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedBundle {
    checkpoint: SignedCheckpoint,
    leaves: Vec<Hash>,
    key: VerifierKey,
}

impl ReceivedBundle {
    /// Reads a bundle. `own_key` is the ledger's public key as the partner keeps it; without it, the bundle's is taken.
    ///
    /// # Errors
    /// `Read`, or `BadCheckpoint` if the signature or the leaf hashes do not fit.
    pub fn read(folder: &Path, own_key: Option<&str>) -> Result<Self, LedgerError> {
        let read = |file: &str| read_to_string(&folder.join(file)).map_err(|source| LedgerError::Read { source });
        let note = read("checkpoint")?;
        let origin = Checkpoint::parse(Note::parse(&note)?.text())?.origin;
        let key = own_key.map_or_else(|| read("key.pem"), |key| Ok(key.to_owned()))?;
        let key = VerifierKey::read(&origin, SignatureKind::Text, &key)?;
        let checkpoint = SignedCheckpoint::open(&note, std::slice::from_ref(&key))?;
        let fault = || bad("the leaf hashes are not of their form");
        let leaves = read("leaves")?.lines().map(|line| leaf(line).ok_or_else(fault)).collect::<Result<Vec<_>, _>>()?;
        let head = checkpoint.head();
        if leaves.len() as u64 != head.size || root_of(&leaves) != head.root {
            return Err(bad("the leaf hashes do not give the root that was signed"));
        }
        Ok(Self { checkpoint, leaves, key })
    }

    /// What was signed.
    #[must_use]
    pub fn checkpoint(&self) -> &SignedCheckpoint {
        &self.checkpoint
    }

    /// The key that signed it.
    #[must_use]
    pub fn key(&self) -> &VerifierKey {
        &self.key
    }

    /// Checks that the ledger of the bundle begins with an earlier checkpoint.
    ///
    /// # Errors
    /// `Inconsistent`.
    pub fn check_begins_with(&self, earlier: &SignedCheckpoint) -> Result<(), LedgerError> {
        let head = earlier.head();
        let first = usize::try_from(head.size).ok().and_then(|size| self.leaves.get(..size));
        if first.map(root_of) == Some(head.root) { Ok(()) } else { Err(LedgerError::Inconsistent { size: head.size }) }
    }
}

fn leaf(line: &str) -> Option<Hash> {
    let digits = line.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let bytes: Vec<u8> = (0..line.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(line.get(at..at + 2)?, 16).ok())
        .collect::<Option<_>>()?;
    bytes.try_into().ok().filter(|_| digits)
}

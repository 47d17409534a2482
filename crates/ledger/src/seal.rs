//! Checkpoints on the disk: `ledger/checkpoints/<size>`, one for each size that was signed.
//!
//! A ledger that does not begin with what was signed before is never signed again. Not allowed in here: a checkpoint of
//! another size than the ledger has, and changing one that stands.

use std::path::PathBuf;

use concordat_store::{list_files, read_to_string, write_atomic};

use crate::checkpoint::{Checkpoint, LogKey, SignedCheckpoint};
use crate::entry::Entry;
use crate::entry::upkeep::KeyRotated;
use crate::error::LedgerError;
use crate::log::Ledger;
use crate::note::{Note, NoteSignature};

impl Ledger {
    /// The same, able to sign checkpoints. Without a key, nothing can be released.
    #[must_use]
    pub fn signed_with(mut self, key: LogKey) -> Self {
        self.signer = Some(key);
        self
    }

    /// Whether it was given a key.
    #[must_use]
    pub fn can_sign(&self) -> bool {
        self.signer.is_some()
    }

    /// The entry that is due when this key is not the one that signed the last checkpoint.
    ///
    /// # Errors
    /// `Read` or `BadCheckpoint` if the last checkpoint cannot be read.
    pub fn key_rotated(&self) -> Result<Option<Entry>, LedgerError> {
        let (Some(key), Some((_, note))) = (&self.signer, self.latest_note()?) else {
            return Ok(None);
        };
        let previous = note.signatures().first().map(NoteSignature::id_hexadecimal);
        let key = key.verifier().id_hexadecimal();
        let rotated = previous.as_ref() != Some(&key);
        Ok(rotated.then(|| Entry::KeyRotated(KeyRotated { key, previous, purpose: "ledger".to_owned() })))
    }

    /// Signs the ledger as it is now, and keeps the checkpoint.
    ///
    /// # Errors
    /// `NoKey`; `Inconsistent` if the ledger does not begin with what was signed last; `BadCheckpoint` if that cannot be
    /// read any more; `Checkpoint` if it cannot be written.
    pub fn checkpoint(&self) -> Result<SignedCheckpoint, LedgerError> {
        let key = self.signer.as_ref().ok_or(LedgerError::NoKey)?;
        let signed = key.sign(self.head());
        if let Some((size, note)) = self.latest_note()? {
            self.check_begins_with(&note)?;
            if size == signed.head().size && note.check_signed(std::slice::from_ref(key.verifier())).is_ok() {
                return Ok(signed);
            }
        }
        let path = self.checkpoint_path(signed.head().size);
        let written = write_atomic(&path, signed.note().to_string().as_bytes());
        written.map_err(|source| LedgerError::Checkpoint { source })?;
        Ok(signed)
    }

    /// Sees to it that every entry about a release is under a checkpoint, and gives the text of the latest one; `None` if
    /// nothing was ever released or signed. A reader may see a release after this, and not before.
    ///
    /// # Errors
    /// As [`Ledger::checkpoint`].
    pub fn checkpoint_releases(&self) -> Result<Option<String>, LedgerError> {
        let latest = self.latest_note()?;
        if let Some((_, note)) = &latest {
            self.check_begins_with(note)?;
        }
        let signed_to = latest.as_ref().map_or(0, |(size, _)| *size);
        let about_releases = |entry: &Entry| entry.kind().starts_with("release.");
        let last = self.entries().rev().find(|record| about_releases(&record.entry));
        match last.filter(|record| record.sequence >= signed_to) {
            Some(_) => self.checkpoint().map(|signed| Some(signed.note().to_string())),
            None => Ok(latest.map(|(_, note)| note.to_string())),
        }
    }

    /// The sizes that were signed, with the text of each checkpoint, smallest first. They are as found on the disk: nothing
    /// is checked.
    ///
    /// # Errors
    /// `Read`.
    pub fn checkpoints(&self) -> Result<Vec<(u64, String)>, LedgerError> {
        let read = |size: u64| {
            let text = read_to_string(&self.checkpoint_path(size));
            text.map(|text| (size, text)).map_err(|source| LedgerError::Read { source })
        };
        self.signed_sizes()?.into_iter().map(read).collect()
    }

    /// Whether the ledger begins with what a checkpoint says.
    ///
    /// # Errors
    /// `Inconsistent`, or `BadCheckpoint` if the note is no checkpoint.
    pub fn check_begins_with(&self, note: &Note) -> Result<(), LedgerError> {
        let head = Checkpoint::parse(note.text())?.head;
        if self.head_at(head.size) == Some(head) { Ok(()) } else { Err(LedgerError::Inconsistent { size: head.size }) }
    }

    /// The note of the largest size, its signatures unchecked.
    pub(crate) fn latest_note(&self) -> Result<Option<(u64, Note)>, LedgerError> {
        let Some(size) = self.signed_sizes()?.last().copied() else {
            return Ok(None);
        };
        let text = read_to_string(&self.checkpoint_path(size)).map_err(|source| LedgerError::Read { source })?;
        Ok(Some((size, Note::parse(&text)?)))
    }

    fn signed_sizes(&self) -> Result<Vec<u64>, LedgerError> {
        let names = list_files(&self.folder().join("checkpoints")).map_err(|source| LedgerError::Read { source })?;
        // Other names are of writes that were cut off.
        let mut sizes: Vec<u64> = names.iter().filter_map(|name| name.parse().ok()).collect();
        sizes.sort_unstable();
        Ok(sizes)
    }

    fn checkpoint_path(&self, size: u64) -> PathBuf {
        self.folder().join("checkpoints").join(size.to_string())
    }
}

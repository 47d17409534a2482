//! The bundle that a partner takes home: what concerns it in clear, of everything else the leaf hash, the signed checkpoint,
//! and a shell script that checks all of it with openssl and coreutils alone.
//!
//! Not allowed in here: an entry that does not concern the party, and anything that needs this program to be checked.

mod received;

use std::collections::BTreeSet;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use concordat_store::write_atomic;

use crate::checkpoint::{SignedCheckpoint, is_sample};
use crate::error::LedgerError;
use crate::log::Ledger;
use crate::note::{VerifierKey, bad, hexadecimal};
use crate::party::Concern;
use crate::proof::{Hash, inclusion};
use crate::record::Record;

pub use received::ReceivedBundle;

/// The script of a bundle. It stands in the repository too, so that nobody has to trust the one that came with a bundle.
pub const CHECK_SCRIPT: &str = include_str!("check.sh");

/// The page of a bundle, with places to fill.
const PAGE: &str = include_str!("CHECK.md");

/// What stands on top of a sample's page.
const SAMPLE: &str = "This bundle is of a sample: its parties and extracts are made up, and the key that signed it is \
                      published. It shows how checking works and proves nothing.\n";

/// The files of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    files: Vec<(String, Vec<u8>)>,
    entries: u64,
}

impl Bundle {
    /// The bundle of a party at a checkpoint. `declared` are the datasets that the party is declared to supply.
    ///
    /// # Errors
    /// `BadCheckpoint` if the checkpoint is not signed by the key; `Inconsistent` if the ledger is not what it says.
    pub fn new(
        ledger: &Ledger,
        (party, declared): (&str, BTreeSet<String>),
        checkpoint: &SignedCheckpoint,
        key: &VerifierKey,
    ) -> Result<Self, LedgerError> {
        checkpoint.note().check_signed(std::slice::from_ref(key))?;
        let head = checkpoint.head();
        ledger.check_begins_with(checkpoint.note())?;
        let inconsistent = || LedgerError::Inconsistent { size: head.size };
        let tree = ledger.first(head.size).ok_or_else(inconsistent)?;
        let concern = Concern::of(ledger, party, declared);
        let mut bundle = Self { files: Vec::new(), entries: 0 };
        let mut index = String::new();
        let signed = usize::try_from(head.size).unwrap_or(usize::MAX);
        for (record, line) in ledger.entries().zip(ledger.lines()).take(signed) {
            if concern.includes(&record.entry) {
                bundle.entries += 1;
                index += &format!("{} {}\n", record.sequence, record.entry.kind());
                bundle.add(&format!("entries/{:08}", record.sequence), line);
                bundle.add(
                    &format!("proofs/{:08}.tlog-proof", record.sequence),
                    proof(&inclusion(&tree, record.sequence).ok_or_else(inconsistent)?, record, checkpoint),
                );
            }
        }
        bundle.add("index", index);
        bundle.add(
            "leaves",
            ledger.leaves().iter().take(signed).map(|leaf| hexadecimal(leaf) + "\n").collect::<String>(),
        );
        bundle.add("checkpoint", own_note(checkpoint, key)?.note().to_string());
        let datasets = concern.datasets().iter().map(|dataset| format!("{dataset}\n"));
        bundle.add("datasets", datasets.collect::<String>());
        bundle.add("key.pem", key.public().to_pem());
        bundle.add("key.vkey", format!("{key}\n"));
        bundle.add("check.sh", CHECK_SCRIPT);
        bundle.add("CHECK.md", page(party, &concern, checkpoint, key));
        if is_sample(key) {
            bundle.add("SAMPLE", SAMPLE);
        }
        Ok(bundle)
    }

    /// Names below the bundle's folder, with what each file holds.
    #[must_use]
    pub fn files(&self) -> &[(String, Vec<u8>)] {
        &self.files
    }

    /// How many entries are in clear.
    #[must_use]
    pub fn entries(&self) -> u64 {
        self.entries
    }

    /// Writes the files into a folder.
    ///
    /// # Errors
    /// `Bundle`.
    pub fn write(&self, folder: &Path) -> Result<(), LedgerError> {
        let write = |(name, bytes): &(String, Vec<u8>)| write_atomic(&folder.join(name), bytes);
        self.files.iter().try_for_each(write).map_err(|source| LedgerError::Bundle { source })
    }

    fn add(&mut self, name: &str, bytes: impl AsRef<[u8]>) {
        self.files.push((name.to_owned(), bytes.as_ref().to_vec()));
    }
}

/// The checkpoint with the ledger's own signature alone: whoever gets a bundle knows no other key, and a line that nobody
/// checks could be changed unseen.
fn own_note(checkpoint: &SignedCheckpoint, key: &VerifierKey) -> Result<SignedCheckpoint, LedgerError> {
    let note = checkpoint.note();
    let own = note.signatures().iter().find(|signature| signature.is_of(key));
    let own = own.ok_or_else(|| bad("it is not signed by the key of this ledger"))?;
    SignedCheckpoint::open(&format!("{}\n{own}\n", note.text()), std::slice::from_ref(key))
}

/// That an entry is in the ledger, in a file of its own (C2SP tlog-proof): it can be shown to others without the bundle.
fn proof(hashes: &[Hash], record: &Record, checkpoint: &SignedCheckpoint) -> String {
    let hashes: String = hashes.iter().map(|hash| STANDARD.encode(hash) + "\n").collect();
    format!("c2sp.org/tlog-proof@v1\nindex {}\n{hashes}\n{}", record.sequence, checkpoint.note())
}

fn page(party: &str, concern: &Concern, checkpoint: &SignedCheckpoint, key: &VerifierKey) -> String {
    let datasets: Vec<&str> = concern.datasets().iter().map(String::as_str).collect();
    let fields = [
        ("{{sample}}", if is_sample(key) { format!("**{}**\n\n", SAMPLE.trim()) } else { String::new() }),
        ("{{party}}", party.to_owned()),
        ("{{datasets}}", datasets.join(", ")),
        ("{{origin}}", checkpoint.checkpoint().origin.clone()),
        ("{{size}}", checkpoint.head().size.to_string()),
        ("{{key}}", key.public().to_base64()),
        ("{{vkey}}", key.to_string()),
    ];
    fields.iter().fold(PAGE.to_owned(), |page, (field, value)| page.replace(field, value))
}

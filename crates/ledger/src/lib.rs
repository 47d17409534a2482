//! The ledger: what was done with the partners' data, as an append-only list that nobody can change
//! unseen. One entry is one line of canonical JSON; the lines are the leaves of a Merkle tree after
//! RFC 6962, so a partner can check with `sha256sum` alone that an entry is in it.
//!
//! Not allowed here: row values, small counts, pseudonyms, names of persons, plain hashes of files
//! that parties sent (these are named by keyed commitments made elsewhere), and the time of day
//! (it is handed in).

mod audit;
mod bundle;
mod canonical;
mod checkpoint;
pub mod entry;
pub mod error;
mod fitness;
mod log;
mod note;
mod party;
pub mod proof;
mod record;
mod seal;

pub use audit::{Examination, Finding, examine};
pub use bundle::{Bundle, CHECK_SCRIPT, ReceivedBundle};
pub use checkpoint::{Checkpoint, LogKey, SignedCheckpoint, is_sample, origin_of, sample_secret};
pub use entry::Entry;
pub use error::LedgerError;
pub use log::{Appended, Head, Ledger, Opened};
pub use note::{Note, NoteSignature, SignatureKind, VerifierKey};
pub use party::Concern;
pub use record::Record;

//! The ledger: what was done with the partners' data, as an append-only list that nobody can change
//! unseen. One entry is one line of canonical JSON; the lines are the leaves of a Merkle tree after
//! RFC 6962, so a partner can check with `sha256sum` alone that an entry is in it.
//!
//! Not allowed here: row values, small counts, pseudonyms, names of persons, plain hashes of files
//! that parties sent (these are named by keyed commitments made elsewhere), and the time of day
//! (it is handed in).

mod canonical;
pub mod entry;
pub mod error;
mod fitness;
mod log;
mod record;

pub use entry::Entry;
pub use error::LedgerError;
pub use log::{Appended, Head, Ledger, Opened};
pub use record::Record;

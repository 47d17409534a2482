//! What receipts say: under which checkpoint a release came to its place.
//!
//! Not allowed in here: judging a checkpoint; that is for whoever has the keys.

use concordat_ledger::Ledger;
use concordat_store::{Home, read_bytes};

use crate::error::PublishError;
use crate::files::RECEIPT;
use crate::manifest::Receipt;
use crate::standing::{Standing, released_folder};
use crate::version::Version;

/// The checkpoint in the receipt of every audience that a release has reached; `None` if its receipt names none.
///
/// # Errors
/// What could not be read, or `LedgerShort`.
pub fn receipts(home: &Home, version: Version) -> Result<Vec<(String, Option<String>)>, PublishError> {
    let standing = Standing::read(home, &Ledger::open(home)?)?;
    let reached = standing.released.iter().filter(|(released, _)| *released == version);
    let receipt = |(_, audience): &(Version, String)| {
        let path = released_folder(home, version, audience).join(RECEIPT);
        let bytes = read_bytes(&path).map_err(|source| PublishError::Read { source })?;
        let receipt: Option<Receipt> = serde_json::from_slice(&bytes).ok();
        Ok((audience.clone(), receipt.and_then(|receipt| receipt.checkpoint)))
    };
    reached.map(receipt).collect()
}

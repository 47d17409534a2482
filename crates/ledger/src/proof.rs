//! Proofs over the tree of RFC 6962: that an entry is in a ledger, and that a ledger begins with an earlier one.
//!
//! Not allowed in here: the disk. A proof is a list of hashes, from the leaf up.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
use sha2::{Digest, Sha256};

use crate::error::LedgerError;
use crate::log::{Head, Ledger};
use crate::note::bad;

/// SHA-256.
pub type Hash = [u8; 32];

/// The leaf hash of an entry: SHA-256 of a zero byte and the line without its end (RFC 6962, section 2.1).
#[must_use]
pub fn leaf_hash(line: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(line).finalize().into()
}

/// The root over leaf hashes: neighbours are joined level by level, and one without a neighbour goes up as it is.
#[must_use]
pub fn root_of(leaves: &[Hash]) -> Hash {
    let mut level = leaves.to_vec();
    while level.len() > 1 {
        let join = |pair: &[Hash]| match pair {
            [left, right] => Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into(),
            alone => alone[0],
        };
        level = level.chunks(2).map(join).collect();
    }
    level.first().copied().unwrap_or_else(|| Sha256::digest(b"").into())
}

impl Ledger {
    /// The leaf hashes of all entries, in order.
    #[must_use]
    pub fn leaves(&self) -> Vec<Hash> {
        self.lines().map(leaf_hash).collect()
    }

    /// Proves that the entry at a place is in the ledger of the first `size` entries; `None` if it is not.
    #[must_use]
    pub fn prove_inclusion(&self, sequence: u64, size: u64) -> Option<Vec<Hash>> {
        inclusion(&self.first(size)?, sequence)
    }

    /// Proves that the ledger of the first `to` entries begins with that of the first `from`; `None` if it has fewer, or if
    /// `from` is more than `to`.
    #[must_use]
    pub fn prove_consistency(&self, from: u64, to: u64) -> Option<Vec<Hash>> {
        let added = usize::try_from(to.checked_sub(from)?).ok()?;
        let tree = self.first(to)?;
        // Every ledger begins with the empty one; there is nothing to show.
        Some(if from == 0 { Vec::new() } else { hashes(tree.prove_consistency(added).as_bytes()) })
    }
}

/// Proves that the entry at a place is in a tree; `None` if it is not.
pub(crate) fn inclusion(tree: &MemoryBackedTree<Sha256, &[u8]>, sequence: u64) -> Option<Vec<Hash>> {
    let index = usize::try_from(sequence).ok().filter(|_| sequence < tree.len())?;
    Some(hashes(tree.prove_inclusion(index).as_bytes()))
}

/// Checks that an entry's line stands at a place of the ledger of a head.
///
/// # Errors
/// `BadCheckpoint`.
pub fn check_inclusion(line: &[u8], sequence: u64, proof: &[Hash], head: &Head) -> Result<(), LedgerError> {
    let fault = || bad("the entry is not in the ledger that was signed");
    let proof = InclusionProof::<Sha256>::try_from_bytes(proof.concat()).map_err(|_| fault())?;
    root_hash(head).verify_inclusion(&line, sequence, &proof).map_err(|_| fault())
}

/// Checks that the ledger of one head begins with that of an earlier one.
///
/// # Errors
/// `BadCheckpoint`.
pub fn check_consistency(earlier: &Head, later: &Head, proof: &[Hash]) -> Result<(), LedgerError> {
    let fault = || bad("the later ledger does not begin with the earlier one");
    if earlier.size == 0 {
        return if earlier.root == root_of(&[]) && proof.is_empty() { Ok(()) } else { Err(fault()) };
    }
    let proof = ConsistencyProof::<Sha256>::try_from_bytes(proof.concat()).map_err(|_| fault())?;
    root_hash(later).verify_consistency(&root_hash(earlier), &proof).map_err(|_| fault())
}

fn root_hash(head: &Head) -> RootHash<Sha256> {
    RootHash::new(head.root.into(), head.size)
}

fn hashes(bytes: &[u8]) -> Vec<Hash> {
    bytes.chunks_exact(32).filter_map(|hash| hash.try_into().ok()).collect()
}

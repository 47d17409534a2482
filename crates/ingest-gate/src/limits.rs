//! Limits that keep memory from growing with a delivery.
//!
//! Not allowed in here: limits that people declare; those stand in the source.

use concordat_anonymity::GroupLimits;

/// How much the gate holds at a time. The defaults suit a machine with 8 GB; tests make them tiny.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes read at a time.
    pub block_bytes: usize,
    /// Most bytes of one record.
    pub record_bytes: usize,
    /// Most keys held in memory; beyond it they go to buckets on disk.
    pub keys_in_memory: usize,
    /// Rows gathered for a period before they are encoded.
    pub batch_rows: usize,
    /// Most rows of a Parquet row group.
    pub row_group_rows: usize,
    /// Most bytes of encoded rows held for all periods together before the largest row group is written out.
    pub encoded_bytes: usize,
    /// Most periods of one delivery.
    pub periods: usize,
    /// Most refused records that are kept in quarantine; those beyond are counted and not kept.
    pub quarantined_records: u64,
    /// Most record numbers of repeated keys that are remembered; those beyond are counted.
    pub repeated_records: usize,
    /// Most stems of NHS numbers that are hashed to find pseudonyms made without a key; see `concordat_anonymity::attack`.
    pub attack_stems: u64,
    /// How many groups of records with the same traits are counted.
    pub groups: GroupLimits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            block_bytes: 1 << 20,
            record_bytes: 1 << 20,
            keys_in_memory: 1_000_000,
            batch_rows: 16_384,
            row_group_rows: 1_000_000,
            encoded_bytes: 256 << 20,
            periods: 480,
            quarantined_records: 100_000,
            repeated_records: 1_000_000,
            // A build for development hashes slowly, and serves samples.
            attack_stems: if cfg!(debug_assertions) { 20_000 } else { 2_000_000 },
            groups: GroupLimits::default(),
        }
    }
}

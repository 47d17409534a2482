//! How much a file may unpack to.
//!
//! Not allowed in here: measuring it.

use concordat_declare::source::Checks;

/// Limits of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a workbook when unpacked, all its parts together.
    pub unpacked_bytes: u64,
    /// Cells of a table, with the blank ones between.
    pub cells: u64,
}

const MEBIBYTE: u64 = 1024 * 1024;

impl Default for Limits {
    fn default() -> Self {
        Self { unpacked_bytes: 256 * MEBIBYTE, cells: 5_000_000 }
    }
}

impl Limits {
    /// Those a source declares, and the usual ones where it declares none.
    #[must_use]
    pub fn of(checks: &Checks) -> Self {
        let usual = Self::default();
        Self {
            unpacked_bytes: checks
                .unpacked_mebibytes_at_most
                .map_or(usual.unpacked_bytes, |mebibytes| mebibytes.saturating_mul(MEBIBYTE)),
            cells: checks.cells_at_most.unwrap_or(usual.cells),
        }
    }
}

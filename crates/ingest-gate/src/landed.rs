//! A delivery that was taken in. Only the gate makes one.
//!
//! Not allowed in here: a constructor that others can call.

use concordat_base::Name;
use concordat_diagnostics::Diagnostic;

use crate::counts::Counts;
use crate::landing::LandedPartition;
use crate::receipt::Receipt;

/// Landed rows of a delivery, by period.
#[derive(Debug)]
pub struct Landed {
    pub(crate) dataset: Name,
    pub(crate) partitions: Vec<LandedPartition>,
    pub(crate) counts: Counts,
    pub(crate) notices: Vec<Diagnostic>,
    pub(crate) quarantine: Option<std::path::PathBuf>,
    pub(crate) receipt: Receipt,
}

impl Landed {
    /// The dataset.
    #[must_use]
    pub fn dataset(&self) -> &Name {
        &self.dataset
    }

    /// Landed rows, in order of period.
    #[must_use]
    pub fn partitions(&self) -> &[LandedPartition] {
        &self.partitions
    }

    /// Counts of records.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// What somebody should know: warnings and notices, in order of place.
    #[must_use]
    pub fn notices(&self) -> &[Diagnostic] {
        &self.notices
    }

    /// The folder that refused records were set aside in.
    #[must_use]
    pub fn quarantined(&self) -> Option<&std::path::Path> {
        self.quarantine.as_deref()
    }

    /// What the sender is told.
    #[must_use]
    pub fn receipt(&self) -> &Receipt {
        &self.receipt
    }
}

//! The question a night answers, and the last answer: a night that asks nothing new makes nothing new.
//!
//! Not allowed in here: the date, but for what follows from it, and anything that a release would need; deleting the last
//! answer costs time and nothing else.

use concordat_agreement::UseGrant;
use concordat_base::{ContentHash, ContentHasher};
use concordat_declare::Partnership;
use concordat_diagnostics::Diagnostic;
use concordat_measure::{PublishedFigure, StepRecord};
use concordat_store::{Home, StoreError};
use serde::{Deserialize, Serialize};

use crate::held::Inputs;
use crate::inputs::store_fault;
use crate::report::IndicatorReport;

/// Everything that the figures of a night rest on, in one hash; the date enters only as what follows from it.
pub(crate) fn question(partnership: &Partnership, grants: &[UseGrant], inputs: &Inputs) -> ContentHash {
    let mut hasher = ContentHasher::new("night");
    hasher.field(env!("CARGO_PKG_VERSION").as_bytes()).field(concordat_measure::counting_epoch().as_bytes());
    hasher.field(partnership.hash().to_string().as_bytes());
    for grant in grants {
        let floor = grant.floor().map(|floor| (floor.min_count, floor.round_to));
        let permitted = (grant.indicator(), grant.audiences(), grant.agreements(), floor, grant.expiry());
        hasher.field(serde_json::to_string(&permitted).unwrap_or_default().as_bytes());
    }
    for (dataset, held) in &inputs.inventory.datasets {
        hasher.field(dataset.as_str().as_bytes()).field(format!("{:?}", held.lateness).as_bytes());
        for partition in &held.partitions {
            let said = format!("{} {} {}", partition.period, partition.synthetic, partition.provisional);
            hasher.field(said.as_bytes()).field(partition.commitment.as_bytes());
        }
    }
    for value in &inputs.published {
        hasher.field(format!("{:?}", PublishedFigure::of(value)).as_bytes());
    }
    let holding = partnership.decisions().filter(|decision| decision.holds_on(inputs.as_of));
    for decision in holding {
        hasher.field(decision.id.value.as_str().as_bytes());
    }
    hasher.finish()
}

/// What the newest release answered, and how the night was that made it. Safe to delete.
#[derive(Serialize, Deserialize)]
pub(crate) struct LastAnswer {
    pub(crate) question: ContentHash,
    pub(crate) release: String,
    pub(crate) indicators: Vec<IndicatorReport>,
    pub(crate) steps: Vec<StepRecord>,
}

impl LastAnswer {
    const FILE: &'static str = "last-answer.sealed";

    pub(crate) fn read(home: &Home) -> Option<Self> {
        let text = home.vault().ok()?.read_sealed(&home.cells_root().join(Self::FILE)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    pub(crate) fn write(&self, home: &Home) -> Result<(), Diagnostic> {
        let text = serde_json::to_string(self).unwrap_or_default();
        let path = home.cells_root().join(Self::FILE);
        let written = home.vault().and_then(|vault| vault.write_sealed(&path, text.as_bytes()));
        written.map_err(|error| store_fault(&error))
    }

    /// Removes it. Returns whether there was one.
    pub(crate) fn forget(home: &Home) -> Result<bool, StoreError> {
        concordat_store::remove_file(&home.cells_root().join(Self::FILE))
    }
}

//! The night: plan, inputs, freshness, stages in their order, report and exit class.
//!
//! Not allowed in here: an agency's name, a rule of an agreement or of disclosure, and reading the clock; it is handed in.

mod answer;
mod backup;
mod certificate;
mod chronicle;
mod declarations;
mod exit;
mod freshness;
mod held;
mod inputs;
mod keys;
mod night;
mod options;
mod plan;
mod progress;
mod report;
mod restore;
mod retention;
mod status;

pub use backup::{BackupList, backup};
pub use certificate::Checked;
pub use concordat_ingest_gate::open_quarantined;
pub use declarations::{DeclarationFiles, read_declarations};
pub use exit::ExitClass;
pub use freshness::SourceState;
pub use keys::{STORAGE_KEY, STORAGE_KEY_FILE, unlock_if_possible};
pub use night::run;
pub use options::RunOptions;
pub use plan::{LastComputed, Plan, PlannedStep, plan, why};
pub use progress::{Event, Progress, Stage};
pub use report::{IndicatorReport, IndicatorState, MissionReport, ReleaseOutcome, RunReport, Said, SourceReport};
pub use restore::{RestoreOptions, Restored, restore};
pub use retention::{Held, certificates, retention};
pub use status::{Status, status};

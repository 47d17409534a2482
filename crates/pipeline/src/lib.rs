//! The night: plan, inputs, freshness, stages in their order, report and exit class.
//!
//! Not allowed in here: an agency's name, a rule of an agreement or of disclosure, and reading the clock; it is handed in.

mod answer;
mod backup;
mod certificate;
mod chronicle;
mod declarations;
mod desk;
mod exit;
mod freshness;
mod held;
mod inputs;
mod keys;
mod ledger_key;
mod night;
mod options;
mod people;
mod plan;
mod progress;
mod reads;
mod report;
mod restore;
mod retention;
mod revisions;
mod status;

pub use backup::{BackupList, backup};
pub use certificate::Checked;
pub use concordat_ingest_gate::open_quarantined;
pub use declarations::{DeclarationFiles, read_declarations};
pub use desk::{DeskAnswer, DeskRequest, try_delivery};
pub use exit::ExitClass;
pub use freshness::SourceState;
pub use keys::{STORAGE_KEY, STORAGE_KEY_FILE, unlock_if_possible};
pub use ledger_key::{LEDGER_KEY, ledger_key, ledger_key_of_last, ledger_keys, ledger_origin, secret_in};
pub use night::run;
pub use options::RunOptions;
pub use plan::{LastComputed, Plan, PlannedStep, plan, why};
pub use progress::{Event, Progress, Stage};
pub use report::{IndicatorReport, IndicatorState, MissionReport, ReleaseOutcome, RunReport, Said, SourceReport};
pub use restore::{RestoreOptions, Restored, restore};
pub use retention::{Held, certificates, retention};
pub use revisions::{Deferred, HiddenReport};
pub use status::{Status, status};

//! `ledger`: checkpoint, export, verify, witness.
//!
//! Not allowed in here: an entry or a checkpoint; runs and releases make these.

mod export;
mod look;
mod verify;
mod witness;

use std::path::Path;

use concordat_declare::Partnership;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_ledger::{LedgerError, SignedCheckpoint, VerifierKey};
use concordat_store::Home;

use crate::arguments::Global;
use crate::arguments::ledger::Ledger;
use crate::failure::{Exit, Failure};
use crate::place;
use crate::printer::Printer;

/// Does what was typed.
pub(crate) fn ledger(asked: &Ledger, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    match asked {
        Ledger::Checkpoint(asked) => look::checkpoint(asked, global, printer),
        Ledger::Export(asked) => export::export(asked, global, printer),
        Ledger::Verify(asked) => verify::verify(asked, global, printer),
        Ledger::Witness(asked) => witness::witness(asked, printer),
    }
}

/// The ledger of a place, with the keys that its checkpoints are verified with.
struct Opened {
    partnership: Partnership,
    home: Home,
    ledger: concordat_ledger::Ledger,
    keys: Vec<VerifierKey>,
}

impl Opened {
    fn read(pipeline: &Path, global: &Global) -> Result<Self, Failure> {
        let folder = place::pipeline_folder(pipeline)?;
        let loaded = concordat_pipeline::read_declarations(&folder);
        let partnership = loaded.partnership.ok_or_else(|| Failure::of(loaded.faults))?;
        let home = place::unlocked(global, partnership.place().id.value.as_str())?;
        let ledger = concordat_ledger::Ledger::open(&home).map_err(of_ledger)?;
        let keys = concordat_pipeline::ledger_keys(partnership.place())?;
        Ok(Self { partnership, home, ledger, keys })
    }

    /// The latest checkpoint, its signature checked and held against the entries.
    fn latest(&self) -> Result<SignedCheckpoint, Failure> {
        let checkpoints = self.ledger.checkpoints()?;
        let Some((_, text)) = checkpoints.last() else {
            return Err(nothing("there is no checkpoint in this home").into());
        };
        let signed = SignedCheckpoint::open(text, &self.keys).map_err(of_ledger)?;
        self.ledger.check_begins_with(signed.note()).map_err(of_ledger)?;
        Ok(signed)
    }
}

/// What looking at a ledger found: damage is a finding here, and no fault of the machine.
fn of_ledger(error: LedgerError) -> Failure {
    match &error {
        LedgerError::Damaged { .. } | LedgerError::Inconsistent { .. } | LedgerError::BadCheckpoint { .. } => {
            differs(&error.to_string()).into()
        }
        _ => error.into(),
    }
}

/// Something is not what was signed. The words are the ledger's own and hold no text of an entry.
fn differs(words: &str) -> Diagnostic {
    Diagnostic::error(&codes::LEDGER_DIFFERS, Text::new().declared(words))
}

fn nothing(words: &'static str) -> Diagnostic {
    Diagnostic::error(&codes::NOTHING_TO_CHECK, words)
}

/// A checkpoint that somebody kept in a file.
fn kept(path: &Path, keys: &[VerifierKey]) -> Result<SignedCheckpoint, Failure> {
    SignedCheckpoint::open(&concordat_store::read_to_string(path)?, keys).map_err(of_ledger)
}

//! `restore`: makes a home from a backup.
//!
//! Not allowed in here: deciding what stays destroyed.

use concordat_pipeline::RestoreOptions;
use concordat_store::SystemClock;

use crate::arguments::Global;
use crate::arguments::keeping::Restore;
use crate::failure::{Exit, Failure};
use crate::printer::Printer;

/// Restores a place.
pub(crate) fn restore(asked: &Restore, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let options = RestoreOptions {
        from: asked.from.clone(),
        home: global.home.clone(),
        keys: asked.keys.clone(),
        ledger: asked.ledger.clone(),
    };
    let restored = concordat_pipeline::restore(&options, &SystemClock)?;
    printer.say(&format!(
        "{} is restored: {} files, {} extracts that can be opened",
        restored.place, restored.files, restored.opened
    ));
    if restored.left_out > 0 {
        printer.say(&format!("{} extracts are left out: there is no key that opens them", restored.left_out));
    }
    if restored.destroyed > 0 {
        printer.say(&format!("{} extracts that the ledger says were destroyed stay so", restored.destroyed));
    }
    if restored.newer_ledger {
        printer.say("the newer ledger was taken over");
    }
    restored.notices.iter().for_each(|notice| printer.diagnostic(notice, None));
    Ok(Exit::FINE)
}

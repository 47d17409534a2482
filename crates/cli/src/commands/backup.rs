//! `backup`: copies what a place needs to go on elsewhere.
//!
//! Not allowed in here: choosing what that is.

use concordat_store::SystemClock;

use crate::arguments::Global;
use crate::arguments::keeping::Backup;
use crate::commands::run;
use crate::failure::{Exit, Failure};
use crate::place;
use crate::printer::Printer;

/// Makes a backup.
pub(crate) fn backup(asked: &Backup, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let options = run::looking(global, place::pipeline_folder(&asked.pipeline)?);
    let keys = asked.with_keys.as_deref();
    let list = concordat_pipeline::backup(&options, &SystemClock, &asked.out, keys).map_err(Failure::of)?;
    printer.say(&format!(
        "{} files of {} are in {}, with {} entries of the ledger",
        list.files.len(),
        list.place,
        asked.out.display(),
        list.ledger_size
    ));
    match keys {
        Some(keys) => printer.say(&format!("keys of extracts are in {}: keep them apart", keys.display())),
        None => printer.say("keys of extracts are left out; --with-keys FILE writes them to a file apart"),
    }
    Ok(Exit::FINE)
}

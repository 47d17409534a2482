//! `ledger witness`: a partner signs the checkpoint that it saw, after it held it against the one that it kept.
//!
//! Not allowed in here: signing what was not checked.

use std::path::Path;

use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_ledger::{LogKey, ReceivedBundle, is_sample};
use concordat_store::{Clock, SystemClock};

use super::{kept, of_ledger};
use crate::arguments::ledger::Witness;
use crate::failure::{Exit, Failure};
use crate::printer::Printer;

/// The environment variable that holds the witness's secret key, or names the file that holds it.
const WITNESS_KEY: &str = "CONCORDAT_WITNESS_KEY";

/// Prints the checkpoint with the signature of the witness under it.
pub(super) fn witness(asked: &Witness, printer: &Printer) -> Result<Exit, Failure> {
    let own_key = asked.key.as_deref().map(concordat_store::read_to_string).transpose()?;
    let bundle = ReceivedBundle::read(&asked.bundle, own_key.as_deref()).map_err(of_ledger)?;
    if let Some(path) = &asked.kept {
        let kept = kept(Path::new(path), std::slice::from_ref(bundle.key()))?;
        bundle.check_begins_with(&kept).map_err(of_ledger)?;
        printer.say(&format!("the ledger still begins with the {} entries of the kept checkpoint", kept.head().size));
    }
    let secret = concordat_pipeline::secret_in(WITNESS_KEY)?;
    let key = match secret {
        Some(secret) => LogKey::from_text(&asked.name, &secret),
        None if is_sample(bundle.key()) => LogKey::sample_witness(&asked.name),
        None => return Err(no_key().into()),
    };
    let seconds = u64::try_from(SystemClock.now().as_second()).unwrap_or_default();
    let signed = key.and_then(|key| bundle.checkpoint().clone().witnessed(&key, seconds)).map_err(|_| no_key())?;
    printer.data(&signed.note().to_string());
    printer.say("keep it where the host cannot reach it, and compare it with those of other partners");
    Ok(Exit::FINE)
}

fn no_key() -> Diagnostic {
    let text = Text::new().say("no key to sign with under this name is in ").declared(WITNESS_KEY);
    Diagnostic::error(&codes::LEDGER_KEY, text)
}

//! `agreements show`: one agreement as a page for people, made from the same file that is enforced.
//!
//! Not allowed in here: words that the file does not say, but for those of the closed lists.

mod part;
mod sections;

use concordat_declare::Partnership;
use concordat_declare::agreement::Agreement;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_store::SystemClock;

use super::find;
use crate::arguments::Global;
use crate::arguments::agreement::Show;
use crate::failure::{Exit, Failure};
use crate::place;
use crate::printer::Printer;

/// Prints the page, or writes it as HTML; fails when a signature does not fit.
pub(crate) fn show(asked: &Show, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let partnership = find::partnership(&asked.which.pipeline)?;
    let agreement = find::agreement(&partnership, &asked.which)?;
    if asked.canonical {
        printer.data(&agreement.canonical_json());
        return Ok(Exit::FINE);
    }
    let page = sections::page(&partnership, agreement, place::as_of(global, &SystemClock));
    match &asked.html {
        Some(file) => crate::page::write(file, &page.html(), printer)?,
        None => crate::page::show(&page, agreement, None, printer)?,
    }
    signatures_fit(&partnership, agreement)
}

/// Ends well only where every signature under the agreement counts.
fn signatures_fit(partnership: &Partnership, agreement: &Agreement) -> Result<Exit, Failure> {
    let with_fit = agreement.signatures.iter().zip(partnership.fits_of(agreement));
    let wrong: Vec<Diagnostic> = with_fit
        .filter(|(_, fit)| !fit.counts())
        .map(|(signature, _)| {
            let message =
                Text::new().say("the signature of ").name(&signature.party.value).say(" does not fit this text");
            Diagnostic::error(&codes::SIGNATURE_DOES_NOT_FIT, message)
        })
        .collect();
    if wrong.is_empty() { Ok(Exit::FINE) } else { Err(Failure::of(wrong)) }
}

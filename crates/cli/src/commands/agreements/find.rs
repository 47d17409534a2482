//! The declarations of a place, and one agreement among them.
//!
//! Not allowed in here: printing.

use std::path::Path;

use concordat_declare::Partnership;
use concordat_declare::agreement::Agreement;

use crate::arguments::agreement::OneAgreement;
use crate::failure::{Failure, unknown};
use crate::place;

/// The declarations, when no fault is an error.
///
/// # Errors
/// All faults.
pub(super) fn partnership(pipeline: &Path) -> Result<Partnership, Failure> {
    let loaded = concordat_pipeline::read_declarations(&place::pipeline_folder(pipeline)?);
    loaded.partnership.ok_or_else(|| Failure::of(loaded.faults))
}

/// The agreement that was asked for: `id@version`, or the last version of `id`.
///
/// # Errors
/// That there is none, with the nearest.
pub(super) fn agreement<'p>(partnership: &'p Partnership, asked: &OneAgreement) -> Result<&'p Agreement, Failure> {
    let is_asked =
        |one: &&Agreement| one.id.value.as_str() == asked.agreement || one.reference().to_string() == asked.agreement;
    partnership.agreements().filter(is_asked).max_by_key(|one| one.version).ok_or_else(|| {
        let known: Vec<String> = partnership.agreements().map(|one| one.reference().to_string()).collect();
        unknown("agreement", &asked.agreement, &known).into()
    })
}

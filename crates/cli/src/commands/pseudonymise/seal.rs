//! `seal`: a file encrypted to the recipient of a source, as `age` does it.
//!
//! Not allowed in here: removing the plain file.

use std::path::PathBuf;

use crate::arguments::desk::Seal;
use crate::failure::{Exit, Failure};
use crate::printer::Printer;

/// Encrypts a file, beside it.
pub(crate) fn seal(asked: &Seal, printer: &Printer) -> Result<Exit, Failure> {
    let mut sealed = asked.file.as_os_str().to_owned();
    sealed.push(".age");
    let sealed = PathBuf::from(sealed);
    concordat_ingest_fetch::recipient::seal(&asked.file, &asked.to, &sealed)?;
    printer.say(&format!(
        "{}: send it in place of the plain file, and the plain file's delivery note last",
        sealed.display()
    ));
    Ok(Exit::FINE)
}

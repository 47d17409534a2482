//! Certificates of destruction: plain words over an entry of the ledger, signed as a note with the ledger's key.
//!
//! A certificate says nothing that the ledger does not: it is written anew from the entry where it is missing. Not allowed in
//! here: destroying anything.

use std::path::PathBuf;

use concordat_declare::Partnership;
use concordat_declare::place::Profile;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_ledger::entry::extract::RetentionDestroyed;
use concordat_ledger::{Entry, Ledger, Note, Record};
use concordat_store::{Home, write_atomic};

use crate::inputs::store_fault;
use crate::ledger_key::{ledger_key, ledger_keys};

/// A certificate that was looked at.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Its file.
    pub file: PathBuf,
    /// What does not hold; nothing where it holds.
    pub faults: Vec<Diagnostic>,
}

/// Writes the certificates that are missing.
pub(crate) fn write_missing(home: &Home, partnership: &Partnership, ledger: &Ledger) -> Result<(), Diagnostic> {
    let missing: Vec<_> = destroyed(ledger).filter(|(record, entry)| !path(home, record, entry).exists()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let key = ledger_key(partnership.place())?;
    for (record, entry) in missing {
        let note = key
            .sign_text(&text(partnership, record, entry))
            .map_err(|error| Diagnostic::error(&codes::CERTIFICATE_WRONG, Text::new().declared(&error.to_string())))?;
        let written = write_atomic(&path(home, record, entry), note.to_string().as_bytes());
        written.map_err(|error| store_fault(&error))?;
    }
    Ok(())
}

/// Looks at every certificate: its signature, the entry that it speaks of, and whether the key it names is gone.
///
/// # Errors
/// The faults of the key that certificates are verified with.
pub(crate) fn verify_certificates(
    home: &Home,
    partnership: &Partnership,
    ledger: &Ledger,
) -> Result<Vec<Checked>, Diagnostic> {
    let keys = ledger_keys(partnership.place())?;
    let mut checked = Vec::new();
    for (record, entry) in destroyed(ledger) {
        let file = path(home, record, entry);
        let mut faults = Vec::new();
        let mut fault = |words: &'static str| {
            let text = Text::new().file(&file).say(words);
            faults.push(Diagnostic::error(&codes::CERTIFICATE_WRONG, text));
        };
        match Note::parse(&concordat_store::read_to_string(&file).unwrap_or_default()) {
            Err(_) => fault(": there is none, or it is not a signed note"),
            Ok(note) => {
                if note.check_signed(&keys).is_err() {
                    fault(": it is not signed by the ledger of this place, or its signature does not fit what it says");
                }
                if note.text() != text(partnership, record, entry) {
                    fault(": the ledger says otherwise");
                }
            }
        }
        if entry.key.as_ref().is_some_and(|key| home.keys().join(format!("{key}.json")).exists()) {
            fault(": the key that it says was destroyed is there");
        }
        checked.push(Checked { file, faults });
    }
    Ok(checked)
}

fn destroyed(ledger: &Ledger) -> impl Iterator<Item = (&Record, &RetentionDestroyed)> {
    ledger.entries().filter_map(|record| match &record.entry {
        Entry::RetentionDestroyed(entry) => Some((record, entry)),
        _ => None,
    })
}

fn path(home: &Home, record: &Record, entry: &RetentionDestroyed) -> PathBuf {
    let key = entry.key.as_deref().unwrap_or("no-key");
    home.ledger().join("certificates").join(format!("{:06}-{key}.txt", record.sequence))
}

/// What a certificate says: what was destroyed, when, how, and what that does not prove.
fn text(partnership: &Partnership, record: &Record, entry: &RetentionDestroyed) -> String {
    let sample = match partnership.place().profile {
        Profile::Sample => "THIS IS A SAMPLE, signed with a key that everybody knows. It proves nothing.\n\n",
        Profile::Live => "",
    };
    let key = entry.key.as_deref().unwrap_or("none");
    format!(
        "CERTIFICATE OF DESTRUCTION\n\n{sample}\
         Place:              {}\n\
         Supplier:           {}\n\
         Dataset:            {}\n\
         Period:             {}\n\
         Agreement:          {}\n\
         Extract:            {}\n\
         Destroyed:          {}, in the night of {}\n\
         Method:             {}\n\
         Key destroyed:      {key}\n\
         Files removed:      {}\n\
         Ledger entry:       {}\n\n\
         The extract, the records of it that were set aside, and all work made from it were encrypted, and could be opened\n\
         with this key alone, or with it and others. The key was overwritten and deleted, then the files. Old copies of these\n\
         files, in backups too, can no longer be opened. Figures that were published before stay published.\n\n\
         This does not speak of copies that the supplier or others hold, nor of the file in the supplier's own folder. A disk\n\
         may keep the bytes of a deleted file for a while; of the key those are themselves encrypted.\n",
        partnership.place().name,
        entry.party,
        entry.dataset,
        entry.period,
        entry.agreement,
        entry.commitment,
        record.at,
        record.as_of,
        entry.method,
        entry.files,
        record.sequence,
    )
}

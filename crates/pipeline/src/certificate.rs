//! Certificates of destruction: plain words over an entry of the ledger, signed as a note.
//!
//! A certificate says nothing that the ledger does not: it is written anew from the entry where it is missing. Not allowed in
//! here: destroying anything.

use std::path::PathBuf;

use concordat_declare::Partnership;
use concordat_declare::place::Profile;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_ledger::entry::extract::RetentionDestroyed;
use concordat_ledger::{Entry, Ledger, Record};
use concordat_signing::{Signature, SigningKey, is_sample_key, sample_key};
use concordat_store::{Home, write_atomic};

use crate::inputs::store_fault;

/// The environment variable of the key that the ledger and certificates are signed with, or of the file that holds it.
const LEDGER_KEY: &str = "CONCORDAT_LEDGER_KEY";
/// What begins a signature line of a note: an em dash and a space.
const DASH: &str = "\u{2014} ";

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
    let key = signing_key(partnership)?;
    for (record, entry) in missing {
        let text = text(partnership, record, entry);
        let note = format!("{text}\n{DASH}{} {}\n", signer(partnership), key.sign(text.as_bytes()).to_base64());
        let written = write_atomic(&path(home, record, entry), note.as_bytes());
        written.map_err(|error| store_fault(&error))?;
    }
    Ok(())
}

/// Looks at every certificate: its signature, the entry that it speaks of, and whether the key it names is gone.
///
/// # Errors
/// The faults of the key that certificates are verified with.
pub fn verify_certificates(
    home: &Home,
    partnership: &Partnership,
    ledger: &Ledger,
) -> Result<Vec<Checked>, Diagnostic> {
    let key = signing_key(partnership)?.public();
    let mut checked = Vec::new();
    for (record, entry) in destroyed(ledger) {
        let file = path(home, record, entry);
        let mut faults = Vec::new();
        let mut fault = |words: &'static str| {
            let text = Text::new().file(&file).say(words);
            faults.push(Diagnostic::error(&codes::CERTIFICATE_WRONG, text));
        };
        let note = concordat_store::read_to_string(&file).unwrap_or_default();
        match note.rsplit_once(&format!("\n{DASH}{} ", signer(partnership))) {
            None => fault(": there is none, or it is not signed by this place"),
            Some((said, signature)) => {
                let signature = Signature::from_base64(signature);
                if !signature.is_ok_and(|signature| key.verifies(said.as_bytes(), &signature)) {
                    fault(": the signature does not fit what it says");
                }
                if said != text(partnership, record, entry) {
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

fn owner(partnership: &Partnership) -> String {
    format!("{} ledger", partnership.place().id.value)
}

fn signer(partnership: &Partnership) -> String {
    format!("{}-ledger", partnership.place().id.value)
}

/// The key of the place's ledger: from the environment, or in profile `sample` the published one.
fn signing_key(partnership: &Partnership) -> Result<SigningKey, Diagnostic> {
    let (profile, owner) = (partnership.place().profile, owner(partnership));
    let fault = |words: &'static str| {
        Diagnostic::error(&codes::CERTIFICATE_WRONG, Text::new().say(words).declared(LEDGER_KEY))
    };
    let key = match std::env::var(LEDGER_KEY) {
        Err(_) if profile == Profile::Sample => return Ok(sample_key(&owner)),
        Err(_) => return Err(fault("profile live needs a key to sign certificates with, in ")),
        Ok(value) => SigningKey::from_secret_base64(&value).or_else(|_| {
            let text = concordat_store::read_to_string(std::path::Path::new(value.trim())).unwrap_or_default();
            SigningKey::from_secret_base64(&text)
        }),
    };
    let key = key.map_err(|_| fault("neither a key nor a file that holds one is in "))?;
    if profile == Profile::Live && is_sample_key(&key.public(), [owner.as_str()]) {
        return Err(fault("profile live refuses the sample's key, which is in "));
    }
    Ok(key)
}

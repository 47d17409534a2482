//! `keys`: keys of pseudonyms at their custodian's, keys that sign agreements, and identities that open deliveries.
//!
//! Not allowed in here: a secret on stdout or stderr, and writing over a key.

mod custody;

use std::path::Path;

use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_pseudonym::{Key, KeyError};
use concordat_signing::SigningKey;
use concordat_store::{StoreError, SystemClock};
use zeroize::Zeroizing;

use crate::arguments::Global;
use crate::arguments::desk::{Keys, New, NewSigning, Out, Rotate, Signing, Which};
use crate::failure::{Exit, Failure, name};
use crate::place;
use crate::printer::Printer;

/// Does what was asked of keys.
pub(crate) fn keys(asked: &Keys, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    match asked {
        Keys::New(asked) => new(asked, global, printer),
        Keys::Rotate(asked) => rotate(asked, global, printer),
        Keys::Custody(asked) => custody::custody(asked, global, printer),
        Keys::Proof(asked) => proof(asked, printer),
        Keys::Recipient(asked) => recipient(asked, printer),
        Keys::Signing(Signing::New(asked)) => signing(asked, printer),
    }
}

/// Reads a key file; nothing of it is told.
pub(crate) fn read(file: &Path) -> Result<Key, Failure> {
    let text = Zeroizing::new(concordat_store::read_to_string(file)?);
    Key::from_file_text(&text).map_err(|error| unusable(file, &error).into())
}

/// What is wrong with a key.
pub(crate) fn unusable(file: &Path, error: &KeyError) -> Diagnostic {
    let message = Text::new().file(file).say(": ");
    let message = match error {
        KeyError::Form => message.say("this is not a key file of concordat"),
        KeyError::Secret => message.say("the secret is not the base64 text of 32 random bytes"),
        KeyError::OtherPurpose { id, purpose } => {
            message.say("key ").name(id).say(" is for purpose ").name(purpose).say(", and is used for nothing else")
        }
        KeyError::NoNextId { id } => message.say("no id follows ").name(id).say("; make a new key under another"),
    };
    Diagnostic::error(&codes::KEY_NOT_USABLE, message)
}

fn new(asked: &New, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let (id, purpose, custodian) = (name(&asked.id)?, name(&asked.purpose)?, name(&asked.custodian)?);
    let key = Key::new(id, purpose, custodian, place::as_of(global, &SystemClock), random()?);
    keep(&asked.out, key.to_file_text().as_bytes())?;
    printer.say(&format!(
        "key {} for {}, kept by {}: {}",
        key.id(),
        key.purpose(),
        key.custodian(),
        asked.out.out.display()
    ));
    tell_proof(&key, &asked.out.out, printer)?;
    printer.say("Give the file to those who prepare extracts for this purpose, by a way that nobody else can read, and to nobody who \
                 runs the pipeline. Compare proofs by telephone.");
    Ok(Exit::FINE)
}

fn rotate(asked: &Rotate, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let key = read(&asked.which.file)?;
    let next = key.rotated(place::as_of(global, &SystemClock), random()?);
    let next = next.map_err(|error| unusable(&asked.which.file, &error))?;
    keep(&asked.out, next.to_file_text().as_bytes())?;
    printer.say(&format!(
        "key {} follows {} (made {}): {}",
        next.id(),
        key.id(),
        key.created(),
        asked.out.out.display()
    ));
    tell_proof(&next, &asked.out.out, printer)?;
    printer.say(&what_senders_do(&key, &next));
    Ok(Exit::FINE)
}

/// Pseudonyms of two keys never meet, so that old and new records of one person would be taken for two people's.
fn what_senders_do(key: &Key, next: &Key) -> String {
    format!(
        "What must happen, in this order:\n  \
         1. every sender for {purpose} gets the new file and compares the proof;\n  \
         2. the agreements name {next} in place of {key}, and are signed;\n  \
         3. every sender sends again, under {next}, all periods that figures still link (the overlap): pseudonyms of two keys never \
         meet, and a file holds those of one;\n  \
         4. when all have come, {key} is destroyed wherever it is kept.",
        purpose = next.purpose(),
        next = next.id(),
        key = key.id()
    )
}

fn proof(asked: &Which, printer: &Printer) -> Result<Exit, Failure> {
    let key = read(&asked.file)?;
    printer.say(&format!(
        "key {} for {}, kept by {}, made {}",
        key.id(),
        key.purpose(),
        key.custodian(),
        key.created()
    ));
    tell_proof(&key, &asked.file, printer)?;
    Ok(Exit::FINE)
}

/// The proof is data: it is what a caller wants to compare.
fn tell_proof(key: &Key, file: &Path, printer: &Printer) -> Result<(), Failure> {
    let proof = key.proof().map_err(|error| unusable(file, &error))?;
    printer.data(&format!("{proof}\n"));
    Ok(())
}

fn recipient(asked: &Out, printer: &Printer) -> Result<Exit, Failure> {
    let identity = concordat_ingest_fetch::recipient::new_identity();
    keep(asked, identity.file_text.as_bytes())?;
    printer.data(&format!("{}\n", identity.recipient));
    printer.say("Give this recipient to the senders; it is no secret. The file stays where the pipeline runs, outside the declarations, \
                 and a source names it under encryption.");
    Ok(Exit::FINE)
}

fn signing(asked: &NewSigning, printer: &Printer) -> Result<Exit, Failure> {
    let party = name(&asked.party)?;
    let key = SigningKey::from_seed(&*random()?);
    keep(&asked.out, format!("{}\n", *key.to_secret_base64()).as_bytes())?;
    printer.data(&format!("{}\n", key.public().to_base64()));
    printer.say(&format!(
        "Paste it as signing_key of party {party} in partnership.yaml. The file stays with whoever signs."
    ));
    Ok(Exit::FINE)
}

/// 32 bytes from the system.
fn random() -> Result<Zeroizing<[u8; 32]>, Diagnostic> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|_| {
        Diagnostic::error(&codes::READ_FAILED, "this system gives no random bytes, and no key was made")
    })?;
    Ok(bytes)
}

/// Writes a secret, never over another.
fn keep(out: &Out, bytes: &[u8]) -> Result<(), Failure> {
    match concordat_store::write_new_secret(&out.out, bytes) {
        Err(StoreError::AlreadyThere { path }) => {
            let message = Text::new().file(&path).say(" is already there, and a key is never written over");
            Err(Diagnostic::error(&codes::USAGE, message).into())
        }
        other => Ok(other?),
    }
}

//! `agreements sign`: a signature over the canonical form, as an entry to add to the agreement's file.
//!
//! Not allowed in here: changing a file. Whoever signs adds the entry, and sees what it stands under.

use std::path::Path;

use concordat_base::Name;
use concordat_declare::agreement::{Agreement, NamedRole};
use concordat_declare::place::Profile;
use concordat_declare::{Partnership, agreement};
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_signing::{SigningKey, sample_key};
use concordat_store::SystemClock;

use super::find;
use crate::arguments::Global;
use crate::arguments::agreement::Sign;
use crate::failure::{Exit, Failure, name, unknown};
use crate::place;
use crate::printer::Printer;

/// Prints the entry, and on stderr what was signed.
pub(crate) fn sign(asked: &Sign, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let partnership = find::partnership(&asked.which.pipeline)?;
    let agreement = find::agreement(&partnership, &asked.which)?;
    let party = name(&asked.party)?;
    if agreement.party(&party).is_none() {
        let known: Vec<String> = agreement.parties.iter().map(|party| party.id.value.to_string()).collect();
        return Err(unknown("party of this agreement", &asked.party, &known).into());
    }
    let role = role(&asked.role)?;
    let key = key(asked, &partnership, &party)?;
    let date = place::as_of(global, &SystemClock);
    let signed = agreement.signed_with(&key, &party, role, date);
    printer.data(&entry(&party, role, &date.to_string(), &signed));
    printer.say(&format!("{} sha256:{}", agreement.reference(), agreement.sha256()));
    tell_key(agreement, &partnership, &party, &signed.key.value, printer);
    Ok(Exit::FINE)
}

fn entry(party: &Name, role: NamedRole, date: &str, signed: &agreement::KeySignature) -> String {
    let (key, signature) = (&signed.key.value, &signed.signature.value);
    format!(
        "  - party: {party}\n    role: {role}\n    date: {date}\n    method:\n      \
         ed25519: {{key: \"{key}\", signature: \"{signature}\"}}\n"
    )
}

fn role(typed: &str) -> Result<NamedRole, Diagnostic> {
    let signing: Vec<NamedRole> = NamedRole::ALL.iter().copied().filter(|role| role.may_sign()).collect();
    let found = signing.iter().copied().find(|role| role.as_str() == typed);
    let known: Vec<String> = signing.iter().map(ToString::to_string).collect();
    found.ok_or_else(|| unknown("role that may sign", typed, &known))
}

fn key(asked: &Sign, partnership: &Partnership, party: &Name) -> Result<SigningKey, Failure> {
    match &asked.key {
        Some(file) => read_key(file),
        None if partnership.place().profile == Profile::Live => {
            let message = Text::new().say("profile live refuses sample keys");
            Err(Diagnostic::error(&codes::SAMPLE_REFUSED, message).into())
        }
        None => Ok(sample_key(party.as_str())),
    }
}

fn read_key(file: &Path) -> Result<SigningKey, Failure> {
    let text = concordat_store::read_to_string(file)?;
    SigningKey::from_secret_base64(&text).map_err(|_| {
        let message = Text::new().file(file).say(" does not hold the base64 text of the 32 bytes of a secret key");
        Diagnostic::error(&codes::USAGE, message).into()
    })
}

/// Says so where the partnership does not know the key yet: then the signature would not count.
fn tell_key(agreement: &Agreement, partnership: &Partnership, party: &Name, key: &str, printer: &Printer) {
    let declared = partnership.signing_key(party);
    if declared != Some(key) {
        printer.warn(&format!(
            "this does not count for {} before partnership.yaml says of {party}: signing_key: \"{key}\"",
            agreement.reference()
        ));
    }
}

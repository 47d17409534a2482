//! The key that the ledger is signed with, and the keys that its checkpoints are verified with.
//!
//! Not allowed in here: showing a secret, and the sample's key in profile `live`.

use std::path::Path;

use concordat_declare::place::{LedgerDeclaration, PlaceFile, Profile};
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_ledger::{
    Checkpoint, Ledger, LedgerError, LogKey, Note, SignatureKind, VerifierKey, is_sample, origin_of,
};

/// The environment variable that holds the secret key of the ledger, or names the file that holds it.
pub const LEDGER_KEY: &str = "CONCORDAT_LEDGER_KEY";

/// The name that the ledger of a place signs under.
#[must_use]
pub fn ledger_origin(place: &PlaceFile) -> String {
    let declared = place.ledger.as_ref().and_then(|ledger| ledger.origin.as_deref());
    origin_of(declared, place.id.value.as_str())
}

/// The key that signs the ledger of a place: from the environment, or in profile `sample` the published one.
///
/// # Errors
/// `C941` if there is none, it cannot be read, it is the sample's in profile `live`, or another than the one declared.
pub fn ledger_key(place: &PlaceFile) -> Result<LogKey, Diagnostic> {
    key_of(place, secret_in(LEDGER_KEY)?)
}

fn key_of(place: &PlaceFile, secret: Option<String>) -> Result<LogKey, Diagnostic> {
    let origin = ledger_origin(place);
    let key = match secret {
        Some(secret) => LogKey::from_text(&origin, &secret),
        None if place.profile == Profile::Sample => LogKey::sample(&origin),
        None => return Err(no_key("profile live needs a key in ")),
    };
    let key = key.map_err(|error| unusable(&error))?;
    if place.profile == Profile::Live && is_sample(key.verifier()) {
        return Err(no_key("profile live refuses the sample's key, which is in "));
    }
    let declared = declared_keys(place)?;
    if declared.first().is_some_and(|first| first != key.verifier()) {
        return Err(no_key("partnership.yaml declares another key than the one in "));
    }
    Ok(key)
}

/// The keys that checkpoints of a place are verified with: those declared, or the public half of the present one.
///
/// # Errors
/// `C941` if none is declared and there is no present one, or a declared one cannot be read.
pub fn ledger_keys(place: &PlaceFile) -> Result<Vec<VerifierKey>, Diagnostic> {
    let declared = declared_keys(place)?;
    if declared.is_empty() { ledger_key(place).map(|key| vec![key.verifier().clone()]) } else { Ok(declared) }
}

/// The key for a decision about a release, which names no declarations: it must be the one that signed the last checkpoint.
///
/// # Errors
/// `C941` if nothing was ever signed, or the key is another.
pub fn ledger_key_of_last(ledger: &Ledger) -> Result<LogKey, Diagnostic> {
    let checkpoints = ledger.checkpoints().map_err(|error| unusable(&error))?;
    let Some((_, text)) = checkpoints.last() else {
        return Err(
            Diagnostic::error(&codes::LEDGER_KEY, "nothing in this home was ever signed").help("Run a night first.")
        );
    };
    let note = Note::parse(text).map_err(|error| unusable(&error))?;
    let origin = Checkpoint::parse(note.text()).map_err(|error| unusable(&error))?.origin;
    let key =
        secret_in(LEDGER_KEY)?.map_or_else(|| LogKey::sample(&origin), |secret| LogKey::from_text(&origin, &secret));
    let key = key.map_err(|error| unusable(&error))?;
    if note.check_signed(std::slice::from_ref(key.verifier())).is_err() {
        return Err(no_key("the last checkpoint was signed by another key than the one in "));
    }
    Ok(key)
}

fn declared_keys(place: &PlaceFile) -> Result<Vec<VerifierKey>, Diagnostic> {
    let origin = ledger_origin(place);
    let none = LedgerDeclaration::default();
    let read = |text: &String| VerifierKey::read(&origin, SignatureKind::Text, text).map_err(|error| unusable(&error));
    place.ledger.as_ref().unwrap_or(&none).public_keys.iter().map(read).collect()
}

/// A secret key as text: what stands in a variable of the environment, or in the file that it names.
///
/// # Errors
/// `C941` if it is neither a key nor the name of a file that can be read.
pub fn secret_in(variable: &'static str) -> Result<Option<String>, Diagnostic> {
    let Ok(value) = std::env::var(variable) else {
        return Ok(None);
    };
    if LogKey::from_text("any", &value).is_ok() {
        return Ok(Some(value));
    }
    // What stands in the variable may be a secret with a slip in it, and is not shown.
    let text = Text::new().say("neither a key nor the name of a file that can be read is in ").declared(variable);
    let read = concordat_store::read_to_string(Path::new(value.trim()));
    read.map(Some).map_err(|_| Diagnostic::error(&codes::LEDGER_KEY, text))
}

fn no_key(words: &'static str) -> Diagnostic {
    Diagnostic::error(&codes::LEDGER_KEY, Text::new().say(words).declared(LEDGER_KEY))
}

fn unusable(error: &LedgerError) -> Diagnostic {
    Diagnostic::error(&codes::LEDGER_KEY, Text::new().declared(&error.to_string()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// The secret of RFC 8032, section 7.1, test 1, and its public half.
    const SECRET: &str = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
    const PUBLIC: &str = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    fn place(profile: Profile, declared: &[&str]) -> PlaceFile {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pipelines/south-tees");
        let partnership = crate::read_declarations(&sample).partnership.unwrap();
        let public_keys = declared.iter().map(|key| (*key).to_owned()).collect();
        let ledger = Some(LedgerDeclaration { origin: None, public_keys });
        PlaceFile { profile, ledger, ..partnership.place().clone() }
    }

    #[test]
    fn a_live_place_signs_with_a_key_of_its_own_and_a_sample_may_do_without() {
        let secret = |text: &str| Some(text.to_owned());
        let fault = |place: &PlaceFile, secret| key_of(place, secret).unwrap_err().code.number;
        let (live, sample) = (place(Profile::Live, &[]), place(Profile::Sample, &[]));
        assert_eq!(key_of(&live, secret(SECRET)).unwrap().verifier().public().to_base64(), PUBLIC);
        assert_eq!(fault(&live, None), 941);
        let origin = ledger_origin(&sample);
        let published = concordat_ledger::sample_secret(&origin);
        assert_eq!(fault(&live, Some(published.to_string())), 941);
        assert!(is_sample(key_of(&sample, None).unwrap().verifier()));
        assert_eq!(fault(&sample, secret("not a key")), 941);
    }

    #[test]
    fn a_declared_key_is_the_one_that_signs() {
        let declared = place(Profile::Live, &[PUBLIC]);
        key_of(&declared, Some(SECRET.to_owned())).unwrap();
        let other = concordat_ledger::sample_secret("another").to_string();
        assert_eq!(key_of(&declared, Some(other)).unwrap_err().code.number, 941);
        assert_eq!(ledger_keys(&declared).unwrap()[0].public().to_base64(), PUBLIC);
        assert_eq!(ledger_keys(&place(Profile::Live, &["no key"])).unwrap_err().code.number, 941);
    }
}

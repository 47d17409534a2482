//! The storage key of a home: from the environment, or in profile `sample` the published one.
//!
//! Not allowed in here: showing a key, and the sample's key in profile `live`.

use std::path::Path;

use concordat_declare::place::Profile;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_store::{Home, StorageKey};

use crate::inputs::store_fault;
use crate::restore::MARK;

/// The environment variable that holds the storage key, as base64 of 32 bytes.
pub const STORAGE_KEY: &str = "CONCORDAT_STORAGE_KEY";
/// The environment variable that names a file which holds it.
pub const STORAGE_KEY_FILE: &str = "CONCORDAT_STORAGE_KEY_FILE";

/// Opens the keys of a home for a night, and makes its house key where it has none yet. The second is said once: a home that
/// was begun under the sample's key.
///
/// # Errors
/// `C961` when there is no key, it is not the home's, or it is the sample's in profile `live`; a fault of the home.
pub(crate) fn unlock_for_night(home: &Home, profile: Profile) -> Result<(Home, Option<Diagnostic>), Diagnostic> {
    if home.root().join(MARK).exists() {
        let text = Text::new().say("a restore into ").file(home.root()).say(" was begun and has not ended");
        return Err(Diagnostic::error(&codes::BACKUP_UNFIT, text).help("Restore once more."));
    }
    let key = fitting(given()?, profile)?;
    let sample = key.is_sample();
    let (home, begun) = home.unlock_or_begin(key).map_err(|error| store_fault(&error))?;
    let notice = (begun && sample).then(|| {
        let text = "everything this home keeps is encrypted under the sample's storage key, which is published";
        Diagnostic::notice(&codes::SAMPLE_STORAGE_KEY, text)
    });
    Ok((home, notice))
}

/// Opens the keys of a home for a command that only looks, or decides about releases: with the key that was given, or with
/// the sample's where the home was begun under that. Without either, or where the home has no keys yet, it stays locked, and
/// serves for what is not encrypted.
///
/// # Errors
/// `C961` when a key was given and is not the home's; `C963` when the house key was changed.
pub fn unlock_if_possible(home: &Home) -> Result<Home, Diagnostic> {
    if !home.house_key().exists() {
        return Ok(home.clone());
    }
    match given()? {
        Some(key) => home.unlock(key).map_err(|error| store_fault(&error)),
        None => Ok(home.unlock(StorageKey::sample()).unwrap_or_else(|_| home.clone())),
    }
}

/// The key for a profile.
fn fitting(given: Option<StorageKey>, profile: Profile) -> Result<StorageKey, Diagnostic> {
    match given {
        Some(key) if key.is_sample() && profile == Profile::Live => {
            Err(fault(Text::new().say("profile live refuses the sample's storage key")))
        }
        Some(key) => Ok(key),
        None if profile == Profile::Sample => Ok(StorageKey::sample()),
        None => Err(fault(Text::new().say("profile live needs a storage key in ").declared(STORAGE_KEY))),
    }
}

/// The key that the environment gives.
fn given() -> Result<Option<StorageKey>, Diagnostic> {
    let text = match (std::env::var(STORAGE_KEY), std::env::var(STORAGE_KEY_FILE)) {
        (Err(_), Err(_)) => return Ok(None),
        (Ok(_), Ok(_)) => {
            let text = Text::new().say("give one of ").declared(STORAGE_KEY).say(" and ").declared(STORAGE_KEY_FILE);
            return Err(fault(text.say(", not both")));
        }
        (Ok(text), Err(_)) => text,
        (Err(_), Ok(file)) => {
            let read = concordat_store::read_to_string(Path::new(&file));
            read.map_err(|error| fault(Text::new().say("cannot read the storage key in ").file(error.path())))?
        }
    };
    let key = StorageKey::from_base64(&text);
    key.map(Some).map_err(|_| fault(Text::new().say("the storage key given is not the base64 text of 32 bytes")))
}

fn fault(text: Text) -> Diagnostic {
    Diagnostic::error(&codes::STORAGE_KEY, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profile_live_wants_a_key_of_its_own() {
        for given in [None, Some(StorageKey::sample())] {
            let refused = fitting(given, Profile::Live).unwrap_err();
            assert_eq!(refused.code.to_string(), "C961", "{refused:?}");
        }
        let own = || StorageKey::from_base64("AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=").ok();
        assert!(!fitting(own(), Profile::Live).unwrap().is_sample());
        assert!(!fitting(own(), Profile::Sample).unwrap().is_sample());
        assert!(fitting(None, Profile::Sample).unwrap().is_sample());
    }
}

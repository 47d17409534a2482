//! Signatures: by parties, in roles that may sign, over this text, and by keys that are nobody else's.
//!
//! One that does not fit is a warning: it does not count, and the agreement waits for one that does. Not allowed in here:
//! whether all that must sign have signed.

use concordat_diagnostics::{Text, codes};
use concordat_signing::{PublicKey, is_sample_key};

use crate::agreement::{Agreement, NamedRole, Signature, SignatureFit, SignatureMethod};
use crate::check::place;
use crate::faults::Faults;
use crate::located::Located;
use crate::partnership::{Declared, Draft};
use crate::place::Profile;

pub(super) fn check(draft: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let (file, item) = (&agreement.file, &agreement.item);
    let own: Vec<&str> = item.parties.iter().map(|party| party.id.value.as_str()).collect();
    place::once("signature of", file, item.signatures.iter().map(|signature| &signature.party), faults);
    let fits = draft.fits_of(item).iter().copied();
    for (signature, fit) in item.signatures.iter().zip(fits) {
        if !faults.must_be_known("party of this agreement", file, &signature.party, own.iter().copied()) {
            continue;
        }
        if !signature.role.value.may_sign() {
            let allowed = NamedRole::ALL.iter().filter(|role| role.may_sign()).map(|role| role.as_str());
            let message =
                Text::new().declared(signature.role.value.as_str()).say(" may not sign; these may: ").list(allowed);
            faults.at(&codes::SIGNER_NOT_ALLOWED, file, &signature.role, message);
        }
        tell_fit(file, signature, fit, faults);
    }
}

fn tell_fit(file: &str, signature: &Signature, fit: SignatureFit, faults: &mut Faults) {
    let party = &signature.party.value;
    let why = match fit {
        SignatureFit::Verified | SignatureFit::Attested => return,
        SignatureFit::OtherText => " signed an older version or another text than this",
        SignatureFit::OtherKey => " signed with a key that partnership.yaml does not declare as its own",
        SignatureFit::Unreadable => " has a key or a signature that is not one",
    };
    let message = Text::new().name(party).say(why).say("; it does not count");
    let at = place_of(signature);
    faults.warn_at(&codes::SIGNATURE_DOES_NOT_FIT, file, &at, message);
}

/// Where the part of a signature stands that can be wrong.
fn place_of(signature: &Signature) -> Located<()> {
    let (line, column) = match &signature.method {
        SignatureMethod::Ed25519(signed) => (signed.signature.line, signed.signature.column),
        SignatureMethod::Attested(attested) => attested
            .agreement_sha256
            .as_ref()
            .map_or((signature.party.line, signature.party.column), |hash| (hash.line, hash.column)),
    };
    Located { value: (), line, column }
}

/// Keys of parties: each is one, and profile `live` takes none that everybody has.
pub(crate) fn keys_of_parties(draft: &Draft, faults: &mut Faults) {
    let names: Vec<&str> = place::parties(draft).collect();
    for party in &draft.place.parties {
        let Some(key) = &party.signing_key else { continue };
        match PublicKey::from_base64(&key.value) {
            Err(_) => {
                let message = Text::new().say("expected the base64 text of the 32 bytes of an Ed25519 public key");
                faults.at(&codes::WRONG_VALUE, &draft.file, key, message);
            }
            Ok(public) if draft.place.profile == Profile::Live && is_sample_key(&public, names.iter().copied()) => {
                let message = Text::new().say("profile live refuses a sample key, which everybody has");
                faults.at(&codes::SAMPLE_REFUSED, &draft.file, key, message);
            }
            Ok(_) => {}
        }
    }
}

//! Purposes and outputs: words of the closed lists, missions and audiences that exist, nothing that is prohibited.
//!
//! Not allowed in here: whether an indicator is permitted.

use concordat_base::Name;
use concordat_diagnostics::{Text, codes};

use crate::agreement::{Agreement, NEVER_PERMITTED, OUTPUT_KINDS, PURPOSES};
use crate::check::place;
use crate::faults::Faults;
use crate::located::Located;
use crate::partnership::{Declared, Draft};

pub(super) fn check(draft: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let (file, item) = (&agreement.file, &agreement.item);
    let prohibited: Vec<&Name> = item.prohibited.iter().map(|use_of_it| &use_of_it.value).collect();
    for purpose in &item.purposes {
        is_permitted(file, &purpose.id, &prohibited, faults);
        for mission in &purpose.missions {
            faults.must_be_known("mission", file, mission, place::missions(draft));
        }
    }
    for use_of_it in &item.prohibited {
        let known = NEVER_PERMITTED.iter().chain(PURPOSES).copied();
        faults.must_be_known("use that can be prohibited", file, use_of_it, known);
    }
    for output in &item.outputs {
        faults.must_be_known("kind of output", file, &output.kind, OUTPUT_KINDS.iter().copied());
        for audience in &output.audiences {
            faults.must_be_known("audience", file, audience, place::audiences(draft));
        }
        let own: Vec<&str> = item.purposes.iter().map(|purpose| purpose.id.value.as_str()).collect();
        for purpose in &output.purposes {
            faults.must_be_known("purpose of this agreement", file, purpose, own.iter().copied());
        }
    }
}

fn is_permitted(file: &str, purpose: &Located<Name>, prohibited: &[&Name], faults: &mut Faults) {
    let never = NEVER_PERMITTED.contains(&purpose.value.as_str());
    if never {
        let message = Text::new().name(&purpose.value).say(" is never permitted here");
        faults.at(&codes::PURPOSE_PROHIBITED, file, purpose, message);
    } else if prohibited.contains(&&purpose.value) {
        let message = Text::new().name(&purpose.value).say(" is permitted and prohibited at once");
        faults.at(&codes::PURPOSE_PROHIBITED, file, purpose, message);
    } else {
        faults.must_be_known("purpose", file, purpose, PURPOSES.iter().copied());
    }
}

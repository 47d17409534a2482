//! Bases of article 6: law on the first day, and open to those who rely on them.
//!
//! Not allowed in here: which basis is right; people with the task decide that.

use concordat_diagnostics::{Text, codes};

use super::parties;
use crate::agreement::{Agreement, Article6, Lawful};
use crate::faults::Faults;
use crate::partnership::{Declared, Draft};

pub(super) fn check(draft: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let Some(lawful) = &agreement.item.lawful else { return };
    let (file, start) = (&agreement.file, agreement.item.term.start);
    let basis = lawful.art6.value;
    if start < basis.in_force_from() {
        let message = Text::new().declared(basis.as_str()).say(" is law from ").date(basis.in_force_from());
        faults.at(&codes::NOT_YET_LAW, file, &lawful.art6, message.say(", and the agreement starts before"));
    }
    let public = has_public_controller(draft, &agreement.item);
    match basis {
        Article6::RecognisedLegitimateInterest => recognised(file, lawful, public, faults),
        Article6::LegitimateInterest if public => {
            let message = Text::new().declared(basis.as_str()).say(" is not open to a public authority in its tasks");
            faults.at(&codes::BASIS_NOT_FOR_PUBLIC_BODIES, file, &lawful.art6, message);
        }
        _ => {}
    }
}

fn recognised(file: &str, lawful: &Lawful, public: bool, faults: &mut Faults) {
    if lawful.recognised_interest.is_none() {
        let message = Text::new().say("recognised_interest is missing: which of annex 1");
        faults.at(&codes::MISSING_KEY, file, &lawful.art6, message);
    }
    if public && lawful.reviewer_note.is_none() {
        let message =
            Text::new().declared(lawful.art6.value.as_str()).say(" is not meant for a public body's own task: ");
        faults.at(&codes::BASIS_NEEDS_A_NOTE, file, &lawful.art6, message.say("reviewer_note is missing"));
    }
}

fn has_public_controller(draft: &Draft, agreement: &Agreement) -> bool {
    let controllers = agreement.parties.iter().filter(|party| party.role.is_controller());
    let declared = controllers.filter_map(|party| parties::declared(draft, &party.id.value));
    declared.into_iter().any(|party| party.kind.is_public_authority())
}

//! Legal powers: law while they are relied on, and made for what they are used for.
//!
//! Not allowed in here: which power is right.

use concordat_diagnostics::{Text, codes};

use crate::agreement::{Agreement, LegalPower, Power};
use crate::faults::Faults;
use crate::partnership::{Declared, Draft};

pub(super) fn check(_: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let Some(lawful) = &agreement.item.lawful else { return };
    let own: Vec<&str> = agreement.item.parties.iter().map(|party| party.id.value.as_str()).collect();
    for power in &lawful.powers {
        for party in &power.parties {
            faults.must_be_known("party of this agreement", &agreement.file, party, own.iter().copied());
        }
        is_law(agreement, power, faults);
        is_for_statistics(&agreement.file, power, faults);
        if power.code.value == Power::Other && (power.text.is_none() || lawful.reviewer_note.is_none()) {
            let message = Text::new().say("another power needs its text and a reviewer_note");
            faults.at(&codes::BASIS_NEEDS_A_NOTE, &agreement.file, &power.code, message);
        }
    }
}

fn is_law(agreement: &Declared<Agreement>, power: &LegalPower, faults: &mut Faults) {
    let (file, term) = (&agreement.file, &agreement.item.term);
    if let Some(law) = power.code.value.in_force_from().filter(|law| power.from.value < *law) {
        let message = Text::new().declared(power.code.value.as_str()).say(" is law from ").date(law);
        faults.at(&codes::NOT_YET_LAW, file, &power.from, message);
    } else if power.from.value > term.start {
        let message = Text::new().say("relied on after the first day, ").date(term.start);
        faults.at(&codes::NOT_YET_LAW, file, &power.from, message);
    }
    if let Some(to) = power.to.as_ref().filter(|to| to.value < term.expiry.value) {
        let message = Text::new().say("ends before the last day, ").date(term.expiry.value);
        faults.at(&codes::NOT_YET_LAW, file, to, message);
    }
}

/// Every purpose here is to plan or to count: a power to share about one person carries none of them.
fn is_for_statistics(file: &str, power: &LegalPower, faults: &mut Faults) {
    if power.code.value.is_for_one_person() {
        let message = Text::new().declared(power.code.value.as_str()).say(" is for safeguarding one child");
        faults.at(&codes::POWER_NOT_FOR_PURPOSE, file, &power.code, message);
    }
}

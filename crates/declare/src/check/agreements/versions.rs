//! Versions: each text has one of its own, and says which it takes the place of.
//!
//! Not allowed in here: which version is in force on a date.

use std::collections::BTreeMap;

use concordat_diagnostics::{Text, codes};

use crate::agreement::Agreement;
use crate::check::place;
use crate::faults::Faults;
use crate::partnership::{Declared, Draft};

pub(super) fn check(draft: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let (file, item) = (&agreement.file, &agreement.item);
    if let Some(earlier) = &item.supersedes
        && (earlier.value.id != item.id.value || earlier.value.version >= item.version)
    {
        let message = Text::new().say("supersedes must name an earlier version of the same agreement");
        faults.at(&codes::CONTRADICTION, file, earlier, message);
    }
    for change in &item.changes {
        if change.version.value > item.version {
            let message = Text::new().say("a change of a later version than this one");
            faults.at(&codes::CONTRADICTION, file, &change.version, message);
        }
        for party in &change.approved_by {
            faults.must_be_known("party", file, party, place::parties(draft));
        }
    }
}

/// One version stands in one file.
pub(super) fn once(draft: &Draft, faults: &mut Faults) {
    let mut seen: BTreeMap<_, &Agreement> = BTreeMap::new();
    for agreement in &draft.agreements {
        let item = &agreement.item;
        let Some(other) = seen.insert((&item.id.value, item.version), item) else { continue };
        if other.canonical_json() == item.canonical_json() {
            let message = Text::new().say("this version of the agreement stands in another file too");
            faults.at(&codes::DECLARED_TWICE, &agreement.file, &item.id, message);
        } else {
            let message = Text::new().declared(&item.reference().to_string());
            let message = message.say(" stands in another file with another text");
            faults.at(&codes::TWO_TEXTS, &agreement.file, &item.id, message);
        }
    }
}

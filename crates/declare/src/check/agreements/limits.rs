//! Limits on what is shown: a count that hides, levels that exist, and what section 17A asks of places.
//!
//! Not allowed in here: combining the limits of several agreements.

use concordat_diagnostics::{Text, codes};

use super::{fields, parties};
use crate::agreement::{Agreement, OUTWARD_POSTCODE, Power};
use crate::faults::Faults;
use crate::partnership::{Declared, Draft};

pub(super) fn check(draft: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let (file, item) = (&agreement.file, &agreement.item);
    let limits = &item.disclosure;
    if limits.min_count.value < 2 {
        let message = Text::new().say("min_count must be at least 2");
        faults.at(&codes::WRONG_VALUE, file, &limits.min_count, message);
    }
    if let Some(floor) = &limits.geography_floor {
        faults.must_be_known("area level", file, floor, fields::levels(draft));
    }
    depersonalised_quarterly(draft, agreement, faults);
}

/// Crime and Disorder Act 1998 section 17A with SI 2007/1831: what NHS bodies share gives places no finer than the outward
/// half of a postcode. Levels of areas that lie below the highest are taken as finer than that.
fn depersonalised_quarterly(draft: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let item = &agreement.item;
    let powers = item.lawful.iter().flat_map(|lawful| &lawful.powers);
    let under_it = powers.into_iter().any(|power| power.code.value == Power::CrimeAct1998Section17A);
    let from_the_nhs = item
        .parties
        .iter()
        .filter(|party| party.supplies)
        .any(|party| parties::declared(draft, &party.id.value).is_some_and(|declared| declared.kind.is_nhs()));
    if !under_it || !from_the_nhs {
        return;
    }
    let highest = draft.place.areas.levels.last().map(|level| level.id.value.as_str());
    let coarse = |floor: &str| [Some(OUTWARD_POSTCODE), Some("place"), highest].contains(&Some(floor));
    match &item.disclosure.geography_floor {
        Some(floor) if coarse(floor.value.as_str()) => {}
        Some(floor) => {
            let message = Text::new().name(&floor.value).say(" is finer than ").declared(OUTWARD_POSTCODE);
            faults.at(&codes::GEOGRAPHY_TOO_FINE, &agreement.file, floor, message);
        }
        None => {
            let message = Text::new().say("section 17A asks for a geography_floor of ").declared(OUTWARD_POSTCODE);
            faults.at(&codes::GEOGRAPHY_TOO_FINE, &agreement.file, &item.disclosure.clause, message.say(" or coarser"));
        }
    }
}

//! Keys of pseudonyms: one for each purpose, kept by somebody who does not work on the data.
//!
//! Not allowed in here: the keys themselves.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::Name;
use concordat_diagnostics::{Text, codes};

use super::{at_the_same_time, is_last_version};
use crate::agreement::{Agreement, PseudonymMethod, Pseudonymisation};
use crate::check::place;
use crate::faults::Faults;
use crate::partnership::{Declared, Draft};

pub(super) fn check(draft: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let (file, item) = (&agreement.file, &agreement.item);
    place::once("key", file, item.pseudonymisation.iter().map(|one| &one.key), faults);
    for one in &item.pseudonymisation {
        faults.must_be_known("party", file, &one.custodian, place::parties(draft));
        let party = item.party(&one.custodian.value);
        let processes = party.is_some_and(|party| party.role.is_processor());
        if one.custodian.value == draft.place.host.value || processes {
            let message = Text::new().name(&one.custodian.value).say(" processes the data, and may not keep key ");
            faults.at(&codes::KEY_CUSTODY, file, &one.custodian, message.name(&one.key.value));
        }
        if one.method == PseudonymMethod::None {
            let message = Text::new().say("a key without a method: tokens without one are no pseudonyms");
            faults.at(&codes::CONTRADICTION, file, &one.key, message);
        }
    }
}

/// What a key is for, and who keeps it, in one agreement.
struct Use<'draft> {
    agreement: &'draft Agreement,
    missions: BTreeSet<&'draft Name>,
    custodian: &'draft Name,
}

/// A key that two agreements name at the same time is for the same missions in both, or for some of the other's, and has one
/// custodian.
pub(super) fn one_purpose_each(draft: &Draft, faults: &mut Faults) {
    let mut uses: BTreeMap<&Name, Vec<Use<'_>>> = BTreeMap::new();
    let current = draft.agreements.iter().filter(|agreement| is_last_version(draft, &agreement.item));
    for agreement in current {
        for one in &agreement.item.pseudonymisation {
            let found = use_of(&agreement.item, one);
            let earlier = uses.entry(&one.key.value).or_default();
            let meets = |first: &&Use<'_>| at_the_same_time(first.agreement, found.agreement);
            if let Some(first) = earlier.iter().find(meets) {
                compare(agreement, one, first, &found, faults);
            }
            earlier.push(found);
        }
    }
}

/// Missions that a key is for: those of the linkages on it, or all of the agreement where it links nothing.
fn use_of<'draft>(agreement: &'draft Agreement, one: &'draft Pseudonymisation) -> Use<'draft> {
    let links: Vec<_> = agreement.linkage.iter().filter(|link| link.key == one.key).collect();
    let missions = match links.is_empty() {
        true => agreement.purposes.iter().flat_map(|purpose| &purpose.missions).map(|name| &name.value).collect(),
        false => links.iter().flat_map(|link| &link.missions).map(|name| &name.value).collect(),
    };
    Use { agreement, missions, custodian: &one.custodian.value }
}

fn compare(
    agreement: &Declared<Agreement>,
    one: &Pseudonymisation,
    first: &Use<'_>,
    found: &Use<'_>,
    faults: &mut Faults,
) {
    let about = || Text::new().say("key ").name(&one.key.value).say(" of ").name(&first.agreement.id.value);
    let apart = !found.missions.is_subset(&first.missions) && !first.missions.is_subset(&found.missions);
    if apart {
        let message = about().say(" is for ").list(first.missions.iter().map(|name| name.as_str()));
        faults.at(&codes::KEY_FOR_TWO_PURPOSES, &agreement.file, &one.key, message);
    } else if found.custodian != first.custodian {
        let message = about().say(" is kept by ").name(first.custodian);
        faults.at(&codes::KEY_FOR_TWO_PURPOSES, &agreement.file, &one.custodian, message);
    }
}

//! Agreements and licences: what must be refused before any night asks, one rule or a small group in each room.
//!
//! Not allowed in here: whether an agreement is in force; that depends on the night.

mod bases;
mod charter;
mod clauses;
mod conditions;
mod confidence;
mod contract;
mod fields;
mod format;
mod impact;
mod keys;
mod limits;
mod linkage;
mod overlap;
mod parties;
mod permissions;
mod powers;
mod processors;
mod retention;
mod signatures;
mod term;
mod undecided;
mod versions;

pub(crate) use fields::columns_of;
pub(crate) use signatures::keys_of_parties;

use super::place;
use crate::agreement::Agreement;
use crate::faults::Faults;
use crate::partnership::{Declared, Draft};

/// A rule about one agreement.
type Rule = fn(&Draft, &Declared<Agreement>, &mut Faults);

const RULES: &[Rule] = &[
    format::check,
    versions::check,
    parties::check,
    permissions::check,
    fields::check,
    contract::check,
    linkage::check,
    keys::check,
    clauses::check,
    term::check,
    retention::check,
    limits::check,
    bases::check,
    powers::check,
    conditions::check,
    confidence::check,
    impact::check,
    processors::check,
    charter::check,
    signatures::check,
    undecided::check,
];

pub(crate) fn check(draft: &Draft, faults: &mut Faults) {
    for agreement in &draft.agreements {
        RULES.iter().for_each(|rule| rule(draft, agreement, faults));
    }
    versions::once(draft, faults);
    keys::one_purpose_each(draft, faults);
    overlap::check(draft, faults);
    for licence in &draft.licences {
        format::licence(licence, faults);
        for dataset in &licence.item.datasets {
            faults.must_be_known("source", &licence.file, dataset, place::datasets(draft));
        }
    }
}

/// The last version of each agreement: earlier ones are history, which nobody can mend.
fn is_last_version(draft: &Draft, agreement: &Agreement) -> bool {
    let later = |other: &Declared<Agreement>| {
        other.item.id.value == agreement.id.value && other.item.version > agreement.version
    };
    !draft.agreements.iter().any(later)
}

/// Whether there is a day within the terms of both.
fn at_the_same_time(one: &Agreement, other: &Agreement) -> bool {
    one.term.start <= other.term.expiry.value && other.term.start <= one.term.expiry.value
}

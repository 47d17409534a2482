//! Linkage: datasets, columns and missions that exist, and each side naming the other.
//!
//! One side alone is a warning: the indicator that needs it is refused on the night, and others go on. Not allowed in here:
//! whether a measure may link.

use concordat_diagnostics::{Text, codes};

use super::{fields, is_last_version};
use crate::agreement::{Agreement, LinkagePermission};
use crate::check::place;
use crate::faults::Faults;
use crate::partnership::{Declared, Draft};

pub(super) fn check(draft: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let file = &agreement.file;
    let own: Vec<&str> = agreement.item.datasets.iter().map(|dataset| dataset.id.value.as_str()).collect();
    let keys: Vec<&str> = agreement.item.pseudonymisation.iter().map(|one| one.key.value.as_str()).collect();
    for link in &agreement.item.linkage {
        faults.must_be_known("dataset of this agreement", file, &link.dataset, own.iter().copied());
        faults.must_be_known("source", file, &link.with, place::datasets(draft));
        faults.must_be_known("key in pseudonymisation", file, &link.key, keys.iter().copied());
        for mission in &link.missions {
            faults.must_be_known("mission", file, mission, place::missions(draft));
        }
        for column in &link.on {
            let columns = fields::columns_of(draft, &link.dataset.value);
            faults.must_be_known("column of the contract", file, column, columns);
        }
        if is_last_version(draft, &agreement.item) && !mirrored(draft, link) {
            let message = Text::new().say("no agreement of ").name(&link.with.value).say(" names linkage with ");
            let message = message.name(&link.dataset.value).say(" on key ").name(&link.key.value);
            faults.warn_at(&codes::LINKAGE_NOT_PERMITTED, file, &link.with, message);
        }
    }
}

/// Whether any agreement says the same from the other side.
fn mirrored(draft: &Draft, link: &LinkagePermission) -> bool {
    let all = draft.agreements.iter().flat_map(|agreement| &agreement.item.linkage);
    let same = |other: &LinkagePermission| {
        other.dataset.value == link.with.value && other.with.value == link.dataset.value && other.key == link.key
    };
    all.into_iter().any(same)
}

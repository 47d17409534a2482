//! The version of the file's own format, and what each tier must and must not have.
//!
//! Not allowed in here: what only a schedule or only a charter means; those have rooms of their own.

use concordat_diagnostics::{Text, codes};

use crate::agreement::{Agreement, OpenLicence, Tier};
use crate::faults::Faults;
use crate::located::Located;
use crate::partnership::{Declared, Draft};

/// The version of the format that this program reads.
const FORMAT: u32 = 1;

pub(super) fn check(_: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let item = &agreement.item;
    format_is_known(&agreement.file, &item.agreement_version, faults);
    let mut missing = |key: &'static str, is_missing: bool| {
        if item.tier == Tier::Schedule && is_missing {
            let message = Text::new().say("a schedule must have ").say(key);
            faults.at(&codes::MISSING_KEY, &agreement.file, &item.id, message);
        }
    };
    missing("lawful", item.lawful.is_none());
    missing("subjects", item.subjects.is_none());
    missing("a purpose", item.purposes.is_empty());
    missing("a dataset", item.datasets.is_empty());
    missing("an output", item.outputs.is_empty());
    let shares = !item.purposes.is_empty() || !item.datasets.is_empty() || !item.outputs.is_empty();
    if item.tier == Tier::Charter && (shares || !item.linkage.is_empty()) {
        let message = Text::new()
            .say("a charter shares nothing itself: purposes, datasets, linkage and outputs are of schedules");
        faults.at(&codes::CONTRADICTION, &agreement.file, &item.id, message);
    }
}

pub(super) fn licence(licence: &Declared<OpenLicence>, faults: &mut Faults) {
    format_is_known(&licence.file, &licence.item.licence_version, faults);
}

fn format_is_known(file: &str, version: &Located<u32>, faults: &mut Faults) {
    if version.value != FORMAT {
        let message = Text::new().say("this program reads version 1 of the format");
        faults.at(&codes::WRONG_VALUE, file, version, message);
    }
}

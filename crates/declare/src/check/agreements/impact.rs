//! The impact assessment, where children, linkage and special categories meet.
//!
//! Not allowed in here: what an assessment must say.

use concordat_diagnostics::{Text, codes};

use crate::agreement::Agreement;
use crate::faults::Faults;
use crate::partnership::{Declared, Draft};

pub(super) fn check(_: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let item = &agreement.item;
    let Some(lawful) = &item.lawful else { return };
    let children = item.subjects.as_ref().is_some_and(|subjects| subjects.children);
    let mut fields = item.datasets.iter().flat_map(|dataset| &dataset.fields);
    let special = fields.any(|field| field.special.is_some_and(|category| category.is_special()));
    if children && special && !item.linkage.is_empty() && lawful.dpia.is_none() {
        let message = Text::new().say("children, linkage and a special category meet: lawful.dpia is missing");
        faults.at(&codes::IMPACT_ASSESSMENT_MISSING, &agreement.file, &lawful.clause, message);
    }
}

//! Conditions for special categories and authority for offence data, where a field holds them.
//!
//! Not allowed in here: which condition is right.

use concordat_diagnostics::{Text, codes};

use crate::agreement::{Agreement, Article9, Article10, FieldPermission, Lawful, SpecialCategory};
use crate::faults::Faults;
use crate::partnership::{Declared, Draft};

pub(super) fn check(_: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let Some(lawful) = &agreement.item.lawful else { return };
    let fields = agreement.item.datasets.iter().flat_map(|dataset| &dataset.fields);
    for field in fields {
        special(&agreement.file, lawful, field, faults);
        offence(&agreement.file, lawful, field, faults);
    }
    substantial_public_interest(&agreement.file, lawful, faults);
    onward(&agreement.file, lawful, faults);
}

fn special(file: &str, lawful: &Lawful, field: &FieldPermission, faults: &mut Faults) {
    let Some(category) = field.special.filter(|category| category.is_special()) else { return };
    if lawful.art9.value == Article9::NoneNeeded {
        let message = Text::new().say("column ").name(&field.name.value).say(" holds ").declared(category.as_str());
        faults.at(&codes::CONDITION_MISSING, file, &field.name, message.say(", and art9 says none_needed"));
    }
}

fn offence(file: &str, lawful: &Lawful, field: &FieldPermission, faults: &mut Faults) {
    if field.special == Some(SpecialCategory::Offence) && lawful.art10.value == Article10::None {
        let message =
            Text::new().say("column ").name(&field.name.value).say(" holds offence data, and art10 says none");
        faults.at(&codes::OFFENCE_AUTHORITY_MISSING, file, &field.name, message);
    }
}

fn substantial_public_interest(file: &str, lawful: &Lawful, faults: &mut Faults) {
    if lawful.art9.value != Article9::SubstantialPublicInterest {
        return;
    }
    let has_paragraph = lawful.dpa_sch1.iter().any(|condition| condition.value.is_substantial_public_interest());
    let mut missing = Vec::new();
    missing.extend((!has_paragraph).then_some("dpa_sch1 of part 2"));
    missing.extend(lawful.policy_document_ref.is_none().then_some("policy_document_ref"));
    if !missing.is_empty() {
        let message = Text::new().declared(lawful.art9.value.as_str()).say(" needs ").list(missing);
        faults.at(&codes::PUBLIC_INTEREST_INCOMPLETE, file, &lawful.art9, message);
    }
}

/// Data Protection Act 2018 section 36: what was collected for law enforcement needs the law that lets it be used onward.
fn onward(file: &str, lawful: &Lawful, faults: &mut Faults) {
    if lawful.art10.value == Article10::LawEnforcement && lawful.onward_authority.is_none() {
        let message = Text::new().declared(lawful.art10.value.as_str()).say(" needs onward_authority");
        faults.at(&codes::OFFENCE_AUTHORITY_MISSING, file, &lawful.art10, message);
    }
}

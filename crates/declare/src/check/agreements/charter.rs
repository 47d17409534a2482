//! A schedule and its charter: the charter is one, and the schedule is at least as strict.
//!
//! Not allowed in here: whether the charter is in force.

use concordat_diagnostics::{Code, Text, codes};

use crate::agreement::{Agreement, AgreementReference, NEVER_PERMITTED, Tier};
use crate::check::place;
use crate::faults::Faults;
use crate::located::Located;
use crate::partnership::{Declared, Draft};

pub(super) fn check(draft: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let Some(named) = &agreement.item.charter else { return };
    let refuse = |faults: &mut Faults, code: &'static Code, message| faults.at(code, &agreement.file, named, message);
    if agreement.item.tier == Tier::Charter {
        refuse(faults, &codes::CONTRADICTION, Text::new().say("a charter stands under no other"));
        return;
    }
    let known: Vec<String> = draft.agreements.iter().map(|other| other.item.reference().to_string()).collect();
    let text = Located { value: named.value.to_string(), line: named.line, column: named.column };
    if !faults.must_be_known("agreement", &agreement.file, &text, known.iter().map(String::as_str)) {
        return;
    }
    let Some(charter) = find(draft, &named.value) else { return };
    if charter.tier != Tier::Charter {
        refuse(faults, &codes::CONTRADICTION, Text::new().name(&charter.id.value).say(" is no charter"));
        return;
    }
    for looser in looser(draft, &agreement.item, charter) {
        let message = Text::new().say("looser than ").declared(&named.value.to_string()).say(": ").and(&looser);
        refuse(faults, &codes::LOOSER_THAN_CHARTER, message);
    }
}

fn find<'draft>(draft: &'draft Draft, named: &AgreementReference) -> Option<&'draft Agreement> {
    draft.agreements.iter().map(|declared| &declared.item).find(|item| item.reference() == *named)
}

/// In what a schedule is looser than its charter.
fn looser(draft: &Draft, schedule: &Agreement, charter: &Agreement) -> Vec<Text> {
    let mut found = Vec::new();
    let (limits, least) = (&schedule.disclosure, &charter.disclosure);
    if limits.min_count.value < least.min_count.value {
        found.push(Text::new().say("min_count must be at least ").number(least.min_count.value));
    }
    if least.secondary && !limits.secondary {
        found.push(Text::new().say("secondary must be true"));
    }
    let last = schedule.term.expiry.value;
    if schedule.retention.raw.after(last) > charter.retention.raw.after(last) {
        found.push(Text::new().say("received data is kept longer"));
    }
    if last > charter.term.expiry.value {
        found.push(Text::new().say("its last day is after the charter's, ").date(charter.term.expiry.value));
    }
    found.extend(not_in_charter(draft, schedule, charter));
    found
}

fn not_in_charter(draft: &Draft, schedule: &Agreement, charter: &Agreement) -> Vec<Text> {
    let mut found = Vec::new();
    let parties = schedule.parties.iter().filter(|party| charter.party(&party.id.value).is_none());
    let known: Vec<&str> = place::parties(draft).collect();
    let parties: Vec<&str> = parties.map(|party| party.id.value.as_str()).filter(|id| known.contains(id)).collect();
    if !parties.is_empty() {
        found.push(Text::new().say("these have not signed the charter: ").list(parties));
    }
    // What never is permitted is told at the purpose itself.
    let forbidden = |name: &&str| {
        !NEVER_PERMITTED.contains(name) && charter.prohibited.iter().any(|one| one.value.as_str() == *name)
    };
    let purposes = schedule.purposes.iter().map(|purpose| purpose.id.value.as_str());
    let purposes: Vec<&str> = purposes.filter(forbidden).collect();
    if !purposes.is_empty() {
        found.push(Text::new().say("the charter prohibits ").list(purposes));
    }
    let permitted = |country: &&str| charter.access.territory.iter().any(|one| one.value == *country);
    let countries = schedule.access.territory.iter().map(|one| one.value.as_str());
    let countries: Vec<&str> = countries.filter(|country| !permitted(country)).collect();
    if !countries.is_empty() {
        found.push(Text::new().say("the charter does not permit ").list(countries));
    }
    found
}

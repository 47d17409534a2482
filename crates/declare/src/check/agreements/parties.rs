//! Parties: at least two, each once, known to the partnership, with the mailboxes that their role needs.
//!
//! Not allowed in here: processors, which have a room of their own, and whether a party was renamed by tonight.

use concordat_base::Name;
use concordat_diagnostics::{Text, codes};

use crate::agreement::{Agreement, AgreementParty, NamedRole, Tier};
use crate::check::place;
use crate::faults::Faults;
use crate::located::Located;
use crate::partnership::{Declared, Draft};
use crate::place::Party;

pub(super) fn check(draft: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let (file, item) = (&agreement.file, &agreement.item);
    place::once("party", file, item.parties.iter().map(|party| &party.id), faults);
    let own: Vec<&str> = item.parties.iter().map(|party| party.id.value.as_str()).collect();
    if own.len() < 2 {
        faults.at(
            &codes::TOO_FEW_PARTIES,
            file,
            &item.id,
            Text::new().say("an agreement has two parties at the least"),
        );
    }
    for party in &item.parties {
        if faults.must_be_known("party", file, &party.id, place::parties(draft)) {
            named_as_it_is(draft, file, party, faults);
            mailboxes(file, party, faults);
        }
    }
    if !own.contains(&draft.place.host.value.as_str()) {
        let message = Text::new().say("the host ").name(&draft.place.host.value).say(" is not a party");
        faults.at(&codes::CONTRADICTION, file, &item.id, message);
    }
    if item.tier == Tier::Schedule && !item.parties.iter().any(|party| party.supplies) {
        faults.at(&codes::CONTRADICTION, file, &item.id, Text::new().say("no party supplies anything"));
    }
    suppliers(draft, agreement, &own, faults);
    for mailbox in [&item.rights.single_contact, &item.breach.contact] {
        is_mailbox(file, mailbox, faults);
    }
    let named = [&item.quality.owner];
    let onward = item.onward.recipients.iter();
    let hands = item.anonymisation.iter().flat_map(|one| &one.in_hands_of);
    for party in named.into_iter().chain(hands) {
        faults.must_be_known("party of this agreement", file, party, own.iter().copied());
    }
    for party in onward {
        faults.must_be_known("party", file, party, place::parties(draft));
    }
}

/// A declared party of the place.
pub(super) fn declared<'draft>(draft: &'draft Draft, id: &Name) -> Option<&'draft Party> {
    draft.place.parties.iter().find(|party| party.id.value == *id)
}

/// The organisation must have, or have had, the name that it signs under.
fn named_as_it_is(draft: &Draft, file: &str, party: &AgreementParty, faults: &mut Faults) {
    let Some(declared) = declared(draft, &party.id.value) else { return };
    let names = declared.previously.iter().map(|earlier| earlier.name.as_str());
    let names: Vec<&str> = std::iter::once(declared.name.as_str()).chain(names).collect();
    faults.must_be_known("organisation of that name", file, &party.name, names);
}

fn mailboxes(file: &str, party: &AgreementParty, faults: &mut Faults) {
    party.contacts.values().for_each(|mailbox| is_mailbox(file, mailbox, faults));
    let must = [NamedRole::Dpo, NamedRole::BreachContact, NamedRole::RightsContact];
    let missing: Vec<&str> =
        must.iter().filter(|role| !party.contacts.contains_key(role)).map(|role| role.as_str()).collect();
    if party.role.is_controller() && !party.contacts.is_empty() && !missing.is_empty() {
        let message = Text::new().say("a controller names a mailbox for ").list(missing);
        faults.at(&codes::MISSING_KEY, file, &party.id, message);
    }
}

fn is_mailbox(file: &str, mailbox: &Located<String>, faults: &mut Faults) {
    let halves = mailbox.value.split_once('@');
    let good = halves.is_some_and(|(local, domain)| {
        !local.is_empty() && domain.contains('.') && !mailbox.value.contains(char::is_whitespace)
    });
    if !good {
        let message = Text::new().say("expected a role mailbox such as dpo@council.example");
        faults.at(&codes::WRONG_VALUE, file, mailbox, message);
    }
}

/// Whoever sends a dataset, as its source says, is a party of each agreement that shares it.
fn suppliers(draft: &Draft, agreement: &Declared<Agreement>, own: &[&str], faults: &mut Faults) {
    for dataset in &agreement.item.datasets {
        let Some(source) = draft.sources.iter().find(|source| source.item.id.value == dataset.id.value) else {
            continue;
        };
        let supplier = &source.item.supplier.value;
        if !own.contains(&supplier.as_str()) {
            let message = Text::new().name(supplier).say(" sends ").name(&dataset.id.value).say(", and is not a party");
            faults.at(&codes::NOT_A_SUPPLIER, &agreement.file, &dataset.id, message);
        }
    }
}

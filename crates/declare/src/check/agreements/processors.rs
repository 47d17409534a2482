//! Where data is kept and worked on, and by which contract.
//!
//! Not allowed in here: what a contract must say.

use concordat_diagnostics::{Text, codes};

use crate::agreement::{Agreement, AgreementParty};
use crate::faults::Faults;
use crate::located::Located;
use crate::partnership::{Declared, Draft};

pub(super) fn check(_: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let (file, item) = (&agreement.file, &agreement.item);
    let territory: Vec<&str> = item.access.territory.iter().map(|country| country.value.as_str()).collect();
    item.access.territory.iter().for_each(|country| is_country(file, country, faults));
    for party in &item.parties {
        if party.role.is_processor() {
            works_by_contract(file, party, faults);
        }
        for country in &party.locations {
            if !territory.contains(&country.value.as_str()) {
                let message = Text::new().name(&party.id.value).say(" keeps data in ").declared(&country.value);
                let message = message.say("; the agreement permits ").list(territory.iter().copied());
                faults.at(&codes::OUTSIDE_TERRITORY, file, country, message);
            }
        }
    }
}

fn works_by_contract(file: &str, party: &AgreementParty, faults: &mut Faults) {
    let mut missing = Vec::new();
    missing.extend(party.contract_ref.is_none().then_some("contract_ref"));
    missing.extend(party.locations.is_empty().then_some("locations"));
    if !missing.is_empty() {
        let message = Text::new().say("processor ").name(&party.id.value).say(" lacks ").list(missing);
        faults.at(&codes::PROCESSOR_WITHOUT_CONTRACT, file, &party.id, message);
    }
}

fn is_country(file: &str, country: &Located<String>, faults: &mut Faults) {
    if country.value.len() != 2 || !country.value.bytes().all(|byte| byte.is_ascii_uppercase()) {
        let message = Text::new().say("a country is written with two capital letters, such as GB");
        faults.at(&codes::WRONG_VALUE, file, country, message);
    }
}

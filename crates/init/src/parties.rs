//! The organisations of a new place, and what each is to the draft agreement.
//!
//! Not allowed in here: guessing what kind of organisation a name is of.

use concordat_base::nearest;
use concordat_declare::place::PartyKind;

use crate::answers::{Answers, Authority, fit};
use crate::error::InitError;
use crate::ids;
use crate::template::quoted;

/// Kinds of organisation, as they are written.
pub(crate) const KINDS: [&str; 13] = [
    "council",
    "nhs_trust",
    "integrated_care_board",
    "general_practice",
    "police",
    "police_and_crime_commissioner",
    "fire",
    "housing",
    "charity",
    "university",
    "combined_authority",
    "central_body",
    "supplier",
];

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Organisation {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: PartyKind,
}

/// All organisations of the place.
#[derive(Clone, Debug)]
pub(crate) struct Parties {
    /// In the order of the answer.
    pub(crate) all: Vec<Organisation>,
    /// The team that runs the nights.
    pub(crate) host: Organisation,
}

/// An organisation as typed: `kind: name`.
pub(crate) fn read(typed: &str) -> Result<Organisation, InitError> {
    let fault = |near| InitError::Party { asked: typed.trim().to_owned(), near };
    let (kind, name) = typed.split_once(':').ok_or_else(|| fault(None))?;
    let word = kind.trim().to_lowercase().replace([' ', '-'], "_");
    let kind = serde_json::from_value::<PartyKind>(word.as_str().into());
    let kind =
        kind.map_err(|_| fault(nearest(&word, KINDS).and_then(|near| KINDS.into_iter().find(|one| *one == near))))?;
    let name = fit(name, "the name of an organisation")?;
    Ok(Organisation { id: ids::of(name, "party"), name: name.to_owned(), kind })
}

impl Parties {
    /// Those that were answered; the councils where none was.
    pub(crate) fn of(answers: &Answers, place: &str, authorities: &[Authority]) -> Result<Self, InitError> {
        let council = |authority: &Authority| {
            let name = format!("{} Council", authority.name);
            Organisation { id: ids::of(&name, "council"), name, kind: PartyKind::Council }
        };
        let mut all = Vec::new();
        for typed in &answers.parties {
            all.push(read(typed)?);
        }
        if all.is_empty() {
            all = authorities.iter().map(council).collect();
        }
        let name = format!("{place} intelligence team");
        let host = Organisation { id: ids::of(&name, "team"), name, kind: PartyKind::Council };
        let mut seen = vec![host.id.as_str()];
        for party in &all {
            if seen.contains(&party.id.as_str()) {
                return Err(InitError::Twice { what: "organisation", name: party.id.clone() });
            }
            seen.push(&party.id);
        }
        Ok(Self { all, host })
    }

    /// Who sends the first dataset: the first charity, the first that is no council, or the first.
    pub(crate) fn supplier(&self) -> &Organisation {
        let first = |wanted: fn(PartyKind) -> bool| self.all.iter().find(|party| wanted(party.kind));
        let charity = first(|kind| kind == PartyKind::Charity);
        charity.or_else(|| first(|kind| kind != PartyKind::Council)).or_else(|| self.all.first()).unwrap_or(&self.host)
    }

    /// The lines of `partnership.yaml`.
    pub(crate) fn declared(&self) -> String {
        let line = |party: &Organisation| {
            let (id, name, kind) = (&party.id, quoted(&party.name), kind(party.kind));
            format!("  - {{id: {id}, name: {name}, kind: {kind}, contact: to-fill-in@example.invalid}}\n")
        };
        self.all.iter().chain([&self.host]).map(line).collect()
    }

    /// The lines of the draft agreement: who sends, the councils that receive, and the host that works for them.
    pub(crate) fn agreed(&self) -> String {
        let supplier = self.supplier();
        let receives = |party: &&Organisation| party.kind == PartyKind::Council && *party != supplier;
        let mut lines = controller(supplier, "supplies");
        lines.extend(self.all.iter().filter(receives).map(|party| controller(party, "receives")));
        let (id, name) = (&self.host.id, quoted(&self.host.name));
        let contract = "\"TO FILL IN: the contract by which the team works for the others\"";
        lines
            + &format!(
                "  - id: {id}\n    name: {name}\n    role: processor\n    contract_ref: {contract}\n    locations: [GB]\n"
            )
    }
}

fn controller(party: &Organisation, does: &str) -> String {
    let (id, name, mailbox) = (&party.id, quoted(&party.name), "to-fill-in@example.invalid");
    let contacts = format!("{{dpo: {mailbox}, breach_contact: {mailbox}, rights_contact: {mailbox}}}");
    format!(
        "  - id: {id}\n    name: {name}\n    role: independent_controller\n    {does}: true\n    locations: [GB]\n    contacts: {contacts}\n"
    )
}

fn kind(kind: PartyKind) -> String {
    serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_those_of_the_declarations() {
        for word in KINDS {
            let read = read(&format!("{word}: Somebody")).map(|party| kind(party.kind));
            assert_eq!(read.as_deref(), Ok(word));
        }
        assert_eq!(read("NHS trust: Barts").map(|party| party.kind), Ok(PartyKind::NhsTrust));
        assert_eq!(read("charty: Bow"), Err(InitError::Party { asked: "charty: Bow".into(), near: Some("charity") }));
        assert_eq!(read("Bow"), Err(InitError::Party { asked: "Bow".into(), near: None }));
    }
}

//! Words of declarations and of the ledger as a data-protection officer says them.
//!
//! Not allowed in here: a colour or a rating.

use concordat_declare::agreement::{Identifiability, PartyRole};
use concordat_declare::place::PartyKind;

/// What a column was used as, in words.
pub(crate) fn role(role: &str) -> &str {
    match role {
        "group" => "figures are broken down by it",
        "filter" => "records are chosen by it",
        "aggregate" => "its values are added up",
        "count_distinct" => "its different values are counted",
        "join" => "records are linked on it",
        other => other,
    }
}

/// How near records are to a person, in words.
pub(crate) fn identifiability(class: Identifiability) -> &'static str {
    match class {
        Identifiability::Pseudonymised => "pseudonymised records: a keyed token stands for a person",
        Identifiability::DepersonalisedRow => "depersonalised records: one for each event, nothing stands for a person",
        Identifiability::AggregateUnsuppressed => "counts before disclosure control",
        Identifiability::AggregateSuppressed => "counts after the sender's own disclosure control",
    }
}

/// A party's role in law, in words.
pub(crate) fn party_role(role: PartyRole) -> &'static str {
    match role {
        PartyRole::SoleController => "sole controller",
        PartyRole::JointController => "joint controller",
        PartyRole::IndependentController => "independent controller",
        PartyRole::Processor => "processor",
        PartyRole::SubProcessor => "sub-processor",
        PartyRole::RecipientOfAnonymousOutput => "recipient of anonymous output",
    }
}

/// A measure of a row, in words.
pub(crate) fn measure(measure: &str) -> &str {
    match measure {
        "value" => "value",
        "gap_absolute" => "gap: the value less the comparator's",
        "gap_relative" => "gap in per cent of the comparator",
        "gap_people" => "people whose outcome would have to change to close the gap",
        "sii" => "slope index: how much the value changes over ranked groups",
        other => other,
    }
}

/// Marks of a row, in words.
pub(crate) fn marks(status: &str) -> String {
    let letters = status.split(['[', ']']).filter(|letter| !letter.is_empty());
    let words = letters.map(|letter| match letter {
        "b" => "break in series",
        "c" => "confidential",
        "e" => "estimated",
        "h" => "built on held-over data",
        "p" => "provisional",
        "r" => "revised",
        "u" => "low reliability",
        "x" => "not available",
        "z" => "not applicable",
        other => other,
    });
    words.collect::<Vec<_>>().join(", ")
}

/// `1 figure`, `2 figures`.
pub(crate) fn count(number: u64, one: &str, many: &str) -> String {
    let number_words = concordat_diagnostics::text::thousands(number);
    if number == 1 { format!("{number_words} {one}") } else { format!("{number_words} {many}") }
}

/// A purpose, in words.
pub(crate) fn purpose(purpose: &str) -> String {
    match purpose {
        "jsna" => "the joint strategic needs assessment".to_owned(),
        "strategy_monitoring" => "following how the strategy goes".to_owned(),
        "mission_outcome_measure" => "measuring the outcome of a mission".to_owned(),
        "service_planning" => "planning services".to_owned(),
        "commissioning" => "commissioning services".to_owned(),
        "evaluation" => "evaluating what was done".to_owned(),
        "inequality_analysis" => "finding inequalities".to_owned(),
        "community_safety_assessment" => "the assessment of community safety".to_owned(),
        "statutory_return" => "a return that the law asks for".to_owned(),
        "research" => "research".to_owned(),
        "data_quality" => "finding faults in the data".to_owned(),
        other => other.replace('_', " "),
    }
}

/// A code written with underscores, in words.
pub(crate) fn code(code: &str) -> String {
    code.replace('_', " ")
}

/// A kind of organisation, in words.
pub(crate) fn party_kind(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Council => "Local government",
        PartyKind::NhsTrust => "NHS trust",
        PartyKind::IntegratedCareBoard => "NHS integrated care board",
        PartyKind::GeneralPractice => "General practice",
        PartyKind::Police => "Police",
        PartyKind::PoliceAndCrimeCommissioner => "Police and crime commissioner",
        PartyKind::Fire => "Fire and rescue",
        PartyKind::Housing => "Housing",
        PartyKind::Charity => "Charity",
        PartyKind::University => "University",
        PartyKind::CombinedAuthority => "Combined authority",
        PartyKind::CentralBody => "Central government body",
        PartyKind::Supplier => "Supplier",
    }
}

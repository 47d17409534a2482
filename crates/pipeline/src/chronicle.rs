//! What a night enters into the ledger about agreements and decisions: each once, when it is first seen.
//!
//! Not allowed in here: deciding what an agreement permits. An agreement whose text changed without a new version is
//! entered as amended; nothing is taken back.

use std::collections::BTreeSet;

use concordat_agreement::{AgreementState, state_of};
use concordat_base::Date;
use concordat_declare::Partnership;
use concordat_declare::agreement::Agreement;
use concordat_declare::decision::{Decided, Decision};
use concordat_declare::hash_of;
use concordat_ledger::entry::agreement::{AgreementAmended, AgreementExpired, AgreementRegistered, AgreementSigned};
use concordat_ledger::entry::run::DecisionApplied;
use concordat_ledger::{Entry, Ledger};

/// Entries that are due tonight and not in the ledger yet.
pub(crate) fn due(partnership: &Partnership, ledger: &Ledger, as_of: Date) -> Vec<Entry> {
    let mut entries = Vec::new();
    for agreement in partnership.agreements() {
        entries.extend(of_agreement(partnership, ledger, agreement, as_of));
    }
    let applied: BTreeSet<&str> = ledger
        .entries()
        .filter_map(|record| match &record.entry {
            Entry::DecisionApplied(applied) => Some(applied.decision.as_str()),
            _ => None,
        })
        .collect();
    let holding = partnership.decisions().filter(|decision| decision.holds_on(as_of));
    entries.extend(holding.filter(|one| !applied.contains(one.id.value.as_str())).map(of_decision));
    entries
}

fn of_agreement(partnership: &Partnership, ledger: &Ledger, agreement: &Agreement, as_of: Date) -> Vec<Entry> {
    let name = format!("{}@{}", agreement.id.value, agreement.version);
    // The declaration is no secret, so that a plain hash of it commits to it.
    let commitment = hash_of(agreement).to_string();
    let mut known: Option<&str> = None;
    let mut expired = false;
    for record in ledger.entries() {
        match &record.entry {
            Entry::AgreementRegistered(entry) if entry.agreement == name => known = Some(&entry.commitment),
            Entry::AgreementAmended(entry) if entry.agreement == name => known = Some(&entry.commitment),
            Entry::AgreementExpired(entry) if entry.agreement == name => expired = true,
            _ => {}
        }
    }
    let mut entries = match known {
        None => registered(&name, agreement, &commitment),
        Some(known) if known != commitment => vec![Entry::AgreementAmended(AgreementAmended {
            agreement: name.clone(),
            commitment: commitment.clone(),
            previous_commitment: known.to_owned(),
            changes: vec!["text".to_owned()],
        })],
        Some(_) => Vec::new(),
    };
    if !expired && state_of(partnership, agreement, as_of) == AgreementState::Expired {
        let expired_on = agreement.term.expiry.value;
        entries.push(Entry::AgreementExpired(AgreementExpired { agreement: name, expired_on }));
    }
    entries
}

fn registered(name: &str, agreement: &Agreement, commitment: &str) -> Vec<Entry> {
    let parties: BTreeSet<String> = agreement.parties.iter().map(|party| party.id.value.to_string()).collect();
    let mut entries = vec![Entry::AgreementRegistered(AgreementRegistered {
        agreement: name.to_owned(),
        parties: parties.into_iter().collect(),
        valid_from: agreement.term.start,
        valid_until: agreement.term.expiry.value,
        commitment: commitment.to_owned(),
    })];
    entries.extend(agreement.signatures.iter().map(|signature| {
        Entry::AgreementSigned(AgreementSigned {
            agreement: name.to_owned(),
            party: signature.party.value.to_string(),
            role: signature.role.to_string(),
            signed_on: signature.date,
            commitment: commitment.to_owned(),
        })
    }));
    entries
}

fn of_decision(decision: &Decision) -> Entry {
    let (kind, subject) = match &decision.decision {
        Decided::AcceptVolume(about) => ("accept_volume", about.source.value.to_string()),
        Decided::KnownLate(about) => ("known_late", about.source.value.to_string()),
        Decided::AcceptLostPeriod(about) => ("accept_lost_period", about.source.value.to_string()),
        Decided::Withhold(about) => ("withhold", about.indicator.value.to_string()),
        Decided::Annotate(about) => ("annotate", about.indicator.value.to_string()),
        Decided::ApproveRelease(about) => ("approve_release", about.release.clone()),
        Decided::WithdrawRelease(about) => ("withdraw_release", about.release.clone()),
        Decided::SuspendAgreement(about) => ("suspend_agreement", about.agreement.value.to_string()),
        Decided::TerminateAgreement(about) => ("terminate_agreement", about.agreement.value.to_string()),
    };
    Entry::DecisionApplied(DecisionApplied {
        decision: decision.id.value.to_string(),
        kind: kind.to_owned(),
        subject,
        role: decision.role.clone(),
        reason: decision.reason.chars().filter(|letter| !letter.is_control()).take(120).collect(),
        decided_on: decision.date,
        expires_on: Some(decision.expires),
    })
}

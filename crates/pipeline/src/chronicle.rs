//! What a night enters into the ledger about agreements and decisions, each once, when it is first seen; and what it
//! says of agreements that end soon.
//!
//! Not allowed in here: deciding what an agreement permits. An agreement whose text changed without a new version is
//! entered as amended; nothing is taken back.

use std::collections::BTreeSet;

use concordat_agreement::{AgreementState, ending, state_of};
use concordat_base::{Date, Name};
use concordat_declare::Partnership;
use concordat_declare::agreement::{Agreement, Signature};
use concordat_declare::decision::{Decided, Decision};
use concordat_diagnostics::{Code, Diagnostic, Text, codes};
use concordat_ledger::entry::agreement::{
    AgreementAmended, AgreementExpired, AgreementRegistered, AgreementSigned, AgreementSuspended,
};
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
    // The declaration is no secret, so that a plain hash of it commits to it: the one that its signatures are over.
    let commitment = agreement.sha256();
    let mut known: Option<&str> = None;
    let (mut expired, mut suspended) = (false, BTreeSet::new());
    for record in ledger.entries() {
        match &record.entry {
            Entry::AgreementRegistered(entry) if entry.agreement == name => known = Some(&entry.commitment),
            Entry::AgreementAmended(entry) if entry.agreement == name => known = Some(&entry.commitment),
            Entry::AgreementExpired(entry) if entry.agreement == name => expired = true,
            Entry::AgreementSuspended(entry) if entry.agreement == name => drop(suspended.insert(entry.code.as_str())),
            _ => {}
        }
    }
    let mut entries = match known {
        None => vec![registered(&name, agreement, &commitment)],
        Some(known) if known != commitment => vec![Entry::AgreementAmended(AgreementAmended {
            agreement: name.clone(),
            commitment: commitment.clone(),
            previous_commitment: known.to_owned(),
            changes: vec!["text".to_owned()],
        })],
        Some(_) => Vec::new(),
    };
    entries.extend(signed(partnership, ledger, agreement, &commitment));
    match state_of(partnership, agreement, as_of) {
        AgreementState::Expired if !expired => {
            let expired_on = agreement.term.expiry.value;
            entries.push(Entry::AgreementExpired(AgreementExpired { agreement: name, expired_on }));
        }
        AgreementState::Suspended { because } => {
            entries.extend(stopped(name, &codes::SUSPENDED, because.party(), &suspended));
        }
        AgreementState::Terminated { .. } => entries.extend(stopped(name, &codes::TERMINATED, None, &suspended)),
        _ => {}
    }
    entries
}

/// That an agreement permits nothing, with the code of the reason; once for each code.
fn stopped(agreement: String, code: &Code, party: Option<&Name>, known: &BTreeSet<&str>) -> Option<Entry> {
    let (code, party) = (code.to_string(), party.map(ToString::to_string));
    let unknown = !known.contains(code.as_str());
    unknown.then_some(Entry::AgreementSuspended(AgreementSuspended { agreement, code, party }))
}

fn registered(name: &str, agreement: &Agreement, commitment: &str) -> Entry {
    let parties: BTreeSet<String> = agreement.parties.iter().map(|party| party.id.value.to_string()).collect();
    Entry::AgreementRegistered(AgreementRegistered {
        agreement: name.to_owned(),
        parties: parties.into_iter().collect(),
        valid_from: agreement.term.start,
        valid_until: agreement.term.expiry.value,
        commitment: commitment.to_owned(),
    })
}

/// Signatures that count and are not in the ledger yet for this text.
fn signed(partnership: &Partnership, ledger: &Ledger, agreement: &Agreement, commitment: &str) -> Vec<Entry> {
    let name = agreement.reference().to_string();
    let known: BTreeSet<&str> = ledger
        .entries()
        .filter_map(|record| match &record.entry {
            Entry::AgreementSigned(entry) if entry.agreement == name && entry.commitment == commitment => {
                Some(entry.party.as_str())
            }
            _ => None,
        })
        .collect();
    let counted = agreement.signatures.iter().zip(partnership.fits_of(agreement)).filter(|(_, fit)| fit.counts());
    let new = counted.map(|(signature, _)| signature).filter(|one| !known.contains(one.party.value.as_str()));
    let entry = |signature: &Signature| {
        Entry::AgreementSigned(AgreementSigned {
            agreement: name.clone(),
            party: signature.party.value.to_string(),
            role: signature.role.to_string(),
            signed_on: signature.date,
            commitment: commitment.to_owned(),
        })
    };
    new.map(entry).collect()
}

fn of_decision(decision: &Decision) -> Entry {
    let (kind, subject) = match &decision.decision {
        Decided::AcceptVolume(about) => ("accept_volume", about.source.value.to_string()),
        Decided::KnownLate(about) => ("known_late", about.source.value.to_string()),
        Decided::AcceptLostPeriod(about) => ("accept_lost_period", about.source.value.to_string()),
        Decided::Withhold(about) => ("withhold", about.indicator.value.to_string()),
        Decided::Annotate(about) => ("annotate", about.indicator.value.to_string()),
        Decided::FinalRevision(about) => ("final_revision", about.indicator.value.to_string()),
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

/// Notices of agreements that end soon, with the figures that would go with them.
pub(crate) fn notices(partnership: &Partnership, as_of: Date) -> Vec<Diagnostic> {
    let notice = |ending: &concordat_agreement::Ending| {
        let text = Text::new().say("agreement ").declared(&ending.agreement.to_string()).say(" has its last day on ");
        let text = text.date(ending.last_day);
        let text = match ending.lost.as_slice() {
            [] => text.say("; no indicator would go"),
            lost => text.say("; from the day after, these go: ").list(lost.iter().map(Name::as_str)),
        };
        Diagnostic::notice(&codes::EXPIRES_SOON, text)
    };
    ending(partnership, as_of).iter().map(notice).collect()
}

//! `agreements review`: what people need at a review: fields never read, outputs, refusals, incidents, retention, dates.
//!
//! Not allowed in here: a recommendation.

pub mod calendar;
mod page;

use concordat_agreement::{AgreementState, state_of};
use concordat_base::{Date, DateSpan};
use concordat_declare::agreement::Agreement;
use concordat_ledger::Entry;
use serde::Serialize;

use crate::account::{Account, Days, account};
use crate::evidence::Evidence;
use crate::lookup;

pub use calendar::{DateKind, ReviewDate};

/// Days that a review looks back: twelve months.
const LOOKS_BACK_DAYS: u16 = 365;

/// What people need at a review.
#[derive(Clone, Debug, Serialize)]
pub struct Review {
    /// The place.
    pub place: String,
    /// The days that are looked at.
    pub days: Days,
    /// The agreement over these days.
    #[serde(flatten)]
    pub account: Account,
    /// Fields that were shared and never read on these days, each with its dataset.
    pub never_read: Vec<NeverRead>,
    /// Its dates that are still to come, and those that are past and matter.
    pub dates: Vec<ReviewDate>,
    /// What falls due to be destroyed within the next twelve months: the day and how many extracts.
    pub due: Vec<(Date, u64)>,
    /// Reviews that were done.
    pub reviews: Vec<String>,
    /// Suspensions, such as of a party that was merged or renamed, until it has attested again.
    pub suspensions: Vec<String>,
}

/// A field that was shared and never read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NeverRead {
    /// The dataset.
    pub dataset: String,
    /// The field.
    pub field: String,
    /// Whether it was received.
    pub received: bool,
    /// Why it was to be needed, as the agreement says.
    pub why: String,
}

/// What people need at a review of a version of an agreement.
#[must_use]
pub fn review(evidence: &Evidence<'_>, agreement: &Agreement) -> Review {
    let until = evidence.as_of;
    let days = Days { from: DateSpan::days(LOOKS_BACK_DAYS).before(until), until };
    let account = account(evidence, agreement, days);
    Review {
        place: evidence.partnership.place().name.clone(),
        never_read: never_read(&account),
        dates: calendar::dates(agreement),
        due: due(&account, until),
        reviews: reviews(evidence, agreement),
        suspensions: suspended(evidence, agreement).into_iter().chain(suspensions(evidence, agreement)).collect(),
        days,
        account,
    }
}

fn never_read(account: &Account) -> Vec<NeverRead> {
    let fields = account.datasets.iter().flat_map(|dataset| dataset.fields.iter().map(move |field| (dataset, field)));
    let never = fields.filter(|(_, field)| field.readings == 0).map(|(dataset, field)| NeverRead {
        dataset: dataset.dataset.clone(),
        field: field.field.clone(),
        received: field.received,
        why: field.why.clone(),
    });
    never.collect()
}

fn due(account: &Account, today: Date) -> Vec<(Date, u64)> {
    let limit = DateSpan::days(LOOKS_BACK_DAYS).after(today);
    let mut found: std::collections::BTreeMap<Date, u64> = std::collections::BTreeMap::new();
    for kept in account.kept.iter().filter(|kept| kept.destroyed.is_none() && kept.due_on <= limit) {
        *found.entry(kept.due_on).or_default() += 1;
    }
    found.into_iter().collect()
}

fn reviews(evidence: &Evidence<'_>, agreement: &Agreement) -> Vec<String> {
    let (id, version) = (agreement.id.value.as_str(), lookup::version_of(agreement));
    let done = evidence.records.iter().filter_map(|record| match &record.entry {
        Entry::ReviewDone(one) if one.agreement == id || one.agreement == version => Some(format!(
            "{} by its {}, next on {} (ledger entry {})",
            one.reviewed_on, one.role, one.next_on, record.sequence
        )),
        _ => None,
    });
    done.collect()
}

/// What keeps it from permitting anything on the day, such as a party that was merged or renamed and has not attested again.
fn suspended(evidence: &Evidence<'_>, agreement: &Agreement) -> Option<String> {
    match state_of(evidence.partnership, agreement, evidence.as_of) {
        state @ AgreementState::Suspended { .. } => Some(format!("{}: {}", evidence.as_of, state.words())),
        _ => None,
    }
}

fn suspensions(evidence: &Evidence<'_>, agreement: &Agreement) -> Vec<String> {
    let version = lookup::version_of(agreement);
    let found = evidence.records.iter().filter_map(|record| match &record.entry {
        Entry::AgreementSuspended(one) if one.agreement == version => {
            let party = one.party.as_ref().map(|party| format!(" on account of {party}")).unwrap_or_default();
            let code = &one.code;
            Some(format!("{}: {code}{party} (ledger entry {})", record.as_of, record.sequence))
        }
        _ => None,
    });
    found.collect()
}

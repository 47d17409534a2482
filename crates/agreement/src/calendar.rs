//! What comes next: expiries, reviews, and the indicators that would be lost.
//!
//! Not allowed in here: today's date; every answer is for a date that the caller names.

use concordat_base::{Date, DateSpan, Name};
use concordat_declare::Partnership;
use concordat_declare::agreement::Agreement;
use serde::Serialize;

use crate::coverage::{Night, Supposing};
use crate::decide::{use_grant, use_grant_on};
use crate::grant::AgreementVersion;
use crate::refusal::{Refusal, version_of};
use crate::state::{AgreementState, state_of};

/// A date in the life of an agreement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Milestone {
    /// When.
    pub date: Date,
    /// Of which agreement.
    pub agreement: AgreementVersion,
    /// What.
    pub kind: MilestoneKind,
}

/// What a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MilestoneKind {
    /// Its first day.
    Start,
    /// The day it is to be reviewed; overdue when it is past.
    Review,
    /// Its last day.
    Expiry,
}

/// An indicator that is permitted and would not be.
#[derive(Clone, Debug)]
pub struct Lost {
    /// The indicator.
    pub indicator: Name,
    /// Why it would be refused.
    pub refusal: Refusal,
}

/// Reviews and last days of agreements in force, and first days of those signed and not yet begun, in order of date.
#[must_use]
pub fn milestones(partnership: &Partnership, as_of: Date) -> Vec<Milestone> {
    let mut found = Vec::new();
    for agreement in partnership.agreements() {
        let term = &agreement.term;
        let dates = match state_of(partnership, agreement, as_of) {
            AgreementState::InForce => {
                vec![(term.next_review.value, MilestoneKind::Review), (term.expiry.value, MilestoneKind::Expiry)]
            }
            AgreementState::NotYet => vec![(term.start, MilestoneKind::Start)],
            _ => Vec::new(),
        };
        let version = version_of(agreement);
        found.extend(dates.into_iter().map(|(date, kind)| Milestone { date, agreement: version.clone(), kind }));
    }
    found.sort();
    found
}

/// An agreement in force that ends within its notice period.
#[derive(Clone, Debug)]
pub struct Ending {
    /// The agreement.
    pub agreement: AgreementVersion,
    /// Its last day.
    pub last_day: Date,
    /// Indicators that are permitted now and would be lost with it.
    pub lost: Vec<Name>,
}

/// Agreements in force that end within their notice period and are not renewed, the first to end first.
#[must_use]
pub fn ending(partnership: &Partnership, as_of: Date) -> Vec<Ending> {
    let soon = |agreement: &&Agreement| {
        let last_day = agreement.term.expiry.value;
        state_of(partnership, agreement, as_of) == AgreementState::InForce
            && agreement.term.notice.value.after(as_of) >= last_day
    };
    let mut found: Vec<Ending> = Vec::new();
    for agreement in partnership.agreements().filter(soon) {
        let last_day = agreement.term.expiry.value;
        let then = DateSpan::days(1).after(last_day);
        // A later version that takes over keeps them: what is asked is what the declarations permit on the day after.
        let after = what_if_on(partnership, as_of, then);
        let without = what_if_expired(partnership, &agreement.id.value, as_of);
        let lost = without.into_iter().map(|one| one.indicator);
        let lost = lost.filter(|indicator| after.iter().any(|one| one.indicator == *indicator)).collect();
        found.push(Ending { agreement: version_of(agreement), last_day, lost });
    }
    found.sort_by_key(|one| one.last_day);
    found
}

/// Indicators permitted on a date that would be lost if an agreement had expired, in all its versions.
#[must_use]
pub fn what_if_expired(partnership: &Partnership, agreement: &Name, as_of: Date) -> Vec<Lost> {
    let supposing = Supposing { expired: Some(agreement.clone()), withdrawn: None };
    lost(partnership, as_of, &Night { partnership, as_of, supposing })
}

/// Indicators permitted on a date that would be lost if no agreement shared a field of a dataset.
#[must_use]
pub fn what_if_withdrawn(partnership: &Partnership, dataset: &Name, field: &Name, as_of: Date) -> Vec<Lost> {
    let supposing = Supposing { expired: None, withdrawn: Some((dataset.clone(), field.clone())) };
    lost(partnership, as_of, &Night { partnership, as_of, supposing })
}

/// Indicators permitted on a date that will be lost on another, as the declarations stand.
#[must_use]
pub fn what_if_on(partnership: &Partnership, as_of: Date, then: Date) -> Vec<Lost> {
    lost(partnership, as_of, &Night::real(partnership, then))
}

fn lost(partnership: &Partnership, as_of: Date, supposed: &Night<'_>) -> Vec<Lost> {
    let permitted = partnership.indicators().map(|one| &one.id.value);
    let permitted = permitted.filter(|indicator| use_grant(partnership, indicator, as_of).is_ok());
    permitted
        .filter_map(|indicator| {
            let refusal = use_grant_on(supposed, indicator).err()?;
            Some(Lost { indicator: indicator.clone(), refusal })
        })
        .collect()
}

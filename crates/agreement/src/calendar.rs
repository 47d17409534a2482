//! What comes next: expiries, reviews, and the indicators that would be lost.
//!
//! Not allowed in here: today's date; every answer is for a date that the caller names.

use concordat_base::{Date, Name};
use concordat_declare::Partnership;
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

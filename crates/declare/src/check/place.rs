//! The place itself: names declared once, and the host among the parties.
//!
//! Not allowed in here: anything that another file declares.

use concordat_base::Name;
use concordat_diagnostics::{Text, codes};

use super::agreements;
use crate::decision::Decided;
use crate::faults::Faults;
use crate::located::Located;
use crate::partnership::Draft;

pub(crate) fn check(draft: &Draft, faults: &mut Faults) {
    let place = &draft.place;
    once("party", &draft.file, place.parties.iter().map(|party| &party.id), faults);
    once("audience", &draft.file, place.audiences.iter().map(|audience| &audience.id), faults);
    once("policy", &draft.file, place.disclosure_policies.iter().map(|policy| &policy.id), faults);
    for policy in &place.disclosure_policies {
        if let Err(fault) = policy.rules() {
            let message = Text::new().say("the disclosure policy cannot be used: ").declared(&fault);
            faults.at(&codes::WRONG_VALUE, &draft.file, &policy.id, message);
        }
    }
    faults.must_be_known("party", &draft.file, &place.host, parties(draft));
    for merged in place.parties.iter().filter_map(|party| party.merged.as_ref()) {
        faults.must_be_known("party", &draft.file, &merged.into, parties(draft));
    }
    agreements::keys_of_parties(draft, faults);
    for mission in &draft.missions {
        let known = place.life_courses.iter().map(|course| course.id.value.as_str());
        faults.must_be_known("life course", &mission.file, &mission.item.life_course, known);
    }
    for day in place.revisions.iter().flat_map(|revisions| &revisions.days) {
        if crate::place::month_day(&day.value).is_none() {
            let message = Text::new().say("a day of revisions is written MM-DD, and every year must have it");
            faults.at(&codes::WRONG_VALUE, &draft.file, day, message);
        }
    }
    decisions(draft, faults);
}

/// Ids of all parties.
pub(crate) fn parties(draft: &Draft) -> impl Iterator<Item = &str> {
    draft.place.parties.iter().map(|party| party.id.value.as_str())
}

/// Ids of all datasets.
pub(crate) fn datasets(draft: &Draft) -> impl Iterator<Item = &str> {
    draft.sources.iter().map(|source| source.item.id.value.as_str())
}

/// Ids of all missions.
pub(crate) fn missions(draft: &Draft) -> impl Iterator<Item = &str> {
    draft.missions.iter().map(|mission| mission.item.id.value.as_str())
}

/// Ids of all disclosure policies.
pub(crate) fn policies(draft: &Draft) -> impl Iterator<Item = &str> {
    draft.place.disclosure_policies.iter().map(|policy| policy.id.value.as_str())
}

/// Ids of all audiences.
pub(crate) fn audiences(draft: &Draft) -> impl Iterator<Item = &str> {
    draft.place.audiences.iter().map(|audience| audience.id.value.as_str())
}

/// Adds a fault for every name that stood before.
pub(crate) fn once<'draft>(
    kind: &'static str,
    file: &str,
    names: impl IntoIterator<Item = &'draft Located<Name>>,
    faults: &mut Faults,
) {
    let mut seen = std::collections::BTreeSet::new();
    for name in names {
        if !seen.insert(&name.value) {
            let message = Text::new().say("the ").say(kind).say(" ").name(&name.value).say(" is declared twice");
            faults.at(&codes::DECLARED_TWICE, file, name, message);
        }
    }
}

fn decisions(draft: &Draft, faults: &mut Faults) {
    let indicators: Vec<&str> = draft.indicators.iter().map(|one| one.item.id.value.as_str()).collect();
    for decision in &draft.decisions {
        let file = &decision.file;
        match &decision.item.decision {
            Decided::AcceptVolume(about) | Decided::KnownLate(about) | Decided::AcceptLostPeriod(about) => {
                faults.must_be_known("source", file, &about.source, datasets(draft));
            }
            Decided::Withhold(about) => {
                faults.must_be_known("indicator", file, &about.indicator, indicators.iter().copied());
            }
            Decided::FinalRevision(about) => {
                faults.must_be_known("indicator", file, &about.indicator, indicators.iter().copied());
            }
            Decided::Annotate(about) => {
                faults.must_be_known("indicator", file, &about.indicator, indicators.iter().copied());
            }
            Decided::SuspendAgreement(about) | Decided::TerminateAgreement(about) => {
                let known = draft.agreements.iter().map(|agreement| agreement.item.id.value.as_str());
                faults.must_be_known("agreement", file, &about.agreement, known);
            }
            Decided::ApproveRelease(about) | Decided::WithdrawRelease(about) => {
                if let Some(audience) = &about.audience {
                    faults.must_be_known("audience", file, audience, audiences(draft));
                }
            }
        }
        if decision.item.expires < decision.item.date {
            let message = Text::new().say("expires before its date");
            faults.at(&codes::DATES_OUT_OF_ORDER, file, &decision.item.id, message);
        }
    }
}

//! Dates: in order, reviewed within twelve months, and no time after the last day.
//!
//! Not allowed in here: tonight's date.

use concordat_base::{Date, DateSpan};
use concordat_diagnostics::{Text, codes};

use crate::agreement::Agreement;
use crate::faults::Faults;
use crate::partnership::{Declared, Draft};
use crate::place::Profile;

/// How far away the next review may be.
const REVIEWED_EVERY: &str = "P12M";

pub(super) fn check(draft: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let (file, item) = (&agreement.file, &agreement.item);
    let term = &item.term;
    if term.expiry.value < term.start {
        let message = Text::new().say("expires before it starts on ").date(term.start);
        faults.at(&codes::DATES_OUT_OF_ORDER, file, &term.expiry, message);
    }
    reviews(agreement, faults);
    if let Some(grace) = term.grace.as_ref().filter(|grace| grace.value != "none") {
        let message = Text::new().say("grace must be none: nothing is used after the last day, ");
        faults.at(&codes::GRACE_PERIOD, file, grace, message.date(term.expiry.value));
    }
    if item.sample && draft.place.profile == Profile::Live {
        let message = Text::new().say("profile live refuses a sample agreement");
        faults.at(&codes::SAMPLE_REFUSED, file, &item.id, message);
    }
}

fn reviews(agreement: &Declared<Agreement>, faults: &mut Faults) {
    let (file, term) = (&agreement.file, &agreement.item.term);
    if let Some(reviewed) = term.reviewed.as_ref().filter(|reviewed| reviewed.value < term.start) {
        faults.at(&codes::DATES_OUT_OF_ORDER, file, reviewed, Text::new().say("reviewed before its first day"));
    }
    let last = term.reviewed.as_ref().map_or(term.start, |reviewed| reviewed.value.max(term.start));
    if term.next_review.value > term.expiry.value || term.next_review.value < last {
        let message = Text::new().say("the next review must lie between ").date(last).say(" and the last day");
        faults.at(&codes::DATES_OUT_OF_ORDER, file, &term.next_review, message);
    } else if term.next_review.value > latest_review(last) {
        let message = Text::new().say("the next review must be by ").date(latest_review(last));
        faults.at(&codes::REVIEW_TOO_FAR, file, &term.next_review, message);
    }
}

fn latest_review(last: Date) -> Date {
    REVIEWED_EVERY.parse::<DateSpan>().map_or(last, |span| span.after(last))
}

//! The duty of confidence, and what was done about people who opted out.
//!
//! Not allowed in here: the opt-outs themselves.

use concordat_diagnostics::{Text, codes};

use crate::agreement::{Agreement, ConfidenceBasis, Lawful, OptOut, OptOutHandling};
use crate::faults::Faults;
use crate::partnership::{Declared, Draft};

pub(super) fn check(_: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let Some(lawful) = &agreement.item.lawful else { return };
    match lawful.confidence.basis.value {
        // No purpose here is direct care.
        ConfidenceBasis::ImpliedConsent => {
            let message = Text::new().say("implied consent is for direct care alone, which is no purpose here");
            faults.at(&codes::CONFIDENCE_NOT_MET, &agreement.file, &lawful.confidence.basis, message);
        }
        ConfidenceBasis::Section251 => section_251(agreement, lawful, faults),
        _ => {}
    }
    opt_out(&agreement.file, &lawful.opt_out, faults);
}

fn section_251(agreement: &Declared<Agreement>, lawful: &Lawful, faults: &mut Faults) {
    let (file, last) = (&agreement.file, agreement.item.term.expiry.value);
    let confidence = &lawful.confidence;
    match (&confidence.reference, &confidence.expires) {
        (Some(_), Some(expires)) if expires.value >= last => {}
        (Some(_), Some(expires)) => {
            let message = Text::new().say("support under section 251 ends before the last day, ").date(last);
            faults.at(&codes::CONFIDENCE_NOT_MET, file, expires, message);
        }
        _ => {
            let message = Text::new().say("support under section 251 needs its reference and its last day in expires");
            faults.at(&codes::CONFIDENCE_NOT_MET, file, &confidence.basis, message);
        }
    }
    if lawful.opt_out.handling.value == OptOutHandling::NotApplicable {
        let message = Text::new().say("the national data opt-out applies under section 251");
        faults.at(&codes::OPT_OUT_UNCLEAR, file, &lawful.opt_out.handling, message);
    }
}

fn opt_out(file: &str, opt_out: &OptOut, faults: &mut Faults) {
    let missing = match opt_out.handling.value {
        OptOutHandling::NotApplicable | OptOutHandling::Exempt => opt_out.reason.is_none().then_some("reason"),
        OptOutHandling::AppliedAtSource | OptOutHandling::Type1Applied => {
            (opt_out.method.is_none() || opt_out.last_applied.is_none()).then_some("method and last_applied")
        }
    };
    if let Some(missing) = missing {
        let message = Text::new().declared(opt_out.handling.value.as_str()).say(" needs ").say(missing);
        faults.at(&codes::OPT_OUT_UNCLEAR, file, &opt_out.handling, message);
    }
}

//! Words of the law that a draft leaves undecided.
//!
//! Not allowed in here: a word of advice on which to take.

use concordat_diagnostics::Text;

use crate::agreement::{Agreement, Article6, Article9, Article10, ConfidenceBasis};
use crate::faults::Faults;
use crate::left_open;
use crate::located::Located;
use crate::partnership::{Declared, Draft};

pub(super) fn check(draft: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let Some(lawful) = &agreement.item.lawful else { return };
    let at = |undecided: bool, what: &'static str, line: u64, column: u64| {
        undecided.then_some(Located { value: what, line, column })
    };
    let (six, nine, ten, duty) = (&lawful.art6, &lawful.art9, &lawful.art10, &lawful.confidence.basis);
    let open = [
        at(six.value == Article6::Undecided, "art6", six.line, six.column),
        at(nine.value == Article9::Undecided, "art9", nine.line, nine.column),
        at(ten.value == Article10::Undecided, "art10", ten.line, ten.column),
        at(duty.value == ConfidenceBasis::Undecided, "confidence", duty.line, duty.column),
    ];
    for what in open.into_iter().flatten() {
        let message = Text::new().say("nobody has decided ").say(what.value).say(" yet");
        left_open::tell(draft.place.profile, &agreement.file, &what, message, faults);
    }
}

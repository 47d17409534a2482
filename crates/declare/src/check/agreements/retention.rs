//! Retention: received data goes no later than what was made from it, and incidents are told in time.
//!
//! Not allowed in here: which day an extract is destroyed.

use concordat_diagnostics::{Text, codes};

use crate::agreement::Agreement;
use crate::faults::Faults;
use crate::partnership::{Declared, Draft};

/// Within this many hours the Information Commissioner must know, so that partners must know before.
const COMMISSIONER_HOURS: u16 = 72;

pub(super) fn check(_: &Draft, agreement: &Declared<Agreement>, faults: &mut Faults) {
    let item = &agreement.item;
    let (retention, last) = (&item.retention, item.term.expiry.value);
    let gone = retention.derived.after(last);
    if retention.raw.after(last) > gone {
        let message =
            Text::new().say("data received on the last day, ").date(last).say(", would outlast what is made from it, ");
        faults.at(
            &codes::RETENTION_TOO_LONG,
            &agreement.file,
            &retention.raw,
            message.say("which goes by ").date(gone),
        );
    }
    if item.breach.notify_partners_within.value.0 > COMMISSIONER_HOURS {
        let message = Text::new().say("partners must be told within 72 hours at the most");
        faults.at(&codes::WRONG_VALUE, &agreement.file, &item.breach.notify_partners_within, message);
    }
}

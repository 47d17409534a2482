//! Two agreements about one dataset at the same time: limits combine to the strictest, and what cannot be combined is
//! refused.
//!
//! Not allowed in here: versions of one agreement, of which one holds at a time.

use concordat_diagnostics::{Text, codes};

use super::{at_the_same_time, is_last_version};
use crate::agreement::{Agreement, DatasetPermission, Disposal};
use crate::faults::Faults;
use crate::partnership::{Declared, Draft};

pub(super) fn check(draft: &Draft, faults: &mut Faults) {
    let current: Vec<_> = draft.agreements.iter().filter(|agreement| is_last_version(draft, &agreement.item)).collect();
    for (position, later) in current.iter().enumerate() {
        for earlier in &current[..position] {
            if earlier.item.id.value != later.item.id.value && at_the_same_time(&earlier.item, &later.item) {
                later.item.datasets.iter().for_each(|dataset| agree(&earlier.item, later, dataset, faults));
            }
        }
    }
}

fn agree(earlier: &Agreement, later: &Declared<Agreement>, dataset: &DatasetPermission, faults: &mut Faults) {
    let Some(same) = earlier.dataset(&dataset.id.value) else { return };
    let with =
        || Text::new().say("with ").declared(&earlier.reference().to_string()).say(" about ").name(&dataset.id.value);
    if same.schema != dataset.schema {
        let message = with().say(": they name different contracts");
        faults.at(&codes::AGREEMENTS_DISAGREE, &later.file, &dataset.id, message);
    }
    let (one, other) = (earlier.retention.disposal, later.item.retention.disposal);
    if one != other && [one, other].contains(&Disposal::Return) {
        let message = with().say(": one destroys the data, the other returns it");
        faults.at(&codes::AGREEMENTS_DISAGREE, &later.file, &dataset.id, message);
    }
    let opposed = opposed(earlier, &later.item).or_else(|| opposed(&later.item, earlier));
    if let Some(purpose) = opposed {
        let message = with().say(": one permits ").declared(purpose).say(", the other prohibits it");
        faults.at(&codes::AGREEMENTS_DISAGREE, &later.file, &dataset.id, message);
    }
}

/// A purpose that one permits and the other prohibits.
fn opposed<'a>(one: &'a Agreement, other: &Agreement) -> Option<&'a str> {
    let prohibits = |purpose: &str| other.prohibited.iter().any(|name| name.value.as_str() == purpose);
    one.purposes.iter().map(|purpose| purpose.id.value.as_str()).find(|purpose| prohibits(purpose))
}

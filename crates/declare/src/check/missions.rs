//! Missions: that a board is shown few leading figures for each.
//!
//! Not allowed in here: which figures lead; whoever declares them says that.

use concordat_diagnostics::{Text, codes};

use crate::faults::Faults;
use crate::partnership::Draft;

/// As many measures of a mission as may lead it.
const HEADLINES_AT_MOST: usize = 5;

pub(crate) fn check(draft: &Draft, faults: &mut Faults) {
    for mission in &draft.missions {
        let id = &mission.item.id.value;
        let headlines = draft.indicators.iter().filter(|one| one.item.headline && one.item.mission.value == *id);
        let headlines: Vec<_> = headlines.collect();
        for further in headlines.iter().skip(HEADLINES_AT_MOST) {
            let message = Text::new().say("mission ").name(id).say(" has ").number(headlines.len() as u64);
            let message = message.say(" headlines, and may have ").number(HEADLINES_AT_MOST as u64).say(" at most: ");
            let message = message.list(headlines.iter().map(|one| one.item.id.value.as_str()));
            faults.at(&codes::TOO_MANY_HEADLINES, &further.file, &further.item.id, message);
        }
    }
}

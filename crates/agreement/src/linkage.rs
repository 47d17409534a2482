//! Whether records of a linked count may be linked: each pair of datasets, each side asked.
//!
//! Not allowed in here: taking one side's word for the other's. An open licence permits no linkage.

use std::collections::BTreeSet;

use concordat_base::Name;
use concordat_declare::Located;
use concordat_declare::agreement::LinkagePermission;
use concordat_declare::indicator::{LinkedCount, Measure};
use concordat_diagnostics::{Text, codes};

use crate::coverage::Covering;
use crate::refusal::{about, error, place_of};
use crate::weigh::Weighing;

/// Notes every side that has not agreed to a linkage that the measure needs.
pub(crate) fn weigh(weighing: &mut Weighing<'_>) {
    let Measure::LinkedCount(linked) = &weighing.indicator.measure else { return };
    for one in &linked.domains {
        for other in linked.domains.iter().filter(|other| other.dataset != one.dataset) {
            side(weighing, linked, &one.dataset, &other.dataset.value);
        }
    }
}

/// Asks the agreements of one dataset whether it may be linked with the other.
fn side(weighing: &mut Weighing<'_>, linked: &LinkedCount, own: &Located<Name>, other: &Name) {
    if weighing.open.contains(&own.value) {
        let message =
            Text::new().say("dataset ").name(&own.value).say(" stands under an open licence, which permits no ");
        let help = Text::new().say("declare the agreement under which both datasets may be linked");
        let message = message.say("linkage with ").name(other);
        let fault = error(&codes::LINKAGE_NOT_PERMITTED, message, help, weighing.at(own));
        weighing.against.push(fault);
        return;
    }
    // A dataset that nothing permits at all has been refused before.
    let Some(coverings) = weighing.permitting.get(&own.value).cloned() else { return };
    let keys: BTreeSet<&Name> =
        [&linked.keys.strict, &linked.keys.standard, &linked.keys.loose].into_iter().map(|key| &key.value).collect();
    let mut agreed: BTreeSet<&Name> = BTreeSet::new();
    for covering in &coverings {
        let links: Vec<&LinkagePermission> =
            between(*covering, &own.value, other).filter(|link| permits(weighing, linked, link)).collect();
        for link in links {
            let columns: Vec<&Name> = link.on.iter().map(|column| &column.value).collect();
            agreed.extend(keys.iter().copied().filter(|key| columns.contains(key)));
            weighing.cite(covering.agreement, &link.clause, format!("linkage of {} with {other}", own.value));
        }
    }
    let missing: Vec<&Name> = keys.difference(&agreed).copied().collect();
    if !missing.is_empty() {
        for covering in &coverings {
            refuse(weighing, linked, *covering, other, &missing);
        }
    }
}

/// Linkage permissions of an agreement from one dataset to another.
fn between<'p>(covering: Covering<'p>, own: &Name, other: &Name) -> impl Iterator<Item = &'p LinkagePermission> {
    covering.agreement.linkage.iter().filter(move |link| link.dataset.value == *own && link.with.value == *other)
}

fn permits(weighing: &Weighing<'_>, linked: &LinkedCount, link: &LinkagePermission) -> bool {
    link.key == linked.key_id && link.missions.contains(&weighing.indicator.mission)
}

/// Says which side is missing, and what of it.
fn refuse(weighing: &mut Weighing<'_>, linked: &LinkedCount, covering: Covering<'_>, other: &Name, missing: &[&Name]) {
    let (agreement, own) = (covering.agreement, &covering.dataset.id.value);
    let links: Vec<&LinkagePermission> = between(covering, own, other).collect();
    let (key, mission) = (&linked.key_id, &weighing.indicator.mission);
    let message = about(agreement).say(" does not permit records of ").name(own).say(" to be linked with ").name(other);
    let message = if links.is_empty() {
        message.say(": it names no linkage of the two")
    } else {
        let clauses = links.iter().map(|link| link.clause.value.as_str());
        let message = message.say(" as clause ").list(clauses).say(" stands: ");
        if !links.iter().any(|link| link.key == *key) {
            let keys = links.iter().map(|link| link.key.value.as_str());
            message.say("the measure's key is ").name(&key.value).say(", the agreement's ").list(keys)
        } else if !links.iter().any(|link| permits(weighing, linked, link)) {
            message.say("it is not for mission ").name(&mission.value)
        } else {
            message.say("it is not for column ").list(missing.iter().map(|name| name.as_str()))
        }
    };
    let help = Text::new().say("have linkage of ").name(own).say(" with ").name(other).say(" on ");
    let help = help.list(missing.iter().map(|name| name.as_str())).say(" by key ").name(&key.value);
    let help = help.say(" added to ").name(&agreement.id.value);
    let at = links.first().map_or(&agreement.id, |link| &link.dataset);
    let place = place_of(weighing.night.file(agreement), at);
    weighing.against.push(error(&codes::LINKAGE_NOT_PERMITTED, message, help, place));
}

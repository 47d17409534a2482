//! The catalogue of data: names that exist, datasets that their agency sends, and no dataset in use that it leaves out.
//!
//! Not allowed in here: whether a dataset arrived.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::Name;
use concordat_diagnostics::{Diagnostic, Place, Text, codes};

use super::place;
use crate::catalogue::{CatalogueEntry, rests_on};
use crate::faults::Faults;
use crate::located::Located;
use crate::partnership::Draft;
use crate::source::Content;

pub(crate) fn check(draft: &Draft, faults: &mut Faults) {
    let Some(catalogue) = &draft.catalogue else { return };
    let file = catalogue.file.as_str();
    let mut listed: BTreeSet<(&Name, &Name)> = BTreeSet::new();
    for entry in &catalogue.item.entries {
        faults.must_be_known("mission", file, &entry.mission, place::missions(draft));
        faults.must_be_known("party", file, &entry.agency, place::parties(draft));
        match &entry.dataset {
            Some(dataset) => {
                shared(draft, file, entry, dataset, faults);
                if !listed.insert((&entry.mission.value, &dataset.value)) {
                    let message = Text::new().say("the dataset ").name(&dataset.value);
                    let message = message.say(" stands twice under mission ").name(&entry.mission.value);
                    faults.at(&codes::DECLARED_TWICE, file, dataset, message);
                }
            }
            None if entry.missing.trim().is_empty() => {
                let message = Text::new().say("no dataset is named: 'missing' must say why it is not shared");
                faults.at(&codes::MISSING_KEY, file, &entry.collects, message);
            }
            None => {}
        }
    }
    left_out(draft, file, &listed, faults);
}

/// A dataset is sent by its agency. Whether an agreement names it stands in the row: one that cannot be read is told by itself.
fn shared(draft: &Draft, file: &str, entry: &CatalogueEntry, dataset: &Located<Name>, faults: &mut Faults) {
    if !faults.must_be_known("source", file, dataset, place::datasets(draft)) {
        return;
    }
    let source = draft.sources.iter().find(|source| source.item.id.value == dataset.value);
    if let Some(source) = source.filter(|source| source.item.supplier.value != entry.agency.value) {
        let message = Text::new().name(&dataset.value).say(" is sent by ").name(&source.item.supplier.value);
        faults.at(&codes::CONTRADICTION, file, dataset, message.say(", not by ").name(&entry.agency.value));
    }
}

/// Warns of datasets that measures of a mission rest on and that the catalogue does not name for it.
fn left_out(draft: &Draft, file: &str, listed: &BTreeSet<(&Name, &Name)>, faults: &mut Faults) {
    let mut series: BTreeMap<&Name, &Name> = BTreeMap::new();
    for source in &draft.sources {
        if let Content::Published(published) = &source.item.content {
            series.extend(published.series.iter().map(|series| (&series.id.value, &source.item.id.value)));
        }
    }
    let mut told: BTreeSet<(&Name, &Name)> = BTreeSet::new();
    for indicator in &draft.indicators {
        let mission = &indicator.item.mission.value;
        // A mission that nothing has is told where it is named.
        if !place::missions(draft).any(|known| known == mission.as_str()) {
            continue;
        }
        for dataset in rests_on(&indicator.item, |id| series.get(id).copied()) {
            if listed.contains(&(mission, dataset)) || !told.insert((mission, dataset)) {
                continue;
            }
            let message = Text::new().say("measure ").name(&indicator.item.id.value).say(" uses ").name(dataset);
            let message = message.say(", which the catalogue does not name for mission ").name(mission);
            faults.add(Diagnostic::warning(&codes::NOT_IN_CATALOGUE, message).at(Place::whole(file)));
        }
    }
}

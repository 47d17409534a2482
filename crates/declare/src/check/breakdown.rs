//! Breakdowns: groups are codes of the column's list, tables divide by groups that there are, and a slope index has ranked
//! groups to go over.
//!
//! Not allowed in here: whether an agreement permits the column; that is asked like any column's.

use std::collections::BTreeSet;

use concordat_diagnostics::{Text, codes};

use super::indicators::codes_exist;
use crate::faults::Faults;
use crate::indicator::{Breakdown, Condition, Count, Dimension, Indicator, Measure};
use crate::partnership::{Declared, Draft};

pub(super) fn check(draft: &Draft, indicator: &Declared<Indicator>, faults: &mut Faults) {
    let (file, item) = (&indicator.file, &indicator.item);
    let groups = item.measure.count().and_then(|count| Some((count, count.category.as_ref()?)));
    let divided = item.tables.iter().filter(|table| table.by.contains(&Dimension::Category));
    let divided: Vec<_> = divided.collect();
    if let Some((count, groups)) = groups {
        breakdown(draft, indicator, (count, groups), faults);
    }
    for table in divided.iter().filter(|_| groups.is_none()) {
        let message =
            Text::new().say("the table is divided by groups of a coded column, and the measure declares none");
        faults.at(&codes::CONTRADICTION, file, &table.areas, message);
    }
    if let Some(slope) = item.analysis.slope_index.as_ref().filter(|_| groups.is_none() || divided.is_empty()) {
        let message = Text::new().say("a slope index goes over ranked groups, and no table is divided by any");
        faults.at(&codes::CONTRADICTION, file, &slope.from, message);
    }
}

fn breakdown(
    draft: &Draft,
    indicator: &Declared<Indicator>,
    (count, groups): (&Count, &Breakdown),
    faults: &mut Faults,
) {
    let file = &indicator.file;
    if !matches!(indicator.item.measure, Measure::Proportion(_)) {
        let message =
            Text::new().say("groups by a coded column are for a proportion: nothing else has a denominator by them");
        faults.at(&codes::CONTRADICTION, file, &groups.column, message);
        return;
    }
    let condition = Condition { column: groups.column.clone(), is: groups.groups.clone() };
    count.datasets.iter().for_each(|dataset| codes_exist(draft, indicator, &dataset.value, &condition, faults));
    let mut seen = BTreeSet::new();
    for group in groups.groups.iter().filter(|group| !seen.insert(&group.value)) {
        faults.at(&codes::CONTRADICTION, file, group, Text::new().say("the group is declared twice"));
    }
    if groups.groups.len() < 2 {
        let message = Text::new().say("a breakdown has two groups or more");
        faults.at(&codes::CONTRADICTION, file, &groups.column, message);
    }
}

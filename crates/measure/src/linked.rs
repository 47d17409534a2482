//! Linked counts: people found in several datasets by keyed pseudonyms.
//!
//! Not allowed in here: a linkage that the grant does not permit, and a linked record in any output.

use std::collections::{BTreeMap, BTreeSet};

use concordat_agreement::UseGrant;
use concordat_base::{Name, Period};
use concordat_declare::indicator::{Indicator, LinkedCount};
use serde::{Deserialize, Serialize};

use crate::error::MeasureError;
use crate::inventory::HeldPartition;
use crate::spans::{TimeSpan, window};
use crate::sql;
use crate::tabulate::{Query, QueryTable, Tabulator, Turns, area_level, unsigned};

/// Linkage rules, in the order of publication.
pub(crate) const RULES: [(&str, &str); 3] =
    [("strict", "strict rule (low)"), ("standard", "standard rule"), ("loose", "loose rule (high)")];

/// What a linked count found in its window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LinkedTables {
    /// The window.
    pub(crate) span: TimeSpan,
    /// Level of the area column.
    pub(crate) level: usize,
    /// People by rule, area and number of domains.
    pub(crate) people: BTreeMap<(usize, Option<usize>, u32), u64>,
    /// Records, and those with a usable standard key, by domain and area.
    pub(crate) linkable: BTreeMap<(usize, Option<usize>), Linkable>,
}

/// Records of a domain, those with a usable standard key, and the different keys among them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Linkable {
    pub(crate) records: u64,
    pub(crate) linkable: u64,
    pub(crate) people: u64,
}

/// Counts people over all partitions of the window.
pub(crate) fn count<'night>(
    tabulator: &mut Tabulator<'night>,
    indicator: &'night Indicator,
    grant: &UseGrant,
    measure: &'night LinkedCount,
) -> Result<(LinkedTables, BTreeSet<Period>), MeasureError> {
    let id = &indicator.id.value;
    if !grant.linkage_permitted() {
        return Err(tabulator.unsupported(id, "the grant permits no linkage"));
    }
    let Some(span) = complete_window(tabulator, measure) else {
        return Err(tabulator.unsupported(id, "no window is complete in every dataset"));
    };
    let datasets: Vec<Name> = measure.domains.iter().map(|domain| domain.dataset.value.clone()).collect();
    let first_dataset = datasets.first().ok_or_else(|| tabulator.unsupported(id, "it names no domain"))?;
    let level = area_level(tabulator.partnership, first_dataset, &measure.area.value)
        .ok_or_else(|| tabulator.unsupported(id, "the area is not a column of a level of this place"))?;
    let mut tables = LinkedTables { span, level, people: BTreeMap::new(), linkable: BTreeMap::new() };
    for (rule, key) in [&measure.keys.strict, &measure.keys.standard, &measure.keys.loose].into_iter().enumerate() {
        people(tabulator, indicator, grant, measure, &datasets, (rule, &key.value), &mut tables)?;
    }
    for domain in 0..datasets.len() {
        linkable(tabulator, indicator, grant, measure, domain, &mut tables)?;
    }
    let periods = tables.span.parts.iter().copied().collect();
    Ok((tables, periods))
}

/// The latest window whose months are held, and not provisional, in every dataset.
fn complete_window(tabulator: &Tabulator<'_>, measure: &LinkedCount) -> Option<TimeSpan> {
    let last = measure.domains.iter().map(|domain| {
        let held = tabulator.inventory.datasets.get(&domain.dataset.value)?;
        held.partitions.iter().filter(|one| !one.provisional).map(|one| one.period.last_month_number()).max()
    });
    let last = last.collect::<Option<Vec<i32>>>()?.into_iter().min()?;
    let span = window(last, measure.window_months);
    let all_held = measure.domains.iter().all(|domain| {
        let held = &tabulator.inventory.datasets[&domain.dataset.value];
        span.parts.iter().all(|month| held.partitions.iter().any(|one| one.period == *month))
    });
    all_held.then_some(span)
}

fn months(span: &TimeSpan) -> (i32, i32) {
    let first = span.parts.first().map_or(0, Period::first_month_number);
    (first, span.parts.last().map_or(0, Period::last_month_number))
}

/// Partitions of a dataset within the window.
fn within<'night>(tabulator: &Tabulator<'night>, dataset: &Name, span: &TimeSpan) -> Vec<&'night HeldPartition> {
    let inventory = tabulator.inventory;
    let held = inventory.datasets.get(dataset).map(|held| held.partitions.as_slice()).unwrap_or_default();
    held.iter().filter(|partition| span.parts.contains(&partition.period)).collect()
}

fn people<'night>(
    tabulator: &mut Tabulator<'night>,
    indicator: &'night Indicator,
    grant: &UseGrant,
    measure: &'night LinkedCount,
    datasets: &[Name],
    (rule, key): (usize, &'night Name),
    tables: &mut LinkedTables,
) -> Result<(), MeasureError> {
    let (area, month) = (&measure.area.value, &measure.period.value);
    let columns: BTreeSet<Name> = [key, area, month].into_iter().cloned().collect();
    let query = Query {
        id: format!("{}/{}/{}", indicator.id.value, RULES[rule].0, tables.span.label),
        sql: sql::linked_people(datasets, key, area, month, months(&tables.span)),
        tables: measure
            .domains
            .iter()
            .map(|domain| {
                let dataset = &domain.dataset.value;
                QueryTable::of(dataset, within(tabulator, dataset, &tables.span), columns.clone())
            })
            .collect(),
        areas: None,
        shape: None,
        turns: Some(Turns { person: key, labels: 2 }),
    };
    for row in tabulator.run(&indicator.id.value, grant, &query)?.rows {
        let area = row[0].and_then(sql::area_of_place);
        let domains = row[1].and_then(|domains| u32::try_from(domains).ok()).unwrap_or(0);
        *tables.people.entry((rule, area, domains)).or_default() += unsigned(row[2]);
    }
    Ok(())
}

fn linkable<'night>(
    tabulator: &mut Tabulator<'night>,
    indicator: &'night Indicator,
    grant: &UseGrant,
    measure: &'night LinkedCount,
    domain: usize,
    tables: &mut LinkedTables,
) -> Result<(), MeasureError> {
    let declared = &measure.domains[domain];
    let dataset = &declared.dataset.value;
    let (key, area, month) = (&measure.keys.standard.value, &measure.area.value, &measure.period.value);
    let columns = [key, area, month].into_iter().cloned().collect();
    let query = Query {
        id: format!("{}/linkable {}/{}", indicator.id.value, declared.id.value, tables.span.label),
        sql: sql::linkable(dataset, key, area, month, months(&tables.span)),
        tables: vec![QueryTable::of(dataset, within(tabulator, dataset, &tables.span), columns)],
        areas: None,
        shape: None,
        turns: Some(Turns { person: key, labels: 1 }),
    };
    for row in tabulator.run(&indicator.id.value, grant, &query)?.rows {
        let area = row[0].and_then(|area| usize::try_from(area).ok());
        let entry = tables.linkable.entry((domain, area)).or_default();
        entry.records += unsigned(row[1]);
        entry.linkable += unsigned(row[2]);
        entry.people += unsigned(row[3]);
    }
    Ok(())
}

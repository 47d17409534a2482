//! Populations: people by area and age, carried whole from the boundaries they are published on.
//!
//! Not allowed in here: sharing the people of a split area out between its parts; the parts have no population of their
//! own, and an area above them has one where all parts lie in it.

use std::collections::{BTreeMap, BTreeSet};

use concordat_agreement::UseGrant;
use concordat_base::{Name, Period};
use concordat_declare::areas::Areas;
use concordat_declare::contract::ColumnKind;
use concordat_declare::indicator::{Indicator, Population};

use crate::error::MeasureError;
use crate::sql;
use crate::tabulate::{Query, QueryTable, Tabulator, unsigned};

/// People by level, area and age; an area without a population of its own is not there.
#[derive(Clone, Debug, Default)]
pub(crate) struct PopulationByArea {
    /// For each level, for each area, people by age in years.
    levels: Vec<BTreeMap<usize, BTreeMap<u8, u64>>>,
    /// For each level, areas that share an old area with another.
    without: Vec<BTreeSet<usize>>,
}

impl PopulationByArea {
    /// People of an area from one age to another, both inclusive; `None` where the area has no population of its own.
    pub(crate) fn people(&self, level: usize, area: usize, from_age: u8, to_age: u8) -> Option<u64> {
        if self.without.get(level)?.contains(&area) {
            return None;
        }
        let by_age = self.levels.get(level)?.get(&area)?;
        Some(by_age.range(from_age..=to_age).map(|(_, people)| people).sum())
    }

    fn add(&mut self, areas: &Areas, from_level: usize, area: usize, age: u8, people: u64) {
        for level in from_level..areas.levels.len() {
            if let Some(target) = areas.ancestor_from(from_level, area, level) {
                *self.levels[level].entry(target).or_default().entry(age).or_default() += people;
            }
        }
    }
}

/// Counts the population that a rate divides by.
pub(crate) fn count<'night>(
    tabulator: &mut Tabulator<'night>,
    indicator: &'night Indicator,
    grant: &UseGrant,
    declared: &'night Population,
) -> Result<PopulationByArea, MeasureError> {
    let refused = |tabulator: &Tabulator<'_>, what| Err(tabulator.unsupported(&indicator.id.value, what));
    let dataset = &declared.dataset.value;
    if !grant.dataset(dataset).is_some_and(concordat_agreement::DatasetUse::is_open) {
        return refused(tabulator, "a population must stand under an open licence");
    }
    let Some(contract) = tabulator.partnership.contract_of(dataset) else {
        return refused(tabulator, "the population has no contract");
    };
    let Ok(period) = Period::parse(&declared.period.value, contract.partition_kind()) else {
        return refused(tabulator, "the period of the population cannot be read");
    };
    let inventory = tabulator.inventory;
    let held = inventory.datasets.get(dataset).and_then(|held| held.partitions.iter().find(|one| one.period == period));
    let Some(partition) = held else { return refused(tabulator, "the population is not held") };
    let mut by: Vec<&Name> = vec![&declared.area.value];
    by.extend(declared.age.iter().map(|age| &age.value));
    let columns = by.iter().copied().chain([&declared.people.value]).cloned().collect();
    let query = Query {
        id: format!("{}/{dataset}/{period}", indicator.id.value),
        sql: sql::sum_by(dataset, &by, &declared.people.value),
        tables: vec![QueryTable::of(dataset, vec![partition], columns)],
        areas: None,
        shape: None,
        turns: None,
    };
    let table = tabulator.run(&indicator.id.value, grant, &query)?;
    let Some(ColumnKind::Area { level }) = contract.column(declared.area.value.as_str()).map(|column| &column.kind)
    else {
        return refused(tabulator, "the area of the population is not a column of an area");
    };
    Ok(carried(tabulator.partnership.areas(), level, &table.rows, declared.age.is_some()))
}

/// Sums rows of (area, age, people) at every level.
fn carried(areas: &Areas, level: &Name, rows: &[Vec<Option<i64>>], with_age: bool) -> PopulationByArea {
    let count = areas.levels.len();
    let mut population =
        PopulationByArea { levels: vec![BTreeMap::new(); count], without: vec![BTreeSet::new(); count] };
    let old = areas.carried.iter().find(|carried| carried.id == *level);
    for row in rows {
        let Some(area) = row[0].and_then(|area| usize::try_from(area).ok()) else { continue };
        let age = if with_age { row[1].and_then(|age| u8::try_from(age).ok()).unwrap_or(0) } else { 0 };
        let people = unsigned(row.last().copied().flatten());
        match old {
            None => {
                let from = areas.level(level.as_str()).map_or(0, |(position, _)| position);
                population.add(areas, from, area, age, people);
            }
            Some(old) => {
                let target = old.carried_to(areas, area);
                let reached = target.map_or(count, |(level, _)| level);
                for below in 0..reached {
                    let parts = old.covers[area].iter().filter_map(|finest| areas.ancestor(*finest, below));
                    population.without[below].extend(parts);
                }
                if let Some((level, target)) = target {
                    population.add(areas, level, target, age, people);
                }
            }
        }
    }
    population
}

#[cfg(test)]
mod tests {
    use concordat_base::AreaCode;
    use concordat_declare::areas::{Area, Carried, Level};

    use super::*;

    fn level(id: &str, areas: &[(&str, Option<usize>)]) -> Level {
        let area = |(code, parent): &(&str, Option<usize>)| Area {
            code: AreaCode::new(code).unwrap(),
            name: (*code).to_owned(),
            parent: *parent,
        };
        let id = Name::new(id).unwrap();
        Level { id, title: String::new(), vintage: String::new(), areas: areas.iter().map(area).collect() }
    }

    /// Three small areas in two wards. The old area O1 is N1; O2 was split into N2 and N3, which lie in different wards.
    fn areas() -> Areas {
        let old = Carried {
            id: Name::new("old").unwrap(),
            title: String::new(),
            vintage: String::new(),
            codes: vec![AreaCode::new("O1").unwrap(), AreaCode::new("O2").unwrap()],
            covers: vec![vec![0], vec![1, 2]],
        };
        Areas {
            levels: vec![
                level("new", &[("N1", Some(0)), ("N2", Some(0)), ("N3", Some(1))]),
                level("ward", &[("W1", Some(0)), ("W2", Some(0))]),
                level("place", &[("P1", None)]),
            ],
            carried: vec![old],
            outside: BTreeMap::new(),
        }
    }

    #[test]
    fn a_split_area_belongs_to_the_first_level_where_its_parts_meet() {
        let rows =
            [vec![Some(0), Some(70), Some(10)], vec![Some(1), Some(70), Some(5)], vec![Some(1), Some(3), Some(2)]];
        let people = carried(&areas(), &Name::new("old").unwrap(), &rows, true);
        assert_eq!(people.people(0, 0, 0, u8::MAX), Some(10), "unchanged");
        assert_eq!(people.people(0, 1, 0, u8::MAX), None, "a part of a split area");
        assert_eq!(people.people(1, 0, 0, u8::MAX), None, "a ward that shares a split area with another");
        assert_eq!(people.people(2, 0, 0, u8::MAX), Some(17));
        assert_eq!(people.people(2, 0, 65, u8::MAX), Some(15), "65 and over");
    }
}

//! Different people behind records: by level and span, and by sex and the groups of a coded column.
//!
//! Not allowed in here: adding people up; the same person may be in two areas, spans or groups.

use std::collections::{BTreeMap, BTreeSet};

use concordat_agreement::UseGrant;
use concordat_base::{Name, Period};
use concordat_declare::Partnership;
use concordat_declare::indicator::Indicator;

use crate::dimension::{Divided, Member};
use crate::error::MeasureError;
use crate::spans::TimeSpan;
use crate::sql;
use crate::tabulate::{People, PeopleKey, Query, QueryTable, Shape, Tabulator, Turns, breaks, position, unsigned};

/// A coded column, and the member that the position of a code stands for.
type CodedColumn<'night> = (&'night Name, fn(usize) -> Member);

impl<'night> Tabulator<'night> {
    /// Records and different people by level and span, counted from records for each: people do not add up.
    pub(crate) fn people(
        &mut self,
        indicator: &Indicator,
        grant: &UseGrant,
        shape: &Shape<'night>,
        person: &'night Name,
        people: &mut BTreeMap<PeopleKey, People>,
    ) -> Result<(), MeasureError> {
        let held = &self.inventory.datasets[shape.dataset].partitions;
        let periods: BTreeSet<Period> = held.iter().map(|partition| partition.period).collect();
        let breaks = breaks(indicator, &periods);
        for ((level, span), divided) in people_spans(self.partnership, indicator, &periods, &breaks) {
            let by_sex =
                shape.sex.filter(|_| divided.by_sex).map(|column| (column, Member::Sex as fn(usize) -> Member));
            let by_group = shape.category.filter(|_| divided.by_category);
            let by_group = by_group.map(|column| (column, Member::Category as fn(usize) -> Member));
            for by in std::iter::once(None).chain(by_sex.map(Some)).chain(by_group.map(Some)) {
                self.people_by(indicator, (grant, shape, person), (level, &span), by, people)?;
            }
        }
        Ok(())
    }

    /// The same for one level and span, and where a column is named, for each of its codes as a member.
    fn people_by(
        &mut self,
        indicator: &Indicator,
        (grant, shape, person): (&UseGrant, &Shape<'night>, &'night Name),
        (level, span): (usize, &TimeSpan),
        by: Option<CodedColumn<'night>>,
        people: &mut BTreeMap<PeopleKey, People>,
    ) -> Result<(), MeasureError> {
        let held = &self.inventory.datasets[shape.dataset].partitions;
        let partitions = held.iter().filter(|partition| span.parts.contains(&partition.period)).collect();
        let area = &shape.count.area.value;
        let mut columns = shape.columns(&[area]);
        let column = by.map(|(column, _)| column);
        columns.extend(column.into_iter().chain([person]).cloned());
        let Some(variable) = shape.variables.first() else { return Ok(()) };
        let of_groups = column.map(|column| format!("/by {column}")).unwrap_or_default();
        let query = Query {
            id: format!("{}/{}/{}/level {level}{of_groups}", indicator.id.value, shape.dataset, span.label),
            sql: sql::people_by_area(shape.dataset, (area, column), person, variable),
            tables: vec![QueryTable::of(shape.dataset, partitions, columns)],
            area_map: Some(self.area_map(shape, level)),
            shape: None,
            turns: Some(Turns { person, labels: if by.is_some() { 2 } else { 1 } }),
        };
        for row in self.run(&indicator.id.value, grant, &query)?.rows {
            let (member, counts) = match (by, row.as_slice()) {
                (None, [_, counts @ ..]) => (Member::All, counts),
                (Some((_, member)), [_, _, counts @ ..]) => match position(&row, Some(1)) {
                    Some(code) => (member(code), counts),
                    None => continue,
                },
                _ => continue,
            };
            let [records, persons] = counts else { continue };
            let entry = people.entry((level, span.token(), position(&row, Some(0)), member)).or_default();
            entry.records += unsigned(*records);
            // The same person may be known to two suppliers by two tokens: the larger count is what is certain.
            entry.people = entry.people.max(unsigned(*persons));
        }
        Ok(())
    }
}

/// Levels and spans of the declared tables, each once, and by what they are divided.
fn people_spans(
    partnership: &Partnership,
    indicator: &Indicator,
    held: &BTreeSet<Period>,
    breaks: &[Period],
) -> BTreeMap<(usize, TimeSpan), Divided> {
    let mut wanted: BTreeMap<(usize, TimeSpan), Divided> = BTreeMap::new();
    for grid in crate::cells::grids(partnership, indicator, held, breaks) {
        for span in grid.spans {
            let entry = wanted.entry((grid.level, span)).or_default();
            *entry = entry.or(grid.divided);
        }
    }
    wanted
}

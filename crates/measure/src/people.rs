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
    /// Different people by level and span, counted from records for each span: people do not add up.
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
        let sex = shape.sex.map(|column| (column, Member::Sex as fn(usize) -> Member));
        let group = shape.category.map(|column| (column, Member::Category as fn(usize) -> Member));
        for (span, levels) in people_spans(self.partnership, indicator, &periods, &breaks) {
            let divided_by = |dimension: fn(&Divided) -> bool| -> Vec<usize> {
                levels.iter().filter(|(_, divided)| dimension(divided)).map(|(level, _)| *level).collect()
            };
            let everybody = (None, levels.keys().copied().collect());
            let by_sex = sex.map(|column| (Some(column), divided_by(|divided| divided.by_sex)));
            let by_group = group.map(|column| (Some(column), divided_by(|divided| divided.by_category)));
            let parts: [Option<(Option<CodedColumn<'_>>, Vec<usize>)>; 3] = [Some(everybody), by_sex, by_group];
            for (by, levels) in parts.into_iter().flatten().filter(|(_, levels)| !levels.is_empty()) {
                for (key, found) in self.people_by(indicator, (grant, shape, person), (&span, &levels), by)? {
                    let entry = people.entry(key).or_default();
                    // The same person may be known to two suppliers by two tokens: the larger count is what is certain.
                    entry.people = entry.people.max(found);
                }
            }
        }
        Ok(())
    }

    /// The same for one span and some levels; where a column is named, for each of its codes as a member.
    fn people_by(
        &mut self,
        indicator: &Indicator,
        (grant, shape, person): (&UseGrant, &Shape<'night>, &'night Name),
        (span, levels): (&TimeSpan, &[usize]),
        by: Option<CodedColumn<'night>>,
    ) -> Result<BTreeMap<PeopleKey, u64>, MeasureError> {
        let mut found = BTreeMap::new();
        let Some(variable) = shape.variables.first() else { return Ok(found) };
        let held = &self.inventory.datasets[shape.dataset].partitions;
        let partitions = held.iter().filter(|partition| span.parts.contains(&partition.period)).collect();
        let (area, column) = (&shape.count.area.value, by.map(|(column, _)| column));
        let mut columns = shape.columns(&[area]);
        columns.extend(column.into_iter().chain([person]).cloned());
        let of_groups = column.map(|column| format!("/by {column}")).unwrap_or_default();
        let areas = self.area_groups(shape, levels.iter().copied());
        let (codes, words) = (usize::from(by.is_some()), areas.words());
        let query = Query {
            id: format!("{}/{}/{}/people{of_groups}", indicator.id.value, shape.dataset, span.label),
            sql: sql::people_by_areas(shape.dataset, (area, column), person, variable, words),
            tables: vec![QueryTable::of(shape.dataset, partitions, columns)],
            areas: Some(areas),
            shape: None,
            turns: Some(Turns { person, labels: codes + words }),
        };
        let table = self.run(&indicator.id.value, grant, &query)?;
        let Some(areas) = &query.areas else { return Ok(found) };
        for row in &table.rows {
            let member = match by {
                None => Some(Member::All),
                Some((_, member)) => position(row, Some(0)).map(member),
            };
            let (Some(member), Some(words)) = (member, row.get(codes..codes + words)) else { continue };
            let people = unsigned(row.get(codes + words.len()).copied().flatten());
            for (level, area) in areas.of(words) {
                *found.entry((level, span.token(), Some(area), member)).or_default() += people;
            }
        }
        Ok(found)
    }
}

/// Spans of the declared tables and their levels, each once, and by what they are divided.
fn people_spans(
    partnership: &Partnership,
    indicator: &Indicator,
    held: &BTreeSet<Period>,
    breaks: &[Period],
) -> BTreeMap<TimeSpan, BTreeMap<usize, Divided>> {
    let mut wanted: BTreeMap<TimeSpan, BTreeMap<usize, Divided>> = BTreeMap::new();
    for grid in crate::cells::grids(partnership, indicator, held, breaks) {
        for span in grid.spans {
            let entry = wanted.entry(span).or_default().entry(grid.level).or_default();
            *entry = entry.or(grid.divided);
        }
    }
    wanted
}

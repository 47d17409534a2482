//! Measures that a person wrote in SQL: the text is decided on like any query, must have the one shape, and its counts go on
//! like any counts.
//!
//! Not allowed in here: a text that is run without a grant, and a count that protection does not see.

use std::collections::BTreeSet;

use concordat_agreement::UseGrant;
use concordat_base::{Name, Period, PeriodKind};
use concordat_declare::contract::ColumnKind;
use concordat_declare::indicator::{Contributors, Count, Dimension, Indicator, SqlMeasure};
use concordat_diagnostics::Place;
use concordat_engine::{CountShape, Figure};

use crate::error::MeasureError;
use crate::inventory::HeldPartition;
use crate::sql;
use crate::step::IntegerTable;
use crate::tabulate::{Behind, Content, Counted, FineRow, Query, QueryTable, Tabulator, additive, unsigned};

/// Output columns that are counts; the first two in the order of the variables.
const FIGURES: [&str; 3] = ["denominator", "numerator", "contributors"];

/// Counts a measure in SQL, partition by partition.
pub(crate) fn count<'night>(
    tabulator: &mut Tabulator<'night>,
    indicator: &'night Indicator,
    grant: &UseGrant,
    measure: &'night SqlMeasure,
) -> Result<(Content, BTreeSet<Period>), MeasureError> {
    additive(indicator, &measure.count)?;
    let (mut fine, mut periods) = (Vec::new(), BTreeSet::new());
    for dataset in &measure.count.datasets {
        let dataset = &dataset.value;
        let Some(held) = tabulator.inventory.datasets.get(dataset) else { continue };
        periods.extend(held.partitions.iter().map(|partition| partition.period));
        let written = Written { indicator, measure, dataset, text: text(tabulator, indicator, measure, dataset)? };
        for partition in &held.partitions {
            fine.extend(written.partition(tabulator, grant, partition)?);
        }
    }
    let behind = match &measure.count.contributors {
        // The same person may stand behind records of several areas and periods: the largest number is certain.
        Contributors::DistinctPeople(_) => Behind::AtLeast,
        Contributors::Records | Contributors::OnePersonEach(_) | Contributors::PeopleIn(_) => Behind::AddedUp,
    };
    let variables = ["group_denominator", "group_numerator"].map(str::to_owned).to_vec();
    let counted = Counted { variables, fine, people: Default::default(), population: None, behind: Some(behind) };
    Ok((Content::Counted(counted), periods))
}

/// The text with its named conditions written out.
fn text(
    tabulator: &Tabulator<'_>,
    indicator: &Indicator,
    measure: &SqlMeasure,
    dataset: &Name,
) -> Result<String, MeasureError> {
    let mut text = measure.text.value.clone();
    for named in &measure.conditions {
        let condition = sql::all_of(tabulator.partnership, dataset, &named.members);
        let condition = condition
            .ok_or_else(|| tabulator.unsupported(&indicator.id.value, "a condition of its text cannot be read"))?;
        text = text.replace(&format!("{{{}}}", named.name.value), &format!("({condition})"));
    }
    Ok(text)
}

/// One text over one dataset.
struct Written<'night> {
    indicator: &'night Indicator,
    measure: &'night SqlMeasure,
    dataset: &'night Name,
    text: String,
}

impl<'night> Written<'night> {
    fn count(&self) -> &'night Count {
        &self.measure.count
    }

    fn sex(&self) -> Option<&'night Name> {
        self.count().sex.as_ref().filter(|_| self.indicator.divides_by(Dimension::Sex)).map(|sex| &sex.value)
    }

    fn shape(&self) -> CountShape {
        let source = |column: &Name| (SqlMeasure::TABLE.to_owned(), column.to_string());
        let mut keys = vec![
            ("area".to_owned(), source(&self.count().area.value)),
            ("period".to_owned(), source(&self.count().period.value)),
        ];
        keys.extend(self.sex().map(|sex| ("sex".to_owned(), source(sex))));
        let person = match &self.count().contributors {
            Contributors::DistinctPeople(person) => Some(source(&person.column.value)),
            Contributors::Records | Contributors::OnePersonEach(_) | Contributors::PeopleIn(_) => None,
        };
        let figure = |name: &str| {
            let distinct = person.clone().filter(|_| name == "contributors");
            Figure { name: name.to_owned(), distinct }
        };
        CountShape { keys, figures: FIGURES.map(figure).into() }
    }

    fn partition(
        &self,
        tabulator: &mut Tabulator<'night>,
        grant: &UseGrant,
        partition: &'night HeldPartition,
    ) -> Result<Vec<FineRow>, MeasureError> {
        let id = &self.indicator.id.value;
        let granted = grant.dataset(self.dataset);
        let granted = granted.ok_or_else(|| tabulator.unsupported(id, "a dataset is not in the grant"))?;
        let permitted = granted.columns().iter().map(|(column, roles)| {
            let roles: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
            format!("{column} ({})", roles.join(", "))
        });
        let permitted: Vec<String> = permitted.collect();
        let columns = granted.columns().keys().cloned().collect();
        let name = SqlMeasure::TABLE.to_owned();
        let query = Query {
            id: format!("{id}/{}/{}", self.dataset, partition.period),
            sql: self.text.clone(),
            tables: vec![QueryTable { name, dataset: self.dataset, partitions: vec![partition], columns }],
            areas: None,
            shape: Some(self.shape()),
            turns: None,
        };
        let place = self.place(tabulator).map(Box::new);
        let table = tabulator.run(id, grant, &query).map_err(|error| match error {
            MeasureError::Count { indicator, source } => {
                MeasureError::Written { indicator, place: place.clone(), source: Box::new(source), permitted }
            }
            other => other,
        })?;
        self.rows(tabulator, &table, partition.period)
    }

    fn place(&self, tabulator: &Tabulator<'_>) -> Option<Place> {
        let file = tabulator.partnership.file_of_indicator(&self.indicator.id.value)?;
        let text = &self.measure.text;
        Some(Place { file: file.to_owned(), line: text.line, column: text.column })
    }

    fn rows(
        &self,
        tabulator: &Tabulator<'_>,
        table: &IntegerTable,
        partition: Period,
    ) -> Result<Vec<FineRow>, MeasureError> {
        let at = |name: &str| table.columns.iter().position(|column| column == name);
        let figures = FIGURES.map(at);
        let (area, period, sex) = (at("area"), at("period"), at("sex"));
        let kind = self.kind(tabulator).unwrap_or(partition.kind());
        let position = |cell: Option<i64>| cell.and_then(|cell| usize::try_from(cell).ok());
        let mut fine = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            let cell = |at: Option<usize>| at.and_then(|at| row.get(at).copied().flatten());
            let counts: Vec<u64> = figures.iter().map(|at| unsigned(cell(*at))).collect();
            self.fit(tabulator, &counts)?;
            let month = cell(period).and_then(|month| i32::try_from(month).ok());
            fine.push(FineRow {
                period: month.map_or(partition, |month| Period::containing_month(month, kind)),
                area: position(cell(area)),
                sex: position(cell(sex)),
                age: None,
                category: None,
                counts,
            });
        }
        Ok(fine)
    }

    /// A part is no more than the whole, and nobody stands behind a record twice.
    fn fit(&self, tabulator: &Tabulator<'_>, counts: &[u64]) -> Result<(), MeasureError> {
        let what = match counts {
            [denominator, numerator, _] if numerator > denominator => "a numerator above its denominator",
            [denominator, _, contributors] if contributors > denominator => "more contributors than its denominator",
            _ => return Ok(()),
        };
        let (indicator, place) = (self.indicator.id.value.clone(), self.place(tabulator).map(Box::new));
        Err(MeasureError::WrittenCounts { indicator, place, what })
    }

    fn kind(&self, tabulator: &Tabulator<'_>) -> Option<PeriodKind> {
        let contract = tabulator.partnership.contract_of(self.dataset)?;
        match contract.column(self.count().period.value.as_str())?.kind {
            ColumnKind::Period { kind } => Some(kind),
            _ => None,
        }
    }
}

//! Counting: tonight's grants and landed partitions in, whole numbers out.
//!
//! Not allowed in here: a query without a grant, and a column that the grant does not name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow::datatypes::Schema;
use concordat_agreement::UseGrant;
use concordat_base::{ContentHash, Name, Period, PeriodKind, SLICES};
use concordat_declare::Partnership;
use concordat_declare::contract::ColumnKind;
use concordat_declare::indicator::{Contributors, Count, Dimension, Indicator, Measure};
use concordat_engine::{
    Approved, CountShape, Decision, Engine, EngineError, FileKey, GovernedTable, Session, Slice, SourceColumn,
};
use concordat_ingest_gate::{SLICE_COLUMN, file_key};
use concordat_store::{Clock, DataKey, Home};
use serde::{Deserialize, Serialize};

use crate::answers::Answers;
use crate::area_groups::AreaGroups;
use crate::dimension::Member;
use crate::error::MeasureError;
use crate::inventory::{HeldPartition, Inventory};
use crate::kin;
use crate::linked::{self, LinkedTables};
use crate::permit::{approval, rests_on};
use crate::population::{self, PopulationByArea};
use crate::spans::TimeSpan;
use crate::sql::{self, Variable};
use crate::step::{self, EPOCH, Ingredients, IntegerTable, StepIndex, StepRead, StepRecord, StepState};
use crate::written;

/// Counts of one indicator. [`Tabulator::tabulate`] makes it tonight; what was counted for an earlier release comes back
/// through [`Basis::counts`](crate::Basis::counts).
#[derive(Clone)]
pub struct Tabulated {
    pub(crate) indicator: Name,
    pub(crate) content: Content,
    /// Held periods over all datasets of the count.
    pub(crate) periods: BTreeSet<Period>,
    /// What it rests on: of each dataset the periods of which rows, or cells counted from them, were opened, with the
    /// commitment to each extract.
    pub(crate) extracts: Extracts,
}

/// What was counted, and not of what: a commitment changes with every column of an extract, also with those never read.
impl std::fmt::Debug for Tabulated {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Tabulated")
            .field("indicator", &self.indicator)
            .field("content", &self.content)
            .field("periods", &self.periods)
            .finish_non_exhaustive()
    }
}

/// By dataset and period, the commitment to an extract.
pub(crate) type Extracts = BTreeMap<Name, BTreeMap<Period, String>>;

/// What evaluation may know of a count: which periods, which population, which window; never a number of it.
#[derive(Debug)]
pub struct Outline {
    pub(crate) indicator: Name,
    pub(crate) periods: BTreeSet<Period>,
    pub(crate) population: Option<PopulationByArea>,
    /// What the count rests on, for lineage.
    pub(crate) extracts: Extracts,
    /// Window and level of a linked count.
    pub(crate) linked: Option<(TimeSpan, usize)>,
}

impl Tabulated {
    /// What evaluation may know of it.
    #[must_use]
    pub fn outline(&self) -> Outline {
        let (population, linked) = match &self.content {
            Content::Counted(counted) => (counted.population.clone(), None),
            Content::Linked(linked) => (None, Some((linked.span.clone(), linked.level))),
        };
        let (indicator, periods, extracts) = (self.indicator.clone(), self.periods.clone(), self.extracts.clone());
        Outline { indicator, periods, population, extracts, linked }
    }
}

/// What was counted, by kind of measure.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// Records by area, period and sex, and for standardised rates by age.
    Counted(Counted),
    /// People found in several datasets.
    Linked(LinkedTables),
}

/// Records counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counted {
    /// Names of the variables, in the order of the counts.
    pub(crate) variables: Vec<String>,
    /// Counts at the finest grain that is held.
    pub(crate) fine: Vec<FineRow>,
    /// Where people may stand behind several records: counts by level and span.
    pub(crate) people: BTreeMap<PeopleKey, People>,
    /// The population, for rates.
    pub(crate) population: Option<PopulationByArea>,
    /// How the number of people behind counts is known, where it stands after the variables in each row.
    pub(crate) behind: Option<Behind>,
}

/// How numbers of people go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Behind {
    /// Nobody is in two rows.
    AddedUp,
    /// Somebody may be in two rows: together they are at least as many as in one.
    AtLeast,
}

/// One row of counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FineRow {
    pub(crate) period: Period,
    /// Position of the area at the level of its column.
    pub(crate) area: Option<usize>,
    pub(crate) sex: Option<usize>,
    pub(crate) age: Option<usize>,
    /// Position of the group in the code list of its column.
    pub(crate) category: Option<usize>,
    pub(crate) counts: Vec<u64>,
}

impl FineRow {
    /// As whom its records are counted: as everybody, and as members of each dimension.
    pub(crate) fn counted_as(&self) -> Vec<(Member, Option<usize>)> {
        let sex = self.sex.map(|sex| (Member::Sex(sex), None));
        let category = self.category.map(|category| (Member::Category(category), None));
        let age = self.age.map(|age| (Member::All, Some(age)));
        [Some((Member::All, None)), sex, category, age].into_iter().flatten().collect()
    }
}

/// Level, span, area and member of a count of people.
pub(crate) type PeopleKey = (usize, String, Option<usize>, Member);

/// The different people behind records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct People {
    pub(crate) people: u64,
}

/// Counts indicators, and keeps what it counted.
pub struct Tabulator<'night> {
    /// The engine.
    pub engine: &'night Engine,
    /// Where cells are kept.
    pub home: &'night Home,
    /// The declarations.
    pub partnership: &'night Partnership,
    /// What is held.
    pub inventory: &'night Inventory,
    /// Ingredients of every step as last computed; brought up to date.
    pub index: StepIndex,
    /// What happened to each step.
    pub records: Vec<StepRecord>,
    /// The clock, for how long decisions take; nothing that is counted rests on it.
    pub clock: &'night dyn Clock,
    /// Time spent on decisions, in microseconds.
    pub planning_micros: u64,
}

/// Partitions that were scanned (dataset, period and bytes), and what was read of each dataset.
type Scanned = (Vec<(Name, String, u64)>, Vec<StepRead>);

/// One query of a step.
pub(crate) struct Query<'step> {
    pub(crate) id: String,
    pub(crate) sql: String,
    /// Tables that it reads.
    pub(crate) tables: Vec<QueryTable<'step>>,
    /// Areas of coarser levels, where the query joins the small table of them.
    pub(crate) areas: Option<AreaGroups>,
    /// For a query whose memory grows with the number of people.
    pub(crate) turns: Option<Turns<'step>>,
    /// The shape it must have, where a person wrote it.
    pub(crate) shape: Option<CountShape>,
}

/// One table of a query.
pub(crate) struct QueryTable<'step> {
    /// Its name in the query.
    pub(crate) name: String,
    pub(crate) dataset: &'step Name,
    pub(crate) partitions: Vec<&'step HeldPartition>,
    /// Columns that exist for the query.
    pub(crate) columns: BTreeSet<Name>,
}

impl<'step> QueryTable<'step> {
    /// A table that goes by the name of its dataset.
    pub(crate) fn of(dataset: &'step Name, partitions: Vec<&'step HeldPartition>, columns: BTreeSet<Name>) -> Self {
        Self { name: dataset.to_string(), dataset, partitions, columns }
    }
}

impl std::fmt::Debug for Tabulator<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Tabulator").field("records", &self.records).finish_non_exhaustive()
    }
}

/// A query over people is asked in turns, each over a part of the people, so that memory does not grow with the delivery
/// and nothing about people has to be put on the disk in between.
pub(crate) struct Turns<'step> {
    /// The column that tells people apart, in every table of the query.
    pub(crate) person: &'step Name,
    /// How many columns of the answer, from the first, say what is counted; the others are counts, which add up over people.
    pub(crate) labels: usize,
}

/// Memory that a query about people is taken to need for each row, in bytes: groups of a token, twice while they are brought
/// together.
const BYTES_PER_ROW: u64 = 112;

/// And for each number that is kept of a person until the answer is grouped by it.
const BYTES_PER_LABEL: u64 = 16;

impl<'night> Tabulator<'night> {
    /// Counts one indicator under its grant.
    ///
    /// # Errors
    /// When the engine refuses or fails, kept cells cannot be read, or the declaration asks for a roll-up that the
    /// component does not bear.
    pub fn tabulate(&mut self, grant: &UseGrant) -> Result<Tabulated, MeasureError> {
        let partnership = self.partnership;
        let name = grant.indicator();
        let first_step = self.records.len();
        let indicator = partnership.indicator(name).ok_or_else(|| self.unsupported(name, "it is not declared"))?;
        let (content, periods) = match &indicator.measure {
            Measure::Proportion(measure) => self.counted(indicator, grant, &measure.count, None, None)?,
            Measure::CrudeRate(measure) => {
                let population = self.population(indicator, grant, &measure.population)?;
                self.counted(indicator, grant, &measure.count, None, Some(population))?
            }
            Measure::DirectlyStandardisedRate(measure) => {
                let population = self.population(indicator, grant, &measure.population)?;
                let age = Some(&measure.age_band.value);
                self.counted(indicator, grant, &measure.count, age, Some(population))?
            }
            Measure::LinkedCount(measure) => {
                let (tables, periods) = linked::count(self, indicator, grant, measure)?;
                (Content::Linked(tables), periods)
            }
            Measure::Sql(measure) => written::count(self, indicator, grant, measure)?,
            // Nothing is counted; the figures come by a way of their own.
            Measure::Published(_) => (Content::Counted(Counted::default()), BTreeSet::new()),
        };
        let extracts = self.extracts(self.records.get(first_step..).unwrap_or_default());
        Ok(Tabulated { indicator: name.clone(), content, periods, extracts })
    }

    /// What steps rest on.
    fn extracts(&self, steps: &[StepRecord]) -> Extracts {
        let mut extracts = Extracts::new();
        for read in steps.iter().flat_map(|step| &step.reads) {
            let held = self.inventory.datasets.get(&read.dataset);
            let opened = held.iter().flat_map(|held| &held.partitions);
            let opened = opened.filter(|partition| read.periods.contains(&partition.period.to_string()));
            let of_dataset = extracts.entry(read.dataset.clone()).or_default();
            of_dataset.extend(opened.map(|partition| (partition.period, partition.commitment.clone())));
        }
        extracts
    }

    fn population(
        &mut self,
        indicator: &'night Indicator,
        grant: &UseGrant,
        declared: &'night concordat_declare::indicator::Population,
    ) -> Result<PopulationByArea, MeasureError> {
        population::count(self, indicator, grant, declared)
    }

    pub(crate) fn unsupported(&self, indicator: &Name, what: &'static str) -> MeasureError {
        MeasureError::Unsupported { indicator: indicator.clone(), what }
    }

    fn counted(
        &mut self,
        indicator: &'night Indicator,
        grant: &UseGrant,
        count: &'night Count,
        age: Option<&'night Name>,
        population: Option<PopulationByArea>,
    ) -> Result<(Content, BTreeSet<Period>), MeasureError> {
        additive(indicator, count)?;
        let lists = kin::variables(&indicator.measure);
        let sex = count.sex.as_ref().filter(|_| indicator.divides_by(Dimension::Sex)).map(|sex| &sex.value);
        let category = count.divided_by_category(indicator).map(|groups| &groups.column.value);
        let mut fine = Vec::new();
        let mut people = BTreeMap::new();
        let periods = self.held_by_all(count);
        for dataset in &count.datasets {
            let dataset = &dataset.value;
            let Some(held) = self.inventory.datasets.get(dataset) else { continue };
            let variables: Option<Vec<Variable>> =
                lists.iter().map(|(name, lists)| Variable::over(name, self.partnership, dataset, lists)).collect();
            let variables =
                variables.ok_or_else(|| self.unsupported(&indicator.id.value, "a condition cannot be read"))?;
            let people_in = count.contributors.people_in().map(|column| &column.value);
            let variables = variables.into_iter().map(|variable| variable.of_people_in(people_in)).collect();
            let shape = Shape { dataset, count, sex, age, category, variables };
            for partition in &held.partitions {
                fine.extend(self.fine(indicator, grant, &shape, partition)?);
            }
            if let Contributors::DistinctPeople(person) = &count.contributors {
                self.people(indicator, grant, &shape, &person.column.value, &mut people)?;
            }
        }
        let variables = lists.iter().map(|(name, _)| (*name).to_owned()).collect();
        Ok((Content::Counted(Counted { variables, fine, people, population, behind: None }), periods))
    }

    /// Periods that every dataset holds: with one supplier's records missing a figure of the place would be none.
    fn held_by_all(&self, count: &Count) -> BTreeSet<Period> {
        let held = count.datasets.iter().filter_map(|dataset| self.inventory.datasets.get(&dataset.value));
        let periods = held.map(|held| held.partitions.iter().map(|one| one.period).collect::<BTreeSet<Period>>());
        periods.reduce(|all, more| all.intersection(&more).copied().collect()).unwrap_or_default()
    }

    /// Counts of one partition at the finest grain.
    fn fine(
        &mut self,
        indicator: &Indicator,
        grant: &UseGrant,
        shape: &Shape<'night>,
        partition: &'night HeldPartition,
    ) -> Result<Vec<FineRow>, MeasureError> {
        let dated = self.period_within(shape);
        let by: Vec<&Name> = shape.by(dated.map(|(name, _)| name));
        let query = Query {
            id: format!("{}/{}/{}", indicator.id.value, shape.dataset, partition.period),
            sql: sql::counts_by(shape.dataset, &by, &shape.variables),
            tables: vec![QueryTable::of(shape.dataset, vec![partition], shape.columns(&by))],
            areas: None,
            shape: None,
            turns: None,
        };
        let table = self.run(&indicator.id.value, grant, &query)?;
        let column = |name: Option<&Name>| name.and_then(|name| by.iter().position(|one| *one == name));
        let (area, sex, age) = (column(Some(&shape.count.area.value)), column(shape.sex), column(shape.age));
        let category = column(shape.category);
        let month = column(dated.map(|(name, _)| name));
        let kind = dated.map_or(partition.period.kind(), |(_, kind)| kind);
        Ok(table
            .rows
            .iter()
            .map(|row| FineRow {
                period: month.and_then(|at| period_at(row, at, kind)).unwrap_or(partition.period),
                area: position(row, area),
                sex: position(row, sex),
                age: position(row, age),
                category: position(row, category),
                counts: row.iter().skip(by.len()).map(|count| unsigned(*count)).collect(),
            })
            .collect())
    }

    /// The period column, where it is finer than the partition's own.
    fn period_within(&self, shape: &Shape<'night>) -> Option<(&'night Name, PeriodKind)> {
        let contract = self.partnership.contract_of(shape.dataset)?;
        let own = &shape.count.period.value;
        match contract.column(own.as_str())?.kind {
            _ if contract.position(own.as_str()) == Some(contract.partition) => None,
            ColumnKind::Period { kind } => Some((own, kind)),
            _ => None,
        }
    }

    /// Areas of some levels, by the areas of the column that records are counted by.
    pub(crate) fn area_groups(&self, shape: &Shape<'night>, levels: impl IntoIterator<Item = usize>) -> AreaGroups {
        let from = area_level(self.partnership, shape.dataset, &shape.count.area.value).unwrap_or(0);
        AreaGroups::new(self.partnership.areas(), from, levels)
    }

    /// Runs a step, or takes its kept cells.
    pub(crate) fn run(
        &mut self,
        indicator: &Name,
        grant: &UseGrant,
        query: &Query<'_>,
    ) -> Result<IntegerTable, MeasureError> {
        let counting = |source| MeasureError::Count { indicator: indicator.clone(), source };
        let approved = approval(grant, query).map_err(|what| self.unsupported(indicator, what))?;
        let started = self.clock.now();
        let turns = query.turns(self.engine.memory_bytes());
        let session = self.session(query, 0, turns).map_err(counting)?;
        // Kept cells need tonight's decision too.
        let facts = rests_on(grant, query);
        let decision = decide(&session, query, &approved, &facts).map_err(counting)?;
        self.planning_micros += u64::try_from(self.clock.now().duration_since(started).as_micros()).unwrap_or(0);
        let ingredients = ingredients(grant, query);
        let key = ingredients.key();
        let cells_key = self.cells_key(query, indicator)?;
        if let Some(table) = step::kept(self.home, &key, &cells_key, indicator)? {
            let scanned = (Vec::new(), kept_reads(query));
            self.record(indicator, query, ingredients, StepState::Kept, &decision, scanned);
            return Ok(table);
        }
        let again = |session: &Session| decide(session, query, &approved, &facts);
        let decided = (session, decision);
        let (table, scanned) = self.ask(query, &decided, again).map_err(counting)?;
        let (_, decision) = decided;
        step::keep(self.home, &key, &cells_key, &table, indicator)?;
        self.record(indicator, query, ingredients, StepState::Computed, &decision, scanned);
        Ok(table)
    }

    /// The key of what is counted: of all extracts it rests on; the key of the house where it rests on none.
    fn cells_key(&self, query: &Query<'_>, indicator: &Name) -> Result<DataKey, MeasureError> {
        let vault = self.home.vault();
        let vault = vault.map_err(|source| MeasureError::Keep { indicator: indicator.clone(), source })?;
        let partitions = query.tables.iter().flat_map(|table| &table.partitions);
        Ok(DataKey::joined(partitions.map(|partition| &partition.key)).unwrap_or_else(|| vault.house().clone()))
    }

    fn record(
        &mut self,
        indicator: &Name,
        query: &Query<'_>,
        ingredients: Ingredients,
        state: StepState,
        decision: &Decision,
        scanned: Scanned,
    ) {
        let earlier = self.index.steps.get(&query.id);
        let because = earlier.map(|earlier| ingredients.changed_since(earlier)).unwrap_or_default();
        let (scanned, reads) = scanned;
        self.records.push(StepRecord {
            id: query.id.clone(),
            indicator: indicator.clone(),
            key: ingredients.key(),
            state,
            scanned,
            reads,
            because,
            decision: decision.token().to_string(),
            rests_on: rests_on_columns(query, decision),
        });
        self.index.steps.insert(query.id.clone(), ingredients);
    }

    /// Asks what was decided on, in as many turns as it needs. Every turn has a session of its own, and is decided on alike.
    fn ask(
        &self,
        query: &Query<'_>,
        decided: &(Session, Decision),
        again: impl Fn(&Session) -> Result<Decision, EngineError>,
    ) -> Result<(IntegerTable, Scanned), EngineError> {
        let turns = query.turns(self.engine.memory_bytes());
        let (first, decision) = decided;
        let mut answers = Answers::default();
        answers.add(decision, &first.run(decision)?)?;
        for turn in 1..turns {
            let session = self.session(query, turn, turns)?;
            let own = again(&session)?;
            answers.add(decision, &session.run(&own)?)?;
        }
        let labels = query.turns.as_ref().filter(|_| turns > 1).map(|turns| turns.labels);
        let scanned = scanned(query, &answers.scanned, &answers.reads);
        Ok((answers.table(labels), scanned))
    }

    /// A session that has the tables of a query, cut to one turn, and nothing else.
    fn session(&self, query: &Query<'_>, turn: u64, turns: u64) -> Result<Session, EngineError> {
        let mut session = self.engine.session()?;
        for table in &query.tables {
            let first = table.partitions.first();
            let slice = query.turns.as_ref().filter(|_| first.is_some());
            let governed = GovernedTable {
                name: table.name.clone(),
                files: table.partitions.iter().map(|partition| partition.file.clone()).collect(),
                schema: first.map_or_else(|| Arc::new(Schema::empty()), |partition| Arc::clone(&partition.schema)),
                columns: table.columns.iter().map(ToString::to_string).collect(),
                slice: slice.map(|by| by.slice(&table.partitions, turn, turns)),
            };
            let keys = table
                .partitions
                .iter()
                .map(|partition| (partition.file.clone(), FileKey::new(file_key(&partition.key))));
            session.register_encrypted(governed, keys.collect())?;
        }
        if let Some(areas) = &query.areas {
            session.register_batch(sql::AREA_MAP, areas.batch())?;
        }
        Ok(session)
    }
}

impl Turns<'_> {
    fn slice(&self, partitions: &[&HeldPartition], index: u64, of: u64) -> Slice {
        let in_order = partitions.iter().all(|partition| partition.sliced_by.as_ref() == Some(self.person));
        Slice { column: self.person.to_string(), index, of, kept_as: in_order.then(|| SLICE_COLUMN.to_owned()) }
    }
}

impl Query<'_> {
    /// In how many turns it is asked; one where it is not about people.
    fn turns(&self, memory_bytes: usize) -> u64 {
        let rows: u64 = self.tables.iter().flat_map(|table| &table.partitions).map(|one| one.rows).sum();
        let Some(turns) = &self.turns else { return 1 };
        let bytes_per_row = BYTES_PER_ROW + BYTES_PER_LABEL * turns.labels as u64;
        let rows_per_turn = (memory_bytes as u64 / bytes_per_row).max(1);
        rows.div_ceil(rows_per_turn).clamp(1, SLICES)
    }
}

fn decide(
    session: &Session,
    query: &Query<'_>,
    approved: &Approved,
    rests_on: &[(String, String)],
) -> Result<Decision, EngineError> {
    match &query.shape {
        Some(shape) => session.decide_counts(&query.sql, approved, rests_on, shape),
        None => session.decide(&query.sql, approved, rests_on),
    }
}

/// Columns that the decided plan rests on, by dataset; a dataset of which only rows are counted stands there with none.
fn rests_on_columns(query: &Query<'_>, decision: &Decision) -> BTreeMap<Name, BTreeSet<String>> {
    let sources = decision.sources();
    let all: BTreeSet<&SourceColumn> = sources.direct.values().flatten().chain(&sources.indirect).collect();
    let of_table = |name: &str| {
        let columns = all.iter().filter(|(table, _)| table == name);
        columns.map(|(_, column)| column.clone()).collect()
    };
    query.tables.iter().map(|table| (table.dataset.clone(), of_table(&table.name))).collect()
}

/// Which columns a step counts by and reads.
pub(crate) struct Shape<'night> {
    pub(crate) dataset: &'night Name,
    pub(crate) count: &'night Count,
    pub(crate) sex: Option<&'night Name>,
    pub(crate) age: Option<&'night Name>,
    pub(crate) category: Option<&'night Name>,
    pub(crate) variables: Vec<Variable>,
}

impl<'night> Shape<'night> {
    fn by(&self, dated: Option<&'night Name>) -> Vec<&'night Name> {
        let mut by = vec![&self.count.area.value];
        by.extend(dated.into_iter().chain(self.sex).chain(self.age).chain(self.category));
        by
    }

    /// Columns by which it counts and on which its conditions stand.
    pub(crate) fn columns(&self, by: &[&'night Name]) -> BTreeSet<Name> {
        let conditions = self.variables.iter().flat_map(|variable| &variable.columns);
        by.iter().copied().chain(conditions).cloned().collect()
    }
}

fn ingredients(grant: &UseGrant, query: &Query<'_>) -> Ingredients {
    let mut ingredients = Ingredients::default();
    ingredients.add("code of the counting stage", EPOCH);
    ingredients.add("purpose", grant.purpose());
    let audiences: Vec<&str> = grant.audiences().iter().map(Name::as_str).collect();
    ingredients.add("audiences", audiences.join(" ").as_str());
    ingredients.add("declaration of what is counted", &ContentHash::of(query.sql.as_bytes()));
    if let Some(areas) = &query.areas {
        ingredients.add("areas", &ContentHash::of(format!("{areas:?}").as_bytes()));
    }
    for QueryTable { dataset, partitions, columns, .. } in &query.tables {
        for partition in partitions {
            for column in columns {
                let hash = partition.column_hashes.get(column).map(ToString::to_string).unwrap_or_default();
                ingredients.add(format!("column {column} of {dataset} {}", partition.period), &hash);
            }
        }
    }
    ingredients
}

fn scanned(
    query: &Query<'_>,
    opened: &BTreeMap<String, Vec<concordat_engine::ScannedFile>>,
    asked: &BTreeMap<String, BTreeSet<String>>,
) -> Scanned {
    let (mut scanned, mut reads) = (Vec::new(), Vec::new());
    for QueryTable { name, dataset, partitions, .. } in &query.tables {
        let mut periods = Vec::new();
        for file in opened.get(name).into_iter().flatten() {
            let partition = partitions.iter().find(|partition| partition.file == file.path);
            let period = partition.map(|partition| partition.period.to_string()).unwrap_or_default();
            scanned.push(((*dataset).clone(), period.clone(), file.bytes));
            periods.push(period);
        }
        let columns = asked.get(name).into_iter().flatten().cloned().collect();
        reads.push(StepRead { dataset: (*dataset).clone(), columns, periods });
    }
    (scanned, reads)
}

/// What kept cells were counted from.
fn kept_reads(query: &Query<'_>) -> Vec<StepRead> {
    let tables = query.tables.iter();
    let read = tables.map(|table| StepRead {
        dataset: table.dataset.clone(),
        columns: Vec::new(),
        periods: table.partitions.iter().map(|partition| partition.period.to_string()).collect(),
    });
    read.collect()
}

/// The position of the level of an area column.
pub(crate) fn area_level(partnership: &Partnership, dataset: &Name, column: &Name) -> Option<usize> {
    let kind = &partnership.contract_of(dataset)?.column(column.as_str())?.kind;
    let ColumnKind::Area { level } = kind else { return None };
    partnership.areas().level(level.as_str()).map(|(position, _)| position)
}

/// Series breaks of an indicator, in the kind of period that is held.
pub(crate) fn breaks(indicator: &Indicator, held: &BTreeSet<Period>) -> Vec<Period> {
    let Some(kind) = held.first().map(Period::kind) else { return Vec::new() };
    indicator.series_breaks.iter().filter_map(|one| Period::parse(&one.from.value, kind).ok()).collect()
}

/// Refuses a declaration whose tables add over a dimension that its component may not be added over.
pub(crate) fn additive(indicator: &Indicator, count: &Count) -> Result<(), MeasureError> {
    let refused = |dimension| Err(MeasureError::NotAdditive { indicator: indicator.id.value.clone(), dimension });
    let people_are_counted = matches!(count.contributors, Contributors::DistinctPeople(_));
    let pools = indicator.tables.iter().any(|table| {
        use concordat_declare::indicator::TablePeriod::{Pooled, WholeHeld};
        matches!(table.period, Pooled(_) | WholeHeld)
    });
    if pools && !people_are_counted && !count.additive_over.contains(&Dimension::Period) {
        return refused("period");
    }
    if !count.additive_over.contains(&Dimension::Area) && !people_are_counted {
        return refused("area");
    }
    Ok(())
}

pub(crate) fn position(row: &[Option<i64>], at: Option<usize>) -> Option<usize> {
    row.get(at?).copied().flatten().and_then(|value| usize::try_from(value).ok())
}

fn period_at(row: &[Option<i64>], at: usize, kind: PeriodKind) -> Option<Period> {
    let month = row.get(at).copied().flatten().and_then(|month| i32::try_from(month).ok())?;
    Some(Period::containing_month(month, kind))
}

pub(crate) fn unsigned(count: Option<i64>) -> u64 {
    count.and_then(|count| u64::try_from(count).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_query_about_people_is_asked_in_turns() {
        let person = Name::new("person").unwrap();
        let partition = |rows| HeldPartition {
            period: Period::parse("2024/25", PeriodKind::FinancialYear).unwrap(),
            file: std::path::PathBuf::new(),
            key: DataKey::for_once().unwrap(),
            schema: Arc::new(Schema::empty()),
            sliced_by: Some(person.clone()),
            rows,
            column_hashes: BTreeMap::new(),
            commitment: String::new(),
            synthetic: true,
            provisional: false,
        };
        let (small, large) = (partition(1_000), partition(3_001));
        let query = |turns| Query {
            id: String::new(),
            sql: String::new(),
            tables: vec![QueryTable::of(&person, vec![&small, &large], BTreeSet::new())],
            areas: None,
            shape: None,
            turns,
        };
        let memory_for_a_thousand_rows = 128_000;
        assert_eq!(query(None).turns(memory_for_a_thousand_rows), 1);
        assert_eq!(query(Some(Turns { person: &person, labels: 1 })).turns(memory_for_a_thousand_rows), 5);
        assert_eq!(query(Some(Turns { person: &person, labels: 1 })).turns(1 << 30), 1);
        assert_eq!(query(Some(Turns { person: &person, labels: 1 })).turns(128), SLICES);
    }
}

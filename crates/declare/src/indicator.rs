//! `indicators/*.yaml`: what is counted, how it becomes a figure, and what it is compared with.
//!
//! Not allowed in here: reading SQL, and anything about where data comes from; an indicator names datasets.

use std::collections::BTreeSet;

use concordat_base::{AreaCode, Name, PeriodKind};
use serde::{Deserialize, Serialize};

use crate::agreement::Role;
pub use crate::as_published::AsPublished;
pub use crate::breakdown::{Breakdown, SlopeIndex};
use crate::located::Located;

/// An indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Version of this format; 1.
    pub version: u32,
    /// Its id.
    pub id: Located<Name>,
    /// Version of its definition, rising whenever a figure changes its meaning.
    pub indicator_version: u32,
    /// The mission it measures.
    pub mission: Located<Name>,
    /// Whether it leads its mission.
    pub headline: bool,
    /// What it says, for people.
    pub words: Words,
    /// Which direction the place wants.
    pub polarity: Polarity,
    /// The unit of its value.
    pub unit: Unit,
    /// Decimals of published values and limits.
    pub decimals: u8,
    /// The purpose it is computed for.
    pub purpose: Located<Name>,
    /// The kind of output it is.
    pub output_kind: Located<Name>,
    /// Audiences it is meant for; it reaches those that every agreement in it permits.
    pub audiences: Vec<Located<Name>>,
    /// The disclosure policy; agreements can only make it stricter.
    pub disclosure_policy: Located<Name>,
    /// How it is measured.
    pub measure: Measure,
    /// Tables to compute.
    pub tables: Vec<TableDeclaration>,
    /// Below this denominator no figure is shown.
    #[serde(default)]
    pub minimum_denominator: u64,
    /// Periods from which figures are not comparable with earlier ones.
    #[serde(default)]
    pub series_breaks: Vec<SeriesBreak>,
    /// What it is compared with.
    #[serde(default)]
    pub comparators: Vec<Comparator>,
    /// The goal, where the strategy or the board has set one.
    #[serde(default)]
    pub goal: Option<Goal>,
    /// What is said of the figures in words.
    #[serde(default)]
    pub analysis: Analysis,
}

/// What is said of figures in words, beside the figures. Nothing unless it is asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Analysis {
    /// The comparator against which values are higher, lower or not clearly different.
    #[serde(default)]
    pub significance: Option<Located<Name>>,
    /// Whether the last of yearly values says how the last five went: rising, falling, no clear change, or cannot say.
    #[serde(default)]
    pub recent_trend: bool,
    /// A control chart, which says of the last value whether chance explains it.
    #[serde(default)]
    pub control_chart: Option<ControlChart>,
    /// Levels whose areas are compared with their average by funnel limits.
    #[serde(default)]
    pub funnel: Vec<Located<Name>>,
    /// How the value changes over ranked groups, in tables that are divided by them.
    #[serde(default)]
    pub slope_index: Option<SlopeIndex>,
}

/// A control chart of the values of one length of period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ControlChart {
    /// Months of a period: 1, 3 or 12.
    pub months: i32,
    /// Whether outlying moving ranges are left out when limits are drawn.
    #[serde(default)]
    pub screen_outliers: bool,
    /// Draw limits from the first so many points, 12 or more; from all where it is not said.
    #[serde(default)]
    pub fix_after: Option<u32>,
}

/// What an indicator says, for people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Its title.
    pub title: String,
    /// What it is.
    pub definition: String,
    /// Why it is measured.
    pub rationale: String,
    /// What is counted.
    pub numerator: String,
    /// Out of what.
    pub denominator: String,
    /// Source of the denominator and its date.
    pub denominator_source: String,
    /// What a reader must know.
    pub caveats: Vec<String>,
    /// What is counted, as a plural noun in sentences, such as `households`.
    #[serde(default = "people")]
    pub counted: String,
    /// Whose ages the figures are of, where the records are of some ages alone and no bound of the population says so: `Under 15`.
    #[serde(default)]
    pub age: Option<String>,
}

fn people() -> String {
    "people".to_owned()
}

/// Which direction the place wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// Higher is better.
    HigherIsBetter,
    /// Lower is better.
    LowerIsBetter,
    /// Neither: it is to be understood, not judged.
    Neither,
}

/// The unit of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Per cent of the denominator.
    Percent,
    /// For each 1,000 of the denominator.
    #[serde(rename = "per_1000")]
    Per1000,
    /// For each 10,000 of the denominator.
    #[serde(rename = "per_10000")]
    Per10000,
    /// For each 100,000 of the denominator.
    #[serde(rename = "per_100000")]
    Per100000,
    /// Years, such as those of a life expectancy that is published.
    Years,
    /// Records that were linked; not the same as people.
    RecordsLinked,
}

impl Unit {
    /// What a proportion is multiplied by.
    #[must_use]
    pub fn multiplier(self) -> f64 {
        match self {
            Self::Percent => 100.0,
            Self::Per1000 => 1_000.0,
            Self::Per10000 => 10_000.0,
            Self::Per100000 => 100_000.0,
            Self::Years | Self::RecordsLinked => 1.0,
        }
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Per1000 => "per 1,000",
            Self::Per10000 => "per 10,000",
            Self::Per100000 => "per 100,000",
            Self::Years => "years",
            Self::RecordsLinked => "records linked",
        }
    }
}

/// How an indicator is measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Records of a group that have an outcome, out of all records of the group; Wilson limits.
    Proportion(Proportion),
    /// Records out of a population; exact or Byar limits.
    CrudeRate(CrudeRate),
    /// Records by age out of a population by age, weighted to a standard population.
    DirectlyStandardisedRate(DirectlyStandardisedRate),
    /// People found in several datasets by keyed pseudonyms.
    LinkedCount(LinkedCount),
    /// A proportion whose counts are asked for in SQL; Wilson limits.
    Sql(SqlMeasure),
    /// Figures as a publisher gives them.
    Published(AsPublished),
}

impl Measure {
    /// What records are counted; `None` for a linked count and for published figures.
    #[must_use]
    pub fn count(&self) -> Option<&Count> {
        match self {
            Self::Proportion(measure) => Some(&measure.count),
            Self::CrudeRate(measure) => Some(&measure.count),
            Self::DirectlyStandardisedRate(measure) => Some(&measure.count),
            Self::Sql(measure) => Some(&measure.count),
            Self::LinkedCount(_) | Self::Published(_) => None,
        }
    }
}

/// Counts that a person wrote in SQL: one SELECT over `records`, grouped by the declared columns, that gives `area`,
/// `period`, `sex` where tables divide by it, `numerator`, `denominator` and `contributors`. It is asked of each partition
/// of each dataset, and the answers are added up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SqlMeasure {
    /// What is counted; who stands behind a record decides what `contributors` must be.
    pub count: Count,
    /// Further columns that the text uses, and in which role.
    #[serde(default)]
    pub reads: Vec<ReadColumn>,
    /// Conditions on coded columns that the text names in braces, `{assessed}`.
    #[serde(default)]
    pub conditions: Vec<NamedCondition>,
    /// Id of the definition of whom the value is of, with its version in it.
    pub definition: Name,
    /// Who they are.
    pub title: String,
    /// The SELECT.
    pub text: Located<String>,
}

impl SqlMeasure {
    /// The table that the text asks.
    pub const TABLE: &'static str = "records";

    /// Names in braces in the text, in order.
    #[must_use]
    pub fn named(&self) -> Vec<&str> {
        let openings = self.text.value.split('{').skip(1);
        openings.filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
    }

    /// Whom the value is of.
    #[must_use]
    pub fn group(&self) -> Group {
        let (definition, title) = (self.definition.clone(), self.title.clone());
        Group { definition, title, members: Vec::new(), valid_until: None }
    }
}

/// A column that a text uses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadColumn {
    /// The column.
    pub column: Located<Name>,
    /// How.
    pub role: Role,
}

/// A condition with a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedCondition {
    /// The name.
    pub name: Located<Name>,
    /// Records that meet it: all of these must hold.
    #[serde(rename = "where")]
    pub members: Vec<Condition>,
}

/// What records are counted, and by what they can be divided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// Datasets whose records are counted together; of one contract.
    pub datasets: Vec<Located<Name>>,
    /// Column of the area.
    pub area: Located<Name>,
    /// Column of the period; the column that divides deliveries, or one within it.
    pub period: Located<Name>,
    /// Column of sex, where tables divide by it.
    #[serde(default)]
    pub sex: Option<Located<Name>>,
    /// Groups by a coded column, where tables divide by it.
    #[serde(default)]
    pub category: Option<Breakdown>,
    /// Who stands behind a record.
    pub contributors: Contributors,
    /// Over which dimensions cells may be added up.
    pub additive_over: BTreeSet<Dimension>,
}

/// Who stands behind a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contributors {
    /// Nobody in particular: records are incidents. Thresholds apply to their count.
    Records,
    /// One person in each record, once in a period.
    OnePersonEach(ContributorColumn),
    /// A person may have several records; people are counted by this column.
    DistinctPeople(ContributorColumn),
    /// Records are counts already: this column says of how many people, each in one record of a period.
    PeopleIn(ContributorColumn),
}

impl Contributors {
    /// The column that says how many people a record stands for, where it stands for more than one.
    #[must_use]
    pub fn people_in(&self) -> Option<&Located<Name>> {
        match self {
            Self::PeopleIn(people) => Some(&people.column),
            Self::Records | Self::OnePersonEach(_) | Self::DistinctPeople(_) => None,
        }
    }
}

/// The column that stands for a person, or says how many there are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContributorColumn {
    /// The column.
    pub column: Located<Name>,
}

/// Dimensions of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each says what it is")]
pub enum Dimension {
    Area,
    Period,
    Sex,
    Age,
    Category,
}

/// Records whose column holds one of some codes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// A coded column.
    pub column: Located<Name>,
    /// The codes.
    pub is: Vec<Located<String>>,
}

/// A proportion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proportion {
    /// What is counted.
    pub count: Count,
    /// Records that are counted at all.
    pub denominator: Vec<Condition>,
    /// Those of them with the outcome.
    pub numerator: Vec<Condition>,
    /// The group the value is of.
    pub group: Group,
    /// The others, for comparison.
    #[serde(default)]
    pub rest: Option<Group>,
}

/// A group of people, by definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Id of the definition, with its version in it.
    pub definition: Name,
    /// Who they are.
    pub title: String,
    /// Records that belong to it.
    #[serde(rename = "where")]
    pub members: Vec<Condition>,
    /// The last period in which the definition means the same.
    #[serde(default)]
    pub valid_until: Option<Located<String>>,
}

/// A rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrudeRate {
    /// What is counted.
    pub count: Count,
    /// Records that are counted.
    pub numerator: Vec<Condition>,
    /// Out of what.
    pub population: Population,
}

/// A directly standardised rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectlyStandardisedRate {
    /// What is counted.
    pub count: Count,
    /// Records that are counted.
    pub numerator: Vec<Condition>,
    /// Coded column of the age band; its codes are written `65 to 69` and `90 and over`.
    pub age_band: Located<Name>,
    /// Out of what.
    pub population: Population,
    /// The standard population.
    pub standard: StandardPopulation,
    /// Below this shown total no rate is given: few events by age could be worked out from a rate and its limits.
    pub least_events: u64,
    /// Rates and limits are rounded to a multiple of this, for the same reason.
    pub round_rate_to: u32,
}

/// Standard populations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StandardPopulation {
    /// European Standard Population 2013.
    #[serde(rename = "european_2013")]
    European2013,
}

/// A population by area and age, from a dataset of counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Population {
    /// The dataset.
    pub dataset: Located<Name>,
    /// Its column of the area.
    pub area: Located<Name>,
    /// Its column of age in years, where age matters.
    #[serde(default)]
    pub age: Option<Located<Name>>,
    /// Its column of people.
    pub people: Located<Name>,
    /// The period of it that is used for every period.
    pub period: Located<String>,
    /// Youngest age that counts.
    #[serde(default)]
    pub from_age: u8,
    /// Oldest age that counts; no bound where it is not said. For crude rates alone.
    #[serde(default)]
    pub until_age: Option<u8>,
}

/// A linked count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkedCount {
    /// What the datasets stand for, in order of precedence for a person's area.
    pub domains: Vec<Domain>,
    /// Columns that records are linked on, from strictest to loosest.
    pub keys: LinkageKeys,
    /// Id of the key the tokens were made with.
    pub key_id: Located<Name>,
    /// Column of the month.
    pub period: Located<Name>,
    /// Column of the area.
    pub area: Located<Name>,
    /// Months in the window.
    pub window_months: u32,
    /// Numbers of domains that are reported.
    pub sizes: Vec<u32>,
}

/// One domain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// Its id.
    pub id: Located<Name>,
    /// What it is.
    pub title: String,
    /// Its dataset.
    pub dataset: Located<Name>,
}

/// Linkage rules: three columns, one for each rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkageKeys {
    /// The strictest: gives the low count.
    pub strict: Located<Name>,
    /// The one the value is of.
    pub standard: Located<Name>,
    /// The loosest: gives the high count.
    pub loose: Located<Name>,
}

/// A table to compute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableDeclaration {
    /// Level of areas; `place` is the place as a whole.
    pub areas: Located<Name>,
    /// Periods.
    pub period: TablePeriod,
    /// Further dimensions; totals are always there.
    #[serde(default)]
    pub by: BTreeSet<Dimension>,
}

/// Periods of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TablePeriod {
    /// Each period of a kind.
    Each(PeriodKind),
    /// All that is held, as one period.
    WholeHeld,
    /// So many periods of the data together, not overlapping, counted back from the latest, never across a break.
    Pooled(u32),
    /// The window of a linked count, up to its last complete month.
    Window,
}

/// A break in the series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesBreak {
    /// First period of the new meaning.
    pub from: Located<String>,
    /// Why.
    pub because: String,
}

/// Something to compare with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparator {
    /// Its id.
    pub id: Located<Name>,
    /// Who or what it is.
    pub title: String,
    /// Where its figures come from.
    pub against: Against,
}

/// Where a comparator's figures come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// A published series.
    Published(PublishedComparator),
    /// The others here, as the measure defines them.
    Rest,
    /// Nobody publishes one that this place holds; the figure says so.
    Missing(MissingComparator),
}

/// A published series as comparator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedComparator {
    /// Series, first choice first: a later one answers where an earlier one has no figure.
    pub series: Vec<Located<Name>>,
    /// Area it is of.
    pub area: AreaCode,
}

/// Why there is no comparator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissingComparator {
    /// The reason.
    pub because: String,
}

/// A goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// What is wanted.
    pub direction: GoalDirection,
    /// The comparator of the gap.
    pub comparator: Located<Name>,
    /// The period that counts as the start.
    pub baseline: Located<String>,
    /// The reporting period by which it is to be reached.
    pub by: Located<String>,
    /// Whose goal it is.
    pub whose: String,
}

/// What is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalDirection {
    /// A smaller gap than at the baseline.
    Narrow,
    /// No gap.
    Close,
    /// A gap of this size, in the unit of the gap.
    ToValue(f64),
}

impl Goal {
    /// The goal in words, such as `Narrow the gap to England, from 2021/22 by 2029/30`.
    #[must_use]
    pub fn words(&self, comparator: &str) -> String {
        let (from, by) = (&self.baseline.value, &self.by.value);
        match self.direction {
            GoalDirection::Narrow => format!("Narrow the gap to {comparator}, from {from} by {by}"),
            GoalDirection::Close => format!("Close the gap to {comparator}, from {from} by {by}"),
            GoalDirection::ToValue(value) => format!("Bring the gap to {comparator} to {value}, from {from} by {by}"),
        }
    }
}

/// A column that a measure uses, and how.
pub type UsedColumn<'indicator> = (&'indicator Located<Name>, Role);

impl Indicator {
    /// Whether any of its tables is divided by a dimension.
    #[must_use]
    pub fn divides_by(&self, dimension: Dimension) -> bool {
        self.tables.iter().any(|table| table.by.contains(&dimension))
    }

    /// Every dataset of records that the measure reads, with the columns it uses and how: what its grant must cover.
    #[must_use]
    pub fn uses(&self) -> Vec<(&Located<Name>, Vec<UsedColumn<'_>>)> {
        match &self.measure {
            Measure::Proportion(proportion) => {
                let mut columns = proportion.count.columns(self);
                let groups = std::iter::once(&proportion.group).chain(&proportion.rest);
                let conditions = groups.flat_map(|group| &group.members);
                columns.extend(filters(conditions.chain(&proportion.numerator).chain(&proportion.denominator)));
                on_each(&proportion.count.datasets, &columns)
            }
            Measure::CrudeRate(rate) => {
                let mut columns = rate.count.columns(self);
                columns.extend(filters(&rate.numerator));
                let mut uses = on_each(&rate.count.datasets, &columns);
                uses.push((&rate.population.dataset, rate.population.columns()));
                uses
            }
            Measure::DirectlyStandardisedRate(rate) => {
                let mut columns = rate.count.columns(self);
                columns.extend(filters(&rate.numerator));
                columns.push((&rate.age_band, Role::Group));
                let mut uses = on_each(&rate.count.datasets, &columns);
                uses.push((&rate.population.dataset, rate.population.columns()));
                uses
            }
            Measure::Sql(sql) => {
                let mut columns = sql.count.columns(self);
                columns.extend(filters(sql.conditions.iter().flat_map(|condition| &condition.members)));
                columns.extend(sql.reads.iter().map(|read| (&read.column, read.role)));
                on_each(&sql.count.datasets, &columns)
            }
            Measure::Published(_) => Vec::new(),
            Measure::LinkedCount(linked) => linked
                .domains
                .iter()
                .map(|domain| {
                    let keys = [&linked.keys.strict, &linked.keys.standard, &linked.keys.loose];
                    let mut columns: Vec<UsedColumn<'_>> = keys.iter().map(|key| (*key, Role::Join)).collect();
                    // The month of a person's latest record chooses the area.
                    let area_and_month = [(&linked.area, Role::Group), (&linked.period, Role::Group)];
                    columns.extend(area_and_month);
                    columns.push((&linked.period, Role::Filter));
                    (&domain.dataset, columns)
                })
                .collect(),
        }
    }
}

impl Indicator {
    /// Every published series that it gives or is compared with.
    pub fn series(&self) -> impl Iterator<Item = &Located<Name>> {
        let own = match &self.measure {
            Measure::Published(published) => published.series.as_slice(),
            _ => &[],
        };
        let comparators = self.comparators.iter().filter_map(|comparator| match &comparator.against {
            Against::Published(published) => Some(&published.series),
            Against::Rest | Against::Missing(_) => None,
        });
        own.iter().chain(comparators.flatten())
    }
}

impl Count {
    /// The groups by a coded column, where a table of the indicator is divided by them.
    #[must_use]
    pub fn divided_by_category(&self, indicator: &Indicator) -> Option<&Breakdown> {
        self.category.as_ref().filter(|_| indicator.divides_by(Dimension::Category))
    }

    fn columns<'indicator>(&'indicator self, indicator: &Indicator) -> Vec<UsedColumn<'indicator>> {
        let mut columns = vec![(&self.area, Role::Group), (&self.period, Role::Group)];
        columns.extend(self.sex.iter().filter(|_| indicator.divides_by(Dimension::Sex)).map(|sex| (sex, Role::Group)));
        columns.extend(self.divided_by_category(indicator).map(|groups| (&groups.column, Role::Group)));
        if let Contributors::DistinctPeople(person) = &self.contributors {
            columns.push((&person.column, Role::CountDistinct));
        }
        columns.extend(self.contributors.people_in().map(|people| (people, Role::Aggregate)));
        columns
    }
}

impl Population {
    fn columns(&self) -> Vec<UsedColumn<'_>> {
        let mut columns = vec![(&self.area, Role::Group), (&self.people, Role::Aggregate)];
        columns.extend(self.age.iter().map(|age| (age, Role::Group)));
        columns
    }
}

fn filters<'indicator>(conditions: impl IntoIterator<Item = &'indicator Condition>) -> Vec<UsedColumn<'indicator>> {
    conditions.into_iter().map(|condition| (&condition.column, Role::Filter)).collect()
}

fn on_each<'indicator>(
    datasets: &'indicator [Located<Name>],
    columns: &[UsedColumn<'indicator>],
) -> Vec<(&'indicator Located<Name>, Vec<UsedColumn<'indicator>>)> {
    datasets.iter().map(|dataset| (dataset, columns.to_vec())).collect()
}

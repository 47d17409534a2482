//! What a brief says of one indicator: the sentence, the tables and the charts, from the rows of the area, of areas beside it
//! and of areas inside it.
//!
//! Not allowed in here: a number that is not in a row.

mod compared;
mod gaps;
mod inside;
mod over_time;
mod parts;

use crate::brief::Area;
use crate::chart::Chart;
use crate::grid::Grid;
use crate::release::Indicator;
use crate::row::Row;
use crate::words;

/// A table, and a chart of it where there is one.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Heading.
    pub heading: String,
    /// Sentences before the table.
    pub lines: Vec<String>,
    /// The chart.
    pub chart: Option<Chart>,
    /// The table.
    pub grid: Grid,
}

/// One indicator.
#[derive(Clone, Debug)]
pub struct Section {
    /// What is counted, and how.
    pub indicator: Indicator,
    /// The figure as a sentence.
    pub sentence: String,
    /// What to know of this figure: marks in words.
    pub marks: Vec<String>,
    /// How the gap moved, in sentences; empty where there is no gap.
    pub narrowing: Vec<String>,
    /// How sure the figure is, in sentences.
    pub sure: Vec<String>,
    /// The gap, in sentences; says why where there is none.
    pub gap: Vec<String>,
    /// Tables and charts, in order.
    pub shown: Vec<Shown>,
}

/// The rows of one indicator that a section looks at.
#[derive(Clone, Debug)]
pub(crate) struct Scope<'a> {
    pub(crate) indicator: &'a Indicator,
    pub(crate) area: &'a Area,
    /// All rows of the indicator for everyone of the sex and age that the area is shown with.
    pub(crate) rows: Vec<&'a Row>,
    /// The group of people that the indicator is about.
    pub(crate) group: &'a str,
    /// The area's latest figure; one of its parts where there is none of the whole.
    pub(crate) latest: &'a Row,
    /// Whether the indicator is given in parts alone.
    pub(crate) is_in_parts: bool,
}

impl Section {
    /// The section of an indicator and the rows that it rests on; none where the area has no figure of it.
    pub(crate) fn of<'a>(indicator: &'a Indicator, rows: &[&'a Row], area: &'a Area) -> Option<(Self, Vec<&'a Row>)> {
        let scope = Scope::of(indicator, rows, area)?;
        let shown = [over_time::shown(&scope), gaps::shown(&scope), compared::shown(&scope), inside::shown(&scope)];
        let section = Self {
            indicator: indicator.clone(),
            sentence: words::sentence(&scope),
            marks: words::marks(scope.latest),
            narrowing: words::narrowing(&scope),
            sure: words::sure(&scope),
            gap: words::gap(&scope),
            shown: shown.into_iter().flatten().chain(parts::shown(&scope)).collect(),
        };
        let used = scope.rows.iter().filter(|row| row.area_code == area.code || row.parent_code == area.code);
        let used = used.copied().collect();
        Some((section, used))
    }
}

impl<'a> Scope<'a> {
    fn of(indicator: &'a Indicator, rows: &[&'a Row], area: &'a Area) -> Option<Self> {
        let of_indicator: Vec<&Row> = rows.iter().filter(|row| row.indicator == indicator.indicator).copied().collect();
        let own = || of_indicator.iter().filter(|row| row.area_code == area.code && row.measure == "value");
        // Both sexes together where there is such a row, else what comes first.
        let whole = || own().filter(|row| row.category.is_empty());
        let chosen = whole().find(|row| row.sex == "Persons").or_else(|| whole().next());
        let is_in_parts = chosen.is_none();
        let chosen = chosen.or_else(|| own().find(|row| row.sex == "Persons")).or_else(|| own().next())?;
        let (sex, age, group) = (chosen.sex.as_str(), chosen.age.as_str(), chosen.group_definition.as_str());
        let rows: Vec<&Row> = of_indicator.iter().filter(|row| row.sex == sex && row.age == age).copied().collect();
        let mut latest: Option<&Row> = None;
        let is_own = |row: &&&Row| {
            let is_part = is_in_parts && row.measure == "value" && row.area_code == area.code;
            is_part || is_figure(row, &area.code, group)
        };
        for row in rows.iter().filter(is_own) {
            if latest.is_none_or(|latest| row.period_end > latest.period_end) {
                latest = Some(row);
            }
        }
        Some(Self { indicator, area, rows, group, latest: latest?, is_in_parts })
    }

    /// Whether a made-up extract is behind any row of the indicator: a chart may show any of them.
    pub(crate) fn is_synthetic(&self) -> bool {
        self.rows.iter().any(|row| row.synthetic)
    }

    /// Figures of an area and the indicator's group, one for each period, oldest first.
    pub(crate) fn series(&self, area: &str, group: &str) -> Vec<&'a Row> {
        ordered(self.rows.iter().copied().filter(|row| is_figure(row, area, group)).collect())
    }

    /// Gaps of the area to one comparator, oldest first.
    pub(crate) fn gaps(&self, measure: &str, comparator: &str) -> Vec<&'a Row> {
        let is_gap =
            |row: &&Row| row.measure == measure && row.area_code == self.area.code && row.category == comparator;
        ordered(self.rows.iter().copied().filter(is_gap).filter(|row| row.group_definition == self.group).collect())
    }

    /// Names of the comparators, in the order of the declarations.
    pub(crate) fn comparators(&self) -> Vec<&'a str> {
        let mut names: Vec<&str> = Vec::new();
        for row in self.rows.iter().filter(|row| row.measure == "gap_absolute" && row.area_code == self.area.code) {
            if !names.contains(&row.category.as_str()) {
                names.push(&row.category);
            }
        }
        names
    }

    /// The first comparator to which a gap of the latest period is shown.
    pub(crate) fn first_comparator(&self) -> Option<&'a str> {
        let is_shown = |name: &&str| {
            self.gaps("gap_absolute", name).iter().any(|row| same_period(row, self.latest) && row.value.is_some())
        };
        self.comparators().into_iter().find(is_shown)
    }

    /// A gap of the latest period.
    pub(crate) fn latest_gap(&self, measure: &str, comparator: &str) -> Option<&'a Row> {
        self.gaps(measure, comparator).into_iter().find(|row| same_period(row, self.latest))
    }
}

/// Whether a row is the figure of a whole group in an area.
fn is_figure(row: &Row, area: &str, group: &str) -> bool {
    row.area_code == area && is_whole(row, group)
}

/// Whether a row is the figure of a whole group, not of a part of it.
pub(crate) fn is_whole(row: &Row, group: &str) -> bool {
    row.measure == "value" && row.category.is_empty() && row.group_definition == group
}

/// Whether two rows are of the same time.
pub(crate) fn same_period(one: &Row, other: &Row) -> bool {
    (one.period_start, one.period_end) == (other.period_start, other.period_end)
}

/// By time; of two that end on one day, the first stays.
fn ordered(mut rows: Vec<&Row>) -> Vec<&Row> {
    rows.sort_by_key(|row| row.period_end);
    rows.dedup_by_key(|row| row.period_end);
    rows
}

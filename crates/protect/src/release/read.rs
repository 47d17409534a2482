//! Figures of a release, read from its `observations.csv`.
//!
//! Not allowed here: what follows from them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use concordat_disclosure::rounding::{Band, Rounding};

use crate::error::ProtectError;
use crate::invert::Kind;
use crate::roundings::Roundings;
use crate::table::Table;

/// The file of figures.
const OBSERVATIONS: &str = "observations.csv";
/// Columns with a figure and its limits.
const NUMBERS: [&str; 5] = ["value", "lower_95", "upper_95", "lower_998", "upper_998"];

/// What a figure is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) indicator: String,
    pub(super) group: String,
    pub(super) category: String,
    pub(super) area: String,
    /// First and last day.
    pub(super) span: (String, String),
    pub(super) sex: String,
    pub(super) age: String,
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { indicator, group, category, area, span: (start, end), sex, age } = self;
        write!(formatter, "{indicator}|{group}|{category}|{area}|{start}/{end}|{sex}|{age}")
    }
}

/// A number as it is printed, with its decimals.
pub(super) type Number = (f64, u32);

/// How a value follows from its count.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Makes {
    /// It is the count.
    Count,
    /// A share or a crude rate, per so many.
    Figure(Kind, f64),
    /// In another way.
    #[default]
    Other,
}

/// What is printed about one place.
#[derive(Clone, Debug, Default)]
pub(super) struct Figure {
    /// Each printed count with what it stands for.
    pub(super) counts: BTreeSet<Band>,
    pub(super) denominators: BTreeSet<Band>,
    pub(super) makes: Makes,
    pub(super) numbers: [Option<Number>; 5],
}

/// A figure set against another one.
#[derive(Clone, Debug)]
pub(super) struct Comparison {
    pub(super) place: Place,
    /// Whether it is the plain difference; otherwise another gap, or a trend.
    pub(super) is_difference: bool,
    pub(super) title: String,
    pub(super) numbers: [Option<Number>; 5],
    pub(super) other_area: String,
    pub(super) other: Option<Number>,
    /// Whether a limit of the other figure is printed.
    pub(super) other_limits: bool,
}

/// An area: level with vintage, and the area it lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) family: String,
    pub(super) parent: String,
}

/// What one release says.
#[derive(Debug, Default)]
pub(super) struct Release {
    pub(super) rows: usize,
    pub(super) figures: BTreeMap<Place, Figure>,
    pub(super) comparisons: Vec<Comparison>,
    pub(super) areas: BTreeMap<String, Area>,
}

impl Release {
    /// Reads the figures of the guarded indicators.
    pub(super) fn read(
        folder: &Path,
        roundings: &Roundings,
        guarded: &dyn Fn(&str) -> bool,
    ) -> Result<Self, ProtectError> {
        let table = Table::read(&folder.join(OBSERVATIONS))?;
        let columns = Columns::of(&table)?;
        let mut release = Self { rows: table.rows.len(), ..Self::default() };
        for (line, row) in &table.rows {
            let row = Row { table: &table, columns: &columns, line: *line, row };
            let parent = row.text("parent_code").to_owned();
            let family = format!("{} {}", row.text("area_level"), row.text("area_vintage"));
            release.areas.insert(row.text("area_code").to_owned(), Area { family, parent });
            if guarded(row.text("indicator")) {
                release.add(&row, roundings.of(row.text("indicator")))?;
            }
        }
        Ok(release)
    }

    fn add(&mut self, row: &Row<'_>, rounding: Option<Rounding>) -> Result<(), ProtectError> {
        let is_value = row.text("measure") == "value";
        let place = row.place(is_value);
        let numbers = row.numbers()?;
        let counts = [row.count("count", rounding)?, row.count("denominator", rounding)?];
        // A comparison repeats the counts of its own side, and may show what the figure hides.
        if is_value || row.text("measure").starts_with("gap") {
            let figure = self.figures.entry(place.clone()).or_default();
            figure.counts.extend(counts[0]);
            figure.denominators.extend(counts[1]);
            if is_value {
                (figure.makes, figure.numbers) = (row.makes(), numbers);
                return Ok(());
            }
        }
        self.comparisons.push(Comparison {
            place,
            is_difference: row.text("measure") == "gap_absolute",
            title: row.text("category").to_owned(),
            numbers,
            other_area: row.text("comparator_code").to_owned(),
            other: row.number("comparator_value")?,
            other_limits: ["comparator_lower_95", "comparator_upper_95"].iter().any(|name| !row.text(name).is_empty()),
        });
        Ok(())
    }
}

/// Columns that must be there.
const NEEDED: [&str; 27] = [
    "indicator",
    "measure",
    "group_definition",
    "area_code",
    "area_level",
    "area_vintage",
    "parent_code",
    "period_start",
    "period_end",
    "sex",
    "age",
    "category",
    "value",
    "lower_95",
    "upper_95",
    "lower_998",
    "upper_998",
    "count",
    "count_basis",
    "denominator",
    "unit",
    "method",
    "comparator_code",
    "comparator_value",
    "comparator_lower_95",
    "comparator_upper_95",
    "category_type",
];

struct Columns(BTreeMap<&'static str, usize>);

impl Columns {
    fn of(table: &Table) -> Result<Self, ProtectError> {
        NEEDED.iter().map(|name| Ok((*name, table.column(name)?))).collect::<Result<_, _>>().map(Self)
    }
}

struct Row<'a> {
    table: &'a Table,
    columns: &'a Columns,
    line: u64,
    row: &'a [String],
}

impl<'a> Row<'a> {
    fn text(&self, column: &str) -> &'a str {
        self.columns.0.get(column).and_then(|at| self.row.get(*at)).map_or("", String::as_str)
    }

    /// What the row is about. In a comparison the category names the other side.
    fn place(&self, is_value: bool) -> Place {
        let text = |column| self.text(column).to_owned();
        let category = || [self.text("category_type"), self.text("category")].join(": ");
        let divided = is_value && !self.text("category").is_empty();
        Place {
            indicator: text("indicator"),
            group: text("group_definition"),
            category: if divided { category() } else { String::new() },
            area: text("area_code"),
            span: (text("period_start"), text("period_end")),
            sex: text("sex"),
            age: text("age"),
        }
    }

    /// A printed count with what it stands for.
    fn count(&self, column: &str, rounding: Option<Rounding>) -> Result<Option<Band>, ProtectError> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        let count = self.table.count(self.line, text, column)?;
        if self.text("count_basis") != "rounded" {
            return Ok(Some(Band::exact(count)));
        }
        let unsaid = || ProtectError::Base { path: self.table.path.clone(), line: self.line };
        // One of the two may stand as it is: a population, say.
        Ok(Some(rounding.ok_or_else(unsaid)?.stands_for(count).unwrap_or(Band::exact(count))))
    }

    fn number(&self, column: &str) -> Result<Option<Number>, ProtectError> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        let fault = |_| self.table.fault(self.line, format!("`{column}` is not a number"));
        let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        Ok(Some((text.parse().map_err(fault)?, u32::try_from(decimals).unwrap_or(0))))
    }

    fn numbers(&self) -> Result<[Option<Number>; 5], ProtectError> {
        let mut numbers = [None; 5];
        for (number, column) in numbers.iter_mut().zip(NUMBERS) {
            *number = self.number(column)?;
        }
        Ok(numbers)
    }

    fn makes(&self) -> Makes {
        let (unit, method) = (self.text("unit"), self.text("method"));
        let per = unit.strip_prefix("per ").and_then(|per| per.replace(',', "").parse().ok());
        match per {
            _ if method.contains("Wilson") => {
                Makes::Figure(Kind::Proportion, if unit == "percent" { 100.0 } else { 1.0 })
            }
            Some(per) if method.contains("crude rate") => Makes::Figure(Kind::Rate, per),
            None if method.starts_with("count") => Makes::Count,
            _ => Makes::Other,
        }
    }
}

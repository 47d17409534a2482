//! `fingertips.csv`: the 27 columns in which OHID's Fingertips gives out data, for tools that were made for them.
//!
//! Only rows of the measure `value` can be said in that layout; gaps, people and goals cannot. What each column is filled
//! from stands in [`row_of`]. Not allowed in here: a rating. Fingertips compares in words such as Better and Worse; here
//! they are Lower, Similar and Higher, which it uses where no judgement is meant.

use std::collections::BTreeMap;

use concordat_base::Date;
use sha2::{Digest, Sha256};

use crate::error::FormatsError;
use crate::safety::spreadsheet_safe;
use crate::table::Table;

/// The columns in order. The 23rd names the kind of parent area in Fingertips; here it is always the same.
pub const FINGERTIPS_COLUMNS: [&str; 27] = [
    "Indicator ID",
    "Indicator Name",
    "Parent Code",
    "Parent Name",
    "Area Code",
    "Area Name",
    "Area Type",
    "Sex",
    "Age",
    "Category Type",
    "Category",
    "Time period",
    "Value",
    "Lower CI 95.0 limit",
    "Upper CI 95.0 limit",
    "Lower CI 99.8 limit",
    "Upper CI 99.8 limit",
    "Count",
    "Denominator",
    "Value note",
    "Recent Trend",
    "Compared to England value or percentiles",
    "Compared to parent area value or percentiles",
    "Time period Sortable",
    "New data",
    "Compared to goal",
    "Time period range",
];

/// What a place may choose.
#[derive(Clone, Debug, Default)]
pub struct FingertipsOptions {
    /// Numbers of indicators that have one in Fingertips or elsewhere, by id.
    pub numbers: BTreeMap<String, u32>,
    /// Words for levels of areas, by id; a level without is named by its id.
    pub levels: BTreeMap<String, String>,
}

/// Numbers from here on are made from ids of indicators. Fingertips' own are far below.
const FIRST_LOCAL: u32 = 900_000_000;

/// The number of an indicator that has none: made from its id, the same in every release.
#[must_use]
pub fn local_indicator_id(indicator: &str) -> u32 {
    let hash = Sha256::digest(indicator.as_bytes());
    let part = hash.iter().take(4).fold(0u32, |number, byte| (number << 8) | u32::from(*byte));
    FIRST_LOCAL + part % 99_999_999
}

/// The file, from the tables of a release.
///
/// # Errors
///
/// A column is missing, or two indicators would get the same number.
pub fn fingertips_csv(
    observations: &Table,
    indicators: &Table,
    options: &FingertipsOptions,
) -> Result<Vec<u8>, FormatsError> {
    observations.needed("value")?;
    indicators.needed("title")?;
    let words = Words { observations, indicators, options };
    words.check_numbers()?;
    let (names, against) = (words.area_names(), words.against_england());
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    let failed = |_| FormatsError::Workbook { fault: "fingertips.csv could not be put together".to_owned() };
    writer.write_record(FINGERTIPS_COLUMNS).map_err(failed)?;
    for row in observations.rows.iter().filter(|row| observations.cell(row, "measure") == "value") {
        writer.write_record(words.row_of(row, &names, &against)).map_err(failed)?;
    }
    writer.into_inner().map_err(|_| FormatsError::Workbook { fault: "fingertips.csv was cut off".to_owned() })
}

/// Country codes of England begin so.
const ENGLAND: &str = "E92";

type Names<'a> = BTreeMap<&'a str, &'a str>;
type Spot<'a> = [&'a str; 7];

struct Words<'a> {
    observations: &'a Table,
    indicators: &'a Table,
    options: &'a FingertipsOptions,
}

impl<'a> Words<'a> {
    /// The cells of a row. Words are made safe for spreadsheets; numbers are as they were published.
    fn row_of(&self, row: &'a [String], names: &Names<'a>, against: &BTreeMap<Spot<'a>, &'a str>) -> Vec<String> {
        let cell = |column| self.observations.cell(row, column);
        let safe = |text: &str| spreadsheet_safe(text).into_owned();
        let parent = cell("parent_code");
        let (category_type, category) = self.category(row);
        let number = |column| if cell("status").contains("[c]") { String::new() } else { cell(column).to_owned() };
        let mut cells = vec![self.number_of(cell("indicator")).to_string(), safe(self.title_of(cell("indicator")))];
        cells
            .extend([parent, names.get(parent).copied().unwrap_or(""), cell("area_code"), cell("area_name")].map(safe));
        cells.extend([safe(&self.area_type(row)), safe(cell("sex")), safe(cell("age"))]);
        cells.extend([safe(category_type), safe(category), safe(cell("period_label"))]);
        let numbers = ["value", "lower_95", "upper_95", "lower_998", "upper_998", "count", "denominator"];
        cells.extend(numbers.map(number));
        cells.push(safe(&value_note(cell("status"), cell("status_reason"))));
        cells.push(trend(cell("recent_trend")).to_owned());
        cells.push(compared(against.get(&self.spot(row)).copied().unwrap_or("")).to_owned());
        cells.push("Not compared".to_owned());
        let days = cell("period_start").parse().ok().zip(cell("period_end").parse().ok());
        let (sortable, range) = days.map(|(start, end)| sortable_and_range(start, end)).unwrap_or_default();
        cells.extend([sortable, String::new(), String::new(), range]);
        cells
    }

    /// Two groups of one indicator would else be two rows with the same key.
    fn category(&self, row: &'a [String]) -> (&'a str, &'a str) {
        let cell = |column| self.observations.cell(row, column);
        match (cell("category_type"), cell("group_definition")) {
            ("", "") => ("", ""),
            ("", group) => ("Group", group),
            (kind, _) => (kind, cell("category")),
        }
    }

    fn area_type(&self, row: &[String]) -> String {
        let level = self.observations.cell(row, "area_level");
        let level = self.options.levels.get(level).map_or(level, String::as_str);
        match self.observations.cell(row, "area_vintage") {
            "" => level.to_owned(),
            vintage => format!("{level} (boundaries of {vintage})"),
        }
    }

    /// What a row is of, apart from its measure and its comparator.
    fn spot(&self, row: &'a [String]) -> Spot<'a> {
        ["indicator", "area_code", "period_start", "period_end", "sex", "age", "group_definition"]
            .map(|column| self.observations.cell(row, column))
    }

    /// The word of the first gap to England at each spot. The word in a row of values may be of another comparator.
    fn against_england(&self) -> BTreeMap<Spot<'a>, &'a str> {
        let mut words = BTreeMap::new();
        let cell = |row: &'a Vec<String>, column| self.observations.cell(row, column);
        let is_gap = |row: &&'a Vec<String>| {
            cell(row, "measure") == "gap_absolute"
                && cell(row, "comparator_code").starts_with(ENGLAND)
                && !cell(row, "status").contains("[c]")
        };
        for row in self.observations.rows.iter().filter(is_gap) {
            words.entry(self.spot(row)).or_insert_with(|| cell(row, "significance"));
        }
        words
    }

    fn area_names(&self) -> Names<'a> {
        let pair =
            |row: &'a Vec<String>| (self.observations.cell(row, "area_code"), self.observations.cell(row, "area_name"));
        self.observations.rows.iter().map(pair).collect()
    }

    fn title_of(&self, indicator: &'a str) -> &'a str {
        let found = self.indicators.rows.iter().find(|row| self.indicators.cell(row, "indicator") == indicator);
        found.map_or(indicator, |row| self.indicators.cell(row, "title"))
    }

    fn number_of(&self, indicator: &str) -> u32 {
        self.options.numbers.get(indicator).copied().unwrap_or_else(|| local_indicator_id(indicator))
    }

    fn check_numbers(&self) -> Result<(), FormatsError> {
        let mut seen: BTreeMap<u32, &str> = BTreeMap::new();
        for row in &self.indicators.rows {
            let second = self.indicators.cell(row, "indicator");
            if let Some(first) = seen.insert(self.number_of(second), second).filter(|first| *first != second) {
                return Err(FormatsError::SameNumber { first: first.to_owned(), second: second.to_owned() });
            }
        }
        Ok(())
    }
}

/// A hidden figure has one note, whatever hid it.
fn value_note(status: &str, reason: &str) -> String {
    if status.contains("[c]") {
        return "Value suppressed for disclosure control".to_owned();
    }
    [status, reason].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn trend(word: &str) -> &'static str {
    match word {
        "rising" => "Increasing",
        "falling" => "Decreasing",
        "no clear change" => "No significant change",
        "cannot say" => "Cannot be calculated",
        _ => "Not yet calculated",
    }
}

fn compared(word: &str) -> &'static str {
    match word {
        "lower" => "Lower",
        "higher" => "Higher",
        "no clear difference" => "Similar",
        _ => "Not compared",
    }
}

/// A key that sorts, and how long the period is. Fingertips sorts whole years as `20230000`; here a period of another length has
/// the month of its first day at the end.
fn sortable_and_range(start: Date, end: Date) -> (String, String) {
    let month = |date: Date| 12 * i32::from(date.year()) + i32::from(date.month());
    let months = month(end) - month(start) + 1;
    if months % 12 == 0 {
        (format!("{:04}0000", start.year()), format!("{}y", months / 12))
    } else {
        (format!("{:04}00{:02}", start.year(), start.month()), format!("{months}m"))
    }
}

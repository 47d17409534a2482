//! One published figure, read from `observations.csv`.
//!
//! Not allowed in here: a number in another form than it was published.

use concordat_base::Date;
use concordat_formats::Table;
use concordat_methods::Bounded;

/// A published number: its digits, and its value for drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// As it was published.
    pub text: String,
    /// The same as a number.
    pub value: f64,
}

impl Number {
    fn read(text: &str) -> Option<Self> {
        let value: f64 = text.parse().ok()?;
        value.is_finite().then(|| Self { text: text.to_owned(), value })
    }

    /// Decimals that it was published with.
    #[must_use]
    pub fn places(&self) -> u8 {
        let decimals = self.text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        u8::try_from(decimals).unwrap_or(0)
    }
}

/// One row.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "the columns of the release, by their names; formats::observation_columns explains each"
)]
pub struct Row {
    pub indicator: String,
    pub mission: String,
    pub measure: String,
    pub group_definition: String,
    pub area_code: String,
    pub area_name: String,
    pub area_level: String,
    pub parent_code: String,
    pub period_start: Date,
    pub period_end: Date,
    pub period_label: String,
    pub sex: String,
    pub age: String,
    pub category_type: String,
    pub category: String,
    pub value: Option<Number>,
    pub lower_95: Option<Number>,
    pub upper_95: Option<Number>,
    pub count: Option<Number>,
    pub count_basis: String,
    pub denominator: Option<Number>,
    pub unit: String,
    pub method: String,
    pub comparator_code: String,
    pub comparator_value: Option<Number>,
    pub comparator_lower_95: Option<Number>,
    pub comparator_upper_95: Option<Number>,
    pub comparator_basis: String,
    pub significance: String,
    pub recent_trend: String,
    pub reading: String,
    pub status: String,
    pub status_reason: String,
    pub synthetic: bool,
    pub figure_id: String,
}

impl Row {
    /// Reads a row of the table; `None` if a day is none.
    pub(crate) fn read(table: &Table, row: &[String]) -> Option<Self> {
        let text = |column: &str| table.cell(row, column).to_owned();
        let number = |column: &str| Number::read(table.cell(row, column));
        Some(Self {
            indicator: text("indicator"),
            mission: text("mission"),
            measure: text("measure"),
            group_definition: text("group_definition"),
            area_code: text("area_code"),
            area_name: text("area_name"),
            area_level: text("area_level"),
            parent_code: text("parent_code"),
            period_start: text("period_start").parse().ok()?,
            period_end: text("period_end").parse().ok()?,
            period_label: text("period_label"),
            sex: text("sex"),
            age: text("age"),
            category_type: text("category_type"),
            category: text("category"),
            value: number("value"),
            lower_95: number("lower_95"),
            upper_95: number("upper_95"),
            count: number("count"),
            count_basis: text("count_basis"),
            denominator: number("denominator"),
            unit: text("unit"),
            method: text("method"),
            comparator_code: text("comparator_code"),
            comparator_value: number("comparator_value"),
            comparator_lower_95: number("comparator_lower_95"),
            comparator_upper_95: number("comparator_upper_95"),
            comparator_basis: text("comparator_basis"),
            significance: text("significance"),
            recent_trend: text("recent_trend"),
            reading: text("reading"),
            status: text("status"),
            status_reason: text("status_reason"),
            synthetic: text("synthetic") == "true",
            figure_id: text("figure_id"),
        })
    }

    /// Whether it carries a mark, such as `c`.
    #[must_use]
    pub fn has_mark(&self, mark: char) -> bool {
        self.status.contains(&format!("[{mark}]"))
    }

    /// Whether the figure is hidden. One mark, whatever hid it.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.has_mark('c')
    }

    /// Whether the figure is to be drawn hatched: few people, provisional, estimated, or held over.
    #[must_use]
    pub fn is_unsure(&self) -> bool {
        ['u', 'p', 'e', 'h'].into_iter().any(|mark| self.has_mark(mark))
    }

    /// The mark that stands where a number is missing.
    #[must_use]
    pub fn missing(&self) -> &'static str {
        if self.is_hidden() {
            "[c]"
        } else if self.has_mark('x') {
            "[x]"
        } else {
            "[z]"
        }
    }

    /// Value and limits, where all are there.
    #[must_use]
    pub fn bounded(&self) -> Option<Bounded> {
        let (value, lower, upper) = (self.value.as_ref()?, self.lower_95.as_ref()?, self.upper_95.as_ref()?);
        Some(Bounded { value: value.value, lower: lower.value, upper: upper.value })
    }

    /// A number's digits, or the mark in its place.
    #[must_use]
    pub fn print(&self, number: Option<&Number>) -> String {
        number.map_or_else(|| self.missing().to_owned(), |number| number.text.clone())
    }
}

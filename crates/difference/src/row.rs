//! One row of `observations.csv`, read by the names of its columns.
//!
//! Not allowed in here: a number of a row that is marked confidential.

use concordat_base::Date;

use crate::number::Number;

/// The mark of a confidential row.
const CONFIDENTIAL: &str = "[c]";

/// One published figure. Numbers of a confidential row are not read, whatever its cells hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Row {
    pub(crate) indicator: String,
    pub(crate) indicator_version: String,
    pub(crate) measure: String,
    pub(crate) group_definition: String,
    pub(crate) area_code: String,
    pub(crate) area_name: String,
    pub(crate) area_level: String,
    pub(crate) area_vintage: String,
    pub(crate) parent_code: String,
    pub(crate) period: Option<(Date, Date)>,
    pub(crate) period_label: String,
    pub(crate) sex: String,
    pub(crate) age: String,
    pub(crate) category_type: String,
    pub(crate) category: String,
    pub(crate) value: Option<Number>,
    pub(crate) lower_95: Option<Number>,
    pub(crate) upper_95: Option<Number>,
    pub(crate) count: Option<Number>,
    pub(crate) count_basis: String,
    pub(crate) denominator: Option<Number>,
    pub(crate) denominator_source: String,
    pub(crate) denominator_period: String,
    pub(crate) unit: String,
    pub(crate) method: String,
    pub(crate) comparator_code: String,
    pub(crate) comparator_value: Option<Number>,
    pub(crate) comparator_basis: String,
    pub(crate) status: String,
    pub(crate) status_reason: String,
    pub(crate) synthetic: bool,
    pub(crate) figure_id: String,
}

impl Row {
    /// A row from a way to look its cells up; `None` where it is no figure.
    pub(crate) fn read<'cell>(cell: impl Fn(&str) -> &'cell str) -> Option<Self> {
        let text = |name: &str| cell(name).to_owned();
        let hidden = cell("status").contains(CONFIDENTIAL);
        let number = |name: &str| if hidden { None } else { Number::read(cell(name)) };
        let date = |name: &str| cell(name).parse::<Date>().ok();
        let row = Self {
            indicator: text("indicator"),
            indicator_version: text("indicator_version"),
            measure: text("measure"),
            group_definition: text("group_definition"),
            area_code: text("area_code"),
            area_name: text("area_name"),
            area_level: text("area_level"),
            area_vintage: text("area_vintage"),
            parent_code: text("parent_code"),
            period: date("period_start").zip(date("period_end")),
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
            denominator_source: text("denominator_source"),
            denominator_period: text("denominator_period"),
            unit: text("unit"),
            method: text("method"),
            comparator_code: text("comparator_code"),
            comparator_value: number("comparator_value"),
            comparator_basis: text("comparator_basis"),
            status: text("status"),
            status_reason: text("status_reason"),
            synthetic: cell("synthetic") == "true",
            figure_id: text("figure_id"),
        };
        (!row.figure_id.is_empty() && !row.indicator.is_empty() && row.period.is_some()).then_some(row)
    }

    /// Whether it is confidential.
    pub(crate) fn is_hidden(&self) -> bool {
        self.status.contains(CONFIDENTIAL)
    }

    /// The period without what is said in brackets of the months that are held of it.
    pub(crate) fn base_label(&self) -> &str {
        self.period_label.split(" (").next().unwrap_or_default()
    }

    /// Whether its denominator is counted from the same records as its count.
    pub(crate) fn counts_its_denominator(&self) -> bool {
        self.denominator_period == self.period_label || self.denominator_period == self.base_label()
    }

    /// Whether it is the same figure of another period.
    pub(crate) fn is_another_period_of(&self, other: &Self) -> bool {
        let what = |row: &Self| {
            [&row.indicator, &row.measure, &row.group_definition, &row.area_code, &row.sex, &row.age, &row.category]
                .map(String::clone)
        };
        self.period != other.period && what(self) == what(other)
    }

    /// Whether it is measured against others of the same area.
    pub(crate) fn is_against_its_own_area(&self) -> bool {
        !self.comparator_code.is_empty() && self.comparator_code == self.area_code
    }
}

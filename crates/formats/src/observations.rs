//! The columns of `observations.csv` and `indicators.csv`, in the order in which a release has them, and the marks.
//!
//! Not allowed in here: a column of one format alone.

use crate::table::{Column, Kind};

type Line = (&'static str, &'static str, Kind, &'static str);

const DECIMAL: Kind = Kind::DECIMAL;

const OBSERVATIONS: [Line; 44] = [
    ("indicator", "Indicator", Kind::Text, "Id of the indicator; its definition is in indicators.csv."),
    ("indicator_version", "Indicator version", Kind::Integer, "Version of the definition."),
    ("mission", "Mission", Kind::Text, "Id of the mission that the figure is read for."),
    (
        "measure",
        "Measure",
        Kind::Text,
        "value, or what was worked out from values: gap_absolute, gap_relative, gap_people, sii, rii, change.",
    ),
    ("group_definition", "Group", Kind::Text, "The group of people, with the version of its definition."),
    ("area_code", "Area code", Kind::Text, "Code of the area, of the Office for National Statistics where it has one."),
    ("area_name", "Area", Kind::Text, "Name of the area."),
    ("area_level", "Area level", Kind::Text, "Kind of area."),
    ("area_vintage", "Boundary year", Kind::Text, "Year of the boundaries."),
    ("parent_code", "Parent area code", Kind::Text, "Code of the area that it lies in."),
    ("period_start", "Period start", Kind::Date, "First day."),
    ("period_end", "Period end", Kind::Date, "Last day."),
    ("period_label", "Period", Kind::Text, "The period in words."),
    ("sex", "Sex", Kind::Text, "Persons where both are together."),
    ("age", "Age", Kind::Text, "Ages."),
    ("category_type", "Category type", Kind::Text, "What the rows are split by, or compared with."),
    ("category", "Category", Kind::Text, "The part, or the comparator."),
    ("value", "Value", DECIMAL, "The figure, rounded once; empty where the status says why."),
    ("lower_95", "Lower 95% limit", DECIMAL, "Lower limit of the 95% interval."),
    ("upper_95", "Upper 95% limit", DECIMAL, "Upper limit of the 95% interval."),
    ("lower_998", "Lower 99.8% limit", DECIMAL, "Lower limit of the 99.8% interval."),
    ("upper_998", "Upper 99.8% limit", DECIMAL, "Upper limit of the 99.8% interval."),
    ("count", "Count", Kind::Integer, "People or events with the outcome, as shown."),
    ("count_basis", "Count basis", Kind::Text, "exact or rounded."),
    ("denominator", "Denominator", Kind::Integer, "People or events in all, as shown."),
    ("denominator_source", "Denominator source", Kind::Text, "Where the denominator is from."),
    ("denominator_period", "Denominator period", Kind::Text, "The time that the denominator is of."),
    ("unit", "Unit", Kind::Text, "Unit of the value and its limits."),
    ("method", "Method", Kind::Text, "How value and limits were worked out."),
    ("comparator_code", "Comparator code", Kind::Text, "Code of the area that it is compared with."),
    ("comparator_value", "Comparator value", DECIMAL, "Value of the comparator."),
    ("comparator_lower_95", "Comparator lower 95% limit", DECIMAL, "Lower limit of the comparator's 95% interval."),
    ("comparator_upper_95", "Comparator upper 95% limit", DECIMAL, "Upper limit of the comparator's 95% interval."),
    (
        "comparator_basis",
        "Comparator basis",
        Kind::Text,
        "counts, or percent_only where it was published without counts and is taken as exact.",
    ),
    ("significance", "Compared", Kind::Text, "lower, higher or no clear difference; words, no rating."),
    ("recent_trend", "Recent trend", Kind::Text, "rising, falling, no clear change or cannot say."),
    ("reading", "Reading", Kind::Text, "The figure as a sentence, for headline rows."),
    ("status", "Status", Kind::Text, "Marks in brackets, side by side; the notes explain them."),
    ("status_reason", "Status reason", Kind::Text, "What the marks stand for here. Never why a figure is hidden."),
    ("input_as_of", "Inputs up to", Kind::Date, "Last day that the inputs cover."),
    ("held_since", "Held since", Kind::Date, "Since when an input is held over for want of a newer one."),
    ("synthetic", "Made up", Kind::Flag, "true where a made-up extract is behind the figure."),
    ("figure_id", "Figure id", Kind::Text, "The same in every release."),
    ("release", "Release", Kind::Text, "Version of the release."),
];

const INDICATORS: [Line; 20] = [
    ("indicator", "Indicator", Kind::Text, "Id of the indicator."),
    ("indicator_version", "Indicator version", Kind::Integer, "Version of the definition."),
    ("mission", "Mission", Kind::Text, "Id of the mission."),
    ("headline", "Headline", Kind::Flag, "Whether the mission is read by it first."),
    ("title", "Title", Kind::Text, ""),
    ("definition", "Definition", Kind::Text, ""),
    ("rationale", "Why it matters", Kind::Text, ""),
    ("numerator", "Numerator", Kind::Text, ""),
    ("denominator", "Denominator", Kind::Text, ""),
    ("denominator_source", "Denominator source", Kind::Text, ""),
    ("unit", "Unit", Kind::Text, ""),
    ("method", "Method", Kind::Text, ""),
    ("polarity", "Which way is better", Kind::Text, ""),
    ("sources", "Sources", Kind::Text, ""),
    ("attribution", "Attribution", Kind::Text, "Statements that the sources' licences ask for."),
    ("caveats", "Caveats", Kind::Text, ""),
    ("disclosure_rule", "Disclosure rule", Kind::Text, "How small counts are protected."),
    ("goal", "Goal", Kind::Text, ""),
    ("agreements", "Agreements", Kind::Text, "Agreements that the figures rest on."),
    ("synthetic", "Made up", Kind::Flag, "true where a made-up extract is behind it."),
];

/// Columns of which no cell is empty.
const FILLED: [&str; 18] = [
    "indicator",
    "indicator_version",
    "mission",
    "measure",
    "area_code",
    "area_name",
    "area_level",
    "period_start",
    "period_end",
    "period_label",
    "sex",
    "age",
    "unit",
    "synthetic",
    "figure_id",
    "release",
    "title",
    "definition",
];

/// The columns of `observations.csv` and of every file below `missions/`.
#[must_use]
pub fn observation_columns() -> Vec<Column> {
    columns(&OBSERVATIONS)
}

/// The columns of `indicators.csv`.
#[must_use]
pub fn indicator_columns() -> Vec<Column> {
    columns(&INDICATORS)
}

fn columns(lines: &[Line]) -> Vec<Column> {
    let column = |(name, title, kind, description): &Line| Column {
        required: FILLED.contains(name),
        ..Column::new(name, title, *kind).described(description)
    };
    lines.iter().map(column).collect()
}

/// A mark that stands in brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// As it is printed: `[c]`.
    pub sign: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// Every mark, in the order in which it is explained. `c, u, x, z, r, p, b, e` are those of the Government Analysis Function.
pub const MARKS: [Mark; 9] = [
    Mark {
        sign: "[c]",
        meaning: "Confidential: the number is not shown, to protect people. Some are hidden because they are small and \
                  some because a hidden one could be worked out from them; which is which is not told.",
    },
    Mark { sign: "[u]", meaning: "Low reliability: the figure rests on few people and moves a lot by chance." },
    Mark { sign: "[x]", meaning: "Not available; the status reason says why." },
    Mark { sign: "[z]", meaning: "Not applicable: there is nothing that could stand here." },
    Mark { sign: "[r]", meaning: "Revised since an earlier release." },
    Mark { sign: "[p]", meaning: "Provisional: part of the period's data is still to come." },
    Mark { sign: "[b]", meaning: "Break: not comparable with the period before." },
    Mark { sign: "[e]", meaning: "Estimated." },
    Mark { sign: "[h]", meaning: "Built on data held over from an earlier delivery, for want of a newer one." },
];

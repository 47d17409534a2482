//! One plain sentence for each headline row: what was seen, how sure it is, and against what.
//!
//! Not allowed in here: a rating, and a number that is not a published one of the same row.

use concordat_base::Name;
use concordat_declare::Partnership;
use concordat_declare::indicator::{Indicator, Measure, Polarity};

use super::aside::{Aside, Side};
use super::spoken::spoken;
use crate::observation::{Observation, RowMeasure};

/// Adds sentences to rows of a headline indicator that are of everybody at the two widest levels.
pub(super) fn add(partnership: &Partnership, indicator: &Indicator, rows: &mut [Observation]) {
    if !indicator.headline {
        return;
    }
    let widest: Vec<&Name> = partnership.areas().levels.iter().rev().take(2).map(|level| &level.id).collect();
    let wanted = |row: &&mut Observation| row.sex == "Persons" && row.value.is_some() && row.reading.is_empty();
    for row in rows.iter_mut().filter(wanted) {
        if widest.contains(&&row.area_level) {
            row.reading = sentence(indicator, row);
        }
    }
}

fn sentence(indicator: &Indicator, row: &Observation) -> String {
    let value = row.value.map(|value| value.to_string()).unwrap_or_default();
    let interval = row
        .limits
        .map_or_else(String::new, |limits| format!(" (95% interval {} to {})", limits.lower_95, limits.upper_95));
    let place = format!("{}, {}", row.area_name, spoken(&row.period_label));
    match row.measure {
        RowMeasure::Value if !row.category.is_empty() => {
            format!("{place}: {value} {}{interval}, {}: {}.", row.unit, row.category_type, row.category)
        }
        RowMeasure::Value => format!("{place}: {value} {}{interval}. {}.", row.unit, who(indicator, row)),
        RowMeasure::GapAbsolute => told(&place, row, &row.unit, &compared(row)),
        RowMeasure::GapRelative => told(&place, row, "percent", ""),
        RowMeasure::GapPeople => in_people(&place, indicator, row),
        // The row of a goal and that of a slope bring their own sentences.
        RowMeasure::Change | RowMeasure::SlopeIndex => String::new(),
    }
}

/// The comparator's own figure, in brackets.
fn compared(row: &Observation) -> String {
    let value = row.comparator.as_ref().and_then(|one| one.value);
    value.map(|value| format!(" ({value})")).unwrap_or_default()
}

/// A title as it stands within a sentence.
fn within(title: &str) -> String {
    title.strip_prefix("The ").map_or_else(|| title.to_owned(), |rest| format!("the {rest}"))
}

/// A difference: above or below, or that the data do not tell the two apart.
fn told(place: &str, row: &Observation, unit: &str, compared: &str) -> String {
    let Some(aside) = Aside::of(row) else { return String::new() };
    let (against, amount, interval) = (within(&row.category), aside.amount(), aside.interval());
    // Without an interval nobody can say what chance explains.
    let unsure = if row.limits.is_some() { "" } else { ", published without an interval" };
    match aside.side {
        Side::Above => format!("{place}: {amount} {unit}{interval} above {against}{compared}{unsure}."),
        Side::Below => format!("{place}: {amount} {unit}{interval} below {against}{compared}{unsure}."),
        Side::Unclear => {
            format!("{place}: no clear difference from {against}{compared}: {amount} {unit}{interval}{unsure}.")
        }
    }
}

/// The gap in people. The row says how many more would have to be counted to be level, below zero where fewer would.
fn in_people(place: &str, indicator: &Indicator, row: &Observation) -> String {
    let Some(aside) = Aside::of(row) else { return String::new() };
    let (against, counted) = (within(&row.category), &indicator.words.counted);
    let (amount, interval) = (aside.amount(), aside.interval());
    let is_wanted = indicator.polarity != Polarity::LowerIsBetter;
    match (aside.side, is_wanted) {
        (Side::Above, true) => format!(
            "{place}: to close the gap to {against}, {amount} more {counted}{interval} would have to reach the outcome."
        ),
        (Side::Below, true) => {
            format!(
                "{place}: {amount} more {counted}{interval} reached the outcome than would be level with {against}."
            )
        }
        (Side::Below, false) => format!(
            "{place}: to be level with {against}, {amount} fewer {counted}{interval} would have to be in the count."
        ),
        (Side::Above, false) => {
            format!("{place}: {amount} fewer {counted}{interval} are in the count than would be level with {against}.")
        }
        (Side::Unclear, _) => {
            let (amount, interval) = aside.more_or_fewer();
            format!("{place}: no clear difference from {against}: {amount} {counted}{interval} would be level.")
        }
    }
}

/// Whom a value is of: the indicator's title, or the title of the other group.
fn who<'indicator>(indicator: &'indicator Indicator, row: &Observation) -> &'indicator str {
    let rest = match &indicator.measure {
        Measure::Proportion(proportion) => proportion.rest.as_ref(),
        _ => None,
    };
    rest.filter(|rest| rest.definition.as_str() == row.group_definition)
        .map_or(indicator.words.title.as_str(), |rest| rest.title.as_str())
}

#[cfg(test)]
mod tests {
    use concordat_base::{Date, Decimal};
    use concordat_declare::indicator::{Analysis, Indicator, Polarity};

    use super::sentence;
    use crate::evaluate::words::tests::{indicator, name, row, south_tees};
    use crate::observation::{ComparatorFigure, Limits, Observation, RowMeasure};

    fn gap(measure: RowMeasure, [value, lower_95, upper_95]: [f64; 3]) -> Observation {
        let decimals = if measure == RowMeasure::GapPeople { 0 } else { 1 };
        let round = |value: f64| Decimal::round(value, decimals).unwrap();
        let england = ComparatorFigure {
            id: name("england"),
            code: "E92000001".to_owned(),
            value: Decimal::round(54.9, 1),
            limits_95: None,
            basis: "counts",
        };
        Observation {
            measure,
            period_label: "2025-Q1".to_owned(),
            category: "England".to_owned(),
            unit: "percentage points".to_owned(),
            comparator: Some(england),
            limits: Some(Limits { lower_95: round(lower_95), upper_95: round(upper_95), wide: None }),
            value: Some(round(value)),
            ..row(Date::constant(2025, 1, 1), 3, 0.0)
        }
    }

    fn said(polarity: Polarity, counted: &str, row: &Observation) -> String {
        let place = south_tees();
        let mut asked =
            Indicator { polarity, ..indicator(&place, "homelessness-three-or-more-needs", Analysis::default()) };
        counted.clone_into(&mut asked.words.counted);
        sentence(&asked, row).replace("South Tees, January to March 2025: ", "")
    }

    #[test]
    fn a_gap_is_told_on_the_side_where_it_lies_and_an_unclear_one_on_none() {
        for (numbers, expected) in [
            ([12.1, 7.9, 16.0], "12.1 percentage points (95% interval 7.9 to 16.0) above England (54.9)."),
            ([-17.6, -20.2, -15.1], "17.6 percentage points (95% interval 15.1 to 20.2) below England (54.9)."),
            (
                [2.2, -1.7, 6.1],
                "no clear difference from England (54.9): 2.2 percentage points (95% interval -1.7 to 6.1).",
            ),
            (
                [2.0, 0.0, 4.0],
                "no clear difference from England (54.9): 2.0 percentage points (95% interval 0.0 to 4.0).",
            ),
        ] {
            assert_eq!(said(Polarity::HigherIsBetter, "people", &gap(RowMeasure::GapAbsolute, numbers)), expected);
        }
        let bare = Observation { limits: None, ..gap(RowMeasure::GapAbsolute, [14.6, 0.0, 0.0]) };
        let expected = "14.6 percentage points above England (54.9), published without an interval.";
        assert_eq!(said(Polarity::LowerIsBetter, "people", &bare), expected);
        let others = Observation { category: "The others here".to_owned(), ..bare };
        assert!(said(Polarity::Neither, "people", &others).contains(" above the others here (54.9)"));
        let relative = gap(RowMeasure::GapRelative, [-22.0, -25.3, -18.1]);
        assert_eq!(
            said(Polarity::Neither, "people", &relative),
            "22.0 percent (95% interval 18.1 to 25.3) below England."
        );
    }

    #[test]
    fn a_gap_in_people_says_fewer_or_more_and_of_whom() {
        use Polarity::{HigherIsBetter, LowerIsBetter};
        for (polarity, counted, numbers, expected) in [
            (
                HigherIsBetter,
                "children",
                [167.0, 143.0, 190.0],
                "to close the gap to England, 167 more children (95% interval 143 to 190) would have to reach the outcome.",
            ),
            (
                HigherIsBetter,
                "children",
                [-111.0, -140.0, -80.0],
                "111 more children (95% interval 80 to 140) reached the outcome than would be level with England.",
            ),
            (
                LowerIsBetter,
                "households",
                [-62.0, -82.0, -40.0],
                "to be level with England, 62 fewer households (95% interval 40 to 82) would have to be in the count.",
            ),
            (
                LowerIsBetter,
                "people",
                [49.0, 12.0, 80.0],
                "49 fewer people (95% interval 12 to 80) are in the count than would be level with England.",
            ),
            (
                LowerIsBetter,
                "people",
                [14.0, -12.0, 40.0],
                "no clear difference from England: 14 more people (95% interval 12 fewer to 40 more) would be level.",
            ),
        ] {
            assert_eq!(said(polarity, counted, &gap(RowMeasure::GapPeople, numbers)), expected);
        }
    }
}

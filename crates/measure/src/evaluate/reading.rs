//! One plain sentence for each headline row: what was seen, how sure it is, and against what.
//!
//! Not allowed in here: a rating, and a number that is not a published one of the same row.

use concordat_base::Name;
use concordat_declare::Partnership;
use concordat_declare::indicator::{Indicator, Measure, Polarity};

use crate::observation::{Observation, RowMeasure};

/// Adds sentences to rows of a headline indicator that are of everybody at the two widest levels.
pub(super) fn add(partnership: &Partnership, indicator: &Indicator, rows: &mut [Observation]) {
    if !indicator.headline {
        return;
    }
    let widest: Vec<&Name> = partnership.areas().levels.iter().rev().take(2).map(|level| &level.id).collect();
    for row in rows.iter_mut().filter(|row| row.sex == "Persons" && row.value.is_some()) {
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
    let place = format!("{}, {}", row.area_name, row.period_label);
    let against = &row.category;
    match row.measure {
        RowMeasure::Value if !row.category.is_empty() => {
            format!("{place}: {value} {}{interval}, {}: {}.", row.unit, row.category_type, row.category)
        }
        RowMeasure::Value => format!("{place}: {value} {}{interval}. {}.", row.unit, who(indicator, row)),
        RowMeasure::GapAbsolute => {
            let compared =
                row.comparator.as_ref().and_then(|one| one.value).map(|one| one.to_string()).unwrap_or_default();
            format!("{place}: {value} {}{interval} from {} ({compared}).", row.unit, against)
        }
        RowMeasure::GapRelative => format!("{place}: {value} {}{interval}, {}.", row.unit, against),
        // Of what is not wanted there would have to be fewer: "more people" may be a number below zero.
        RowMeasure::GapPeople if indicator.polarity == Polarity::LowerIsBetter => format!(
            "{place}: to be level with {against}, {value}{interval} more people would have to be in the count, fewer where \
             the number is below zero."
        ),
        RowMeasure::GapPeople => format!(
            "{place}: to close the gap to {}, {value}{interval} more people would have to reach the outcome.",
            against
        ),
        // The row of a goal brings its own sentence.
        RowMeasure::Change => String::new(),
    }
}

/// Whom a value is of: the indicator's title, or the title of the other group.
fn who<'indicator>(indicator: &'indicator Indicator, row: &Observation) -> &'indicator str {
    let rest = match &indicator.measure {
        Measure::Proportion(proportion) => proportion.rest.as_ref(),
        Measure::CrudeRate(_) | Measure::DirectlyStandardisedRate(_) | Measure::LinkedCount(_) | Measure::Sql(_) => {
            None
        }
    };
    rest.filter(|rest| rest.definition.as_str() == row.group_definition)
        .map_or(indicator.words.title.as_str(), |rest| rest.title.as_str())
}

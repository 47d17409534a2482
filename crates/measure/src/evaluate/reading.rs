//! One plain sentence for each headline row: what was seen, how sure it is, and against what.
//!
//! Not allowed in here: a rating, and a number that is not a published one of the same row.

use concordat_declare::indicator::Indicator;

use crate::observation::{Observation, RowMeasure};

/// Adds sentences to rows of a headline indicator that are of everybody at the two widest levels.
pub(super) fn add(indicator: &Indicator, rows: &mut [Observation]) {
    if !indicator.headline {
        return;
    }
    for row in rows.iter_mut().filter(|row| row.sex == "Persons" && row.value.is_some()) {
        if row.area_level.as_str() == "place" || row.area_level.as_str() == "borough" {
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
    let title = &indicator.words.title;
    let against = || {
        let id = row.comparator.as_ref().map(|comparator| &comparator.id);
        indicator
            .comparators
            .iter()
            .find(|one| Some(&one.id.value) == id)
            .map(|one| one.title.clone())
            .unwrap_or_default()
    };
    match row.measure {
        RowMeasure::Value if !row.category.is_empty() => {
            format!("{place}: {value} {}{interval}, {}: {}.", row.unit, row.category_type, row.category)
        }
        RowMeasure::Value if row.group_definition.starts_with("not_") => {
            format!("{place}: {value} {}{interval} among the other children here.", row.unit)
        }
        RowMeasure::Value => format!("{place}: {value} {}{interval}. {title}.", row.unit),
        RowMeasure::GapAbsolute => {
            let compared =
                row.comparator.as_ref().and_then(|one| one.value).map(|one| one.to_string()).unwrap_or_default();
            format!("{place}: {value} {}{interval} from {} ({compared}).", row.unit, against())
        }
        RowMeasure::GapRelative => format!("{place}: {value} {}{interval}, {}.", row.unit, against()),
        RowMeasure::GapPeople => format!(
            "{place}: to close the gap to {}, {value}{interval} more people would have to reach the outcome.",
            against()
        ),
    }
}

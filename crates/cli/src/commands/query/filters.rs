//! Filters as conditions of SQL: every word typed is first found among those of the release.
//!
//! Not allowed in here: text in a query that was not found in the release.

use super::names::{self, Titled, same};
use super::tables::ReleaseTables;
use super::texts;
use crate::arguments::query::Filters;
use crate::commands::chosen::Chosen;
use crate::failure::{Failure, unknown};

/// What a person wants to see of a figure.
const COLUMNS: [&str; 14] = [
    "indicator",
    "area_name",
    "period_label",
    "sex",
    "group_definition",
    "measure",
    "category",
    "value",
    "lower_95",
    "upper_95",
    "count",
    "denominator",
    "unit",
    "status",
];

/// The last column of the answer, which is told and not shown.
pub(super) const SYNTHETIC: &str = "synthetic";

/// One filter: a column and the word of the release that it has to hold.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    /// The option, without its dashes.
    pub(super) option: &'static str,
    /// The column.
    pub(super) column: &'static str,
    /// The word.
    pub(super) word: String,
}

impl Condition {
    pub(super) fn sql(&self) -> String {
        format!("{} = '{}'", self.column, self.word.replace('\'', "''"))
    }
}

/// Conditions as one.
pub(super) fn all<'a>(conditions: impl IntoIterator<Item = &'a Condition>) -> String {
    let each: Vec<String> = conditions.into_iter().map(Condition::sql).collect();
    if each.is_empty() { "true".to_owned() } else { each.join(" AND ") }
}

impl Filters {
    /// Whether nothing is filtered.
    pub(crate) fn is_empty(&self) -> bool {
        self.plain().iter().all(|(_, _, typed)| typed.is_none())
            && self.mission.is_none()
            && self.indicator.is_none()
            && self.area.is_none()
    }

    /// Filters whose words stand in the column as they are: option, column, what was typed.
    fn plain(&self) -> [(&'static str, &'static str, Option<&str>); 6] {
        [
            ("level", "area_level", self.level.as_deref()),
            ("measure", "measure", self.measure.as_deref()),
            ("period", "period_label", self.period.as_deref()),
            ("group", "group_definition", self.group.as_deref()),
            ("sex", "sex", self.sex.as_deref()),
            ("age", "age", self.age.as_deref()),
        ]
    }
}

/// The conditions, those first without which the others mean little.
///
/// # Errors
/// A word that the release does not have, with the nearest one and those that it has.
pub(super) fn conditions(
    filters: &Filters,
    chosen: &Chosen,
    tables: &ReleaseTables,
) -> Result<Vec<Condition>, Failure> {
    let mut found = Vec::new();
    if let Some(typed) = &filters.mission {
        let known: Vec<Titled> = chosen.missions().into_iter().map(Titled::from).collect();
        found.push(Condition { option: "mission", column: "mission", word: names::choose("mission", typed, &known)? });
    }
    if let Some(typed) = &filters.indicator {
        let word = names::choose("indicator", typed, &indicators(tables)?)?;
        found.push(Condition { option: "indicator", column: "indicator", word });
    }
    if let Some(typed) = &filters.area {
        found.push(area(typed, tables)?);
    }
    for (option, column, typed) in filters.plain() {
        if let Some(typed) = typed {
            let known = values(column, "true", tables)?;
            let word = same(typed, &known).ok_or_else(|| unknown(option, typed, &known))?;
            found.push(Condition { option, column, word });
        }
    }
    Ok(found)
}

/// The query: the columns for a person to look at, or the whole rows.
pub(super) fn sql(conditions: &[Condition], whole_rows: bool) -> String {
    let shown = if whole_rows { "*".to_owned() } else { format!("{}, {SYNTHETIC}", COLUMNS.join(", ")) };
    format!(
        "SELECT {shown} FROM observations WHERE {} \
         ORDER BY indicator, measure, area_level, area_name, area_code, period_start, period_end, sex, comparator_code, \
         figure_id",
        all(conditions)
    )
}

/// The words of a column where a condition holds, in their order.
pub(super) fn values(column: &str, condition: &str, tables: &ReleaseTables) -> Result<Vec<String>, Failure> {
    let sql = format!(
        "SELECT DISTINCT {column} FROM observations WHERE {column} IS NOT NULL AND {condition} ORDER BY {column}"
    );
    texts(&tables.ask(&sql)?, column)
}

fn indicators(tables: &ReleaseTables) -> Result<Vec<Titled>, Failure> {
    let answer = tables.ask("SELECT indicator, title FROM indicators WHERE title IS NOT NULL ORDER BY indicator")?;
    let (names, titles) = (texts(&answer, "indicator")?, texts(&answer, "title")?);
    Ok(names.into_iter().zip(titles).map(Titled::from).collect())
}

/// An area by its code, or by its name, which may have several codes.
fn area(typed: &str, tables: &ReleaseTables) -> Result<Condition, Failure> {
    let codes = values("area_code", "true", tables)?;
    if let Some(word) = same(typed, &codes) {
        return Ok(Condition { option: "area", column: "area_code", word });
    }
    let names = values("area_name", "true", tables)?;
    let word = same(typed, &names).ok_or_else(|| {
        let nearer_a_code = concordat_base::nearest(typed, codes.iter().map(String::as_str)).is_some();
        unknown("area", typed, if nearer_a_code { &codes } else { &names })
    })?;
    Ok(Condition { option: "area", column: "area_name", word })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_doubled_and_without_conditions_everything_is_asked() {
        let kings = Condition { option: "area", column: "area_name", word: "King's Lynn".to_owned() };
        assert_eq!(all([&kings]), "area_name = 'King''s Lynn'");
        assert_eq!(all([]), "true");
    }
}

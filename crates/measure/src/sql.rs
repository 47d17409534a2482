//! The text of the queries that count.
//!
//! Names come from declarations and are quoted; codes and areas are compared by position, so that no text of a
//! declaration stands in a query as a value. Not allowed in here: a query over anything but one measure's own tables.

use concordat_base::Name;
use concordat_declare::Partnership;
use concordat_declare::contract::ColumnKind;
use concordat_declare::indicator::Condition;

use crate::area_groups::AreaGroups;

/// A counted thing: its name and the conditions that all must hold.
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub(crate) name: &'static str,
    /// A SQL condition; `TRUE` for every record.
    pub(crate) condition: String,
    /// Columns that the condition reads, and the one that says how many.
    pub(crate) columns: Vec<Name>,
    /// The column that says how many each record stands for; one without it.
    pub(crate) people_in: Option<Name>,
}

impl Variable {
    /// A variable over several lists of conditions. `None` when a column or code is not known.
    pub(crate) fn over(
        name: &'static str,
        partnership: &Partnership,
        dataset: &Name,
        lists: &[&[Condition]],
    ) -> Option<Self> {
        let conditions = || lists.iter().flat_map(|list| list.iter());
        let columns = conditions().map(|one| one.column.value.clone()).collect();
        Some(Self { name, condition: all_of(partnership, dataset, conditions())?, columns, people_in: None })
    }

    /// The same over records that stand for as many as a column says.
    pub(crate) fn of_people_in(mut self, column: Option<&Name>) -> Self {
        self.columns.extend(column.cloned());
        self.people_in = column.cloned();
        self
    }
}

/// Conditions that must all hold. `None` when a column or code is not known.
pub(crate) fn all_of<'conditions>(
    partnership: &Partnership,
    dataset: &Name,
    conditions: impl IntoIterator<Item = &'conditions Condition>,
) -> Option<String> {
    let parts: Option<Vec<String>> = conditions.into_iter().map(|one| condition(partnership, dataset, one)).collect();
    let parts = parts?;
    Some(if parts.is_empty() { "TRUE".to_owned() } else { parts.join(" AND ") })
}

fn condition(partnership: &Partnership, dataset: &Name, condition: &Condition) -> Option<String> {
    let column = partnership.contract_of(dataset)?.column(condition.column.value.as_str())?;
    let ColumnKind::Code { list } = &column.kind else { return None };
    let list = partnership.code_list(list)?;
    let positions: Option<Vec<String>> =
        condition.is.iter().map(|code| list.position(&code.value).map(|position| position.to_string())).collect();
    Some(format!("{} IN ({})", quoted(column.name.as_str()), positions?.join(", ")))
}

/// A name as SQL.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Counts of every variable by some columns of one table.
pub(crate) fn counts_by(table: &Name, columns: &[&Name], variables: &[Variable]) -> String {
    let mut selected: Vec<String> = columns.iter().map(|column| quoted(column.as_str())).collect();
    selected.extend(variables.iter().map(|variable| {
        let each = variable.people_in.as_ref().map_or_else(|| "1".to_owned(), |column| quoted(column.as_str()));
        format!("SUM(CASE WHEN {} THEN {each} ELSE 0 END) AS {}", variable.condition, quoted(variable.name))
    }));
    let by: Vec<String> = columns.iter().map(|column| quoted(column.as_str())).collect();
    let grouped = if by.is_empty() { String::new() } else { format!(" GROUP BY {}", by.join(", ")) };
    format!("SELECT {} FROM {}{grouped}", selected.join(", "), quoted(table.as_str()))
}

/// Name of the small table that says in which areas of coarser levels an area lies; see [`AreaGroups`].
pub(crate) const AREA_MAP: &str = "area_map";

/// Different people by the areas in which they have records, together, and by the codes of a column where one is named, for
/// one variable. The bits of a person's areas are put together, so that one number a person is kept whatever the levels; who
/// has a record in none of the areas has none.
///
/// The small table stands on the left, which is the side the engine holds in memory. People are grouped before they are
/// counted: the engine can put groups that do not fit into memory on the disk, and cannot do that with a `COUNT(DISTINCT)`
/// beside other counts.
pub(crate) fn people_by_areas(
    table: &Name,
    (area, by): (&Name, Option<&Name>),
    person: &Name,
    variable: &Variable,
    words: usize,
) -> String {
    let names = || (0..words).map(AreaGroups::column);
    let together: Vec<String> = names().map(|name| format!("BIT_OR(m.{name}) AS {name}")).collect();
    let column = by.map(|by| format!("t.{}", quoted(by.as_str())));
    let (code, named, inner) = match &column {
        Some(column) => ("category, ", format!("{column} AS category, "), format!("{column}, ")),
        None => ("", String::new(), String::new()),
    };
    format!(
        "SELECT {code}{areas}, COUNT(person) AS people FROM (\
         SELECT {named}t.{person} AS person, {together} \
         FROM {AREA_MAP} AS m RIGHT JOIN {table} AS t ON m.fine = t.{area} WHERE {condition} \
         GROUP BY {inner}t.{person}) AS persons GROUP BY {code}{areas}",
        areas = names().collect::<Vec<_>>().join(", "),
        together = together.join(", "),
        person = quoted(person.as_str()),
        table = quoted(table.as_str()),
        area = quoted(area.as_str()),
        condition = variable.condition,
    )
}

/// The sum of a whole-number column by some columns of one table.
pub(crate) fn sum_by(table: &Name, columns: &[&Name], summed: &Name) -> String {
    let by: Vec<String> = columns.iter().map(|column| quoted(column.as_str())).collect();
    format!(
        "SELECT {by}, SUM({summed}) AS people FROM {table} GROUP BY {by}",
        by = by.join(", "),
        summed = quoted(summed.as_str()),
        table = quoted(table.as_str()),
    )
}

/// Areas of a linked count are numbered below this; see [`linked_people`].
const AREAS_AT_MOST: i64 = 1_000_000;

/// People linked over several tables on one key column: how many were found in how many tables, by area.
///
/// A person's area is that of the latest record; of records in the same month, that of the table named first; of those,
/// the area that stands first in its list. One whole number carries month, table and area in this order of weight, so that
/// the choice is a plain maximum, the same whatever order records come in. The column `place` of the answer is
/// [`area_of_place`] of the area.
pub(crate) fn linked_people(tables: &[Name], key: &Name, area: &Name, month: &Name, months: (i32, i32)) -> String {
    let count = tables.len();
    let records: Vec<String> = tables
        .iter()
        .enumerate()
        .map(|(domain, table)| {
            format!(
                "SELECT {key} AS person, {domain} AS domain, ({month} * {count} + {weight}) * {AREAS_AT_MOST} + \
                 CASE WHEN {area} IS NULL THEN 0 ELSE {last_area} - {area} END AS latest FROM {table} \
                 WHERE {key} IS NOT NULL AND {month} BETWEEN {first} AND {last}",
                key = quoted(key.as_str()),
                area = quoted(area.as_str()),
                month = quoted(month.as_str()),
                table = quoted(table.as_str()),
                weight = count - 1 - domain,
                last_area = AREAS_AT_MOST - 1,
                first = months.0,
                last = months.1,
            )
        })
        .collect();
    format!(
        "SELECT place, domains, COUNT(*) AS people FROM (SELECT COUNT(DISTINCT domain) AS domains, \
         MAX(latest) % {AREAS_AT_MOST} AS place FROM ({}) AS records GROUP BY person) AS persons GROUP BY place, domains",
        records.join(" UNION ALL ")
    )
}

/// The area that a `place` of [`linked_people`] stands for; `None` where the latest record has none.
pub(crate) fn area_of_place(place: i64) -> Option<usize> {
    (place > 0).then(|| usize::try_from(AREAS_AT_MOST - 1 - place).ok()).flatten()
}

/// Records of one table in a window, those of them with a usable key, and the different keys, by area.
pub(crate) fn linkable(table: &Name, key: &Name, area: &Name, month: &Name, months: (i32, i32)) -> String {
    format!(
        "SELECT {area} AS area, COUNT(*) AS records, COUNT({key}) AS linkable, COUNT(DISTINCT {key}) AS people FROM {table} \
         WHERE {month} BETWEEN {} AND {} GROUP BY {area}",
        months.0,
        months.1,
        area = quoted(area.as_str()),
        key = quoted(key.as_str()),
        month = quoted(month.as_str()),
        table = quoted(table.as_str()),
    )
}

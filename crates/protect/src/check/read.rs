//! The files of a proof, and what was published, as plain lists.
//!
//! Not allowed here: a verdict.

use std::collections::BTreeMap;
use std::path::Path;

use super::Sum;
use crate::error::ProtectError;
use crate::table::Table;

/// Cells that were published, with their values unless they are hidden.
pub(super) type Published = BTreeMap<String, Option<u64>>;

/// The dimensions, and every published cell.
pub(super) fn published(path: &Path) -> Result<(Vec<String>, Published), ProtectError> {
    let table = Table::read(path)?;
    let (frequency, status) = (table.column("freq")?, table.column("status")?);
    let names = table.columns.iter().enumerate().filter(|(at, _)| *at != frequency && *at != status);
    let dimensions = names.map(|(_, name)| name.clone()).collect();
    let mut cells = Published::new();
    for (line, row) in &table.rows {
        let codes = row.iter().enumerate().filter(|(at, _)| *at != frequency && *at != status);
        let key = codes.map(|(_, code)| code.as_str()).collect::<Vec<_>>().join("|");
        let shown = !row[frequency].is_empty();
        let value = if shown { Some(table.count(*line, &row[frequency], "freq")?) } else { None };
        cells.insert(key, value);
    }
    Ok((dimensions, cells))
}

/// Every sum that a hierarchy has among the published cells.
pub(super) fn hierarchy_sums(
    path: &Path,
    dimensions: &[String],
    published: &Published,
) -> Result<Vec<Sum>, ProtectError> {
    let table = Table::read(path)?;
    let [dimension, set, parent, child] = ["dim", "set", "parent", "child"].map(|name| table.column(name));
    let (dimension, set, parent, child) = (dimension?, set?, parent?, child?);
    let mut parts: BTreeMap<(usize, &str, &str), Vec<&str>> = BTreeMap::new();
    for (line, row) in &table.rows {
        let at = dimensions.iter().position(|name| *name == row[dimension]);
        let at = at.ok_or_else(|| table.fault(*line, format!("the table has no dimension `{}`", row[dimension])))?;
        parts.entry((at, &row[parent], &row[set])).or_default().push(&row[child]);
    }
    let mut sums = Vec::new();
    for cell in published.keys() {
        let codes: Vec<&str> = cell.split('|').collect();
        for ((at, _, _), children) in parts.iter().filter(|((at, parent, _), _)| codes.get(*at) == Some(parent)) {
            let with = |code: &&str| {
                let mut codes = codes.clone();
                codes[*at] = code;
                codes.join("|")
            };
            sums.push((cell.clone(), children.iter().map(with).collect()));
        }
    }
    Ok(sums)
}

pub(super) fn sums(path: &Path) -> Result<Vec<Sum>, ProtectError> {
    let table = Table::read(path)?;
    let (number, parent, child) = (table.column("sum")?, table.column("parent")?, table.column("child")?);
    let mut sums: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for (_, row) in &table.rows {
        sums.entry((row[number].clone(), row[parent].clone())).or_default().push(row[child].clone());
    }
    Ok(sums.into_iter().map(|((_, parent), children)| (parent, children)).collect())
}

/// Values that each table gives, by its number.
pub(super) type Tables = BTreeMap<u64, BTreeMap<String, u64>>;

pub(super) fn tables(path: &Path) -> Result<Tables, ProtectError> {
    let table = Table::read(path)?;
    let (number, cell, value) = (table.column("table")?, table.column("cell")?, table.column("freq")?);
    let mut tables = Tables::new();
    for (line, row) in &table.rows {
        let at = table.count(*line, &row[number], "table")?;
        let value = table.count(*line, &row[value], "freq")?;
        tables.entry(at).or_default().insert(row[cell].clone(), value);
    }
    Ok(tables)
}

/// A file of one whole number for each cell.
pub(super) fn by_cell(path: &Path, column: &str) -> Result<BTreeMap<String, u64>, ProtectError> {
    let table = Table::read(path)?;
    let (cell, value) = (table.column("cell")?, table.column(column)?);
    let rows = table.rows.iter();
    rows.map(|(line, row)| Ok((row[cell].clone(), table.count(*line, &row[value], column)?))).collect()
}

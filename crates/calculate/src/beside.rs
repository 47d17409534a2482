//! Options that stand in a table of their own, a row for each group, put beside the rows of the groups.
//!
//! Not allowed here: columns that are no option of the method.

use std::collections::BTreeMap;

use crate::context::{CONFIDENCE, known_columns};
use crate::error::CalculateError;
use crate::method::Method;
use crate::table::{Cells, Column, Table};

/// The table with the method's options from another table, joined by the columns that both have and the method does not
/// know. Options that the table has already stay; a group without a row has the defaults.
///
/// # Errors
///
/// [`CalculateError::NothingToJoin`] when the tables share no column by which they could be joined.
///
/// ```
/// use concordat_calculate::{Settings, Table, calculate, method, with_options};
///
/// let counts = Table::from_csv(b"area,x,n,stdpop\nTees,20,100,1\nWear,30,100,1\n")?;
/// let options = Table::from_csv(b"area,multiplier\nTees,100\nWear,1000\n")?;
/// let dsr = method::find("dsr").ok_or("no such method")?;
/// let answer = calculate(dsr, &with_options(dsr, &counts, &options)?, &Settings::default())?;
/// let rates = answer.table.column("value").map(|column| (column.cells.text(0), column.cells.text(1)));
/// assert_eq!(rates, Some(("20".to_owned(), "300".to_owned())));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn with_options(method: &'static Method, table: &Table, options: &Table) -> Result<Table, CalculateError> {
    let known = known_columns(method);
    let shared: Vec<(&Column, &Column)> = table
        .columns()
        .iter()
        .filter(|column| !known.contains(&column.name.as_str()))
        .filter_map(|column| options.column(&column.name).map(|other| (column, other)))
        .collect();
    if shared.is_empty() {
        return Err(CalculateError::NothingToJoin { method: method.name });
    }
    let mut rows: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for row in 0..options.rows() {
        rows.entry(shared.iter().map(|(_, other)| other.cells.text(row)).collect()).or_insert(row);
    }
    let found: Vec<Option<usize>> = (0..table.rows())
        .map(|row| rows.get(&shared.iter().map(|(own, _)| own.cells.text(row)).collect::<Vec<String>>()).copied())
        .collect();
    let is_option = |name: &str| name == CONFIDENCE || method.options.iter().any(|option| option.name == name);
    let mut columns = table.columns().to_vec();
    for column in
        options.columns().iter().filter(|column| is_option(&column.name) && table.column(&column.name).is_none())
    {
        let mut cells = Cells::no_texts();
        for row in &found {
            cells.push_text(&row.map_or_else(String::new, |row| column.cells.text(row)));
        }
        columns.push(Column { name: column.name.clone(), cells });
    }
    Table::new(columns)
}

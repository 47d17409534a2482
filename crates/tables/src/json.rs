//! JSON: an array of objects. Objects inside objects become columns such as `areaData.code`.
//!
//! Not allowed in here: arrays inside records; nobody can know which of their items is meant.

use std::collections::BTreeMap;

use concordat_declare::layout::Layout;
use serde_json::Value;

use crate::error::{Spot, TableError};
use crate::grid::{Filler, Grid, GridRow};
use crate::limits::Limits;

/// Reads the array that the layout points at. The first row is number 1: there is no row of headers.
///
/// # Errors
/// [`TableError::Json`] with the line, or [`TableError::NoRecords`].
pub(crate) fn read(bytes: &[u8], layout: &Layout, limits: &Limits) -> Result<Grid, TableError> {
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let document: Value = serde_json::from_slice(bare)
        .map_err(|error| TableError::Json(Spot { row: error.line() as u64, column: error.column() as u64 }))?;
    let missing = || TableError::NoRecords(layout.records.clone());
    let found = document.pointer(layout.records.as_deref().unwrap_or("")).ok_or_else(missing)?;
    let records = found.as_array().ok_or_else(missing)?;
    let mut flat = Vec::with_capacity(records.len());
    let mut names: Vec<String> = Vec::new();
    for record in records {
        let mut cells = BTreeMap::new();
        flatten("", record.as_object().map(|_| record).ok_or_else(missing)?, &mut cells);
        // A document of records with ever new names would be quadratic; the limit on cells holds here too.
        names.extend(cells.keys().filter(|name| !names.contains(*name)).cloned().collect::<Vec<_>>());
        flat.push(cells);
        if names.len() as u64 * flat.len() as u64 > limits.cells {
            return Err(TableError::Cells(limits.cells));
        }
    }
    let mut filler = Filler::new(false, limits);
    for (position, mut cells) in flat.into_iter().enumerate() {
        filler.reserve(names.len() as u64)?;
        let cells = names.iter().map(|name| cells.remove(name).unwrap_or_default()).collect();
        filler.add(GridRow { number: position as u64 + 1, cells, hidden: false });
    }
    Ok(Grid { names: Some(names), ..filler.finish() })
}

fn flatten(path: &str, value: &Value, cells: &mut BTreeMap<String, String>) {
    let text = match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                flatten(&path, inner, cells);
            }
            return;
        }
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Array(_) => return,
    };
    cells.insert(path.to_owned(), text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_objects_become_columns_and_other_forms_are_refused() {
        let layout = Layout { records: Some("/results".into()), ..Layout::default() };
        let read = |text: &str| read(text.as_bytes(), &layout, &Limits::default());
        let grid =
            read(r#"{"results": [{"area": {"code": "E1", "n": null}, "value": 1.50}, {"value": "c", "x": [1]}]}"#)
                .unwrap();
        assert_eq!(grid.names.unwrap(), ["area.code", "area.n", "value"]);
        assert_eq!(grid.rows[0].cells, ["E1", "", "1.5"]);
        assert_eq!(grid.rows[1].cells, ["", "", "c"]);
        assert_eq!(read("{\n\"results\": [}").unwrap_err(), TableError::Json(Spot { row: 2, column: 13 }));
        for other in ["[]", "{\"results\": {}}", "{\"results\": [1]}"] {
            assert_eq!(read(other).unwrap_err(), TableError::NoRecords(Some("/results".into())), "{other}");
        }
    }
}

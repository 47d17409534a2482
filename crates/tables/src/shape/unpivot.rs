//! Columns into rows.
//!
//! Not allowed in here: adding up columns.

use std::collections::BTreeMap;

use concordat_declare::layout::Unpivot;

use crate::error::{Spot, TableError};
use crate::pattern;
use crate::table::{Cell, Row, Table, one_line};

/// Columns whose labels have the same texts in the parts in braces, by the new column they go into.
struct Group {
    parts: BTreeMap<String, String>,
    columns: BTreeMap<String, usize>,
}

/// For each row one for each group of columns. Columns that came from above the header stay.
pub(super) fn unpivot(table: &Table, unpivot: &Unpivot, constants: &[(String, String)]) -> Result<Table, TableError> {
    let keep = unpivot.keep.iter().chain(constants.iter().map(|(name, _)| name));
    let keep: Vec<(String, usize)> =
        keep.map(|name| Ok((one_line(name), table.position(name)?))).collect::<Result<_, TableError>>()?;
    let groups = groups(table, unpivot, &keep)?;
    let mut parts: Vec<String> = unpivot.into.values().flat_map(|written| pattern::parts(written)).collect();
    parts.sort();
    parts.dedup();
    let names = keep.iter().map(|(name, _)| name).chain(&parts).chain(unpivot.into.keys());
    let headers = names.map(|name| (name.clone(), Spot::default())).collect();
    let row = |row: &Row, group: &Group| {
        let kept = keep.iter().map(|(_, at)| row.cells[*at].clone());
        let part = |name| Cell { text: group.parts.get(name).cloned().unwrap_or_default(), column: 0 };
        let value = |name| group.columns.get(name).map_or_else(Cell::default, |at| row.cells[*at].clone());
        let cells = kept.chain(parts.iter().map(part)).chain(unpivot.into.keys().map(value)).collect();
        Row { number: row.number, cells }
    };
    let rows = table.rows.iter().flat_map(|one| groups.iter().map(move |group| (one, group)));
    let rows = rows.map(|(one, group)| row(one, group)).collect();
    Ok(Table { headers, rows, rows_read: table.rows_read })
}

fn groups(table: &Table, unpivot: &Unpivot, keep: &[(String, usize)]) -> Result<Vec<Group>, TableError> {
    let mut groups: Vec<Group> = Vec::new();
    for (new, written) in &unpivot.into {
        let mut found = false;
        for (at, (header, spot)) in table.headers.iter().enumerate() {
            let kept = keep.iter().any(|(_, kept)| *kept == at);
            let Some(parts) = pattern::take(&one_line(written), header).filter(|_| !kept) else { continue };
            found = true;
            let group = match groups.iter_mut().position(|group| group.parts == parts) {
                Some(known) => &mut groups[known],
                None => {
                    groups.push(Group { parts, columns: BTreeMap::new() });
                    let last = groups.len() - 1;
                    &mut groups[last]
                }
            };
            if group.columns.insert(new.clone(), at).is_some() {
                return Err(TableError::ColumnTwice { declared: written.clone(), at: *spot });
            }
        }
        if !found {
            return Err(TableError::ColumnMissing { declared: written.clone(), near: None });
        }
    }
    Ok(groups)
}

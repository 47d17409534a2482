//! Rows that belong together.
//!
//! Not allowed here: adding anything up.

use std::collections::BTreeMap;

use crate::table::Column;

/// Groups of rows with the same cells in all of the columns, in the order of their first rows. Without columns all rows
/// are one group.
pub(crate) fn groups(columns: &[&Column], rows: usize) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut known: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let mut current: Option<usize> = None;
    for row in 0..rows {
        // Rows of a group mostly follow each other.
        let goes_on = current.is_some() && columns.iter().all(|column| column.cells.same(row, row - 1));
        let group = match current {
            Some(group) if goes_on => group,
            _ => {
                let key = columns.iter().map(|column| column.cells.text(row)).collect();
                *known.entry(key).or_insert_with(|| {
                    groups.push(Vec::new());
                    groups.len() - 1
                })
            }
        };
        groups[group].push(row);
        current = Some(group);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Cells;

    #[test]
    fn rows_apart_come_together() {
        let column = Column { name: "area".to_owned(), cells: Cells::texts(["a", "b", "b", "a"]) };
        assert_eq!(groups(&[&column], 4), [vec![0, 3], vec![1, 2]]);
        assert_eq!(groups(&[], 2), [vec![0, 1]]);
        assert!(groups(&[], 0).is_empty());
    }
}

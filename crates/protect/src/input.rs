//! An analyst's table: dimensions, `freq`, and where given `primary`, `contributors` and `cell_key`.
//!
//! Not allowed here: a choice of what is hidden.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use concordat_disclosure::{Cell, CellKey, CellTable, Policy, Publication, Rules, Sum};

use crate::check::Alteration;
use crate::error::ProtectError;
use crate::hierarchy::{Hierarchy, key};
use crate::table::Table;

/// Columns that are no dimensions.
const MEASURES: [&str; 4] = ["freq", "primary", "contributors", CELL_KEY];
/// Sum of the record keys of the people in a cell, 0 to 255, made by whoever holds the secret.
pub(crate) const CELL_KEY: &str = "cell_key";

/// A table that was read, ready to be protected.
#[derive(Debug)]
pub struct Loaded {
    /// Cells, sums and policies.
    pub table: CellTable,
    pub(crate) dimensions: Vec<String>,
    /// Codes of each cell, in the order of the file.
    pub(crate) codes: Vec<Vec<String>>,
    pub(crate) sums: Vec<Sum>,
    /// The cell key of each cell, where the table has them.
    pub(crate) cell_keys: Option<BTreeMap<CellKey, u8>>,
}

/// Reads a table and its hierarchy. Where the table has a column `primary`, that decides which cells are guarded;
/// otherwise the rules do.
///
/// # Errors
/// [`ProtectError`] with file and line for what is not laid out as it should be.
pub fn load(input: &Path, hierarchy: &Path, rules: &Rules) -> Result<Loaded, ProtectError> {
    let file = Table::read(input)?;
    let frequency = file.column("freq")?;
    let (primary, contributors) = (file.find("primary"), file.find("contributors"));
    let cell_keys = cell_keys(&file, Alteration::from(rules))?;
    let mut keyed = BTreeMap::new();
    let places: Vec<usize> =
        (0..file.columns.len()).filter(|at| !MEASURES.contains(&file.columns[*at].as_str())).collect();
    let dimensions: Vec<String> = places.iter().map(|at| file.columns[*at].clone()).collect();
    let mut lines: BTreeMap<Vec<String>, u64> = BTreeMap::new();
    let (mut cells, mut codes) = (Vec::new(), Vec::new());
    for (line, row) in &file.rows {
        let own: Vec<String> = places.iter().map(|at| row[*at].clone()).collect();
        if let Some(before) = lines.insert(own.clone(), *line) {
            return Err(file.fault(*line, format!("the same cell as in line {before}")));
        }
        let count = file.count(*line, &row[frequency], "freq")?;
        let people = contributors.map(|at| file.count(*line, &row[at], "contributors")).transpose()?.unwrap_or(count);
        let guarded = primary.is_none_or(|at| row[at] == "1");
        cells.push(Cell {
            key: key(&own),
            count,
            contributors: people,
            policy: usize::from(!guarded),
            publication: Publication::Published,
        });
        if let Some(at) = cell_keys {
            let fault = || file.fault(*line, format!("`{CELL_KEY}` is not a whole number from 0 to 255"));
            keyed.insert(key(&own), row[at].parse().map_err(|_| fault())?);
        }
        codes.push(own);
    }
    let known: BTreeSet<Vec<String>> = codes.iter().cloned().collect();
    let (sums, missing) = Hierarchy::read(hierarchy, &dimensions)?.sums(&known);
    if let Some(cell) = missing.first() {
        return Err(file.fault(1, format!("the hierarchy names the cell `{}`, which the table lacks", key(cell))));
    }
    let policies = vec![rules.policy(), unguarded(rules)];
    let table = CellTable::new(cells, sums.clone(), policies).map_err(|source| ProtectError::Table { source })?;
    Ok(Loaded { table, dimensions, codes, sums, cell_keys: cell_keys.map(|_| keyed) })
}

/// Where the cell keys stand, if the rules need them.
fn cell_keys(file: &Table, alteration: Alteration) -> Result<Option<usize>, ProtectError> {
    match alteration {
        Alteration::CellKey(_) => file.column(CELL_KEY).map(Some),
        _ => Ok(None),
    }
}

/// The same rules for cells that are not guarded by themselves.
fn unguarded(rules: &Rules) -> Policy {
    Policy { id: format!("{}, not guarded", rules.id), hide_from: 1, hide_to: 0, ..rules.policy() }
}

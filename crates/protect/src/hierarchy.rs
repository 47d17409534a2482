//! `dim,set,parent,child`: how codes of a dimension add up. A parent with two sets has two partitions.
//!
//! Not allowed here: counts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use concordat_disclosure::{CellKey, Sum};

use crate::error::ProtectError;
use crate::table::Table;

/// Codes of one dimension that a code is the sum of, by its set.
type Parts = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// For each dimension of a table how its codes add up.
#[derive(Debug)]
pub(crate) struct Hierarchy {
    parts: Vec<Parts>,
}

impl Hierarchy {
    /// Reads the hierarchy of these dimensions; lines about other dimensions are a fault.
    pub(crate) fn read(path: &Path, dimensions: &[String]) -> Result<Self, ProtectError> {
        let table = Table::read(path)?;
        let [dimension, set, parent, child] = ["dim", "set", "parent", "child"].map(|name| table.column(name));
        let (dimension, set, parent, child) = (dimension?, set?, parent?, child?);
        let mut parts: Vec<Parts> = vec![Parts::new(); dimensions.len()];
        for (line, row) in &table.rows {
            let at = dimensions.iter().position(|name| *name == row[dimension]);
            let at =
                at.ok_or_else(|| table.fault(*line, format!("the table has no dimension `{}`", row[dimension])))?;
            let sets = parts[at].entry(row[parent].clone()).or_default();
            sets.entry(row[set].clone()).or_default().push(row[child].clone());
        }
        Ok(Self { parts })
    }

    /// Every sum among cells, told by their codes.
    ///
    /// A part that is not among the cells is given back among the missing: it counts as there and unknown.
    pub(crate) fn sums(&self, cells: &BTreeSet<Vec<String>>) -> (Vec<Sum>, BTreeSet<Vec<String>>) {
        let mut sums = Vec::new();
        let mut missing = BTreeSet::new();
        for codes in cells {
            for (dimension, parts) in self.parts.iter().enumerate() {
                for children in parts.get(&codes[dimension]).into_iter().flat_map(BTreeMap::values) {
                    let child = |code: &String| {
                        let mut codes = codes.clone();
                        codes[dimension].clone_from(code);
                        if !cells.contains(&codes) {
                            missing.insert(codes.clone());
                        }
                        key(&codes)
                    };
                    sums.push(Sum { parent: key(codes), children: children.iter().map(child).collect() });
                }
            }
        }
        (sums, missing)
    }
}

/// The key of a cell from its codes.
pub(crate) fn key(codes: &[String]) -> CellKey {
    CellKey::new(codes.join("|"))
}

//! What is written: the protected table, the report, and the proof where it is asked for.
//!
//! The report tells how many and why, never a hidden count. The proof holds tables near the true one and is for those who
//! may see the true one. Not allowed here: a hidden count outside the proof.

use std::collections::BTreeMap;
use std::path::Path;

use concordat_disclosure::{CellKey, Change, ProtectedCells};

use crate::check::Alteration;
use crate::error::ProtectError;
use crate::input::Loaded;
use crate::report::Report;
use crate::shown::{Printing, Written};
use crate::table::Lines;

/// The protected table.
pub(crate) const PROTECTED: &str = "protected.csv";
/// The report.
pub(crate) const REPORT: &str = "report.json";
/// The folder of the proof.
pub(crate) const PROOF: &str = "proof";
/// Whole tables: table 0 for every cell whose count is not printed as it is, others where they differ from it.
pub(crate) const TABLES: &str = "tables.csv";
/// For each guarded cell the two tables that lie furthest apart.
pub(crate) const CELLS: &str = "cells.csv";
/// How shown counts are altered, if they are: mode and base.
pub(crate) const ROUNDING: &str = "rounding.csv";
/// For controlled rounding every cell rounded.
pub(crate) const ROUNDED: &str = "rounded.csv";
/// For noise the cell key of each cell that is shown.
pub(crate) const CELL_KEYS: &str = "cell_keys.csv";
/// The sums.
pub(crate) const SUMS: &str = "sums.csv";

/// Writes the protected table: dimensions, `freq` (nothing where it is hidden) and `status`.
pub(crate) fn protected(
    folder: &Path,
    loaded: &Loaded,
    values: &BTreeMap<CellKey, Written>,
) -> Result<(), ProtectError> {
    let mut lines = Lines::new();
    lines.add(loaded.dimensions.iter().map(String::as_str).chain(["freq", "status"]));
    for codes in &loaded.codes {
        let (value, status) = values.get(&crate::hierarchy::key(codes)).cloned().unwrap_or_default();
        lines.add(codes.iter().map(String::as_str).chain([value.as_str(), status.as_str()]));
    }
    lines.write(&folder.join(PROTECTED))
}

/// Writes the report.
pub(crate) fn report(folder: &Path, report: &Report) -> Result<(), ProtectError> {
    let path = folder.join(REPORT);
    let text = serde_json::to_string_pretty(report).unwrap_or_default() + "\n";
    concordat_store::write_atomic(&path, text.as_bytes()).map_err(ProtectError::file(&path))
}

/// Writes the proof: whole tables, which two prove which cell, and the sums, so that addition alone checks it.
pub(crate) fn proof(
    folder: &Path,
    loaded: &Loaded,
    protected: &ProtectedCells,
    printing: &Printing,
) -> Result<(), ProtectError> {
    let folder = folder.join(PROOF);
    tables(&folder, loaded, protected, printing.alteration())?;
    sums(&folder, loaded)?;
    rounding(&folder, protected, printing)?;
    let furthest = furthest(protected.changes());
    let mut lines = Lines::new();
    lines.add(["cell", "low_table", "high_table", "candidates"]);
    for cell in loaded.table.cells() {
        let Some(policy) = loaded.table.policy_of(cell) else { continue };
        let sizes = [cell.count, cell.contributors];
        if !sizes.iter().any(|size| (policy.hide_from..=policy.hide_to).contains(size)) {
            continue;
        }
        let (low, high) = furthest.get(&cell.key).map_or((0, 0), |ends| (ends[0].0, ends[1].0));
        let [low, high, candidates] = [low.to_string(), high.to_string(), policy.candidates().to_string()];
        lines.add([cell.key.as_str(), &low, &high, &candidates]);
    }
    lines.write(&folder.join(CELLS))
}

/// For each cell the tables furthest down and up, with how far; table 0 is the true one.
fn furthest(changes: &[Change]) -> BTreeMap<&CellKey, [(usize, i64); 2]> {
    let mut furthest: BTreeMap<&CellKey, [(usize, i64); 2]> = BTreeMap::new();
    for (table, change) in (1..).zip(changes) {
        for (cell, amount) in &change.cells {
            let [low, high] = furthest.entry(cell).or_insert([(0, 0); 2]);
            if *amount < low.1 {
                *low = (table, *amount);
            }
            if *amount > high.1 {
                *high = (table, *amount);
            }
        }
    }
    furthest
}

fn tables(
    folder: &Path,
    loaded: &Loaded,
    protected: &ProtectedCells,
    alteration: Alteration,
) -> Result<(), ProtectError> {
    let truth: BTreeMap<&CellKey, u64> = loaded.table.cells().iter().map(|cell| (&cell.key, cell.count)).collect();
    let mut lines = Lines::new();
    lines.add(["table", "cell", "freq"]);
    for (key, hidden) in protected.pattern() {
        if hidden || alteration != Alteration::None {
            lines.add(["0", key.as_str(), &truth.get(key).copied().unwrap_or(0).to_string()]);
        }
    }
    for (table, change) in (1_u64..).zip(protected.changes()) {
        for (key, amount) in &change.cells {
            let value = truth.get(key).copied().unwrap_or(0).saturating_add_signed(*amount);
            lines.add([table.to_string().as_str(), key.as_str(), &value.to_string()]);
        }
    }
    lines.write(&folder.join(TABLES))
}

/// How shown counts were altered, and by what.
fn rounding(folder: &Path, protected: &ProtectedCells, printing: &Printing) -> Result<(), ProtectError> {
    let Some((mode, base)) = printing.alteration().written() else { return Ok(()) };
    let mut lines = Lines::new();
    lines.add(["mode", "base"]);
    lines.add([mode, base.to_string().as_str()]);
    lines.write(&folder.join(ROUNDING))?;
    if let Printing::Controlled { rounded, .. } = printing {
        let mut lines = Lines::new();
        lines.add(["cell", "freq"]);
        rounded.iter().for_each(|(cell, value)| lines.add([cell.as_str(), value.to_string().as_str()]));
        lines.write(&folder.join(ROUNDED))?;
    }
    if let Printing::CellKey { keys, .. } = printing {
        let mut lines = Lines::new();
        lines.add(["cell", "cell_key"]);
        for (cell, _) in protected.pattern().into_iter().filter(|(_, hidden)| !hidden) {
            lines.add([cell.as_str(), keys.get(cell).copied().unwrap_or(0).to_string().as_str()]);
        }
        lines.write(&folder.join(CELL_KEYS))?;
    }
    Ok(())
}

fn sums(folder: &Path, loaded: &Loaded) -> Result<(), ProtectError> {
    let mut lines = Lines::new();
    lines.add(["sum", "parent", "child"]);
    for (number, sum) in (1_u64..).zip(&loaded.sums) {
        for child in &sum.children {
            lines.add([number.to_string().as_str(), sum.parent.as_str(), child.as_str()]);
        }
    }
    lines.write(&folder.join(SUMS))
}

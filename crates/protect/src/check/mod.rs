//! `--check-proof`: a proof checked by adding up whole numbers, and by nothing else.
//!
//! Reads what was published and the proof, and rests on no other code of protection or attack. Not allowed here:
//! anything from `disclosure`, and trust in a file of the proof that can be checked against another.

mod altered;
mod read;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub use altered::Alteration;

use altered::Altered;
use read::{Published, Tables, hierarchy_sums, published, sums, tables};

use crate::error::ProtectError;
use crate::output::{CELLS, PROOF, PROTECTED, SUMS, TABLES};
use crate::table::Table;

/// What checking found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Guarded cells that are proven.
    pub proven: usize,
    /// Tables that were added up.
    pub tables: usize,
    /// What does not hold, in words; no counts.
    pub faults: Vec<String>,
}

/// A sum: the total and its parts.
type Sum = (String, Vec<String>);

/// What whoever checks holds in hand, so that the proof's own copy need not be trusted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Against<'a> {
    /// How codes add up: `dim,set,parent,child`.
    pub hierarchy: Option<&'a Path>,
    /// What the policy asks for.
    pub policy: Option<Asks>,
}

/// What a policy asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asks {
    /// Smallest count that is hidden.
    pub hide_from: u64,
    /// Largest count that is hidden.
    pub hide_to: u64,
    /// How many whole numbers must stay possible for it.
    pub candidates: u64,
    /// How it alters the counts that are shown.
    pub alteration: Alteration,
}

/// Checks the proof in a folder that the tool wrote; against a hierarchy and a policy where they are given.
///
/// # Errors
/// [`ProtectError`] when a file is missing or not laid out as it should be. A proof that does not hold is no error but
/// [`Checked::faults`].
pub fn check_proof(folder: &Path, against: &Against<'_>) -> Result<Checked, ProtectError> {
    let (dimensions, published) = published(&folder.join(PROTECTED))?;
    let sums = sums(&folder.join(PROOF).join(SUMS))?;
    let tables = tables(&folder.join(PROOF).join(TABLES))?;
    let mut checked = Checked { tables: tables.len(), ..Checked::default() };
    let Some(first) = tables.get(&0) else {
        checked.faults.push("the proof has no table 0".to_owned());
        return Ok(checked);
    };
    let altered = Altered::read(&folder.join(PROOF))?;
    let whole: BTreeMap<&str, u64> = published
        .iter()
        .filter_map(|(cell, value)| Some((cell.as_str(), first.get(cell).copied().or(*value)?)))
        .collect();
    for (number, table) in &tables {
        checked.faults.extend(strange_cells(*number, table, &published, altered.is_some()));
        checked.faults.extend(broken_sums(*number, table, &whole, &sums));
    }
    let alteration = altered.as_ref().map_or(Alteration::None, Altered::alteration);
    checked.faults.extend(altered.iter().flat_map(|altered| altered.faults(&published, first, &sums)));
    let wanted = prove(&folder.join(PROOF).join(CELLS), &whole, &tables, &mut checked)?;
    if let Some(path) = against.hierarchy {
        checked.faults.extend(other_sums(&sums, &hierarchy_sums(path, &dimensions, &published)?));
    }
    if let Some(asks) = against.policy {
        if asks.alteration != Alteration::None && asks.alteration != alteration {
            checked.faults.push(format!("the shown counts are {alteration}; the policy asks for {}", asks.alteration));
        }
        checked.faults.extend(not_asked_for(asks, &published, &whole, &wanted));
    }
    Ok(checked)
}

/// Where the sums of the proof are not those of the hierarchy.
fn other_sums(proof: &[Sum], hierarchy: &[Sum]) -> Vec<String> {
    let ordered = |sums: &[Sum]| -> BTreeSet<(String, BTreeSet<String>)> {
        sums.iter().map(|(parent, children)| (parent.clone(), children.iter().cloned().collect())).collect()
    };
    let (proof, hierarchy) = (ordered(proof), ordered(hierarchy));
    let lacking = hierarchy.difference(&proof);
    let lacking = lacking.map(|(parent, _)| format!("the proof lacks a sum of `{parent}` that the hierarchy has"));
    let strange = proof.difference(&hierarchy);
    let strange = strange.map(|(parent, _)| format!("the proof has a sum of `{parent}` that the hierarchy has not"));
    lacking.chain(strange).collect()
}

/// Cells that the policy guards and the proof does not, or not as much; `wanted` is what the proof asks of itself.
fn not_asked_for(
    asks: Asks,
    published: &Published,
    whole: &BTreeMap<&str, u64>,
    wanted: &BTreeMap<String, u64>,
) -> Vec<String> {
    let mut faults = Vec::new();
    for (cell, _) in whole.iter().filter(|(_, count)| (asks.hide_from..=asks.hide_to).contains(*count)) {
        match (published.get(*cell), wanted.get(*cell)) {
            (Some(Some(_)), _) => faults.push(format!("`{cell}` is shown, and the policy hides counts of its size")),
            (_, None) => faults.push(format!("the proof leaves out `{cell}`, which the policy guards")),
            (_, Some(own)) if *own < asks.candidates => {
                faults.push(format!("the proof asks for fewer possible numbers for `{cell}` than the policy does"));
            }
            _ => {}
        }
    }
    faults
}

/// A table may speak of hidden cells alone; the first also of shown ones where those are altered.
fn strange_cells(number: u64, table: &BTreeMap<String, u64>, published: &Published, altered: bool) -> Vec<String> {
    let strange = |cell: &String| match published.get(cell) {
        Some(None) => None,
        Some(Some(_)) if altered && number == 0 => None,
        Some(Some(_)) => Some(format!("table {number} gives a value for `{cell}`, which is shown")),
        None => Some(format!("table {number} names `{cell}`, which was not published")),
    };
    table.keys().filter_map(strange).collect()
}

/// A table must keep every sum.
fn broken_sums(number: u64, table: &BTreeMap<String, u64>, whole: &BTreeMap<&str, u64>, sums: &[Sum]) -> Vec<String> {
    let value = |cell: &str| table.get(cell).or_else(|| whole.get(cell)).copied().map(u128::from);
    let touched =
        |sum: &&Sum| number == 0 || table.contains_key(&sum.0) || sum.1.iter().any(|part| table.contains_key(part));
    let broken = |(parent, children): &&Sum| {
        let parts: Option<u128> = children.iter().map(|child| value(child)).sum();
        parts.is_none() || parts != value(parent)
    };
    let broken = sums.iter().filter(touched).filter(broken);
    broken.map(|(parent, _)| format!("in table {number} the parts of `{parent}` do not add up to it")).collect()
}

/// Every guarded cell needs two tables that lie far enough apart. What the proof asks for each comes back.
fn prove(
    path: &Path,
    whole: &BTreeMap<&str, u64>,
    tables: &Tables,
    checked: &mut Checked,
) -> Result<BTreeMap<String, u64>, ProtectError> {
    let table = Table::read(path)?;
    let columns = ["cell", "low_table", "high_table", "candidates"].map(|name| table.column(name));
    let [cell, low, high, candidates] = columns;
    let (cell, low, high, candidates) = (cell?, low?, high?, candidates?);
    let mut seen = BTreeMap::new();
    for (line, row) in &table.rows {
        let key = row[cell].as_str();
        let value = |at: usize| -> Result<Option<u64>, ProtectError> {
            let number = table.count(*line, &row[at], "table")?;
            let own = tables.get(&number).and_then(|table| table.get(key));
            Ok(if tables.contains_key(&number) { own.or_else(|| whole.get(key)).copied() } else { None })
        };
        let wanted = table.count(*line, &row[candidates], "candidates")?;
        let apart = match (value(low)?, value(high)?) {
            (Some(low), Some(high)) => high.saturating_sub(low).saturating_add(1),
            _ => 0,
        };
        if seen.insert(key.to_owned(), wanted).is_some() {
            checked.faults.push(format!("`{key}` is named twice"));
        } else if apart >= wanted && wanted > 1 {
            checked.proven += 1;
        } else {
            checked.faults.push(format!("the tables for `{key}` do not lie far enough apart"));
        }
    }
    Ok(seen)
}

//! The tool's one way: read, protect, attack, write. What the attack does not clear is not written.
//!
//! Not allowed here: a rule of protection, and a way past the audit.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use concordat_disclosure::{
    Auditable, Cell, CellKey, Evidence, Options, Printed, ProtectedCells, Rules, Shown, audit, protect_with,
};

use crate::check::Alteration;
use crate::error::ProtectError;
use crate::input::{Loaded, load};
use crate::output;
use crate::report::Report;
use crate::shown::{Printing, moved};
use crate::table::Table;

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The table: dimensions and `freq`; `primary` and `contributors` where there are.
    pub input: &'a Path,
    /// How codes add up: `dim,set,parent,child`.
    pub hierarchy: &'a Path,
    /// The rules.
    pub rules: &'a Rules,
    /// A folder written for an earlier release of the same table.
    pub previous: Option<&'a Path>,
    /// Where to write.
    pub out: &'a Path,
    /// Whether to write the proof.
    pub witness: bool,
}

struct ToBePrinted(Evidence);

impl Auditable for ToBePrinted {
    fn evidence(&self) -> Evidence {
        self.0.clone()
    }
}

/// Protects a table and writes pattern, report and, where asked for, proof.
///
/// # Errors
/// [`ProtectError`]: files, layout, a table that does not add up, or cells that could not be proven safe.
pub fn protect_table(request: &Request<'_>) -> Result<Report, ProtectError> {
    let loaded = load(request.input, request.hierarchy, request.rules)?;
    let before = request.previous.map(earlier).transpose()?.unwrap_or_default();
    let held = small_change(request.rules, &loaded, &before);
    let options = options(request.rules, &loaded, &before);
    let protected = protect_with(loaded.table.clone(), &options);
    clear(&loaded, &protected, request.rules)?;
    let printing = Printing::new(Alteration::from(request.rules), &loaded, &protected)?;
    let report = Report::of(&loaded, &protected, request.rules, held);
    concordat_store::create_folders(request.out).map_err(ProtectError::file(request.out))?;
    if held {
        let old = before.iter().map(|(key, count)| (key.clone(), as_before(*count, &request.rules.marker))).collect();
        output::report(request.out, &report)?;
        output::protected(request.out, &loaded, &old)?;
    } else {
        if request.witness {
            output::proof(request.out, &loaded, &protected, &printing)?;
        }
        output::report(request.out, &report)?;
        // The table last: a run that stops half-way leaves none that has no proof and no report.
        output::protected(request.out, &loaded, &printing.values(&protected, &request.rules.marker))?;
    }
    Ok(report)
}

fn as_before(count: Option<u64>, mark: &str) -> (String, String) {
    count.map_or_else(|| (String::new(), mark.to_owned()), |count| (count.to_string(), String::new()))
}

/// What an earlier release showed and hid.
fn earlier(folder: &Path) -> Result<BTreeMap<CellKey, Option<u64>>, ProtectError> {
    let table = Table::read(&folder.join(output::PROTECTED))?;
    let (frequency, status) = (table.column("freq")?, table.column("status")?);
    let mut before = BTreeMap::new();
    for (line, row) in &table.rows {
        let codes = row.iter().enumerate().filter(|(at, _)| *at != frequency && *at != status);
        let key = codes.map(|(_, code)| code.as_str()).collect::<Vec<_>>().join("|");
        let shown = !row[frequency].is_empty();
        let count = if shown { Some(table.count(*line, &row[frequency], "freq")?) } else { None };
        before.insert(CellKey::new(key), count);
    }
    Ok(before)
}

/// Whether a count shown before would be seen to change by fewer people than may be seen.
fn small_change(rules: &Rules, loaded: &Loaded, before: &BTreeMap<CellKey, Option<u64>>) -> bool {
    loaded.table.cells().iter().any(|cell| match before.get(&cell.key) {
        Some(Some(shown)) => {
            let moved = moved(Alteration::from(rules), loaded, &cell.key, cell.count, *shown);
            (1..rules.min_difference).contains(&moved)
        }
        _ => false,
    })
}

/// What was hidden stays hidden, and hiding what was shown with the same count would hide nothing.
fn options(rules: &Rules, loaded: &Loaded, before: &BTreeMap<CellKey, Option<u64>>) -> Options {
    let keys = |keep: &dyn Fn(Option<u64>, &Cell) -> bool| -> BTreeSet<CellKey> {
        let cells = loaded.table.cells().iter();
        cells
            .filter(|cell| before.get(&cell.key).is_some_and(|shown| keep(*shown, cell)))
            .map(|cell| cell.key.clone())
            .collect()
    };
    let same = |shown: u64, cell: &Cell| moved(Alteration::from(rules), loaded, &cell.key, cell.count, shown) == 0;
    Options {
        zeros_are_known: zeros_are_known(rules),
        insiders: rules.insiders,
        hidden_before: keys(&|shown, _| shown.is_none()),
        shown_before: keys(&|shown, cell| shown.is_some_and(|shown| same(shown, cell))),
        silent_before: BTreeSet::new(),
    }
}

/// Where zeros are hidden too, a hidden count may be one.
fn zeros_are_known(rules: &Rules) -> bool {
    rules.zeros_are_known && !rules.hide_zero
}

/// The attack on the counts as they are to be printed.
fn clear(loaded: &Loaded, protected: &ProtectedCells, rules: &Rules) -> Result<(), ProtectError> {
    let mut evidence = Evidence::of_table(&loaded.table);
    evidence.offered = protected.changes().to_vec();
    for key in protected.published() {
        let printed = match protected.shown(key) {
            Some(Shown::Exact(count)) => Printed::exact(key.clone(), count),
            Some(Shown::Rounded(band)) => Printed::rounded(key.clone(), band),
            Some(Shown::Hidden) | None => Printed::hidden(key.clone(), zeros_are_known(rules)),
        };
        evidence.printed.push(printed);
    }
    let refused = |cells: usize, first: &CellKey| ProtectError::Refused { cells, first: first.to_string() };
    if let Some(first) = protected.exposed().first() {
        return Err(refused(protected.exposed().len(), first));
    }
    match audit(ToBePrinted(evidence)) {
        Ok(_) => Ok(()),
        Err(refusal) => Err(refusal.findings.first().map_or_else(
            || ProtectError::Refused { cells: 0, first: String::new() },
            |first| refused(refusal.findings.len(), &first.key),
        )),
    }
}

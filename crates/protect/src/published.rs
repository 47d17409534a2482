//! `--audit-only`: the attack on tables that somebody else protected.
//!
//! The format is long: `period, indicator, area, sex, age` name a cell, `measure` says what of it, `value`, `shown` and
//! `decimals` what was printed. Not allowed here: knowledge of the true counts, but for saying which cells are to be
//! attacked where a file of them is given.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use concordat_disclosure::{CellKey, Evidence, Interval64, Printed, Sum, exact_intervals};

use crate::error::ProtectError;
use crate::hierarchy::{Hierarchy, key};
use crate::invert::{Kind, Shape, possible_counts};
use crate::table::Table;

/// Columns that name a cell, in the order of its key.
const NAMES: [&str; 5] = ["period", "indicator", "area", "sex", "age"];
/// Counts that are tried behind a published rate: above this nothing is small.
const LARGEST_TRIED: u64 = 5_000;
const LARGEST_DENOMINATOR: u64 = 20_000;

/// What is to be attacked.
#[derive(Clone, Debug)]
pub struct AuditRequest<'a> {
    /// What was published.
    pub published: &'a Path,
    /// The next release of the same table, if there is one.
    pub next: Option<&'a Path>,
    /// How codes add up.
    pub hierarchy: &'a Path,
    /// How values follow from counts: `indicator, kind, scale, ci, conf`.
    pub indicators: Option<&'a Path>,
    /// True counts, in the same format: then only cells that are truly small are attacked. Without it every hidden cell
    /// that might be small is.
    pub truth: Option<&'a Path>,
    /// Counts from 1 to one less are small.
    pub threshold: u64,
}

/// One attacked count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// `t`, `t+1` or `delta`, the change between the two.
    pub release: &'static str,
    /// The cell.
    pub cell: String,
    /// Least and largest whole number it can be; `None` where it could not be worked out.
    pub interval: Option<Interval64>,
}

/// What the attack found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Hidden small counts that follow exactly.
    pub exact: usize,
    /// Hidden small counts for which fewer numbers are left than the threshold asks for, but more than one.
    pub narrow: usize,
    /// Changes of 1 to threshold - 1 people between the releases that are seen or follow.
    pub revision: usize,
    /// Hidden counts that could not be worked out; they count as leaks.
    pub unknown: usize,
    /// Every attacked count with its interval.
    pub found: Vec<Found>,
}

impl Verdict {
    /// Whether nothing was found.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        self.exact + self.narrow + self.revision + self.unknown == 0
    }
}

/// One release as it was printed.
struct Release {
    counts: BTreeMap<Vec<String>, Option<u64>>,
    derived: BTreeMap<Vec<String>, (u64, u64)>,
}

/// Attacks what was published.
///
/// # Errors
/// [`ProtectError`] for files and layout, and where what was published contradicts itself.
pub fn audit_published(request: &AuditRequest<'_>) -> Result<Verdict, ProtectError> {
    let kinds = request.indicators.map(kinds).transpose()?.unwrap_or_default();
    let first = release(request.published, &kinds)?;
    let next = request.next.map(|path| release(path, &kinds)).transpose()?;
    let names = NAMES.map(str::to_owned);
    let hierarchy = Hierarchy::read(request.hierarchy, &names)?;
    let truth = request.truth.map(|path| release(path, &BTreeMap::new())).transpose()?;
    let mut evidence = Evidence::default();
    let mut cells: BTreeSet<Vec<String>> = first.counts.keys().cloned().collect();
    cells.extend(next.iter().flat_map(|next| next.counts.keys().cloned()));
    let (sums, missing) = hierarchy.sums(&cells);
    cells.extend(missing);
    let releases: Vec<(&'static str, &Release)> = [("t", Some(&first)), ("t+1", next.as_ref())]
        .into_iter()
        .filter_map(|(name, one)| Some((name, one?)))
        .collect();
    for (name, release) in &releases {
        add_release(&mut evidence, name, release, &cells, &sums);
    }
    if next.is_some() {
        add_changes(&mut evidence, &cells);
    }
    let attacked = attacked(request, &releases, &cells, truth.as_ref());
    let keys: Vec<CellKey> = attacked.iter().map(|(release, codes)| named(release, &key(codes))).collect();
    let contradiction = |key: CellKey| ProtectError::Contradiction { key: key.to_string() };
    let intervals = exact_intervals(&evidence, &keys).map_err(contradiction)?;
    let mut verdict = Verdict::default();
    for ((release, codes), interval) in attacked.into_iter().zip(intervals) {
        verdict.count(release, interval, request.threshold);
        verdict.found.push(Found { release, cell: key(&codes).to_string(), interval });
    }
    Ok(verdict)
}

impl Verdict {
    fn count(&mut self, release: &str, interval: Option<Interval64>, threshold: u64) {
        let Some((low, high)) = interval else {
            self.unknown += 1;
            return;
        };
        if release == "delta" {
            self.revision += usize::from(low >= 1 && high.is_some_and(|high| high < threshold));
        } else if high == Some(low) {
            self.exact += 1;
        } else if high.is_some_and(|high| high - low + 1 < threshold - 1) {
            self.narrow += 1;
        }
    }
}

fn named(release: &str, key: &CellKey) -> CellKey {
    CellKey::new(format!("{release}|{key}"))
}

fn kinds(path: &Path) -> Result<BTreeMap<String, (Kind, f64)>, ProtectError> {
    let table = Table::read(path)?;
    let [indicator, kind, scale] = ["indicator", "kind", "scale"].map(|name| table.column(name));
    let (indicator, kind, scale) = (indicator?, kind?, scale?);
    let mut kinds = BTreeMap::new();
    for (line, row) in &table.rows {
        let kind = match row[kind].as_str() {
            "rate" => Kind::Rate,
            "proportion" => Kind::Proportion,
            _ => return Err(table.fault(*line, "`kind` is `rate` or `proportion`")),
        };
        let scale = row[scale].parse().map_err(|_| table.fault(*line, "`scale` is not a number"))?;
        kinds.insert(row[indicator].clone(), (kind, scale));
    }
    Ok(kinds)
}

fn release(path: &Path, kinds: &BTreeMap<String, (Kind, f64)>) -> Result<Release, ProtectError> {
    let table = Table::read(path)?;
    let names = NAMES.map(|name| table.column(name)).into_iter().collect::<Result<Vec<_>, _>>()?;
    let (measure, value) = (table.column("measure")?, table.column("value")?);
    let (shown, decimals) = (table.find("shown"), table.find("decimals"));
    let mut counts = BTreeMap::new();
    let mut shapes: BTreeMap<Vec<String>, Shape> = BTreeMap::new();
    for (line, row) in &table.rows {
        let codes: Vec<String> = names.iter().map(|at| row[*at].clone()).collect();
        let is_shown = shown.is_none_or(|at| row[at] == "1") && !row[value].is_empty();
        let at = ["value", "lower", "upper"].iter().position(|name| *name == row[measure]);
        match (row[measure].as_str(), at) {
            ("count", _) => {
                let count = is_shown.then(|| table.count(*line, &row[value], "value")).transpose()?;
                counts.insert(codes, count);
            }
            ("denominator", _) if is_shown => {
                let denominator = table.count(*line, &row[value], "value")?;
                shapes.entry(codes).or_default().denominator = Some(denominator);
            }
            (_, Some(at)) if is_shown => {
                let number = row[value].parse().map_err(|_| table.fault(*line, "`value` is not a number"))?;
                let shape = shapes.entry(codes).or_default();
                shape.shown[at] = Some(number);
                shape.decimals = decimals.and_then(|at| row[at].parse().ok()).unwrap_or(shape.decimals);
            }
            ("denominator", _) | (_, Some(_)) => {}
            _ => return Err(table.fault(*line, "`measure` is count, denominator, value, lower or upper")),
        }
    }
    let derived = shapes.into_iter().filter_map(|(codes, shape)| {
        let hidden = counts.get(&codes).is_some_and(Option::is_none);
        let (kind, multiplier) = kinds.get(&codes[1]).filter(|_| hidden)?;
        let shape = Shape { multiplier: *multiplier, largest_denominator: LARGEST_DENOMINATOR, ..shape };
        if shape.shown.iter().all(Option::is_none) {
            return None;
        }
        let possible = possible_counts(*kind, &shape, LARGEST_TRIED);
        Some((codes, (*possible.first()?, *possible.last()?)))
    });
    let derived = derived.collect();
    Ok(Release { counts, derived })
}

fn add_release(evidence: &mut Evidence, name: &str, release: &Release, cells: &BTreeSet<Vec<String>>, sums: &[Sum]) {
    for codes in cells {
        let own = named(name, &key(codes));
        let printed = match release.counts.get(codes) {
            Some(Some(count)) => Printed::exact(own, *count),
            _ => Printed::hidden(own, false),
        };
        evidence.printed.push(printed);
        if let Some((low, high)) = release.derived.get(codes) {
            evidence.derived.push(Printed { key: named(name, &key(codes)), low: *low, high: *high });
        }
    }
    let own = |sum: &Sum| Sum {
        parent: named(name, &sum.parent),
        children: sum.children.iter().map(|child| named(name, child)).collect(),
    };
    evidence.sums.extend(sums.iter().map(own));
}

/// Late records only add people: the later count is the earlier one and what came in between.
fn add_changes(evidence: &mut Evidence, cells: &BTreeSet<Vec<String>>) {
    for codes in cells {
        let [before, after, change] = ["t", "t+1", "delta"].map(|name| named(name, &key(codes)));
        evidence.printed.push(Printed::hidden(change.clone(), false));
        evidence.sums.push(Sum { parent: after, children: vec![before, change] });
    }
}

/// Hidden cells that are small, or might be; and every change between two releases.
fn attacked(
    request: &AuditRequest<'_>,
    releases: &[(&'static str, &Release)],
    cells: &BTreeSet<Vec<String>>,
    truth: Option<&Release>,
) -> Vec<(&'static str, Vec<String>)> {
    let small = |codes: &Vec<String>| match truth.and_then(|truth| truth.counts.get(codes)) {
        Some(Some(count)) => (1..request.threshold).contains(count),
        _ => true,
    };
    let mut attacked = Vec::new();
    for (name, release) in releases {
        let hidden = release.counts.iter().filter(|(codes, count)| count.is_none() && small(codes));
        attacked.extend(hidden.map(|(codes, _)| (*name, codes.clone())));
    }
    if releases.len() > 1 {
        attacked.extend(cells.iter().map(|codes| ("delta", codes.clone())));
    }
    attacked
}

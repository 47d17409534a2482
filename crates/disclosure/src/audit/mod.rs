//! Audit: the attacker. Tries to get guarded counts back from what is about to be published.
//!
//! Shares nothing with protect but the table's types, and judges afresh which counts are small. Not allowed here:
//! anything from `protect`, and a way to make [`Cleared`] without the attack.

mod elimination;
mod evidence;
mod intervals;
mod proof;
mod search;
mod system;
mod whole;

use std::collections::BTreeMap;
use std::fmt;

pub use evidence::{Auditable, Evidence, Guarded, Printed};
pub use whole::{Answer, Question, attack_published};

use crate::table::CellKey;
use proof::Proof;
use search::{End, Part};
use system::{Interval, System};

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Rule {
    /// The evidence contradicts itself or is incomplete: nothing can be proven from it.
    Unreadable,
    /// A guarded count is itself printed, exactly or rounded.
    Printed,
    /// A guarded count is a combination of printed counts.
    FollowsBySubtraction,
    /// Only one whole number is left for a guarded count.
    NarrowedToOne,
    /// Fewer whole numbers are left for a guarded count than its policy asks for.
    TooNarrow,
    /// No two whole tables were found that lie far enough apart, nor that there are none: not proven is refused.
    NotProven,
}

/// One reason to refuse. It names the cell, never the count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The cell.
    pub key: CellKey,
    /// What is wrong with it; the first rule that applies.
    pub rule: Rule,
}

/// Rows that stood the attack. Made by [`audit`] alone.
pub struct Cleared<T> {
    rows: T,
}

impl<T> Cleared<T> {
    /// The rows that were cleared.
    #[must_use]
    pub fn rows(&self) -> &T {
        &self.rows
    }
}

impl<T> fmt::Debug for Cleared<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Cleared").finish_non_exhaustive()
    }
}

/// Rows that did not stand the attack, given back with the reasons.
#[derive(thiserror::Error)]
#[error("the audit refuses to publish: {} findings", .findings.len())]
pub struct AuditRefusal<T> {
    /// The reasons, ordered by key, one for each cell.
    pub findings: Vec<Finding>,
    /// The rows as they came.
    pub candidates: T,
}

impl<T> fmt::Debug for AuditRefusal<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("AuditRefusal").field("findings", &self.findings).finish_non_exhaustive()
    }
}

/// Attacks the rows; hands them on only if no guarded count can be told.
///
/// Reading comes first (is a guarded count printed?). Every other guarded count must be proven: two whole tables that
/// agree with everything printed and lie so far apart there that the policy's number of candidates stays. Tables may be
/// [offered](Evidence::offered); each is added up before it is believed. Where none is good enough the audit looks for
/// tables itself, and says what it found instead: one subtraction, one number left, too few left, or nothing proven.
/// No evidence at all clears.
///
/// # Errors
/// [`AuditRefusal`] with every finding, and the rows.
pub fn audit<T: Auditable>(candidates: T) -> Result<Cleared<T>, AuditRefusal<T>> {
    let findings = attack(&candidates.evidence());
    if findings.is_empty() { Ok(Cleared { rows: candidates }) } else { Err(AuditRefusal { findings, candidates }) }
}

fn attack(evidence: &Evidence) -> Vec<Finding> {
    let read = System::read(evidence).and_then(|system| Ok((intervals::narrowed(&system)?, system)));
    let (narrowed, system) = match read {
        Ok(read) => read,
        Err(key) => return vec![Finding { key, rule: Rule::Unreadable }],
    };
    let mut proof = Proof::new(&system);
    proof.add_offered(&system, &evidence.offered);
    let mut rules = BTreeMap::new();
    let mut waiting = Vec::new();
    for cell in system.small_cells() {
        match () {
            () if system.is_told(cell) => drop(rules.insert(cell, Rule::Printed)),
            () if is_proven(&system, &proof, cell) => {}
            () => waiting.push(cell),
        }
    }
    rules.extend(look(&system, &mut proof, &narrowed, &waiting));
    rules.into_iter().map(|(cell, rule)| Finding { key: system.key(cell).clone(), rule }).collect()
}

fn is_proven(system: &System, proof: &Proof, cell: usize) -> bool {
    proof.candidates(cell) >= i128::from(system.wanted(cell))
}

/// Looks for tables for cells that nothing offered proves.
fn look(system: &System, proof: &mut Proof, narrowed: &[Interval], waiting: &[usize]) -> BTreeMap<usize, Rule> {
    let mut rules = BTreeMap::new();
    if waiting.is_empty() {
        return rules;
    }
    let determined = elimination::determined(system);
    let mut part: Option<Part> = None;
    for cell in waiting.iter().copied() {
        if determined[cell] {
            rules.insert(cell, Rule::FollowsBySubtraction);
        } else if narrowed[cell].high == Some(narrowed[cell].low) {
            rules.insert(cell, Rule::NarrowedToOne);
        } else if !is_proven(system, proof, cell) {
            // A part that was cut off is good for the cell in its middle only.
            part = part.filter(|part| part.holds(cell) && !part.cut);
            let part = part.get_or_insert_with(|| Part::around(system, proof, narrowed, cell, false));
            rules.extend(attack_one(system, proof, narrowed, part, cell).map(|rule| (cell, rule)));
        }
    }
    rules
}

/// Both ends of one cell; `None` if it is proven now.
fn attack_one(system: &System, proof: &mut Proof, narrowed: &[Interval], part: &Part, cell: usize) -> Option<Rule> {
    let ends = [End::Least, End::Largest].map(|end| part.reach(system, proof, cell, end));
    if is_proven(system, proof, cell) {
        return None;
    }
    if let [Some(least), Some(largest)] = ends
        && !part.cut
    {
        let (least, largest) = ((least.value - 1e-6).ceil(), (largest.value + 1e-6).floor());
        if largest - least + 1.0 < wanted(system, cell) {
            return Some(if least >= largest { Rule::NarrowedToOne } else { Rule::TooNarrow });
        }
    }
    // The ends are far enough apart, but not in whole numbers: once more, in whole numbers only.
    let whole = Part::around(system, proof, narrowed, cell, true);
    let _ends = [End::Least, End::Largest].map(|end| whole.reach(system, proof, cell, end));
    (!is_proven(system, proof, cell)).then_some(Rule::NotProven)
}

fn wanted(system: &System, cell: usize) -> f64 {
    f64::from(u32::try_from(system.wanted(cell)).unwrap_or(u32::MAX))
}

/// The whole numbers that are left for a cell, least and largest; no largest where nothing limits it.
pub type Interval64 = (u64, Option<u64>);

/// The exact interval of each cell, over all whole tables that agree with what is printed. For small tables: `None`
/// where the part that hangs together is too large, or the solver gave up.
///
/// # Errors
/// The key about which the evidence contradicts itself.
pub fn exact_intervals(evidence: &Evidence, keys: &[CellKey]) -> Result<Vec<Option<Interval64>>, CellKey> {
    let system = System::read(evidence)?;
    let narrowed = intervals::narrowed(&system)?;
    let mut proof = Proof::new(&system);
    let mut parts: Vec<Part> = Vec::new();
    let mut found = Vec::with_capacity(keys.len());
    for key in keys {
        let Some(cell) = system.number_of(key) else { return Err(key.clone()) };
        if narrowed[cell].high == Some(narrowed[cell].low) {
            let only = u64::try_from(narrowed[cell].low).unwrap_or(u64::MAX);
            found.push(Some((only, Some(only))));
            continue;
        }
        let at = parts.iter().position(|part| part.holds(cell)).unwrap_or_else(|| {
            parts.push(Part::around(&system, &proof, &narrowed, cell, true));
            parts.len() - 1
        });
        let ends = [End::Least, End::Largest].map(|end| parts[at].reach(&system, &mut proof, cell, end));
        found.push(match ends {
            [Some(least), Some(largest)] if !parts[at].cut => Some((whole(least.value), limit(largest.value))),
            _ => None,
        });
    }
    Ok(found)
}

fn limit(value: f64) -> Option<u64> {
    (value < 9e8).then(|| whole(value))
}

fn whole(value: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts are whole and not negative")]
    {
        value.round().max(0.0) as u64
    }
}

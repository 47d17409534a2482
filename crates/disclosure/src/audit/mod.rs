//! Audit: the attacker. Tries to get guarded counts back from what is about to be published.
//!
//! Shares nothing with protect but the table's types, and judges afresh which counts are small. Not allowed here:
//! anything from `protect`, and a way to make [`Cleared`] without the attack.

mod elimination;
mod evidence;
mod intervals;
mod system;

use std::collections::BTreeMap;
use std::fmt;

pub use evidence::{Auditable, Evidence, Guarded, Printed};

use crate::table::CellKey;
use system::System;

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
/// Three attacks: reading (is a guarded count printed?), elimination (is it a linear combination of printed counts,
/// rounded ones taken as if exact?), and narrowing (whole numbers, not negative, within the printed intervals, every sum
/// kept). No evidence at all clears.
///
/// # Errors
/// [`AuditRefusal`] with every finding, and the rows.
pub fn audit<T: Auditable>(candidates: T) -> Result<Cleared<T>, AuditRefusal<T>> {
    let findings = attack(&candidates.evidence());
    if findings.is_empty() { Ok(Cleared { rows: candidates }) } else { Err(AuditRefusal { findings, candidates }) }
}

fn attack(evidence: &Evidence) -> Vec<Finding> {
    let outcome = System::read(evidence).and_then(|system| {
        let narrowed = intervals::narrowed_to_one(&system)?;
        Ok((elimination::determined(&system), narrowed, system))
    });
    let (determined, narrowed, system) = match outcome {
        Ok(found) => found,
        Err(key) => return vec![Finding { key, rule: Rule::Unreadable }],
    };
    let mut first_rule = BTreeMap::new();
    for cell in system.small_cells() {
        let rule = match () {
            () if system.is_told(cell) => Rule::Printed,
            () if determined[cell] => Rule::FollowsBySubtraction,
            () if narrowed[cell] => Rule::NarrowedToOne,
            () => continue,
        };
        first_rule.insert(system.key(cell).clone(), rule);
    }
    first_rule.into_iter().map(|(key, rule)| Finding { key, rule }).collect()
}

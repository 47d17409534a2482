//! Ties between cells of several indicators over the same records, so that no count can be had from another indicator's
//! figures: equal counts are one, and the difference of a count and a part of it is a cell too.
//!
//! Two counts that do not agree are of two nights and are not tied; the gate on revisions sees to it that kin come out
//! together. Not allowed in here: deciding what is shown.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::Name;
use concordat_disclosure::{Cell, CellKey, Policy, Publication, Sum};

use crate::kin::Counted;

/// A column and one of its codes.
pub(crate) type Code<'declared> = (&'declared str, &'declared str);

/// A variable of an indicator, of everybody or of the members of a dimension.
pub(crate) struct Definition<'declared> {
    pub(crate) indicator: &'declared Name,
    pub(crate) variable: &'declared str,
    /// The members that it is of.
    pub(crate) member: Option<Code<'declared>>,
    /// Without the members.
    pub(crate) counts: Counted<'declared>,
}

impl Definition<'_> {
    /// Whether it counts those with an outcome, and not all who could have it.
    fn is_outcome(&self) -> bool {
        self.variable.ends_with("numerator")
    }
}

/// A cell of a definition.
pub(crate) struct Seen {
    /// Position of the definition.
    pub(crate) definition: usize,
    pub(crate) key: CellKey,
    pub(crate) count: u64,
    /// Position of its policy.
    pub(crate) policy: usize,
    pub(crate) is_published: bool,
}

/// Level, area and span.
pub(crate) type Spot = (usize, usize, String);

/// Cells of all indicators that have kin, by place and time.
#[derive(Default)]
pub(crate) struct Ties<'declared> {
    definitions: Vec<Definition<'declared>>,
    seen: BTreeMap<Spot, Vec<Seen>>,
}

impl<'declared> Ties<'declared> {
    /// Adds a definition, and says its position.
    pub(crate) fn define(&mut self, definition: Definition<'declared>) -> usize {
        self.definitions.push(definition);
        self.definitions.len() - 1
    }

    pub(crate) fn see(&mut self, spot: Spot, seen: Seen) {
        self.seen.entry(spot).or_default().push(seen);
    }

    /// Cells of differences, and the sums that tie.
    pub(crate) fn into_cells(self, policies: &[Policy]) -> (Vec<Cell>, Vec<Sum>) {
        let classes = Classes::of(&self.definitions);
        let (mut cells, mut sums) = (Vec::new(), Vec::new());
        for seen in self.seen.values() {
            let mut by_class: BTreeMap<usize, Vec<&Seen>> = BTreeMap::new();
            seen.iter().for_each(|one| by_class.entry(classes.of[one.definition]).or_default().push(one));
            for same in by_class.values() {
                let Some((first, others)) = same.split_first() else { continue };
                let equal = others.iter().filter(|other| other.count == first.count);
                sums.extend(equal.map(|other| Sum { parent: first.key.clone(), children: vec![other.key.clone()] }));
            }
            for (part, whole) in &classes.parts {
                let (Some(part), Some(whole)) = (by_class.get(part), by_class.get(whole)) else { continue };
                let Some((cell, sum)) = self.difference(part, whole, policies) else { continue };
                cells.push(cell);
                sums.push(sum);
            }
        }
        (cells, sums)
    }

    /// Those whom the one counts and the other does not. None where one indicator has both, which guards them itself, or where
    /// no reader has both.
    fn difference(&self, part: &[&Seen], whole: &[&Seen], policies: &[Policy]) -> Option<(Cell, Sum)> {
        let indicators = |cells: &[&Seen]| -> BTreeSet<&Name> {
            cells.iter().map(|one| self.definitions[one.definition].indicator).collect()
        };
        if !indicators(part).is_disjoint(&indicators(whole)) {
            return None;
        }
        let published = |cells: &[&'_ Seen]| cells.iter().position(|one| one.is_published);
        let (part, whole) = (part[published(part)?], whole[published(whole)?]);
        let (less, from) = (&self.definitions[part.definition], &self.definitions[whole.definition]);
        let count = whole.count.checked_sub(part.count)?;
        let policy = if policies[part.policy].hide_to > policies[whole.policy].hide_to { part } else { whole }.policy;
        // Those without an outcome are guarded where the rules guard them; those with another outcome always are.
        if less.is_outcome() != from.is_outcome() && !policies[policy].guard_complement {
            return None;
        }
        let key = CellKey::new(format!("{}|less|{}|{}", whole.key, less.indicator, less.variable));
        let sum = Sum { parent: whole.key.clone(), children: vec![part.key.clone(), key.clone()] };
        Some((Cell { key, count, contributors: count, policy, publication: Publication::Latent }, sum))
    }
}

/// Definitions that count the same, and which of these count a part of others for the same members.
struct Classes {
    /// By position of the definition, its class.
    of: Vec<usize>,
    /// A part, and the whole.
    parts: Vec<(usize, usize)>,
}

impl Classes {
    fn of(definitions: &[Definition<'_>]) -> Self {
        let counts = definitions.iter().map(|one| match one.member {
            Some((column, code)) => one.counts.clone().with(column, code),
            None => one.counts.clone(),
        });
        let counts: Vec<Counted<'_>> = counts.collect();
        let mut first: BTreeMap<&Counted<'_>, usize> = BTreeMap::new();
        let of: Vec<usize> = counts.iter().enumerate().map(|(at, counts)| *first.entry(counts).or_insert(at)).collect();
        let classes: BTreeSet<usize> = of.iter().copied().collect();
        let is_part = |part: usize, whole: usize| {
            part != whole
                && definitions[part].member == definitions[whole].member
                && counts[part].is_within(&counts[whole])
        };
        let parts = classes.iter().flat_map(|part| classes.iter().map(move |whole| (*part, *whole)));
        Self { parts: parts.filter(|(part, whole)| is_part(*part, *whole)).collect(), of }
    }
}

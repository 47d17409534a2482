//! Revisions of indicators that count the same records: what waits for one of them waits for all, since whoever had the new
//! figures of one and the old ones of another could subtract.
//!
//! Not allowed in here: a rule of its own on how much may be seen; the strictest of the kin holds.

use std::collections::BTreeSet;

use concordat_base::{Name, Period};
use concordat_disclosure::{CellTable, Class, Gate, moved};
use concordat_measure::{MeasureError, Tabulated, are_kin, model};

use super::{GateFault, Judged, Revisions, Spans};

impl Revisions<'_> {
    /// Holds for all what waits for one. Periods that wait are left out of an indicator of which nothing comparable stands;
    /// gives the indicators of which nothing is left.
    pub(super) fn hold_with_kin(&self, judged: &mut Vec<Judged>, spans: &Spans) -> Result<Vec<Name>, GateFault> {
        let mut left_out = Vec::new();
        for family in self.families(judged) {
            while share_holds(judged, &family) || self.hold_differences(judged, &family, spans)? {}
            let held: BTreeSet<Period> = family.iter().flat_map(|at| judged[*at].held.iter().copied()).collect();
            for at in family {
                let one = &mut judged[at];
                if one.is_comparable() || one.now.periods().is_disjoint(&held) {
                    continue;
                }
                let rest: BTreeSet<Period> = one.now.periods().difference(&held).copied().collect();
                if rest.is_empty() {
                    left_out.push(one.now.indicator().clone());
                }
                one.now = one.now.only(&rest);
            }
        }
        judged.retain(|one| !left_out.contains(one.now.indicator()));
        Ok(left_out)
    }

    /// Positions of indicators that count records of the same datasets, or have kin in common, where there are several.
    fn families(&self, judged: &[Judged]) -> Vec<Vec<usize>> {
        let declared = |one: &Judged| self.partnership.indicator(one.now.indicator());
        let kin = |one: &Judged, other: &Judged| match (declared(one), declared(other)) {
            (Some(one), Some(other)) => are_kin(one, other),
            _ => false,
        };
        let mut families: Vec<Vec<usize>> = Vec::new();
        for (at, one) in judged.iter().enumerate().filter(|(_, one)| one.gate.class != Class::Open) {
            let (own, others) = families.into_iter().partition(|family| family.iter().any(|at| kin(&judged[*at], one)));
            let joined: Vec<Vec<usize>> = own;
            families = others;
            families.push(joined.into_iter().flatten().chain([at]).collect());
        }
        families.retain(|family| family.len() > 1);
        families
    }

    /// Holds all of a family where the difference of two of their counts would move by few. Says whether it had to.
    fn hold_differences(&self, judged: &mut [Judged], family: &[usize], spans: &Spans) -> Result<bool, GateFault> {
        let standing: Vec<&Judged> = family.iter().map(|at| &judged[*at]).filter(|one| one.is_comparable()).collect();
        if standing.len() < 2 || standing.iter().all(|one| one.held == one.differing) {
            return Ok(false);
        }
        let before = self.table_of(&standing, spans, |one| one.as_it_stood(self.partnership))?;
        let after = self.table_of(&standing, spans, |one| one.effective(self.partnership))?;
        let gate = strictest(&standing);
        let Some(why) = gate.and_then(|gate| gate.waits(&moved(&before, &after))) else { return Ok(false) };
        for at in family {
            if judged[*at].is_comparable() {
                judged[*at].hold_all(why);
            }
        }
        Ok(true)
    }

    fn table_of(
        &self,
        family: &[&Judged],
        spans: &Spans,
        counts: impl Fn(&Judged) -> Tabulated,
    ) -> Result<CellTable, MeasureError> {
        let counts: Vec<Tabulated> = family.iter().map(|one| counts(one)).collect();
        let grants = family.iter().map(|one| &one.grant);
        Ok(model(self.partnership, grants.zip(&counts), spans)?.into_parts().0)
    }
}

/// Carries what is held to all of a family. Says whether that was anything new.
fn share_holds(judged: &mut [Judged], family: &[usize]) -> bool {
    let held: BTreeSet<Period> = family.iter().flat_map(|at| judged[*at].held.iter().copied()).collect();
    let why = family.iter().filter_map(|at| judged[*at].why).max();
    let mut found = false;
    for at in family {
        let one = &mut judged[*at];
        let also = held.intersection(&one.differing).filter(|period| !one.held.contains(*period));
        let also: Vec<Period> = also.copied().collect();
        if one.is_comparable() && !also.is_empty() {
            one.held.extend(also);
            one.why = one.why.max(why);
            found = true;
        }
    }
    found
}

/// The gate that lets through what all of them let through.
fn strictest(family: &[&Judged]) -> Option<Gate> {
    family.iter().map(|one| one.gate).reduce(|one, other| Gate {
        class: one.class.min(other.class),
        occasion: one.occasion.min(other.occasion),
        least_change: one.least_change.max(other.least_change),
        zeros_are_known: one.zeros_are_known || other.zeros_are_known,
    })
}

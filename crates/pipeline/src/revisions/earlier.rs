//! What stands of an indicator: opened from beside the register, under the names of tonight's cells.
//!
//! Not allowed in here: judging a change.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::Period;
use concordat_disclosure::{CellKey, Shown};
use concordat_measure::{Basis, Earlier, Tabulated};
use concordat_publish::PublishedBasis;

use super::{GateFault, Judged, Revisions, Spans};

/// One earlier release of an indicator.
pub(super) struct Standing {
    pub(super) basis: Basis,
    /// The counts under their own names.
    pub(super) then: Tabulated,
    /// The counts under the names of tonight's cells.
    pub(super) earlier: Earlier,
    /// What was printed, under the names that its cells had.
    pub(super) cells: BTreeMap<CellKey, Shown>,
    /// What was printed, under the names of tonight's cells.
    pub(super) printed: BTreeMap<CellKey, Shown>,
}

impl Standing {
    /// Whether it is one whole that cannot be held in part.
    pub(super) fn is_linked(&self) -> bool {
        self.then.is_linked()
    }

    /// Cells that were printed of periods that are held still, and that no table can be made of any more: their areas are no
    /// areas of the place now.
    pub(super) fn vanished(
        &self,
        revisions: &Revisions<'_>,
        one: &Judged,
        spans: &Spans,
    ) -> Result<BTreeSet<CellKey>, GateFault> {
        let all_held = self.then.periods().iter().all(|period| one.now.periods().contains(period));
        if !all_held {
            return Ok(BTreeSet::new());
        }
        let table = revisions.table(&one.grant, &one.now, spans)?;
        let here: BTreeSet<&CellKey> = table.cells().iter().map(|cell| &cell.key).collect();
        Ok(self.printed.keys().filter(|key| !here.contains(key)).cloned().collect())
    }
}

/// Opens everything that stands of an indicator, oldest first, and says of which periods the newest cannot be opened.
pub(super) fn open(
    revisions: &Revisions<'_>,
    bases: &[PublishedBasis],
    now: &Tabulated,
) -> Result<(Vec<Standing>, BTreeSet<Period>), GateFault> {
    let mut standing = Vec::new();
    let mut destroyed = BTreeSet::new();
    for published in bases {
        let opened = published.open(revisions.home)?;
        let closed: BTreeSet<Period> = opened.destroyed.into_iter().collect();
        let periods = opened.periods.into_iter().collect();
        let Some(then) = published.basis().counts(revisions.partnership, periods, &opened.parts) else { continue };
        let (then, same) = then.completed_by(now, &closed);
        destroyed = closed.difference(&same).copied().collect();
        let Some(earlier) = then.under_names_of(now) else { continue };
        let cells = published.cells();
        let printed = cells.iter().map(|(key, shown)| (earlier.name_of(key), *shown)).collect();
        standing.push(Standing { basis: published.basis().clone(), then, earlier, cells, printed });
    }
    Ok((standing, destroyed))
}

/// What was ever shown, and what was printed and always hidden.
pub(super) fn seen(standing: &[Standing]) -> (BTreeSet<CellKey>, BTreeSet<CellKey>) {
    let printed = || standing.iter().flat_map(|one| &one.printed);
    let shown: BTreeSet<CellKey> =
        printed().filter(|(_, shown)| **shown != Shown::Hidden).map(|(key, _)| key.clone()).collect();
    let never = printed().map(|(key, _)| key).filter(|key| !shown.contains(*key)).cloned().collect();
    (shown, never)
}

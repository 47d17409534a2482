//! Evaluation: shown counts in, every row about to be published out.
//!
//! Methods run on what protection shows, so that no value, limit or gap tells more than its counts. Not allowed in here:
//! a count that protection has not passed, and a number that is rounded twice.

mod as_published;
mod aside;
mod comparator;
mod form;
mod linked;
mod metadata;
mod proportion;
mod rate_gap;
mod rates;
mod reading;
mod row;
mod slope;
mod spoken;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use concordat_agreement::UseGrant;
use concordat_base::{AreaCode, Date, Name};
use concordat_declare::Partnership;
use concordat_declare::decision::Decided;
use concordat_declare::indicator::{Indicator, Measure};
use concordat_disclosure::rounding::Band;
use concordat_disclosure::{CellKey, Evidence, Printed, ProtectedCells, Shown};

use crate::candidates::Candidates;
use crate::error::MeasureError;
use crate::inventory::{Inventory, PublishedFigure};
use crate::observation::Observation;
use crate::tabulate::Outline;

/// What evaluation works with, besides counts.
#[derive(Debug)]
pub struct Night<'night> {
    /// The declarations.
    pub partnership: &'night Partnership,
    /// What is held.
    pub inventory: &'night Inventory,
    /// Published figures of every series that is held.
    pub published: &'night [PublishedFigure],
    /// The date of the night.
    pub as_of: Date,
}

/// Makes all rows of a night.
///
/// `evidence` is what the audit starts from; every printed count is added to it.
///
/// # Errors
/// [`MeasureError::Method`] when a method refuses counts that protection shows.
pub fn evaluate(
    night: &Night<'_>,
    outlines: &[(&UseGrant, Outline)],
    protected: &ProtectedCells,
    evidence: Evidence,
) -> Result<Candidates, MeasureError> {
    let mut observations = Vec::new();
    let mut printed = BTreeSet::new();
    for (grant, outline) in outlines {
        let Some(indicator) = night.partnership.indicator(&outline.indicator) else { continue };
        let mut context = Context { night, indicator, grant, outline, protected, printed: &mut printed };
        let mut rows = match &indicator.measure {
            Measure::Proportion(measure) => proportion::rows(&mut context, &measure.group, measure.rest.as_ref())?,
            Measure::Sql(measure) => proportion::rows(&mut context, &measure.group(), None)?,
            Measure::CrudeRate(measure) => rates::crude(&mut context, measure)?,
            Measure::DirectlyStandardisedRate(measure) => rates::standardised(&mut context, measure)?,
            Measure::LinkedCount(measure) => linked::rows(&mut context, measure)?,
            Measure::Published(measure) => as_published::rows(&context, measure)?,
        };
        reading::add(night.partnership, indicator, &mut rows);
        words::add(night.partnership, indicator, &mut rows)
            .map_err(|source| MeasureError::Method { indicator: indicator.id.value.clone(), source })?;
        observations.append(&mut rows);
    }
    sort(night.partnership, &mut observations);
    let mut evidence = evidence;
    evidence.printed.extend(printed.into_iter().map(PrintedCell::into_printed));
    // The audit believes none of them before it has added it up.
    evidence.offered = protected.changes().to_vec();
    Ok(Candidates {
        indicators: metadata::blocks(night, outlines),
        lineage: metadata::lineage(night, outlines),
        missions: metadata::missions(night.partnership, &observations),
        observations,
        evidence,
    })
}

/// A count as it is printed, in an order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum PrintedCell {
    Exact(CellKey, u64),
    Rounded(CellKey, Band),
    /// With whether the mark tells that somebody is counted.
    Hidden(CellKey, bool),
}

impl PrintedCell {
    fn into_printed(self) -> Printed {
        match self {
            Self::Exact(key, count) => Printed::exact(key, count),
            Self::Rounded(key, band) => Printed::rounded(key, band),
            Self::Hidden(key, somebody) => Printed::hidden(key, somebody),
        }
    }
}

/// One indicator under evaluation.
struct Context<'night, 'run> {
    night: &'run Night<'night>,
    indicator: &'run Indicator,
    grant: &'run UseGrant,
    outline: &'run Outline,
    protected: &'run ProtectedCells,
    printed: &'run mut BTreeSet<PrintedCell>,
}

/// A count as it may be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ShownCount {
    count: u64,
    /// The least count that is shown so.
    least: u64,
    rounded: bool,
}

impl Context<'_, '_> {
    /// A count as protection shows it; `None` where it is hidden.
    fn shown(&self, key: &CellKey) -> Option<ShownCount> {
        match self.protected.shown(key)? {
            Shown::Exact(count) => Some(ShownCount { count, least: count, rounded: false }),
            Shown::Rounded(band) => Some(ShownCount { count: band.value, least: band.least, rounded: true }),
            Shown::Hidden => None,
        }
    }

    /// Notes that a count is printed, for the audit.
    fn print(&mut self, key: &CellKey) {
        let printed = match self.protected.shown(key) {
            Some(Shown::Exact(count)) => PrintedCell::Exact(key.clone(), count),
            Some(Shown::Rounded(band)) => PrintedCell::Rounded(key.clone(), band),
            Some(Shown::Hidden) | None => self.mark(key),
        };
        self.printed.insert(printed);
    }

    /// Notes that a hidden place is printed, for the audit.
    fn print_hidden(&mut self, key: &CellKey) {
        if matches!(self.protected.shown(key), Some(Shown::Hidden)) {
            self.printed.insert(self.mark(key));
        }
    }

    fn mark(&self, key: &CellKey) -> PrintedCell {
        PrintedCell::Hidden(key.clone(), self.protected.mark_tells_of_somebody(key))
    }

    /// Whether a decision that holds tonight withholds figures of this area.
    fn withheld(&self, area: &AreaCode) -> bool {
        self.night.partnership.decisions().filter(|decision| decision.holds_on(self.night.as_of)).any(|decision| {
            matches!(&decision.decision, Decided::Withhold(about)
                if about.indicator.value == self.indicator.id.value
                && about.area.as_ref().is_none_or(|one| one == area))
        })
    }

    /// Decimals that a figure over so many people has.
    fn decimals(&self, denominator: u64) -> u8 {
        let declared = self.indicator.decimals;
        let rules = crate::cells::rules(self.night.partnership, self.indicator, self.grant);
        let decimals = rules.map_or(u32::from(declared), |rules| rules.decimals(denominator, u32::from(declared)));
        u8::try_from(decimals).unwrap_or(declared)
    }

    fn method(&self, source: concordat_methods::MethodError) -> MeasureError {
        MeasureError::Method { indicator: self.indicator.id.value.clone(), source }
    }
}

/// Where each group by a coded column stands among its kind.
fn ranks(partnership: &Partnership) -> BTreeMap<(&Name, &str), usize> {
    let of = |indicator| crate::dimension::groups(partnership, indicator).unwrap_or_default();
    let ranked = partnership.indicators().flat_map(|indicator| {
        of(indicator).into_iter().enumerate().map(|(rank, group)| ((&indicator.id.value, group.label), rank))
    });
    ranked.collect()
}

/// Orders rows by indicator, level from the place downwards, area, time and breakdown.
fn sort(partnership: &Partnership, rows: &mut [Observation]) {
    let levels: BTreeMap<&Name, usize> =
        partnership.areas().levels.iter().rev().enumerate().map(|(order, level)| (&level.id, order)).collect();
    let ranks = ranks(partnership);
    let rank = |row: &Observation| ranks.get(&(&row.indicator, row.category.as_str())).copied();
    rows.sort_by(|left, right| {
        let order = |row: &Observation| {
            (
                row.indicator.clone(),
                levels.get(&row.area_level).copied(),
                row.area_code.clone(),
                row.period_start,
                row.period_end,
                row.sex != "Persons",
                row.sex,
                (row.category_type.clone(), rank(row), row.category.clone()),
                row.group_definition.clone(),
                row.measure,
                row.comparator.as_ref().map(|comparator| comparator.id.clone()),
            )
        };
        order(left).cmp(&order(right))
    });
}

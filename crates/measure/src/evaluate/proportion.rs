//! Proportions of a group and their gaps.
//!
//! Not allowed in here: a gap between figures of which one is hidden.

use concordat_declare::Partnership;
use concordat_declare::indicator::{Against, Comparator, Group, Indicator};
use concordat_disclosure::CellKey;
use concordat_methods::{Counts, Estimate, Significance, difference_from_exact, gap_people, relative_gap_from_exact};

use super::comparator::{self, Known};
use super::row::{Spot, confidential, fill, identify, not_available};
use super::{Context, ShownCount, slope};
use crate::cells::{self, grids};
use crate::dimension::{Divided, Member, groups, sex_positions};
use crate::error::MeasureError;
use crate::observation::{Observation, RowMeasure};
use crate::tabulate::breaks;

const SEXES: [&str; 2] = ["Female", "Male"];

/// The counts of one group at one spot.
#[derive(Clone)]
pub(super) struct Pair {
    numerator: CellKey,
    denominator: CellKey,
    shown: Option<(ShownCount, ShownCount)>,
}

impl Pair {
    pub(super) fn counts(&self) -> Option<Counts> {
        #[expect(clippy::cast_precision_loss, reason = "people of a place are far below 2^53")]
        self.shown.map(|(numerator, denominator)| Counts {
            numerator: numerator.count as f64,
            denominator: denominator.count as f64,
        })
    }
}

pub(super) fn rows(
    context: &mut Context<'_, '_>,
    group: &Group,
    rest: Option<&Group>,
) -> Result<Vec<Observation>, MeasureError> {
    let breaks = breaks(context.indicator, &context.outline.periods);
    let partnership = context.night.partnership;
    let mut rows = Vec::new();
    for grid in grids(partnership, context.indicator, &context.outline.periods, &breaks) {
        let parts = parts(partnership, context.indicator, grid.divided);
        let areas = 0..partnership.areas().levels[grid.level].areas.len();
        for (span, area) in grid.spans.iter().flat_map(|span| areas.clone().map(move |area| (span, area))) {
            for part in &parts {
                let spot = Spot { level: grid.level, area, span, sex: part.sex, category: part.category };
                rows.extend(at(context, (group, rest), spot, part.member)?);
            }
            if grid.divided.by_category {
                let spot = Spot { level: grid.level, area, span, sex: "Persons", category: None };
                rows.extend(slope::row(context, group, spot)?);
            }
        }
    }
    Ok(rows)
}

/// A part of the people of a place that has rows of its own.
struct Part<'declared> {
    member: Member,
    sex: &'static str,
    category: Option<(&'declared str, &'declared str)>,
}

/// Everybody, each sex, and each group by a coded column.
fn parts<'declared>(
    partnership: &'declared Partnership,
    indicator: &'declared Indicator,
    divided: Divided,
) -> Vec<Part<'declared>> {
    let everybody = Part { member: Member::All, sex: "Persons", category: None };
    let sexes = sex_positions(partnership, indicator).filter(|_| divided.by_sex);
    let sexes = sexes.into_iter().flatten().zip(SEXES);
    let sexes = sexes.map(|(position, sex)| Part { member: Member::Sex(position), sex, category: None });
    let groups = groups(partnership, indicator).filter(|_| divided.by_category).unwrap_or_default();
    let groups = groups.into_iter().map(|group| Part {
        member: group.member,
        sex: "Persons",
        category: Some((group.title, group.label)),
    });
    std::iter::once(everybody).chain(sexes).chain(groups).collect()
}

/// All rows of one spot: the group's value, the others' value, and the gaps.
fn at(
    context: &mut Context<'_, '_>,
    (declared, rest): (&Group, Option<&Group>),
    spot: Spot<'_>,
    member: Member,
) -> Result<Vec<Observation>, MeasureError> {
    let group = pair(context, spot, member, ["group_numerator", "group_denominator"]);
    let mut rows = vec![value(context, spot, declared, &group)?];
    let rest = rest.map(|rest| (rest, pair(context, spot, member, ["rest_numerator", "rest_denominator"])));
    if let Some((rest, counts)) = &rest {
        rows.push(value(context, spot, rest, counts)?);
    }
    // A group of the people is set beside the others of its kind, not beside the comparators of the whole.
    for comparator in context.indicator.comparators.iter().filter(|_| spot.category.is_none()) {
        let known = match (&comparator.against, &rest) {
            // A figure that may still be added to stands in no gap.
            _ if context.provisional(spot.span) => Known::Missing("the period is provisional".to_owned()),
            (Against::Rest, Some((_, rest))) => usable(context, spot, rest).map_or(Known::Hidden, Known::Counts),
            _ => context.outside(comparator, spot),
        };
        rows.extend(gaps(context, declared, spot, comparator, &group, &known)?);
    }
    Ok(rows)
}

pub(super) fn pair(context: &Context<'_, '_>, spot: Spot<'_>, member: Member, variables: [&str; 2]) -> Pair {
    let code = &context.night.partnership.areas().levels[spot.level].areas[spot.area].code;
    let [numerator, denominator] = variables.map(|variable| {
        cells::key(&context.indicator.id.value, variable, code.as_str(), &spot.span.token(), member, None)
    });
    let shown = context.shown(&numerator).zip(context.shown(&denominator));
    Pair { numerator, denominator, shown }
}

/// Counts that may be used here: shown, not withheld, and not too few.
pub(super) fn usable(context: &Context<'_, '_>, spot: Spot<'_>, pair: &Pair) -> Option<Counts> {
    let area = &context.night.partnership.areas().levels[spot.level].areas[spot.area].code;
    let (_, denominator) = pair.shown?;
    // A rounded denominator may stand for fewer people than it says.
    let enough = denominator.least >= context.indicator.minimum_denominator.max(1);
    pair.counts().filter(|_| enough && !context.withheld(area))
}

fn value(
    context: &mut Context<'_, '_>,
    spot: Spot<'_>,
    group: &Group,
    pair: &Pair,
) -> Result<Observation, MeasureError> {
    let mut row = context.row(spot, RowMeasure::Value, group.definition.as_str());
    "Wilson score".clone_into(&mut row.method);
    row.denominator_period.clone_from(&row.period_label);
    let row = match (pair.shown, usable(context, spot, pair)) {
        (None, _) => {
            context.print_hidden(&pair.numerator);
            context.print_hidden(&pair.denominator);
            confidential(row)
        }
        (Some(_), None) => {
            let reason = too_few(context, &row.area_code);
            not_available(row, reason)
        }
        (Some((numerator, denominator)), Some(counts)) => {
            let estimate = context.proportion(counts, context.indicator.unit.multiplier())?;
            context.print(&pair.numerator);
            context.print(&pair.denominator);
            fill(&mut row, &estimate, context.decimals(denominator.count));
            carry_counts(&mut row, numerator, denominator);
            row
        }
    };
    Ok(identify(row, context.indicator, spot.span))
}

fn too_few(context: &Context<'_, '_>, area: &concordat_base::AreaCode) -> &'static str {
    if context.withheld(area) { "withheld by decision" } else { "too few people for a figure" }
}

fn carry_counts(row: &mut Observation, numerator: ShownCount, denominator: ShownCount) {
    row.count = Some(numerator.count);
    row.denominator = Some(denominator.count);
    row.count_basis = if numerator.rounded || denominator.rounded { "rounded" } else { "exact" };
}

/// The three gaps to one comparator.
fn gaps(
    context: &Context<'_, '_>,
    declared: &Group,
    spot: Spot<'_>,
    comparator: &Comparator,
    group: &Pair,
    known: &Known,
) -> Result<Vec<Observation>, MeasureError> {
    let decimals = context.indicator.decimals;
    let code = match &comparator.against {
        Against::Published(published) => published.area.to_string(),
        Against::Rest => context.night.partnership.areas().levels[spot.level].areas[spot.area].code.to_string(),
        Against::Missing(_) => String::new(),
    };
    let begin = |gap: RowMeasure| {
        let mut row = context.row(spot, gap, declared.definition.as_str());
        row.comparator = Some(comparator::figure(comparator, code.clone(), known, context.indicator));
        // Two comparators may be of one area, England's all children and its eligible ones, and must be told apart.
        "compared with".clone_into(&mut row.category_type);
        row.category.clone_from(&comparator.title);
        row
    };
    let absent = |gap: RowMeasure| {
        let row = begin(gap);
        let row = match (group.shown, known) {
            (None, _) | (_, Known::Hidden) => confidential(row),
            (_, Known::Missing(why)) => not_available(row, why),
            _ => not_available(row, "too few people for a figure"),
        };
        identify(row, context.indicator, spot.span)
    };
    if matches!(known, Known::Missing(_)) {
        // One row says that the comparator is missing, and why.
        return Ok(vec![absent(RowMeasure::GapAbsolute)]);
    }
    let measures = [RowMeasure::GapAbsolute, RowMeasure::GapRelative, RowMeasure::GapPeople];
    let (Some(counts), Some((numerator, denominator))) = (usable(context, spot, group), group.shown) else {
        return Ok(measures.map(absent).into());
    };
    let Some(computed) = compute(context, counts, known)? else { return Ok(measures.map(absent).into()) };
    let finished = measures.into_iter().zip(computed).map(|(gap, estimate)| {
        let mut row = begin(gap);
        let (unit, places) = match gap {
            RowMeasure::GapAbsolute => ("percentage points", decimals),
            RowMeasure::GapRelative => ("percent of the comparator", decimals),
            _ => (context.indicator.words.counted.as_str(), 0),
        };
        unit.clone_into(&mut row.unit);
        method(known, gap).clone_into(&mut row.method);
        match estimate {
            None => return Ok(identify(not_available(row, "the comparator is zero"), context.indicator, spot.span)),
            Some(estimate) => {
                fill(&mut row, &estimate, places);
                if gap == RowMeasure::GapAbsolute {
                    let significance = Significance::of_difference(estimate.at_95());
                    row.significance = significance.map_err(|source| context.method(source))?.word();
                }
            }
        }
        carry_counts(&mut row, numerator, denominator);
        row.denominator_period.clone_from(&row.period_label);
        Ok(identify(row, context.indicator, spot.span))
    });
    finished.collect()
}

fn method(known: &Known, gap: RowMeasure) -> &'static str {
    match (known, gap) {
        (Known::Counts(_), RowMeasure::GapAbsolute) => "difference of proportions, Newcombe method 10",
        (Known::Counts(_), RowMeasure::GapRelative) => "ratio of proportions, Katz, less one",
        (_, RowMeasure::GapAbsolute) => {
            "difference from a percentage taken as exact, Wilson score of the local proportion"
        }
        (_, RowMeasure::GapRelative) => "ratio to a percentage taken as exact, less one",
        _ => "absolute gap times the local denominator, with the opposite sign",
    }
}

/// Absolute, relative and people gap; `None` within where a gap has no value, `None` outside where nothing is known.
fn compute(
    context: &Context<'_, '_>,
    local: Counts,
    known: &Known,
) -> Result<Option<[Option<Estimate>; 3]>, MeasureError> {
    let multiplier = context.indicator.unit.multiplier();
    let refused = |source| context.method(source);
    match known {
        Known::Counts(comparator) => {
            let gap = context.gap(local, *comparator)?;
            let absolute = context.whole("gap-proportion", gap.estimate("difference", "newcombe_", multiplier))?;
            let people = context.whole("gap-proportion", gap.estimate("people", "people_", 1.0))?;
            Ok(Some([Some(absolute), gap.estimate("relative_gap_percent", "relative_gap_", 1.0), Some(people)]))
        }
        Known::Percent(percent) => {
            let estimate = context.proportion(local, multiplier)?;
            let absolute = difference_from_exact(&estimate, percent.to_f64()).map_err(refused)?;
            let relative = relative_gap_from_exact(&estimate, percent.to_f64()).map_err(refused)?;
            let people = gap_people(&absolute, local.denominator, multiplier).map_err(refused)?;
            Ok(Some([Some(absolute), relative.computed(), Some(people)]))
        }
        Known::Missing(_) | Known::Hidden => Ok(None),
    }
}

//! Linked counts: people found in so many services, by linkage rule, and the share of records that can be linked.
//!
//! Not allowed in here: a claim that records linked are people.

use std::collections::BTreeSet;

use concordat_declare::indicator::LinkedCount;
use concordat_methods::Counts;

use super::Context;
use super::row::{Spot, confidential, fill, identify, not_available};
use crate::cells::{self, linkable_variables, size_variable};
use crate::dimension::Member;
use crate::error::MeasureError;
use crate::linked::RULES;
use crate::observation::{Observation, RowMeasure};
use concordat_base::Decimal;

pub(super) fn rows(context: &mut Context<'_, '_>, measure: &LinkedCount) -> Result<Vec<Observation>, MeasureError> {
    let Some((span, level)) = context.outline.linked.clone() else { return Ok(Vec::new()) };
    let areas = context.night.partnership.areas();
    let declared: BTreeSet<usize> = context
        .indicator
        .tables
        .iter()
        .filter_map(|table| areas.level(table.areas.value.as_str()).map(|(position, _)| position))
        .filter(|wanted| *wanted == level || *wanted + 1 == areas.levels.len())
        .collect();
    let mut rows = Vec::new();
    for at in declared {
        for area in 0..areas.levels[at].areas.len() {
            let spot = Spot { level: at, area, span: &span, sex: "Persons", category: None };
            for size in &measure.sizes {
                for rule in 0..RULES.len() {
                    rows.push(people(context, spot, measure, *size, rule));
                }
            }
            for domain in 0..measure.domains.len() {
                rows.push(linkable(context, spot, measure, domain)?);
            }
        }
    }
    Ok(rows)
}

fn key(context: &Context<'_, '_>, spot: Spot<'_>, variable: &str) -> concordat_disclosure::CellKey {
    let code = &context.night.partnership.areas().levels[spot.level].areas[spot.area].code;
    cells::key(&context.indicator.id.value, variable, code.as_str(), &spot.span.token(), Member::All, None)
}

fn people(context: &mut Context<'_, '_>, spot: Spot<'_>, measure: &LinkedCount, size: u32, rule: usize) -> Observation {
    let key = key(context, spot, &size_variable(rule, size));
    let mut row = context.row(spot, RowMeasure::Value, "");
    "found in exactly this many services, by linkage rule".clone_into(&mut row.category_type);
    row.category = format!("{size} of {}, {}", measure.domains.len(), RULES[rule].1);
    "count of records linked on keyed match-keys".clone_into(&mut row.method);
    let row = match context.shown(&key) {
        _ if context.withheld(&row.area_code) => not_available(row, "withheld by decision"),
        None => {
            context.print_hidden(&key);
            confidential(row)
        }
        Some(shown) => {
            context.print(&key);
            row.count = Some(shown.count);
            row.count_basis = if shown.rounded { "rounded" } else { "exact" };
            row.value = i64::try_from(shown.count).ok().map(Decimal::whole);
            row
        }
    };
    identify(row, context.indicator, spot.span)
}

fn linkable(
    context: &mut Context<'_, '_>,
    spot: Spot<'_>,
    measure: &LinkedCount,
    domain: usize,
) -> Result<Observation, MeasureError> {
    let [records, linkable] = linkable_variables(domain).map(|variable| key(context, spot, &variable));
    let mut row = context.row(spot, RowMeasure::Value, "");
    "records with a usable key, by service".clone_into(&mut row.category_type);
    row.category.clone_from(&measure.domains[domain].title);
    "percent".clone_into(&mut row.unit);
    "Wilson score".clone_into(&mut row.method);
    row.denominator_period.clone_from(&row.period_label);
    let row = match context.shown(&linkable).zip(context.shown(&records)) {
        None => {
            context.print_hidden(&linkable);
            context.print_hidden(&records);
            confidential(row)
        }
        Some((_, all)) if all.count == 0 => {
            context.print(&records);
            not_available(row, "no records in the window")
        }
        Some((usable, all)) => {
            #[expect(clippy::cast_precision_loss, reason = "records of a place are far below 2^53")]
            let counts = Counts { numerator: usable.count as f64, denominator: all.count as f64 };
            let estimate = context.proportion(counts, 100.0)?;
            context.print(&linkable);
            context.print(&records);
            fill(&mut row, &estimate, 1);
            row.count = Some(usable.count);
            row.denominator = Some(all.count);
            row.count_basis = if usable.rounded || all.rounded { "rounded" } else { "exact" };
            row
        }
    };
    Ok(identify(row, context.indicator, spot.span))
}

//! Whether the tables of an indicator keep the limits of every agreement in it: areas no finer than the coarsest floor, with
//! enough residents, and periods no finer than the floor.
//!
//! Not allowed in here: making a table coarser than its author declared; one that is too fine is refused, and says how.

use concordat_base::PeriodKind;
use concordat_declare::agreement::{Agreement, OUTWARD_POSTCODE};
use concordat_declare::indicator::{Measure, TableDeclaration, TablePeriod};
use concordat_diagnostics::{Text, codes};

use crate::refusal::{about, error};
use crate::weigh::Weighing;

/// Notes every table that is finer than an agreement in the figure permits.
pub(crate) fn weigh(weighing: &mut Weighing<'_>) {
    let agreements: Vec<&Agreement> = weighing.agreements.values().copied().collect();
    let tables: &[TableDeclaration] = &weighing.indicator.tables;
    for (agreement, table) in agreements.iter().flat_map(|agreement| tables.iter().map(move |table| (agreement, table)))
    {
        areas(weighing, agreement, table);
        residents(weighing, agreement, table);
        periods(weighing, agreement, table);
    }
}

fn areas(weighing: &mut Weighing<'_>, agreement: &Agreement, table: &TableDeclaration) {
    let Some(floor) = &agreement.disclosure.geography_floor else { return };
    let levels = &weighing.night.partnership.areas().levels;
    let position = |id: &str| levels.iter().position(|level| level.id.as_str() == id);
    let coarsest_permitted = match floor.value.as_str() {
        // No level is known to be as coarse but the highest below the place.
        OUTWARD_POSTCODE => levels.len().checked_sub(2),
        // A boundary year that is carried to the finest level counts as that.
        id => position(id).or(Some(0)),
    };
    if position(table.areas.value.as_str()) >= coarsest_permitted {
        return;
    }
    let message = about(agreement)
        .say(", clause ")
        .name(&agreement.disclosure.clause.value)
        .say(", permits no areas finer than ");
    let message = message.name(&floor.value).say("; the table is of ").name(&table.areas.value);
    let help = Text::new().say("give the table for ").name(&floor.value).say(" or coarser");
    let fault = error(&codes::AREAS_TOO_FINE, message, help, weighing.at(&table.areas));
    weighing.against.push(fault);
}

fn residents(weighing: &mut Weighing<'_>, agreement: &Agreement, table: &TableDeclaration) {
    let Some(least) = agreement.disclosure.min_population else { return };
    let known = weighing.night.partnership.fewest_residents(table.areas.value.as_str());
    if known.is_some_and(|known| known >= least) {
        return;
    }
    let message = about(agreement)
        .say(", clause ")
        .name(&agreement.disclosure.clause.value)
        .say(", permits no areas of fewer than ");
    let message = message.number(least).say(" residents; of ").name(&table.areas.value);
    let (message, help) = match known {
        Some(known) => (message.say(" one has ").number(known), Text::new().say("give the table for a coarser level")),
        None => {
            let help =
                "declare fewest_residents of the level, from published estimates, or give the table for a coarser one";
            (message.say(" it is not declared"), Text::new().say(help))
        }
    };
    let fault = error(&codes::AREAS_TOO_SMALL, message, help, weighing.at(&table.areas));
    weighing.against.push(fault);
}

fn periods(weighing: &mut Weighing<'_>, agreement: &Agreement, table: &TableDeclaration) {
    let Some(floor) = &agreement.disclosure.date_floor else { return };
    if keeps(weighing, table.period, floor.value) {
        return;
    }
    let message = about(agreement)
        .say(", clause ")
        .name(&agreement.disclosure.clause.value)
        .say(", permits no periods finer than ");
    let message =
        message.declared(floor.value.words()).say("; a table of ").name(&table.areas.value).say(" has finer ones");
    let help = Text::new().say("give the table for each ").declared(floor.value.words()).say(", or pool more of them");
    let fault = error(&codes::PERIODS_TOO_FINE, message, help, weighing.at(&table.areas));
    weighing.against.push(fault);
}

/// Whether periods of a table are no finer than a floor. A year that begins in another month counts as finer: from two kinds
/// of years side by side, the months between their beginnings follow.
fn keeps(weighing: &Weighing<'_>, period: TablePeriod, floor: PeriodKind) -> bool {
    let as_long = |months: i64| months >= i64::from(floor.months());
    let aligned = |kind: PeriodKind| kind.first_month() == floor.first_month() || floor.months() < 12;
    let own: Vec<PeriodKind> = weighing
        .indicator
        .uses()
        .into_iter()
        .filter_map(|(dataset, _)| weighing.night.partnership.contract_of(&dataset.value))
        .map(concordat_declare::contract::Contract::partition_kind)
        .collect();
    match period {
        TablePeriod::Each(kind) => as_long(i64::from(kind.months())) && aligned(kind),
        TablePeriod::Pooled(count) => own.iter().all(|kind| as_long(i64::from(count) * i64::from(kind.months()))),
        // How much is held nobody knows before the night: it may be one period.
        TablePeriod::WholeHeld => own.iter().all(|kind| as_long(i64::from(kind.months()))),
        TablePeriod::Window => match &weighing.indicator.measure {
            Measure::LinkedCount(linked) => as_long(i64::from(linked.window_months)),
            _ => false,
        },
    }
}

//! `plan`: what tonight would do.
//!
//! Not allowed in here: doing it.

use concordat_pipeline::{Plan, PlannedStep};
use concordat_store::SystemClock;
use serde_json::json;

use crate::arguments::{Format, Global, Pipeline};
use crate::commands::run;
use crate::failure::{Exit, Failure};
use crate::place;
use crate::printer::Printer;
use crate::summary;
use crate::table::Table;

/// Prints what tonight would do.
pub(crate) fn plan(asked: &Pipeline, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let options = run::looking(global, place::pipeline_folder(&asked.pipeline)?);
    let plan = concordat_pipeline::plan(&options, &SystemClock).map_err(Failure::of)?;
    match printer.format() {
        Format::Json => printer.data_json(&plan),
        Format::Csv | Format::Table => printer.table(&steps(&plan.steps)),
    }
    for refused in &plan.refused {
        printer.warn(&summary::fault(refused));
    }
    printer.say(&in_short(&plan));
    Ok(Exit::FINE)
}

/// Steps, and why each would be computed again.
pub(crate) fn steps(steps: &[PlannedStep]) -> Table {
    let mut table = Table::new(["step", "tonight", "because"]);
    for step in steps {
        let tonight = if step.stale { "compute" } else { "keep" };
        table.push(vec![json!(step.id), json!(tonight), json!(step.because.join("; "))]);
    }
    table
}

fn in_short(plan: &Plan) -> String {
    let stale = plan.steps.iter().filter(|step| step.stale).count();
    let fresh = plan.steps.len() - stale;
    let indicators = plan.permitted.len();
    format!(
        "indicators permitted: {indicators}; steps to compute: {stale}, to keep: {fresh}; new deliveries add to this"
    )
}

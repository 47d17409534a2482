//! `why`: why a step would be computed again, and what it rests on.
//!
//! Not allowed in here: computing it.

use concordat_diagnostics::Diagnostic;
use concordat_pipeline::{Plan, PlannedStep};
use concordat_store::SystemClock;

use crate::arguments::night::Why;
use crate::arguments::{Format, Global};
use crate::commands::{plan, run};
use crate::failure::{Exit, Failure, unknown};
use crate::place;
use crate::printer::Printer;

/// Prints why a step is stale, or that it is not.
pub(crate) fn why(asked: &Why, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let options = run::looking(global, place::pipeline_folder(&asked.pipeline)?);
    let planned = concordat_pipeline::plan(&options, &SystemClock).map_err(Failure::of)?;
    known(&asked.step, &planned)?;
    let steps = concordat_pipeline::why(&options, &SystemClock, &asked.step).map_err(Failure::of)?;
    match printer.format() {
        Format::Json => printer.data_json(&steps),
        Format::Csv => printer.table(&plan::steps(&steps)),
        Format::Table => steps.iter().for_each(|step| printer.data(&page(step))),
    }
    Ok(Exit::FINE)
}

/// Whether a step begins so. Where none does, the nearest is offered among indicators, or among steps once one is typed.
fn known(typed: &str, plan: &Plan) -> Result<(), Diagnostic> {
    if plan.steps.iter().any(|step| step.id.starts_with(typed)) {
        return Ok(());
    }
    let steps: Vec<String> = plan.steps.iter().map(|step| step.id.clone()).collect();
    Err(unknown("step", typed, if typed.contains('/') { &steps } else { &plan.permitted }))
}

/// One step: what tonight would do with it, why, and what it rests on.
fn page(step: &PlannedStep) -> String {
    let tonight = if step.stale { "would be computed" } else { "would be kept: nothing that it rests on changed" };
    let mut page = format!("{}\n  {tonight}\n", step.id);
    for because in &step.because {
        page += &format!("  because  {because}\n");
    }
    if let Some(last) = &step.last_computed {
        let why = match last.because.as_slice() {
            [] => "for the first time, or because its cells were not kept".to_owned(),
            changed => format!("because these had changed: {}", changed.join("; ")),
        };
        page += &format!("  last computed in the night of {}, {why}\n", last.as_of);
    }
    if let Ok(serde_json::Value::Object(ingredients)) = serde_json::to_value(&step.ingredients) {
        for (name, value) in ingredients {
            page += &format!("  rests on {name}: {}\n", value.as_str().unwrap_or_default());
        }
    }
    page
}

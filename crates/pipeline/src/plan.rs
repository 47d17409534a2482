//! What tonight would do, and why: nothing is fetched, read or written.
//!
//! Not allowed in here: opening a delivery. Steps are those of the last run, with what changed in declarations and
//! agreements since.

use concordat_agreement::use_grant;
use concordat_base::{Date, nearest};
use concordat_diagnostics::{Diagnostic, Severity, Text, codes};
use concordat_measure::{Ingredients, StepIndex, StepState};
use concordat_store::{Clock, Home};
use serde::Serialize;

use crate::declarations::read_declarations;
use crate::night::today;
use crate::options::RunOptions;
use crate::report::Said;
use crate::status::reports;

/// A step of counting, as the last run left it.
#[derive(Clone, Debug, Serialize)]
pub struct PlannedStep {
    /// Its name.
    pub id: String,
    /// Whether it is to be computed again.
    pub stale: bool,
    /// Which ingredients changed, or why nothing can be kept.
    pub because: Vec<String>,
    /// What it rests on: each ingredient and its hash or text.
    pub ingredients: Ingredients,
    /// When and why it was last computed, as far as a report is kept that tells; only where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_computed: Option<LastComputed>,
}

/// The night that last computed a step.
#[derive(Clone, Debug, Serialize)]
pub struct LastComputed {
    /// The run.
    pub run: String,
    /// The date of its night.
    pub as_of: Date,
    /// Which ingredients had changed; empty where it was computed for the first time.
    pub because: Vec<String>,
}

/// What tonight would do.
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    /// Indicators that may be computed.
    pub permitted: Vec<String>,
    /// Why others may not.
    pub refused: Vec<Said>,
    /// Steps of permitted indicators.
    pub steps: Vec<PlannedStep>,
}

/// What tonight would do.
///
/// # Errors
/// The faults of the declarations, or of the home.
pub fn plan(options: &RunOptions, clock: &dyn Clock) -> Result<Plan, Vec<Diagnostic>> {
    let loaded = read_declarations(&options.pipeline);
    let Some(partnership) = loaded.partnership else { return Err(loaded.faults) };
    let as_of = options.as_of.unwrap_or_else(|| today(clock.now()));
    let home = Home::open(&options.home, partnership.place().id.value.as_str())
        .map_err(|error| vec![crate::inputs::store_fault(&error)])?;
    let home = crate::keys::unlock_if_possible(&home).map_err(|fault| vec![fault])?;
    let index = StepIndex::read(&home);
    let mut plan = Plan { permitted: Vec::new(), refused: Vec::new(), steps: Vec::new() };
    for indicator in partnership.indicators() {
        let id = indicator.id.value.as_str();
        match use_grant(&partnership, &indicator.id.value, as_of) {
            Err(refusal) => plan.refused.extend(refusal.diagnostics.iter().map(Said::of)),
            Ok(grant) => {
                plan.permitted.push(id.to_owned());
                let prefix = format!("{id}/");
                let own = index.steps.iter().filter(|(step, _)| step.starts_with(&prefix));
                let before = plan.steps.len();
                plan.steps.extend(own.map(|(step, ingredients)| planned(&home, &grant, step, ingredients)));
                if plan.steps.len() == before {
                    let because = vec!["it was never computed".to_owned()];
                    plan.steps.push(PlannedStep {
                        id: id.to_owned(),
                        stale: true,
                        because,
                        ingredients: Ingredients::default(),
                        last_computed: None,
                    });
                }
            }
        }
    }
    Ok(plan)
}

fn planned(home: &Home, grant: &concordat_agreement::UseGrant, id: &str, earlier: &Ingredients) -> PlannedStep {
    let mut now = earlier.clone();
    now.add("purpose", grant.purpose());
    let audiences: Vec<&str> = grant.audiences().iter().map(concordat_base::Name::as_str).collect();
    now.add("audiences", audiences.join(" ").as_str());
    now.add("code of the counting stage", concordat_measure::counting_epoch());
    let mut because = now.changed_since(earlier);
    if because.is_empty() && !concordat_store::is_complete(&home.cells(&earlier.key().short())) {
        because.push("its cells are not kept any more".to_owned());
    }
    PlannedStep { id: id.to_owned(), stale: !because.is_empty(), because, ingredients: now, last_computed: None }
}

/// Why a step, or every step whose name begins so, is stale or fresh; after a run, why it was computed.
///
/// # Errors
/// The faults of the declarations, or that no step has that name, with the nearest.
pub fn why(options: &RunOptions, clock: &dyn Clock, step: &str) -> Result<Vec<PlannedStep>, Vec<Diagnostic>> {
    let plan = plan(options, clock)?;
    let names: Vec<String> = plan.steps.iter().map(|planned| planned.id.clone()).collect();
    let mut found: Vec<PlannedStep> = plan.steps.into_iter().filter(|planned| planned.id.starts_with(step)).collect();
    if !found.is_empty() {
        tell_last(options, &mut found)?;
        return Ok(found);
    }
    let message = Text::new().say("there is no step ").declared(step);
    let help = match nearest(step, names.iter().map(String::as_str)) {
        Some(near) => Text::new().say("did you mean ").declared(near).say("?"),
        None => Text::new().say("steps: ").list(names.iter().map(String::as_str).take(20)),
    };
    let fault = Diagnostic { severity: Severity::Error, ..Diagnostic::error(&codes::USAGE, message).help(help) };
    Err(vec![fault])
}

/// Fills in when and why each step was last computed, from the reports of runs.
fn tell_last(options: &RunOptions, steps: &mut [PlannedStep]) -> Result<(), Vec<Diagnostic>> {
    let Some(partnership) = read_declarations(&options.pipeline).partnership else { return Ok(()) };
    let home = Home::open(&options.home, partnership.place().id.value.as_str())
        .map_err(|error| vec![crate::inputs::store_fault(&error)])?;
    for report in reports(&home).map_err(|fault| vec![fault])? {
        let mut unknown = steps.iter_mut().filter(|step| step.last_computed.is_none()).peekable();
        if unknown.peek().is_none() {
            break;
        }
        for step in unknown {
            let computed = report.steps.iter().find(|one| one.id == step.id && one.state == StepState::Computed);
            step.last_computed = computed.map(|record| LastComputed {
                run: report.run_id.clone(),
                as_of: report.as_of,
                because: record.because.clone(),
            });
        }
    }
    Ok(())
}

//! How things stand: the last run, each source, and the next dates of agreements.
//!
//! Not allowed in here: running anything.

use std::path::Path;

use concordat_agreement::{MilestoneKind, milestones};
use concordat_base::Date;
use concordat_diagnostics::Diagnostic;
use concordat_store::Home;
use jiff::{Timestamp, Unit};
use serde::Serialize;

use crate::declarations::read_declarations;
use crate::inputs::store_fault;
use crate::night::today;
use crate::report::RunReport;

/// How things stand.
#[derive(Clone, Debug, Serialize)]
pub struct Status {
    /// The report of the last run.
    pub last_run: Option<RunReport>,
    /// Hours since it ended.
    pub hours_since_last_run: Option<f64>,
    /// The next dates of agreements, in words.
    pub next: Vec<String>,
}

/// How things stand at a moment.
///
/// # Errors
/// The faults of the declarations, or of the home.
pub fn status(home: &Path, pipeline: &Path, as_of: Option<Date>, now: Timestamp) -> Result<Status, Vec<Diagnostic>> {
    let loaded = read_declarations(pipeline);
    let Some(partnership) = loaded.partnership else { return Err(loaded.faults) };
    let home = Home::open(home, partnership.place().id.value.as_str()).map_err(|error| vec![store_fault(&error)])?;
    let last_run = last_run(&home).map_err(|fault| vec![fault])?;
    let ended: Option<Timestamp> = last_run.as_ref().and_then(|run| run.ended.parse().ok());
    let hours = ended.and_then(|ended| now.since(ended).ok()?.total(Unit::Hour).ok());
    let next = milestones(&partnership, as_of.unwrap_or_else(|| today(now)));
    let words = |kind: MilestoneKind| match kind {
        MilestoneKind::Start => "begins",
        MilestoneKind::Review => "is to be reviewed",
        MilestoneKind::Expiry => "ends",
    };
    let next = next.iter().map(|one| format!("{} {} {}", one.date, one.agreement, words(one.kind))).collect();
    Ok(Status { last_run, hours_since_last_run: hours, next })
}

fn last_run(home: &Home) -> Result<Option<RunReport>, Diagnostic> {
    Ok(reports(home)?.next())
}

/// The reports of all runs, newest first; one that cannot be read is left out.
pub(crate) fn reports(home: &Home) -> Result<impl Iterator<Item = RunReport>, Diagnostic> {
    let root = home.runs_root();
    let mut runs = concordat_store::list_folders(&root).map_err(|error| store_fault(&error))?;
    runs.sort();
    let read = move |run: String| {
        let text = concordat_store::read_to_string(&root.join(run).join("run.json")).ok()?;
        serde_json::from_str(&text).ok()
    };
    Ok(runs.into_iter().rev().filter_map(read))
}

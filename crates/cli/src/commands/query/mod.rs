//! `query`: SQL or filters over one audience's release.
//!
//! Not allowed in here: reading another audience's files, and computing a number.

mod answer;
mod filters;
mod tables;

use std::num::NonZeroUsize;

use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_engine::{Answer, EngineError};
use concordat_store::Home;

use self::tables::ReleaseTables;
use crate::arguments::Global;
use crate::arguments::query::Query;
use crate::commands::chosen::Chosen;
use crate::failure::{Exit, Failure};
use crate::place;
use crate::printer::Printer;
use crate::table::Table;

/// Answers the question.
pub(crate) fn query(asked: &Query, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    if asked.sql.is_none() && asked.filters.is_empty() {
        let fault = Diagnostic::error(&codes::USAGE, "nothing is asked: neither SQL nor a filter");
        return Err(fault.help("concordat query --help shows examples of both").into());
    }
    let chosen = Chosen::find(&place::home(global)?, asked.release.as_deref(), asked.audience.as_deref())?;
    let tables = ReleaseTables::open(&chosen.folder, threads())?;
    let (answer, synthetic) = match &asked.sql {
        Some(sql) => (answer::table(&tables.ask(sql)?, &[])?, chosen.synthetic.then_some(Synthetic::SomeOfTheRelease)),
        None => filtered(&asked.filters, &chosen, &tables)?,
    };
    printer.say(&chosen.banner());
    if let Some(synthetic) = synthetic {
        printer.warn(synthetic.words());
    }
    printer.table(&answer);
    if answer.rows().is_empty() {
        printer.warn(&nothing(asked, &chosen));
    }
    Ok(Exit::FINE)
}

/// How much of an answer rests on made-up extracts.
#[derive(Clone, Copy)]
enum Synthetic {
    /// Rows of the answer are marked.
    TheseFigures,
    /// Rows of the release are marked; which of them a free query used cannot be told.
    SomeOfTheRelease,
}

impl Synthetic {
    fn words(self) -> &'static str {
        match self {
            Self::TheseFigures => "synthetic: figures here rest on made-up extracts and must not be quoted",
            Self::SomeOfTheRelease => {
                "synthetic: figures of this release rest on made-up extracts (column synthetic) and must not be quoted"
            }
        }
    }
}

/// The answer to filters: the columns that a person wants.
fn filtered(
    filters: &crate::arguments::query::Filters,
    chosen: &Chosen,
    tables: &ReleaseTables,
) -> Result<(Table, Option<Synthetic>), Failure> {
    let answer = tables.ask(&filters::sql(filters, chosen, tables)?)?;
    let is_synthetic = answer::any_true(&answer, filters::SYNTHETIC);
    let table = answer::table(&answer, &[filters::SYNTHETIC])?;
    Ok((table, is_synthetic.then_some(Synthetic::TheseFigures)))
}

/// What an answer without rows means.
fn nothing(asked: &Query, chosen: &Chosen) -> String {
    let mission = asked.filters.mission.as_deref().and_then(|mission| chosen.state_of_mission(mission));
    match mission {
        Some(state) if state != "measured" => format!("no figures: the mission is {state}"),
        _ => "no figures fit".to_owned(),
    }
}

/// An indicator of the release that the widest audience sees, with a value that can be shown.
pub(crate) fn an_indicator(home: &Home) -> Option<String> {
    let chosen = Chosen::find(home, None, None).ok()?;
    let tables = ReleaseTables::open(&chosen.folder, 1).ok()?;
    let sql = "SELECT min(indicator) AS indicator FROM observations WHERE measure = 'value' AND value IS NOT NULL";
    texts(&tables.ask(sql).ok()?, "indicator").ok()?.pop()
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// An error of the engine, in its own words: they are about the question, never about a value.
fn refused(error: &EngineError) -> Failure {
    let message = Text::new().say("the query cannot be answered: ").declared(&error.to_string());
    let exit = match error {
        EngineError::Start { .. }
        | EngineError::Stopped
        | EngineError::Memory
        | EngineError::Execution
        | EngineError::MissingFile { .. }
        | EngineError::FileDiffers { .. } => Exit::OPERATIONAL,
        _ => Exit::USAGE,
    };
    Failure { diagnostics: vec![Diagnostic::error(&codes::QUERY_REFUSED, message)], exit }
}

/// A column of an answer as texts; what is missing is left out.
fn texts(answer: &Answer, column: &str) -> Result<Vec<String>, Failure> {
    Ok(answer.texts(column).map_err(|error| refused(&error))?.into_iter().flatten().collect())
}

//! `query`: SQL or filters over one audience's release.
//!
//! Not allowed in here: reading another audience's files but to tell that they have it, and computing a number.

mod answer;
mod elsewhere;
mod filters;
mod names;
mod out;
mod refused;
mod tables;

use std::num::NonZeroUsize;

use concordat_diagnostics::{Diagnostic, codes};
use concordat_engine::Answer;
use concordat_store::Home;

use self::out::{Given, Target};
use self::refused::refused;
use self::tables::ReleaseTables;
use crate::arguments::query::Query;
use crate::arguments::{Format, Global};
use crate::commands::chosen::Chosen;
use crate::failure::{Exit, Failure};
use crate::place;
use crate::printer::Printer;

/// Answers the question.
pub(crate) fn query(asked: &Query, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    if asked.sql.is_none() && asked.filters.is_empty() {
        let fault = Diagnostic::error(&codes::USAGE, "nothing is asked: neither SQL nor a filter");
        return Err(fault.help("concordat query --help shows examples of both").into());
    }
    let target = asked.out.as_deref().map(Target::of).transpose()?;
    let home = place::home(global)?;
    let chosen = Chosen::find(&home, asked.release.as_deref(), asked.audience.as_deref())?;
    let tables = ReleaseTables::open(&chosen.folder, threads())?;
    let answered = match &asked.sql {
        Some(sql) => by_sql(sql, &chosen, &tables)?,
        None => by_filters(&home, asked, &chosen, &tables)?,
    };
    printer.say(&chosen.banner());
    if let Some(synthetic) = answered.synthetic {
        printer.warn(synthetic.words());
    }
    match &target {
        Some(target) => out::write(target, &answered.given(&chosen), printer)?,
        None => print(&answered, printer)?,
    }
    Ok(Exit::FINE)
}

/// An answer and what is known of it.
struct Answered {
    question: String,
    whole_rows: bool,
    answer: Answer,
    hidden: &'static [&'static str],
    synthetic: Option<Synthetic>,
}

impl Answered {
    fn given<'a>(&'a self, chosen: &'a Chosen) -> Given<'a> {
        let Self { question, answer, whole_rows, synthetic, .. } = self;
        Given { question, whole_rows: *whole_rows, chosen, answer, synthetic: synthetic.is_some() }
    }
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

fn by_sql(sql: &str, chosen: &Chosen, tables: &ReleaseTables) -> Result<Answered, Failure> {
    let synthetic = chosen.synthetic.then_some(Synthetic::SomeOfTheRelease);
    Ok(Answered { question: sql.to_owned(), whole_rows: false, answer: tables.ask(sql)?, hidden: &[], synthetic })
}

/// The answer to filters: the columns that a person wants, or whole rows for a file.
fn by_filters(home: &Home, asked: &Query, chosen: &Chosen, tables: &ReleaseTables) -> Result<Answered, Failure> {
    let conditions = match filters::conditions(&asked.filters, chosen, tables) {
        Ok(conditions) => conditions,
        Err(unknown) => return Err(elsewhere::only_for_others(home, asked, chosen)?.map_or(unknown, Failure::from)),
    };
    let whole_rows = asked.out.is_some();
    let answer = tables.ask(&filters::sql(&conditions, whole_rows))?;
    if answer.rows == 0 {
        return Err(elsewhere::nothing_fits(home, asked, chosen, &conditions, tables)?.into());
    }
    let synthetic = answer::any_true(&answer, filters::SYNTHETIC).then_some(Synthetic::TheseFigures);
    let words = conditions.iter().map(|it| format!("{} {}", it.option, it.word));
    let question = words.collect::<Vec<_>>().join(", ");
    Ok(Answered { question, whole_rows, answer, hidden: &[filters::SYNTHETIC], synthetic })
}

fn print(answered: &Answered, printer: &Printer) -> Result<(), Failure> {
    let table = answer::table(&answered.answer, answered.hidden)?;
    let is_empty = table.rows().is_empty();
    printer.table(&if printer.format() == Format::Csv { table.without_dates_in_words() } else { table });
    if is_empty {
        printer.warn("the answer has no rows");
    }
    Ok(())
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

/// A column of an answer as texts; what is missing is left out.
fn texts(answer: &Answer, column: &str) -> Result<Vec<String>, Failure> {
    Ok(answer.texts(column).map_err(|error| refused(&error))?.into_iter().flatten().collect())
}

//! `trace`: from one published figure to everything it rests on.
//!
//! Not allowed in here: a release that nobody has seen yet, unless it was named.

use std::path::Path;

use concordat_compliance::Figure;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_publish::releases::{Listed, ListedAudience, State};
use concordat_store::SystemClock;

use crate::arguments::Global;
use crate::arguments::compliance::Trace;
use crate::commands::release::{audience, audiences, version};
use crate::evidence::{Gathered, figures, pipeline_of};
use crate::failure::{Exit, Failure};
use crate::page;
use crate::place;
use crate::printer::Printer;

/// Prints the trace.
pub(crate) fn trace(asked: &Trace, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let pipeline = pipeline_of(asked.pipeline.as_ref(), global)?;
    let gathered = Gathered::open(&pipeline, global, printer)?;
    let (release, audience, figure) = find(asked, &gathered.listed)?;
    let as_of = place::as_of(global, &SystemClock).max(release.version.date());
    let Some(release) = gathered.release(release, audience)? else { return Err(unknown_figure(asked)) };
    let evidence = concordat_compliance::Evidence::new(&gathered.partnership, as_of, gathered.ledger.entries(), []);
    let traced = concordat_compliance::trace(&evidence, &release, &figure);
    page::show(&traced.page(), &traced, asked.html.as_deref(), printer)?;
    Ok(Exit::FINE)
}

/// The row that was asked for, in the release of the widest audience that has it.
fn find<'a>(asked: &Trace, listed: &'a [Listed]) -> Result<(&'a Listed, &'a ListedAudience, Figure), Failure> {
    let wanted = asked.release.as_deref().map(|typed| version(typed, listed)).transpose()?;
    let names = match asked.audience.as_deref() {
        Some(typed) => vec![audience(typed, listed)?.to_owned()],
        None => audiences(listed),
    };
    for name in &names {
        for release in listed.iter().rev().filter(|release| wanted.is_none_or(|wanted| release.version == wanted)) {
            let part = release.audiences.iter().find(|part| part.audience == *name);
            let part = part.filter(|part| wanted.is_some() || part.state == State::Current);
            let Some((part, folder)) = part.and_then(|part| Some((part, part.folder.as_deref()?))) else { continue };
            if let Some(figure) = row(&asked.figure, folder)? {
                return Ok((release, part, figure));
            }
        }
    }
    Err(unknown_figure(asked))
}

fn row(id: &str, folder: &Path) -> Result<Option<Figure>, Failure> {
    Ok(figures(folder)?.into_iter().find(|figure| figure.figure_id == id))
}

fn unknown_figure(asked: &Trace) -> Failure {
    let message = Text::new().say("no release that was asked has a figure ").declared(&asked.figure);
    let help = "Ids stand in the column figure_id: concordat query --indicator INDICATOR --format csv. A figure of a \
                narrower audience is found with --audience, one of an earlier release with --release.";
    Diagnostic::error(&codes::UNKNOWN_FIGURE, message).help(help).into()
}

//! No figure fits the filters: what there is instead, at which level, of which period, for which audience.
//!
//! Not allowed in here: a figure.

use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_store::Home;

use super::filters::{Condition, all, conditions, values};
use super::tables::ReleaseTables;
use crate::arguments::query::Query;
use crate::commands::chosen::{Chosen, published_audiences};
use crate::failure::Failure;

/// So many words of a filter are named.
const MOST: usize = 12;

/// The answer to filters that no figure fits.
pub(super) fn nothing_fits(
    home: &Home,
    asked: &Query,
    chosen: &Chosen,
    filters: &[Condition],
    tables: &ReleaseTables,
) -> Result<Diagnostic, Failure> {
    let mut message = Text::new().say("no figure fits");
    for condition in filters {
        message = message.say(" --").say(condition.option).say(" ").declared(&condition.word);
    }
    let mut lines = Vec::new();
    if let Some(line) = not_measured(chosen, filters) {
        lines.push(line);
    }
    lines.extend(for_others(home, asked, chosen)?);
    lines.extend(with_one_filter_fewer(filters, tables)?);
    if lines.is_empty() {
        lines.extend(with_the_first_filters(filters, tables)?);
    }
    if lines.is_empty() {
        lines.push(Text::new().say("This release has no figure of it for this audience."));
    }
    Ok(Diagnostic::error(&codes::NOTHING_FITS, message).help(joined(&lines)))
}

fn joined(lines: &[Text]) -> Text {
    let mut text = Text::new();
    for (place, line) in lines.iter().enumerate() {
        text = text.say(if place == 0 { "" } else { " " }).and(line);
    }
    text
}

fn not_measured(chosen: &Chosen, conditions: &[Condition]) -> Option<Text> {
    let mission = conditions.iter().find(|it| it.option == "mission")?;
    let state = chosen.state_of_mission(&mission.word)?;
    (state != "measured").then(|| Text::new().say("The mission is ").declared(state).say("."))
}

/// The answer to a name that this audience's release does not have; none where no other audience has such figures either.
pub(super) fn only_for_others(home: &Home, asked: &Query, chosen: &Chosen) -> Result<Option<Diagnostic>, Failure> {
    let message = Text::new().say("the release for ").declared(&chosen.audience).say(" has no such figure");
    let help = for_others(home, asked, chosen)?;
    Ok(help.map(|help| Diagnostic::error(&codes::NOTHING_FITS, message).help(help)))
}

/// Other audiences whose release of the same version, or the current one, has such figures.
fn for_others(home: &Home, asked: &Query, chosen: &Chosen) -> Result<Option<Text>, Failure> {
    let mut with_figures = Vec::new();
    for audience in published_audiences(home)?.into_iter().filter(|audience| *audience != chosen.audience) {
        let Ok(other) = Chosen::find(home, asked.release.as_deref(), Some(&audience)) else { continue };
        let tables = ReleaseTables::open(&other.folder, 1)?;
        let Ok(conditions) = conditions(&asked.filters, &other, &tables) else { continue };
        if !values("indicator", &all(&conditions), &tables)?.is_empty() {
            with_figures.push(audience);
        }
    }
    if with_figures.is_empty() {
        return Ok(None);
    }
    let text = Text::new().say("The release for another audience has it: --audience ");
    Ok(Some(text.list(with_figures.iter().map(String::as_str)).say(".")))
}

/// Options that say what a question is about. Another indicator is no help to whoever asked for this one.
const SUBJECTS: [&str; 2] = ["mission", "indicator"];

/// For each filter but the subject: what there is of it where all the others hold.
fn with_one_filter_fewer(conditions: &[Condition], tables: &ReleaseTables) -> Result<Vec<Text>, Failure> {
    let mut lines = Vec::new();
    for (place, condition) in conditions.iter().enumerate() {
        let mut others =
            conditions.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, it)| it).peekable();
        if !SUBJECTS.contains(&condition.option) && others.peek().is_some() {
            lines.extend(there_is(condition, &all(others), tables)?);
        }
    }
    Ok(lines)
}

/// Several filters do not go together: the longest row of first ones that do, and what there is of the next.
fn with_the_first_filters(conditions: &[Condition], tables: &ReleaseTables) -> Result<Vec<Text>, Failure> {
    for kept in (1..conditions.len()).rev() {
        let (first, rest) = conditions.split_at(kept);
        let Some(next) = rest.first() else { continue };
        if let Some(line) = there_is(next, &all(first), tables)? {
            let mut text = Text::new().say("With");
            for condition in first {
                text = text.say(" --").say(condition.option).say(" ").declared(&condition.word);
            }
            return Ok(vec![text.say(" alone: "), line]);
        }
    }
    Ok(Vec::new())
}

/// What there is of a filter where a condition holds.
fn there_is(condition: &Condition, others: &str, tables: &ReleaseTables) -> Result<Option<Text>, Failure> {
    if condition.option == "area" {
        return areas(condition, others, tables);
    }
    let words = values(condition.column, others, tables)?;
    if words.is_empty() {
        return Ok(None);
    }
    let (no_data, exists) = match condition.option {
        "level" => ("There is no data at this ", "; it exists at --"),
        _ => ("There is no data of this ", "; it exists for --"),
    };
    let text = Text::new().say(no_data).say(condition.option).say(exists).say(condition.option).say(" ");
    Ok(Some(few(text, &words).say(".")))
}

/// Areas that have it, level by level; at which level there is nothing is said first.
fn areas(condition: &Condition, others: &str, tables: &ReleaseTables) -> Result<Option<Text>, Failure> {
    let levels = values("area_level", others, tables)?;
    if levels.is_empty() {
        return Ok(None);
    }
    let own = values("area_level", &condition.sql(), tables)?;
    let mut text = match own.iter().find(|level| !levels.contains(level)) {
        Some(level) => Text::new().say("There is no data at the level ").declared(level).say("; it exists at "),
        None => Text::new().say("There is no data of this area; it exists at "),
    };
    for (place, level) in levels.iter().enumerate() {
        let here = format!("area_level = '{}' AND {others}", level.replace('\'', "''"));
        let names = values("area_name", &here, tables)?;
        text = few(text.say(if place == 0 { "" } else { ", and at " }).declared(level).say(": "), &names);
    }
    Ok(Some(text.say(".")))
}

fn few(text: Text, words: &[String]) -> Text {
    let text = text.list(words.iter().take(MOST).map(String::as_str));
    match words.len().checked_sub(MOST) {
        None | Some(0) => text,
        Some(more) => text.say(" and ").number(more as u64).say(" more"),
    }
}

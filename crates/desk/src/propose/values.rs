//! What cells say about their column: codes in other words, and the form of periods.
//!
//! Not allowed in here: giving a text of a cell on that is no code and no label.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use concordat_base::{Period, PeriodKind};
use concordat_declare::contract::{Column, ColumnKind};
use concordat_declare::period_form::{self, FORMS, Said};

use super::{CodeProposal, Confidence, PeriodProposal};
use crate::headers::bare;
use crate::terms::Terms;

/// Whether a cell may stand in a column, as it is or translated.
pub(super) fn fits(terms: &Terms<'_>, column: &Column, cell: &str) -> bool {
    match &column.kind {
        ColumnKind::Token => {
            (32..=64).contains(&cell.len())
                && cell.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
        }
        ColumnKind::Code { .. } | ColumnKind::Area { .. } => {
            let codes = terms.codes(column).unwrap_or_default();
            codes.iter().any(|(code, _)| *code == cell) || translated(&codes, cell).is_some()
        }
        ColumnKind::Period { kind } => {
            Period::parse(cell, *kind).is_ok()
                || forms(*kind).any(|form| period_form::read(form, cell, *kind).is_some())
        }
        ColumnKind::Integer { minimum, maximum } => {
            cell.replace(',', "").parse().is_ok_and(|number: i64| (*minimum..=*maximum).contains(&number))
        }
        ColumnKind::Text { characters_at_most } => cell.chars().count() as u64 <= *characters_at_most,
        ColumnKind::Ignored => true,
    }
}

fn forms(kind: PeriodKind) -> impl Iterator<Item = &'static str> {
    FORMS.into_iter().filter(move |form| period_form::fits(form, kind))
}

/// The code that a text stands for: by its label, its letters, its zeros, or the first letter of one label alone.
fn translated<'a>(codes: &[(&'a str, &'a str)], cell: &str) -> Option<(&'a str, Confidence, &'static str)> {
    let sent = bare(cell);
    if sent.is_empty() {
        return None;
    }
    let only = |fits: &dyn Fn(&str, &str) -> bool| {
        let mut found = codes.iter().filter(|(code, label)| fits(code, label)).map(|(code, _)| *code);
        found.next().filter(|_| found.next().is_none())
    };
    let zeros = |text: &str| text.trim_start_matches('0').to_owned();
    if let Some(code) = only(&|_, label| bare(label) == sent) {
        return Some((code, Confidence::Sure, "the label of the code"));
    }
    if let Some(code) = only(&|code, _| bare(code) == sent) {
        return Some((code, Confidence::Sure, "the code in other letters"));
    }
    if let Some(code) =
        only(&|code, _| sent.bytes().all(|byte| byte.is_ascii_digit()) && zeros(&bare(code)) == zeros(&sent))
    {
        return Some((code, Confidence::Likely, "the code without its zeros"));
    }
    let answer = match sent.as_str() {
        "y" => "yes",
        "n" => "no",
        _ => "",
    };
    if let Some(code) = only(&|_, label| !answer.is_empty() && bare(label) == answer) {
        return Some((code, Confidence::Likely, "the first letter of yes or no"));
    }
    let initial = |label: &str| sent.chars().count() == 1 && bare(label).starts_with(&sent);
    only(&|_, label| initial(label)).map(|code| (code, Confidence::Likely, "the first letter of the label"))
}

/// Codes for what is no code yet, and how many different values have none. Every text that is given on is a declared one.
pub(super) fn codes(terms: &Terms<'_>, column: &Column, cells: &[&str]) -> (Vec<CodeProposal>, u64) {
    let Some(known) = terms.codes(column) else { return (Vec::new(), 0) };
    let sent: BTreeSet<&str> =
        cells.iter().copied().filter(|cell| known.iter().all(|(code, _)| code != cell)).collect();
    let mapped = |cell: &str| {
        let mapping = terms.source.mapping.as_ref().and_then(|mapping| mapping.codes.get(&column.name));
        mapping.is_some_and(|mapping| mapping.contains_key(cell))
    };
    let (mut found, mut left) = (Vec::new(), 0);
    for cell in sent.into_iter().filter(|cell| !mapped(cell)) {
        match translated(&known, cell) {
            Some((code, confidence, why)) => {
                let (column, sent, code) = (column.name.clone(), cell.to_owned(), code.to_owned());
                found.push(CodeProposal { column, sent, code, confidence, why });
            }
            None => left += 1,
        }
    }
    (found, left)
}

/// The form of a column's periods, where it is not the contract's own: the one that reads every cell, if there is one; two that
/// read them differently are both told, and both are doubtful.
pub(super) fn periods(column: &Column, cells: &[&str]) -> Vec<PeriodProposal> {
    let ColumnKind::Period { kind } = column.kind else { return Vec::new() };
    let others: Vec<&str> = cells.iter().copied().filter(|cell| Period::parse(cell, kind).is_err()).collect();
    if others.is_empty() {
        return Vec::new();
    }
    let mut readings: BTreeMap<Vec<Period>, &'static str> = BTreeMap::new();
    let mut finer = false;
    for form in forms(kind) {
        let said: Option<Vec<Said>> = others.iter().map(|cell| period_form::read(form, cell, kind)).collect();
        let Some(said) = said else { continue };
        finer |= said.iter().any(|said| matches!(said, Said::Within(_)));
        readings.entry(said.iter().map(|said| said.period()).collect()).or_insert(form);
    }
    let alone = readings.len() == 1;
    let why = match (alone, finer) {
        (true, false) => format!("it reads all {} cells that are not written like {}", others.len(), kind.form()),
        (true, true) => format!(
            "it reads all {} cells; but days are finer than a {}: use concordat gate FILE --conform OUT before anything is sent",
            others.len(),
            kind.words()
        ),
        (false, _) => "another form reads every cell too, and differently: ask who made the file".to_owned(),
    };
    let confidence = if alone { Confidence::Sure } else { Confidence::Doubtful };
    let proposal = |form| PeriodProposal { column: column.name.clone(), form, confidence, why: why.clone() };
    readings.into_values().map(proposal).collect()
}

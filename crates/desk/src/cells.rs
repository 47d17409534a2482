//! One cell of a workbook, as the text that its column would hold in a file of separated values.
//!
//! What a spreadsheet program is known to do to a cell is undone where that is certain, and a fault where it is not. Not allowed in
//! here: judging a value that is plainly wrong; it goes on as it stands, and the gate says so.

use std::collections::BTreeSet;

use concordat_base::{Date, Period, PeriodKind};
use concordat_declare::contract::{Column, ColumnKind};
use concordat_declare::period_form::{self, FORMS, Said};
use concordat_diagnostics::{Code, Text, codes};
use concordat_tables::{Held, TypedCell};

use crate::terms::{Terms, Use};

/// What was done to read a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Care {
    Blanks,
    NumberAsText,
    Separators,
    Label,
    Zeros,
    PeriodForm,
    Formula,
}

impl Care {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Blanks => "blanks at the ends were taken off",
            Self::NumberAsText => "numbers were taken as text",
            Self::Separators => "text was taken as a number",
            Self::Label => "labels were taken for their codes",
            Self::Zeros => "zeros in front, which the spreadsheet program had taken off, were put back",
            Self::PeriodForm => "periods in another form were taken as the contract writes them",
            Self::Formula => "formulas were taken by their value",
        }
    }
}

/// A cell that was read.
pub(crate) type Read = (String, BTreeSet<Care>);
/// Why one was not.
pub(crate) type Refused = (&'static Code, Text);

/// Reads a cell of a column.
///
/// # Errors
/// A code and words without the value.
pub(crate) fn read(terms: &Terms<'_>, column: &Column, cell: &TypedCell, purpose: Use) -> Result<Read, Refused> {
    let mut care = BTreeSet::new();
    if cell.formula {
        care.insert(Care::Formula);
    }
    let text = cell.text.trim_matches([' ', '\u{a0}', '\t', '\n', '\r']);
    if text.len() < cell.text.len() {
        care.insert(Care::Blanks);
    }
    let text = match (&column.kind, cell.held) {
        (_, Held::Error) => return Err(damage("an error of the sheet's own", column)),
        (_, Held::Truth) => return Err(damage("a truth value", column)),
        (ColumnKind::Period { kind }, Held::Day) => day(text, *kind, column, purpose)?,
        (ColumnKind::Period { kind }, Held::Text) => period(terms, column, text, *kind, (purpose, &mut care))?,
        (_, Held::Day) => return Err(damage("a day", column)),
        (ColumnKind::Token, Held::Number) => return Err(damage("a number", column)),
        (ColumnKind::Code { .. } | ColumnKind::Area { .. }, held) => code(terms, column, text, (held, &mut care)),
        (ColumnKind::Integer { .. }, Held::Text) => whole_number(text, &mut care),
        (ColumnKind::Text { .. }, Held::Number) => {
            care.insert(Care::NumberAsText);
            text.to_owned()
        }
        _ => text.to_owned(),
    };
    Ok((text, care))
}

fn damage(found: &'static str, column: &Column) -> Refused {
    let text = Text::new().say("found ").say(found).say(" where the column ").declared(&column.header);
    let text = text.say(match &column.kind {
        ColumnKind::Token => " holds pseudonyms",
        ColumnKind::Code { .. } => " holds codes of a list",
        ColumnKind::Area { .. } => " holds area codes",
        ColumnKind::Period { .. } => " holds periods",
        ColumnKind::Integer { .. } => " holds whole numbers",
        ColumnKind::Text { .. } | ColumnKind::Ignored => " holds text",
    });
    (&codes::SPREADSHEET_DAMAGE, text)
}

fn finer(column: &Column, kind: PeriodKind) -> Refused {
    let text = Text::new().say("found a day inside a ").say(kind.words()).say(" in the column ");
    (&codes::DAY_FOR_PERIOD, text.declared(&column.header).say(", expected a form like ").declared(kind.form()))
}

fn day(text: &str, kind: PeriodKind, column: &Column, purpose: Use) -> Result<String, Refused> {
    let day: Option<Date> = text.get(..10).and_then(|day| day.parse().ok());
    let Some(day) = day else { return Err(damage("a time of day", column)) };
    let period = Period::containing(day, kind);
    let whole = period.start() == day && text.len() == 10;
    if whole || purpose == Use::AtTheDesk { Ok(period.to_string()) } else { Err(finer(column, kind)) }
}

fn period(
    terms: &Terms<'_>,
    column: &Column,
    text: &str,
    kind: PeriodKind,
    (purpose, care): (Use, &mut BTreeSet<Care>),
) -> Result<String, Refused> {
    let mapped = terms.source.mapping.as_ref().is_some_and(|mapping| mapping.periods.contains_key(&column.name));
    if mapped || text.is_empty() || Period::parse(text, kind).is_ok() {
        return Ok(text.to_owned());
    }
    let fitting = FORMS.iter().filter(|form| period_form::fits(form, kind));
    let said: Vec<Said> = fitting.filter_map(|form| period_form::read(form, text, kind)).collect();
    let periods: BTreeSet<Period> = said.iter().map(|said| said.period()).collect();
    let whole = said.iter().all(|said| matches!(said, Said::Whole(_)));
    match periods.into_iter().collect::<Vec<_>>().as_slice() {
        [] => Ok(text.to_owned()),
        [only] if whole || purpose == Use::AtTheDesk => {
            care.insert(Care::PeriodForm);
            Ok(only.to_string())
        }
        [_] => Err(finer(column, kind)),
        _ => {
            let text = Text::new().say("found a day whose order cannot be told, in the column ");
            let text = text.declared(&column.header).say(", expected a form like ").declared(kind.form());
            Err((&codes::DAY_FOR_PERIOD, text))
        }
    }
}

fn code(terms: &Terms<'_>, column: &Column, text: &str, (held, care): (Held, &mut BTreeSet<Care>)) -> String {
    let mapping = terms.source.mapping.as_ref().and_then(|mapping| mapping.codes.get(&column.name));
    let known = terms.codes(column).unwrap_or_default();
    if known.iter().any(|(code, _)| *code == text) || mapping.is_some_and(|mapping| mapping.contains_key(text)) {
        if held == Held::Number {
            care.insert(Care::NumberAsText);
        }
        return text.to_owned();
    }
    let only = |found: Vec<&str>| match found.as_slice() {
        [only] => Some((*only).to_owned()),
        _ => None,
    };
    if held == Held::Number {
        let zeros = known.iter().filter(|(code, _)| code.trim_start_matches('0') == text && *code != text);
        if let Some(code) = only(zeros.map(|(code, _)| *code).collect()) {
            care.insert(Care::Zeros);
            return code;
        }
    }
    let labelled = known.iter().filter(|(_, label)| !text.is_empty() && label.to_lowercase() == text.to_lowercase());
    if let Some(code) = only(labelled.map(|(code, _)| *code).collect()) {
        care.insert(Care::Label);
        return code;
    }
    text.to_owned()
}

/// Digits with commas between thousands are a number; anything else goes on as it stands.
fn whole_number(text: &str, care: &mut BTreeSet<Care>) -> String {
    let groups: Vec<&str> = text.split(',').collect();
    let digits = |group: &&str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let rest = groups.iter().skip(1).all(|group| group.len() == 3);
    if groups.iter().all(digits) && rest && groups[0].len() <= if groups.len() > 1 { 3 } else { usize::MAX } {
        care.insert(Care::Separators);
        return groups.concat();
    }
    text.to_owned()
}

//! Which figure is asked about, and its rows in both releases.
//!
//! Not allowed in here: a figure that was not asked for in place of one that is not there.

use crate::error::DifferenceError;
use concordat_base::nearest;

use crate::names::{once, same};
use crate::release::Release;
use crate::row::Row;

/// Which figure is asked about. What is left out is the headline: the value, of everybody, in the latest period that both have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The indicator.
    pub indicator: String,
    /// The area, by code or name.
    pub area: String,
    /// The period as the releases label it.
    pub period: Option<String>,
    /// The measure, such as `gap_absolute`.
    pub measure: Option<String>,
    /// The sex as the releases word it.
    pub sex: Option<String>,
    /// What a gap is measured against, or another category, as the releases word it.
    pub against: Option<String>,
    /// The group, such as the others of the same area.
    pub group: Option<String>,
}

/// The rows of the figure: at least one of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair<'a> {
    pub(crate) old: Option<&'a Row>,
    pub(crate) new: Option<&'a Row>,
}

/// Rows that are left, each with whether it is of the new release.
type Pool<'a> = Vec<(&'a Row, bool)>;
type Key = fn(&Row) -> &str;

/// What everybody is called.
const EVERYBODY: &str = "Persons";
/// The measure of a figure itself.
const VALUE: &str = "value";

/// Finds the figure.
///
/// # Errors
/// A name that neither release has, an area's name that several have, or a level without figures.
pub(crate) fn find<'a>(old: &'a Release, new: &'a Release, question: &Question) -> Result<Pair<'a>, DifferenceError> {
    let all: Pool<'a> = new.rows.iter().map(|row| (row, true)).chain(old.rows.iter().map(|row| (row, false))).collect();
    let pool = narrow(&all, "indicator", &question.indicator, |row| &row.indicator)?;
    let pool = of_area(&pool, &all, question)?;
    let pool = narrow_or(&pool, "measure", question.measure.as_deref(), VALUE, |row| &row.measure)?;
    let pool = narrow_or(&pool, "sex", question.sex.as_deref(), EVERYBODY, |row| &row.sex)?;
    let pool = match question.group.as_deref() {
        Some(typed) => narrow(&pool, "group", typed, |row| &row.group_definition)?,
        None => pool,
    };
    let pool = of_period(&pool, question.period.as_deref())?;
    let pool = narrow_or(&pool, "comparator or category", question.against.as_deref(), "", |row| &row.category)?;
    let pool = narrow_or(&pool, "age", None, "", |row| &row.age)?;
    Ok(of_group(&pool, old, new))
}

/// The rows with a name that was typed.
fn narrow<'a>(pool: &Pool<'a>, kind: &'static str, typed: &str, key: Key) -> Result<Pool<'a>, DifferenceError> {
    let known = once(pool.iter().map(|(row, _)| key(row)));
    let found = same(typed, &known).ok_or_else(|| unknown(kind, typed, &known))?;
    Ok(keep(pool, |row| key(row) == found))
}

/// The rows with a name that was typed; of the usual one, or else of the first there is.
fn narrow_or<'a>(
    pool: &Pool<'a>,
    kind: &'static str,
    typed: Option<&str>,
    usual: &str,
    key: Key,
) -> Result<Pool<'a>, DifferenceError> {
    if let Some(typed) = typed {
        return narrow(pool, kind, typed, key);
    }
    let chosen = if pool.iter().any(|(row, _)| key(row) == usual) {
        usual
    } else {
        pool.first().map_or(usual, |(row, _)| key(row))
    };
    Ok(keep(pool, |row| key(row) == chosen))
}

fn keep<'a>(pool: &Pool<'a>, fits: impl Fn(&Row) -> bool) -> Pool<'a> {
    pool.iter().filter(|(row, _)| fits(row)).copied().collect()
}

fn unknown(kind: &'static str, asked: &str, known: &[&str]) -> DifferenceError {
    let near = nearest(asked, known.iter().copied()).map(str::to_owned);
    let known = known.iter().map(|name| (*name).to_owned()).collect();
    DifferenceError::Unknown { kind, asked: asked.to_owned(), nearest: near, known }
}

fn of_area<'a>(pool: &Pool<'a>, all: &Pool<'a>, question: &Question) -> Result<Pool<'a>, DifferenceError> {
    let typed = &question.area;
    if let Some(code) = area_code(pool, typed)? {
        return Ok(keep(pool, |row| row.area_code == code));
    }
    if area_code(all, typed)?.is_some() {
        let levels = once(pool.iter().map(|(row, _)| row.area_level.as_str()));
        return Err(DifferenceError::NotAtThisLevel {
            indicator: question.indicator.clone(),
            area: typed.clone(),
            levels: levels.into_iter().map(str::to_owned).collect(),
        });
    }
    let names = once(pool.iter().map(|(row, _)| row.area_name.as_str()));
    let codes = once(pool.iter().map(|(row, _)| row.area_code.as_str()));
    let is_near_a_code = nearest(typed, codes.iter().copied()).is_some();
    Err(unknown("area", typed, if is_near_a_code { &codes } else { &names }))
}

/// The code of an area that was typed by code or by name.
fn area_code<'a>(pool: &Pool<'a>, typed: &str) -> Result<Option<&'a str>, DifferenceError> {
    let codes = once(pool.iter().map(|(row, _)| row.area_code.as_str()));
    if let Some(code) = same(typed, &codes) {
        return Ok(Some(code));
    }
    let named = keep(pool, |row| row.area_name.eq_ignore_ascii_case(typed));
    let codes = once(named.iter().map(|(row, _)| row.area_code.as_str()));
    if codes.len() < 2 {
        return Ok(codes.first().copied());
    }
    let level = |code: &&str| named.iter().find(|(row, _)| row.area_code == *code).map(|(row, _)| &row.area_level);
    let codes = codes.iter().map(|code| format!("{code} ({})", level(code).map_or("", String::as_str)));
    Err(DifferenceError::SeveralAreas { asked: typed.to_owned(), codes: codes.collect() })
}

/// The rows of a period. A period of which more months are held than before is the same period.
fn of_period<'a>(pool: &Pool<'a>, typed: Option<&str>) -> Result<Pool<'a>, DifferenceError> {
    if let Some(typed) = typed {
        let exact = keep(pool, |row| row.period_label == typed);
        let label = exact.first().map_or(typed, |(row, _)| row.base_label());
        return narrow(pool, "period", label, Row::base_label);
    }
    let latest = |both: bool| {
        let rows =
            pool.iter().filter(|(row, is_new)| !both || pool.iter().any(|it| it.1 != *is_new && spans(row, it.0)));
        rows.map(|(row, _)| *row).max_by_key(|row| row.period.map(|(start, end)| (end, start)))
    };
    let chosen = latest(true).or_else(|| latest(false));
    Ok(keep(pool, |row| chosen.is_some_and(|chosen| spans(chosen, row))))
}

fn spans(one: &Row, other: &Row) -> bool {
    one.base_label() == other.base_label() && one.period.map(|it| it.0) == other.period.map(|it| it.0)
}

/// The row of each release: of the group that the newer one is about, if both have it.
fn of_group<'a>(pool: &Pool<'a>, old: &Release, new: &Release) -> Pair<'a> {
    let side = |is_new: bool| pool.iter().filter(move |it| it.1 == is_new).map(|it| it.0);
    let of = |is_new: bool, group: &str| side(is_new).find(|row| row.group_definition == group);
    let headline = |is_new: bool, release: &Release| {
        let first = side(is_new).next()?;
        of(is_new, main_group(release, first)).or(Some(first))
    };
    let new_row = headline(true, new);
    let like = new_row.and_then(|row| of(false, &row.group_definition));
    Pair { old: like.or_else(|| headline(false, old)), new: new_row }
}

/// The group that an indicator is about: the one whose gaps are measured.
fn main_group<'a>(release: &'a Release, row: &'a Row) -> &'a str {
    let measured = |other: &&Row| other.indicator == row.indicator && other.measure != VALUE;
    release.rows.iter().find(measured).map_or(&row.group_definition, |other| &other.group_definition)
}

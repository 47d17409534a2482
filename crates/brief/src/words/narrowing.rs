//! Whether a gap narrows: what the release says of its goal, and the first, the last and the last but one reading since the
//! measure last changed, with the interval of their difference.
//!
//! These differences are the one thing that a brief works out by itself, from printed values and limits and with the method of
//! variance estimates recovery, and it says so. Not allowed in here: a word where the interval reaches over zero.

use concordat_base::Decimal;
use concordat_methods::{Bounded, difference_of_rates_at};

use crate::row::Row;
use crate::section::Scope;

const HOW: &str = "These differences were worked out for this page from the printed gaps and limits (method of variance estimates \
                   recovery, MOVER); they are not figures of the release.";

/// In sentences, the answer first.
pub(crate) fn narrowing(scope: &Scope<'_>) -> Vec<String> {
    let goals = goals(scope);
    let Some(name) = scope.first_comparator() else {
        return [changing(scope), goals].concat();
    };
    let readings = since_break(scope.gaps("gap_absolute", name));
    let [first, between @ .., last] = readings.as_slice() else {
        return [vec![one_reading(scope, name)], goals].concat();
    };
    let Some((answer, detail)) = compared(first, last, &since(first)) else {
        return [vec![one_reading(scope, name)], goals].concat();
    };
    let mut lines = vec![format!("{} That is the gap to {name}.", answer.said(&first.period_label)), detail];
    if let Some(before) = between.last() {
        let when = format!("From {} to {} alone", before.period_label, last.period_label);
        lines.extend(
            compared(before, last, &when).map(|(_, detail)| format!("{detail} Two readings alone are no trend.")),
        );
    }
    lines.push(HOW.to_owned());
    [lines, goals].concat()
}

/// What the figures say of a gap.
#[derive(Clone, Copy)]
enum Moved {
    Narrower,
    Wider,
    /// The interval of the difference reaches over zero.
    CannotTell,
    /// From one side of zero to the other.
    Over,
}

impl Moved {
    fn said(self, since: &str) -> String {
        match self {
            Self::Narrower => format!("Yes, since {since} it narrowed."),
            Self::Wider => format!("No, since {since} it widened."),
            Self::CannotTell => format!("Whether it narrowed since {since} cannot be told yet."),
            Self::Over => format!("Since {since} it went over to the other side of zero."),
        }
    }
}

fn since(first: &Row) -> String {
    let since = if first.has_mark('b') { ", when the measure last changed," } else { "" };
    format!("Since {}{since}", first.period_label)
}

fn one_reading(scope: &Scope<'_>, name: &str) -> String {
    format!("It cannot be told: there is one comparable reading of the gap of {} to {name}.", scope.area.name)
}

/// Shown readings from the last break on.
fn since_break(gaps: Vec<&Row>) -> Vec<&Row> {
    let start = gaps.iter().rposition(|row| row.has_mark('b')).unwrap_or(0);
    gaps.into_iter().skip(start).filter(|row| row.bounded().is_some()).collect()
}

/// How the gap went from one reading to another, and that in a sentence.
fn compared(from: &Row, to: &Row, when: &str) -> Option<(Moved, String)> {
    let (old, new) = (from.bounded()?, to.bounded()?);
    let moved = difference_of_rates_at(nearness(new, old.value), nearness(old, old.value)).ok()?;
    let went = format!("{when} the gap went from {} to {} {}", printed(from), printed(to), to.unit);
    if old.value * new.value < 0.0 {
        return Some((Moved::Over, format!("{went}: from one side of zero to the other.")));
    }
    let places = to.value.as_ref()?.places();
    let round = |value: f64| Decimal::round(value.abs(), places).map(|decimal| decimal.to_string()).unwrap_or_default();
    let (by, low, high) = (round(moved.value), round(moved.lower), round(moved.upper));
    Some(if moved.upper < 0.0 {
        (Moved::Narrower, format!("{went}: narrower by {by} (95% interval {high} to {low} narrower)."))
    } else if moved.lower > 0.0 {
        (Moved::Wider, format!("{went}: wider by {by} (95% interval {low} to {high} wider)."))
    } else {
        let lean = if moved.value < 0.0 { "narrower" } else { "wider" };
        let detail = format!("{went}: {lean} by {by}, with a 95% interval from {low} narrower to {high} wider.");
        (Moved::CannotTell, detail)
    })
}

/// The gap as a distance from zero on the side where it was.
fn nearness(gap: Bounded, side: f64) -> Bounded {
    if side < 0.0 { Bounded { value: -gap.value, lower: -gap.upper, upper: -gap.lower } } else { gap }
}

fn printed(row: &Row) -> String {
    let number = |number: &Option<crate::row::Number>| row.print(number.as_ref());
    format!("{} ({} to {})", number(&row.value), number(&row.lower_95), number(&row.upper_95))
}

/// Where there is no gap: how the figure moved.
fn changing(scope: &Scope<'_>) -> Vec<String> {
    let was_ever_shown = |name: &str| scope.gaps("gap_absolute", name).iter().any(|row| !row.has_mark('x'));
    let mut lines = vec![if !scope.comparators().into_iter().any(was_ever_shown) {
        "No gap is published here, so that there is none to narrow.".to_owned()
    } else {
        "It cannot be told: no gap of the latest period is shown.".to_owned()
    }];
    let trend = &scope.latest.recent_trend;
    if !trend.is_empty() && !scope.is_in_parts {
        lines.push(format!("Recent trend of the figure itself: {trend}. The table over time has every reading."));
    }
    lines
}

/// What the release says of the goal, for this area or the one it lies in.
fn goals(scope: &Scope<'_>) -> Vec<String> {
    let is_goal = |row: &&&Row| {
        let place = [&scope.area.code, &scope.latest.parent_code];
        row.measure == "change" && place.contains(&&row.area_code) && !row.reading.is_empty()
    };
    let said = scope
        .rows
        .iter()
        .filter(is_goal)
        .map(|row| format!("Goal for {} as a whole ({}). {}", row.area_name, row.category, row.reading));
    said.collect()
}

//! Spans of time that figures speak of, made of the periods that are held.
//!
//! Not allowed in here: adding counts, and a span over a break in the series.

use std::collections::BTreeSet;

use concordat_base::period::{first_day, last_day};
use concordat_base::{Date, Period, PeriodKind};
use concordat_declare::indicator::TablePeriod;
use serde::{Deserialize, Serialize};

/// The span of everything that is held.
const ALL_HELD: &str = "all held";

/// A span and the held periods in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct TimeSpan {
    /// Held periods, in order.
    pub(crate) parts: Vec<Period>,
    /// Its name in the ids of figures: the same in every release, whichever of its periods are held.
    pub(crate) name: String,
    /// In words.
    pub(crate) label: String,
    /// Whether a period that belongs to it is not held.
    pub(crate) incomplete: bool,
}

impl TimeSpan {
    /// First day of the first part.
    pub(crate) fn start(&self) -> Date {
        self.parts.first().map_or(Date::MIN, Period::start)
    }

    /// Last day of the last part.
    pub(crate) fn end(&self) -> Date {
        self.parts.last().map_or(Date::MAX, Period::end)
    }

    /// How many months are held of it.
    pub(crate) fn months(&self) -> u64 {
        self.parts.iter().filter_map(|period| u64::try_from(period.kind().months()).ok()).sum()
    }

    /// One held period as a span of its own.
    pub(crate) fn single(period: Period) -> Self {
        Self { parts: vec![period], name: period.to_string(), label: period.to_string(), incomplete: false }
    }

    /// Its name in keys of cells. A span that grows is another one when more of it is held: what was shown of the smaller one
    /// stays known beside the larger.
    pub(crate) fn token(&self) -> String {
        if !self.incomplete && self.name != ALL_HELD {
            return self.name.clone();
        }
        let parts: Vec<String> = self.parts.iter().map(ToString::to_string).collect();
        format!("{} of {}", parts.join("+"), self.name)
    }
}

/// The spans of a table, oldest first.
pub(crate) fn spans(wanted: TablePeriod, held: &BTreeSet<Period>, breaks: &[Period]) -> Vec<TimeSpan> {
    match wanted {
        TablePeriod::Each(kind) => each(kind, held),
        TablePeriod::WholeHeld => whole(held).into_iter().collect(),
        TablePeriod::Pooled(count) => pooled(count, held, breaks),
        TablePeriod::Window => Vec::new(),
    }
}

fn each(kind: PeriodKind, held: &BTreeSet<Period>) -> Vec<TimeSpan> {
    let wanted: BTreeSet<Period> =
        held.iter().map(|period| Period::containing_month(period.first_month_number(), kind)).collect();
    wanted.into_iter().map(|wanted| gathered(wanted, held)).collect()
}

/// The held periods within one wanted period; said to be incomplete when months of it are missing.
fn gathered(wanted: Period, held: &BTreeSet<Period>) -> TimeSpan {
    let months = wanted.first_month_number()..=wanted.last_month_number();
    let parts: Vec<Period> =
        held.iter().filter(|period| months.contains(&period.first_month_number())).copied().collect();
    let covered: i32 = parts.iter().map(|period| period.kind().months()).sum();
    let incomplete = covered < wanted.kind().months();
    let label = if incomplete { format!("{wanted} ({} only)", month_words(&parts)) } else { wanted.to_string() };
    TimeSpan { parts, name: wanted.to_string(), label, incomplete }
}

fn whole(held: &BTreeSet<Period>) -> Option<TimeSpan> {
    let (first, last) = (held.first()?, held.last()?);
    let label = if first == last { first.to_string() } else { format!("{first} to {last}") };
    let wanted: i32 = last.last_month_number() - first.first_month_number() + 1;
    let covered: i32 = held.iter().map(|period| period.kind().months()).sum();
    let parts = held.iter().copied().collect();
    Some(TimeSpan { parts, name: ALL_HELD.to_owned(), label, incomplete: covered < wanted })
}

/// Windows of `count` consecutive periods, counted back from the latest, not overlapping, not across a break.
fn pooled(count: u32, held: &BTreeSet<Period>, breaks: &[Period]) -> Vec<TimeSpan> {
    let count = usize::try_from(count).unwrap_or(usize::MAX).max(1);
    let mut windows = Vec::new();
    for run in consecutive_runs(held, breaks) {
        windows.extend(run.rchunks_exact(count).map(|window| {
            let label = match (window.first(), window.last()) {
                (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
                (Some(only), _) => only.to_string(),
                (None, _) => String::new(),
            };
            TimeSpan { parts: window.to_vec(), name: label.clone(), label, incomplete: false }
        }));
    }
    windows.sort();
    windows
}

fn consecutive_runs(held: &BTreeSet<Period>, breaks: &[Period]) -> Vec<Vec<Period>> {
    let mut runs: Vec<Vec<Period>> = Vec::new();
    for period in held {
        let follows = |run: &Vec<Period>| run.last().is_some_and(|last| last.later(1) == *period);
        match runs.last_mut() {
            Some(run) if follows(run) && !breaks.contains(period) => run.push(*period),
            _ => runs.push(vec![*period]),
        }
    }
    runs
}

pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month_words(parts: &[Period]) -> String {
    let months = parts.iter().flat_map(|period| period.first_month_number()..=period.last_month_number());
    let names = months.filter_map(|month| MONTHS.get(usize::try_from(month.rem_euclid(12)).ok()?).copied());
    names.collect::<Vec<_>>().join(" and ")
}

/// The window of whole months that ends with `last_month`.
pub(crate) fn window(last_month: i32, months: u32) -> TimeSpan {
    let count = i32::try_from(months).unwrap_or(12);
    let parts: Vec<Period> =
        (last_month - count + 1..=last_month).map(|month| Period::containing_month(month, PeriodKind::Month)).collect();
    let (first, last) = (first_day(last_month - count + 1), last_day(last_month));
    let label = format!("{} {} to {} {}", month_name(first), first.year(), month_name(last), last.year());
    TimeSpan { parts, name: label.clone(), label, incomplete: false }
}

fn month_name(date: Date) -> &'static str {
    usize::try_from(date.month() - 1).ok().and_then(|month| MONTHS.get(month)).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(kind: PeriodKind, periods: &[&str]) -> BTreeSet<Period> {
        periods.iter().map(|text| Period::parse(text, kind).unwrap()).collect()
    }

    fn labels(spans: &[TimeSpan]) -> Vec<&str> {
        spans.iter().map(|span| span.label.as_str()).collect()
    }

    #[test]
    fn a_quarter_says_which_months_it_has() {
        let months = held(PeriodKind::Month, &["2023-12", "2024-01", "2024-02"]);
        let spans = spans(TablePeriod::Each(PeriodKind::Quarter), &months, &[]);
        assert_eq!(labels(&spans), ["2023-Q4 (December only)", "2024-Q1 (January and February only)"]);
        assert!(spans.iter().all(|span| span.incomplete));
    }

    #[test]
    fn a_span_that_grew_has_another_key_and_the_same_name() {
        let of = |months: &[&str]| spans(TablePeriod::Each(PeriodKind::Quarter), &held(PeriodKind::Month, months), &[]);
        let (less, more) = (of(&["2024-01"]), of(&["2024-01", "2024-02"]));
        assert!(less[0].name == more[0].name && less[0].token() != more[0].token());
        assert_eq!(of(&["2024-01", "2024-02", "2024-03"])[0].token(), "2024-Q1");
    }

    #[test]
    fn pooled_years_do_not_overlap_and_do_not_cross_a_break() {
        let years = ["2017/18", "2018/19", "2021/22", "2022/23", "2023/24", "2024/25"];
        let years = held(PeriodKind::AcademicYear, &years);
        let broken = [Period::parse("2021/22", PeriodKind::AcademicYear).unwrap()];
        assert_eq!(labels(&spans(TablePeriod::Pooled(3), &years, &broken)), ["2022/23 to 2024/25"]);
        let without = held(PeriodKind::AcademicYear, &["2019/20", "2020/21", "2021/22", "2022/23"]);
        assert_eq!(
            labels(&spans(TablePeriod::Pooled(2), &without, &broken)),
            ["2019/20 to 2020/21", "2021/22 to 2022/23"]
        );
    }

    #[test]
    fn a_window_has_twelve_months() {
        let span = window(2026 * 12 + 4, 12);
        assert_eq!((span.parts.len(), span.label.as_str()), (12, "June 2025 to May 2026"));
    }
}

//! Whether a source is on time, from its declaration, what is held, and the date of the night.
//!
//! Not allowed in here: today's date, and marking annual data late before it is due.

use std::collections::BTreeSet;

use concordat_base::{Date, Name, Period};
use concordat_declare::Partnership;
use concordat_declare::decision::Decided;
use concordat_declare::source::{Expected, LateAction, Source};
use serde::{Deserialize, Serialize};

/// How a source stands tonight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceState {
    /// No indicator that may be computed tonight needs it, so that it was not fetched.
    NotNeeded,
    /// No agreement permits receiving it.
    NotPermitted,
    /// Everything that is due has come.
    NotDue,
    /// A period is due, and its days of grace are not over.
    Due,
    /// A period is late; the last good extract stands in.
    Late,
    /// A period is late, and a decision says that this is known.
    KnownLate,
    /// A period is late and the declaration says to leave out what rests on it, or to publish nothing.
    Dropped,
    /// Nothing usable is held.
    Missing,
}

impl SourceState {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NotNeeded => "not needed tonight, not fetched",
            Self::NotPermitted => "not permitted, not opened",
            Self::NotDue => "fresh",
            Self::Due => "due, within its days of grace",
            Self::Late => "late, the last good extract is held over",
            Self::KnownLate => "known to be late, the last good extract is held over",
            Self::Dropped => "late, left out",
            Self::Missing => "nothing usable is held",
        }
    }
}

/// What follows from a source's dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Freshness {
    pub(crate) state: SourceState,
    /// First day on which a missing period was late.
    pub(crate) late_since: Option<Date>,
    /// The next period that is expected and its due date.
    pub(crate) next_due: Option<(Period, Date)>,
}

/// Periods that a source was to deliver by a date, in order.
pub(crate) fn expected_periods(source: &Source, as_of: Date) -> Vec<Period> {
    let Some(expected) = &source.expected else { return Vec::new() };
    calendar(expected).take_while(|period| period.end() < as_of).collect()
}

/// Every period that a source ever delivers, in order.
fn calendar(expected: &Expected) -> impl Iterator<Item = Period> {
    let read = |text: &str| Period::parse(text, expected.every).ok();
    let first = read(&expected.from.value);
    let last = expected.until.as_ref().and_then(|until| read(&until.value));
    let never: BTreeSet<Period> = expected.except.iter().filter_map(|one| read(&one.value)).collect();
    std::iter::successors(first, |period| Some(period.later(1)))
        .take_while(move |period| last.is_none_or(|last| *period <= last))
        .take(4_000)
        .filter(move |period| !never.contains(period))
}

/// How a source stands, given the periods that are held.
pub(crate) fn freshness(source: &Source, held: &BTreeSet<Period>, as_of: Date, known_late: bool) -> Freshness {
    let Some(expected) = &source.expected else {
        let state = if held.is_empty() { SourceState::Missing } else { SourceState::NotDue };
        return Freshness { state, late_since: None, next_due: None };
    };
    let due = |period: &Period| expected.within.after(period.end());
    let late = |period: &Period| expected.grace.after(due(period));
    let next_due = calendar(expected).find(|period| !held.contains(period)).map(|period| (period, due(&period)));
    let missing: Vec<Period> =
        calendar(expected).take_while(|period| due(period) < as_of).filter(|period| !held.contains(period)).collect();
    let late_since = missing.iter().map(late).filter(|date| *date < as_of).min();
    let state = match (late_since, missing.is_empty()) {
        (None, true) => SourceState::NotDue,
        (None, false) => SourceState::Due,
        (Some(_), _) => late_state(source, held, as_of, known_late),
    };
    // A source that blocks the night does so too when it has never delivered.
    let blocks = state == SourceState::Dropped && source.late.action == LateAction::Block;
    let state = if held.is_empty() && !blocks { SourceState::Missing } else { state };
    Freshness { state, late_since, next_due }
}

fn late_state(source: &Source, held: &BTreeSet<Period>, as_of: Date, known_late: bool) -> SourceState {
    let may_hold = match (source.late.max_age, held.iter().map(Period::end).max()) {
        (Some(max_age), Some(latest)) => as_of <= max_age.after(latest),
        _ => false,
    };
    match source.late.action {
        LateAction::Hold if may_hold && known_late => SourceState::KnownLate,
        LateAction::Hold if may_hold => SourceState::Late,
        _ => SourceState::Dropped,
    }
}

/// Whether a decision that holds says that a source is known to be late.
pub(crate) fn known_late(partnership: &Partnership, dataset: &Name, as_of: Date) -> bool {
    partnership
        .decisions()
        .filter(|decision| decision.holds_on(as_of))
        .any(|decision| matches!(&decision.decision, Decided::KnownLate(about) if about.source.value == *dataset))
}

/// Whether a period is so recent that it is provisional.
pub(crate) fn provisional(source: &Source, period: Period, as_of: Date) -> bool {
    source.complete_after.is_some_and(|after| after.after(period.end()) >= as_of)
}

#[cfg(test)]
mod tests {
    use concordat_base::PeriodKind;
    use concordat_declare::Files;

    use super::*;

    /// The declarations of South Tees, for their sources.
    struct SouthTees;

    impl Files for SouthTees {
        fn read(&self, path: &str) -> Option<String> {
            std::fs::read_to_string(format!("{}/../../pipelines/south-tees/{path}", env!("CARGO_MANIFEST_DIR"))).ok()
        }

        fn list(&self, folder: &str) -> Vec<String> {
            let folder = format!("{}/../../pipelines/south-tees/{folder}", env!("CARGO_MANIFEST_DIR"));
            let entries = std::fs::read_dir(folder).into_iter().flatten();
            entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
        }

        fn shown(&self, path: &str) -> String {
            path.to_owned()
        }
    }

    fn state(as_of: &str, held: &[&str], known: bool) -> (SourceState, Option<Date>) {
        let partnership = concordat_declare::load(&SouthTees).partnership.unwrap();
        let source = partnership.source(&Name::new("middlesbrough-early-years").unwrap()).unwrap();
        let held = held.iter().map(|text| Period::parse(text, PeriodKind::AcademicYear).unwrap()).collect();
        let fresh = freshness(source, &held, as_of.parse().unwrap(), known);
        (fresh.state, fresh.late_since)
    }

    const ALL: [&str; 6] = ["2017/18", "2018/19", "2021/22", "2022/23", "2023/24", "2024/25"];

    #[test]
    fn annual_data_that_is_not_due_is_no_fault() {
        assert_eq!(state("2026-06-30", &ALL, false), (SourceState::NotDue, None));
    }

    #[test]
    fn a_due_period_has_its_days_of_grace_and_is_late_after_them() {
        assert_eq!(state("2026-12-31", &ALL, false), (SourceState::NotDue, None));
        assert_eq!(state("2027-01-01", &ALL, false), (SourceState::Due, None));
        assert_eq!(state("2027-01-14", &ALL, false), (SourceState::Due, None));
        let since = Some("2027-01-14".parse().unwrap());
        assert_eq!(state("2027-01-15", &ALL, false), (SourceState::Late, since));
        assert_eq!(state("2027-01-15", &ALL, true), (SourceState::KnownLate, since));
    }

    #[test]
    fn an_extract_is_held_up_to_its_greatest_age_and_no_longer() {
        assert_eq!(state("2027-02-28", &ALL, false).0, SourceState::Late);
        assert_eq!(state("2027-03-01", &ALL, false).0, SourceState::Dropped);
    }

    #[test]
    fn a_period_missing_in_between_is_late_too_and_years_that_never_were_are_not() {
        assert_eq!(state("2026-06-30", &ALL[1..], false).0, SourceState::Late);
        assert_eq!(state("2026-06-30", &[], false).0, SourceState::Missing);
    }
}

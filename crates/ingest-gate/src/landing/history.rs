//! `deliveries.sealed` of a dataset: one line for each accepted delivery, and what is current at a time.
//!
//! A line is appended when all of its landed folders are complete; it is the moment at which a delivery counts, all of its
//! periods at once. Not allowed in here: changing a line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use concordat_base::Name;
use concordat_declare::source::Coverage;
use concordat_store::Home;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::GateError;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Event {
    /// A delivery was accepted.
    Accepted(Accepted),
    /// A landed folder was rewritten without columns that may no longer be kept: every mention of the old is one of the new.
    Narrowed { period: String, from: String, to: String },
    /// Landed content was destroyed: no delivery before this line holds it any more.
    Destroyed { period: String, content_id: String },
    /// Landed content is destroyed because its time was over: as `Destroyed`, and it is not taken in again.
    Expired { period: String, content_id: String },
}

/// An accepted delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Accepted {
    pub(crate) sequence: u64,
    pub(crate) received: Timestamp,
    pub(crate) coverage: Coverage,
    /// Id of the delivery.
    pub(crate) delivery: String,
    /// Content id by period.
    pub(crate) periods: BTreeMap<String, String>,
}

/// A period's current content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Current {
    pub(crate) content_id: String,
    pub(crate) sequence: u64,
    pub(crate) received: Timestamp,
}

/// All accepted deliveries of a dataset, in the order in which they were accepted.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    accepted: Vec<Accepted>,
    /// Period and content id.
    expired: BTreeSet<(String, String)>,
}

impl History {
    /// Reads the history; empty where nothing was ever accepted.
    ///
    /// # Errors
    /// `Home` when it cannot be read, `DamagedHistory` when a line is none.
    pub(crate) fn read(home: &Home, dataset: &Name) -> Result<Self, GateError> {
        let path = path(home, dataset);
        let mut history = Self::default();
        for line in lines(home, &path)?.lines() {
            let event = serde_json::from_str(line).map_err(|_| GateError::DamagedHistory { path: path.clone() })?;
            history.add(event);
        }
        Ok(history)
    }

    /// Adds a line, and makes it last.
    ///
    /// # Errors
    /// `Home` when it cannot be written.
    pub(crate) fn append(home: &Home, dataset: &Name, event: &Event) -> Result<(), GateError> {
        let path = path(home, dataset);
        let line = serde_json::to_string(event).map_err(|_| GateError::DamagedHistory { path: path.clone() })?;
        let all = format!("{}{line}\n", lines(home, &path)?);
        Ok(home.vault()?.write_sealed(&path, all.as_bytes())?)
    }

    fn add(&mut self, event: Event) {
        match event {
            Event::Accepted(accepted) => self.accepted.push(accepted),
            Event::Destroyed { period, content_id } => self.forget(&period, &content_id),
            Event::Expired { period, content_id } => {
                self.forget(&period, &content_id);
                self.expired.insert((period, content_id));
            }
            // Only what came before: a later delivery may bring the wider content again, under a wider agreement.
            Event::Narrowed { period, from, to } => {
                for id in self.accepted.iter_mut().filter_map(|one| one.periods.get_mut(&period)) {
                    if *id == from {
                        id.clone_from(&to);
                    }
                }
            }
        }
    }

    fn forget(&mut self, period: &str, content_id: &str) {
        for one in &mut self.accepted {
            if one.periods.get(period).is_some_and(|id| id == content_id) {
                one.periods.remove(period);
            }
        }
    }

    /// Periods of which content was held for its whole time and destroyed.
    pub(crate) fn expired_periods(&self) -> BTreeSet<&str> {
        self.expired.iter().map(|(period, _)| period.as_str()).collect()
    }

    /// Whether this very content was held for its whole time.
    pub(crate) fn is_expired(&self, period: &str, content_id: &str) -> bool {
        self.expired.contains(&(period.to_owned(), content_id.to_owned()))
    }

    /// What is current by period, from deliveries received at or before `at` (all of them without it): in order of
    /// sequence, a full refresh replaces everything and a delivery of one period replaces that period.
    pub(crate) fn current(&self, at: Option<Timestamp>) -> BTreeMap<String, Current> {
        let mut accepted: Vec<&Accepted> =
            self.accepted.iter().filter(|one| at.is_none_or(|at| one.received <= at)).collect();
        accepted.sort_by_key(|one| one.sequence);
        let mut current = BTreeMap::new();
        for one in accepted {
            if one.coverage == Coverage::Full {
                current.clear();
            }
            for (period, content_id) in &one.periods {
                let content_id = content_id.clone();
                current.insert(period.clone(), Current { content_id, sequence: one.sequence, received: one.received });
            }
        }
        current
    }

    /// Every content that a delivery brought, current or not: its period, and the last delivery that brought it.
    pub(crate) fn all(&self) -> BTreeMap<(String, String), &Accepted> {
        let of = |one: &'_ Accepted| -> Vec<(String, String)> { one.periods.clone().into_iter().collect() };
        self.accepted.iter().flat_map(|one| of(one).into_iter().map(move |content| (content, one))).collect()
    }

    /// Every content that a delivery brought, current or not: its period, and the first delivery that brought it.
    pub(crate) fn first(&self) -> BTreeMap<(String, String), &Accepted> {
        let mut first = BTreeMap::new();
        for one in &self.accepted {
            for (period, content_id) in &one.periods {
                first.entry((period.clone(), content_id.clone())).or_insert(one);
            }
        }
        first
    }

    /// Whether any delivery, current or not, brought this content.
    pub(crate) fn mentions(&self, period: &str, content_id: &str) -> bool {
        self.accepted.iter().any(|one| one.periods.get(period).is_some_and(|id| id == content_id))
    }
}

fn path(home: &Home, dataset: &Name) -> PathBuf {
    home.landed_dataset(dataset.as_str()).join("deliveries.sealed")
}

/// All lines, each with its end. The file is written whole each time: it is short, and so it is sealed as one.
fn lines(home: &Home, path: &Path) -> Result<String, GateError> {
    let bytes = match home.vault()?.read_sealed(path) {
        Ok(bytes) => bytes,
        Err(error) if error.is_not_found() => return Ok(String::new()),
        Err(error) => return Err(error.into()),
    };
    String::from_utf8(bytes).map_err(|_| GateError::DamagedHistory { path: path.to_path_buf() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(sequence: u64, coverage: Coverage, periods: &[(&str, &str)]) -> Event {
        let received = Timestamp::from_second(i64::try_from(sequence).unwrap() * 1000).unwrap();
        let periods = periods.iter().map(|(period, id)| ((*period).to_owned(), (*id).to_owned())).collect();
        let delivery = format!("{sequence}");
        Event::Accepted(Accepted { sequence, received, coverage, delivery, periods })
    }

    fn current(events: Vec<Event>, at: Option<i64>) -> Vec<(String, String)> {
        let mut history = History::default();
        events.into_iter().for_each(|event| history.add(event));
        let at = at.map(|second| Timestamp::from_second(second).unwrap());
        history.current(at).into_iter().map(|(period, current)| (period, current.content_id)).collect()
    }

    fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
        of.iter().map(|(period, id)| ((*period).to_owned(), (*id).to_owned())).collect()
    }

    #[test]
    fn a_full_refresh_replaces_all_and_one_period_replaces_itself() {
        let events = vec![
            accepted(1, Coverage::Full, &[("2023", "a"), ("2024", "b")]),
            accepted(2, Coverage::OnePeriod, &[("2024", "c")]),
            accepted(3, Coverage::Full, &[("2024", "d")]),
        ];
        assert_eq!(current(events.clone(), Some(2500)), pairs(&[("2023", "a"), ("2024", "c")]));
        assert_eq!(current(events, None), pairs(&[("2024", "d")]));
    }

    #[test]
    fn narrowing_renames_what_came_before_and_not_what_came_after() {
        let narrowed = Event::Narrowed { period: "2024".into(), from: "wide".into(), to: "narrow".into() };
        let before = vec![accepted(1, Coverage::OnePeriod, &[("2024", "wide")]), narrowed];
        assert_eq!(current(before.clone(), None), pairs(&[("2024", "narrow")]));
        let after = [before, vec![accepted(2, Coverage::OnePeriod, &[("2024", "wide")])]].concat();
        assert_eq!(current(after.clone(), None), pairs(&[("2024", "wide")]));
        assert_eq!(current(after, Some(1500)), pairs(&[("2024", "narrow")]));
    }

    #[test]
    fn what_was_held_for_its_whole_time_is_known_when_it_comes_back() {
        let mut history = History::default();
        history.add(accepted(1, Coverage::Full, &[("2023", "a"), ("2024", "b")]));
        history.add(Event::Expired { period: "2023".into(), content_id: "a".into() });
        assert!(history.is_expired("2023", "a") && !history.is_expired("2024", "b") && !history.mentions("2023", "a"));
        assert_eq!(history.expired_periods(), BTreeSet::from(["2023"]));
    }

    #[test]
    fn what_was_destroyed_is_held_no_more_and_may_come_again() {
        let destroyed = Event::Destroyed { period: "2023".into(), content_id: "a".into() };
        let first = accepted(1, Coverage::Full, &[("2023", "a"), ("2024", "b")]);
        assert_eq!(current(vec![first.clone(), destroyed.clone()], None), pairs(&[("2024", "b")]));
        let again = accepted(2, Coverage::OnePeriod, &[("2023", "a")]);
        assert_eq!(current(vec![first, destroyed, again], None), pairs(&[("2023", "a"), ("2024", "b")]));
    }
}

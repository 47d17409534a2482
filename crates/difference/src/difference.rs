//! The answer: a figure in two releases, and why it is not the same.
//!
//! Not allowed in here: a number that is not in one of the releases, but for the change and its parts.

use serde::Serialize;

use crate::cause::{Cause, PartKind};
use crate::error::DifferenceError;
use crate::evidence::{Evidence, Extract};
use crate::figure::Figure;
use crate::number::Number;
use crate::parts::{Telling, parts};
use crate::question::{Pair, Question, find};
use crate::release::Release;
use crate::row::Row;
use crate::words;

/// How the parts were found.
const SPLIT: &str = "Each part is the mean, over all orders in which old values can be exchanged for new ones, of the step \
                     that the figure makes (for a count and a denominator: Das Gupta 1993, U.S. Bureau of the Census \
                     P23-186); parts add up to the printed change, and what printing leaves is named as rounding.";

/// What can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Every number is the same in both.
    Unchanged,
    /// A number is another.
    Changed,
    /// There is no number on one side, or not in the same unit: nothing is subtracted.
    NotCompared,
}

/// How a figure stands in a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    /// With a value.
    Shown,
    /// Confidential.
    Hidden,
    /// Without a value for another reason.
    NotAvailable,
    /// The release has no such figure.
    Absent,
}

/// A figure in one release.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Side {
    /// The release.
    pub release: String,
    /// How it stands there.
    pub stands: Stands,
    /// The reason that the release gives for its marks.
    pub reason: String,
    /// The value.
    pub value: Option<Number>,
    /// Its lower 95 % limit.
    pub lower_95: Option<Number>,
    /// Its upper 95 % limit.
    pub upper_95: Option<Number>,
    /// The count.
    pub count: Option<Number>,
    /// `exact` or `rounded`.
    pub count_basis: String,
    /// The denominator.
    pub denominator: Option<Number>,
    /// What a gap is measured against.
    pub comparator_value: Option<Number>,
    /// The unit.
    pub unit: String,
}

/// A part of a change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// What of the figure it belongs to.
    pub part: PartKind,
    /// Its cause, as far as the releases show.
    pub cause: Cause,
    /// Other causes that are seen and cannot be told apart from it.
    pub with: Vec<Cause>,
    /// How much of the change it is, in the unit and decimals of the figure.
    pub change: Number,
    /// The same in words.
    pub because: String,
    /// Extracts that are not the same in both releases.
    pub extracts: Vec<Extract>,
}

/// Why a figure differs between two releases.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The place.
    pub place: String,
    /// Whom the releases are for.
    pub audience: String,
    /// What the figure is.
    pub figure: Figure,
    /// The figure in the earlier release.
    pub before: Side,
    /// The figure in the later release.
    pub after: Side,
    /// What can be said.
    pub outcome: Outcome,
    /// The later value less the earlier one, as printed.
    pub change: Option<Number>,
    /// Parts that add up to it.
    pub parts: Vec<Part>,
    /// Other periods of the same figure that have a number in both releases, and not the same.
    pub also_changed: Vec<String>,
    /// How the parts were found.
    pub split: &'static str,
    /// Whether a made-up extract is behind either.
    pub synthetic: bool,
    /// One plain sentence.
    pub sentence: String,
}

/// A line of the table: the value before, each part, the value after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// `before`, the kind of part, or `after`.
    pub part: &'static str,
    /// The cause of a part; the release of a value.
    pub cause: String,
    /// The value, or how much of the change.
    pub value: Option<Number>,
    /// The lower 95 % limit of a value.
    pub lower_95: Option<Number>,
    /// The upper 95 % limit of a value.
    pub upper_95: Option<Number>,
    /// The count of a value.
    pub count: Option<Number>,
    /// The denominator of a value.
    pub denominator: Option<Number>,
    /// A part in words; the reason of a value that is not there.
    pub because: String,
}

/// Tells why a figure differs between an earlier and a later release of one audience.
///
/// # Errors
/// Releases that cannot be compared, or a figure that neither has.
pub fn difference(old: &Release, new: &Release, question: &Question) -> Result<Difference, DifferenceError> {
    check(old, new)?;
    let Pair { old: old_row, new: new_row } = find(old, new, question)?;
    let synthetic = [old_row, new_row].into_iter().flatten().any(|row| row.synthetic);
    let figure = match (new_row, old_row) {
        (Some(row), _) => Figure::of(row, new),
        (None, Some(row)) => Figure::of(row, old),
        (None, None) => Figure::default(),
    };
    let (before, after) = (Side::of(old, old_row), Side::of(new, new_row));
    let mut told = Difference {
        place: new.place.clone(),
        audience: new.audience.clone(),
        figure,
        before,
        after,
        outcome: Outcome::NotCompared,
        change: None,
        parts: Vec::new(),
        also_changed: also_changed(old, new, new_row.or(old_row)),
        split: SPLIT,
        synthetic,
        sentence: String::new(),
    };
    if let (Some(old_row), Some(new_row)) = (old_row, new_row) {
        told.compare((old, old_row), (new, new_row));
    }
    told.sentence = words::sentence(&told);
    Ok(told)
}

/// Periods of the same figure, but for its own, whose published value is another.
fn also_changed(old: &Release, new: &Release, row: Option<&Row>) -> Vec<String> {
    let Some(row) = row else {
        return Vec::new();
    };
    let differs = |other: &&Row| {
        let before = old.rows.iter().find(|before| before.figure_id == other.figure_id);
        let values = before.and_then(|before| before.value).zip(other.value);
        values.is_some_and(|(before, now)| before.with_places(now.places()) != now.with_places(before.places()))
    };
    let others = new.rows.iter().filter(|other| other.is_another_period_of(row)).filter(differs);
    others.map(|other| other.period_label.clone()).collect()
}

fn check(old: &Release, new: &Release) -> Result<(), DifferenceError> {
    let pair = |first: &str, second: &str| (first.to_owned(), second.to_owned());
    if old.place != new.place {
        let (first, second) = pair(&old.place, &new.place);
        return Err(DifferenceError::OtherPlace { first, second });
    }
    if old.audience != new.audience {
        let (first, second) = pair(&old.audience, &new.audience);
        return Err(DifferenceError::OtherAudience { first, second });
    }
    if old.order() >= new.order() {
        let (first, second) = pair(&old.version, &new.version);
        return Err(DifferenceError::NotEarlier { first, second });
    }
    Ok(())
}

impl Difference {
    fn compare(&mut self, old: (&Release, &Row), new: (&Release, &Row)) {
        let (Some(before), Some(after)) = (old.1.value, new.1.value) else {
            return;
        };
        if old.1.unit != new.1.unit {
            return;
        }
        let places = before.places().max(after.places());
        let (before, after) = (before.with_places(places), after.with_places(places));
        self.change = Some(Number::of_units(after.units() - before.units(), places));
        if same_numbers(old.1, new.1) {
            self.outcome = Outcome::Unchanged;
            return;
        }
        self.outcome = Outcome::Changed;
        let evidence = Evidence::of(old, new);
        self.parts = parts(&Telling { old: old.1, new: new.1, evidence: &evidence }, before, after);
    }

    /// The table: values before and after with the parts between them, which add up from one to the other.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let parts = self.parts.iter().map(|part| Line {
            part: part.part.as_str(),
            cause: part.cause.as_str().to_owned(),
            value: Some(part.change),
            lower_95: None,
            upper_95: None,
            count: None,
            denominator: None,
            because: words::in_full(part),
        });
        let before = std::iter::once(self.before.line("before"));
        before.chain(parts).chain(std::iter::once(self.after.line("after"))).collect()
    }
}

fn same_numbers(old: &Row, new: &Row) -> bool {
    let numbers = |row: &Row| [row.value, row.lower_95, row.upper_95, row.count, row.denominator, row.comparator_value];
    numbers(old) == numbers(new)
}

impl Side {
    fn of(release: &Release, row: Option<&Row>) -> Self {
        let stands = match row {
            None => Stands::Absent,
            Some(row) if row.is_hidden() => Stands::Hidden,
            Some(row) if row.value.is_some() => Stands::Shown,
            Some(_) => Stands::NotAvailable,
        };
        let number = |read: fn(&Row) -> Option<Number>| row.and_then(read);
        let text = |read: fn(&Row) -> &String| row.map(read).cloned().unwrap_or_default();
        Self {
            release: release.version.clone(),
            stands,
            reason: text(|row| &row.status_reason),
            value: number(|row| row.value),
            lower_95: number(|row| row.lower_95),
            upper_95: number(|row| row.upper_95),
            count: number(|row| row.count),
            count_basis: text(|row| &row.count_basis),
            denominator: number(|row| row.denominator),
            comparator_value: number(|row| row.comparator_value),
            unit: text(|row| &row.unit),
        }
    }

    fn line(&self, part: &'static str) -> Line {
        Line {
            part,
            cause: self.release.clone(),
            value: self.value,
            lower_95: self.lower_95,
            upper_95: self.upper_95,
            count: self.count,
            denominator: self.denominator,
            because: self.reason.clone(),
        }
    }
}

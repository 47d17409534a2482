//! The formula by which a published figure follows from what is published beside it.
//!
//! Not allowed in here: causes.

use crate::row::Row;
use crate::split::{Factors, split};

/// Positions of the factors of a figure.
pub(crate) const COUNT: usize = 0;
pub(crate) const DENOMINATOR: usize = 1;
pub(crate) const COMPARATOR: usize = 2;
/// What a rate is of events over people: a fixed multiplier, or what sealed counts by age make of it.
pub(crate) const SCALE: usize = 3;

/// Multipliers that a gap may stand under when its unit does not say.
const USUAL_MULTIPLIERS: [f64; 4] = [100.0, 1000.0, 10_000.0, 100_000.0];

/// What is measured, as far as it has a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// A count by itself.
    Count,
    /// `k n / d`.
    Share,
    /// `k n / d - q`.
    Gap,
    /// `100 (k n / (d q) - 1)`.
    RelativeGap,
    /// `d (q - k n / d) / k`.
    PeopleGap,
}

/// A figure on both sides of a change.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Formula {
    shape: Shape,
    old: Factors<4>,
    new: Factors<4>,
    /// Whether the published value follows from what stands beside it, before and after.
    pub(crate) follows: [bool; 2],
}

/// The numbers of one side.
#[derive(Clone, Copy)]
struct Numbers {
    value: f64,
    count: f64,
    denominator: f64,
    comparator: f64,
    half_unit: f64,
    half_unit_of_comparator: f64,
}

impl Numbers {
    fn read(row: &Row, shape: Shape) -> Option<Self> {
        let value = row.value?;
        let denominator = if shape == Shape::Count { Some(1.0) } else { row.denominator.map(|it| it.to_f64()) };
        let against = matches!(shape, Shape::Gap | Shape::RelativeGap | Shape::PeopleGap);
        let comparator = if against { Some(row.comparator_value?) } else { None };
        Some(Self {
            value: value.to_f64(),
            count: row.count?.to_f64(),
            denominator: denominator.filter(|people| *people > 0.0)?,
            comparator: comparator.map_or(1.0, |it| it.to_f64()),
            half_unit: value.half_unit(),
            half_unit_of_comparator: comparator.map_or(0.0, |it| it.half_unit()),
        })
    }

    fn factors(self, scale: f64) -> Factors<4> {
        [self.count, self.denominator, self.comparator, scale]
    }

    /// Whether the value is what the formula gives, within what printing leaves open.
    fn follow(self, shape: Shape, scale: f64) -> bool {
        let at = |shift: f64| {
            let comparator = self.comparator + shift * self.half_unit_of_comparator;
            shape.value(&[self.count, self.denominator, comparator, scale])
        };
        let (least, most) = (at(-1.0).min(at(1.0)), at(-1.0).max(at(1.0)));
        let slack = self.half_unit * 1.000_001;
        (least - slack..=most + slack).contains(&self.value)
    }

    /// What a standardised rate makes of events over people.
    fn scale(self, shape: Shape) -> Option<f64> {
        let local = match shape {
            Shape::Share => self.value,
            Shape::Gap => self.value + self.comparator,
            Shape::RelativeGap => self.comparator * (1.0 + self.value / 100.0),
            Shape::Count | Shape::PeopleGap => return None,
        };
        (self.count > 0.0).then(|| local * self.denominator / self.count)
    }
}

impl Shape {
    fn of(row: &Row) -> Option<Self> {
        match row.measure.as_str() {
            "value" if row.denominator.is_none() => Some(Self::Count),
            "value" => Some(Self::Share),
            "gap_absolute" => Some(Self::Gap),
            "gap_relative" => Some(Self::RelativeGap),
            "gap_people" => Some(Self::PeopleGap),
            _ => None,
        }
    }

    fn value(self, [count, denominator, comparator, scale]: &Factors<4>) -> f64 {
        let share = scale * count / denominator;
        match self {
            Self::Count => *count,
            Self::Share => share,
            Self::Gap => share - comparator,
            Self::RelativeGap => 100.0 * (share / comparator - 1.0),
            Self::PeopleGap => denominator * comparator / scale - count,
        }
    }

    /// Multipliers to try.
    fn multipliers(self, unit: &str) -> Vec<f64> {
        let per = unit.strip_prefix("per ").and_then(|number| number.replace(',', "").parse().ok());
        match per {
            Some(multiplier) => vec![multiplier],
            None if self == Self::Count => vec![1.0],
            None if unit.starts_with("percent") && self != Self::RelativeGap => vec![100.0],
            None => USUAL_MULTIPLIERS.to_vec(),
        }
    }
}

impl Formula {
    /// The formula of a figure; `None` where it follows from more than stands beside it.
    pub(crate) fn of(old: &Row, new: &Row) -> Option<Self> {
        let shape = Shape::of(old).filter(|shape| Shape::of(new) == Some(*shape))?;
        let sides = [Numbers::read(old, shape)?, Numbers::read(new, shape)?];
        let standardised = [old, new].iter().any(|row| row.method.to_lowercase().contains("standardis"));
        let tries = if standardised { Vec::new() } else { shape.multipliers(&new.unit) };
        let follows = |scale: f64| sides.map(|side| side.follow(shape, scale));
        let both = tries.iter().find(|scale| follows(**scale) == [true, true]);
        let fixed = both.or_else(|| tries.iter().find(|scale| follows(**scale) != [false, false]));
        let (scales, follows) = match fixed {
            Some(scale) => ([*scale; 2], follows(*scale)),
            None => ([sides[0].scale(shape)?, sides[1].scale(shape)?], [true, true]),
        };
        Some(Self { shape, old: sides[0].factors(scales[0]), new: sides[1].factors(scales[1]), follows })
    }

    /// The part of each factor in the change.
    pub(crate) fn parts(&self) -> Factors<4> {
        split(&self.old, &self.new, |factors| self.shape.value(factors))
    }

    /// What the formula gives before and after.
    pub(crate) fn values(&self) -> [f64; 2] {
        [self.shape.value(&self.old), self.shape.value(&self.new)]
    }

    /// Whether a factor changed.
    pub(crate) fn changed(&self, factor: usize) -> bool {
        self.old[factor] != self.new[factor]
    }
}

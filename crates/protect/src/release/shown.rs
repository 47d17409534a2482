//! What values, limits and comparisons tell of a count that is hidden.
//!
//! Values of shown counts follow from them and tell nothing new. Not allowed here: a verdict.

use std::collections::{BTreeMap, BTreeSet};

use concordat_disclosure::rounding::Band;

use super::read::{Comparison, Figure, Makes, Number, Place, Release};
use super::ties::{Of, Variable};
use crate::invert::{Kind, Shape, possible_counts, share_counts};

/// Counts that are tried behind a figure: above this nothing is small.
const LARGEST_TRIED: u64 = 5_000;
const LARGEST_DENOMINATOR: u64 = 20_000;

/// What follows.
#[derive(Debug, Default)]
pub(super) struct Derived {
    /// Least and largest.
    pub(super) bounds: BTreeMap<Variable, (u64, u64)>,
    /// Hidden counts on which a printed number rests in a way that is not worked out.
    pub(super) unread: BTreeSet<Variable>,
}

/// Reads every number that rests on a hidden count.
pub(super) fn derived(release: &Release) -> Derived {
    let mut derived = Derived::default();
    for (place, figure) in &release.figures {
        derived.figure(place, figure);
    }
    let others = Others::of(release);
    for comparison in &release.comparisons {
        derived.comparison(release, comparison, &others);
    }
    derived
}

fn numerator(place: &Place) -> Variable {
    Variable { place: place.clone(), of: Of::Numerator }
}

impl Derived {
    /// The value and limits of one figure.
    fn figure(&mut self, place: &Place, figure: &Figure) {
        let hidden = figure.counts.is_empty();
        let band = figure.counts.iter().find(|band| !band.is_exact()).copied();
        let [value, lower, upper, ..] = figure.numbers;
        let shown = figure.numbers.iter().any(Option::is_some);
        match figure.makes {
            _ if !shown || !hidden && band.is_none() => {}
            Makes::Count if hidden => self.count_itself(place, value),
            Makes::Figure(kind, multiplier) => {
                let numbers = [value, lower, upper];
                let shape = Shape {
                    shown: numbers.map(|number| number.map(|(number, _)| number)),
                    decimals: numbers.iter().flatten().map(|(_, decimals)| *decimals).min().unwrap_or(0),
                    multiplier,
                    denominator: exact(&figure.denominators),
                    largest_denominator: LARGEST_DENOMINATOR,
                };
                match band {
                    Some(band) => self.inside_band(place, kind, &shape, band),
                    None => self.invert(place, kind, &shape),
                }
            }
            _ if hidden => drop(self.unread.insert(numerator(place))),
            _ => {}
        }
    }

    fn count_itself(&mut self, place: &Place, value: Option<Number>) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count as it is printed")]
        let whole = value.map(|(value, _)| value.max(0.0) as u64);
        match whole {
            Some(count) => self.bound(numerator(place), count, count),
            None => drop(self.unread.insert(numerator(place))),
        }
    }

    fn invert(&mut self, place: &Place, kind: Kind, shape: &Shape) {
        if shape.shown.iter().all(Option::is_none) {
            self.unread.insert(numerator(place));
        } else {
            self.one_of(numerator(place), &possible_counts(kind, shape, LARGEST_TRIED));
        }
    }

    /// A figure made from the exact count tells more than its rounded one; made from the rounded one it tells nothing.
    fn inside_band(&mut self, place: &Place, kind: Kind, shape: &Shape, band: Band) {
        let possible = possible_counts(kind, shape, band.most);
        let left: Vec<u64> = possible.into_iter().filter(|count| *count >= band.least).collect();
        let from_shown = left.contains(&band.value);
        if let (Some(low), Some(high), false) = (left.first(), left.last(), from_shown) {
            self.bound(numerator(place), *low, *high);
        }
    }

    /// The count is one of these. Where some between them are left out, that tells more than bounds do; where none fits,
    /// the figure was made in another way than is known here.
    fn one_of(&mut self, variable: Variable, possible: &[u64]) {
        let without_gap = possible.windows(2).all(|pair| pair[1] == pair[0] + 1);
        match (possible.first(), possible.last()) {
            (Some(low), Some(high)) => {
                let high = if *high == LARGEST_TRIED { u64::MAX - 1 } else { *high };
                if !without_gap {
                    self.unread.insert(variable.clone());
                }
                self.bound(variable, *low, high);
            }
            _ => drop(self.unread.insert(variable)),
        }
    }

    fn bound(&mut self, variable: Variable, low: u64, high: u64) {
        let bounds = self.bounds.entry(variable).or_insert((low, high));
        *bounds = (bounds.0.max(low), bounds.1.min(high));
    }

    /// A gap, or a trend, one side of which may be hidden.
    fn comparison(&mut self, release: &Release, comparison: &Comparison, others: &Others<'_>) {
        let other = others.place(comparison);
        let hides = |place: &Place| release.hides(place);
        let own_hidden = within(release, &comparison.place).any(&hides);
        if let Some(other) = other.as_ref().filter(|other| hides(other)) {
            let from_gap = difference(release, comparison, &comparison.place, -1.0);
            self.share(release, other, comparison.other.map(interval).or(from_gap));
            if comparison.other_limits || rests_unread(comparison) {
                self.unread.insert(numerator(other));
            }
        }
        if !own_hidden {
            return;
        }
        if hides(&comparison.place) {
            let gap = comparison.numbers[0].filter(|_| comparison.is_difference).map(interval);
            let from_gap =
                gap.zip(comparison.other.map(interval)).map(|(gap, other)| (gap.0 + other.0, gap.1 + other.1));
            self.share(release, &comparison.place, from_gap);
        }
        if rests_unread(comparison) {
            let hidden = within(release, &comparison.place).filter(|place| hides(place)).map(numerator);
            self.unread.extend(hidden);
        }
    }

    /// A share that lies between two values.
    fn share(&mut self, release: &Release, place: &Place, between: Option<(f64, f64)>) {
        let Some(between) = between else { return };
        let figure = release.figures.get(place);
        let Some(Makes::Figure(Kind::Proportion, multiplier)) = figure.map(|figure| figure.makes) else {
            self.unread.insert(numerator(place));
            return;
        };
        let denominator = figure.and_then(|figure| exact(&figure.denominators));
        let possible = share_counts(between, multiplier, denominator, (LARGEST_TRIED, LARGEST_DENOMINATOR));
        self.one_of(numerator(place), &possible);
    }
}

/// The one that is printed as it is.
fn exact(counts: &BTreeSet<Band>) -> Option<u64> {
    counts.iter().find(|band| band.is_exact()).map(|band| band.value)
}

/// Whether a comparison prints more than the plain difference.
fn rests_unread(comparison: &Comparison) -> bool {
    let [value, limits @ ..] = &comparison.numbers;
    limits.iter().any(Option::is_some) || value.is_some() && !comparison.is_difference
}

/// What the other side is, from one side's value and the difference between them.
fn difference(release: &Release, comparison: &Comparison, own: &Place, sign: f64) -> Option<(f64, f64)> {
    let (low, high) = interval(release.figures.get(own)?.numbers[0]?);
    let gap = interval(comparison.numbers[0].filter(|_| comparison.is_difference)?);
    Some(if sign < 0.0 { (low - gap.1, high - gap.0) } else { (low + gap.0, high + gap.1) })
}

/// What a printed number stands for.
fn interval((value, decimals): Number) -> (f64, f64) {
    let half = 0.5 * 10_f64.powi(-i32::try_from(decimals).unwrap_or(0));
    (value - half, value + half)
}

/// The places on which a comparison rests: its own, and for a trend over several periods those within it.
fn within<'a>(release: &'a Release, own: &'a Place) -> impl Iterator<Item = &'a Place> + 'a {
    let same = move |place: &&Place| {
        let moved = Place { span: place.span.clone(), ..own.clone() };
        moved == **place && place.span.0 >= own.span.0 && place.span.1 <= own.span.1
    };
    let has_figure = release.figures.contains_key(own);
    release.figures.keys().filter(move |place| if has_figure { *place == own } else { same(place) && *place != own })
}

/// Which group a title such as "the other children here" means: the one whose shown values are those compared with.
struct Others<'a> {
    groups: BTreeMap<(&'a str, &'a str, &'a str), BTreeSet<&'a str>>,
}

impl<'a> Others<'a> {
    fn of(release: &'a Release) -> Self {
        let mut groups: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for place in release.figures.keys() {
            groups.entry(&place.indicator).or_default().insert(&place.group);
        }
        let mut found = BTreeMap::new();
        for comparison in &release.comparisons {
            let place = &comparison.place;
            let key = (place.indicator.as_str(), place.group.as_str(), comparison.title.as_str());
            let all = || groups.get(place.indicator.as_str()).cloned().unwrap_or_default();
            let left: &mut BTreeSet<&str> = found.entry(key).or_insert_with(all);
            left.retain(|group| {
                let other = in_group(comparison, group);
                let value = release.figures.get(&other).and_then(|figure| figure.numbers[0]);
                other != *place && value.is_none_or(|value| comparison.other.is_none_or(|shown| shown == value))
            });
        }
        Self { groups: found }
    }

    /// The place compared with, where it is one of the release.
    fn place(&self, comparison: &Comparison) -> Option<Place> {
        let place = &comparison.place;
        let key = (place.indicator.as_str(), place.group.as_str(), comparison.title.as_str());
        let group = self.groups.get(&key)?.first()?;
        Some(in_group(comparison, group))
    }
}

fn in_group(comparison: &Comparison, group: &str) -> Place {
    Place { group: group.to_owned(), area: comparison.other_area.clone(), ..comparison.place.clone() }
}

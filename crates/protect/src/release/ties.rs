//! Sums among the numbers of a release: over areas, over time, over sex, and those counted with those who are not.
//!
//! A number that is implied and not printed stands in the sums as unknown. Not allowed here: an attack.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use concordat_disclosure::Sum;

use super::named;
use super::read::{Makes, Place, Release};
use crate::error::ProtectError;
use crate::invert::Kind;

/// The sex of everybody.
const EVERYBODY: &str = "Persons";
/// Those of a sum over sex whose sex is not known.
const NOT_KNOWN: &str = "not known";

/// Which number of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Of {
    Numerator,
    Denominator,
    /// Those in the denominator who are not counted.
    Others,
    /// What a sum over areas or time leaves.
    Rest,
}

/// A number that the attack knows of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Variable {
    pub(super) place: Place,
    pub(super) of: Of,
}

impl fmt::Display for Variable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = match self.of {
            Of::Numerator => "count",
            Of::Denominator => "denominator",
            Of::Others => "others",
            Of::Rest => "rest",
        };
        write!(formatter, "{}|{of}", self.place)
    }
}

/// A total and its parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tie {
    parent: Variable,
    children: Vec<Variable>,
}

impl Tie {
    pub(super) fn named(&self, release: &str) -> Sum {
        let children = self.children.iter().map(|child| named(release, child)).collect();
        Sum { parent: named(release, &self.parent), children }
    }
}

/// Everything that ties the numbers.
#[derive(Debug, Default)]
pub(super) struct Ties {
    pub(super) variables: BTreeSet<Variable>,
    pub(super) sums: Vec<Tie>,
    /// Numbers about nobody in particular: they are in the sums and are not asked for.
    pub(super) unasked: BTreeSet<Variable>,
    pub(super) remarks: Vec<String>,
}

/// Over what a sum goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Over {
    Areas,
    Time,
    Sex,
}

/// Indicator, group and category.
type Series = (String, String, String);
/// A place and those it is made up of.
type Whole = (Place, Vec<Place>);

/// Places of the releases together, with the sums among them.
#[derive(Default)]
struct Weaver<'a> {
    releases: &'a [&'a Release],
    places: BTreeSet<Place>,
    /// Where the people who are not counted are guarded too.
    shares: BTreeSet<Series>,
    sums: BTreeMap<(Over, String), Vec<Whole>>,
    /// Places with those of the spans that fill theirs.
    periods: BTreeMap<Place, Vec<Place>>,
}

/// Ties what one or two releases print.
pub(super) fn tie(releases: &[&Release]) -> Result<Ties, ProtectError> {
    let mut weaver = Weaver { releases, ..Weaver::default() };
    for (place, figure) in releases.iter().flat_map(|release| &release.figures) {
        weaver.places.insert(place.clone());
        if matches!(figure.makes, Makes::Figure(Kind::Proportion, _)) {
            weaver.shares.insert(kind_of(place));
        }
    }
    weaver.areas();
    weaver.time();
    weaver.sex();
    weaver.ties()
}

fn kind_of(place: &Place) -> Series {
    (place.indicator.clone(), place.group.clone(), place.category.clone())
}

impl Weaver<'_> {
    /// Every area is the sum of the areas in it, level by level.
    fn areas(&mut self) {
        let mut inside: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
        let mut parents: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
        for (code, area) in self.releases.iter().flat_map(|release| &release.areas) {
            if !area.parent.is_empty() {
                inside.entry((&area.parent, &area.family)).or_default().insert(code);
                parents.entry(code).or_default().insert((&area.parent, &area.family));
            }
        }
        let mut waiting: Vec<Place> = self.places.iter().cloned().collect();
        let mut done = BTreeSet::new();
        while let Some(place) = waiting.pop() {
            for (parent, family) in parents.get(place.area.as_str()).into_iter().flatten() {
                let at = |area: &str| Place { area: area.to_owned(), ..place.clone() };
                let total = at(parent);
                if !done.insert((total.clone(), *family)) {
                    continue;
                }
                let parts: Vec<Place> = inside[&(*parent, *family)].iter().map(|area| at(area)).collect();
                waiting.extend(parts.iter().chain([&total]).filter(|one| self.places.insert((*one).clone())).cloned());
                self.sums.entry((Over::Areas, place.indicator.clone())).or_default().push((total, parts));
            }
        }
    }

    /// A span is the sum of the spans that fill it, where one of those is printed for the same area.
    fn time(&mut self) {
        let mut spans: BTreeMap<Series, BTreeSet<(i64, i64)>> = BTreeMap::new();
        let mut names: BTreeMap<(i64, i64), (String, String)> = BTreeMap::new();
        for place in &self.places {
            if let (Some(start), Some(end)) = (day(&place.span.0), day(&place.span.1)) {
                spans.entry(kind_of(place)).or_default().insert((start, end));
                names.insert((start, end), place.span.clone());
            }
        }
        for place in self.places.clone() {
            let (Some(start), Some(end)) = (day(&place.span.0), day(&place.span.1)) else { continue };
            let Some(parts) = spans.get(&kind_of(&place)).and_then(|spans| filled(spans, (start, end))) else {
                continue;
            };
            let parts: Vec<Place> =
                parts.iter().map(|span| Place { span: names[span].clone(), ..place.clone() }).collect();
            if parts.iter().any(|part| self.places.contains(part)) {
                self.places.extend(parts.iter().cloned());
                self.periods.insert(place.clone(), parts.clone());
                self.sums.entry((Over::Time, place.indicator.clone())).or_default().push((place, parts));
            }
        }
    }

    /// Everybody is every sex together, and those whose sex is not known.
    fn sex(&mut self) {
        let mut sexes: BTreeMap<Series, BTreeSet<String>> = BTreeMap::new();
        for place in self.places.iter().filter(|place| place.sex != EVERYBODY) {
            sexes.entry(kind_of(place)).or_default().insert(place.sex.clone());
        }
        for place in self.places.clone().into_iter().filter(|place| place.sex == EVERYBODY) {
            let Some(sexes) = sexes.get(&kind_of(&place)) else { continue };
            let of = |sex: &str| Place { sex: sex.to_owned(), ..place.clone() };
            let mut parts: Vec<Place> = sexes.iter().map(|sex| of(sex)).collect();
            if parts.iter().any(|part| self.places.contains(part)) {
                parts.push(of(NOT_KNOWN));
                self.places.extend(parts.iter().cloned());
                self.sums.entry((Over::Sex, place.indicator.clone())).or_default().push((place, parts));
            }
        }
    }

    fn ties(self) -> Result<Ties, ProtectError> {
        let mut ties = Ties::default();
        for place in &self.places {
            let variable = |of: Of| Variable { place: place.clone(), of };
            let mut own = vec![variable(Of::Numerator)];
            if self.shares.contains(&kind_of(place)) {
                own.extend([variable(Of::Denominator), variable(Of::Others)]);
                let children = vec![variable(Of::Numerator), variable(Of::Others)];
                ties.sums.push(Tie { parent: variable(Of::Denominator), children });
            }
            if place.sex == NOT_KNOWN {
                ties.unasked.extend(own.iter().cloned());
            }
            ties.variables.extend(own);
        }
        for ((over, indicator), sums) in &self.sums {
            for of in [Of::Numerator, Of::Denominator] {
                self.add(&mut ties, (*over, indicator), of, sums)?;
            }
        }
        Ok(ties)
    }

    /// Whether a sum holds in what a release shows; a total that is not printed may follow from its periods.
    fn holds(&self, release: &Release, tie: &Tie) -> Holds {
        let all = |children: Vec<Variable>| {
            children.iter().try_fold((0, 0), |sum: (u64, u64), child| {
                release.band(child).map(|(low, high)| (sum.0.saturating_add(low), sum.1.saturating_add(high)))
            })
        };
        let known = tie.children.iter().filter(|child| child.place.sex != NOT_KNOWN).cloned().collect();
        let of_periods = || {
            let periods = self.periods.get(&tie.parent.place)?.iter();
            all(periods.map(|place| Variable { place: place.clone(), of: tie.parent.of }).collect())
        };
        let total = release.band(&tie.parent).or_else(of_periods);
        let (Some((least, most)), Some((low, high))) = (all(known), total) else { return Holds::Yes };
        match () {
            () if least > high => Holds::TooMuch,
            () if most < low => Holds::TooLittle,
            () => Holds::Yes,
        }
    }

    /// Sums of one kind, as far as they hold in what is shown.
    fn add(
        &self,
        ties: &mut Ties,
        (over, indicator): (Over, &str),
        of: Of,
        sums: &[Whole],
    ) -> Result<(), ProtectError> {
        let variable = |place: &Place| Variable { place: place.clone(), of };
        let tie =
            |(parent, parts): &Whole| Tie { parent: variable(parent), children: parts.iter().map(variable).collect() };
        let known = |tie: &Tie| ties.variables.contains(&tie.parent);
        let mut sums: Vec<Tie> = sums.iter().map(tie).filter(known).collect();
        let held: Vec<Holds> =
            sums.iter().flat_map(|tie| self.releases.iter().map(|one| self.holds(one, tie))).collect();
        let (number, what) =
            (if of == Of::Numerator { "counts" } else { "denominators" }, format!("{over:?}").to_lowercase());
        if let Some(at) = held.iter().position(|holds| *holds == Holds::TooMuch) {
            if over != Over::Time {
                let key = sums[at / self.releases.len()].parent.to_string();
                return Err(ProtectError::Contradiction { key });
            }
            ties.remarks.push(format!("{indicator}: {number} do not add up over {what}; those sums were left out"));
            return Ok(());
        }
        if over != Over::Sex && held.contains(&Holds::TooLittle) {
            ties.remarks.push(format!(
                "{indicator}: {number} over {what} leave a rest, which is taken to be unknown everywhere"
            ));
            for tie in &mut sums {
                let rest = Variable { place: tie.rest(what.as_str()), of: Of::Rest };
                ties.variables.insert(rest.clone());
                ties.unasked.insert(rest.clone());
                tie.children.push(rest);
            }
        }
        ties.sums.extend(sums);
        Ok(())
    }
}

impl Tie {
    /// A name for what the parts leave; a total may be made up of parts in two ways.
    fn rest(&self, over: &str) -> Place {
        let first = self.children.first().map(|child| format!("{} {:?}", child.place, child.of)).unwrap_or_default();
        Place { category: format!("rest over {over}, {first}"), ..self.parent.place.clone() }
    }
}

/// What a sum, all of which is shown, comes to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// It adds up, or something of it is hidden.
    Yes,
    /// The parts are less than the total.
    TooLittle,
    /// The parts are more than the total.
    TooMuch,
}

/// The spans that fill a span without a gap, shortest first choice where the longest do not.
fn filled(spans: &BTreeSet<(i64, i64)>, whole: (i64, i64)) -> Option<Vec<(i64, i64)>> {
    let way = |longest: bool| {
        let (mut from, mut parts) = (whole.0, Vec::new());
        while from <= whole.1 {
            let mut next = spans.range((from, i64::MIN)..=(from, whole.1)).filter(|span| **span != whole);
            let part = *if longest { next.next_back() } else { next.next() }?;
            parts.push(part);
            from = part.1 + 1;
        }
        Some(parts)
    };
    way(true).or_else(|| way(false))
}

/// Days since the beginning of March of the year nought, by the calendar's rule.
fn day(text: &str) -> Option<i64> {
    let mut parts = text.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    // Years are counted from March, so that the day that some years have more is their last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (153 * month + 2) / 5 + day)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{day, filled};

    #[test]
    fn a_span_is_filled_by_those_next_to_each_other() {
        let span = |start: &str, end: &str| Some((day(start)?, day(end)?));
        let years = [("2022-09-01", "2023-08-31"), ("2023-09-01", "2024-08-31"), ("2024-09-01", "2025-08-31")];
        let spans: BTreeSet<(i64, i64)> = years.iter().filter_map(|(start, end)| span(start, end)).collect();
        let whole = span("2022-09-01", "2025-08-31").unwrap_or_default();
        assert_eq!(filled(&spans, whole), Some(spans.iter().copied().collect()));
        let two: BTreeSet<(i64, i64)> = spans.iter().copied().take(2).chain([whole]).collect();
        assert_eq!(filled(&two, whole), None);
        assert_eq!(span("2024-02-28", "2024-03-01").map(|(start, end)| end - start), Some(2));
        assert_eq!(span("2023-02-28", "2023-03-01").map(|(start, end)| end - start), Some(1));
    }
}

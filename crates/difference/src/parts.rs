//! The parts of a change and the cause of each, so that they add up to the printed change by whole units.
//!
//! Not allowed in here: a figure of which one side has no number.

use crate::cause::{Cause, PartKind};
use crate::difference::Part;
use crate::evidence::{Evidence, Extract, ExtractChange, grew};
use crate::formula::{COMPARATOR, COUNT, DENOMINATOR, Formula, SCALE};
use crate::number::Number;
use crate::row::Row;
use crate::words::{self, Moved};

/// A part before it is rounded.
struct Raw {
    part: PartKind,
    cause: Cause,
    with: Vec<Cause>,
    amount: f64,
    because: String,
    extracts: Vec<Extract>,
    /// What moved, where several can be told in one.
    moved: Vec<String>,
}

impl Raw {
    fn of(part: PartKind, cause: Cause, amount: f64, because: String) -> Self {
        Self { part, cause, with: Vec::new(), amount, because, extracts: Vec::new(), moved: Vec::new() }
    }

    fn words(&self) -> String {
        let because = &self.because;
        if self.moved.is_empty() { because.clone() } else { format!("{because} ({})", self.moved.join("; ")) }
    }
}

/// What is needed to tell the parts.
pub(crate) struct Telling<'a> {
    pub(crate) old: &'a Row,
    pub(crate) new: &'a Row,
    pub(crate) evidence: &'a Evidence,
}

/// The parts of the change from `before` to `after`, which have the same decimals.
pub(crate) fn parts(telling: &Telling<'_>, before: Number, after: Number) -> Vec<Part> {
    let raw = match Formula::of(telling.old, telling.new) {
        Some(formula) => telling.of_formula(&formula, [before, after]),
        None => telling.whole(after.to_f64() - before.to_f64()),
    };
    rounded(raw, before, after)
}

/// Every part in the figure's decimals, and what that leaves as a part of its own.
fn rounded(raw: Vec<Raw>, before: Number, after: Number) -> Vec<Part> {
    let places = before.places();
    let mut left = after.units() - before.units();
    let mut parts = Vec::new();
    for one in raw {
        let change = Number::round(one.amount, places).unwrap_or(Number::of_units(0, places));
        left -= change.units();
        let because = one.words();
        let Raw { part, cause, with, extracts, .. } = one;
        parts.push(Part { part, cause, with, change, because, extracts });
    }
    if left != 0 {
        let change = Number::of_units(left, places);
        let because = words::ROUNDING.to_owned();
        let (part, cause) = (PartKind::Rounding, Cause::Arithmetic);
        parts.push(Part { part, cause, with: Vec::new(), change, because, extracts: Vec::new() });
    }
    parts
}

impl Telling<'_> {
    /// The parts of a figure that follows from what stands beside it.
    fn of_formula(&self, formula: &Formula, printed: [Number; 2]) -> Vec<Raw> {
        let amounts = formula.parts();
        let mut raw = self.taken_together(formula, &amounts);
        let taken = |factor: usize| self.is_structural(factor) && self.structural().is_some();
        for factor in [COUNT, DENOMINATOR, COMPARATOR, SCALE] {
            if formula.changed(factor) && !taken(factor) {
                raw.push(self.of_factor(factor, amounts[factor]));
            }
        }
        raw.extend(self.beyond_the_formula(formula, printed));
        joined_errors(raw)
    }

    /// Causes after which counts are no longer of the same thing: none of their parts can be told apart.
    fn structural(&self) -> Option<(PartKind, Cause)> {
        let Evidence { definition, boundary, disclosure, .. } = self.evidence;
        let definition = definition.as_ref().map(|_| (PartKind::Definition, Cause::Definition));
        let boundary = boundary.as_ref().map(|_| (PartKind::Boundary, Cause::Boundary));
        let disclosure = disclosure.map(|_| (PartKind::Disclosure, Cause::Disclosure));
        definition.or(boundary).or(disclosure)
    }

    /// Whether such a cause takes a factor: a rule of disclosure changes counts alone, and none changes an outside comparator.
    fn is_structural(&self, factor: usize) -> bool {
        let other_thing = self.evidence.definition.is_some() || self.evidence.boundary.is_some();
        match factor {
            COUNT => true,
            DENOMINATOR => other_thing || self.new.counts_its_denominator(),
            COMPARATOR => self.new.is_against_its_own_area(),
            _ => other_thing,
        }
    }

    /// The one part of a cause that changes what is counted or shown.
    fn taken_together(&self, formula: &Formula, amounts: &[f64; 4]) -> Vec<Raw> {
        let Some((part, cause)) = self.structural() else {
            return Vec::new();
        };
        let factors = [COUNT, DENOMINATOR, COMPARATOR, SCALE].into_iter().filter(|factor| self.is_structural(*factor));
        let taken: Vec<usize> = factors.filter(|factor| formula.changed(*factor)).collect();
        if taken.is_empty() {
            return Vec::new();
        }
        let with = self.beside(cause);
        let because = words::structural(cause, self.evidence, &with);
        let amount = taken.iter().map(|factor| amounts[*factor]).sum();
        vec![Raw { with, extracts: self.evidence.records.clone(), ..Raw::of(part, cause, amount, because) }]
    }

    /// Other causes that are seen too.
    fn beside(&self, cause: Cause) -> Vec<Cause> {
        let Evidence { boundary, disclosure, .. } = self.evidence;
        let mut with = Vec::new();
        if boundary.is_some() {
            with.push(Cause::Boundary);
        }
        if disclosure.is_some() {
            with.push(Cause::Disclosure);
        }
        with.extend(self.records_causes().map(|(cause, _)| cause));
        if !self.evidence.denominator.is_empty() && cause != Cause::Disclosure {
            with.push(Cause::RevisedDenominator);
        }
        with.retain(|other| *other != cause);
        with
    }

    /// What happened to the records of the period, if anything did: the cause, and what may be among it. An extract that is
    /// new brings late records. One that was sent again may bring late and corrected ones: they are called late where the
    /// figure counts more people than before, and corrected where it counts as many or fewer.
    fn records_causes(&self) -> Option<(Cause, Vec<Cause>)> {
        let has = |change| self.evidence.records.iter().any(|extract| extract.change == change);
        let counted = |row: &Row| if row.counts_its_denominator() { row.denominator } else { row.count };
        let (before, now) = (counted(self.old), counted(self.new));
        let sent_again = has(ExtractChange::Changed);
        let perhaps = |cause| if sent_again { vec![cause] } else { Vec::new() };
        let newly_there = has(ExtractChange::New) || grew(self.old.period, self.new.period);
        if newly_there || (sent_again && (before < now || now.is_none())) {
            Some((Cause::LateRecords, perhaps(Cause::CorrectedRecords)))
        } else if sent_again {
            Some((Cause::CorrectedRecords, Vec::new()))
        } else if has(ExtractChange::Gone) {
            Some((Cause::RecordsGone, Vec::new()))
        } else {
            None
        }
    }

    fn of_factor(&self, factor: usize, amount: f64) -> Raw {
        match factor {
            COUNT => self.of_records(PartKind::Numerator, amount),
            DENOMINATOR if self.new.counts_its_denominator() => self.of_records(PartKind::Denominator, amount),
            DENOMINATOR => self.of_population(amount),
            COMPARATOR => self.of_comparator(amount),
            _ => self.of_scale(amount),
        }
    }

    fn of_records(&self, part: PartKind, amount: f64) -> Raw {
        let moved = match part {
            PartKind::Numerator => Moved::of("the count", self.old.count, self.new.count),
            _ => Moved::of("the denominator", self.old.denominator, self.new.denominator),
        };
        let rounded = self.new.count_basis == "rounded";
        let extracts = self.evidence.records.clone();
        match self.records_causes() {
            Some((cause, with)) => {
                let because = words::records(&moved, rounded);
                Raw { with, extracts, ..Raw::of(part, cause, amount, because) }
            }
            None => self.unseen(amount, moved.in_words()),
        }
    }

    /// A change for which there is no extract: areas made of others, another method, or none that is seen.
    fn unseen(&self, amount: f64, moved: String) -> Raw {
        let (part, cause, because) = if self.evidence.areas_differ {
            (PartKind::Boundary, Cause::Boundary, words::AREAS_DIFFER.to_owned())
        } else if let Some(method) = &self.evidence.method {
            (PartKind::Method, Cause::Method, words::method(method))
        } else {
            (PartKind::Error, Cause::Unknown, words::unseen(self.evidence))
        };
        Raw { moved: vec![moved], ..Raw::of(part, cause, amount, because) }
    }

    fn of_population(&self, amount: f64) -> Raw {
        let moved = Moved::of("the denominator", self.old.denominator, self.new.denominator);
        let extracts = self.evidence.denominator.clone();
        let named = self.evidence.denominator_named.as_ref();
        if extracts.is_empty() && named.is_none() {
            return self.unseen(amount, moved.in_words());
        }
        let because = words::population(&moved, named, &extracts);
        let cause = Cause::RevisedDenominator;
        Raw { extracts, ..Raw::of(PartKind::Denominator, cause, amount, because) }
    }

    fn of_comparator(&self, amount: f64) -> Raw {
        let what = if self.new.category.is_empty() { "the comparator" } else { &self.new.category };
        let moved = Moved::of(what, self.old.comparator_value, self.new.comparator_value);
        if self.new.is_against_its_own_area() {
            let raw = self.of_records(PartKind::Comparator, amount);
            let because = match raw.cause {
                Cause::Unknown => words::unseen(self.evidence),
                _ => words::own_comparator(&moved),
            };
            return Raw { because, ..raw };
        }
        let (part, cause, because) = (PartKind::Comparator, Cause::RevisedComparator, words::comparator(&moved));
        Raw::of(part, cause, amount, because)
    }

    /// What is left by counts that are not published.
    fn of_scale(&self, amount: f64) -> Raw {
        match &self.evidence.method {
            Some(method) => Raw::of(PartKind::Method, Cause::Method, amount, words::method(method)),
            None => Raw::of(PartKind::SealedStrata, Cause::Arithmetic, amount, words::SEALED.to_owned()),
        }
    }

    /// What published values say beyond what follows from what stands beside them.
    fn beyond_the_formula(&self, formula: &Formula, printed: [Number; 2]) -> Option<Raw> {
        let values = formula.values();
        let off = |side: usize| if formula.follows[side] { 0.0 } else { printed[side].to_f64() - values[side] };
        let amount = off(1) - off(0);
        match &self.evidence.method {
            Some(method) if !formula.changed(SCALE) => {
                Some(Raw::of(PartKind::Method, Cause::Method, amount, words::method(method)))
            }
            None if formula.follows != [true, true] => {
                Some(Raw::of(PartKind::Error, Cause::Unknown, amount, words::does_not_follow(formula.follows)))
            }
            _ => None,
        }
    }

    /// The one part of a figure that follows from more than stands beside it.
    fn whole(&self, amount: f64) -> Vec<Raw> {
        let (part, cause, because) = if let Some((part, cause)) = self.structural() {
            (part, cause, words::structural(cause, self.evidence, &self.beside(cause)))
        } else if let Some(method) = &self.evidence.method {
            (PartKind::Method, Cause::Method, words::method(method))
        } else if let Some((cause, with)) = self.records_causes() {
            let (part, extracts) = (PartKind::Records, self.evidence.records.clone());
            return vec![Raw { with, extracts, ..Raw::of(part, cause, amount, words::WHOLE.to_owned()) }];
        } else if !self.evidence.denominator.is_empty() {
            (PartKind::Denominator, Cause::RevisedDenominator, "a revised denominator".to_owned())
        } else if self.old.comparator_value != self.new.comparator_value {
            (PartKind::Comparator, Cause::RevisedComparator, "a revised comparator".to_owned())
        } else {
            (PartKind::Error, Cause::Unknown, words::unseen(self.evidence))
        };
        let with = if self.structural().is_some() { self.beside(cause) } else { Vec::new() };
        vec![Raw { with, extracts: self.evidence.records.clone(), ..Raw::of(part, cause, amount, because) }]
    }
}

/// Parts of the same kind that have no part of a figure of their own, as one.
fn joined_errors(raw: Vec<Raw>) -> Vec<Raw> {
    let mut joined: Vec<Raw> = Vec::new();
    for one in raw {
        let same = joined.iter_mut().find(|other| {
            other.part == one.part && matches!(one.part, PartKind::Error | PartKind::Boundary | PartKind::Method)
        });
        match same {
            Some(other) => {
                other.amount += one.amount;
                if other.because != one.because {
                    other.moved.push(one.because);
                }
                other.moved.extend(one.moved);
            }
            None => joined.push(one),
        }
    }
    joined
}

//! Counts of several indicators over the same records: which of them are the same, and which are a part of another.
//!
//! A reader has the figures of all indicators at once. Where two count the same people, hiding the one hides nothing while the
//! other is shown; where one counts a part of those whom another counts, the difference is a count too. Two variables are
//! compared by their conditions on coded columns; what a person wrote in SQL is not understood here and is kin to nothing. Not
//! allowed in here: a count.

use std::collections::{BTreeMap, BTreeSet};

use concordat_base::Name;
use concordat_declare::indicator::{Condition, Count, Indicator, Measure};

/// Conditions that must all hold, in lists.
pub(crate) type Lists<'declared> = Vec<&'declared [Condition]>;

/// Variables of an indicator whose records are counted, in the order of its counts, each with its conditions.
pub(crate) fn variables(measure: &Measure) -> Vec<(&'static str, Lists<'_>)> {
    match measure {
        Measure::Proportion(measure) => {
            let of_group = [("group_denominator", None), ("group_numerator", Some(&measure.numerator))];
            let of_rest = [("rest_denominator", None), ("rest_numerator", Some(&measure.numerator))];
            let of_group = of_group.map(|(name, outcome)| (name, &measure.group.members, outcome));
            let of_rest =
                measure.rest.iter().flat_map(|rest| of_rest.map(|(name, outcome)| (name, &rest.members, outcome)));
            let lists = of_group.into_iter().chain(of_rest).map(|(name, members, outcome)| {
                let mut lists = vec![members.as_slice(), measure.denominator.as_slice()];
                lists.extend(outcome.map(Vec::as_slice));
                (name, lists)
            });
            lists.collect()
        }
        Measure::CrudeRate(measure) => vec![("numerator", vec![measure.numerator.as_slice()])],
        Measure::DirectlyStandardisedRate(measure) => vec![("numerator", vec![measure.numerator.as_slice()])],
        Measure::Sql(_) | Measure::LinkedCount(_) | Measure::Published(_) => Vec::new(),
    }
}

/// Records that are counted, and what each stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Records<'declared> {
    datasets: BTreeSet<&'declared Name>,
    area: &'declared Name,
    period: &'declared Name,
    people_in: Option<&'declared Name>,
}

impl<'declared> Records<'declared> {
    /// Whether each stands for the same, by place and time.
    fn are_alike(&self, other: &Self) -> bool {
        (self.area, self.period, self.people_in) == (other.area, other.period, other.people_in)
    }

    fn of(count: &'declared Count) -> Self {
        Self {
            datasets: count.datasets.iter().map(|dataset| &dataset.value).collect(),
            area: &count.area.value,
            period: &count.period.value,
            people_in: count.contributors.people_in().map(|column| &column.value),
        }
    }
}

/// What one variable counts, of everybody or of the members of a dimension.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Counted<'declared> {
    records: Records<'declared>,
    /// By column, the codes of which a record must have one.
    codes: BTreeMap<&'declared str, BTreeSet<&'declared str>>,
}

impl<'declared> Counted<'declared> {
    /// Whether everybody whom this counts is counted by the other too.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        let narrower =
            |(column, codes): (&&str, &BTreeSet<&str>)| self.codes.get(*column).is_some_and(|own| own.is_subset(codes));
        let (own, others) = (&self.records, &other.records);
        own.are_alike(others) && own.datasets.is_subset(&others.datasets) && other.codes.iter().all(narrower)
    }

    /// Those of them with a code.
    pub(crate) fn with(mut self, column: &'declared str, code: &'declared str) -> Self {
        self.codes.entry(column).or_insert_with(|| BTreeSet::from([code])).retain(|one| *one == code);
        self
    }
}

/// The variables of an indicator, in their order, and what each counts.
pub(crate) fn counted(indicator: &Indicator) -> Vec<(&'static str, Counted<'_>)> {
    let Some(count) = indicator.measure.count() else { return Vec::new() };
    let lists = variables(&indicator.measure).into_iter();
    lists.map(|(name, lists)| (name, Counted { records: Records::of(count), codes: codes(&lists) })).collect()
}

/// By column, the codes that all lists leave.
fn codes<'declared>(lists: &[&'declared [Condition]]) -> BTreeMap<&'declared str, BTreeSet<&'declared str>> {
    let mut codes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for condition in lists.iter().copied().flatten() {
        let these: BTreeSet<&str> = condition.is.iter().map(|code| code.value.as_str()).collect();
        let left = codes.entry(condition.column.value.as_str()).or_insert_with(|| these.clone());
        left.retain(|code| these.contains(code));
    }
    codes
}

/// Whether two indicators count records of the same datasets, so that their figures have to come out together.
#[must_use]
pub fn are_kin(one: &Indicator, other: &Indicator) -> bool {
    let records = |indicator| counted(indicator).into_iter().map(|(_, counted)| counted.records).next();
    match (records(one), records(other)) {
        (Some(one), Some(other)) => one.are_alike(&other) && !one.datasets.is_disjoint(&other.datasets),
        _ => false,
    }
}

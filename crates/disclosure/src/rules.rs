//! Rules as publishers word them: every parameter, the presets, and what several sources ask for together.
//!
//! A preset bears a publisher's name; `confirmed` says whether its wording was read in the publisher's own text. Not
//! allowed here: cells.

use serde::{Deserialize, Serialize};

use crate::Policy;
use crate::rounding::Rounding;

/// How shown counts are rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundMode {
    /// Not at all.
    None,
    /// To the nearest multiple, halves up.
    Nearest,
    /// So that rounded parts add up to rounded totals.
    Controlled,
    /// To the middle of a band: 1 to 6 is 3, 7 to 12 is 9.
    Midpoint,
    /// By noise that the same people always get.
    CellKey,
}

/// Where a shown total comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Totals {
    /// From its own exact count.
    FromExact,
    /// From the parts as they are shown.
    SumOfShown,
    /// It is not shown.
    Hidden,
}

/// The rules of a publisher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Name of the rules.
    pub id: String,
    /// Whether the wording was read in the publisher's text; otherwise it is to be confirmed with the publisher.
    pub confirmed: bool,
    /// Smallest count that is hidden.
    pub hide_min: u64,
    /// Largest count that is hidden; nought hides none.
    pub hide_max: u64,
    /// Zero is hidden too.
    pub hide_zero: bool,
    /// A zero, or everybody, is hidden where the whole group has at most this many people.
    pub zero_group_max: u64,
    /// The people who are not counted are guarded too.
    pub guard_complement: bool,
    /// Base of rounding.
    pub round_base: Option<u64>,
    /// How counts are rounded.
    pub round_mode: RoundMode,
    /// Where totals come from.
    pub totals: Totals,
    /// Percentages and rates are made from shown counts; otherwise from exact ones, where the count is shown.
    pub percent_from_shown: bool,
    /// One decimal needs at least this denominator.
    pub decimal_from_denominator: Option<u64>,
    /// Limits are shown only where the count is.
    pub limits_with_count: bool,
    /// The whole country needs no control.
    pub national_exempt: bool,
    /// How many whole numbers must stay possible; as many as are hidden where it is not said.
    pub min_candidates: Option<u64>,
    /// How far below and above its count a hidden count must stay possible.
    pub protection_levels: Option<(u64, u64)>,
    /// Least change between two releases that may be seen.
    pub min_difference: u64,
    /// Days after which a held change may be published, if it is safe by then.
    pub hold_days: u32,
    /// What stands in the place of a hidden count.
    pub marker: String,
    /// For sums of amounts: so many contributors may not make up more than so many per cent.
    pub dominance: Option<(u32, u32)>,
    /// For sums of amounts: nobody may be estimated to within so many per cent.
    pub p_percent: Option<u32>,
    /// Readers are taken to know that zeros are shown.
    pub zeros_are_known: bool,
    /// The one person in a cell is taken to know it.
    pub insiders: bool,
}

impl Rules {
    /// Rules that hide 1 to `hide_max` and nothing else.
    #[must_use]
    pub fn hiding(id: impl Into<String>, hide_max: u64) -> Self {
        Self {
            id: id.into(),
            confirmed: true,
            hide_min: 1,
            hide_max,
            hide_zero: false,
            zero_group_max: 0,
            guard_complement: false,
            round_base: None,
            round_mode: RoundMode::None,
            totals: Totals::FromExact,
            percent_from_shown: true,
            decimal_from_denominator: None,
            limits_with_count: true,
            national_exempt: false,
            min_candidates: None,
            protection_levels: None,
            min_difference: hide_max + 1,
            hold_days: 28,
            marker: "[c]".to_owned(),
            dominance: None,
            p_percent: None,
            zeros_are_known: false,
            insiders: false,
        }
    }

    fn rounded(self, base: u64, round_mode: RoundMode) -> Self {
        Self { round_base: Some(base), round_mode, ..self }
    }

    fn unconfirmed(self) -> Self {
        Self { confirmed: false, ..self }
    }

    /// The presets, in order of their names.
    #[must_use]
    pub fn presets() -> Vec<Self> {
        use RoundMode::{CellKey, Midpoint, Nearest};
        let hiding = Self::hiding;
        let contributors = |id: &'static str| Self { zero_group_max: 9, ..hiding(id, 9) };
        vec![
            Self { dominance: Some((2, 90)), p_percent: Some(10), hide_zero: true, ..hiding("acro", 9) },
            hiding("dfe", 5).unconfirmed(),
            hiding("fingertips", 4).unconfirmed(),
            hiding("isb1523", 4).unconfirmed(),
            hiding("mhclg", 4).unconfirmed(),
            contributors("nes-scotland"),
            hiding("nhs-central", 7).rounded(5, Nearest),
            Self {
                national_exempt: true,
                decimal_from_denominator: Some(4000),
                ..hiding("nhs-hes", 7).rounded(5, Nearest)
            },
            Self { hide_zero: true, ..hiding("nhs-mhb", 4).rounded(5, Nearest) }.unconfirmed(),
            hiding("ons-10-5", 9).rounded(5, Nearest),
            hiding("ons-census-ckey", 2).rounded(1, CellKey),
            contributors("ons-srs"),
            hiding("ons-vital", 4).unconfirmed(),
            Self { totals: Totals::SumOfShown, ..hiding("opensafely", 7).rounded(5, Nearest) },
            hiding("opensafely-mid6", 0).rounded(6, Midpoint),
            hiding("sail", 4).unconfirmed(),
            Self { guard_complement: true, zero_group_max: 19, ..hiding("southtees-default", 4) },
            Self { guard_complement: true, zero_group_max: 19, ..hiding("southtees-hospital", 7).rounded(5, Nearest) },
            Self { hide_zero: true, ..hiding("uk-llc", 9) },
            hiding("wa-doh", 9),
        ]
    }

    /// A preset by its name; `below-N` hides 1 to N-1.
    #[must_use]
    pub fn preset(name: &str) -> Option<Self> {
        let below = name.strip_prefix("below-").and_then(|number| number.parse::<u64>().ok());
        match below {
            Some(threshold) if threshold > 0 => Some(Self::hiding(name, threshold - 1)),
            _ => Self::presets().into_iter().find(|rules| rules.id == name),
        }
    }

    /// What several sources ask for together: for every parameter the strictest. Of no source nothing is known.
    #[must_use]
    pub fn strictest(rules: &[&Self]) -> Option<Self> {
        let (first, others) = rules.split_first()?;
        Some(others.iter().fold((*first).clone(), |strict, next| strict.with(next)))
    }

    fn with(self, other: &Self) -> Self {
        let most = |left: Option<u64>, right: Option<u64>| left.max(right);
        // Two ways of rounding cannot both be kept; the coarser one is.
        let rounding = |rules: &Self| match rules.round_mode {
            RoundMode::None => (None, RoundMode::None),
            mode => (rules.round_base, mode),
        };
        let coarsest = rounding(&self).max(rounding(other));
        let levels = match (self.protection_levels, other.protection_levels) {
            (Some(left), Some(right)) => Some((left.0.max(right.0), left.1.max(right.1))),
            (left, right) => left.or(right),
        };
        Self {
            id: if self.id == other.id { self.id } else { format!("{}+{}", self.id, other.id) },
            confirmed: self.confirmed && other.confirmed,
            hide_min: self.hide_min.min(other.hide_min),
            hide_max: self.hide_max.max(other.hide_max),
            hide_zero: self.hide_zero || other.hide_zero,
            zero_group_max: self.zero_group_max.max(other.zero_group_max),
            guard_complement: self.guard_complement || other.guard_complement,
            round_base: coarsest.0,
            round_mode: coarsest.1,
            totals: self.totals.max(other.totals),
            percent_from_shown: self.percent_from_shown || other.percent_from_shown,
            decimal_from_denominator: most(self.decimal_from_denominator, other.decimal_from_denominator),
            limits_with_count: self.limits_with_count || other.limits_with_count,
            national_exempt: self.national_exempt && other.national_exempt,
            min_candidates: most(self.min_candidates, other.min_candidates),
            protection_levels: levels,
            min_difference: self.min_difference.max(other.min_difference),
            hold_days: self.hold_days.max(other.hold_days),
            marker: if self.marker.len() <= other.marker.len() { self.marker } else { other.marker.clone() },
            dominance: match (self.dominance, other.dominance) {
                (Some(left), Some(right)) => Some((left.0.max(right.0), left.1.min(right.1))),
                (left, right) => left.or(right),
            },
            p_percent: self.p_percent.max(other.p_percent),
            zeros_are_known: self.zeros_are_known || other.zeros_are_known,
            insiders: self.insiders || other.insiders,
        }
    }

    /// Least number of whole numbers that must stay possible.
    #[must_use]
    pub fn candidates(&self) -> u64 {
        let levels = self.protection_levels.map_or(0, |(lower, upper)| lower + upper + 1);
        let range = self.hide_max.saturating_sub(self.hide_min.max(1)) + 1;
        self.min_candidates.unwrap_or(range).max(levels).max(2)
    }

    /// What of these rules a night does not do, in words; the tool does.
    #[must_use]
    pub fn beyond_a_night(&self) -> Option<&'static str> {
        match () {
            () if self.round_mode == RoundMode::Controlled => Some("rounds so that parts add up"),
            () if self.round_mode == RoundMode::CellKey => Some("adds noise by cell keys"),
            () if self.totals != Totals::FromExact => Some("adds totals up from rounded parts"),
            () if self.dominance.is_some() || self.p_percent.is_some() => Some("is for sums of amounts"),
            () => None,
        }
    }

    /// How each shown count is rounded by itself, if it is.
    #[must_use]
    pub fn rounding(&self) -> Option<Rounding> {
        match (self.round_mode, self.round_base?) {
            (RoundMode::Nearest, base) => Some(Rounding::Nearest(base)),
            (RoundMode::Midpoint, _) => Some(Rounding::Midpoint),
            (RoundMode::None | RoundMode::Controlled | RoundMode::CellKey, _) => None,
        }
    }

    /// The part of the rules that a cell stands under. Rounding by cell keys or controlled is done to the counts that come
    /// out, see [`crate::rounding`].
    #[must_use]
    pub fn policy(&self) -> Policy {
        Policy {
            id: self.id.clone(),
            hide_from: if self.hide_zero { 0 } else { self.hide_min },
            hide_to: self.hide_max,
            rounding: self.rounding(),
            guard_complement: self.guard_complement,
            already_public: false,
            min_candidates: Some(self.candidates()),
        }
    }

    /// Whether a group is small enough for its zero, or its everybody, to be hidden.
    #[must_use]
    pub fn hides_extremes_of(&self, group: u64) -> bool {
        group > 0 && group <= self.zero_group_max
    }

    /// Decimals that a percentage of so many people may have.
    #[must_use]
    pub fn decimals(&self, denominator: u64, declared: u32) -> u32 {
        match self.decimal_from_denominator {
            Some(least) if denominator < least => 0,
            _ => declared,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{RoundMode, Rounding, Rules};

    #[test]
    fn presets_have_one_name_each_in_order() {
        let names: Vec<String> = Rules::presets().into_iter().map(|rules| rules.id).collect();
        let mut sorted = names.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(names, sorted);
        assert!(Rules::preset("nhs-hes").is_some_and(|rules| rules.confirmed));
        assert!(Rules::preset("sail").is_some_and(|rules| !rules.confirmed));
        assert!(Rules::preset("nobody").is_none());
        assert_eq!(Rules::preset("below-5").map(|rules| rules.hide_max), Some(4));
    }

    #[test]
    fn the_strictest_of_every_parameter_wins() {
        let preset = |name: &str| Rules::preset(name).unwrap_or_else(|| Rules::hiding("none", 0));
        let (place, hospital, census) = (preset("southtees-default"), preset("nhs-hes"), preset("acro"));
        let strict = Rules::strictest(&[&place, &hospital, &census]).unwrap_or_else(|| Rules::hiding("none", 0));
        assert_eq!((strict.hide_max, strict.round_base), (9, Some(5)));
        assert!(strict.guard_complement && strict.hide_zero && !strict.national_exempt);
        assert_eq!((strict.zero_group_max, strict.min_difference), (19, 10));
        assert_eq!(strict.round_mode, RoundMode::Nearest);
        assert!(Rules::strictest(&[]).is_none());
        let both =
            |other: &Rules| Rules::strictest(&[&preset("opensafely-mid6"), other]).and_then(|both| both.rounding());
        assert_eq!(both(&hospital), Some(Rounding::Midpoint));
        assert_eq!(
            both(&Rules { round_base: Some(9), ..place.clone() }),
            Some(Rounding::Midpoint),
            "no rounding at all"
        );
        assert_eq!(both(&Rules::hiding("t", 4).rounded(10, RoundMode::Nearest)), Some(Rounding::Nearest(10)));
    }

    #[test]
    fn protection_levels_and_candidates_are_one_promise() {
        let rules = Rules { protection_levels: Some((3, 4)), ..Rules::hiding("p", 4) };
        assert_eq!(rules.candidates(), 8);
        assert_eq!(Rules::hiding("p", 4).candidates(), 4);
        assert_eq!(Rules::hiding("p", 4).policy().candidates(), 4);
    }

    #[test]
    fn decimals_follow_the_denominator() {
        let rules = Rules::preset("nhs-hes").unwrap_or_else(|| Rules::hiding("none", 0));
        assert_eq!((rules.decimals(3_999, 1), rules.decimals(4_000, 1)), (0, 1));
    }
}

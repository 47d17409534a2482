//! Rules as people write them: a preset by name, and parameters that differ from it.
//!
//! Not allowed here: reading a file, and a parameter that [`Rules`] does not have.

use serde::{Deserialize, Serialize};

use crate::rules::{RoundMode, Rules};

/// Rules in a declaration. Whatever is not said stays as the preset has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulesFile {
    /// The rules it starts from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
    /// Smallest count that is hidden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hide_min: Option<u64>,
    /// Largest count that is hidden; nought hides none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hide_max: Option<u64>,
    /// Zero is hidden too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hide_zero: Option<bool>,
    /// A zero, or everybody, is hidden where the whole group has at most this many people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zero_group_max: Option<u64>,
    /// The people who are not counted are guarded too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guard_complement: Option<bool>,
    /// Base of rounding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round_base: Option<u64>,
    /// How counts are rounded; to the nearest where only a base is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round_mode: Option<RoundMode>,
    /// One decimal needs at least this denominator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal_from_denominator: Option<u64>,
    /// How many whole numbers must stay possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_candidates: Option<u64>,
    /// Least change between two releases that may be seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_difference: Option<u64>,
    /// Days after which a held change may be published, if it is safe by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_days: Option<u32>,
    /// What stands in the place of a hidden count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// Readers are taken to know that zeros are shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zeros_are_known: Option<bool>,
    /// The one person in a cell is taken to know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insiders: Option<bool>,
}

impl RulesFile {
    /// The rules: those it starts from, with what it says changed. `id` names rules that start from none.
    ///
    /// # Errors
    /// What is wrong, in words: a preset that is not there, limits that contradict each other, a base of nought.
    pub fn rules(&self, id: &str) -> Result<Rules, String> {
        let start = match &self.preset {
            Some(preset) => Rules::preset(preset).ok_or_else(|| unknown_preset(preset))?,
            None if self.hide_max.is_none() => return Err("it names neither a preset nor `hide_max`".to_owned()),
            None => Rules::hiding(id, self.hide_max.unwrap_or_default()),
        };
        let rules = self.over(start);
        if rules.hide_min > rules.hide_max.max(1) {
            return Err("`hide_min` is above `hide_max`".to_owned());
        }
        if rules.round_base == Some(0) {
            return Err("`round_base` is nought".to_owned());
        }
        if rules.round_base.is_none() && rules.round_mode > RoundMode::None {
            return Err("`round_mode` needs a `round_base`".to_owned());
        }
        if rules.round_mode == RoundMode::Midpoint && rules.round_base != Some(6) {
            return Err("`round_mode: midpoint` is for a `round_base` of 6".to_owned());
        }
        Ok(rules)
    }

    fn over(&self, start: Rules) -> Rules {
        let mode = self.round_mode.or(self.round_base.map(|_| RoundMode::Nearest.max(start.round_mode)));
        let hide_max = self.hide_max.unwrap_or(start.hide_max);
        // A change that may be seen is as large as a count that may be.
        let difference = if self.hide_max.is_some() { hide_max + 1 } else { start.min_difference };
        Rules {
            hide_min: self.hide_min.unwrap_or(start.hide_min),
            hide_max,
            hide_zero: self.hide_zero.unwrap_or(start.hide_zero),
            zero_group_max: self.zero_group_max.unwrap_or(start.zero_group_max),
            guard_complement: self.guard_complement.unwrap_or(start.guard_complement),
            round_base: self.round_base.or(start.round_base),
            round_mode: mode.unwrap_or(start.round_mode),
            decimal_from_denominator: self.decimal_from_denominator.or(start.decimal_from_denominator),
            min_candidates: self.min_candidates.or(start.min_candidates),
            min_difference: self.min_difference.unwrap_or(difference),
            hold_days: self.hold_days.unwrap_or(start.hold_days),
            marker: self.marker.clone().unwrap_or_else(|| start.marker.clone()),
            zeros_are_known: self.zeros_are_known.unwrap_or(start.zeros_are_known),
            insiders: self.insiders.unwrap_or(start.insiders),
            ..start
        }
    }
}

fn unknown_preset(preset: &str) -> String {
    let known: Vec<String> = Rules::presets().into_iter().map(|rules| rules.id).collect();
    format!("there is no preset `{preset}`; there are {}, and below-N", known.join(", "))
}

#[cfg(test)]
mod tests {
    use super::RulesFile;
    use crate::rules::RoundMode;

    #[test]
    fn what_is_not_said_stays_as_the_preset_has_it() {
        let file = RulesFile { preset: Some("southtees-hospital".to_owned()), ..RulesFile::default() };
        let changed = RulesFile { hide_max: Some(9), ..file.clone() }.rules("r");
        let (preset, changed) = (file.rules("r").unwrap_or_else(|text| panic!("{text}")), changed);
        assert_eq!((preset.hide_max, preset.round_base, preset.min_difference), (7, Some(5), 8));
        let changed = changed.unwrap_or_else(|text| panic!("{text}"));
        assert_eq!((changed.hide_max, changed.round_base, changed.min_difference), (9, Some(5), 10));
        let based = RulesFile { hide_max: Some(4), round_base: Some(5), ..RulesFile::default() }.rules("r");
        assert!(based.is_ok_and(|rules| rules.round_mode == RoundMode::Nearest && rules.id == "r"));
    }

    #[test]
    fn rules_without_a_meaning_are_refused() {
        let preset = |name: &str| RulesFile { preset: Some(name.to_owned()), ..RulesFile::default() };
        assert!(preset("nobody").rules("r").is_err_and(|text| text.contains("nhs-hes")));
        assert!(RulesFile::default().rules("r").is_err());
        assert!(RulesFile { hide_min: Some(9), ..preset("sail") }.rules("r").is_err());
        assert!(RulesFile { round_base: Some(0), ..preset("sail") }.rules("r").is_err());
        assert!(RulesFile { round_mode: Some(RoundMode::CellKey), ..preset("sail") }.rules("r").is_err());
        assert!(RulesFile { round_base: Some(5), ..preset("opensafely-mid6") }.rules("r").is_err());
    }
}

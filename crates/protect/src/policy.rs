//! A policy by name, or from a file of rules.
//!
//! Not allowed here: rules; a file starts from a preset and changes parameters by name.

use std::path::Path;

use concordat_disclosure::{RoundMode, Rules};
use serde::Deserialize;

use crate::check::Asks;
use crate::error::ProtectError;

/// A file of rules. Whatever is not said stays as the preset has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    preset: Option<String>,
    hide_min: Option<u64>,
    hide_max: Option<u64>,
    hide_zero: Option<bool>,
    zero_group_max: Option<u64>,
    guard_complement: Option<bool>,
    round_base: Option<u64>,
    round_mode: Option<Mode>,
    min_candidates: Option<u64>,
    min_difference: Option<u64>,
    hold_days: Option<u32>,
    marker: Option<String>,
    zeros_are_known: Option<bool>,
    insiders: Option<bool>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    None,
    Nearest,
    Controlled,
    Midpoint,
}

/// Rules by the name of a preset (`southtees-default`, `below-5`), or from a file.
///
/// # Errors
/// [`ProtectError::Policy`] when it is neither.
pub fn read_rules(policy: &str) -> Result<Rules, ProtectError> {
    if let Some(rules) = Rules::preset(policy) {
        return Ok(rules);
    }
    let fault = |fault: String| {
        let known: Vec<String> = Rules::presets().into_iter().map(|rules| rules.id).collect();
        ProtectError::Policy { name: policy.to_owned(), fault, known: known.join(", ") + ", below-N" }
    };
    let text = concordat_store::read_to_string(Path::new(policy)).map_err(|_| fault("there is no such file".into()))?;
    let file: File = serde_saphyr::from_str(&text).map_err(|error| fault(error.to_string()))?;
    let preset = file.preset.clone().unwrap_or_else(|| "southtees-default".to_owned());
    let start = Rules::preset(&preset).ok_or_else(|| fault(format!("there is no preset `{preset}`")))?;
    let rules = file.over(start);
    if rules.hide_min > rules.hide_max.max(1) || rules.round_base == Some(0) {
        return Err(fault("`hide_min` is above `hide_max`, or `round_base` is nought".to_owned()));
    }
    Ok(rules)
}

impl From<&Rules> for Asks {
    fn from(rules: &Rules) -> Self {
        let policy = rules.policy();
        Self { hide_from: policy.hide_from, hide_to: policy.hide_to, candidates: policy.candidates() }
    }
}

impl File {
    fn over(self, start: Rules) -> Rules {
        let mode = self.round_mode.map(|mode| match mode {
            Mode::None => RoundMode::None,
            Mode::Nearest => RoundMode::Nearest,
            Mode::Controlled => RoundMode::Controlled,
            Mode::Midpoint => RoundMode::Midpoint,
        });
        Rules {
            hide_min: self.hide_min.unwrap_or(start.hide_min),
            hide_max: self.hide_max.unwrap_or(start.hide_max),
            hide_zero: self.hide_zero.unwrap_or(start.hide_zero),
            zero_group_max: self.zero_group_max.unwrap_or(start.zero_group_max),
            guard_complement: self.guard_complement.unwrap_or(start.guard_complement),
            round_base: self.round_base.or(start.round_base),
            round_mode: mode.unwrap_or(start.round_mode),
            min_candidates: self.min_candidates.or(start.min_candidates),
            min_difference: self.min_difference.unwrap_or(start.min_difference),
            hold_days: self.hold_days.unwrap_or(start.hold_days),
            marker: self.marker.unwrap_or_else(|| start.marker.clone()),
            zeros_are_known: self.zeros_are_known.unwrap_or(start.zeros_are_known),
            insiders: self.insiders.unwrap_or(start.insiders),
            ..start
        }
    }
}

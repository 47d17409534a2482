//! A policy by name, or from a file of rules.
//!
//! Not allowed here: rules; a file starts from a preset and changes parameters by name.

use std::path::Path;

use concordat_disclosure::{RoundMode, Rules, RulesFile};

use crate::check::{Alteration, Asks};
use crate::error::ProtectError;

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
    let file: RulesFile = serde_saphyr::from_str(&text).map_err(|error| fault(error.to_string()))?;
    file.rules(policy).map_err(fault)
}

impl From<&Rules> for Asks {
    fn from(rules: &Rules) -> Self {
        let policy = rules.policy();
        Self {
            hide_from: policy.hide_from,
            hide_to: policy.hide_to,
            candidates: policy.candidates(),
            alteration: Alteration::from(rules),
        }
    }
}

impl From<&Rules> for Alteration {
    fn from(rules: &Rules) -> Self {
        match (rules.round_mode, rules.round_base.filter(|base| *base > 0)) {
            (RoundMode::None, _) | (_, None) | (RoundMode::Nearest, Some(1)) => Self::None,
            (RoundMode::Nearest, Some(base)) => Self::Nearest(base),
            (RoundMode::Controlled, Some(base)) => Self::Controlled(base),
            (RoundMode::Midpoint, Some(_)) => Self::Midpoint,
            (RoundMode::CellKey, Some(most)) => Self::CellKey(most),
        }
    }
}

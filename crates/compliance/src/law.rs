//! What agreements say of the law, in words.
//!
//! Not allowed in here: a judgement. Codes are as the parties declared them; confirm them with an information-governance lead.

use std::collections::BTreeSet;

use concordat_declare::agreement::{Agreement, Article9, Lawful, OptOutHandling};
use serde::Serialize;

use crate::lookup;

/// What some agreements say of the law, for the columns of the register of uses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Law {
    pub(crate) article_6: String,
    pub(crate) article_9: String,
    pub(crate) confidence: String,
    pub(crate) opt_out: String,
    pub(crate) onward: String,
}

impl Law {
    /// Of several agreements, what each says, each once.
    pub(crate) fn of(agreements: &[&Agreement]) -> Self {
        let each = |says: fn(&Lawful) -> String| {
            joined(agreements.iter().filter_map(|agreement| agreement.lawful.as_ref()).map(says))
        };
        Self {
            article_6: each(|lawful| format!("Article 6: {}", lawful.art6.value.words())),
            article_9: each(article_9),
            confidence: each(|lawful| lawful.confidence.basis.value.words().to_owned()),
            opt_out: each(opt_out),
            onward: joined(agreements.iter().map(|agreement| agreement.onward.allowed.words().to_owned())),
        }
    }
}

/// The lawful basis that an agreement states, in one line.
pub(crate) fn basis(agreement: &Agreement) -> String {
    let version = lookup::version_of(agreement);
    let Some(lawful) = &agreement.lawful else { return format!("{version}: not stated") };
    let mut says = vec![format!("article 6: {}", lawful.art6.value.words()), article_9(lawful)];
    says.extend(lawful.dpa_sch1.iter().map(|one| format!("schedule 1, {}: {}", one.value.as_str(), one.value.words())));
    says.push(format!("duty of confidence: {}", lawful.confidence.basis.value.words()));
    says.extend(lawful.powers.iter().map(|power| format!("power: {}", power.code.value.words())));
    says.extend(lawful.privacy_notice.iter().map(|notice| format!("privacy notice: {notice}")));
    format!("{version} (clause {}): {}", lawful.clause.value, says.join("; "))
}

fn article_9(lawful: &Lawful) -> String {
    match lawful.art9.value {
        Article9::NoneNeeded => "Not applicable".to_owned(),
        other => format!("Article 9: {}", other.words()),
    }
}

fn opt_out(lawful: &Lawful) -> String {
    let opt_out = &lawful.opt_out;
    let words = opt_out.handling.value.words();
    let more = match opt_out.handling.value {
        OptOutHandling::NotApplicable | OptOutHandling::Exempt => opt_out.reason.clone(),
        OptOutHandling::AppliedAtSource | OptOutHandling::Type1Applied => {
            opt_out.last_applied.as_ref().map(|date| format!("last on {}", date.value))
        }
    };
    more.map_or_else(|| words.to_owned(), |more| format!("{words}: {more}"))
}

fn joined(says: impl Iterator<Item = String>) -> String {
    let each_once: BTreeSet<String> = says.collect();
    match each_once.is_empty() {
        true => "Not stated in the agreement".to_owned(),
        false => each_once.into_iter().collect::<Vec<_>>().join("; "),
    }
}

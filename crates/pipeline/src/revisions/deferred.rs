//! Since when revisions wait: for the restricted report, and for telling whom it concerns.
//!
//! Not allowed in here: what changed, and anything that a release rests on; the file may be deleted.

use std::collections::BTreeMap;

use concordat_base::{Date, Name};
use concordat_declare::place::RevisionsDeclaration;
use concordat_diagnostics::{Diagnostic, Text, codes};
use concordat_disclosure::Held;
use concordat_store::{Home, StoreError};
use serde::{Deserialize, Serialize};

use super::Waiting;

/// A revision that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deferred {
    /// Indicator.
    pub indicator: Name,
    /// The period whose counts changed.
    pub period: String,
    /// The date of the first night that it waited.
    pub since: Date,
    /// The next day on which it is looked at; none where every night does.
    pub until: Option<Date>,
    /// Why it waits, in words.
    pub why: String,
}

/// Since when each waits, by indicator and period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct DeferredSince(BTreeMap<String, Date>);

impl DeferredSince {
    const FILE: &'static str = "deferred.sealed";

    /// What the last night wrote down; nothing where it cannot be read.
    pub(crate) fn read(home: &Home) -> Self {
        let path = home.cells_root().join(Self::FILE);
        let text = home.vault().and_then(|vault| vault.read_sealed(&path)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    pub(crate) fn write(&self, home: &Home) -> Result<(), StoreError> {
        let text = serde_json::to_string(self).unwrap_or_default();
        home.vault()?.write_sealed(&home.cells_root().join(Self::FILE), text.as_bytes())
    }

    /// Brings it up to date with what waits tonight, and says of each since when.
    pub(crate) fn follow(
        &mut self,
        waiting: &[Waiting],
        declared: Option<&RevisionsDeclaration>,
        as_of: Date,
    ) -> Vec<Deferred> {
        let before = std::mem::take(&mut self.0);
        let mut deferred = Vec::new();
        for one in waiting {
            for period in &one.periods {
                let name = format!("{}|{period}", one.indicator);
                let since = before.get(&name).copied().unwrap_or(as_of);
                self.0.insert(name, since);
                deferred.push(Deferred {
                    indicator: one.indicator.clone(),
                    period: period.clone(),
                    since,
                    until: declared.and_then(|declared| declared.next_after(as_of)),
                    why: words(one.why).to_owned(),
                });
            }
        }
        deferred
    }
}

fn words(why: Held) -> &'static str {
    match why {
        Held::NotTheDate => "it is no day of revisions",
        Held::SmallChange => "a figure would change by too few people",
        Held::NotProven => "together with earlier releases a hidden count would follow",
    }
}

impl Deferred {
    /// What the restricted report says of it: a warning once it has waited for longer than is declared.
    pub(crate) fn diagnostic(&self, declared: Option<&RevisionsDeclaration>, as_of: Date) -> Diagnostic {
        let text = Text::new().say("indicator ").name(&self.indicator).say(", period ").declared(&self.period);
        let text = text.say(": a revision waits since ").date(self.since).say(", because ").declared(&self.why);
        let text = match self.until {
            Some(until) => text.say("; it is looked at again on ").date(until),
            None => text,
        };
        let told_from = declared.and_then(|one| one.tell_after.as_ref()).map(|after| after.after(self.since));
        match told_from {
            Some(from) if from <= as_of => Diagnostic::warning(&codes::REVISION_WAITS, text),
            _ => Diagnostic::notice(&codes::REVISION_WAITS, text),
        }
    }
}

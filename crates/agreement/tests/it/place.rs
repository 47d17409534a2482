//! The place that decisions are tried on: declarations as text, and ways to change a line.
//!
//! Not allowed in here: an expectation about a decision.

use std::collections::BTreeMap;

use concordat_agreement::{ReceiveGrant, Refusal, UseGrant};
use concordat_base::{Date, Name};
use concordat_declare::{Files, Partnership, load};

/// The files of the place, by path.
const FILES: [(&str, &str); 24] = [
    ("partnership.yaml", include_str!("place/partnership.yaml")),
    ("areas.csv", include_str!("place/areas.csv")),
    ("schemas/codes/sex.csv", "code,label\nF,Female\nM,Male\n"),
    ("schemas/codes/yes_no.csv", "code,label\nY,Yes\nN,No\n"),
    ("schemas/extracts/falls.odcs.yaml", include_str!("place/falls.odcs.yaml")),
    ("schemas/extracts/crime.odcs.yaml", include_str!("place/crime.odcs.yaml")),
    ("schemas/extracts/linkable.odcs.yaml", include_str!("place/linkable.odcs.yaml")),
    ("schemas/extracts/population.odcs.yaml", include_str!("place/population.odcs.yaml")),
    ("sources/falls.yaml", include_str!("place/source-falls.yaml")),
    ("sources/crime.yaml", include_str!("place/source-crime.yaml")),
    ("sources/housing.yaml", include_str!("place/source-housing.yaml")),
    ("sources/offending.yaml", include_str!("place/source-offending.yaml")),
    ("sources/population.yaml", include_str!("place/source-population.yaml")),
    ("sources/profiles.yaml", include_str!("place/source-profiles.yaml")),
    ("missions/health.yaml", include_str!("place/mission-health.yaml")),
    ("missions/safety.yaml", include_str!("place/mission-safety.yaml")),
    ("agreements/falls.yaml", include_str!("place/agreement-falls.yaml")),
    ("agreements/housing.yaml", include_str!("place/agreement-housing.yaml")),
    ("agreements/offending.yaml", include_str!("place/agreement-offending.yaml")),
    ("agreements/archive.yaml", include_str!("place/agreement-archive.yaml")),
    ("agreements/open/public.yaml", include_str!("place/licence-public.yaml")),
    ("indicators/falls-rate.yaml", include_str!("place/indicator-falls.yaml")),
    ("indicators/crime-rate.yaml", include_str!("place/indicator-crime.yaml")),
    ("indicators/multiple-needs.yaml", include_str!("place/indicator-linked.yaml")),
];

/// A date on which every agreement but the archive is in force.
pub(crate) const AS_OF: Date = concordat_base_date(2026, 11, 22);

const fn concordat_base_date(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

/// The place's files.
#[derive(Clone)]
pub(crate) struct Place {
    files: BTreeMap<String, String>,
}

impl Place {
    pub(crate) fn new() -> Self {
        let files = FILES.map(|(path, text)| (path.to_owned(), text.to_owned()));
        Self { files: files.into_iter().collect() }
    }

    /// The place with the first `from` of a file replaced; the text must be there.
    pub(crate) fn with(mut self, path: &str, from: &str, to: &str) -> Self {
        let text = self.files.get_mut(path).unwrap();
        assert!(text.contains(from), "{path} does not hold {from}");
        *text = text.replacen(from, to, 1);
        self
    }

    /// The place with one more file: a copy of another with replacements.
    pub(crate) fn copied(mut self, from: &str, to: &str, replacements: &[(&str, &str)]) -> Self {
        let mut text = self.files[from].clone();
        for (old, new) in replacements {
            assert!(text.contains(old), "{from} does not hold {old}");
            text = text.replace(old, new);
        }
        self.files.insert(to.to_owned(), text);
        self
    }

    /// The place with one more file.
    pub(crate) fn adding(mut self, path: &str, text: &str) -> Self {
        self.files.insert(path.to_owned(), text.to_owned());
        self
    }

    /// The place with what stands in a file from one text up to another replaced.
    pub(crate) fn cut(mut self, path: &str, from: &str, up_to: &str, by: &str) -> Self {
        let text = self.files.get_mut(path).unwrap();
        let start = text.find(from).unwrap();
        let end = start + text[start..].find(up_to).unwrap();
        text.replace_range(start..end, by);
        self
    }

    /// The place without a file.
    pub(crate) fn without(mut self, path: &str) -> Self {
        self.files.remove(path).unwrap();
        self
    }

    /// The partnership, if the declarations fit together.
    pub(crate) fn try_load(&self) -> Option<Partnership> {
        load(self).partnership
    }

    /// The partnership.
    pub(crate) fn load(&self) -> Partnership {
        let loaded = load(self);
        let faults: Vec<String> = loaded.faults.iter().map(concordat_diagnostics::render::concise).collect();
        loaded.partnership.unwrap_or_else(|| panic!("{faults:#?}"))
    }

    pub(crate) fn use_on(&self, indicator: &str, as_of: Date) -> Result<UseGrant, Refusal> {
        concordat_agreement::use_grant(&self.load(), &name(indicator), as_of)
    }

    pub(crate) fn receive_on(&self, dataset: &str, as_of: Date) -> Result<ReceiveGrant, Refusal> {
        concordat_agreement::receive_grant(&self.load(), &name(dataset), as_of)
    }
}

impl Files for Place {
    fn read(&self, path: &str) -> Option<String> {
        self.files.get(path).cloned()
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let inside = |path: &String| {
            let name = path.strip_prefix(folder)?.strip_prefix('/')?;
            (!name.contains('/')).then(|| name.to_owned())
        };
        self.files.keys().filter_map(inside).collect()
    }

    fn shown(&self, path: &str) -> String {
        path.to_owned()
    }
}

pub(crate) fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

/// Codes of a refusal, in order.
pub(crate) fn codes<T: std::fmt::Debug>(decision: Result<T, Refusal>) -> Vec<String> {
    decision.unwrap_err().diagnostics.iter().map(|one| one.code.to_string()).collect()
}

/// Place, code, message and help of every reason of a refusal.
pub(crate) fn told<T: std::fmt::Debug>(decision: Result<T, Refusal>) -> String {
    let refusal = decision.unwrap_err();
    let lines = refusal.diagnostics.iter().map(|one| {
        let help = one.help.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{} | {help}\n", concordat_diagnostics::render::concise(one))
    });
    lines.collect()
}

//! A made place in memory.
//!
//! Not allowed in here: expectations.

use std::collections::BTreeMap;

use concordat_base::Date;
use concordat_declare::{Files, Loaded, load};
use concordat_init::{Answers, AreasFile, InitError, Made, make};

/// A day to begin on.
pub(crate) const TODAY: Date = Date::constant(2026, 5, 20);

/// The files of a place.
pub(crate) struct InMemory(pub(crate) BTreeMap<String, String>);

impl InMemory {
    pub(crate) fn of(made: &Made) -> Self {
        Self(made.files.iter().map(|file| (file.path.clone(), file.text.clone())).collect())
    }

    pub(crate) fn text(&self, path: &str) -> &str {
        &self.0[path]
    }

    /// With the first `from` of a file exchanged.
    pub(crate) fn with(mut self, path: &str, from: &str, to: &str) -> Self {
        let text = self.text(path);
        assert!(text.contains(from), "{path} has no {from}");
        let text = text.replacen(from, to, 1);
        self.0.insert(path.to_owned(), text);
        self
    }

    pub(crate) fn load(&self) -> Loaded {
        load(self)
    }
}

impl Files for InMemory {
    fn read(&self, path: &str) -> Option<String> {
        self.0.get(path).cloned()
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let inside = self.0.keys().filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/'));
        inside.filter(|name| !name.contains('/')).map(str::to_owned).collect()
    }

    fn shown(&self, path: &str) -> String {
        path.to_owned()
    }
}

/// Answers with the two that are needed.
pub(crate) fn answers(name: &str, codes: &[&str]) -> Answers {
    let codes = codes.iter().map(|code| (*code).to_owned()).collect();
    Answers { place_name: Some(name.to_owned()), codes, ..Answers::none(TODAY) }
}

/// A place of these answers, in a folder named `here`.
pub(crate) fn made(answers: &Answers) -> Result<Made, InitError> {
    make(answers, None, "here")
}

/// A place with a file of areas.
pub(crate) fn made_with(answers: &Answers, text: &str) -> Result<Made, InitError> {
    make(answers, Some(AreasFile { shown: "lookup.csv", text }), "here")
}

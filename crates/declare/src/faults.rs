//! The faults found so far, so that all are told in one go.
//!
//! Not allowed in here: stopping at the first.

use concordat_diagnostics::{Code, Diagnostic, Place, Text, codes};

use crate::located::Located;
use concordat_base::nearest;

/// A growing list of faults.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    list: Vec<Diagnostic>,
}

impl Faults {
    /// Adds one that is already made.
    pub(crate) fn add(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds an error at a located value of `file`.
    pub(crate) fn at<T>(&mut self, code: &'static Code, file: &str, located: &Located<T>, message: Text) {
        self.add(Diagnostic::error(code, message).at(place(file, located)));
    }

    /// Adds a warning at a located value of `file`: what stands there does not count, or will be told again on a night.
    pub(crate) fn warn_at<T>(&mut self, code: &'static Code, file: &str, located: &Located<T>, message: Text) {
        self.add(Diagnostic::warning(code, message).at(place(file, located)));
    }

    /// Adds an error about a whole file.
    pub(crate) fn whole(&mut self, code: &'static Code, file: &str, message: Text) {
        self.add(Diagnostic::error(code, message).at(Place::whole(file)));
    }

    /// Adds "no such name" with the nearest one, unless `name` is among `known`.
    pub(crate) fn must_be_known<'name, T: AsRef<str>>(
        &mut self,
        kind: &'static str,
        file: &str,
        name: &Located<T>,
        known: impl IntoIterator<Item = &'name str>,
    ) -> bool {
        let known: Vec<&str> = known.into_iter().collect();
        let wanted = name.value.as_ref();
        if known.contains(&wanted) {
            return true;
        }
        let message = Text::new().say("there is no ").say(kind).say(" ").declared(wanted);
        let help = match nearest(wanted, known.iter().copied()) {
            Some(near) => Text::new().say("did you mean ").declared(near).say("?"),
            None => Text::new().say("known: ").list(known.iter().copied().take(20)),
        };
        self.add(Diagnostic::error(&codes::UNKNOWN_NAME, message).at(place(file, name)).help(help));
        false
    }

    /// All faults, in order of place.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        concordat_diagnostics::diagnostic::sort(&mut self.list);
        self.list.dedup_by(|left, right| left.place == right.place && left.message == right.message);
        self.list
    }
}

fn place<T>(file: &str, located: &Located<T>) -> Place {
    Place { file: file.to_owned(), line: located.line, column: located.column }
}

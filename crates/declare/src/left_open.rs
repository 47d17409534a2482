//! What a new place leaves for people to fill in, found in the text of its declarations.
//!
//! In profile `sample` it is a warning, so that a place can be tried out; in profile `live` it is an error. Not allowed in here:
//! words that mean it in one file alone.

use concordat_diagnostics::{Diagnostic, Place, Text, codes};

use crate::faults::Faults;
use crate::located::Located;
use crate::place::Profile;

/// What stands where somebody has to write: in texts, and in mailboxes, which have no capitals or blanks.
const MARKS: [&str; 2] = ["TO FILL IN", "to-fill-in@"];

/// Where a mark stands in a text, outside remarks.
pub(crate) fn find(text: &str) -> Vec<Located<()>> {
    let lines = (1u64..).zip(text.lines());
    let found = lines.filter_map(|(line, words)| {
        let at = MARKS.iter().filter_map(|mark| words.find(mark)).min()?;
        let before = words.get(..at)?;
        // A number sign begins a remark at the start of a line or after a blank, but for one between quotes.
        let remark =
            before.trim_start().starts_with('#') || (before.contains(" #") && before.matches('"').count() % 2 == 0);
        let column = before.chars().count() as u64 + 1;
        (!remark).then_some(Located { value: (), line, column })
    });
    found.collect()
}

/// Tells one of them.
pub(crate) fn tell<T>(profile: Profile, file: &str, at: &Located<T>, message: Text, faults: &mut Faults) {
    let place = Place { file: file.to_owned(), line: at.line, column: at.column };
    let diagnostic = match profile {
        Profile::Sample => Diagnostic::warning(&codes::LEFT_OPEN, message),
        Profile::Live => Diagnostic::error(&codes::LEFT_OPEN, message),
    };
    faults.add(diagnostic.at(place));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_counts_where_it_is_no_remark() {
        let text = "# TO FILL IN\na: \"TO FILL IN: why\"\n  b: x  # TO FILL IN\nc: \"no # TO FILL IN\"\nd: to-fill-in@example.invalid\n";
        let places: Vec<(u64, u64)> = find(text).iter().map(|at| (at.line, at.column)).collect();
        assert_eq!(places, [(2, 5), (4, 10), (5, 4)]);
    }
}

//! Patterns of labels: fixed text, `*` for any run of characters, and parts in braces that are taken out.
//!
//! Not allowed in here: regular expressions; people who declare tables need not know them.

use std::collections::BTreeMap;

/// A piece of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece<'p> {
    Fixed(&'p str),
    Any,
    Named(&'p str),
}

fn pieces(pattern: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while let Some(at) = rest.find(['*', '{']) {
        let (before, after) = rest.split_at(at);
        if !before.is_empty() {
            pieces.push(Piece::Fixed(before));
        }
        rest = match after.strip_prefix('{').and_then(|inside| inside.split_once('}')) {
            Some((name, behind)) => {
                pieces.push(Piece::Named(name));
                behind
            }
            None => {
                pieces.push(Piece::Any);
                &after[1..]
            }
        };
    }
    if !rest.is_empty() {
        pieces.push(Piece::Fixed(rest));
    }
    pieces
}

/// Names of the parts in braces, in order.
pub(crate) fn parts(pattern: &str) -> Vec<String> {
    let named = |piece: Piece<'_>| if let Piece::Named(name) = piece { Some(name.to_owned()) } else { None };
    pieces(pattern).into_iter().filter_map(named).collect()
}

/// What the parts in braces stand for; `None` when the text does not fit. `*` takes as much as it can, a part in braces as
/// little as it can and never nothing.
pub(crate) fn take(pattern: &str, text: &str) -> Option<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    fit(&pieces(pattern), text, &mut found).then_some(found)
}

/// Whether the text fits.
pub(crate) fn fits(pattern: &str, text: &str) -> bool {
    take(pattern, text).is_some()
}

fn fit(pieces: &[Piece<'_>], text: &str, found: &mut BTreeMap<String, String>) -> bool {
    let Some((first, rest)) = pieces.split_first() else { return text.is_empty() };
    let splits = || text.char_indices().map(|(at, _)| at).chain([text.len()]);
    match first {
        Piece::Fixed(fixed) => text.strip_prefix(fixed).is_some_and(|behind| fit(rest, behind, found)),
        Piece::Any => {
            let mut splits: Vec<usize> = splits().collect();
            splits.reverse();
            splits.into_iter().any(|at| fit(rest, &text[at..], found))
        }
        Piece::Named(name) => splits().skip(1).any(|at| {
            let fits = fit(rest, &text[at..], found);
            if fits {
                found.insert((*name).to_owned(), text[..at].trim().to_owned());
            }
            fits
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_in_braces_are_taken_out() {
        let year = |pattern, text| take(pattern, text).and_then(|mut found| found.remove("year"));
        assert_eq!(year("Number of children FYE {year}", "Number of children FYE 2024").as_deref(), Some("2024"));
        assert_eq!(
            year("*England, {year}", "Table A1 - England's, England, January to March 2025").as_deref(),
            Some("January to March 2025")
        );
        assert_eq!(year("Number {year}", "Number "), None);
        assert_eq!(parts("{measure} in {year}*"), ["measure", "year"]);
        assert!(fits("A1*", "A1") && fits("*", "") && !fits("A1", "A10") && fits("{", "x"));
    }
}

//! Every code of a message is one that the product can say.
//!
//! Not allowed in here: a reserved code without a reason, or a reservation of a code that is in use.

use crate::files::{Source, sources};
use crate::{keeps, scan};

/// Codes that nothing says yet. Their numbers and pages stand, so that no other meaning takes them.
const RESERVED: [(&str, &str); 3] = [
    ("REPLAYED", "deliveries carry no sender's sequence or signature yet by which an older one could be known"),
    ("COMPARATOR_MISSING", "told in the row itself, by the basis `missing`; a message for each would drown others"),
    ("DENOMINATOR_MISSING", "told in the row itself, by the mark x; a message for each would drown others"),
];

/// One code: its constant and its number.
struct Code {
    name: String,
    number: String,
}

#[test]
fn every_code_can_be_said() {
    let sources = sources();
    let shipped: Vec<&Source> = sources.iter().filter(|source| source.crate_name() != "diagnostics").collect();
    let unused = |code: &&Code| !shipped.iter().any(|source| scan::has_word(&source.shipped, &code.name));
    let codes = codes(&sources);
    let unused: Vec<&Code> = codes.iter().filter(unused).collect();
    for code in &unused {
        println!("not in use: C{} {}", code.number, code.name);
    }
    let reserved = |name: &str| RESERVED.iter().any(|(other, _)| *other == name);
    let idle = unused.iter().filter(|code| !reserved(&code.name));
    keeps("a code is said somewhere, or reserved", &idle.map(|code| code.name.clone()).collect::<Vec<_>>());
    let needless = RESERVED.iter().filter(|(name, _)| !unused.iter().any(|code| code.name == *name));
    keeps("a reserved code is not in use", &needless.map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>());
}

/// A table for people: shown with `--nocapture`. It tells and does not judge, since a mention is not yet a test and a
/// code can be met by way of a table; what it does judge is that the list was read.
#[test]
fn codes_that_no_test_mentions_are_told() {
    let sources = sources();
    let codes = codes(&sources);
    assert!(codes.len() > 70, "the list of codes was not found");
    // The engine and this crate know no codes: a number there is a number.
    let knows_codes = |source: &&Source| !["architecture", "engine"].contains(&source.crate_name());
    let tests: Vec<(&str, &str)> = sources.iter().filter(knows_codes).filter_map(test_part).collect();
    for code in &codes {
        let mentioned = |(text, code_alone): &(&str, &str)| {
            scan::has_word(text, &format!("C{}", code.number))
                || scan::has_word(code_alone, &code.name)
                || scan::has_word(code_alone, &code.number)
        };
        if !tests.iter().any(mentioned) {
            println!("in no test: C{} {}", code.number, code.name);
        }
    }
}

/// What a file has of tests, with and without its words: all of a test file, and of others what stands behind the
/// first `#[cfg(test)]`.
fn test_part(source: &Source) -> Option<(&str, &str)> {
    let start = if source.is_test() { 0 } else { source.code.find("#[cfg(test)]")? };
    Some((&source.text[start..], &source.code[start..]))
}

fn codes(sources: &[Source]) -> Vec<Code> {
    let pages = sources.iter().filter(|source| source.path.starts_with("crates/diagnostics/src/codes/"));
    pages.flat_map(|page| page.code.split("pub const ").skip(1).filter_map(code)).collect()
}

fn code(rest: &str) -> Option<Code> {
    let (name, rest) = rest.split_once(": Code = Code {")?;
    let (_, rest) = rest.split_once("number: ")?;
    let (number, _) = rest.split_once(',')?;
    Some(Code { name: name.to_owned(), number: number.to_owned() })
}

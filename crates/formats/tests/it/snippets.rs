//! The snippets: file names of this release, and no text that breaks out of its quotes.
//!
//! Not allowed in here: running them; `tests/snippets/run.sh` does where the tools are.

use concordat_formats::{Language, snippets};

use crate::release::facts;

const FILE: &str = "missions/start-well-gap.csv";

#[test]
fn every_tool_opens_this_release() {
    let snippets = snippets(&facts(), FILE);
    assert_eq!(snippets.len(), 4);
    for snippet in snippets {
        assert!(snippet.text.contains(FILE) && snippet.text.contains("2026-06-30.1"), "{}", snippet.text);
        assert!(snippet.text.contains("made-up sample data"), "{}", snippet.text);
        assert!(!snippet.text.contains("public//missions"), "{}", snippet.text);
    }
}

#[test]
fn without_an_address_they_ask_for_the_folder_once() {
    let mut facts = facts();
    facts.base_address = None;
    for snippet in snippets(&facts, FILE) {
        assert_eq!(snippet.text.matches("PUT-THE-FOLDER").count(), 1, "{}", snippet.text);
    }
}

#[test]
fn quotes_stay_inside() {
    let mut facts = facts();
    facts.base_address = Some("https://example.org/a\"b'c".to_owned());
    facts.title = "first\nimport os".to_owned();
    for snippet in snippets(&facts, FILE) {
        let escaped = match snippet.language {
            Language::PowerQuery => "a\"\"b'c",
            Language::Sql => "a\"b''c",
            Language::R | Language::Python => "a\\\"b'c",
        };
        assert!(snippet.text.contains(escaped), "{}", snippet.text);
        assert!(!snippet.text.lines().any(|line| line.starts_with("import os")), "{}", snippet.text);
    }
}

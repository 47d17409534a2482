//! Headers: how near two are, and whether a first row is a header at all.
//!
//! Not allowed in here: telling a header of a row that may be a record.

use concordat_base::Period;
use concordat_declare::contract::{Column, ColumnKind};

use crate::terms::{self, Terms};

/// Digits in a text from which on it is taken for a value: no header has a number of that length in it.
const DIGITS_OF_A_VALUE: usize = 6;

/// Letters and digits alone, in small letters.
pub(crate) fn bare(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// How near a header is to a column, from 0 to 1000.
pub(crate) fn nearness(header: &str, column: &Column) -> u32 {
    let sent = bare(header);
    if sent.is_empty() {
        return 0;
    }
    let names = [bare(&column.header), bare(column.name.as_str()), bare(&terms::title(column))];
    let words = |text: &str| -> Vec<String> {
        text.split(|character: char| !character.is_alphanumeric()).map(bare).filter(|word| !word.is_empty()).collect()
    };
    let by_letters = names.iter().map(|name| similar(&sent, name)).max().unwrap_or(0);
    let by_words = shared(&words(header), &words(column.name.as_str()));
    by_letters.max(by_words)
}

fn similar(sent: &str, name: &str) -> u32 {
    let longest = sent.chars().count().max(name.chars().count());
    let distance = strsim::damerau_levenshtein(sent, name);
    let alike = longest.saturating_sub(distance) * 1000 / longest.max(1);
    let holds = name.len() >= 3 && sent.len() >= 3 && (sent.contains(name) || name.contains(sent));
    u32::try_from(if holds { alike.max(700) } else { alike }).unwrap_or(0)
}

/// Words that both have, against those of the one that has more.
fn shared(sent: &[String], name: &[String]) -> u32 {
    let both = sent.iter().filter(|word| name.contains(word)).count();
    u32::try_from(both * 900 / sent.len().max(name.len()).max(1)).unwrap_or(0)
}

/// Whether a header may be a value of somebody: then it is named by its position alone.
pub(crate) fn may_be_a_value(header: &str, terms: &Terms<'_>) -> bool {
    let text = header.trim();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits >= DIGITS_OF_A_VALUE || text.contains('@') || !text.chars().any(char::is_alphabetic) {
        return true;
    }
    terms.contract.columns.iter().any(|column| match &column.kind {
        ColumnKind::Period { kind } => Period::parse(text, *kind).is_ok(),
        _ => terms.codes(column).is_some_and(|codes| codes.iter().any(|(code, label)| *code == text || *label == text)),
    })
}

/// Whether a first row is a header: one of its texts is a column's, and none may be a value.
pub(crate) fn is_a_header(headers: &[String], terms: &Terms<'_>) -> bool {
    let known = |header: &String| {
        let near = || terms.contract.columns.iter().any(|column| nearness(header, column) >= 900);
        terms.column_of(header).is_some() || (!may_be_a_value(header, terms) && near())
    };
    let values = headers.iter().filter(|header| !header.trim().is_empty() && may_be_a_value(header, terms)).count();
    headers.iter().any(known) && values * 3 < headers.len()
}

//! A reader of Rust text that knows just enough: where comments and literals end, where an item ends, how long a
//! function is. It keeps every line where it was, so that a place found in its output is a place in the file.
//!
//! Not allowed in here: a rule, or understanding of names and types.

use std::ops::Range;

/// The text with comments and the insides of string and character literals blanked.
pub(crate) fn without_words(text: &str) -> String {
    let (mut bytes, mut at) = (text.as_bytes().to_vec(), 0);
    while at < text.len() {
        match word_end(text, at) {
            Some(end) => {
                blank(&mut bytes, at..end);
                at = end;
            }
            None => at += 1,
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// The code (from [`without_words`]) with every item under `#[cfg(test)]` blanked.
pub(crate) fn without_tests(code: &str) -> String {
    let mut bytes = code.as_bytes().to_vec();
    for (start, mark) in code.match_indices("#[cfg(test)]") {
        let end = item_end(code, start + mark.len());
        blank(&mut bytes, start..end);
    }
    String::from_utf8(bytes).unwrap()
}

/// Where a pattern starts in code, save where it only ends a longer name (`File::create` in `AtomicFile::create`).
pub(crate) fn word_starts(code: &str, pattern: &str) -> Vec<usize> {
    let alone = |at: &usize| *at == 0 || !is_name_byte(code.as_bytes()[at - 1]);
    code.match_indices(pattern).map(|(at, _)| at).filter(alone).collect()
}

/// Whether a name stands in the text as a whole word.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    let ends = |at: usize| text.as_bytes().get(at + word.len()).is_none_or(|byte| !is_name_byte(*byte));
    word_starts(text, word).into_iter().any(ends)
}

/// The line of an offset, counted from 1.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}

/// Every function with a body: the line it starts on, and its length in lines from `fn` to the closing brace.
pub(crate) fn functions(code: &str) -> Vec<(usize, usize)> {
    let named = |at: &usize| code.as_bytes().get(at + 3).is_some_and(|byte| is_name_byte(*byte));
    let measured = |at: usize| {
        let end = item_end(code, at);
        let (first, last) = (line_of(code, at), line_of(code, end));
        code[..end].ends_with('}').then_some((first, last - first + 1))
    };
    word_starts(code, "fn ").into_iter().filter(named).filter_map(measured).collect()
}

/// The end of the comment or literal that starts here, if one does.
fn word_end(text: &str, at: usize) -> Option<usize> {
    let rest = &text.as_bytes()[at..];
    match rest {
        [b'/', b'/', ..] => Some(text[at..].find('\n').map_or(text.len(), |length| at + length)),
        [b'/', b'*', ..] => Some(at + block_comment(rest)),
        [b'"', ..] => Some(at + quoted(rest)),
        [b'r', b'"' | b'#', ..] if begins_literal(text, at) => raw(&text[at..]).map(|length| at + length),
        [b'\'', ..] => character(&text[at..]).map(|length| at + length),
        _ => None,
    }
}

/// Whether the `r` here can start a raw string: `r`, `br` or `cr`, and not the end of a name.
fn begins_literal(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(['b', 'c']);
    at - before.len() <= 1 && !before.bytes().last().is_some_and(is_name_byte)
}

fn block_comment(rest: &[u8]) -> usize {
    let (mut depth, mut at) = (0_u32, 0);
    while at < rest.len() {
        match &rest[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn quoted(rest: &[u8]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != b'"' {
        at += if rest[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

fn raw(rest: &str) -> Option<usize> {
    let hashes = rest[1..].bytes().take_while(|byte| *byte == b'#').count();
    let open = 1 + hashes;
    if rest.as_bytes().get(open) != Some(&b'"') {
        return None;
    }
    let close = format!("\"{}", "#".repeat(hashes));
    rest[open + 1..].find(&close).map(|length| open + 1 + length + close.len())
}

/// The length of a character literal; none for a lifetime.
fn character(rest: &str) -> Option<usize> {
    let inner = rest[1..].chars().next()?;
    if inner == '\\' {
        return rest.get(3..)?.find('\'').map(|length| 3 + length + 1);
    }
    rest[1 + inner.len_utf8()..].starts_with('\'').then_some(inner.len_utf8() + 2)
}

/// The end of the item that starts here: behind its `;`, or behind the brace that closes its first block.
fn item_end(code: &str, from: usize) -> usize {
    let (mut round, mut curly) = (0_i32, 0_i32);
    for (offset, byte) in code.as_bytes()[from..].iter().enumerate() {
        match byte {
            b'(' | b'[' => round += 1,
            b')' | b']' => round -= 1,
            b'{' => curly += 1,
            b'}' => curly -= 1,
            _ => {}
        }
        let closed = *byte == b'}' || *byte == b';';
        if closed && round == 0 && curly <= 0 {
            return from + offset + 1;
        }
    }
    code.len()
}

fn blank(bytes: &mut [u8], range: Range<usize>) {
    bytes[range].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[test]
fn comments_and_literals_are_blanked_in_place() {
    let text = "a // fs::write\nb /* x /* y */ z\n*/ c \"p \\\" q\" d r#\"s \" t\"# e '\"' f '\\'' g b\"h\" i 'é' j";
    let code = without_words(text);
    assert_eq!(code.split_whitespace().collect::<String>(), "abcdefgbij");
    assert_eq!((code.len(), line_of(&code, code.find('c').unwrap())), (text.len(), 3));
}

#[test]
fn lifetimes_and_raw_names_are_left() {
    let code = "fn f<'a>(x: &'a str, r#type: &'static str) -> Option<&'a str> { for_r(x) }";
    assert_eq!(without_words(code), code);
}

#[test]
fn items_under_test_are_blanked_and_others_kept() {
    let code = "fn kept() {}\n#[cfg(test)]\nmod tests;\nfn also() {}\n#[cfg(test)]\nmod tests {\n fn gone() {}\n}\nfn last() {}";
    assert_eq!(without_tests(code).split_whitespace().collect::<String>(), "fnkept(){}fnalso(){}fnlast(){}");
}

#[test]
fn functions_are_measured_from_name_to_brace() {
    let code =
        "trait T {\n fn none(&self, x: [u8; 4]);\n}\nfn two(a: fn (u8)) {\n}\nfn three(x: [u8; 4]) {\n if a { b }\n}\n";
    assert_eq!(functions(code), [(4, 2), (6, 3)]);
}

#[test]
fn a_name_is_found_as_a_whole_word() {
    assert_eq!(word_starts("AtomicFile::create std::fs::File::create", "File::create"), [28]);
    assert!(has_word("codes::LATE,", "LATE") && !has_word("codes::LATER LATE_ONE", "LATE"));
}

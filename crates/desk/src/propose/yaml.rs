//! The draft as YAML with a comment on each line.
//!
//! Not allowed in here: a doubtful line that counts.

use concordat_diagnostics::text::{column_letters, thousands};

use super::{Confidence, Proposal};

/// The text.
pub(super) fn yaml(draft: &Proposal) -> String {
    let mut lines = vec![
        format!(
            "# Draft of a mapping for {}, from {} records. Look at each line before you",
            draft.dataset,
            thousands(draft.records)
        ),
        "# put it into the declaration of the source. Lines that are doubtful do not count.".to_owned(),
    ];
    let mapping = draft.mapping();
    let own = draft.columns.iter().filter(|one| one.as_it_is).count();
    if own > 0 {
        lines.push(format!("# {own} columns have the contract's own names, and need no line."));
    }
    if mapping.is_empty() {
        lines.push("# Nothing has to be mapped for certain.".to_owned());
        lines.push("mapping: {}".to_owned());
    } else {
        lines.push("mapping:".to_owned());
    }
    columns(draft, !mapping.columns.is_empty(), &mut lines);
    codes(draft, !mapping.codes.is_empty(), &mut lines);
    periods(draft, !mapping.periods.is_empty(), &mut lines);
    left(draft, &mut lines);
    lines.join("\n") + "\n"
}

fn quoted(text: &str) -> String {
    // A JSON string is a double-quoted scalar of YAML.
    serde_json::to_string(text).unwrap_or_default()
}

fn line(indent: &str, content: &str, confidence: Confidence, why: &str) -> String {
    let mark = if confidence == Confidence::Doubtful { "# " } else { "" };
    format!("{indent}{mark}{content}  # {}: {why}", confidence.word())
}

fn columns(draft: &Proposal, some: bool, lines: &mut Vec<String>) {
    let own: Vec<_> = draft.columns.iter().filter(|one| !one.as_it_is).collect();
    if !own.is_empty() {
        lines.push(if some { "  columns:" } else { "  # columns:" }.to_owned());
    }
    for one in own {
        let content = format!("{}: {}", quoted(&one.header), quoted(one.column.as_str()));
        lines.push(line("    ", &content, one.confidence, &one.why));
    }
}

fn codes(draft: &Proposal, some: bool, lines: &mut Vec<String>) {
    if some {
        lines.push("  codes:".to_owned());
    }
    let mut column = None;
    for one in &draft.codes {
        if column != Some(&one.column) {
            lines.push(format!("    {}:", quoted(one.column.as_str())));
            column = Some(&one.column);
        }
        let content = format!("{}: {}", quoted(&one.sent), quoted(&one.code));
        lines.push(line("      ", &content, one.confidence, one.why));
    }
    for (column, count) in &draft.without_code {
        let words = if *count == 1 { "1 other value has" } else { "other values have" };
        let number = if *count == 1 { String::new() } else { format!("{} ", thousands(*count)) };
        lines.push(format!("    # {column}: {number}{words} no code that can be told; add a line for each."));
    }
}

fn periods(draft: &Proposal, some: bool, lines: &mut Vec<String>) {
    if !draft.periods.is_empty() {
        lines.push(if some { "  periods:" } else { "  # periods:" }.to_owned());
    }
    for one in &draft.periods {
        let content = format!("{}: {}", quoted(one.column.as_str()), quoted(one.form));
        lines.push(line("    ", &content, one.confidence, &one.why));
    }
}

fn left(draft: &Proposal, lines: &mut Vec<String>) {
    if !draft.not_mapped.is_empty() {
        lines.push("# Not mapped, and not to be sent (concordat gate FILE --conform OUT leaves them out):".to_owned());
    }
    for one in &draft.not_mapped {
        let header = one.header.as_ref().map_or_else(String::new, |header| format!(", {}", quoted(header)));
        let why = match &one.not_agreed {
            Some(column) => format!("is {column} of the contract, which is not agreed"),
            None => "is no column of the contract".to_owned(),
        };
        lines.push(format!("#   column {} ({}){header}: {why}", one.position, column_letters(one.position)));
    }
    if !draft.not_found.is_empty() {
        lines.push("# Not found in the file for certain:".to_owned());
    }
    for (column, required) in &draft.not_found {
        lines.push(format!("#   {column}{}", if *required { ", which is required" } else { "" }));
    }
}

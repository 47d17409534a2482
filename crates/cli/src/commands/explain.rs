//! `explain`: the page of a code, or the list of all.
//!
//! Not allowed in here: words about a code; they stand with the code.

use concordat_diagnostics::{Code, Diagnostic, Text, codes};
use serde_json::json;

use crate::arguments::{Explain, Format};
use crate::failure::{Exit, Failure, unknown};
use crate::printer::Printer;
use crate::table::Table;

/// Prints the page of a code, or the list of all.
pub(crate) fn explain(asked: &Explain, printer: &Printer) -> Result<Exit, Failure> {
    let Some(typed) = &asked.code else {
        printer.table(&list(&codes::all()));
        return Ok(Exit::FINE);
    };
    let code = codes::find(typed).ok_or_else(|| no_such(typed))?;
    match printer.format() {
        Format::Json => printer.data_json(&json!({
            "code": code.to_string(),
            "title": code.title,
            "meaning": code.meaning,
            "what_to_do": code.mend,
            "who": code.who.to_string(),
        })),
        Format::Csv => printer.table(&list(&[code])),
        Format::Table => printer.data(&page(code)),
    }
    Ok(Exit::FINE)
}

fn page(code: &Code) -> String {
    format!(
        "{code}: {}\n\nWhat it means\n  {}\n\nWhat to do\n  {}\n\nWho can do it\n  {}\n",
        code.title, code.meaning, code.mend, code.who
    )
}

fn list(codes: &[&Code]) -> Table {
    let mut table = Table::new(["code", "title", "who"]);
    for code in codes {
        table.push(vec![json!(code.to_string()), json!(code.title), json!(code.who.to_string())]);
    }
    table
}

/// The nearest code, and those of the same hundred; all where the hundred has none.
fn no_such(typed: &str) -> Diagnostic {
    let all: Vec<String> = codes::all().iter().map(ToString::to_string).collect();
    let hundred: String = typed.to_uppercase().chars().take(2).collect();
    let near: Vec<String> = all.iter().filter(|code| code.starts_with(&hundred)).cloned().collect();
    let diagnostic = unknown("code", typed, if near.is_empty() { &all } else { &near });
    let help = diagnostic.help.clone().unwrap_or_default();
    diagnostic.help(Text::new().and(&help).say(". concordat explain lists all"))
}

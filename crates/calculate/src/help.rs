//! Help texts and the page of documentation, written from what methods say of themselves.
//!
//! Not allowed here: a fact about a method; it stands with the method.

use crate::method::{self, Method, Output, Shape};
use crate::{Settings, Table, calculate, write_csv};

/// The text of `calc --help` that lists the methods.
#[must_use]
pub fn overview() -> String {
    let mut text = String::from(OVERVIEW_START);
    for method in method::all() {
        push(&mut text, format_args!("  {:<20}  {}\n", method.name, method.summary));
    }
    text
}

const OVERVIEW_START: &str = "\
One of the methods on a table: comma-separated values in, comma-separated values out.

Usage: concordat calc METHOD INPUT.csv [--out FILE] [--confidence 0.95,0.998] [--group COLUMN]...
                                       [--set OPTION=VALUE]... [--options FILE] [--multiplier NUMBER]
                                       [--strict]

Methods (concordat calc METHOD --help tells all about one; concordat help calc tells the options):
";

/// The text of `calc METHOD --help`.
#[must_use]
pub fn of_method(method: &'static Method) -> String {
    let mut text = format!("{}: {}\n", method.name, method.summary);
    if !method.aliases.is_empty() {
        push(&mut text, format_args!("Also called: {}\n", method.aliases.join(", ")));
    }
    push(
        &mut text,
        format_args!("\nUsage: concordat calc {} INPUT.csv [--out FILE] [--confidence 0.95,0.998]", method.name),
    );
    let group = if method.shape == (Shape::EachRow { adds_up: false }) { "" } else { " [--group COLUMN]..." };
    let set = if method.options.is_empty() { "" } else { " [--set OPTION=VALUE]..." };
    push(&mut text, format_args!("{group}{set}\n"));
    section(&mut text, "Rows", &[("", shape(method))]);
    section(&mut text, "Columns of the input", &inputs(method));
    if !method.options.is_empty() {
        section(&mut text, "Options (--set NAME=VALUE for all rows, or a column of that name)", &options(method));
    }
    section(&mut text, "Columns of the result", &outputs(method));
    section(&mut text, "Formula", &[("", method.formula.to_owned())]);
    section(&mut text, "Source", &[("", method.source.to_owned())]);
    section(&mut text, "Edges", &plain(method.edges));
    if !method.differs.is_empty() {
        section(&mut text, "Differs on purpose from the reference programs", &plain(method.differs));
    }
    let shown = example(method).lines().map(|line| format!("  {line}\n")).collect::<String>();
    push(&mut text, format_args!("\nExample\n{shown}"));
    text
}

/// The page of documentation of all methods, in Markdown.
#[must_use]
pub fn page() -> String {
    let mut text = String::from(PAGE_START);
    for method in method::all() {
        push(&mut text, format_args!("| [`{0}`](#{0}) | {1} |\n", method.name, method.summary));
    }
    for method in method::all() {
        push(&mut text, format_args!("\n## {}\n\n{}.\n\n", method.name, sentence(method.summary)));
        push(&mut text, format_args!("{}\n", shape(method)));
        table(&mut text, ["column", "what it holds"], &inputs(method));
        if !method.options.is_empty() {
            table(&mut text, ["option", "what it does"], &options(method));
        }
        table(&mut text, ["result", "what it holds"], &outputs(method));
        push(&mut text, format_args!("\n**Formula.** {}\n\n**Source.** {}\n\n", method.formula, method.source));
        for edge in method.edges {
            push(&mut text, format_args!("- {edge}\n"));
        }
        for differs in method.differs {
            push(&mut text, format_args!("- *Differs on purpose:* {differs}\n"));
        }
        push(&mut text, format_args!("\n```text\n{}```\n", example(method)));
    }
    text
}

const PAGE_START: &str = "\
# Methods

Written from the methods themselves (`cargo run -p concordat-calculate --example methods_page`); a test keeps it so.

`concordat calc METHOD INPUT.csv` reads a table with a header and writes a table. Any option can be set for all rows
(`--set multiplier=100`), stand in a column of its name, or come from a table with a row for each group (`--options FILE`). Limits are given at 95 % and 99.8 % (`lower95`, `upper998`),
at the levels of `--confidence`, or, where the table has a column `confidence`, at each row's own level as `lower` and
`upper`. Methods on groups take rows with the same cells in all columns that they do not know, or in those of `--group`.
Empty cells, `NA` and `NaN` are missing. A row or group that cannot be used has a code in `error`, and the others go on.
All results are the same on every system, to the last digit.

| method | what it computes |
| --- | --- |
";

fn push(text: &mut String, words: std::fmt::Arguments<'_>) {
    text.push_str(&words.to_string());
}

fn sentence(summary: &str) -> String {
    let mut letters = summary.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn shape(method: &Method) -> String {
    match method.shape {
        Shape::EachRow { adds_up: true } => {
            "A row of the result for each row; with --group, rows of a group are added up first."
        }
        Shape::EachRow { adds_up: false } => "A row of the result for each row.",
        Shape::EachGroup => "A row of the result for each group.",
        Shape::EachRowOfGroup => "A row of the result for each row, computed from its whole group.",
        Shape::RowsForEachGroup => "Rows of its own for each group.",
    }
    .to_owned()
}

type Lines = Vec<(&'static str, String)>;

fn inputs(method: &Method) -> Lines {
    let mut lines: Lines = method
        .inputs
        .iter()
        .map(|input| {
            let without = if input.required { "" } else { " (may be left out)" };
            (input.name, format!("{}{without}", input.meaning))
        })
        .collect();
    lines.extend(
        method.labels.iter().map(|label| (*label, "a name of the row; carried or left aside, never used".to_owned())),
    );
    lines
}

fn options(method: &Method) -> Lines {
    let default = |default: &str| if default.is_empty() { "none".to_owned() } else { default.to_owned() };
    let line = |option: &crate::method::MethodOption| {
        (option.name, format!("{} (default: {})", option.meaning, default(option.default)))
    };
    method.options.iter().map(line).collect()
}

fn outputs(method: &Method) -> Lines {
    let mut lines: Lines = method
        .outputs
        .iter()
        .map(|output| match output {
            Output::One { name, meaning } => (*name, (*meaning).to_owned()),
            Output::Limits { before, meaning } => {
                (*before, format!("{before}lower<level>, {before}upper<level>: {meaning}"))
            }
        })
        .map(|(name, meaning)| if meaning.contains("<level>") { ("", meaning) } else { (name, meaning) })
        .collect();
    if !lines.iter().any(|(name, _)| *name == method.reasons) {
        lines.push((method.reasons, "why a result is withheld, as a code; empty where none is".to_owned()));
    }
    lines
        .push(("error", "which rule a refused row or group breaks, as a code; empty where it was accepted".to_owned()));
    lines
}

fn plain(texts: &[&'static str]) -> Lines {
    texts.iter().map(|text| ("", (*text).to_owned())).collect()
}

/// Width of help texts.
const WIDTH: usize = 100;

fn section(text: &mut String, title: &str, lines: &[(&'static str, String)]) {
    push(text, format_args!("\n{title}\n"));
    let widest = lines.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, meaning) in lines {
        let indent = if name.is_empty() { 2 } else { widest + 4 };
        let mut line = if name.is_empty() { "  ".to_owned() } else { format!("  {name:<widest$}  ") };
        let mut filled = indent;
        for word in meaning.split_whitespace() {
            if filled > indent && filled + word.len() > WIDTH {
                push(text, format_args!("{}\n", line.trim_end()));
                line = " ".repeat(indent);
                filled = indent;
            }
            line.push_str(word);
            line.push(' ');
            filled += word.chars().count() + 1;
        }
        push(text, format_args!("{}\n", line.trim_end()));
    }
}

fn table(text: &mut String, header: [&str; 2], lines: &[(&'static str, String)]) {
    push(text, format_args!("\n| {} | {} |\n| --- | --- |\n", header[0], header[1]));
    for (name, meaning) in lines {
        let (name, meaning) = match (name.is_empty(), meaning.split_once(": ")) {
            (true, Some((names, meaning))) => (names.replace(", ", "`, `"), meaning),
            _ => ((*name).to_owned(), meaning.as_str()),
        };
        push(text, format_args!("| `{name}` | {} |\n", meaning.replace('|', "or")));
    }
}

/// The example with its result, as it would look on a terminal.
fn example(method: &'static Method) -> String {
    let settings = method
        .example_options
        .iter()
        .fold(Settings::default(), |settings, (name, value)| settings.with_option(name, value));
    let set: String = method.example_options.iter().map(|(name, value)| format!(" --set {name}={value}")).collect();
    let result = Table::from_csv(method.example.as_bytes())
        .and_then(|table| calculate(method, &table, &settings))
        .map_or_else(|error| format!("{error}\n"), |answer| write_csv(&answer.table));
    let shown: String = shorten(&result);
    format!("$ cat input.csv\n{}$ concordat calc {} input.csv{set}\n{shown}", method.example, method.name)
}

/// At most a few lines of a result.
fn shorten(result: &str) -> String {
    const MOST_LINES: usize = 8;
    let lines: Vec<&str> = result.lines().collect();
    let mut shown: String = lines.iter().take(MOST_LINES).map(|line| format!("{line}\n")).collect();
    if lines.len() > MOST_LINES {
        push(&mut shown, format_args!("... and {} more\n", lines.len() - MOST_LINES));
    }
    shown
}

//! A page as plain text and as one HTML file that fetches nothing.
//!
//! Not allowed in here: text that reaches HTML without being escaped.

use super::page::{Page, Part};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;border-bottom:1px solid #ccc;padding:.3rem}\
dt{font-weight:600}dd{margin:0 0 .5rem}.notice{border:2px solid #b00;padding:.5rem}";

/// As plain text.
pub(super) fn text(page: &Page) -> String {
    let mut text = format!("{}\n", page.title);
    for notice in &page.notice {
        text += &format!("{notice}\n");
    }
    for part in &page.parts {
        text += &format!("\n{}\n", part.heading);
        for (name, value) in &part.facts {
            text += &format!("  {name}: {value}\n");
        }
        for row in &part.rows {
            text += &format!("  - {}\n", row_as_text(part, row));
        }
    }
    text.chars().map(|letter| if letter.is_control() && letter != '\n' { ' ' } else { letter }).collect()
}

/// The first cell, and the others with the names of their columns.
fn row_as_text(part: &Part, row: &[String]) -> String {
    let named = part.columns.iter().zip(row).skip(1).filter(|(_, cell)| !cell.is_empty());
    let rest: Vec<String> = named.map(|(column, cell)| format!("{column}: {cell}")).collect();
    match (row.first(), rest.is_empty()) {
        (Some(first), false) => format!("{first}; {}", rest.join("; ")),
        (Some(first), true) => first.clone(),
        (None, _) => String::new(),
    }
}

/// As HTML.
pub(super) fn html(page: &Page) -> String {
    let title = escaped(&page.title);
    let mut body = format!("<h1>{title}</h1>\n");
    for notice in &page.notice {
        body += &format!("<p class=\"notice\">{}</p>\n", escaped(notice));
    }
    for part in &page.parts {
        body += &part_as_html(part);
    }
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
         </head>\n<body>\n{body}</body>\n</html>\n"
    )
}

fn part_as_html(part: &Part) -> String {
    let mut text = format!("<h2>{}</h2>\n", escaped(part.heading));
    if !part.facts.is_empty() {
        let facts = part.facts.iter();
        let facts = facts.map(|(name, value)| format!("<dt>{}</dt><dd>{}</dd>\n", escaped(name), escaped(value)));
        text += &format!("<dl>\n{}</dl>\n", facts.collect::<String>());
    }
    if !part.rows.is_empty() {
        let cells = |tag: &str, cells: &[String]| -> String {
            cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", escaped(cell))).collect()
        };
        let head: Vec<String> = part.columns.iter().map(|column| (*column).to_owned()).collect();
        let rows: String = part.rows.iter().map(|row| format!("<tr>{}</tr>\n", cells("td", row))).collect();
        text +=
            &format!("<table>\n<thead><tr>{}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n", cells("th", &head));
    }
    text
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_html_unescaped() {
        let part = Part::new("Parties").fact("Name", "A & B <script>").table(&["x"], vec![vec!["<b>".to_owned()]]);
        let page = Page { title: "\"T\"".to_owned(), notice: Vec::new(), parts: vec![part] };
        let html = html(&page);
        assert!(html.contains("A &amp; B &lt;script&gt;") && html.contains("<td>&lt;b&gt;</td>"), "{html}");
        assert!(html.contains("&quot;T&quot;") && !html.contains("<script"), "{html}");
    }
}

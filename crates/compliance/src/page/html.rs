//! Pages as HTML: one file, no script, nothing fetched; prints well.
//!
//! Not allowed in here: a text that is put in without [`escape`].

use super::{Block, Page, Section, Table, plain};

/// How pages look, on a screen and on paper. Colour carries no meaning.
const STYLE: &str = "\
body{font:16px/1.5 system-ui,'Segoe UI',Roboto,Arial,sans-serif;color:#1a1a1a;background:#fff;max-width:66rem;margin:2rem auto;padding:0 1.25rem}\
h1{font-size:1.7rem;line-height:1.25;margin:0 0 .75rem}\
h2{font-size:1.25rem;margin:2.25rem 0 .5rem;padding-top:.75rem;border-top:1px solid #b8b8b8}\
h3{font-size:1.05rem;margin:1.5rem 0 .35rem}\
p{margin:.5rem 0;max-width:48rem}\
.notice{border:2px solid #1a1a1a;padding:.6rem .9rem;font-weight:600;max-width:none}\
dl{display:grid;grid-template-columns:minmax(9rem,15rem) 1fr;gap:.3rem 1.25rem;margin:.6rem 0}\
dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}\
ul{margin:.5rem 0;padding-left:1.25rem}li{margin:.2rem 0;overflow-wrap:anywhere}\
.wide{overflow-x:auto}\
table{border-collapse:collapse;width:100%;font-size:.92rem;margin:.6rem 0}\
th,td{border:1px solid #b8b8b8;padding:.35rem .55rem;text-align:left;vertical-align:top;overflow-wrap:break-word}\
th{background:#f0f0f0}\
code{font-size:.85em;overflow-wrap:anywhere;word-break:break-all}\
.day{white-space:nowrap}\
@media screen and (max-width:40rem){dl{display:block}dd{margin:0 0 .6rem}}\
@page{size:A4;margin:16mm}\
@media print{body{font-size:10.5pt;margin:0;max-width:none;padding:0}table{font-size:9pt}th{background:none}\
h2,h3{break-after:avoid}tr{break-inside:avoid}thead{display:table-header-group}.wide{overflow:visible}}";

/// The page.
pub(super) fn page(page: &Page) -> String {
    let title = escape(&page.title);
    let notice = page.notice.as_ref().map(|notice| format!("<p class=\"notice\">{}</p>\n", escape(notice)));
    let sections: String = page.sections.iter().map(section).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{}{sections}</main>\n\
         </body>\n</html>\n",
        notice.unwrap_or_default()
    )
}

fn section(section: &Section) -> String {
    let heading = match section.heading.as_str() {
        "" => String::new(),
        words => format!("<h2>{}</h2>\n", escape(words)),
    };
    let blocks: String = section.blocks.iter().map(block).collect();
    format!("<section>\n{heading}{blocks}</section>\n")
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(words) => format!("<p>{}</p>\n", escape(words)),
        Block::Subheading(words) => format!("<h3>{}</h3>\n", escape(words)),
        Block::Facts(facts) => {
            let fact = |(name, what): &(String, String)| format!("<dt>{}</dt><dd>{}</dd>\n", escape(name), cell(what));
            format!("<dl>\n{}</dl>\n", facts.iter().map(fact).collect::<String>())
        }
        Block::List(items) => {
            let item = |item: &String| format!("<li>{}</li>\n", cell(item));
            format!("<ul>\n{}</ul>\n", items.iter().map(item).collect::<String>())
        }
        Block::Table(shown) => table(shown),
    }
}

fn table(table: &Table) -> String {
    let head: String = table.columns.iter().map(|name| format!("<th scope=\"col\">{}</th>", escape(name))).collect();
    let row = |cells: &Vec<String>| {
        let cells: String = cells.iter().map(|text| format!("<td>{}</td>", cell(text))).collect();
        format!("<tr>{cells}</tr>\n")
    };
    let rows: String = table.rows.iter().map(row).collect();
    format!("<div class=\"wide\"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n")
}

/// A text whose long hashes may break anywhere, and whose dates and versions may not.
fn cell(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        if word.len() >= 32 && word.bytes().filter(u8::is_ascii_hexdigit).count() >= 32 {
            format!("<code>{}</code>", escape(word))
        } else if digits == 4 && word.len() <= 16 && word.as_bytes().get(4) == Some(&b'-') {
            format!("<span class=\"day\">{}</span>", escape(word))
        } else {
            escape(word)
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in plain(text).chars() {
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

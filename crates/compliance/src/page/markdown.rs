//! Pages as Markdown (CommonMark, with tables).
//!
//! Not allowed in here: a text that is put in without [`escape`].

use super::{Block, Page, Section, Table, plain};

/// The page.
pub(super) fn page(page: &Page) -> String {
    let notice = page.notice.as_ref().map(|notice| format!("**{}**\n\n", escape(notice)));
    let sections: String = page.sections.iter().map(section).collect();
    let text = format!("# {}\n\n{}{sections}", escape(&page.title), notice.unwrap_or_default());
    format!("{}\n", text.trim_end())
}

fn section(section: &Section) -> String {
    let heading = match section.heading.as_str() {
        "" => String::new(),
        words => format!("## {}\n\n", escape(words)),
    };
    heading + &section.blocks.iter().map(block).collect::<String>()
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(words) => format!("{}\n\n", escape(words)),
        Block::Subheading(words) => format!("### {}\n\n", escape(words)),
        Block::Facts(facts) => {
            let fact = |(name, what): &(String, String)| format!("- **{}**: {}\n", escape(name), escape(what));
            facts.iter().map(fact).collect::<String>() + "\n"
        }
        Block::List(items) => items.iter().map(|item| format!("- {}\n", escape(item))).collect::<String>() + "\n",
        Block::Table(shown) => table(shown) + "\n",
    }
}

fn table(table: &Table) -> String {
    let row = |cells: &Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|cell| escape(cell)).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let line = format!("|{}\n", "---|".repeat(table.columns.len()));
    row(&table.columns) + &line + &table.rows.iter().map(row).collect::<String>()
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in plain(text).chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '|' | '#') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

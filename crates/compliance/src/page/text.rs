//! Pages as plain text, for a terminal.
//!
//! Not allowed in here: control characters.

use super::{Block, Page, Section, Table, plain};

/// The page.
pub(super) fn page(page: &Page) -> String {
    let notice = page.notice.as_ref().map(|notice| format!("{}\n", plain(notice)));
    let sections: String = page.sections.iter().map(section).collect();
    format!("{}\n{}{sections}", plain(&page.title), notice.unwrap_or_default())
}

fn section(section: &Section) -> String {
    let heading = match section.heading.as_str() {
        "" => "\n".to_owned(),
        words => format!("\n{}\n", plain(words)),
    };
    heading + &section.blocks.iter().map(block).collect::<String>()
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(words) => format!("  {}\n", plain(words)),
        Block::Subheading(words) => format!("\n  {}\n", plain(words)),
        Block::Facts(facts) => {
            let rows = facts.iter().map(|(name, what)| vec![plain(name), plain(what)]);
            aligned(&rows.collect::<Vec<_>>())
        }
        Block::List(items) => items.iter().map(|item| format!("  - {}\n", plain(item))).collect(),
        Block::Table(shown) => table(shown),
    }
}

fn table(table: &Table) -> String {
    let rows = std::iter::once(&table.columns).chain(&table.rows);
    String::from("\n") + &aligned(&rows.map(|cells| cells.iter().map(|cell| plain(cell)).collect()).collect::<Vec<_>>())
}

/// Columns two blanks apart, two blanks in.
fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|at| width(at).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        format!("  {}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

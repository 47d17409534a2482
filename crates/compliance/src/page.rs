//! A page for people, made once and shown as HTML, Markdown or plain text.
//!
//! Not allowed in here: text that reaches a page without being escaped for its form, and anything that the page would fetch.

mod html;
mod markdown;
mod text;

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its title.
    pub title: String,
    /// What must be known before anything else, such as that the data is made up.
    pub notice: Option<String>,
    /// Its parts.
    pub sections: Vec<Section>,
}

/// A part of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Its heading; empty for the part under the title.
    pub heading: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// Something that stands in a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Sentences.
    Paragraph(String),
    /// Names of things and what they are.
    Facts(Vec<(String, String)>),
    /// One thing after another.
    List(Vec<String>),
    /// Rows and columns.
    Table(Table),
    /// A heading within a part.
    Subheading(String),
}

/// Rows and columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// A cell for each column.
    pub rows: Vec<Vec<String>>,
}

impl Page {
    /// A page with nothing on it yet.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// With a notice under its title.
    #[must_use]
    pub fn with_notice(self, notice: Option<String>) -> Self {
        Self { notice, ..self }
    }

    /// With one more part.
    #[must_use]
    pub fn with(mut self, section: Section) -> Self {
        self.sections.push(section);
        self
    }

    /// As one HTML file that needs no other.
    #[must_use]
    pub fn html(&self) -> String {
        html::page(self)
    }

    /// As Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        markdown::page(self)
    }

    /// As plain text.
    #[must_use]
    pub fn text(&self) -> String {
        text::page(self)
    }
}

impl Section {
    /// A part with nothing in it yet.
    #[must_use]
    pub fn new(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), blocks: Vec::new() }
    }

    /// With sentences; nothing where there are none.
    #[must_use]
    pub fn say(mut self, words: impl Into<String>) -> Self {
        let words = words.into();
        if !words.is_empty() {
            self.blocks.push(Block::Paragraph(words));
        }
        self
    }

    /// With names of things and what they are; those that are nothing are left out.
    #[must_use]
    pub fn facts<'name>(mut self, facts: impl IntoIterator<Item = (&'name str, String)>) -> Self {
        let facts = facts.into_iter().filter(|(_, fact)| !fact.is_empty());
        let facts: Vec<_> = facts.map(|(name, fact)| (name.to_owned(), fact)).collect();
        if !facts.is_empty() {
            self.blocks.push(Block::Facts(facts));
        }
        self
    }

    /// With one thing after another, or a sentence where there is none.
    #[must_use]
    pub fn list(mut self, items: impl IntoIterator<Item = String>, none: &str) -> Self {
        let items: Vec<String> = items.into_iter().collect();
        if items.is_empty() {
            return self.say(none);
        }
        self.blocks.push(Block::List(items));
        self
    }

    /// With a table, or a sentence where it has no rows.
    #[must_use]
    pub fn table(mut self, table: Table, none: &str) -> Self {
        if table.rows.is_empty() {
            return self.say(none);
        }
        self.blocks.push(Block::Table(table));
        self
    }

    /// With a heading within it.
    #[must_use]
    pub fn subheading(mut self, words: impl Into<String>) -> Self {
        self.blocks.push(Block::Subheading(words.into()));
        self
    }
}

impl Table {
    /// A table without rows.
    #[must_use]
    pub fn new<const COLUMNS: usize>(columns: [&str; COLUMNS]) -> Self {
        Self { columns: columns.map(str::to_owned).to_vec(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn push<const COLUMNS: usize>(&mut self, row: [String; COLUMNS]) {
        self.rows.push(Vec::from(row));
    }

    /// As CSV (RFC 4180) with lines that end with LF; words that a spreadsheet would take for a formula begin with an
    /// apostrophe.
    #[must_use]
    pub fn csv(&self) -> String {
        let lines = std::iter::once(&self.columns).chain(&self.rows);
        lines.map(|cells| cells.iter().map(|cell| csv_cell(cell)).collect::<Vec<_>>().join(",") + "\n").collect()
    }
}

fn csv_cell(cell: &str) -> String {
    let safe = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() };
    if safe.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

/// The words on one line, without anything that a terminal or a form would act upon.
fn plain(words: &str) -> String {
    words.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        let mut table = Table::new(["what", "number"]);
        table.push(["<script>alert(1)</script> | \"x\"".to_owned(), "2".to_owned()]);
        let section = Section::new("A & B")
            .say("first\u{1b}[31m <b>")
            .facts([("who", "O'Hara".to_owned()), ("left out", String::new())])
            .list(["*one*".to_owned()], "none")
            .table(table, "none");
        Page::new("T<i>tle").with_notice(Some("made up".to_owned())).with(section)
    }

    #[test]
    fn nothing_reaches_a_page_as_markup() {
        let html = page().html();
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !html.contains("<script"), "{html}");
        assert!(
            html.contains("<title>T&lt;i&gt;tle</title>") && html.contains("A &amp; B") && html.contains("O&#39;Hara")
        );
        assert!(!html.contains('\u{1b}') && !html.contains("left out") && !html.contains("://"));
        let markdown = page().markdown();
        assert!(
            markdown.contains("\\<script\\>") && markdown.contains("\\| \"x\"") && markdown.contains("- \\*one\\*")
        );
    }

    #[test]
    fn text_is_aligned_and_csv_is_safe_in_a_spreadsheet() {
        assert!(page().text().contains("  who  O'Hara\n"), "{}", page().text());
        let mut table = Table::new(["a", "b"]);
        table.push(["=1".to_owned(), "x, \"y\"".to_owned()]);
        assert_eq!(table.csv(), "a,b\n'=1,\"x, \"\"y\"\"\"\n");
    }
}

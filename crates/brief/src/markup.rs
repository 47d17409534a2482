//! Markup whose text is escaped because nothing else can be written.
//!
//! Not allowed in here: a way to write text that is not escaped; markup itself comes from constants.

/// Markup under construction.
#[derive(Clone, Debug, Default)]
pub(crate) struct Markup(String);

/// Attributes of an element.
pub(crate) type Attributes<'a> = &'a [(&'static str, &'a str)];

impl Markup {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Markup written here in the code.
    pub(crate) fn constant(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Text, escaped.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                // Not allowed in XML at all, and of no meaning in HTML.
                control if control.is_control() && !control.is_whitespace() => self.0.push('\u{fffd}'),
                other => self.0.push(other),
            }
        }
        self
    }

    /// Begins an element.
    pub(crate) fn open(&mut self, name: &'static str, attributes: Attributes<'_>) -> &mut Self {
        self.begin(name, attributes).constant(">")
    }

    /// Ends an element.
    pub(crate) fn close(&mut self, name: &'static str) -> &mut Self {
        self.constant("</").constant(name).constant(">\n")
    }

    /// An element with text in it.
    pub(crate) fn element(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) -> &mut Self {
        self.open(name, attributes).text(text).close(name)
    }

    /// An element of SVG with nothing in it.
    pub(crate) fn shape(&mut self, name: &'static str, attributes: Attributes<'_>) -> &mut Self {
        self.begin(name, attributes).constant("/>\n")
    }

    /// Other markup that was made the same way.
    pub(crate) fn add(&mut self, other: &Self) -> &mut Self {
        self.0.push_str(&other.0);
        self
    }

    pub(crate) fn finish(self) -> String {
        self.0
    }

    fn begin(&mut self, name: &'static str, attributes: Attributes<'_>) -> &mut Self {
        self.constant("<").constant(name);
        for (key, value) in attributes {
            self.constant(" ").constant(key).constant("=\"").text(value).constant("\"");
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        let mut markup = Markup::new();
        markup.element("p", &[("title", "\"><script>")], "a<b>&'\u{1}");
        assert_eq!(markup.finish(), "<p title=\"&quot;&gt;&lt;script&gt;\">a&lt;b&gt;&amp;&#39;\u{fffd}</p>\n");
    }
}

//! The page: one file, no script, nothing from elsewhere. It reads in a browser, in Word and on paper, at any size of letters.
//!
//! Not allowed in here: a sentence about a figure; those are made in `words`.

mod parts;
mod style;

use crate::brief::Brief;
use crate::markup::Markup;
use crate::release::Indicator;
use crate::section::Section;
use crate::words::SYNTHETIC;

impl Brief {
    /// The page, complete in itself.
    #[must_use]
    pub fn html(&self) -> String {
        let mut page = Markup::new();
        page.constant("<!DOCTYPE html>\n").open("html", &[("lang", "en-GB")]).constant("\n");
        self.head(&mut page);
        page.open("body", &[]).constant("\n");
        page.element("a", &[("class", "skip"), ("href", "#main")], "Skip to the content");
        self.banner(&mut page);
        page.open("main", &[("id", "main"), ("tabindex", "-1")]).constant("\n");
        page.element("h1", &[], &self.title());
        self.release_line(&mut page);
        self.short(&mut page);
        for (number, section) in (1..).zip(&self.sections) {
            self.section(&mut page, number, section);
        }
        self.rest(&mut page);
        page.close("main");
        self.footer(&mut page);
        page.close("body").close("html");
        page.finish()
    }

    fn head(&self, page: &mut Markup) {
        page.open("head", &[]).constant("\n<meta charset=\"utf-8\">\n");
        page.constant("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        let stamp = if self.synthetic { "Made-up sample data. " } else { "" };
        page.element("title", &[], &format!("{stamp}{} (release {})", self.title(), self.about.version));
        page.open("meta", &[("name", "author"), ("content", &self.setting.publisher)]).constant("\n");
        page.open("meta", &[("name", "date"), ("content", &self.about.as_of.to_string())]).constant("\n");
        page.constant("<style>\n").constant(style::STYLE).constant("</style>\n");
        page.close("head");
    }

    fn banner(&self, page: &mut Markup) {
        page.open("header", &[]).constant("\n");
        page.element("p", &[("class", "place")], &self.about.place_name);
        if self.synthetic {
            page.open("p", &[("class", "made-up")]).element("strong", &[], SYNTHETIC).close("p");
        }
        page.close("header");
    }

    fn release_line(&self, page: &mut Markup) {
        let about = &self.about;
        let line = format!(
            "Release {}, for the audience {}. Data as of {}. Area {} ({}).",
            about.version, about.audience, about.as_of, self.area.name, self.area.code
        );
        page.element("p", &[("class", "release")], &line);
    }

    fn short(&self, page: &mut Markup) {
        parts::section(page, "in-short", "In short");
        if let Some(first) = self.sections.first() {
            page.element("p", &[("class", "sentence")], &first.sentence);
        }
        for answer in &self.answers {
            page.element("h3", &[], answer.question);
            parts::lines(page, &answer.lines);
        }
        page.close("section");
    }

    fn section(&self, page: &mut Markup, number: usize, section: &Section) {
        let id = format!("measure-{number}");
        parts::section(page, &id, &section.indicator.title);
        // The page's first lines have said it of the first.
        if number > 1 {
            page.element("p", &[("class", "sentence")], &section.sentence);
            for (question, lines) in [
                ("What is the gap?", &section.gap),
                ("How sure are we?", &section.sure),
                ("Is it narrowing?", &section.narrowing),
            ] {
                page.element("h3", &[], question);
                parts::lines(page, lines);
            }
        }
        for (part, shown) in (1..).zip(&section.shown) {
            parts::shown(page, &format!("{id}-{part}"), &self.stem(), shown);
        }
        page.element("h3", &[], "Definition and caveats");
        parts::facts(page, &section.indicator.facts());
        page.close("section");
    }

    fn rest(&self, page: &mut Markup) {
        if let Some(grid) = &self.told.revised {
            parts::section(page, "revised", "Revised since the last release");
            parts::grid(page, "revised-table", grid);
            page.close("section");
        }
        parts::section(page, "hidden", "What is hidden, and why");
        parts::lines(page, &self.hidden);
        parts::marks(page);
        page.close("section");
        parts::section(page, "cite", "Cite this");
        page.element("p", &[("class", "citation")], &self.citation);
        let attribution = self.attribution();
        if !attribution.is_empty() {
            page.element("p", &[], &format!("{attribution}."));
        }
        page.close("section");
    }

    fn footer(&self, page: &mut Markup) {
        page.open("footer", &[]).constant("\n");
        let mut line = format!("{}. Release {}, {}.", self.setting.publisher, self.about.version, self.about.as_of);
        if self.synthetic {
            line.push_str(" Made-up sample data.");
        }
        page.element("p", &[], &line);
        if let Some(contact) = &self.setting.contact {
            let address = format!("mailto:{}", contact.email);
            page.open("p", &[]).text("Questions: ").element(
                "a",
                &[("href", &address)],
                &format!("{}, {}", contact.name, contact.email),
            );
            page.close("p");
        }
        page.close("footer");
    }
}

impl Indicator {
    /// What it is, with the names of the facts.
    pub(crate) fn facts(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("Definition", &self.definition),
            ("Version of the definition", &self.indicator_version),
            ("Why it matters", &self.rationale),
            ("Numerator", &self.numerator),
            ("Denominator", &self.denominator),
            ("Denominator from", &self.denominator_source),
            ("Method", &self.method),
            ("Which way is better", &self.polarity),
            ("Goal", none_if_empty(&self.goal, "none declared")),
            ("Caveats", none_if_empty(&self.caveats, "none declared")),
            ("Protection of people", &self.disclosure_rule),
            ("Sources", &self.sources),
            ("Agreements", none_if_empty(&self.agreements, "none needed: open data")),
        ]
    }
}

fn none_if_empty<'a>(text: &'a str, none: &'static str) -> &'a str {
    if text.is_empty() { none } else { text }
}

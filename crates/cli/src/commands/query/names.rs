//! A name with its title: found by either, or answered with what comes nearest.
//!
//! Not allowed in here: guessing. What is only near is offered and never taken.

use concordat_base::nearest;
use concordat_diagnostics::{Diagnostic, Text, codes};

/// A name for programs and the title that people know.
pub(super) struct Titled {
    name: String,
    title: String,
}

impl From<(String, String)> for Titled {
    fn from((name, title): (String, String)) -> Self {
        Self { name, title }
    }
}

/// So many are offered with their titles.
const OFFERED: usize = 8;
/// Shorter words say nothing of a title.
const SHORTEST_WORD: usize = 3;

/// The known word that was meant: the same, or the same but for capital letters.
pub(super) fn same(typed: &str, known: &[String]) -> Option<String> {
    let typed = typed.trim();
    let exact = known.iter().find(|word| *word == typed);
    exact.or_else(|| known.iter().find(|word| word.to_lowercase() == typed.to_lowercase())).cloned()
}

/// The name that was typed, or whose title was typed.
///
/// # Errors
/// There is none: the nearest, each with its title.
pub(super) fn choose(kind: &'static str, typed: &str, known: &[Titled]) -> Result<String, Diagnostic> {
    let wanted = typed.trim().to_lowercase();
    let found = known.iter().find(|it| it.name.to_lowercase() == wanted || it.title.to_lowercase() == wanted);
    found.map(|it| it.name.clone()).ok_or_else(|| {
        let message = Text::new().say("there is no ").say(kind).say(" ").declared(typed);
        Diagnostic::error(&codes::USAGE, message).help(offer(&wanted, known))
    })
}

fn offer(wanted: &str, known: &[Titled]) -> Text {
    let near = near(wanted, known);
    if near.is_empty() {
        let names = Text::new().say("Known: ").list(known.iter().map(|it| it.name.as_str()));
        return if known.is_empty() { Text::new().say("There are none.") } else { names };
    }
    let mut text = Text::new().say("The nearest: ");
    for (place, it) in near.into_iter().take(OFFERED).enumerate() {
        text = text.say(if place == 0 { "" } else { "; " }).declared(&it.name).say(" (").declared(&it.title).say(")");
    }
    text
}

/// The one that is nearest by its letters, then those whose name or title has most of the words typed.
fn near<'known>(wanted: &str, known: &'known [Titled]) -> Vec<&'known Titled> {
    let by_letters = nearest(wanted, known.iter().flat_map(|it| [it.name.as_str(), it.title.as_str()]));
    let is_first = |it: &&Titled| by_letters.is_some_and(|near| near == it.name || near == it.title);
    let words: Vec<&str> =
        wanted.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() >= SHORTEST_WORD).collect();
    let score = |it: &Titled| {
        let text = format!("{} {}", it.name, it.title).to_lowercase();
        words.iter().filter(|word| text.contains(**word)).count()
    };
    let most = known.iter().map(score).max().unwrap_or(0);
    let first = known.iter().filter(is_first);
    let by_words = known.iter().filter(|it| most > 0 && score(it) == most && !is_first(it));
    first.chain(by_words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<Titled> {
        let pairs = [
            ("good-level-of-development-fsm", "School readiness of children eligible for free school meals"),
            ("smoking-at-delivery", "Mothers who smoke when their child is born"),
            ("year-6-overweight", "Children in year 6 who are overweight"),
        ];
        pairs.map(|(name, title)| Titled::from((name.to_owned(), title.to_owned()))).into()
    }

    #[test]
    fn a_name_and_a_title_are_found_in_any_case() {
        assert_eq!(choose("indicator", "SMOKING-at-delivery ", &known()).ok().as_deref(), Some("smoking-at-delivery"));
        let title = "mothers who smoke when their child is born";
        assert_eq!(choose("indicator", title, &known()).ok().as_deref(), Some("smoking-at-delivery"));
    }

    #[test]
    fn words_of_a_title_and_slips_of_the_pen_are_answered_with_name_and_title() {
        let help = |typed| choose("indicator", typed, &known()).err().and_then(|it| it.help).unwrap_or_default();
        let by_words = help("school readiness");
        assert!(by_words.as_str().starts_with("The nearest: 'good-level-of-development-fsm' ('School"), "{by_words:?}");
        assert!(!by_words.as_str().contains("smoking"), "{by_words:?}");
        assert!(help("smoking-at-delivry").as_str().contains("'smoking-at-delivery' ('Mothers"));
        let nothing = help("zz");
        assert!(nothing.as_str().starts_with("Known: 'good-level"), "{nothing:?}");
    }

    #[test]
    fn capital_letters_and_blanks_do_not_matter() {
        let known = ["King's Lynn", "eston"].map(str::to_owned);
        assert_eq!(same(" KING'S lynn", &known).as_deref(), Some("King's Lynn"));
        assert_eq!(same("x' OR '1'='1", &known), None);
    }
}

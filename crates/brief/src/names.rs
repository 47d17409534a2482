//! Names that people type: the right one, or an error with the nearest.
//!
//! Not allowed in here: guessing. A name that is only near is never taken.

use std::fmt;

use crate::error::BriefError;

/// What a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A mission.
    Mission,
    /// An area, by code or name.
    Area,
    /// An audience.
    Audience,
    /// A version of a release.
    Release,
}

impl fmt::Display for What {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Mission => "mission",
            Self::Area => "area",
            Self::Audience => "audience",
            Self::Release => "release",
        })
    }
}

/// So many names are listed in full.
const FEW: usize = 6;
/// Shorter words say nothing.
const SHORTEST_WORD: usize = 3;
/// So many of the nearest are named.
const NEAREST: usize = 3;

/// The offered name that equals what was asked for, in whatever case.
///
/// # Errors
///
/// There is none: the error lists the nearest, or all where they are few.
pub fn choose<'a>(what: What, asked: &str, offered: &[&'a str]) -> Result<&'a str, BriefError> {
    let same = |name: &&&str| name.to_lowercase() == asked.trim().to_lowercase();
    match offered.iter().find(same) {
        Some(name) => Ok(name),
        None => Err(BriefError::Unknown { what, asked: asked.to_owned(), offer: offer(asked, offered) }),
    }
}

/// The offered name that equals what was asked for, or whose words do; each comes with a text that people know it by.
///
/// # Errors
///
/// There is none: the error lists those whose words fit best, or the nearest.
pub(crate) fn choose_by_words<'a>(
    what: What,
    asked: &str,
    offered: &[(&'a str, String)],
) -> Result<&'a str, BriefError> {
    let wanted = asked.trim().to_lowercase();
    let names: Vec<&str> = offered.iter().map(|(name, _)| *name).collect();
    if choose(what, asked, &names).is_ok() {
        return choose(what, asked, &names);
    }
    let words: Vec<&str> =
        wanted.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() >= SHORTEST_WORD).collect();
    let score = |text: &str| words.iter().filter(|word| text.to_lowercase().contains(**word)).count();
    let most = offered.iter().map(|(_, text)| score(text)).max().unwrap_or(0);
    let near = offered.iter().filter(|(_, text)| most > 0 && score(text) == most);
    let near: Vec<String> = near.map(|(name, _)| format!("`{name}`")).collect();
    let is_slip = |name: &&str| distance(&wanted, &name.to_lowercase()) <= name.chars().count() / 3;
    if near.is_empty() || near.len() > FEW || offered.len() <= FEW || names.iter().any(is_slip) {
        return choose(what, asked, &names);
    }
    let offer = format!("the nearest by its words: {}", near.join(", "));
    Err(BriefError::Unknown { what, asked: asked.to_owned(), offer })
}

fn offer(asked: &str, offered: &[&str]) -> String {
    if offered.is_empty() {
        return "there are none".to_owned();
    }
    let list = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if offered.len() <= FEW {
        return format!("there are {}", list(offered));
    }
    let asked = asked.to_lowercase();
    let mut near: Vec<&str> = offered.to_vec();
    near.sort_by_key(|name| (distance(&asked, &name.to_lowercase()), (*name).to_owned()));
    near.dedup();
    near.truncate(NEAREST);
    format!("the nearest are {}", list(&near))
}

/// Edits between two names; a part of a name is nearer than another name of the same length.
fn distance(asked: &str, name: &str) -> usize {
    let part = !asked.is_empty() && name.contains(asked);
    if part { 0 } else { strsim::damerau_levenshtein(asked, name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_are_named() {
        let offered = ["start-well-gap", "start-well-prospects", "a", "b", "c", "d", "e", "live-well-places"];
        assert_eq!(choose(What::Mission, "START-WELL-GAP ", &offered).ok(), Some("start-well-gap"));
        let error = choose(What::Mission, "start-wel-gap", &offered).err().map(|error| error.to_string());
        let said = error.unwrap_or_default();
        assert!(said.starts_with("there is no mission `start-wel-gap`; the nearest are `start-well-gap`"), "{said}");
        let texts = offered.map(|name| (name, if name == "b" { "School readiness at age 5" } else { name }.to_owned()));
        let error = choose_by_words(What::Mission, "readiness for school", &texts).err().map(|error| error.to_string());
        assert_eq!(error.as_deref(), Some("there is no mission `readiness for school`; the nearest by its words: `b`"));
        assert_eq!(choose_by_words(What::Mission, "Live-Well-Places", &texts).ok(), Some("live-well-places"));
        let few = choose(What::Audience, "publik", &["public", "board"]).err().map(|error| error.to_string());
        assert_eq!(few.as_deref(), Some("there is no audience `publik`; there are `public`, `board`"));
    }
}

//! Ids that are made from names.
//!
//! Not allowed in here: two names with one id.

use concordat_base::Name;

/// Longest id that is made; files and folders are named by it.
const LONGEST: usize = 60;

/// The id of a name: `St Mary's & Friends` is `st-marys-and-friends`. `what` stands in front of one that does not begin with a
/// letter, and for one of which nothing is left.
pub(crate) fn of(name: &str, what: &str) -> String {
    let spoken = name.replace('&', " and ").to_lowercase();
    let letters = spoken.chars().filter(|letter| !matches!(letter, '\'' | '\u{2019}' | '.'));
    let plain: String = letters.map(bare).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let joined = words.join("-");
    let id = match joined.starts_with(|first: char| first.is_ascii_lowercase()) {
        true => joined,
        false => format!("{what}-{joined}"),
    };
    let short: String = id.chars().take(LONGEST).collect();
    let short = short.trim_end_matches('-');
    Name::new(short).map_or_else(|_| what.to_owned(), |name| name.to_string())
}

/// A letter without its accent, of those that names here have; anything else that is no letter or digit is a gap.
fn bare(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ä' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ŵ' => 'w',
        'ŷ' | 'ÿ' => 'y',
        letter if letter.is_ascii_alphanumeric() => letter,
        _ => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ids() {
        assert_eq!(of("St Mary's & Friends", "party"), "st-marys-and-friends");
        assert_eq!(of("Ynys Môn", "place"), "ynys-mon");
        assert_eq!(of("42nd Street", "party"), "party-42nd-street");
        assert_eq!(of("東京", "place"), "place");
        assert_eq!(of(&"long name ".repeat(20), "party").len(), 59);
    }
}

//! Names of people in one form, however they were written, and how a family name sounds.
//!
//! Not allowed in here: dates and places.

use unicode_normalization::UnicodeNormalization as _;

/// Forms of address that are written before a given name.
const TITLES: [&str; 15] = [
    "MR",
    "MRS",
    "MS",
    "MISS",
    "MX",
    "DR",
    "MASTER",
    "PROF",
    "PROFESSOR",
    "REV",
    "REVD",
    "SIR",
    "DAME",
    "LADY",
    "LORD",
];

/// Words that belong to the part of a family name behind them.
const PARTICLES: [&str; 28] = [
    "AL", "AP", "BEN", "BIN", "BINT", "DA", "DAS", "DE", "DEL", "DELLA", "DEN", "DER", "DI", "DO", "DOS", "DU", "EL",
    "FITZ", "IBN", "LA", "LE", "MAC", "MC", "O", "ST", "TER", "VAN", "VON",
];

/// What is written where nobody knows the name.
const NOT_NAMES: [&str; 16] = [
    "UNKNOWN",
    "NOTKNOWN",
    "NK",
    "NA",
    "NOTAPPLICABLE",
    "NOTGIVEN",
    "NOTSTATED",
    "NONE",
    "NULL",
    "ANON",
    "ANONYMOUS",
    "BABY",
    "INFANT",
    "TEST",
    "XX",
    "XXX",
];

/// The given name: forms of address taken off, and the first word that is left. `Mary Jane` is MARY, `Jean-Luc` JEANLUC.
pub(crate) fn given(text: &str) -> Option<String> {
    let words: Vec<String> = text.split_whitespace().map(letters).filter(|word| !word.is_empty()).collect();
    if is_not_a_name(&words.concat()) {
        return None;
    }
    let after_titles = words.iter().position(|word| !TITLES.contains(&word.as_str()))?;
    Some(words[after_titles].clone()).filter(|name| !is_not_a_name(name))
}

/// The family name: all of its letters. `Smith-Jones` and `Smith Jones` are one, and so are `O'Brien` and `O Brien`.
pub(crate) fn family(text: &str) -> Option<String> {
    Some(letters(text)).filter(|name| !name.is_empty() && !is_not_a_name(name))
}

/// The first part of a family name, with the small words before it: of `Smith-Jones` SMITH, of `van der Berg` VANDERBERG.
pub(crate) fn first_part(text: &str) -> String {
    let parts = text.split(|letter: char| letter.is_whitespace() || matches!(letter, '-' | '\u{2010}'..='\u{2015}'));
    let mut first = String::new();
    for part in parts.map(letters).filter(|part| !part.is_empty()) {
        first.push_str(&part);
        if !PARTICLES.contains(&part.as_str()) {
            break;
        }
    }
    first
}

fn is_not_a_name(joined: &str) -> bool {
    NOT_NAMES.contains(&joined)
}

/// Upper-case letters A to Z alone: accents are taken off, and letters that have none to take off are written out.
pub(crate) fn letters(text: &str) -> String {
    text.nfkd().flat_map(char::to_uppercase).fold(String::with_capacity(text.len()), |mut plain, letter| {
        match letter {
            'A'..='Z' => plain.push(letter),
            'Æ' => plain.push_str("AE"),
            'Œ' => plain.push_str("OE"),
            'Ø' => plain.push('O'),
            'Ł' => plain.push('L'),
            'Đ' | 'Ð' => plain.push('D'),
            'Þ' => plain.push_str("TH"),
            'ẞ' => plain.push_str("SS"),
            'Ħ' => plain.push('H'),
            _ => {}
        }
        plain
    })
}

/// American Soundex (United States National Archives, "The Soundex Indexing System"): the first letter and three digits for
/// the sounds that follow. H and W do not part two letters of one sound, vowels do.
pub(crate) fn soundex(letters: &str) -> String {
    let mut code: String = letters.chars().take(1).collect();
    let mut last = letters.chars().next().and_then(sound);
    for letter in letters.chars().skip(1).filter(|letter| !matches!(letter, 'H' | 'W')) {
        let digit = sound(letter);
        if let Some(digit) = digit.filter(|_| digit != last) {
            code.push(digit);
        }
        last = digit;
    }
    code.chars().chain("000".chars()).take(4).collect()
}

fn sound(letter: char) -> Option<char> {
    match letter {
        'B' | 'F' | 'P' | 'V' => Some('1'),
        'C' | 'G' | 'J' | 'K' | 'Q' | 'S' | 'X' | 'Z' => Some('2'),
        'D' | 'T' => Some('3'),
        'L' => Some('4'),
        'M' | 'N' => Some('5'),
        'R' => Some('6'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Examples of the National Archives' page.
    #[test]
    fn soundex_is_that_of_the_national_archives() {
        for (name, code) in [
            ("Washington", "W252"),
            ("Lee", "L000"),
            ("Gutierrez", "G362"),
            ("Pfister", "P236"),
            ("Jackson", "J250"),
            ("Tymczak", "T522"),
            ("Ashcraft", "A261"),
        ] {
            assert_eq!(soundex(&letters(name)), code, "{name}");
        }
    }

    #[test]
    fn ways_of_writing_a_given_name_are_one() {
        for (written, name) in [
            ("José", "JOSE"),
            ("  jose\u{301} ", "JOSE"),
            ("Mrs. Mary Jane", "MARY"),
            ("Jean-Luc", "JEANLUC"),
            ("Søren", "SOREN"),
            ("Ｍａｒｙ", "MARY"),
            ("D'Arcy", "DARCY"),
        ] {
            assert_eq!(given(written).as_deref(), Some(name), "{written}");
        }
        for nobody in ["", " - ", "Mr", "Not known", "UNKNOWN", "Baby", "123", "李"] {
            assert_eq!(given(nobody), None, "{nobody}");
        }
    }

    #[test]
    fn ways_of_writing_a_family_name_are_one() {
        for (one, other) in [
            ("O'Brien", "o brien"),
            ("Smith-Jones", "SMITH JONES"),
            ("Strauß", "Strauss"),
            ("Łukasz", "lukasz"),
            ("van der Berg", "Van Der-Berg"),
            ("O’Neill", "ONeill"),
        ] {
            assert_eq!(family(one), family(other), "{one} {other}");
        }
        assert_eq!(family("Unknown"), None);
        assert_ne!(family("Smith-Jones"), family("Smith"));
        for (written, first) in
            [("Smith-Jones", "SMITH"), ("Smith Jones", "SMITH"), ("van der Berg", "VANDERBERG"), ("O Brien", "OBRIEN")]
        {
            assert_eq!(first_part(written), first);
        }
    }
}

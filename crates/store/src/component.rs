//! Names of folders made from ids and labels, so that they can be written on every system, stay
//! short, and can be turned back. Not allowed here: touching the disk.
//!
//! Small letters, digits, `-`, `_` and inner dots stay. A capital letter becomes `+` and its small
//! form, because Windows takes `Q1` and `q1` for the same name. Every other byte becomes `~` and two
//! hexadecimal digits (`2024/25` is `2024~2f25`), as do a first or last dot and the first letter of
//! a name that Windows keeps for devices. An empty name is a lone `~`.

/// Names that Windows keeps for devices, with any ending behind a dot.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The name of a file or folder for an id or label; [`original_component`] turns it back.
#[must_use]
pub fn safe_component(label: &str) -> String {
    if label.is_empty() {
        return "~".to_owned();
    }
    let last = label.len() - 1;
    let device = is_device(label);
    let mut name = String::with_capacity(label.len() + 4);
    for (position, byte) in label.bytes().enumerate() {
        let at_the_edge = position == 0 || position == last;
        match byte {
            _ if device && position == 0 => push_hexadecimal(&mut name, byte),
            b'.' if at_the_edge => push_hexadecimal(&mut name, byte),
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => name.push(char::from(byte)),
            b'A'..=b'Z' => name.extend(['+', char::from(byte.to_ascii_lowercase())]),
            _ => push_hexadecimal(&mut name, byte),
        }
    }
    name
}

/// The id or label from which [`safe_component`] made a name; `None` for a name it never makes.
#[must_use]
pub fn original_component(name: &str) -> Option<String> {
    if name == "~" {
        return Some(String::new());
    }
    let mut label = Vec::with_capacity(name.len());
    let mut rest = name.bytes();
    while let Some(byte) = rest.next() {
        label.push(match byte {
            b'~' => hexadecimal(rest.next()?)? * 16 + hexadecimal(rest.next()?)?,
            b'+' => rest.next()?.to_ascii_uppercase(),
            plain => plain,
        });
    }
    let label = String::from_utf8(label).ok()?;
    (safe_component(&label) == name).then_some(label)
}

fn push_hexadecimal(name: &mut String, byte: u8) {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    name.extend(['~', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
}

fn hexadecimal(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

fn is_device(label: &str) -> bool {
    let stem = label.split('.').next().unwrap_or(label);
    if DEVICES.contains(&stem) {
        return true;
    }
    let numbered = stem.strip_prefix("com").or(stem.strip_prefix("lpt"));
    numbered.is_some_and(|number| number.len() == 1 && number.as_bytes()[0].is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_become_names_that_every_system_can_write() {
        let cases = [
            ("2024/25", "2024~2f25"),
            ("2024-Q1", "2024-+q1"),
            ("2026-11-22.1", "2026-11-22.1"),
            ("south-tees", "south-tees"),
            ("..", "~2e~2e"),
            ("a.", "a~2e"),
            ("", "~"),
            ("con", "~63on"),
            ("nul.csv", "~6eul.csv"),
            ("com1", "~63om1"),
            ("company", "company"),
            ("a b:c\\d", "a~20b~3ac~5cd"),
            ("é", "~c3~a9"),
        ];
        for (label, name) in cases {
            assert_eq!(safe_component(label), name);
            assert_eq!(original_component(name).as_deref(), Some(label));
        }
    }

    #[test]
    fn names_that_were_never_made_here_do_not_turn_back() {
        for name in ["~2", "~zz", "+", "+1", "~61", ".tmp-1-1", "A", "~ff"] {
            assert_eq!(original_component(name), None, "{name}");
        }
    }
}

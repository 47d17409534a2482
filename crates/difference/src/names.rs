//! Names as people type them: found without regard to case, or answered with the nearest.
//!
//! Not allowed in here: a guess that is followed without being asked.

/// The name that was typed, as the releases write it.
pub(crate) fn same<'known>(typed: &str, known: &[&'known str]) -> Option<&'known str> {
    let exact = known.iter().find(|name| **name == typed);
    exact.or_else(|| known.iter().find(|name| name.eq_ignore_ascii_case(typed))).copied()
}

/// Each of some words once, in the order in which they come; empty ones are left out.
pub(crate) fn once<'text>(words: impl IntoIterator<Item = &'text str>) -> Vec<&'text str> {
    let mut kept: Vec<&str> = Vec::new();
    for word in words {
        if !word.is_empty() && !kept.contains(&word) {
            kept.push(word);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_any_case() {
        assert_eq!(same("middlesbrough", &["Middlesbrough"]), Some("Middlesbrough"));
    }
}

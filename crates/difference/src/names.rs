//! Names as people type them: found without regard to case, or answered with the nearest.
//!
//! Not allowed in here: a guess that is followed without being asked.

/// The name that was typed, as the releases write it.
pub(crate) fn same<'known>(typed: &str, known: &[&'known str]) -> Option<&'known str> {
    let exact = known.iter().find(|name| **name == typed);
    exact.or_else(|| known.iter().find(|name| name.eq_ignore_ascii_case(typed))).copied()
}

/// The name that may have been meant: at most a third of its letters off.
pub(crate) fn nearest(typed: &str, known: &[String]) -> Option<String> {
    let typed = typed.to_lowercase();
    let distance = |name: &String| strsim::damerau_levenshtein(&typed, &name.to_lowercase());
    let near = known.iter().map(|name| (distance(name), name));
    let near = near.filter(|(distance, name)| *distance <= name.chars().count().max(3) / 3);
    near.min().map(|(_, name)| name.clone())
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
    fn a_slip_of_the_pen_finds_its_name_and_nonsense_finds_none() {
        let known = ["Middlesbrough", "Redcar and Cleveland"].map(str::to_owned);
        assert_eq!(nearest("midlesbrough", &known).as_deref(), Some("Middlesbrough"));
        assert_eq!(nearest("zzz", &known), None);
        assert_eq!(same("middlesbrough", &["Middlesbrough"]), Some("Middlesbrough"));
    }
}

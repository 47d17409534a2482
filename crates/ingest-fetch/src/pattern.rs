//! File names, as sources declare them.
//!
//! Not allowed in here: a file.

/// Whether a name fits a pattern in which `*` stands for any run of characters.
pub(crate) fn fits(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = name.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        // The leftmost place for each part leaves the most room for those behind it.
        let Some(position) = rest.find(part) else { return false };
        rest = &rest[position + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_stands_for_any_run_of_characters() {
        for (pattern, name) in
            [("*.csv", "a.csv"), ("a*", "a"), ("a*b*c", "axbxbxc"), ("*", ""), ("a.csv", "a.csv"), ("*ab", "aab")]
        {
            assert!(fits(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [
            ("*.csv", "a.csv.part"),
            ("a*a", "a"),
            ("a.csv", "a.csv2"),
            ("a*b*c", "acb"),
            ("", "a"),
            ("*.csv", "aXcsv"),
        ] {
            assert!(!fits(pattern, name), "{pattern} {name}");
        }
    }
}

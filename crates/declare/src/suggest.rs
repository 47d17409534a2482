//! The nearest name to one that nothing has.
//!
//! Not allowed in here: names taken from data.

/// The candidate nearest to `wanted`, when it is near enough to be a slip of the pen.
#[must_use]
pub fn nearest<'name>(wanted: &str, candidates: impl IntoIterator<Item = &'name str>) -> Option<&'name str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&wanted.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.chars().count().max(3) / 3)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_pen_finds_its_word_and_nonsense_finds_none() {
        assert_eq!(nearest("purpoes", ["parties", "purposes"]), Some("purposes"));
        assert_eq!(nearest("zzz", ["parties", "purposes"]), None);
    }
}

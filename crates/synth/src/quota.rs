//! Whole numbers that add up: shares of a total by largest remainder, and percentages turned into counts of children.
//! Pure arithmetic on integers; it knows no file and no chance.

/// Splits `total` in proportion to `weights`, so that the parts add up to it (largest remainder; ties to the earlier).
/// All parts are zero when every weight is.
pub(crate) fn apportion(total: u64, weights: &[u64]) -> Vec<u64> {
    let sum: u64 = weights.iter().sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let mut parts: Vec<u64> = weights.iter().map(|weight| total * weight / sum).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|place| (std::cmp::Reverse(total * weights[*place] % sum), *place));
    let short = total - parts.iter().sum::<u64>();
    for place in order.into_iter().zip(0..short).map(|(place, _)| place) {
        parts[place] += 1;
    }
    parts
}

/// `numerator / denominator` to the nearest whole number, halves up; zero for a zero denominator.
pub(crate) fn rounded_quotient(numerator: u64, denominator: u64) -> u64 {
    if denominator == 0 { 0 } else { (2 * numerator + denominator) / (2 * denominator) }
}

/// The count out of `whole` that is nearest to a percentage given in tenths of a percent.
pub(crate) fn nearest_count(whole: u64, percent_tenths: u64) -> u64 {
    rounded_quotient(whole * percent_tenths, 1000)
}

/// A percentage in tenths of a percent, rounded as published figures are (halves up).
pub(crate) fn percent_tenths(part: u64, whole: u64) -> u64 {
    rounded_quotient(part * 1000, whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_and_follow_the_weights() {
        assert_eq!(apportion(10, &[1, 1, 1]), vec![4, 3, 3]);
        assert_eq!(apportion(7, &[0, 5, 9]), vec![0, 3, 4]);
        assert_eq!(apportion(5, &[0, 0]), vec![0, 0]);
    }

    #[test]
    fn percentages_round_halves_up() {
        assert_eq!(nearest_count(2020, 639), 1291);
        assert_eq!(percent_tenths(1290, 2020), 639);
        assert_eq!(percent_tenths(1, 8), 125);
        assert_eq!(rounded_quotient(5, 2), 3);
        assert_eq!(rounded_quotient(5, 0), 0);
    }
}

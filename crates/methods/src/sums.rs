//! Sums that do not depend on the order of their terms, to the last bit.
//!
//! Not allowed here: anything but adding up.

/// Terms that are sorted on the stack; age bands are 18 to 21.
const ON_THE_STACK: usize = 32;

/// 1.5 times 2^52.
const NO_FRACTION: f64 = 6_755_399_441_055_744.0;

/// Adds up from the smallest term to the largest, with the rounding of each step carried along (Neumaier 1974).
///
/// Whole numbers are added as they come: below 2^53 their sum is exact in any order.
pub(crate) fn ordered_sum<T>(items: &[T], term: impl Fn(&T) -> f64) -> f64 {
    let mut plain = 0.0;
    let mut whole = true;
    for item in items {
        let number = term(item);
        // Above this addend a double has no room for a fraction.
        whole &= (number + NO_FRACTION) - NO_FRACTION == number;
        plain += number;
    }
    if whole && plain.abs() < 9e15 {
        return plain;
    }
    if items.len() <= ON_THE_STACK {
        let mut buffer = [0.0; ON_THE_STACK];
        for (place, item) in buffer.iter_mut().zip(items) {
            *place = term(item);
        }
        sorted_sum(&mut buffer[..items.len()])
    } else {
        sorted_sum(&mut items.iter().map(term).collect::<Vec<f64>>())
    }
}

/// As [`ordered_sum`], of numbers; they come back sorted.
pub(crate) fn sorted_sum(terms: &mut [f64]) -> f64 {
    terms.sort_unstable_by(f64::total_cmp);
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    for term in terms {
        let next = sum + *term;
        lost += if sum.abs() >= term.abs() { (sum - next) + *term } else { (*term - next) + sum };
        sum = next;
    }
    // An infinite sum has a lost part that is no number.
    if lost.is_finite() { sum + lost } else { sum }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_terms_beside_large_ones_are_not_lost() {
        assert_eq!(ordered_sum(&[1e16, 0.25, -1e16, 0.5], |term| *term), 0.75);
        assert_eq!(ordered_sum(&[0.1; 10], |term| *term), 1.0);
        assert_eq!(ordered_sum(&[], |term: &f64| *term), 0.0);
    }

    #[test]
    fn long_and_short_lists_agree() {
        let terms: Vec<f64> = (1..=64).map(|n| 1.0 / f64::from(n)).collect();
        let halves = ordered_sum(&terms[..32], |term| *term) + ordered_sum(&terms[32..], |term| *term);
        assert!((ordered_sum(&terms, |term| *term) - halves).abs() < 1e-15);
    }
}

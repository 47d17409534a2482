//! The hundred points along a funnel at which its limits are drawn.
//!
//! Not allowed here: limits.

/// How many points a funnel has.
const POINTS: u32 = 100;

/// First and last place of an axis over sizes: the last is the largest size and a twentieth more, rounded up to two
/// digits; the first is 1, or in a funnel whose largest area is at most twice its smallest the smallest size less a
/// twentieth, rounded down to one digit.
pub(super) fn ends(sizes: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let largest = sizes.clone().fold(0.0, f64::max);
    let smallest = sizes.fold(f64::INFINITY, f64::min);
    let last = round_to_digits(largest * 1.05, 2, libm::ceil);
    let first = if largest <= 2.0 * smallest { round_to_digits(smallest * 0.95, 1, libm::floor) } else { 1.0 };
    (first.max(1.0), last.max(1.0))
}

fn round_to_digits(number: f64, digits: i32, round: fn(f64) -> f64) -> f64 {
    if number <= 0.0 {
        return number;
    }
    let place = libm::floor(libm::log10(number)) - f64::from(digits - 1);
    // Powers of ten from 1 up are exact; below 1 the axis starts at 1 anyway.
    let unit = if place >= 0.0 { libm::pow(10.0, place) } else { 1.0 };
    round(number / unit) * unit
}

/// Whole numbers from the first place on, each at least one more than the one before, spaced so that the last place
/// comes after `steps` points.
pub(super) fn points(first: f64, last: f64, steps: u32) -> Vec<f64> {
    let mut points = vec![first];
    let mut at = first;
    for point in 1..POINTS {
        let ratio = libm::pow(last / at, 1.0 / f64::from(steps - point));
        at = libm::floor(at * ratio + 0.5).max(at + 1.0);
        points.push(at);
    }
    points
}

/// The number of steps that ends at the last place.
pub(super) const TO_THE_LAST: u32 = POINTS;

/// The number of steps that would need one point more: an axis of observed events stops one short of it.
pub(super) const ONE_SHORT: u32 = POINTS + 1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_round_and_around_the_areas() {
        assert_eq!(ends([104.0, 8136.0].into_iter()), (1.0, 8600.0));
        assert_eq!(ends([1019.0, 1900.0].into_iter()), (900.0, 2000.0));
        assert_eq!(ends([0.2, 0.3].into_iter()), (1.0, 1.0));
    }

    #[test]
    fn points_are_whole_and_rise() {
        for (first, last) in [(1.0, 8600.0), (900.0, 2000.0), (1.0, 1.0), (1.0, 1e7)] {
            let points = points(first, last, TO_THE_LAST);
            assert_eq!(points.len(), 100);
            assert!(points.windows(2).all(|pair| pair[1] >= pair[0] + 1.0));
            assert!(points.iter().all(|point| point.fract() == 0.0));
        }
    }
}

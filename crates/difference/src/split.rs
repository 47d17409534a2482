//! The exact split of a change in a formula among what it is made of, by the mean over all orders.
//!
//! Not allowed in here: a word of what the factors stand for.

/// The values that a formula takes.
pub(crate) type Factors<const N: usize> = [f64; N];

/// The part of each factor in `f(new) - f(old)`: they add up to it, and exchanging old and new only turns their signs.
///
/// The part of a factor is the mean of its step over all orders in which the factors go from old to new (Das Gupta 1993
/// for two; Shapley 1953). A factor that did not change has no part.
pub(crate) fn split<const N: usize>(
    old: &Factors<N>,
    new: &Factors<N>,
    formula: impl Fn(&Factors<N>) -> f64,
) -> Factors<N> {
    let at = |chosen: usize| -> f64 {
        let mixed: Factors<N> =
            std::array::from_fn(|factor| if chosen >> factor & 1 == 1 { new[factor] } else { old[factor] });
        formula(&mixed)
    };
    std::array::from_fn(|factor| {
        if old[factor] == new[factor] {
            return 0.0;
        }
        let without = (0..1usize << N).filter(|chosen| chosen >> factor & 1 == 0);
        without.map(|chosen| weight(chosen.count_ones(), N) * (at(chosen | 1 << factor) - at(chosen))).sum()
    })
}

/// The share of orders in which exactly `before` given factors come first: `before! (n - before - 1)! / n!`.
fn weight(before: u32, factors: usize) -> f64 {
    let factorial = |number: usize| -> f64 { (1..=number).fold(1.0, |product, next| product * small(next)) };
    let before = before as usize;
    factorial(before) * factorial(factors - before - 1) / factorial(factors)
}

fn small(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rate([count, denominator]: &Factors<2>) -> f64 {
        100.0 * count / denominator
    }

    #[test]
    fn two_factors_follow_the_formula_of_das_gupta() {
        let [numerator, denominator] = split(&[562.0, 1054.0], &[602.0, 1114.0], rate);
        let mean_of_inverses = (1.0 / 1054.0 + 1.0 / 1114.0) / 2.0;
        assert!((numerator - 100.0 * 40.0 * mean_of_inverses).abs() < 1e-12);
        assert!((denominator - 100.0 * (1.0 / 1114.0 - 1.0 / 1054.0) * 582.0).abs() < 1e-12);
    }

    #[test]
    fn of_two_populations_the_worked_example_of_the_manual_is_met() {
        // A rate as a product of two factors: the mean of one factor times the step of the other.
        let product = |[first, second]: &Factors<2>| first * second;
        assert_eq!(split(&[2.0, 10.0], &[3.0, 14.0], product), [12.0, 10.0]);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_turn_with_their_order(
            old in prop::array::uniform4(1.0f64..5000.0),
            new in prop::array::uniform4(1.0f64..5000.0),
        ) {
            let formula = |[count, denominator, scale, other]: &Factors<4>| scale * count / denominator - other;
            let parts = split(&old, &new, formula);
            let change = formula(&new) - formula(&old);
            let size = formula(&new).abs().max(formula(&old).abs()).max(1.0)
                * new.iter().chain(&old).fold(1.0, |most: f64, one| most.max(*one));
            prop_assert!((parts.iter().sum::<f64>() - change).abs() <= 1e-9 * size);
            let back = split(&new, &old, formula);
            for (there, back) in parts.iter().zip(back) {
                prop_assert!((there + back).abs() <= 1e-9 * size);
            }
        }
    }
}

//! Whatever changes, parts add up to the printed change and rounding stays small.
//!
//! Not allowed in here: a case picked by hand.

use concordat_difference::PartKind;
use proptest::prelude::*;

use crate::made_up::{earlier, later, rate, share};

fn printed(count: u32, denominator: u32, multiplier: f64) -> String {
    format!("{:.1}", (multiplier * f64::from(count) / f64::from(denominator) * 10.0).round() / 10.0)
}

proptest! {
    #[test]
    fn shares_add_up(old in 20u32..5000, new in 20u32..5000, first in 0.0f64..1.0, second in 0.0f64..1.0) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a few thousand")]
        let part = |of: u32, share: f64| (f64::from(of) * share) as u32;
        let (old_count, new_count) = (part(old, first), part(new, second));
        let before = earlier(&[share(&printed(old_count, old, 100.0), old_count, old)]);
        let after = later(&[share(&printed(new_count, new, 100.0), new_count, new)]);
        // `since` asserts that parts add up, unit by unit.
        let told = after.extract("made-up-school", "2022/23", "b2").since(&before);
        prop_assert!(told.parts.iter().all(|part| part.part != PartKind::Error), "{}", told.sentence);
        let rounding = told.parts.iter().filter(|part| part.part == PartKind::Rounding);
        prop_assert!(rounding.into_iter().all(|part| part.change.units().abs() <= 2), "{}", told.sentence);
    }

    #[test]
    fn rates_add_up(counts in (0u32..9000, 0u32..9000), people in (1000u32..300_000, 1000u32..300_000)) {
        let before = earlier(&[rate(&printed(counts.0, people.0, 1000.0), counts.0, people.0)]);
        let after = later(&[rate(&printed(counts.1, people.1, 1000.0), counts.1, people.1)]);
        let after = after.extract("made-up-incidents", "2022/23", "c2").extract("made-up-population", "2020", "d2");
        let told = after.since(&before);
        prop_assert!(told.parts.iter().all(|part| part.part != PartKind::Error), "{}", told.sentence);
        // A part has the sign of what it is from.
        for part in &told.parts {
            let up = match part.part {
                PartKind::Numerator => counts.1 > counts.0,
                PartKind::Denominator => people.1 < people.0,
                _ => continue,
            };
            prop_assert!(if up { part.change.units() >= 0 } else { part.change.units() <= 0 }, "{}", told.sentence);
        }
    }
}

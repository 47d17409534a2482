//! Work for the benchmark of the methods: so many results of one kind, from made-up counts, with nothing kept.
//!
//! Not allowed here: a clock. `tests/bench/methods.sh` builds this for release and measures its processor time.
//!
//! Usage: `speed dsr|proportion|rate|life|none COUNT`. Prints how many results it gave and a sum that must not change.

#![expect(clippy::print_stdout, reason = "an example tells its result")]

use concordat_methods::{
    Confidence, Counts, DirectStandardisation, EUROPEAN_STANDARD_POPULATION_2013, EventTotal, LIFE_TABLE_AGES,
    LifeBand, Outcome, Stratum, life_table, proportion, rate,
};

/// Made-up numbers that are the same on every system: a linear congruential generator.
struct MadeUp(u64);

impl MadeUp {
    /// A whole number below the limit.
    fn below(&mut self, limit: u32) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let upper = (self.0 >> 32) as u32;
        f64::from(upper % limit)
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().unwrap_or_default();
    let count: usize = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(1_000);
    let mut made_up = MadeUp(1);
    let sum: f64 = match what.as_str() {
        "dsr" => (0..count).map(|_| standardised(&mut made_up)).sum(),
        "proportion" => (0..count).map(|_| share(&mut made_up)).sum(),
        "rate" => (0..count).map(|_| crude(&mut made_up)).sum(),
        "life" => (0..count).map(|_| expectancy(&mut made_up)).sum(),
        _ => 0.0,
    };
    println!("{count} {what} {sum:e}");
}

/// One directly standardised rate of 19 bands, with both levels.
fn standardised(made_up: &mut MadeUp) -> f64 {
    let strata = EUROPEAN_STANDARD_POPULATION_2013.map(|band| Stratum {
        events: made_up.below(40),
        population: 500.0 + made_up.below(9_000),
        standard_weight: band.weight,
    });
    let Ok(sums) = DirectStandardisation::of(&strata, 100_000.0, EventTotal::OfStrata) else { return 0.0 };
    let at =
        |confidence| sums.limits_at(confidence).ok().and_then(Outcome::computed).map_or(0.0, |limits| limits.upper);
    sums.value + at(Confidence::PERCENT_95) + at(Confidence::PERCENT_99_8)
}

/// One proportion with both levels.
fn share(made_up: &mut MadeUp) -> f64 {
    let people = 1.0 + made_up.below(5_000);
    let counts = Counts::new((people * made_up.below(1_000) / 1_000.0).floor(), people);
    proportion(counts, 100.0).map_or(0.0, |share| share.lower_95 + share.upper_998)
}

/// One crude rate with both levels; one in four has fewer than ten events.
fn crude(made_up: &mut MadeUp) -> f64 {
    let counts = Counts::new(made_up.below(40), 1_000.0 + made_up.below(50_000));
    rate(counts, 100_000.0).map_or(0.0, |rate| rate.lower_95 + rate.upper_998)
}

/// One life table of twenty bands, with both levels at each age.
fn expectancy(made_up: &mut MadeUp) -> f64 {
    let bands = LIFE_TABLE_AGES.map(|first_age| LifeBand {
        first_age,
        deaths: 1.0 + made_up.below(40) + f64::from(first_age),
        population: 1_500.0 + made_up.below(5_000),
    });
    let Ok(Outcome::Computed(table)) = life_table(&bands) else { return 0.0 };
    let at =
        |age: &u8, confidence| table.at(*age, confidence).ok().and_then(Outcome::computed).map_or(0.0, |e| e.lower);
    LIFE_TABLE_AGES.iter().map(|age| at(age, Confidence::PERCENT_95) + at(age, Confidence::PERCENT_99_8)).sum()
}

//! Limits by simulation, where no formula gives them: the line of rates or proportions, whose errors are normal only
//! on a scale on which the line is not straight.
//!
//! Not allowed here: an unseeded generator, and one whose numbers differ between systems or versions.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use super::fit::Line;
use super::{DeprivationQuantile, SlopeOptions};
use crate::confidence::Confidence;
use crate::special::quantile_of_normal;

/// How often to simulate, and from which seed.
///
/// Numbers come from the generator ChaCha8 seeded with the 64-bit seed, 53 bits each, put through the normal quantile;
/// so the same seed gives the same limits on every system. 100,000 repetitions leave a limit uncertain by about half a
/// hundredth of the interval's width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Simulation {
    /// Lines drawn; at least 1,000 are drawn whatever is asked, and at most 10,000,000.
    pub repetitions: u32,
    /// Where the generator starts.
    pub seed: u64,
}

impl Default for Simulation {
    /// 100,000 lines from the seed 0.
    fn default() -> Self {
        Self { repetitions: 100_000, seed: 0 }
    }
}

/// Sorted indices of all simulated lines; empty where none were drawn.
#[derive(Debug, Clone, Default)]
pub(super) struct Simulated {
    slopes: Vec<f64>,
    ratios: Vec<f64>,
}

impl Simulated {
    /// Limits of the slope index at a level.
    pub(super) fn slopes(&self, confidence: Confidence) -> Option<(f64, f64)> {
        limits(&self.slopes, confidence)
    }

    /// Limits of the relative index at a level; the lower one is not above zero where too many lines start below it.
    pub(super) fn ratios(&self, confidence: Confidence) -> Option<(f64, f64)> {
        limits(&self.ratios, confidence)
    }
}

/// The sorted draws at positions `round(R t)` and `round(R (1 - t))`, counted from one, with `t` the tail's share.
fn limits(sorted: &[f64], confidence: Confidence) -> Option<(f64, f64)> {
    let position = |share: f64| {
        #[expect(clippy::cast_precision_loss, reason = "draws are at most ten million")]
        let place = (sorted.len() as f64 * share).round_ties_even();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between zero and the draws")]
        let place = place as usize;
        sorted.get(place.clamp(1, sorted.len().max(1)) - 1).copied()
    };
    let tail = confidence.tail_probability();
    position(tail).zip(position(1.0 - tail))
}

/// Draws each value on its scale, refits the line, and keeps its indices.
pub(super) fn run(quantiles: &[DeprivationQuantile], line: &Line, options: &SlopeOptions) -> Simulated {
    let mut generator = ChaCha8Rng::seed_from_u64(options.simulation.seed);
    let repetitions = options.simulation.repetitions.clamp(1_000, 10_000_000);
    let scaled: Vec<f64> = quantiles.iter().map(|quantile| options.kind.scaled(quantile.value)).collect();
    let mut simulated = Simulated::default();
    for _ in 0..repetitions {
        let (mut intercept, mut slope) = (0.0, 0.0);
        for ((quantile, scaled), (of_intercept, of_slope)) in quantiles.iter().zip(&scaled).zip(&line.leverage) {
            let deviate = normal_deviate(&mut generator);
            let value = options.kind.unscaled(scaled + deviate * quantile.standard_error);
            intercept += of_intercept * value;
            slope += of_slope * value;
        }
        simulated.slopes.push(slope * options.multiplier);
        let end = intercept + slope;
        simulated.ratios.push(if options.multiplier < 0.0 { intercept / end } else { end / intercept });
    }
    simulated.slopes.sort_unstable_by(f64::total_cmp);
    simulated.ratios.sort_unstable_by(f64::total_cmp);
    simulated
}

/// A normal deviate from 53 bits, in the middle of their interval so that 0 and 1 cannot come.
fn normal_deviate(generator: &mut ChaCha8Rng) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double")]
    let bits = (generator.next_u64() >> 11) as f64;
    quantile_of_normal((bits + 0.5) / 9_007_199_254_740_992.0)
}

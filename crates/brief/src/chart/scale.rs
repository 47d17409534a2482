//! From values to places on a drawing.
//!
//! Not allowed in here: drawing.

/// A straight scale.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    from: f64,
    to: f64,
    start: f64,
    length: f64,
}

impl Scale {
    /// From the values `from` to `to`, onto `start` and `length` more; `length` may be negative.
    pub(super) fn new((from, to): (f64, f64), start: f64, length: f64) -> Self {
        let to = if to > from { to } else { from + 1.0 };
        Self { from, to, start, length }
    }

    pub(super) fn at(&self, value: f64) -> f64 {
        self.start + (value - self.from) / (self.to - self.from) * self.length
    }
}

/// Round values that span all given ones: steps of 1, 2 or 5 times a power of ten, about as many as wanted.
pub(super) fn ticks(values: impl Iterator<Item = f64>, wanted: u32) -> Vec<f64> {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values.filter(|value| value.is_finite()) {
        (low, high) = (low.min(value), high.max(value));
    }
    if low > high {
        (low, high) = (0.0, 1.0);
    }
    let step = step((high - low).max(1e-6), wanted);
    let (first, last) = ((low / step).floor(), (high / step).ceil());
    let mut ticks = Vec::new();
    let mut at = first;
    while at <= last.max(first + 1.0) {
        ticks.push(at * step);
        at += 1.0;
    }
    ticks
}

fn step(span: f64, wanted: u32) -> f64 {
    let rough = span / f64::from(wanted);
    let mut power = 1.0;
    while power * 10.0 <= rough {
        power *= 10.0;
    }
    while power > rough {
        power /= 10.0;
    }
    let times = [1.0, 2.0, 5.0].into_iter().find(|times| power * times >= rough).unwrap_or(10.0);
    power * times
}

/// A tick in digits: no more decimals than the steps need.
pub(super) fn label(tick: f64, ticks: &[f64]) -> String {
    let step = match ticks {
        [first, second, ..] => second - first,
        _ => 1.0,
    };
    let decimals = (0..6).find(|decimals| (step * 10f64.powi(*decimals)).fract().abs() < 1e-9).unwrap_or(0);
    let decimals = usize::try_from(decimals).unwrap_or(0);
    let text = format!("{tick:.decimals$}");
    if text.trim_start_matches(['-', '0', '.']).is_empty() { text.trim_start_matches('-').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_span_the_values() {
        assert_eq!(ticks([41.2, 78.8].into_iter(), 5), [40.0, 50.0, 60.0, 70.0, 80.0]);
        assert_eq!(ticks([2080.0, 2440.0].into_iter(), 5), [2000.0, 2100.0, 2200.0, 2300.0, 2400.0, 2500.0]);
        assert_eq!(ticks(std::iter::empty(), 5).len(), 6);
        assert_eq!(ticks([3.0, 3.0].into_iter(), 5).len(), 2);
    }

    #[test]
    fn labels_have_the_decimals_of_the_step() {
        let fine = ticks([0.0, 1.0].into_iter(), 5);
        assert_eq!(
            fine.iter().map(|tick| label(*tick, &fine)).collect::<Vec<_>>(),
            ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]
        );
        assert_eq!(label(-0.0, &[-10.0, 0.0]), "0");
    }
}

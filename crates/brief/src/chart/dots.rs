//! Dots with intervals, one line for each area, in the order given.
//!
//! Not allowed in here: sorting. Areas are not ranked.

use super::ink::{self, DARK, FAINT, LETTERS, PALETTE, WIDTH};
use super::scale::{Scale, label, ticks};
use super::trend::capital;
use super::{Chart, Dot, Dots};
use crate::markup::Markup;

const LEFT: f64 = 200.0;
const RIGHT: f64 = 166.0;
/// Letters of a name in one line.
const NAME_LETTERS: usize = 23;
const LINE: f64 = 18.0;

struct Frame {
    across: Scale,
    ticks: Vec<f64>,
    top: f64,
    bottom: f64,
}

pub(super) fn draw(chart: &Chart, dots: &Dots) -> Markup {
    let mut heading = ink::wrapped(&chart.title, 74);
    heading.push(format!("{}, with 95% intervals; the axis need not start at zero", capital(&dots.unit)));
    heading.extend(dots.reference.as_ref().map(|(name, _)| format!("Dashed line: {name}")));
    heading.extend(legend(dots));
    let heights: Vec<f64> = dots.dots.iter().map(height).collect();
    let plot: f64 = heights.iter().sum();
    let stamp = if chart.synthetic { ink::STAMP_HEIGHT } else { 0.0 };
    let above = 22.0 + stamp + 20.0 * f64::from(u32::try_from(heading.len()).unwrap_or(0));
    let (mut svg, top) = ink::begin(chart, above + plot + 44.0, &heading);
    let frame = Frame::of(dots, top, plot);
    axis(&mut svg, &frame);
    if let Some((_, value)) = &dots.reference {
        let x = frame.across.at(*value);
        ink::line(&mut svg, (x, frame.top), (x, frame.bottom), (DARK, "2", "6 4"));
    }
    let mut y = frame.top;
    for (dot, height) in dots.dots.iter().zip(&heights) {
        draw_dot(&mut svg, chart, &frame, dot, y + height / 2.0);
        y += height;
    }
    svg.close("svg");
    svg
}

/// Says what hatching means, where there is any.
fn legend(dots: &Dots) -> Option<String> {
    let (unsure, hidden) = (dots.dots.iter().any(|dot| dot.is_unsure), dots.dots.iter().any(|dot| dot.is_hidden));
    match (unsure, hidden) {
        (true, true) => Some("Hatched: unsure or provisional; all across: not shown [c]".to_owned()),
        (true, false) => Some("Hatched: unsure or provisional".to_owned()),
        (false, true) => Some("Hatched all across: not shown, to protect people [c]".to_owned()),
        (false, false) => None,
    }
}

fn height(dot: &Dot) -> f64 {
    let lines = ink::wrapped(&dot.label, NAME_LETTERS).len().max(1);
    10.0 + LINE * f64::from(u32::try_from(lines).unwrap_or(1))
}

impl Frame {
    fn of(dots: &Dots, top: f64, plot: f64) -> Self {
        let values = dots.dots.iter().filter_map(|dot| dot.value);
        let limits = dots.dots.iter().filter_map(|dot| dot.limits).flat_map(|(lower, upper)| [lower, upper]);
        let reference = dots.reference.iter().map(|(_, value)| *value);
        let ticks = ticks(values.chain(limits).chain(reference), 4);
        let span = (ticks.first().copied().unwrap_or(0.0), ticks.last().copied().unwrap_or(1.0));
        Self { across: Scale::new(span, LEFT + 6.0, WIDTH - LEFT - RIGHT - 12.0), ticks, top, bottom: top + plot }
    }
}

fn axis(svg: &mut Markup, frame: &Frame) {
    for tick in &frame.ticks {
        let x = frame.across.at(*tick);
        ink::line(svg, (x, frame.top), (x, frame.bottom), (FAINT, "1", "none"));
        ink::text(svg, (x, frame.bottom + 20.0), "middle", &label(*tick, &frame.ticks));
    }
}

fn draw_dot(svg: &mut Markup, chart: &Chart, frame: &Frame, dot: &Dot, y: f64) {
    let words = ink::wrapped(&dot.label, NAME_LETTERS);
    let lines = f64::from(u32::try_from(words.len()).unwrap_or(1));
    for (at, line) in (0u32..).zip(&words) {
        let below = LINE * (f64::from(at) - (lines - 1.0) / 2.0);
        ink::text(svg, (LEFT - 8.0, y + below + LETTERS / 3.0), "end", line);
    }
    if dot.is_hidden {
        ink::hatched(svg, &chart.name, (LEFT, y - 6.0), (WIDTH - LEFT - RIGHT, 12.0));
    }
    let (kind, colour) = if dot.is_own { (0, PALETTE[0]) } else { (2, "#4a5560") };
    if let Some((lower, upper)) = dot.limits {
        let (from, to) = (frame.across.at(lower), frame.across.at(upper));
        if dot.is_unsure {
            ink::hatched(svg, &chart.name, (from, y - 6.0), (to - from, 12.0));
        }
        ink::line(svg, (from, y), (to, y), (colour, "2.5", "none"));
        for end in [from, to] {
            ink::line(svg, (end, y - 5.0), (end, y + 5.0), (colour, "2", "none"));
        }
    }
    if let Some(value) = dot.value {
        ink::mark(svg, kind, (frame.across.at(value), y), colour, if dot.is_own { 6.5 } else { 4.5 });
    }
    ink::text(svg, (WIDTH - RIGHT + 8.0, y + LETTERS / 3.0), "start", &said(dot));
}

/// The figure with its interval, or the mark in its place.
fn said(dot: &Dot) -> String {
    let [value, lower, upper] = &dot.printed;
    match (dot.value, dot.limits) {
        (Some(_), Some(_)) => format!("{value} ({lower} to {upper})"),
        (Some(_), None) => value.clone(),
        (None, _) if dot.is_hidden => "[c] not shown".to_owned(),
        (None, _) => format!("{value} no figure"),
    }
}
